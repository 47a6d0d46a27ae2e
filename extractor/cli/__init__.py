"""The command line: one module a verb, and nothing that decides anything about a form.

Comes in: the arguments of the process. Goes out: an exit status (see ``docs`` and the
README), results on standard output or in files, progress and faults on standard error.
Never loads the pipeline before the arguments are checked.
"""

from __future__ import annotations

import sys


def main() -> None:
    """Run the program; the entry point of ``jixiao`` and of ``python cli.py``."""
    for stream in (sys.stdout, sys.stderr):
        # A terminal that cannot show a character gets a substitute instead of a traceback.
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="replace")
    from extractor.cli.app import app

    app(prog_name="jixiao")


__all__ = ["main"]
