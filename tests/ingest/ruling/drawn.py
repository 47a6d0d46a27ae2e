"""Tables drawn as segments, for tests: what a PDF or a scan would give of them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from extractor.ingest.printed import Line, Table, Word
from extractor.ingest.ruling import Segment, SpelledWord

Place = tuple[int, int, int, int]
"""Row, column, rows, columns."""


def sides(places: Iterable[Place], xs: Sequence[float], ys: Sequence[float]) -> list[Segment]:
    """The four sides of each cell."""
    drawn = []
    for row, column, rows, columns in places:
        left, top, right, bottom = xs[column], ys[row], xs[column + columns], ys[row + rows]
        drawn += [
            Segment(left, top, right, top),
            Segment(left, bottom, right, bottom),
            Segment(left, top, left, bottom),
            Segment(right, top, right, bottom),
        ]
    return drawn


def grid(rows: int, columns: int, *, left: float = 100, top: float = 100, wide: float = 150, high: float = 50):
    """A table of equal cells: its places, and where its columns and rows begin and end."""
    places = [(row, column, 1, 1) for row in range(rows) for column in range(columns)]
    return places, [left + wide * n for n in range(columns + 1)], [top + high * n for n in range(rows + 1)]


def word(text: str, left: float, top: float, size: float = 25) -> SpelledWord:
    """A word whose characters are squares of ``size``."""
    edges = tuple((left + size * n, left + size * (n + 1)) for n in range(len(text)))
    return SpelledWord(text, (left, top, left + size * len(text), top + size), edges=edges)


def whole(text: str, left: float, top: float, size: float = 25) -> Word:
    """A word of which only the place of the whole is known."""
    return Word(text, (left, top, left + size * len(text), top + size))


def only_table(blocks: Sequence[Line | Table]) -> Table:
    """The one table among the blocks."""
    (table,) = [block for block in blocks if isinstance(block, Table)]
    return table


def places_of(table: Table) -> list[Place]:
    """Where the cells of a table lie."""
    return sorted((cell.row, cell.column, cell.rows, cell.columns) for cell in table.cells)


def texts_of(table: Table) -> list[list[str]]:
    """The texts of a table row by row."""
    rows = sorted({cell.row for cell in table.cells})
    cells = sorted(table.cells, key=lambda cell: (cell.row, cell.column))
    return [[cell.text for cell in cells if cell.row == row] for row in rows]


def lines_of(blocks: Sequence[Line | Table]) -> list[str]:
    """The texts of the lines outside of tables."""
    return [block.text for block in blocks if isinstance(block, Line)]
