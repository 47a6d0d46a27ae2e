"""Tables on standard output.

Comes in: rows of text, or a table that is made already. Goes out: lines as wide as the
terminal allows. Never interprets markup in a cell: texts come from documents.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from extractor.cli.faults import shown
from extractor.settings import Language

if TYPE_CHECKING:
    from rich.console import Console

    from extractor.cli.batch import Outcome

PLAIN_WIDTH = 140
"""Columns of a table that goes into a file or a pipe, where there is no terminal to ask."""
SUMMARY_WIDTH = 200
"""The same for the summary of a run: one line an input, whatever its name."""


def console(file: TextIO | None = None, plain_width: int = PLAIN_WIDTH) -> Console:
    """A console on standard output or a file; as wide as the terminal, or wide enough for a file."""
    from rich.console import Console

    width = None if file is None and sys.stdout.isatty() else plain_width
    return Console(file=file, highlight=False, markup=False, emoji=False, width=width)


def print_line(text: str, *, bold: bool = False, file: TextIO | None = None) -> None:
    """Print one line, wrapped at the width of the terminal."""
    console(file).print(text, style="bold" if bold else "")


def print_table(head: Iterable[str], rows: Sequence[Sequence[str]], file: TextIO | None = None) -> None:
    """Print a table; ``rows`` are texts as they are to be seen."""
    from rich import box
    from rich.table import Table
    from rich.text import Text

    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for name in head:
        table.add_column(name, overflow="fold")
    for row in rows:
        table.add_row(*(Text(shown(cell)) for cell in row))
    console(file).print(table)


def print_summary(outcomes: Sequence[Outcome], folder: Path, language: Language) -> None:
    """Print one line for each input that has a record, and how many inputs went which way."""
    from extractor.report.table import summary_table

    same_name = Counter(one.path.name for one in outcomes)
    summaries = [
        {**one.summary, "name": shown(one.path.name if same_name[one.path.name] == 1 else str(one.path))}
        for one in outcomes
        if one.summary is not None
    ]
    if summaries:
        terminal = console(plain_width=SUMMARY_WIDTH)
        terminal.print(summary_table(summaries, language, terminal.width))
    count: Counter[str] = Counter(one.status for one in outcomes)
    words = {
        "done": ("完成 {} 份", "{} done"),
        "unchanged": ("未变 {} 份", "{} unchanged"),
        "reviewed": ("已复核而保留 {} 份", "{} kept with reviews"),
        "failed": ("未能完成 {} 份", "{} could not be done"),
    }
    chosen = 0 if language == "zh" else 1
    parts = [pair[chosen].format(count[status]) for status, pair in words.items() if count[status]]
    where = ("；结果在 {} 中", "; outputs in {}")[chosen].format(folder) if summaries else ""
    print_line(f"{'，'.join(parts)}{where}。" if language == "zh" else f"{', '.join(parts)}{where}.")
