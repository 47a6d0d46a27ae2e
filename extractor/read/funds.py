"""The money table: one row per source of money, its amounts in columns.

Comes in: the data atoms and columns of the table. Goes out: choices per row. Where blank
cells have vanished, the ways to place a row's amounts are alternatives for the laws.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import combinations, pairwise

from extractor.family import Family
from extractor.read.alignment import Column, Fit
from extractor.read.atoms import Atom, is_unit_mark
from extractor.read.cells import blank, candidate, only
from extractor.read.fit import fit, is_number
from extractor.read.rows import cut_choices, is_cut, spanless
from extractor.read.sources import Entry, entries_of, source_of
from extractor.read.staged import read_staged
from extractor.read.table import TableRow, align
from extractor.values import Alternative, Candidate, Choice, Span

_TYPES = {
    "initial_budget": "money", "adjusted_budget": "money", "allocated": "money", "executed": "money",
    "weight": "points", "execution_rate": "rate", "score": "points",
}  # fmt: skip
_MISPLACED = 0.6
_FEW_AMOUNTS = 2
_SELDOM_BLANK = {"adjusted_budget": 0.8, "executed": 0.8}  # an opening budget is the amount most often left out
_QUOTIENT_STEP = Decimal("0.006")


def read_funds(
    atoms: Sequence[Atom], columns: Sequence[Column], family: Family, text: str
) -> tuple[list[Choice], int, list[Atom]]:
    """Choices of the money rows, how many rows there are, and the atoms that fit nowhere."""
    entries, stray = entries_of([atom for atom in atoms if not is_unit_mark(atom)], family)
    if family.staged_funds:
        return read_staged(entries, family, text, stray)
    out: list[Choice] = []
    for index, entry in enumerate(entries):
        out.extend(_row(f"funds[{index}]", entry, columns, family, text, stray))
    return out, len(entries), stray


def _row(
    path: str, entry: Entry, columns: Sequence[Column], family: Family, text: str, stray: list[Atom]
) -> Iterator[Choice]:
    """One row with its amounts in columns."""
    source, label = source_of(entry.labels)
    label = label or entry.labels[0]
    span = (Span(label.start, label.end),)
    yield only(Candidate(f"{path}.stage", "all", label.text, span))
    yield only(Candidate(f"{path}.source", source or "other", label.text, span, "read", 0.0 if source else 1.0))
    values = _once(entry.values, len(columns))
    rows, dropped = align(values, columns, _row_fit(values, columns), one_row=True)
    stray.extend(dropped)
    row = rows[0] if rows else TableRow()
    placed = None if any(value.empty for value in values) else _placements(path, row, columns, text)
    if placed is not None:
        yield placed
    for column in columns:
        cell = row.cells.get(column.key)
        if column.key not in _TYPES or (placed is not None and column.type == "money"):
            continue
        if cell is None and column.key in row.blank and row.blank[column.key].doubt:
            doubt = row.blank[column.key].doubt
            yield only(Candidate(f"{path}.{column.key}", None, "", (), "missing", 1.0, (doubt,)))
        elif cell is None:
            yield blank(f"{path}.{column.key}", spanless(row, column.key))
        elif not is_cut(cell):
            yield only(candidate(f"{path}.{column.key}", cell.atoms, _TYPES[column.key], text, cost=cell.cost))
    yield from cut_choices(path, row, _TYPES, text)


def _once(values: Sequence[Atom], width: int) -> list[Atom]:
    """The values of a row without what a merged cell leaves: copies of a figure beyond the columns there are."""
    kept = list(values)
    while sum(not atom.empty for atom in kept) > width:
        repeats = [i for i in range(1, len(kept)) if kept[i].norm == kept[i - 1].norm and not kept[i].empty]
        if not repeats:
            break
        runs = max(repeats, key=lambda i: sum(atom.norm == kept[i].norm for atom in kept))
        del kept[runs]
    return kept


def _placements(path: str, row: TableRow, columns: Sequence[Column], text: str) -> Choice | None:
    """The ways to place fewer amounts than there are money columns; None where each column has one, or none has.

    Blank cells have vanished here, so that only the sums of the table tell which ones.
    """
    keys = [column.key for column in columns if column.type == "money" and not column.weak]
    cells = [row.cells[key] for key in keys if key in row.cells]
    if not 0 < len(cells) < len(keys) or any(is_cut(cell) for cell in cells) or len(cells) < _FEW_AMOUNTS:
        return None
    ways: list[Alternative] = []
    for chosen in combinations(keys, len(cells)):
        given = dict(zip(chosen, cells, strict=True))
        candidates = tuple(
            candidate(f"{path}.{key}", given[key].atoms, "money", text)
            if key in given
            else Candidate(f"{path}.{key}", None, "", (), "blank")
            for key in keys
        )
        ways.append(Alternative(candidates, sum(_SELDOM_BLANK.get(key, 0.3) for key in keys if key not in given)))
    return Choice(tuple(sorted(ways, key=lambda way: way.cost)))


def _row_fit(values: Sequence[Atom], columns: Sequence[Column]) -> Fit:
    """Cost of a value in a column by its type, and by what the whole row says.

    Where the row prints a cell for every column, the place counts; a figure that is the
    quotient of two amounts before it is a rate, though printed as a fraction.
    """
    rates = _quotients(values)
    whole = len(values) == len(columns)
    places = {atom.start: column.key for atom, column in zip(values, columns, strict=True)} if whole else {}

    def cost(column: Column, atom: Atom) -> float:
        if atom.start in rates:
            base = 0.0 if column.type == "rate" else 1.0
        else:
            base = fit(column.type, atom.norm)
        return base + (_MISPLACED if whole and places.get(atom.start) != column.key else 0.0)

    return cost


def _quotients(values: Sequence[Atom]) -> set[int]:
    """Starts of the figures below 1 that are the quotient of two amounts before them in the row."""
    numbers = [(atom.start, Decimal(atom.norm.replace(",", ""))) for atom in values if is_number(atom.norm)]
    found: set[int] = set()
    for index, (start, figure) in enumerate(numbers):
        amounts = [amount for _, amount in numbers[:index]]
        if 0 < figure < 1 and any(a > 0 and abs(b / a - figure) < _QUOTIENT_STEP for a, b in pairwise(amounts)):
            found.add(start)
    return found
