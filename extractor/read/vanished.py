"""Rows that lost a number on a page without empty cells: the ways to place the figures that are left.

Comes in: the figures of a row and its columns. Goes out: one choice whose alternatives keep the printed
order; the laws choose among them later. Never places a figure against what stands beside it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import combinations

from extractor.read.alignment import Column, Fit
from extractor.read.atoms import Atom
from extractor.read.cells import candidate
from extractor.read.cuts import money_cost
from extractor.read.fit import NUMBER, is_number
from extractor.read.rows import is_cut
from extractor.read.table import TableRow
from extractor.values import Alternative, Candidate, Choice

POINTS = ("reference_weight", "weight", "score")
_FIGURES = frozenset(("money", "points", "rate"))
_ABSENT = {"initial_budget": 0.3, "allocated": 0.3}  # an opening budget is the amount most often left out
_SELDOM_ABSENT = 0.7
_MISFIT = 2.0
_RIVAL = 3.0
_FEW_ROWS = 3

Habits = Mapping[str, int]
"""Decimals that a column of points prints throughout, by column key."""


def ways_of_budget(
    path: str, values: Sequence[Atom], columns: Sequence[Column], fitness: Fit, text: str
) -> Choice | None:
    """The ways to place the row of the whole budget, which fills every column; None where nothing was lost."""
    named = [column for column in columns if column.type in _FIGURES and not column.weak]
    if not 2 <= len(values) < len(named) or any(value.empty or value.loose for value in values):
        return None
    ways: list[tuple[float, tuple[Column, ...]]] = []
    for chosen in combinations(named, len(values)):
        fits = [fitness(column, value) for column, value in zip(chosen, values, strict=True)]
        if max(fits) >= _MISFIT:
            continue
        numbers = {
            column.key: Decimal(match[0].replace(",", ""))
            for column, value in zip(chosen, values, strict=True)
            if (match := NUMBER.match(value.norm))
        }
        absent = sum(_ABSENT.get(column.key, _SELDOM_ABSENT) for column in named if column not in chosen)
        ways.append((sum(fits) + absent + money_cost(numbers), chosen))
    if not ways:
        return None
    low = min(cost for cost, _ in ways)
    keys = [column.key for column in named]
    return Choice(
        tuple(
            Alternative(_cells(path, keys, {c.key: v for c, v in zip(chosen, values, strict=True)}, named, text), cost)
            for cost, chosen in sorted(((cost - low, chosen) for cost, chosen in ways), key=lambda way: way[0])
            if cost < _RIVAL
        )
    )


def _cells(
    path: str, keys: Sequence[str], given: Mapping[str, Atom], columns: Sequence[Column], text: str
) -> tuple[Candidate, ...]:
    types = {column.key: column.type for column in columns}
    return tuple(
        candidate(f"{path}.{key}", [given[key]], types[key], text)
        if key in given
        else Candidate(f"{path}.{key}", None, "", (), "blank")
        for key in keys
    )


def habits_of(rows: Sequence[TableRow], columns: Sequence[Column]) -> Habits:
    """The decimals that each column of points prints in the rows that fill them all, where they are always as many."""
    keys = _point_keys(columns)
    seen: dict[str, Counter[int]] = {key: Counter() for key in keys}
    for row in rows:
        if all(_figure(row, key) is not None for key in keys):
            for key in keys:
                seen[key][_decimals(_figure(row, key))] += 1
    return {key: next(iter(counts)) for key, counts in seen.items() if len(counts) == 1 and counts.total() >= _FEW_ROWS}


def settled(row: TableRow, columns: Sequence[Column], habits: Habits) -> TableRow:
    """The row with its points in the only columns that print such figures: 2.95 is no weight where all are whole."""
    ways = _ways(row, columns, habits)
    here = _figures(row, columns)
    if len(ways) != 1 or ways[0] == here:
        return row
    moved = dict(zip(ways[0], (row.cells[key] for key in here), strict=True))
    return replace(row, cells={**{key: cell for key, cell in row.cells.items() if key not in here}, **moved})


def ways_of_points(path: str, row: TableRow, columns: Sequence[Column], habits: Habits, text: str) -> Choice | None:
    """The ways to place the points of a row that prints fewer than its columns; None where only one is possible."""
    ways = _ways(row, columns, habits)
    if len(ways) < 2:
        return None
    keys = _point_keys(columns)
    return Choice(tuple(Alternative(_cells(path, keys, given, columns, text), 0.0) for given in ways))


def _ways(row: TableRow, columns: Sequence[Column], habits: Habits) -> list[dict[str, Atom]]:
    """The figures of the row by column: all ways in printed order, or those that keep to each column's decimals."""
    keys, here = _point_keys(columns), _figures(row, columns)
    if not 0 < len(here) < len(keys) or row.blank or any(key in row.cells and key not in here for key in keys):
        return []
    ways = [dict(zip(chosen, here.values(), strict=True)) for chosen in combinations(keys, len(here))]
    ways = [given for given in ways if _keeps_order(row, given, columns)]
    return [given for given in ways if _is_usual(given, habits)] or ways


def _is_usual(given: Mapping[str, Atom], habits: Habits) -> bool:
    return all(habits.get(key, _decimals(atom)) == _decimals(atom) for key, atom in given.items())


def _figures(row: TableRow, columns: Sequence[Column]) -> dict[str, Atom]:
    """The points of the row that are whole printed numbers, by column."""
    return {key: atom for key in _point_keys(columns) if (atom := _figure(row, key)) is not None}


def _point_keys(columns: Sequence[Column]) -> list[str]:
    return [column.key for column in columns if column.key in POINTS and not column.weak]


def _figure(row: TableRow, key: str) -> Atom | None:
    """The atom of a cell that is one whole printed number."""
    cell = row.cells.get(key)
    if cell is None or is_cut(cell) or len(cell.atoms) != 1 or cell.atoms[0].loose or not is_number(cell.atoms[0].norm):
        return None
    return cell.atoms[0]


def _decimals(atom: Atom | None) -> int:
    return len(atom.norm.partition(".")[2]) if atom is not None else 0


def _keeps_order(row: TableRow, given: Mapping[str, Atom], columns: Sequence[Column]) -> bool:
    """True if the cells of the row stand in the order of the columns with these figures so placed."""
    starts = {key: cell.atoms[0].start for key, cell in row.cells.items() if key not in POINTS and cell.atoms}
    starts.update({key: atom.start for key, atom in given.items()})
    order = [starts[column.key] for column in columns if column.key in starts]
    return order == sorted(order)
