"""HTML tables, with merged cells, and the text around them.

Comes in: a stretch of text that is HTML. Goes out: one piece per cell, and one per
block of text outside of cells. A cell's piece begins with its first printed
character and ends with its last; tags in between stay inside (normalisation drops
them). Never repeats a merged cell: the cells behind it keep their grid column.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from extractor.ingest.markup import BLOCKS, Token, tokens, trim_text
from extractor.ingest.pieces import Piece
from extractor.values import Boundary

_MERGED = re.compile(r"\b(col|row)span\s*=\s*[\"']?\s*(\d{1,6})", re.IGNORECASE)

# Columns up to here are kept free below a cell that spans rows. The bound keeps a hostile table linear.
_WIDEST = 256


def html_pieces(text: str, start: int, end: int) -> Iterator[Piece]:
    """Walk through the tags once; nested tables give their own rows, in the order of the text."""
    walk = _Walk(text)
    for token in tokens(text, start, end):
        yield from walk.take(token)
    yield from walk.finish(end)


class _Grid:
    """One open table: where its next cell stands."""

    def __init__(self) -> None:
        self.row = -1
        self.column = 0
        self.taken: dict[int, int] = {}  # column -> last row that a cell from above covers
        self.lines = 0
        self.cell: int | None = None  # column of the open cell
        self.content = 0  # where the open cell's content begins
        self.split = False  # the open cell has already given a piece, or holds a table

    def place(self, tag: str) -> None:
        """Open a cell at the next free column of the row; colspan and rowspan keep further places."""
        merged = {kind.lower(): int(count) for kind, count in _MERGED.findall(tag)} if "span" in tag.lower() else {}
        while self.column < _WIDEST and self.taken.get(self.column, -1) >= self.lines:
            self.column += 1
        self.cell = self.column
        wide = min(max(merged.get("col", 1), 1), _WIDEST)
        if (deep := merged.get("row", 1)) != 1:
            last = self.lines + deep - 1 if deep else 1 << 30  # rowspan=0 reaches to the end of the table
            for column in range(self.column, min(self.column + wide, _WIDEST)):
                self.taken[column] = last
        self.column += wide


class _Walk:
    """The state of one walk: the open tables, the text gathered for the next piece, the boundary in front of it."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.grids: list[_Grid] = []
        self.rows = 0
        self.before = Boundary.BLOCK
        self.first = self.last = -1  # the text gathered so far

    def take(self, token: Token) -> Iterator[Piece]:
        """Follow one token; whatever it completes comes out."""
        name = token.name
        if not name:
            self._gather(token)
        elif name in ("td", "th"):
            yield from self._end_cell(token.start)
            if not token.closes:
                self._open_cell(token)
        elif name == "tr":
            yield from self._end_cell(token.start)
            if not token.closes:
                self._open_row()
            self._cut(Boundary.ROW)
        elif name == "table":
            yield from self._turn_table(token)
        elif name in BLOCKS and not self._in_cell():
            yield from self._flush()
            self._cut(Boundary.LINE)
        elif name == "hr" and not self._in_cell():
            yield from self._flush()
            self._cut(Boundary.BLOCK)

    def finish(self, end: int) -> Iterator[Piece]:
        """Close what is still open at the end of the text."""
        yield from self._end_cell(end)

    def _in_cell(self) -> bool:
        return bool(self.grids) and self.grids[-1].cell is not None

    def _gather(self, token: Token) -> None:
        start, end = trim_text(self.text, token.start, token.end)
        if start < end:
            self.first = start if self.first < 0 else self.first
            self.last = end

    def _cut(self, boundary: Boundary) -> None:
        self.before = max(self.before, boundary)

    def _open_row(self) -> None:
        grid = self._grid()
        grid.lines += 1
        grid.row, self.rows = self.rows, self.rows + 1
        grid.column = 0

    def _open_cell(self, token: Token) -> None:
        grid = self._grid()
        if grid.row < 0:
            self._open_row()
        grid.place(self.text[token.start : token.end])
        grid.content, grid.split = token.end, False
        self._cut(Boundary.CELL)

    def _grid(self) -> _Grid:
        if not self.grids:
            self.grids.append(_Grid())
        return self.grids[-1]

    def _turn_table(self, token: Token) -> Iterator[Piece]:
        if token.closes:
            yield from self._end_cell(token.start)
            if self.grids:
                self.grids.pop()
        else:
            yield from self._flush()
            if self._in_cell():
                self.grids[-1].split = True
            self.grids.append(_Grid())
        self._cut(Boundary.BLOCK)

    def _end_cell(self, stop: int) -> Iterator[Piece]:
        """Give the open cell's piece: an empty one where the cell is blank, none where it only held a table."""
        if self._in_cell():
            grid = self.grids[-1]
            if self.first < 0 and not grid.split:
                self.first = self.last = min(grid.content, stop)
            yield from self._flush()
            grid.cell = None
        else:
            yield from self._flush()

    def _flush(self) -> Iterator[Piece]:
        if self.first < 0:
            return
        row = column = None
        if self._in_cell():
            grid = self.grids[-1]
            row, column, grid.split = grid.row, grid.cell, True
        yield Piece(self.first, self.last, self.before, row, column)
        self.first = self.last = -1
        self.before = Boundary.NONE
