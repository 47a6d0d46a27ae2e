"""Rows of cells with wide blanks between them.

Comes in: neighbouring lines with two or more blanks, or an ideographic one, between
texts. Goes out: one piece per text. An empty cell leaves no trace in this layout,
so no columns are given; never cuts at a single blank.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from extractor.ingest.lines import GAP, Line
from extractor.ingest.pieces import Piece, trim, trim_cell
from extractor.values import Boundary


def gap_rows(text: str, lines: Sequence[Line]) -> Iterator[Piece]:
    """Cut every line at its wide blanks; a newline ends the row."""
    for line in lines:
        before = Boundary.ROW
        start, end = trim(text, line.start, line.end)
        for gap in GAP.finditer(text, start, end):
            if piece := _piece(text, start, gap.start(), before):
                yield piece
                before = Boundary.GAP
            start = gap.end()
        if piece := _piece(text, start, end, before):
            yield piece


def _piece(text: str, start: int, end: int, before: Boundary) -> Piece | None:
    start, end = trim_cell(text, start, end)
    return Piece(start, end, before) if start < end else None
