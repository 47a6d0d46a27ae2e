"""Tables: atoms aligned with columns and rows at minimum cost.

Comes in: the atoms of a table (header taken out) and its columns in printed order.
Goes out: rows of cells, each with the atoms it consists of and what it cost. One
dynamic program over (atom, column) serves every layout: a boundary that was printed
is cheap to follow, cutting or joining against it costs, an empty cell that was
printed fills a column for nothing, and one that vanished costs what leaving this
column blank usually costs (a semi-Markov alignment, as in a profile hidden Markov
model). Every atom ends in exactly one cell, or among the dropped.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache

from extractor.read.atoms import Atom
from extractor.read.cuts import Cut, cuts
from extractor.read.fit import fit
from extractor.values import Boundary

_FAR = 1e9
_FIGURES = frozenset(("money", "points", "rate", "quantity", "progress"))
_TEXT_TYPES = frozenset(("name", "note", "prose", "text", "quantity", "level1", "level2", "group"))


@dataclass(frozen=True, slots=True)
class Column:
    """A column as the aligner sees it: ``blank`` is the cost of leaving it empty without a printed empty cell."""

    key: str
    type: str
    blank: float
    weak: float = 0.0  # extra cost of filling it, for a column that the header does not name


@dataclass(slots=True)
class TableCell:
    """The atoms of one cell, the part of a glued run it got (if any), and the cost of reading it so."""

    atoms: list[Atom]
    cost: float
    cut: tuple[Atom, int, Cut] | None = None  # the glued atom, which part of it, the cut that was taken
    run: tuple[str, ...] = ()  # the columns that share the glued atom


@dataclass(slots=True)
class TableRow:
    """One aligned row: column key -> cell. ``blank`` names the columns for which an empty cell was printed."""

    cells: dict[str, TableCell] = field(default_factory=dict)
    blank: dict[str, Atom] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Costs:
    """What it costs to go against the boundaries of this page."""

    wrap: tuple[float, ...]  # a new row at this boundary
    stay: tuple[float, ...]  # the same row goes on across this boundary
    merge: tuple[float, ...]  # the same cell goes on across this boundary
    drop: float = 2.6
    cut: float = 0.4  # per cut inside a cell that the page printed whole
    vanished: float = 0.0  # extra for a blank column where this page prints its empty cells


#                     NONE  SPACE GAP  CELL  LINE  ROW  BLOCK
_GRID = Costs(cut=2.4, wrap=(6.0, 5.0, 4.0, 4.0, 0.3, 0.0, 0.0), stay=(0.0, 0.0, 0.0, 0.0, 0.3, 3.0, 3.5), merge=(0.4, 0.3, 2.0, 3.0, 1.5, 2.4, 4.0))
_LOOSE = Costs(cut=2.0, wrap=(0.3, 0.3, 0.3, 0.3, 0.1, 0.0, 0.0), stay=(0.0, 0.0, 0.0, 0.0, 0.05, 0.6, 2.0), merge=(0.5, 0.7, 2.0, 3.0, 1.2, 2.2, 4.0))
_ONE_ROW = Costs(cut=2.4, wrap=(_FAR,) * 7, stay=(0.0, 0.0, 0.0, 0.0, 0.1, 0.8, 1.5), merge=(0.4, 0.4, 2.0, 3.0, 0.8, 2.0, 3.0))

Fit = Callable[[Column, Atom], float]


def plain_fit(column: Column, atom: Atom) -> float:
    """Cost of an atom in a column by its type alone, with known level labels at no cost."""
    roles = {label.role for label in atom.roles}
    if column.type in roles:
        # 成本指标 is a level-1 and a level-2 label: below another level 1 it is usually the latter.
        return 0.3 if column.type == "level1" and "level2" in roles else 0.0
    if column.key == "item" and "item" in roles:
        return 0.0
    if column.type == "name" and "level2" in roles:
        return 1.4 if atom.norm.endswith("指标") else 0.5
    if column.type == "section":
        return 6.0
    if "level1" in roles and "level2" not in roles and column.type == "name":
        return 1.5
    if column.type == "name" and roles & {"section", "group"}:
        return 2.5 if "item" not in roles else 0.2
    return fit(column.type, atom.norm)


def align(atoms: Sequence[Atom], columns: Sequence[Column], fitness: Fit = plain_fit, *, one_row: bool = False) -> tuple[list[TableRow], list[Atom]]:
    """Rows of the table and the atoms that fit nowhere, at minimum total cost."""
    if not atoms:
        return [], []
    costs = _ONE_ROW if one_row else costs_of(atoms)
    kept, leads = (list(atoms), [0] * len(atoms)) if one_row else _without_leading_empties(atoms)
    steps = _viterbi(kept, leads, columns, fitness, costs)
    return _rows(kept, columns, steps, fitness)


def _without_leading_empties(atoms: Sequence[Atom]) -> tuple[list[Atom], list[int]]:
    """Atoms without the empty cells at the head of a row, whose row break goes to the first cell that holds text.

    How many there were stays as a hint of the column that this cell stands in.
    """
    kept: list[Atom] = []
    leads: list[int] = []
    lead, pending = 0, None
    for atom in atoms:
        at_head = pending is not None or atom.before >= Boundary.ROW or not kept
        if atom.empty and at_head:
            pending = max(pending or Boundary.NONE, atom.before)
            lead += 1
            if atom.before >= Boundary.ROW:
                lead = 1
        else:
            kept.append(replace(atom, before=max(pending, atom.before)) if pending is not None else atom)
            leads.append(lead if pending is not None else 0)
            lead, pending = 0, None
    return kept, leads


def costs_of(atoms: Sequence[Atom]) -> Costs:
    """Costs for this stretch: rows are trusted where the page prints several of them."""
    rows = sum(1 for atom in atoms[1:] if atom.before >= Boundary.ROW)
    if rows >= max(1, len(atoms) // 24):
        empties = sum(1 for atom in atoms if atom.empty)
        return _GRID if not empties else replace(_GRID, vanished=0.25)
    return _LOOSE


# A step says how an atom was used: at one column, cut over several, merged into the cell before, or dropped; and whether it opens a row.
_Step = tuple[str, tuple[int, ...], bool]
_DROP: _Step = ("drop", (), False)


def _viterbi(atoms: Sequence[Atom], leads: Sequence[int], columns: Sequence[Column], fitness: Fit, costs: Costs) -> list[_Step]:
    """Cheapest step for every atom; state is the column filled last, -1 before the first."""
    width = len(columns)
    skip = [0.0]
    for column in columns:
        skip.append(skip[-1] + column.blank + costs.vanished)
    best = [_FAR] * (width + 1)  # index = last column + 1
    best[0] = 0.0
    back: list[list[tuple[int, _Step]]] = []
    for index, atom in enumerate(atoms):
        after = [_FAR] * (width + 1)
        how: list[tuple[int, _Step]] = [(0, _DROP)] * (width + 1)
        first = index == 0
        before = Boundary.ROW if first else atom.before
        stay = 0.0 if first else costs.stay[before]
        ended, end = _row_end(best, skip, width)
        wrap = _FAR if first else ended + costs.wrap[before]
        fits = [0.0] * width if atom.empty else [fitness(column, atom) + column.weak for column in columns]
        if leads[index]:
            fits = [cost + min(0.3, 0.06 * abs(place - leads[index])) for place, cost in enumerate(fits)]
        _extend(atom, best, after, how, fits, skip, stay, wrap, end)
        if not atom.empty:
            _merge(atom, best, after, how, columns, costs)
            _cut_runs(atom, best, after, how, columns, skip, stay, wrap, end, costs.cut)
        gone = 0.12 if atom.empty else costs.drop
        for state in range(width + 1):
            if best[state] + gone < after[state]:
                after[state] = best[state] + gone
                how[state] = (state, _DROP)
        best = after
        back.append(how)
    finals = [best[state] + skip[width] - skip[state] for state in range(width + 1)]
    state = min(range(width + 1), key=finals.__getitem__)
    steps: list[_Step] = []
    for how in reversed(back):
        previous, step = how[state]
        steps.append(step)
        state = previous
    return steps[::-1]


def _row_end(best: Sequence[float], skip: Sequence[float], width: int) -> tuple[float, int]:
    """Cheapest way to end the row here, and the state it ends in; a row without any cell does not end."""
    low, at = _FAR, 0
    for state in range(1, width + 1):
        cost = best[state] + skip[width] - skip[state]
        if cost < low:
            low, at = cost, state
    return low, at


def _extend(
    atom: Atom, best: list[float], after: list[float], how: list[tuple[int, _Step]], fits: list[float],
    skip: list[float], stay: float, wrap: float, end: int,
) -> None:  # fmt: skip
    """The atom fills one column, further right in this row or in a new one."""
    width = len(fits)
    run, origin = _FAR, 0  # cheapest way to be left of the column, skips included
    for column in range(width):
        arriving = best[column] - skip[column]
        if arriving < run:
            run, origin = arriving, column
        same = run + skip[column] + stay
        new = wrap + skip[column]
        cost = min(same, new) + fits[column]
        if cost < after[column + 1]:
            after[column + 1] = cost
            how[column + 1] = (origin, ("at", (column,), False)) if same <= new else (end, ("at", (column,), True))


def _merge(atom: Atom, best: list[float], after: list[float], how: list[tuple[int, _Step]], columns: Sequence[Column], costs: Costs) -> None:
    """The atom goes on with the cell filled last."""
    cost = costs.merge[atom.before]
    for column, spec in enumerate(columns):
        extra = 0.0 if spec.type in _TEXT_TYPES else 3.0
        total = best[column + 1] + cost + extra
        if total < after[column + 1]:
            after[column + 1] = total
            how[column + 1] = (column + 1, ("merge", (column,), False))


def _cut_runs(
    atom: Atom, best: list[float], after: list[float], how: list[tuple[int, _Step]], columns: Sequence[Column],
    skip: list[float], stay: float, wrap: float, end: int, cut_price: float,
) -> None:  # fmt: skip
    """A run of figures fills several neighbouring columns; blank ones among them may be passed over."""
    digits = sum(char.isdecimal() for char in atom.norm)
    if digits < 2 or not (atom.norm[0].isdecimal() or atom.norm[0] in "≥≤><=") or len(atom.norm) > 40:
        return
    price = 0.0 if atom.loose else 1.5 if atom.before <= Boundary.SPACE else cut_price
    for places in _runs(tuple((column.key, column.type) for column in columns), digits):
        found = cuts(atom.norm, tuple(columns[place].key for place in places))
        if not found:
            continue
        start, last = places[0], places[-1]
        passed = skip[last] - skip[start] - sum(skip[place + 1] - skip[place] for place in places[:-1])
        cost = found[0].cost + price * (len(places) - 1) + passed + sum(columns[place].weak for place in places)
        run, origin = min((best[state] - skip[state], state) for state in range(start + 1))
        same, new = run + skip[start] + stay, wrap + skip[start]
        total = min(same, new) + cost
        if total < after[last + 1]:
            after[last + 1] = total
            how[last + 1] = (origin, ("cut", places, False)) if same <= new else (end, ("cut", places, True))


@lru_cache(maxsize=512)
def _runs(columns: tuple[tuple[str, str], ...], digits: int) -> tuple[tuple[int, ...], ...]:
    """Sets of columns that one glued run may fill: neighbours, with or without the weight and score that often stay blank."""
    figures = [place for place, (_, kind) in enumerate(columns) if kind in _FIGURES]
    out: dict[tuple[int, ...], None] = {}
    for first in range(len(figures)):
        for last in range(first + 1, min(len(figures), first + 6)):
            run = figures[first : last + 1]
            if run[-1] - run[0] != len(run) - 1:
                continue
            for left_out in ((), ("weight",), ("score",), ("weight", "score")):
                places = tuple(place for place in run if columns[place][0] not in left_out)
                if 2 <= len(places) <= digits:
                    out[places] = None
    return tuple(out)


def _rows(atoms: Sequence[Atom], columns: Sequence[Column], steps: Sequence[_Step], fitness: Fit) -> tuple[list[TableRow], list[Atom]]:
    """The steps of the best alignment, as rows of cells."""
    rows: list[TableRow] = []
    dropped: list[Atom] = []
    last: TableCell | None = None
    for atom, (kind, places, new) in zip(atoms, steps, strict=True):
        if kind == "drop":
            if not atom.empty:
                dropped.append(atom)
            continue
        if kind == "merge":
            if last is not None:
                last.atoms.append(atom)
                last.cost += 0.3
            continue
        if new or not rows:
            rows.append(TableRow())
        row = rows[-1]
        if kind == "cut":
            run = tuple(columns[place].key for place in places)
            cut = cuts(atom.norm, run)[0]
            for place, key in enumerate(run):
                last = row.cells[key] = TableCell([atom], cut.cost, (atom, place, cut), run)
        elif atom.empty:
            row.blank[columns[places[0]].key] = atom
            last = None
        else:
            column = columns[places[0]]
            last = row.cells[column.key] = TableCell([atom], fitness(column, atom) + column.weak)
    return rows, dropped
