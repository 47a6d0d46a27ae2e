"""Words into the cells of ruled tables.

Comes in: the grids of a page and its words. Goes out: the tables, and the words that stand outside of them. Never
drops a word, and never puts one into two cells: one that a rule cuts is cut there if its characters have places.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Sequence

from extractor.ingest.printed import Cell, Table
from extractor.ingest.ruling.grid import OUTSIDE, Grid, Place
from extractor.ingest.ruling.printing import Placed, SpelledWord, cut, line_of, rows_of
from extractor.values import Box


def fill(grids: Sequence[Grid], items: Iterable[Placed]) -> tuple[list[dict[int, list[Placed]]], list[Placed]]:
    """Sort the words by the cell of each grid that holds them; the rest stands outside."""
    cells: list[dict[int, list[Placed]]] = [defaultdict(list) for _ in grids]
    outside: list[Placed] = []
    for item in items:
        number = _grid_around(grids, item)
        if number is None:
            outside.append(item)
            continue
        for owner, piece in _parts(grids[number], item):
            (outside if owner == OUTSIDE else cells[number][owner]).append(piece)
    return cells, outside


def _grid_around(grids: Sequence[Grid], item: Placed) -> int | None:
    """The number of the table that a word stands in, be it in part."""
    for number, grid in enumerate(grids):
        left, top, right, bottom = grid.box
        if top <= item.middle <= bottom and item.right >= left and item.left <= right:
            return number
    return None


def _parts(grid: Grid, item: Placed) -> list[tuple[int, Placed]]:
    """The word, or its pieces, with the cell of each."""
    word, middle = item.word, item.middle
    first, last = grid.owner(item.left, middle), grid.owner(item.right, middle)
    if first == last:
        return [(first, item)]
    if not isinstance(word, SpelledWord) or len(word.edges) != len(word.text) or word.box is None:
        return [(_most_overlap(grid, item), item)]
    shift = item.left - word.box[0]
    owners = [grid.owner((left + right) / 2 + shift, middle) for left, right in word.edges]
    solid = [index for index, character in enumerate(word.text) if not character.isspace()]
    ends = [after for before, after in zip(solid, solid[1:], strict=False) if owners[before] != owners[after]]
    if not ends:
        return [(owners[solid[0]] if solid else first, item)]
    starts = [solid[0], *ends]
    return [(owners[start], piece) for start, piece in zip(starts, cut(item, ends), strict=True)]


def _most_overlap(grid: Grid, item: Placed) -> int:
    """The cell in the row of the word's middle that holds most of it."""
    shares: dict[int, float] = defaultdict(float)
    bounds = [item.left, *(x for x in grid.xs if item.left < x < item.right), item.right]
    for start, end in zip(bounds, bounds[1:], strict=False):
        shares[grid.owner((start + end) / 2, item.middle)] += end - start
    return max(shares, key=lambda owner: shares[owner])


def table_of(grid: Grid, cells: dict[int, list[Placed]], slope: float) -> Table:
    """The grid with its words as a table."""
    return Table(
        tuple(cell_of(place, cells.get(n, ()), grid.box_of(place), slope) for n, place in enumerate(grid.cells))
    )


def cell_of(place: Place, items: Iterable[Placed], box: Box, slope: float) -> Cell:
    """One cell: its words in lines, its box on the page as it lies."""
    lines = tuple(line_of(row) for row in rows_of(items))
    return Cell(place.row, place.column, lines, place.rows, place.columns, _askew(box, slope))


def _askew(box: Box, slope: float) -> Box:
    """The box around a rectangle of the straight page, on the page as it lies."""
    left, top, right, bottom = box
    if not slope:
        return box
    xs, ys = (left - top * slope, left - bottom * slope), (top + left * slope, top + right * slope)
    return min(xs), min(ys), max(xs) + right - left, max(ys) + bottom - top


def column_at(edges: Sequence[float], x: float) -> int:
    """The number of the column that a place lies in, the outermost ones without end."""
    return min(max(bisect_right(edges, x) - 1, 0), len(edges) - 2)
