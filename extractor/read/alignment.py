"""The alignment of atoms with columns: the cheapest step for every atom.

Comes in: atoms, columns, and what every boundary costs here. Goes out: one step an atom:
which column it fills, whether it opens a row, is cut over several columns, goes on
with the cell before, or is dropped. A Viterbi pass whose state is the column filled
last (a semi-Markov alignment, as in a profile hidden Markov model).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from extractor.notation.confusion import as_digits
from extractor.read.atoms import Atom
from extractor.read.costs import FAR, Costs
from extractor.read.cuts import cuts
from extractor.read.fit import fit, is_misread_figure, is_number, is_state
from extractor.values import Boundary

_FIGURES = frozenset(("money", "points", "rate", "quantity", "progress"))
_TEXT_TYPES = frozenset(("name", "note", "prose", "text", "quantity", "level1", "level2", "group"))
_ROW_LABELS = frozenset(("level1", "level2", "section", "group", "item"))
_LONGEST_RUN = 60
_GONE_EMPTY = 0.12
_LABEL_GOES_ON = 1.5
# A letter that stands for a digit or a worded value, cut out of a run, is a cell rather than the end of a name.
_FIGURE_GOES_ON = 1.2
_FIGURE_IN_TEXT = {"note": 0.5, "name": 1.2, "quantity": 0.8, "group": 1.2, "level1": 1.2, "level2": 1.2}
_ONE_VALUE = frozenset(("level3", "target", "actual"))
_LABEL_OPENS = 0.3  # a new row at a level label, where the page prints no boundary
_LABEL_DROPPED = 2.0
_BROKEN_OFF = 3.0
_UNMARKED_RATE = 1.0  # a rate glued to other figures is known by its %
_FUSED = 2.0  # what is known to be several cells as the value of one
_COMPARATORS = tuple("≥≤><≧≦⩾⩽")
_MOST_OF_ONE, _HEAVY = 30, 0.6
_COMPARED_RESULT = 0.4  # targets carry a comparator, results seldom
_OTHERS_GO_ON = {"remark": 0.6}


@dataclass(frozen=True, slots=True)
class Column:
    """A column as the aligner sees it.

    ``blank`` is the cost of leaving it empty without a printed empty cell, ``place`` the grid column of its header.
    """

    key: str
    type: str
    blank: float
    weak: float = 0.0  # extra cost of filling it, for a column that the header does not name
    place: int | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """How one atom is used: ``at`` a column, ``cut`` over several, ``merge`` into the cell before, or ``drop``."""

    kind: str
    places: tuple[int, ...] = ()
    opens: bool = False  # it opens a row


Fit = Callable[[Column, Atom], float]
_DROP = Step("drop")


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
    if column.type == "group" and "item" in roles:
        return 2.0
    if column.type == "section":
        return 6.0
    if "level1" in roles and "level2" not in roles and column.type == "name":
        return 1.5 if atom.norm.endswith("指标") else 0.8  # 预算执行率 is a level-1 label here, an indicator there
    if column.type == "name" and roles & {"section", "group"}:
        return 2.5 if "item" not in roles else 0.2
    if column.type == "note" and roles & {"level1", "level2"}:
        return fit(column.type, atom.norm) + _LABEL_GOES_ON
    if column.type == "points" and atom.loose and _is_heavy(atom.norm):
        return fit(column.type, atom.norm) + _HEAVY
    if column.key == "actual" and atom.norm.startswith(_COMPARATORS):
        return fit(column.type, atom.norm) + _COMPARED_RESULT
    return fit(column.type, atom.norm)


def _is_heavy(text: str) -> bool:
    """True for more points than one indicator mostly has: rather weight and score run together."""
    return is_number(text) and float(text.replace(",", "")) > _MOST_OF_ONE


@dataclass(slots=True)
class _Pass:
    """The state of the pass: cheapest cost by column filled last (index 0: none yet), and how each atom got there."""

    columns: Sequence[Column]
    skip: list[float]  # what leaving the first n columns blank costs
    best: list[float]
    after: list[float]
    how: list[tuple[int, Step]]

    @property
    def width(self) -> int:
        return len(self.columns)

    def row_end(self) -> tuple[float, int]:
        """Cheapest way to end the row here, and the state it ends in; a row without any cell does not end."""
        low, at = FAR, 0
        for state in range(1, self.width + 1):
            cost = self.best[state] + self.left_blank(state)
            if cost < low:
                low, at = cost, state
        return low, at

    def left_blank(self, state: int) -> float:
        """Cost of ending a row in this state; a row that breaks off early is one oddity, not one a column."""
        return min(self.skip[-1] - self.skip[state], _BROKEN_OFF)

    def offer(self, state: int, cost: float, origin: int, step: Step) -> None:
        """Take this way to the state if it is cheaper than the one known."""
        if cost < self.after[state]:
            self.after[state] = cost
            self.how[state] = (origin, step)


def cheapest_steps(
    atoms: Sequence[Atom],
    leads: Sequence[int],
    columns: Sequence[Column],
    fitness: Fit,
    costs: Sequence[Costs],
    vanished: float,
) -> list[Step]:
    """The cheapest step for every atom; ``vanished`` is the extra cost of a blank column without a printed cell."""
    skip = [0.0]
    for column in columns:
        skip.append(skip[-1] + column.blank + vanished)
    width = len(columns)
    run = _Pass(columns, skip, [0.0] + [FAR] * width, [], [])
    back: list[list[tuple[int, Step]]] = []
    for index, atom in enumerate(atoms):
        run.after = [FAR] * (width + 1)
        run.how = [(0, _DROP)] * (width + 1)
        _take(run, atom, leads[index], fitness, costs[index], first=index == 0)
        run.best = run.after
        back.append(run.how)
    return _traced(run, back)


def _take(run: _Pass, atom: Atom, lead: int, fitness: Fit, costs: Costs, *, first: bool) -> None:
    """All ways to use one atom."""
    stay = 0.0 if first else costs.stay[atom.before]
    ended, end = run.row_end()
    known = any(label.role in _ROW_LABELS for label in atom.roles)
    opening = costs.wrap[atom.before]
    if known and atom.before <= Boundary.SPACE:
        opening = min(opening, _LABEL_OPENS)
    wrap = FAR if first else ended + opening
    fits = [0.0] * run.width if atom.empty else [fitness(column, atom) + column.weak for column in run.columns]
    if atom.fused:
        fits = [cost + _FUSED for cost in fits]
    if lead:
        fits = [cost + min(0.3, 0.06 * abs(place - lead)) for place, cost in enumerate(fits)]
    _fill(run, fits, stay, wrap, end)
    if not atom.empty:
        _go_on(run, atom, costs.merge[atom.before])
        _cut_over(run, atom, stay, wrap, end, costs.cut)
    gone = _GONE_EMPTY if atom.empty else costs.drop + (_LABEL_DROPPED if known else 0.0)
    for state in range(run.width + 1):
        run.offer(state, run.best[state] + gone, state, _DROP)


def _fill(run: _Pass, fits: Sequence[float], stay: float, wrap: float, end: int) -> None:
    """The atom fills one column, further right in this row or in a new one."""
    skip = run.skip
    low, origin = FAR, 0  # cheapest way to be left of the column, skips included
    for column in range(run.width):
        arriving = run.best[column] - skip[column]
        if arriving < low:
            low, origin = arriving, column
        same = low + skip[column] + stay
        new = wrap + skip[column]
        if min(same, new) + fits[column] < run.after[column + 1]:
            opens = new < same
            run.offer(column + 1, min(same, new) + fits[column], end if opens else origin, Step("at", (column,), opens))


def _go_on(run: _Pass, atom: Atom, cost: float) -> None:
    """The atom goes on with the cell filled last; a known label of this kind of table rather begins a cell."""
    if any(label.role in _ROW_LABELS for label in atom.roles):
        cost += _LABEL_GOES_ON
    if atom.loose and is_misread_figure(atom.norm):
        cost += _FIGURE_GOES_ON
    begins = atom.norm[:1].isdecimal() or atom.norm.startswith(_COMPARATORS)
    figure = atom.loose and atom.before == Boundary.NONE and begins and len(atom.norm) > 1
    worded = atom.loose and is_state(atom.norm)
    for column, spec in enumerate(run.columns):
        total = run.best[column + 1] + cost + (_FIGURE_GOES_ON if worded and spec.key in _ONE_VALUE else 0.0)
        total += _FIGURE_IN_TEXT.get(spec.type, 0.0) if figure else 0.0
        total += 0.0 if spec.type in _TEXT_TYPES else _OTHERS_GO_ON.get(spec.type, 3.0)
        if total < run.after[column + 1]:
            run.offer(column + 1, total, column + 1, Step("merge", (column,)))


def _cut_over(run: _Pass, atom: Atom, stay: float, wrap: float, end: int, cut_price: float) -> None:
    """A run of figures fills several neighbouring columns; blank ones among them may be passed over."""
    figures = as_digits(atom.norm) if atom.loose else atom.norm
    digits = sum(char.isdecimal() for char in figures)
    if digits < 2 or not (figures[0].isdecimal() or figures[0] in "≥≤><=") or len(figures) > _LONGEST_RUN:
        return
    price = 0.0 if atom.loose else 1.5 if atom.before <= Boundary.SPACE else cut_price
    skip = run.skip
    ends_in_rate = atom.norm.endswith("%")
    for places in figure_runs(tuple((column.key, column.type) for column in run.columns), digits):
        if run.columns[places[-1]].type == "progress" and not ends_in_rate:
            continue
        found = cuts(atom.norm, tuple(run.columns[place].key for place in places))
        if not found:
            continue
        start, last = places[0], places[-1]
        passed = skip[last] - skip[start] - sum(skip[place + 1] - skip[place] for place in places[:-1])
        weak = sum(run.columns[place].weak for place in places)
        unmarked = any(run.columns[place].type == "rate" for place in places) and not ends_in_rate
        cost = found[0].cost + price * (len(places) - 1) + passed + weak + (_UNMARKED_RATE if unmarked else 0.0)
        low, origin = min((run.best[state] - skip[state], state) for state in range(start + 1))
        same, new = low + skip[start] + stay, wrap + skip[start]
        opens = new < same
        run.offer(last + 1, min(same, new) + cost, end if opens else origin, Step("cut", places, opens))


@lru_cache(maxsize=512)
def figure_runs(columns: tuple[tuple[str, str], ...], digits: int) -> tuple[tuple[int, ...], ...]:
    """Sets of columns that one glued run may fill: neighbours, with or without weight and score."""
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


def _traced(run: _Pass, back: Sequence[list[tuple[int, Step]]]) -> list[Step]:
    """The steps of the cheapest way, from its end back to its beginning."""
    finals = [run.best[state] + run.left_blank(state) for state in range(run.width + 1)]
    state = min(range(run.width + 1), key=finals.__getitem__)
    steps: list[Step] = []
    for how in reversed(back):
        state, step = how[state]
        steps.append(step)
    return steps[::-1]
