"""What two neighbouring strips say of their lines being one row of a table.

Comes in: how a line of each strip is laid into its columns. Goes out: a cost, negative
where they agree: the cut column has two pieces that make one text, the result is of the
kind of its target, the score fits the weight and what was reached, a note stands where
points were lost, an indicator is of the kind that its level label names, a rate is the
quotient of its amounts.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation

from extractor.read.atoms import Atom
from extractor.read.evidence import agreement
from extractor.read.fit import fit, is_words
from extractor.read.levels import strangeness_of
from extractor.read.page.columns import LEFT, Slot
from extractor.read.page.pieces import Laid, Sheet

_FULL_GOES_ON, _FULL_ENDS = -0.3, 0.45  # a cell that reaches the cut goes on behind it, or ended right there
_SHORT_GOES_ON, _NOTHING_GOES_ON = 2.2, 2.6  # a cell that ended before the cut, or was not there, cannot go on
_SHORT_ENDS = -0.15
_DECIMALS = 1.0  # 20.0010 is 20.00 and 10
_LONG_FRACTION = re.compile(r"\d\.\d{3,}")
_CLEARLY, _FEW_LINES, _SHARE = 0.5, 3, 0.3
_RUNS_OVER, _NAME_RUNS_OVER = 0.6, 0.3  # a cell goes on behind a cut that its header does not show
_MISFIT = 0.8
_SAME_AMOUNT, _LIKE_AMOUNT = -0.8, -0.2
_SAME = 0.35  # results are often exactly what was planned
_OF_KIND = 1.5
_WORD = 0.5
_ABOVE_WEIGHT, _BELOW_HALF = 3.0, 0.4
_MET_IN_FULL, _MISSED_IN_PART, _MET_IN_PART, _MISSED_IN_FULL = -0.35, -0.9, 0.5, 0.7
_NOTE_FITS, _NOTE_STRANGE, _NOTE_LACKS = -0.6, 0.9, 0.15
_NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?")
_BOUND = re.compile(r"(?:>=|<=|[≥≤≧≦⩾⩽><=])")
_UP, _DOWN = tuple("≥≧⩾>"), tuple("≤≦⩽<")
_FEW = Decimal("0.006")

Values = Mapping[str, str]


@dataclass(slots=True)
class Tie:
    """The border between two strips: what their lines cost as one row."""

    left: Sheet
    right: Sheet
    words: frozenset[str]
    notes: bool  # rows in which points were lost print a note, others none
    known: dict[tuple[int, int], tuple[float, int]] = field(default_factory=dict)
    cut: bool = False  # the last column left of the border goes on behind it

    def __post_init__(self) -> None:
        """Say whether a column was cut: its header was, or many lines are laid better that way."""
        gains = [ways[0].cost - ways[1].cost for ways in self.right.laid if len(ways) > 1]
        running = sum(gain > _CLEARLY for gain in gains)
        headed = bool(self.left.slots) and self.left.slots[-1].part == LEFT
        self.cut = headed or (running >= _FEW_LINES and running >= _SHARE * len(gains))

    def cost(self, i: int, j: int) -> tuple[float, int]:
        """Least cost of line ``j`` going on with line ``i``, its own included, and which way of laying ``j`` it is."""
        found = self.known.get((i, j))
        if found is None:
            ways = [
                (self.border(i, way) + way.cost + self._content(i, way), number)
                for number, way in enumerate(self.right.laid[j])
            ]
            found = self.known[i, j] = min(ways)
        return found

    def border(self, i: int, way: Laid) -> float:
        """Cost of what stands left and right of the cut."""
        begun = self.begun(i)
        piece = way.at(0) if self._is_right_part(way) else None
        if begun is None:
            return _NOTHING_GOES_ON if piece is not None else 0.0
        full = self.left.is_full(len(self.left.slots) - 1, begun)
        cut = self.cut
        if piece is None:
            return 0.0 if not cut else _FULL_ENDS if full else _SHORT_ENDS
        over = _NAME_RUNS_OVER if self.left.slots[-1].type == "name" else _RUNS_OVER
        cost = _SHORT_GOES_ON if not full else _FULL_GOES_ON if cut else over
        text = begun.norm + piece.norm
        if self.left.slots[-1].type in _FIGURE_TYPES:
            cost += _MISFIT * fit(self.left.slots[-1].type, text) + (_DECIMALS if _LONG_FRACTION.search(text) else 0.0)
        pair = begun.norm[-1:] + piece.norm[:1]
        return cost - (_WORD if pair in self.words else 0.0)

    def begun(self, i: int) -> Atom | None:
        """The piece of line ``i`` in the last column left of the cut."""
        return best_of(self.left, i).at(len(self.left.slots) - 1) if self.left.slots else None

    def _is_right_part(self, way: Laid) -> bool:
        return bool(self.right.slots) and self.right.slots[0].part != "whole" and way.at(0) is not None

    def _content(self, i: int, way: Laid) -> float:
        row = values_of((self.left.slots, best_of(self.left, i)), (self.right.slots, way))
        return content_cost(row, notes=self.notes)


_FIGURE_TYPES = frozenset(("points", "money", "rate", "quantity"))


def best_of(sheet: Sheet, line: int) -> Laid:
    """The cheapest way to lay a line, whatever stands left of it."""
    return min(sheet.laid[line], key=lambda way: way.cost)


def values_of(*parts: tuple[Sequence[Slot], Laid]) -> dict[str, str]:
    """The texts of a row by column, cut ones put together."""
    out: dict[str, str] = {}
    for slots, way in parts:
        for number, atom in way.cells:
            key = slots[number].key
            out[key] = out.get(key, "") + atom.norm
    return out


def content_cost(row: Values, *, notes: bool) -> float:
    """What the texts of one row say of belonging together.

    >>> content_cost({"weight": "5", "score": "10"}, notes=False)
    3.0
    """
    cost = 0.0
    target, actual = row.get("target"), row.get("actual")
    if target and actual:
        want, have = number(target), number(actual)
        cost += agreement(target, actual) - (_SAME if want is not None and want == have else 0.0)
    if "level2" in row and "level3" in row:
        cost += _OF_KIND * strangeness_of(row["level2"], (row["level3"], target or ""))
    cost += _points_cost(row, target, actual, notes=notes)
    first, now = number(row.get("initial_budget", "")), number(row.get("adjusted_budget", ""))
    if first is not None and now is not None:
        cost += _SAME_AMOUNT if first == now else _LIKE_AMOUNT if now <= 2 * first <= 4 * now else -_LIKE_AMOUNT
    rate, paid, planned = (number(row.get(key, "")) for key in ("execution_rate", "executed", "adjusted_budget"))
    if rate is not None and paid is not None and planned:
        shown = rate / 100 if rate > 1 or "%" in row["execution_rate"] else rate
        cost += -1.0 if abs(paid / planned - shown) < _FEW else 0.8
    return cost


def _points_cost(row: Values, target: str | None, actual: str | None, *, notes: bool) -> float:
    """Weight, score, what was reached, and the note."""
    weight, score = number(row.get("weight", "")), number(row.get("score", ""))
    met = is_met(target, actual) if target and actual else None
    note = row.get("deviation_note")
    if weight is None or score is None:
        if weight is None and score is None and note and met is not None:
            return _note_cost(note, lost=not met)
        return 0.0
    if score > weight:
        return _ABOVE_WEIGHT
    lost = score < weight
    cost = _BELOW_HALF if 2 * score < weight else 0.0
    if met is not None:
        cost += (_MET_IN_PART if met else _MISSED_IN_PART) if lost else (_MET_IN_FULL if met else _MISSED_IN_FULL)
    if note:
        return cost + _note_cost(note, lost=lost)
    return cost + (_NOTE_LACKS if lost and notes else 0.0)


def _note_cost(note: str, *, lost: bool) -> float:
    if note in ("无", "-", "/", "无偏差"):
        return _NOTE_STRANGE / 3 if lost else _NOTE_FITS / 4
    return _NOTE_FITS if lost else _NOTE_STRANGE


def is_met(target: str, actual: str) -> bool | None:
    """Whether a result reaches its target; None where that cannot be said.

    >>> is_met("≥95%", "92%"), is_met("≤12万元", "11.5万元"), is_met("显著提升", "一般")
    (False, True, None)
    """
    if is_words(target) or not any(char.isdecimal() for char in target):
        return True if target == actual else None
    want, have = number(target), number(actual)
    if want is None or have is None or re.search("[年月日]", target):
        return None
    if target.startswith(_DOWN):
        return have <= want
    return have >= want


def number(text: str) -> Decimal | None:
    """The one number of a text; None for none, or several."""
    found = _NUMBER.findall(text)
    if len(found) != 1:
        return None
    try:
        return Decimal(found[0].replace(",", ""))
    except InvalidOperation:
        return None
