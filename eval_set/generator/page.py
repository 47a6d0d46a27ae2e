"""A sheet on paper: every piece of text at its place, then cut into vertical strips.

Comes in: a sheet and the places of the cuts. Goes out: strips of lines of pieces; a piece knows the cell it
was cut from. Never loses a character: what damage takes away comes later.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from eval_set.generator.sheet import Cell, Row, Sheet

GAP = 2
"""Half-width characters that a cell keeps free on its right."""
_WRAPPING = frozenset(("prose", "remark", "ticks"))


@dataclass(frozen=True, slots=True)
class Piece:
    """Text cut from the cell at (row, column); an empty piece stands for a blank cell."""

    text: str
    row: int
    column: int


Line = tuple[Piece, ...]
Strip = list[Line]


def breadth(text: str) -> int:
    """Return the width of a text in half-width characters."""
    return sum(2 if unicodedata.east_asian_width(char) in "WFA" else 1 for char in text)


def fitted(rows: Sequence[Row], least: tuple[int, ...]) -> tuple[int, ...]:
    """Widen columns until numbers, names and labels stand on one line each, as on a page that people print.

    Prose, titles and the labels of the first column wrap. Widths are in half-width characters.
    """
    widths = list(least)
    cells = [(place, cell) for row in rows if row.block != "title" for place, cell in _placed(row)]
    for place, cell in sorted(cells, key=lambda at: at[1].span):
        if cell.role not in _WRAPPING and place + cell.span > 1:
            lacking = breadth(cell.text) + GAP - sum(widths[place : place + cell.span])
            widths[place + cell.span - 1] += max(0, lacking)
    return tuple(widths)


def _placed(row: Row) -> Iterator[tuple[int, Cell]]:
    """Walk the cells of a row with the columns that they begin in."""
    place = 0
    for cell in row.cells:
        yield place, cell
        place += cell.span


def left_edge(sheet: Sheet, row: Row, column: int) -> int:
    """Return where the cell of that number begins on the page, in half-width characters from the left."""
    return sum(sheet.widths[: sum(cell.span for cell in row.cells[:column])])


def columns_cut(sheet: Sheet, cuts: tuple[int, int]) -> list[Strip]:
    """Cut cleanly between cells: the first strip ends before cell ``cuts[0]``, the second before ``cuts[1]``.

    Blank cells in front are kept in the first strip only; a row without text in a strip leaves no line.
    """
    strips: list[Strip] = [[], [], []]
    for number, row in enumerate(sheet.rows):
        pieces = [Piece(_flat(cell.text), number, column) for column, cell in enumerate(row.cells)]
        parts = (pieces[: cuts[0]], pieces[cuts[0] : cuts[1]], pieces[cuts[1] :])
        for place, part in enumerate(parts):
            while part and not part[-1].text:
                part.pop()
            line = tuple(part) if place == 0 else tuple(piece for piece in part if piece.text)
            if any(piece.text.strip() for piece in line):
                strips[place].append(line)
    return strips


def page_cut(sheet: Sheet, cuts: tuple[int, int], *, typeset: bool) -> list[Strip]:
    """Set the page and cut it at two places (in half-width characters from the left), through cells if need be.

    ``typeset`` wraps every cell to its column and keeps no blank cells; else only prose is wrapped and a row
    keeps its blank cells.
    """
    strips: list[Strip] = [[], [], []]
    ends = (cuts[0], cuts[1], sum(sheet.widths))
    for number, row in enumerate(sheet.rows):
        for lines in _set(sheet, number, row, typeset):
            for place, end in enumerate(ends):
                start = ends[place - 1] if place else 0
                line = tuple(_within(lines, start, end, keep=not typeset))
                if any(piece.text.strip() for piece in line):
                    strips[place].append(line)
    return strips


Placed = tuple[Piece, int, int]
"""A piece, its left edge, and its cell's right edge."""


def _set(sheet: Sheet, number: int, row: Row, typeset: bool) -> list[list[Placed]]:
    """Set one row: the lines of its cells side by side."""
    columns: list[list[Placed]] = []
    left, place = 0, 0
    for column, cell in enumerate(row.cells):
        last = column == len(row.cells) - 1
        width = sum(sheet.widths[place:]) if last else sum(sheet.widths[place : place + cell.span])
        wraps = typeset or cell.role == "prose"
        texts = _wrapped(_flat(cell.text), max(width - GAP, 4)) if wraps else [_flat(cell.text)]
        start = left + max(0, (width - breadth(cell.text)) // 2) if row.block == "title" else left
        columns.append([(Piece(text, number, column), start, left + width) for text in texts])
        left, place = left + width, place + cell.span
    height = max(len(lines) for lines in columns)
    return [[lines[depth] for lines in columns if depth < len(lines)] for depth in range(height)]


def _flat(text: str) -> str:
    """Drop line ends of a wrapped cell: the page sets its own."""
    return text.replace("\n", "")


def _wrapped(text: str, width: int) -> list[str]:
    lines, line = [], ""
    for char in text:
        if line and breadth(line + char) > width:
            lines.append(line)
            line = ""
        line += char
    return [*lines, line]


def _within(placed: list[Placed], start: int, end: int, *, keep: bool) -> list[Piece]:
    """Return what of a line lies between two cuts: a character belongs where its left edge lies."""
    pieces = []
    for piece, left, right in placed:
        text, at = "", left
        for char in piece.text:
            # What runs over its cell's right edge is squeezed against it: it was one cell in print.
            if start <= min(at, right - 1) < end:
                text += char
            at += breadth(char)
        if text or (keep and start <= left < end):
            pieces.append(Piece(text, piece.row, piece.column))
    return pieces
