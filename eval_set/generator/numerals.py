"""How numbers are printed: amounts, points, rates.

Comes in: exact decimals. Goes out: their print. Never uses binary floats for what is printed.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal


def rounded(value: Decimal, places: int, cut: bool = False) -> Decimal:
    """Round half up to that many decimals, or cut the rest off."""
    return value.quantize(Decimal(1).scaleb(-places), rounding=ROUND_DOWN if cut else ROUND_HALF_UP)


def short(value: Decimal) -> str:
    """Print without trailing zeros: 9.50 as 9.5, 100 as 100."""
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


@dataclass(frozen=True, slots=True)
class Points:
    """How weights and scores are printed and rounded.

    ``places`` is the decimals a computed score is rounded to (1 or 2), ``cut`` drops the rest instead;
    ``fixed_scores`` and ``fixed_weights`` print that many decimals always, None only those needed.
    """

    places: int = 2
    cut: bool = False
    fixed_scores: int | None = None
    fixed_weights: int | None = None

    def earned(self, exact: Decimal) -> Decimal:
        """Return an exact score as this form rounds it."""
        return rounded(exact, self.places, self.cut)

    def score(self, value: Decimal) -> str:
        """Print a score."""
        return short(value) if self.fixed_scores is None else f"{rounded(value, self.fixed_scores):f}"

    def weight(self, value: Decimal) -> str:
        """Print a weight."""
        return short(value) if self.fixed_weights is None else f"{rounded(value, self.fixed_weights):f}"


@dataclass(frozen=True, slots=True)
class Money:
    """How amounts are printed: ``unit`` 万元 or 元, ``places`` decimals, None for only those needed."""

    unit: str = "万元"
    places: int | None = None
    thousands: bool = False

    def plain(self, value: Decimal) -> str:
        """Print an amount without thousands separators, as a record holds it."""
        return short(value) if self.places is None else f"{rounded(value, self.places):f}"

    def printed(self, value: Decimal) -> str:
        """Print an amount as it stands in its cell."""
        text = self.plain(value)
        if not self.thousands:
            return text
        return f"{Decimal(text):,f}"


@dataclass(frozen=True, slots=True)
class Rates:
    """How execution rates are printed: decimals (None for only those needed), with or without the sign."""

    places: int | None = None
    sign: str = "%"

    def rate(self, part: Decimal, whole: Decimal) -> Decimal:
        """Return the rate in per cent as printed, two decimals at most."""
        return rounded(part / whole * 100, 2 if self.places is None else self.places)

    def printed(self, value: Decimal) -> str:
        """Print a rate."""
        text = short(value) if self.places is None else f"{rounded(value, self.places):f}"
        return text + self.sign
