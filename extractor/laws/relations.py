"""The algebra of the laws: sums, bounds and equalities between number cells.

Comes in: ``look``, which shows what stands in a cell. Goes out: an ``Outcome``, and the
interval that a relation forces on one cell when the others are known. One statement of a
relation serves checking and decoding (``proportions`` holds rates and products); nothing
here knows forms, labels or wording, and a missing cell is never taken for zero.

Tolerances come from the printed digits: half a unit in the last printed place holds; what
cutting off digits (up to 1.5 units) or rounded inputs explain holds slightly.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Protocol

from extractor.laws.outcome import BLANK, NOT_TESTABLE, UNSTATED, Look, Outcome, Seen, compare
from extractor.notation import Interval, Printed

ZERO, ONE = Decimal(0), Decimal(1)
CENT = Decimal("0.01")
_NOTHING = Interval(ZERO, ZERO)


class Relation(Protocol):
    """What every relation offers."""

    @property
    def cells(self) -> tuple[str, ...]:
        """The paths that take part."""

    def judge(self, look: Look) -> Outcome:
        """Say whether the relation holds for what stands in its cells."""

    def force(self, look: Look, unknown: str, low: Decimal, high: Decimal) -> Interval | None:
        """Return the part of ``low``..``high`` that the relation leaves for the cell ``unknown``.

        The other cells may be printed numbers or bounds (``Interval``). None: the relation
        says nothing, because a cell is lost or the numbers leave no value at all.
        """


@dataclass(frozen=True, slots=True)
class Balance:
    """Signed terms add up to the result: +carry_over +budget -executed = balance.

    ``rounded`` says that the printed terms are themselves roundings (money), so that n
    terms may be off by half a last digit each; scores are exact. A blank term takes no
    part; an unstated one must not be needed for the sum to come out. ``exact`` says that nothing
    is a rounding at all, however coarsely it is printed (weights are set, not computed: 3.08 is not 3).
    """

    terms: tuple[tuple[str, int], ...]
    result: str
    rounded: bool = False
    exact: bool = False

    @property
    def cells(self) -> tuple[str, ...]:
        """The terms in order, then the result."""
        return (*(path for path, _ in self.terms), self.result)

    def judge(self, look: Look) -> Outcome:
        """Compare the exact signed sum with the printed result."""
        whole = look(self.result)
        if not isinstance(whole, Printed):
            return NOT_TESTABLE
        total, places, count, unstated = ZERO, whole.decimals, 0, False
        for path, sign in self.terms:
            term = look(path)
            if isinstance(term, Printed):
                total += term.value if sign > 0 else -term.value
                places, count = max(places, term.decimals), count + 1
            elif term is UNSTATED:
                unstated = True
            elif term is not BLANK:
                return NOT_TESTABLE
        if not count:
            return NOT_TESTABLE
        outcome = self._compared(total, whole, places, count)
        return NOT_TESTABLE if unstated and outcome.verdict == "broken" else outcome

    def _compared(self, total: Decimal, whole: Printed, places: int, count: int) -> Outcome:
        coarse = whole.ulp / 2 if places > whole.decimals and not self.exact else ZERO
        finest = Decimal(1).scaleb(-places)
        slack = (count + 1) * finest / 2 if self.rounded and places else CENT if places else ZERO
        # Tenths that vanish in a whole-number total are worth a note: half a point is a lot.
        tolerance = coarse if self.rounded or whole.decimals else ZERO
        return compare(total, whole.value, tolerance, max(slack, coarse * 2))

    def force(self, look: Look, unknown: str, low: Decimal, high: Decimal) -> Interval | None:
        """Solve the sum for one term or for the result."""
        least = most = ZERO
        own = 0
        for path, sign in self.terms:
            if path == unknown:
                own += sign
                continue
            bounds = _addend(look(path))
            if bounds is None:
                return None
            least += bounds.low if sign > 0 else -bounds.high
            most += bounds.high if sign > 0 else -bounds.low
        if unknown == self.result:
            return Interval(least, most).within(Interval(low, high))
        whole = _whole(look(self.result), look, () if self.exact else self.terms)
        if whole is None or own not in (1, -1):
            return None
        gap = Interval(whole.low - most, whole.high - least)
        if own < 0:
            gap = Interval(-gap.high, -gap.low)
        return gap.within(Interval(low, high))


def Sum(  # noqa: N802 - reads as a relation
    parts: Sequence[str], whole: str, rounded: bool = False, exact: bool = False
) -> Balance:
    """Parts add up to the whole: a balance without subtractions."""
    return Balance(tuple((path, 1) for path in parts), whole, rounded, exact)


def _addend(seen: Seen) -> Interval | None:
    if isinstance(seen, Printed):
        return Interval(seen.value, seen.value)
    if seen is BLANK:
        return _NOTHING
    return seen if isinstance(seen, Interval) else None


def _stated(seen: Seen) -> Interval | None:
    """Bounds from a cell that says something; a blank one bounds nothing."""
    return None if seen is BLANK else _addend(seen)


def _whole(seen: Seen, look: Look, terms: tuple[tuple[str, int], ...]) -> Interval | None:
    """The whole of a sum; exact unless it is printed more coarsely than one of its parts."""
    if not isinstance(seen, Printed):
        return seen if isinstance(seen, Interval) else None
    parts = (look(path) for path, _ in terms)
    finer = any(isinstance(part, Printed) and part.decimals > seen.decimals for part in parts)
    return seen.rounded if finer else Interval(seen.value, seen.value)


@dataclass(frozen=True, slots=True)
class AtMost:
    """The first cell is not larger than the second (after conversion by ``factor``)."""

    a: str
    b: str
    factor: Decimal = ONE

    @property
    def cells(self) -> tuple[str, ...]:
        """The smaller, then the larger."""
        return (self.a, self.b)

    def judge(self, look: Look) -> Outcome:
        """Compare exactly; a missing or blank cell is not testable."""
        a, b = look(self.a), look(self.b)
        if not isinstance(a, Printed) or not isinstance(b, Printed):
            return NOT_TESTABLE
        bound = b.value * self.factor
        if a.value <= bound:
            return Outcome("holds", bound, a.value, ZERO)
        return Outcome("broken", bound, a.value, a.value - bound)

    def force(self, look: Look, unknown: str, low: Decimal, high: Decimal) -> Interval | None:
        """Bound the one by the other."""
        other = _stated(look(self.b if unknown == self.a else self.a))
        if other is None or unknown not in self.cells:
            return None
        if unknown == self.a:
            return Interval(low, other.high * self.factor).within(Interval(low, high)) if other.high >= low else None
        floor = other.low / self.factor
        return Interval(floor, high).within(Interval(low, high)) if floor <= high else None


@dataclass(frozen=True, slots=True)
class Equal:
    """Two cells say the same number: ``a`` equals ``b`` times ``factor``, to the coarser print.

    ``factor`` converts units: cell a in 万元 and cell b in 元 have the factor 0.0001.
    ``exact`` as in ``Balance``.
    """

    a: str
    b: str
    factor: Decimal = ONE
    exact: bool = False

    @property
    def cells(self) -> tuple[str, ...]:
        """Both cells."""
        return (self.a, self.b)

    def judge(self, look: Look) -> Outcome:
        """Compare to half the coarser of the two last digits."""
        a, b = look(self.a), look(self.b)
        if not isinstance(a, Printed) or not isinstance(b, Printed):
            return NOT_TESTABLE
        alike = self.exact or a.ulp == b.ulp * self.factor
        half = ZERO if alike else max(a.ulp, b.ulp * self.factor) / 2
        return compare(b.value * self.factor, a.value, half, max(a.ulp, b.ulp * self.factor) if half else ZERO)

    def force(self, look: Look, unknown: str, low: Decimal, high: Decimal) -> Interval | None:
        """Convert the other cell."""
        other = _stated(look(self.b if unknown == self.a else self.a))
        if other is None or unknown not in self.cells:
            return None
        scale = self.factor if unknown == self.a else ONE / self.factor
        return Interval(other.low * scale, other.high * scale).within(Interval(low, high))


@dataclass(frozen=True, slots=True)
class Fixed:
    """A cell has one value by rule, such as a total weight of 100."""

    a: str
    value: Decimal

    @property
    def cells(self) -> tuple[str, ...]:
        """The one cell."""
        return (self.a,)

    def judge(self, look: Look) -> Outcome:
        """Compare exactly."""
        a = look(self.a)
        return compare(self.value, a.value, ZERO, CENT) if isinstance(a, Printed) else NOT_TESTABLE

    def force(self, look: Look, unknown: str, low: Decimal, high: Decimal) -> Interval | None:
        """Return the value itself."""
        return Interval(self.value, self.value).within(Interval(low, high)) if unknown == self.a else None
