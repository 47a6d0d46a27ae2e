"""The algebra of the laws: rates, products of weight and rate, step tables.

Comes in: ``look``, which shows what stands in a cell. Goes out: an ``Outcome``, and the
interval that a relation forces on one cell. Takes a printed rate for as wide as its last
digit, rounded or cut; amounts for exact. Never knows labels or wording.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from extractor.laws.outcome import NOT_TESTABLE, Look, Outcome, Seen, compare
from extractor.notation import Interval, Printed

ZERO, ONE = Decimal(0), Decimal(1)


@dataclass(frozen=True, slots=True)
class Ratio:
    """A printed rate is numerator divided by denominator, as a fraction."""

    numerator: str
    denominator: str
    result: str

    @property
    def cells(self) -> tuple[str, ...]:
        """Numerator, denominator, rate."""
        return (self.numerator, self.denominator, self.result)

    def judge(self, look: Look) -> Outcome:
        """Compare the quotient with the printed rate, to the rate's own last digit."""
        top, bottom, rate = look(self.numerator), look(self.denominator), look(self.result)
        if not (isinstance(top, Printed) and isinstance(bottom, Printed) and isinstance(rate, Printed)):
            return NOT_TESTABLE
        if not bottom.value:
            # 0 divided by 0 is printed as 0 %, 100 % or blank: all are in use.
            return NOT_TESTABLE if not top.value else Outcome("broken", None, rate.value)
        computed = top.value / bottom.value
        return compare(computed, rate.value, rate.ulp / 2 + _input_error(top, bottom), rate.ulp * 3 / 2)

    def force(self, look: Look, unknown: str, low: Decimal, high: Decimal) -> Interval | None:
        """Solve for the rate, the numerator or the denominator; all are taken as not negative."""
        top, bottom = (_exact(look(path)) if path != unknown else None for path in self.cells[:2])
        rate = _printed_reach(look(self.result)) if unknown != self.result else None
        found = None
        if unknown == self.result and top and bottom and bottom.low > 0:
            found = Interval(top.low / bottom.high, top.high / bottom.low)
        elif unknown == self.numerator and bottom and rate:
            found = Interval(bottom.low * rate.low, bottom.high * rate.high)
        elif unknown == self.denominator and top and rate and rate.low > 0:
            found = Interval(top.low / rate.high, top.high / rate.low)
        return found.within(Interval(low, high)) if found else None


def _input_error(top: Printed, bottom: Printed) -> Decimal:
    """How much rounding of the two amounts can move their quotient.

    Trailing zeros are left out in print (597 beside 232.63), so the finer one tells the
    step of both; whole numbers are taken as exact.
    """
    places = max(top.decimals, bottom.decimals)
    if not places:
        return ZERO
    half = Decimal(1).scaleb(-places) / 2
    return half * (abs(bottom.value) + abs(top.value)) / (bottom.value * bottom.value)


def _exact(seen: Seen) -> Interval | None:
    """The values an amount or a weight may have: exactly what is printed, or its bounds."""
    if isinstance(seen, Printed):
        return Interval(seen.value, seen.value)
    return seen if isinstance(seen, Interval) else None


@dataclass(frozen=True, slots=True)
class Product:
    """A score is weight times rate; ``capped`` when a rate above 1 earns no more than the weight.

    ``rate`` names a rate cell, or with ``base`` an amount that ``base`` divides.
    """

    weight: str
    rate: str
    score: str
    capped: bool = True
    base: str = ""

    @property
    def cells(self) -> tuple[str, ...]:
        """Weight, rate (or the two amounts it comes from), score."""
        return (self.weight, self.rate, *((self.base,) if self.base else ()), self.score)

    def judge(self, look: Look) -> Outcome:
        """Compare weight times rate with the printed score, to the score's own last digit."""
        weight, score = look(self.weight), look(self.score)
        rate, printed = self._rate(look), _quotient(look, self.rate, self.base)
        if not isinstance(weight, Printed) or not isinstance(score, Printed) or rate is None or printed is None:
            return NOT_TESTABLE
        best = compare(weight.value * self._cap(printed), score.value, score.ulp / 2, score.ulp * 3 / 2)
        if best.verdict == "holds" and not best.slight or rate.low == rate.high:
            return best
        band = Interval(weight.value * rate.low - score.ulp / 2, weight.value * rate.high + score.ulp / 2)
        if band.low <= score.value <= band.high:
            return Outcome("holds", best.expected, best.found, best.difference)
        return best

    def _rate(self, look: Look) -> Interval | None:
        """The rate as a range: a quotient of amounts is exact, a printed rate as wide as its print."""
        top = look(self.rate)
        if self.base:
            bottom = look(self.base)
            if not (isinstance(top, Printed) and isinstance(bottom, Printed) and bottom.value > 0):
                return None
            quotient = self._cap(top.value / bottom.value)
            return Interval(quotient, quotient)
        if isinstance(top, Interval):
            return Interval(self._cap(top.low), self._cap(top.high))
        if not isinstance(top, Printed):
            return None
        # A rate printed as 100 % is exactly full; any other is as wide as its last digit.
        if top.value == ONE:
            return Interval(ONE, ONE)
        return Interval(self._cap(top.wide.low), self._cap(top.wide.high))

    def _cap(self, rate: Decimal) -> Decimal:
        return min(rate, ONE) if self.capped else rate

    def force(self, look: Look, unknown: str, low: Decimal, high: Decimal) -> Interval | None:
        """Solve for the score, the weight or the printed rate."""
        weight, score = _exact(look(self.weight)), _printed_reach(look(self.score))
        rate = self._rate(look) if unknown != self.rate else None
        found = None
        if unknown == self.score and weight and rate:
            found = Interval(weight.low * rate.low, weight.high * rate.high)
        elif unknown == self.weight and score and rate and rate.low > 0:
            found = Interval(score.low / rate.high, score.high / rate.low)
        elif unknown == self.rate and not self.base and score and weight and weight.low > 0:
            top = score.high / weight.low
            # At the ceiling the score only says that the rate is at least so much.
            found = Interval(score.low / weight.high, high if self.capped and top >= ONE else top)
        return found.within(Interval(low, high)) if found and found.low <= found.high else None


def _printed_reach(seen: Seen) -> Interval | None:
    """The values that a computed and printed cell may stand for: rounded or cut."""
    return seen.wide if isinstance(seen, Printed) else seen if isinstance(seen, Interval) else None


@dataclass(frozen=True, slots=True)
class Stepped:
    """A score is a share of the weight that a table gives for the rate (lowest rate of the step, share).

    ``rate`` and ``base`` as in ``Product``. Forces nothing: a table is one rule among several.
    """

    weight: str
    rate: str
    score: str
    steps: tuple[tuple[Decimal, Decimal], ...]
    base: str = ""

    @property
    def cells(self) -> tuple[str, ...]:
        """Weight, rate (or the two amounts it comes from), score."""
        return Product(self.weight, self.rate, self.score, True, self.base).cells

    def judge(self, look: Look) -> Outcome:
        """Compare with the share of the highest step that the rate reaches."""
        weight, score, rate = look(self.weight), look(self.score), _quotient(look, self.rate, self.base)
        if not isinstance(weight, Printed) or not isinstance(score, Printed) or rate is None:
            return NOT_TESTABLE
        share = next((share for floor, share in self.steps if rate >= floor), ZERO)
        return compare(weight.value * share, score.value, ZERO, ZERO)

    def force(self, look: Look, unknown: str, low: Decimal, high: Decimal) -> Interval | None:
        """Return None."""
        return None


def _quotient(look: Look, rate: str, base: str) -> Decimal | None:
    top = look(rate)
    if not isinstance(top, Printed):
        return None
    if not base:
        return top.value
    bottom = look(base)
    return top.value / bottom.value if isinstance(bottom, Printed) and bottom.value > 0 else None
