"""Rows that lost a number on a page without empty cells: the ways to place the figures that are left.

Comes in: the figures of a row and its columns. Goes out: one choice whose alternatives keep the printed
order; the laws choose among them later. Never places a figure against what stands beside it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import combinations
from types import MappingProxyType

from extractor.read.alignment import Column, Fit
from extractor.read.atoms import Atom
from extractor.read.cells import candidate
from extractor.read.cuts import money_cost
from extractor.read.fit import NUMBER, is_number
from extractor.read.rows import is_cut
from extractor.read.table import TableRow
from extractor.values import Alternative, Candidate, Choice

POINTS = ("reference_weight", "weight", "score")
_QUANTITIES = ("target", "actual")
_PLACES = (*POINTS, *_QUANTITIES)
_SAID_AGAIN, _PLAIN = 0.5, 0.3
_FIGURES = frozenset(("money", "points", "rate"))
_ABSENT = {"initial_budget": 0.3, "allocated": 0.3}  # an opening budget is the amount most often left out
_SELDOM_ABSENT = 0.7
_MISFIT = 2.0
_AMOUNT_AGAIN = 2.0  # a weight that reads just like an amount of its row
_RIVAL = 3.0
_FEW_ROWS = 3

Habits = Mapping[str, frozenset[int]]
"""How many decimals the figures of a column of points have, by column key."""


def keys_of(choice: Choice | None) -> frozenset[str]:
    """The columns whose cells a choice decides; none without a choice."""
    candidates = choice.alternatives[0].candidates if choice is not None else ()
    return frozenset(found.path.rpartition(".")[2] for found in candidates)


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
        amounts = {value.norm for column, value in zip(chosen, values, strict=True) if column.type == "money"}
        again = any(c.key == "weight" and v.norm in amounts for c, v in zip(chosen, values, strict=True))
        absent = sum(_ABSENT.get(column.key, _SELDOM_ABSENT) for column in named if column not in chosen)
        ways.append((sum(fits) + absent + money_cost(numbers) + (_AMOUNT_AGAIN if again else 0.0), chosen))
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
    path: str,
    keys: Sequence[str],
    given: Mapping[str, Atom],
    columns: Sequence[Column],
    text: str,
    lost: Mapping[str, Candidate] = MappingProxyType({}),
) -> tuple[Candidate, ...]:
    types = {column.key: column.type for column in columns}
    return tuple(
        candidate(f"{path}.{key}", [given[key]], types[key], text)
        if key in given
        else lost.get(key, Candidate(f"{path}.{key}", None, "", (), "blank"))
        for key in keys
    )


def habits_of(rows: Sequence[TableRow], columns: Sequence[Column]) -> Habits:
    """The decimals that each column of points prints in the rows that fill them all."""
    keys = [column.key for column in columns if column.type == "points" and not column.weak]
    whole = [row for row in rows if all(_figure(row, key) is not None for key in keys)]
    if len(whole) < _FEW_ROWS:
        return {}
    return {key: frozenset(_decimals(_figure(row, key)) for row in whole) for key in keys}


def settled(row: TableRow, columns: Sequence[Column], habits: Habits) -> TableRow:
    """The row with its figures in the only columns that print such: 2.95 is no weight where all are whole."""
    ways = _ways(row, columns, habits)
    here = _figures(row, columns)
    if len(ways) != 1 or ways[0] == here:
        return row
    moved = dict(zip(ways[0], (row.cells[key] for key in here), strict=True))
    return replace(row, cells={**{key: cell for key, cell in row.cells.items() if key not in here}, **moved})


def ways_of_figures(
    path: str,
    row: TableRow,
    columns: Sequence[Column],
    habits: Habits,
    text: str,
    lost: Mapping[str, Candidate] = MappingProxyType({}),
) -> Choice | None:
    """The ways to place the plain figures of a row that fills not all columns; None where only one is possible.

    ``lost`` holds what is said of a column without a figure, where that is more than that it is blank.
    """
    ways = _ways(row, columns, habits)
    if len(ways) < 2:
        return None
    keys = _open_keys(row, columns)
    said = [cell.atoms[0].norm for key, cell in row.cells.items() if key in _QUANTITIES and key not in keys]
    priced = sorted(((_oddity(given, said), given) for given in ways), key=lambda way: way[0])
    return Choice(tuple(Alternative(_cells(path, keys, given, columns, text, lost), cost) for cost, given in priced))


def _oddity(given: Mapping[str, Atom], said: Sequence[str]) -> float:
    """A plain figure is a target or a result that says again what the other one says (≥25次 | 25), or it has points."""
    results = [atom.norm for key, atom in given.items() if key in _QUANTITIES]
    return sum(
        -_SAID_AGAIN if any(norm in re.findall(r"[\d.]+", text) for text in said) else _PLAIN for norm in results
    )


def _ways(row: TableRow, columns: Sequence[Column], habits: Habits) -> list[dict[str, Atom]]:
    """The plain figures by column: all ways in printed order, or those that keep to each column's decimals."""
    keys, here = _open_keys(row, columns), _figures(row, columns)
    if row.blank or not 0 < len(here) < len(keys) or not any(key in POINTS for key in here):
        return []
    ways = [dict(zip(chosen, here.values(), strict=True)) for chosen in combinations(keys, len(here))]
    ways = [given for given in ways if _keeps_order(row, given, columns)]
    return [given for given in ways if _is_usual(given, habits)] or ways


def _is_usual(given: Mapping[str, Atom], habits: Habits) -> bool:
    return all(key not in habits or _decimals(atom) in habits[key] for key, atom in given.items())


def _open_keys(row: TableRow, columns: Sequence[Column]) -> list[str]:
    """Columns that a plain figure may fill: points, targets and results, unless this row has something else there."""
    named = [column.key for column in columns if column.key in _PLACES and not column.weak]
    if row.cells.keys() & {"comparator", "measure"}:
        named = [key for key in named if key != "target"]  # it stands between them
    return [key for key in named if key not in row.cells or _figure(row, key) is not None]


def _figures(row: TableRow, columns: Sequence[Column]) -> dict[str, Atom]:
    """The plain figures of the row by column, in printed order."""
    return {key: atom for key in _open_keys(row, columns) if (atom := _figure(row, key)) is not None}


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
    fixed = {key: cell.atoms[0].start for key, cell in row.cells.items() if key not in _PLACES}
    fixed |= {key: row.cells[key].atoms[0].start for key in row.cells if key in _PLACES and _figure(row, key) is None}
    starts = fixed | {key: atom.start for key, atom in given.items()}
    order = [starts[column.key] for column in columns if column.key in starts]
    return order == sorted(order)
