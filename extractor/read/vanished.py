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
_ODD_WEIGHT = 0.8  # the points of execution are a round number
_HARDLY_SPENT = 1.0
_LEAST_SPENT = Decimal("0.2")
_UNMARKED = 0.5
_RIVAL = 3.0
_CLOSE = Decimal("0.006")
_FEW_ROWS = 3

BUDGET_LOST = "表头有此栏，总额行没有印出此数，请核对"
AMOUNTS_OPEN = "本行与总额行都缺数，金额归哪一栏不能由合计核对"

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
    ways = [
        (_price(dict(zip(chosen, values, strict=True)), named, fitness), chosen)
        for chosen in combinations(named, len(values))
        if all(fitness(column, value) < _MISFIT for column, value in zip(chosen, values, strict=True))
    ]
    if not ways:
        return None
    low = min(cost for cost, _ in ways)
    keys = [column.key for column in named]
    lost = {key: Candidate(f"{path}.{key}", None, "", (), "missing", 0.0, (BUDGET_LOST,)) for key in keys}
    return Choice(
        tuple(
            Alternative(_cells(path, keys, _keyed(chosen, values), named, text, lost), cost)
            for cost, chosen in sorted(((cost - low, chosen) for cost, chosen in ways), key=lambda way: way[0])
            if cost < _RIVAL
        )
    )


def _keyed(columns: Sequence[Column], values: Sequence[Atom]) -> dict[str, Atom]:
    return {column.key: value for column, value in zip(columns, values, strict=True)}


def _price(given: Mapping[Column, Atom], named: Sequence[Column], fitness: Fit) -> float:
    """How odd the row of the whole budget is with its figures so placed."""
    cost = sum(fitness(column, value) for column, value in given.items())
    cost += sum(_ABSENT.get(column.key, _SELDOM_ABSENT) for column in named if column not in given)
    texts = {column.key: value.norm for column, value in given.items()}
    numbers = {key: Decimal(m[0].replace(",", "")) for key, text in texts.items() if (m := NUMBER.match(text))}
    budget, executed, weight = (numbers.get(key) for key in ("adjusted_budget", "executed", "weight"))
    if weight is not None:
        amounts = {value.norm for column, value in given.items() if column.type == "money"}
        cost += _AMOUNT_AGAIN if texts["weight"] in amounts else 0.0
        cost += _ODD_WEIGHT if weight != weight.to_integral_value() else 0.0
    if budget and executed is not None and executed / budget < _LEAST_SPENT:
        cost += _HARDLY_SPENT
    rate = numbers.get("execution_rate")
    if rate is not None and texts["execution_rate"][-1] not in "%‰":
        numbers["execution_rate"] = rate * 100 if rate < 1 else rate  # 0.93 is printed for 93%
        cost += _UNMARKED
    return cost + money_cost(numbers) + _said_of_rate(numbers)


def in_doubt(choice: Choice) -> Choice:
    """The choice with its amounts marked as open: the row that would tell lost an amount itself."""
    return Choice(
        tuple(
            replace(way, candidates=tuple(_marked(found) if found.value else found for found in way.candidates))
            for way in choice.alternatives
        )
    )


def _marked(found: Candidate) -> Candidate:
    return replace(found, reasons=(*found.reasons, AMOUNTS_OPEN))


def _said_of_rate(numbers: Mapping[str, Decimal]) -> float:
    """What the points say where the rate is lost: score ÷ weight is executed ÷ budget."""
    budget, executed, weight, score = (numbers.get(k) for k in ("adjusted_budget", "executed", "weight", "score"))
    if not budget or not weight or executed is None or score is None or "execution_rate" in numbers:
        return 0.0
    return -1.0 if abs(min(executed / budget, Decimal(1)) - score / weight) <= _CLOSE else 1.5


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
    """True if the figures have the decimals of their columns; a column that drops zeros prints any up to its most."""
    for key, atom in given.items():
        seen = habits.get(key)
        if key == "score" and seen == frozenset((0,)):
            continue  # scores are shares of weights: where they drop their zeros, the next one may be 9.9
        if seen and not (_decimals(atom) in seen or min(seen) < _decimals(atom) < max(seen)):
            return False
    return True


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
