"""Options that several verbs share, spelled once.

Comes in: nothing. Goes out: annotated types for the signatures of the verbs, and
``choose_language``. Never prints.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from extractor.settings import Language, find_language

LanguageOption = Annotated[
    Language | None,
    typer.Option("--lang", help="Language of tables on the terminal (default: JIXIAO_LANG, else the locale)."),
]
DebugOption = Annotated[bool, typer.Option("--debug", help="Show the traceback when something goes wrong.")]
JsonOption = Annotated[bool, typer.Option("--json", help="Print the result as JSON on standard output.")]
FamiliesOption = Annotated[
    Path | None,
    typer.Option("--families", metavar="DIR", help="A folder with further form families (one TOML file each)."),
]
OutputFileOption = Annotated[
    Path | None, typer.Option("-o", "--output", metavar="FILE", help="Write to this file instead of standard output.")
]
ForceOption = Annotated[bool, typer.Option("--force", help="Overwrite outputs that are there already.")]


def choose_language(asked: Language | None) -> Language:
    """The language asked for, else that of the environment; raises ``UsageError`` for an unknown ``JIXIAO_LANG``."""
    return asked or find_language()
