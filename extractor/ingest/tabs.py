"""Tab rows: a newline ends the row, a tab the cell.

Comes in: neighbouring lines with tabs in them. Goes out: one piece per cell, empty
ones included, because an empty cell says in which column its neighbours stand.
Never cuts inside a cell.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from extractor.ingest.lines import Line
from extractor.ingest.pieces import Piece, trim_cell
from extractor.values import Boundary


def tab_rows(text: str, lines: Sequence[Line]) -> Iterator[Piece]:
    """Cut every line at its tabs; a leading tab, two tabs in a row and a trailing tab stand for empty cells."""
    for row, line in enumerate(lines):
        before = Boundary.ROW
        start, column = line.start, 0
        while start <= line.end:
            tab = text.find("\t", start, line.end)
            stop = tab if tab >= 0 else line.end
            yield Piece(*trim_cell(text, start, stop), before, row, column)
            before = Boundary.CELL
            start, column = stop + 1, column + 1
