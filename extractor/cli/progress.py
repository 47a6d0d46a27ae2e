"""A progress bar on standard error, only where somebody waits for it.

Comes in: how many inputs there are. Goes out: a bar, when standard error is a terminal
and the work takes longer than two seconds. Never writes to standard output.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Timer

from extractor.cli.faults import shown
from extractor.cli.reading import Watch

PATIENCE = 2.0
"""Seconds before a bar appears: shorter work needs none."""


@contextmanager
def progress(total: int, *, quiet: bool) -> Iterator[tuple[Callable[[str], None], Watch]]:
    """Give a function to be called with the name of each input as it starts, and who hears of its pages."""
    if quiet or not sys.stderr.isatty():
        yield (lambda _name: None), Watch()
        return
    from rich.console import Console
    from rich.markup import escape
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    bar = Progress(*columns, console=Console(stderr=True), transient=True)
    task = bar.add_task("", total=total)
    started = 0

    def begin(name: str) -> None:
        """Show the input that is being read now, and count the ones before it as done."""
        nonlocal started
        bar.update(task, description=escape(shown(name[-40:])), completed=started)
        started += 1

    def page(name: str, number: int, total: int) -> None:
        """Show the page that was read last; inputs of one page have nothing to show."""
        if total > 1:
            bar.update(task, description=escape(f"{shown(name[-40:])} {number}/{total}"))

    waiting = Timer(PATIENCE, bar.start)
    waiting.daemon = True
    waiting.start()
    try:
        yield begin, Watch(page)
    finally:
        waiting.cancel()
        waiting.join()
        bar.stop()
