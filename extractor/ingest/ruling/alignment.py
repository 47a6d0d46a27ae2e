"""Tables without rules: words that stand in columns.

Comes in: rows of words outside of ruled tables. Goes out: the tables that they make up, and the rows that make up
none. Never makes a table of fewer than three columns and three rows: a text with a few gaps is no table.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass
from statistics import median

from extractor.ingest.printed import Cell, Table
from extractor.ingest.ruling.filling import cell_of, column_at
from extractor.ingest.ruling.grid import Place
from extractor.ingest.ruling.printing import Placed, em_of, groups_of, rows_of
from extractor.values import Box

FEWEST = 3
"""A table has so many columns and so many rows at least."""

_GAP = 1.0  # ems between two columns
_CORRIDOR = 0.8  # ems of white from top to bottom
_APART = 3.0  # ems between two rows that part two tables
_LEADING = 0.25  # ems by which rows stand farther apart than the lines of one cell
_MOST_LEADING = 1.0  # ems of white between two lines of one cell
_FULL = 0.6  # a column with so many of the cells of the fullest one has a cell in most rows
_BESIDE = 0.3
_CLEAR = 0.5  # of its own height
_INSIDE = 0.5  # so much of a row stands beside a cell that spans it


@dataclass(frozen=True, slots=True)
class Group:
    """Neighbouring words of one row: a line of a cell."""

    items: list[Placed]
    box: Box

    @property
    def middle(self) -> float:
        """How far down the middle of the group is."""
        return (self.box[1] + self.box[3]) / 2


def tables_of(rows: Sequence[list[Placed]], slope: float) -> tuple[list[tuple[float, Table]], list[list[Placed]]]:
    """The tables with how far down each begins, and the rows that are left."""
    tables: list[tuple[float, Table]] = []
    left: list[list[Placed]] = []
    for run in _runs(rows):
        groups = [[_group(items) for items in groups_of(row, _GAP)] for row in run]
        first, last = _stretch(groups)
        table = _table(groups[first:last], em_of([item for row in run for item in row]), slope)
        if table is None:
            left.extend(run)
        else:
            tables.append((min(item.top for item in run[first]), table))
            left.extend(run[:first] + run[last:])
    return tables, left


def _runs(rows: Sequence[list[Placed]]) -> Iterator[list[list[Placed]]]:
    """Rows without much white between them."""
    run: list[list[Placed]] = []
    for row in rows:
        if run and min(item.top for item in row) - max(item.bottom for item in run[-1]) > _APART * em_of(row):
            yield run
            run = []
        run.append(row)
    if run:
        yield run


def _group(items: list[Placed]) -> Group:
    lefts, tops, rights, bottoms, _ = zip(*items, strict=True)
    return Group(items, (min(lefts), min(tops), max(rights), max(bottoms)))


def _stretch(rows: Sequence[Sequence[Group]]) -> tuple[int, int]:
    """From the first row of several columns to the last one, with the rows that go on with its cells."""
    rich = [index for index, row in enumerate(rows) if len(row) >= FEWEST]
    if len(rich) < FEWEST:
        return 0, 0
    first, last = rich[0], rich[-1] + 1
    while first and _bottom(rows[first - 1]) > _top(rows[first]):
        first -= 1
    while last < len(rows) and (
        len(rows[last]) > 1 or _top(rows[last]) < _bottom(rows[last - 1]) or _goes_on(rows[last][0], rows[last - 1])
    ):
        last += 1
    return first, last


def _top(row: Sequence[Group]) -> float:
    return min(group.box[1] for group in row)


def _bottom(row: Sequence[Group]) -> float:
    return max(group.box[3] for group in row)


def _goes_on(group: Group, before: Sequence[Group]) -> bool:
    """Say whether a lone text stands under one of the row before, close to it."""
    left, top, right, bottom = group.box
    near = [other.box for other in before if other.box[0] < right and left < other.box[2]]
    return len(near) == 1 and abs(near[0][0] - left) < bottom - top and top - near[0][3] < bottom - top


def _table(rows: Sequence[Sequence[Group]], em: float, slope: float) -> Table | None:
    edges = _columns([row for row in rows if len(row) >= FEWEST], em)
    if len(edges) - 1 < FEWEST:
        return None
    narrow = [
        [group for group in row if column_at(edges, group.box[0]) == column_at(edges, group.box[2])] for row in rows
    ]
    edges = max(edges, _columns(narrow, em), key=len)  # a column may have lines of its own level only
    blocks = _blocks([group for row in rows for group in row], edges, em)
    bands = _bands(list(blocks.values()))
    if len(bands) < FEWEST:
        return None
    places: dict[tuple[int, int], tuple[Place, list[Group]]] = {}
    for (column, columns), column_blocks in blocks.items():
        for block in column_blocks:
            inside = _bands_beside(block, bands)
            place = Place(inside[0], column, inside[-1] - inside[0] + 1, columns)
            old, groups = places.get((place.row, column), (place, []))
            wider = Place(place.row, column, max(old.rows, place.rows), max(old.columns, columns))
            places[place.row, column] = wider, groups + block
    return Table(tuple(_cells(places, edges, bands, slope)), guessed=True)


def _columns(rows: Sequence[Sequence[Group]], em: float) -> list[float]:
    """Where the columns begin and end: in the middle of the white that runs from top to bottom."""
    events = sorted(event for row in rows for group in row for event in ((group.box[0], 1), (group.box[2], -1)))
    if not events:
        return []
    few, depth, edges, free = len(rows) // 8, 0, [events[0][0]], None
    for at, step in events:
        before, depth = depth, depth + step
        if before > few >= depth:
            free = at
        elif before <= few < depth and free is not None:
            if at - free >= _CORRIDOR * em:
                edges.append((free + at) / 2)
            free = None
    return [*edges, events[-1][0]]


def _blocks(groups: Sequence[Group], edges: Sequence[float], em: float) -> dict[tuple[int, int], list[list[Group]]]:
    """The cells of each column (or columns, where one spans several): lines close below each other are one cell."""
    items: dict[tuple[int, int], list[Placed]] = defaultdict(list)
    for group in groups:
        first, last = column_at(edges, group.box[0] + em / 4), column_at(edges, group.box[2] - em / 4)
        items[first, max(last - first, 0) + 1].extend(group.items)
    # The lines of two cells beside each other need not stand on one level: each column has its own.
    columns = {key: [_group(row) for row in rows_of(column)] for key, column in items.items()}
    leading = _leading(list(columns.values()), em)
    return {key: _joined(column, leading) for key, column in columns.items()}


def _leading(columns: Sequence[Sequence[Group]], em: float) -> float:
    """The white at most between two lines of one cell; below nothing where all lines stand equally apart.

    What usually is between two lines tells, not the least: a line that reaches over another leaves less.
    """
    gaps = sorted(
        under.box[1] - over.box[3] for column in columns for over, under in zip(column, column[1:], strict=False)
    )
    narrow = [gap for gap in gaps if 0 <= gap < _MOST_LEADING * em]
    if not narrow:
        return float("-inf")
    usual = median(narrow)
    wide = next((gap for gap in gaps if gap - usual >= _LEADING * em), None)
    return float("-inf") if wide is None else (usual + wide) / 2


def _joined(column: Sequence[Group], leading: float) -> list[list[Group]]:
    blocks: list[list[Group]] = []
    for group in column:
        if blocks and group.box[1] - blocks[-1][-1].box[3] <= leading:
            blocks[-1].append(group)
        else:
            blocks.append([group])
    return blocks


def _extent(block: Sequence[Group]) -> tuple[float, float]:
    return block[0].box[1], max(group.box[3] for group in block)


def _bands(columns: Sequence[Sequence[Sequence[Group]]]) -> list[tuple[float, float]]:
    """The rows: the columns with most cells make them, what stands clear of theirs makes rows of its own.

    A label in the middle of several rows makes none, for it stands in one of them or close between two.
    """
    most = max(map(len, columns))
    full = sorted((column for column in columns if len(column) >= _FULL * most), key=len, reverse=True)
    bands: list[tuple[float, float]] = []
    for column in full:
        for top, bottom in map(_extent, column):
            beside = [n for n, (start, end) in enumerate(bands) if _overlap(top, bottom, start, end) >= _BESIDE]
            if not beside:
                bands.append((top, bottom))
            elif len(beside) == 1:
                start, end = bands[beside[0]]
                bands[beside[0]] = min(start, top), max(end, bottom)
    for top, bottom in (_extent(block) for column in columns for block in column):
        if all(max(start - bottom, top - end) >= _CLEAR * (bottom - top) for start, end in bands):
            bands.append((top, bottom))
    return sorted(bands)


def _overlap(top: float, bottom: float, start: float, end: float) -> float:
    """How much of the lower one of two stretches lies beside the other."""
    return (min(bottom, end) - max(top, start)) / (min(bottom - top, end - start) or 1.0)


def _bands_beside(block: Sequence[Group], bands: Sequence[tuple[float, float]]) -> list[int]:
    """The numbers of the rows that a cell stands in: those it covers for the most part, or the nearest one."""
    top, bottom = _extent(block)
    shares = [(min(bottom, end) - max(top, start)) / ((end - start) or 1.0) for start, end in bands]
    inside = [index for index, share in enumerate(shares) if share >= _INSIDE]
    return inside or [max(range(len(bands)), key=lambda index: shares[index])]


def _cells(
    places: dict[tuple[int, int], tuple[Place, list[Group]]],
    edges: Sequence[float],
    bands: Sequence[tuple[float, float]],
    slope: float,
) -> Iterator[Cell]:
    """The cells with what they hold, and the empty ones between them."""
    taken: set[tuple[int, int]] = set()
    whole = {(row, column): Place(row, column) for row in range(len(bands)) for column in range(len(edges) - 1)}
    for start, default in whole.items():
        if start in taken:
            continue
        place, groups = places.get(start, (default, []))
        place = _fitted(place, taken | (places.keys() - {start}))
        taken.update(place.units())
        columns, rows = (
            edges[place.column : place.column + place.columns + 1],
            bands[place.row : place.row + place.rows],
        )
        box = columns[0], rows[0][0], columns[-1], rows[-1][1]
        yield cell_of(place, [item for group in groups for item in group.items], box, slope)


def _fitted(place: Place, taken: Set[tuple[int, int]]) -> Place:
    """The cell, cut down to what no other one takes."""
    for row, column in place.units():
        if (row, column) in taken:
            if row == place.row:
                return _fitted(place._replace(columns=column - place.column), taken)
            return place._replace(rows=row - place.row)
    return place
