"""The cells of a ruled table.

Comes in: the rules of one table. Goes out: its grid: the places of its columns and rows, and the cells with what they
span. Never looks at text, and never gives a cell that is no rectangle.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from extractor.ingest.ruling.connect import REACH, Frame
from extractor.ingest.ruling.segments import Rule

OUTSIDE = -1
"""The owner of a place in the grid that is no part of the table."""

_COVERED = 0.5  # so much of the side of a cell has to be drawn


class Place(NamedTuple):
    """A cell in the grid: its first row and column, and how many of each it spans."""

    row: int
    column: int
    rows: int = 1
    columns: int = 1

    def units(self) -> Iterator[tuple[int, int]]:
        """The places of the grid that the cell takes up."""
        for row in range(self.row, self.row + self.rows):
            for column in range(self.column, self.column + self.columns):
                yield row, column


@dataclass(frozen=True, slots=True)
class Grid:
    """A table: where its columns and rows begin and end, its cells, and which cell owns which place."""

    xs: tuple[float, ...]
    ys: tuple[float, ...]
    cells: tuple[Place, ...]
    owners: tuple[tuple[int, ...], ...]

    @property
    def box(self) -> tuple[float, float, float, float]:
        """The whole table."""
        return self.xs[0], self.ys[0], self.xs[-1], self.ys[-1]

    def owner(self, x: float, y: float) -> int:
        """The number of the cell at a point, or ``OUTSIDE``."""
        column, row = bisect_right(self.xs, x) - 1, bisect_right(self.ys, y) - 1
        if 0 <= row < len(self.ys) - 1 and 0 <= column < len(self.xs) - 1:
            return self.owners[row][column]
        return OUTSIDE

    def box_of(self, place: Place) -> tuple[float, float, float, float]:
        """The place of a cell on the page."""
        right, bottom = self.xs[place.column + place.columns], self.ys[place.row + place.rows]
        return self.xs[place.column], self.ys[place.row], right, bottom


def grid_of(frame: Frame) -> Grid | None:
    """The grid that the rules draw; None where they draw no two cells."""
    xs, ys = sorted({rule.at for rule in frame.down}), sorted({rule.at for rule in frame.across})
    while True:
        walls, floors = _drawn(frame.down, xs, ys), _drawn(frame.across, ys, xs)
        kept_xs = [x for x, drawn in zip(xs, walls, strict=True) if any(drawn)]
        kept_ys = [y for y, drawn in zip(ys, floors, strict=True) if any(drawn)]
        if len(kept_xs) < 2 or len(kept_ys) < 2:
            return None
        if kept_xs == xs and kept_ys == ys:
            break
        xs, ys = kept_xs, kept_ys  # a rule that bounds no cell is no part of the grid
    cells = _cells(walls, floors)
    if len(cells) < 2:
        return None
    owners = [[OUTSIDE] * (len(xs) - 1) for _ in range(len(ys) - 1)]
    for number, cell in enumerate(cells):
        for row, column in cell.units():
            owners[row][column] = number
    return Grid(tuple(xs), tuple(ys), tuple(cells), tuple(map(tuple, owners)))


def _drawn(rules: Sequence[Rule], places: Sequence[float], along: Sequence[float]) -> list[list[bool]]:
    """For each place of a rule, along which stretches of the grid it is drawn."""
    numbers = {place: index for index, place in enumerate(places)}
    drawn = [[False] * (len(along) - 1) for _ in places]
    for rule in rules:
        if rule.at not in numbers:
            continue
        start, end = rule.start - REACH / 2, rule.end + REACH / 2
        first = max(bisect_right(along, start) - 1, 0)
        for index in range(first, min(bisect_left(along, end), len(along) - 1)):
            inside = min(end, along[index + 1]) - max(start, along[index])
            if inside >= _COVERED * (along[index + 1] - along[index]):
                drawn[numbers[rule.at]][index] = True
    return drawn


def _cells(walls: list[list[bool]], floors: list[list[bool]]) -> list[Place]:
    """The cells in reading order: places with no side between them are one cell."""
    cells: list[Place] = []
    for region in _regions(walls, floors):
        cell = _around(region)
        if cell.rows * cell.columns == len(region):
            if not _lies_outside(cell, walls, floors):
                cells.append(cell)
        elif not _leaks(region, walls, floors):
            cells.extend(_rectangles(region, walls, floors))
    return sorted(cells)


def _regions(walls: list[list[bool]], floors: list[list[bool]]) -> Iterator[set[tuple[int, int]]]:
    height, width = len(floors) - 1, len(walls) - 1
    free = {(row, column) for row in range(height) for column in range(width)}
    for seed in sorted(free):
        if seed not in free:
            continue
        free.discard(seed)
        region, edge = {seed}, [seed]
        while edge:
            row, column = edge.pop()
            ways = (
                ((row, column + 1), walls[column + 1][row]),
                ((row, column - 1), walls[column][row]),
                ((row + 1, column), floors[row + 1][column]),
                ((row - 1, column), floors[row][column]),
            )
            for unit, closed in ways:
                if not closed and unit in free:
                    free.discard(unit)
                    region.add(unit)
                    edge.append(unit)
        yield region


def _around(units: Iterable[tuple[int, int]]) -> Place:
    rows, columns = zip(*units, strict=True)
    return Place(min(rows), min(columns), max(rows) - min(rows) + 1, max(columns) - min(columns) + 1)


def _lies_outside(cell: Place, walls: list[list[bool]], floors: list[list[bool]]) -> bool:
    """Say whether a cell is open at a corner of the grid: a notch in the outline of the table.

    One that is open above and below only is part of a cell that a page break has cut.
    """
    rows, columns = range(cell.row, cell.row + cell.rows), range(cell.column, cell.column + cell.columns)
    beside = (
        (columns.start == 0, [walls[columns.start][row] for row in rows]),
        (columns.stop == len(walls) - 1, [walls[columns.stop][row] for row in rows]),
    )
    beyond = (
        (rows.start == 0, [floors[rows.start][column] for column in columns]),
        (rows.stop == len(floors) - 1, [floors[rows.stop][column] for column in columns]),
    )
    return all(any(rim and sum(drawn) * 2 < len(drawn) for rim, drawn in sides) for sides in (beside, beyond))


def _leaks(region: set[tuple[int, int]], walls: list[list[bool]], floors: list[list[bool]]) -> bool:
    """Say whether a region that is no rectangle is open on the rim of the grid for most of its length there."""
    bottom, right = len(floors) - 2, len(walls) - 2
    rim = [walls[0][row] for row, column in region if column == 0]
    rim += [walls[right + 1][row] for row, column in region if column == right]
    rim += [floors[0][column] for row, column in region if row == 0]
    rim += [floors[bottom + 1][column] for row, column in region if row == bottom]
    return bool(rim) and sum(rim) * 2 < len(rim)


def _rectangles(units: set[tuple[int, int]], walls: list[list[bool]], floors: list[list[bool]]) -> Iterator[Place]:
    """Cut a region that is no rectangle (a side of a cell is lost) into rectangles, from the upper left on."""
    units = set(units)
    while units:
        place = _rectangle(units, walls, floors)
        units.difference_update(place.units())
        yield place


def _rectangle(units: set[tuple[int, int]], walls: list[list[bool]], floors: list[list[bool]]) -> Place:
    """The uppermost and leftmost rectangle, as far to the right and then down as no side is drawn."""
    row, column = min(units)
    right = column + 1
    while (row, right) in units and not walls[right][row]:
        right += 1
    bottom = row + 1
    while (
        all((bottom, at) in units and not floors[bottom][at] for at in range(column, right))
        and not any(walls[at][bottom] for at in range(column + 1, right))
        and ((bottom, right) not in units or walls[right][bottom])
    ):
        bottom += 1
    return Place(row, column, bottom - row, right - column)
