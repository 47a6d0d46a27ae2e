"""Plain printed numbers and the intervals they stand for.

Comes in: the text of a cell. Goes out: ``Printed`` (the exact decimal and the printed
decimal places) and ``Interval`` (what the print can stand for when the writer rounded or
cut). Never uses binary floats, never guesses a character, never raises on odd text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

LONGEST = 48  # no cell of a form holds a longer number; guards the caches against prose

_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
_WIDTH |= {0x3000: 0x20, 0x00A0: 0x20, 0x2212: 0x2D, 0x2009: 0x20, 0x202F: 0x20, 0xFE63: 0x2D}
# ASCII digits only: str.isdigit() also accepts dingbats and superscripts.
_NUMBER = re.compile(r"([+-]?)((?:[0-9]{1,3}(?:[, ][0-9]{3})+|[0-9]+))(?:\.([0-9]+))?", re.ASCII)
_LOOSE = re.compile(r"\s*([.,])\s*|^([+-])\s+")


@dataclass(frozen=True, slots=True)
class Interval:
    """The closed range ``low`` to ``high`` of exact values."""

    low: Decimal
    high: Decimal

    def meets(self, other: Interval) -> bool:
        """Say whether the two ranges share a value."""
        return self.low <= other.high and other.low <= self.high

    def within(self, other: Interval) -> Interval | None:
        """Return the common part of two ranges, or None if there is none."""
        low, high = max(self.low, other.low), min(self.high, other.high)
        return Interval(low, high) if low <= high else None


@dataclass(frozen=True, slots=True)
class Printed:
    """A number as printed: its exact decimal ``value``, its decimal places, its text."""

    value: Decimal
    decimals: int
    text: str

    @property
    def ulp(self) -> Decimal:
        """One unit in the last printed place."""
        return unit_in_last_place(self.decimals)

    @property
    def rounded(self) -> Interval:
        """The range that rounding could have come from."""
        half = self.ulp / 2
        return Interval(self.value - half, self.value + half)

    @property
    def wide(self) -> Interval:
        """The range that rounding or cutting off digits could have come from."""
        half, ulp = self.ulp / 2, self.ulp
        if self.value < 0:
            return Interval(self.value - ulp, self.value + half)
        return Interval(self.value - half, self.value + ulp)


@lru_cache(maxsize=64)
def unit_in_last_place(decimals: int) -> Decimal:
    """Return 10 to the power of minus ``decimals``."""
    return Decimal(1).scaleb(-decimals)


def fold(text: str) -> str:
    """Map full-width letters, digits, signs and blanks to their plain width; nothing else.

    Deliberately no NFKC: that would also turn ``²`` and ``①`` into digits.
    """
    return text.translate(_WIDTH)


def parse_number(text: str) -> Printed | None:
    """Read a plain number: sign, digits, thousands separators, decimal point.

    White space counts as part of the number only where it cannot separate two numbers:
    around the point or a comma, after the sign, or between groups of three digits.
    Returns None for anything else, brackets and units included.
    """
    return _parse_number(text) if len(text) <= LONGEST else None


@lru_cache(maxsize=8192)
def _parse_number(text: str) -> Printed | None:
    plain = _LOOSE.sub(lambda hit: hit.group(1) or hit.group(2), fold(text).strip())
    hit = _NUMBER.fullmatch(plain)
    if hit is None:
        return None
    sign, whole, places = hit.group(1), hit.group(2), hit.group(3) or ""
    digits = whole.replace(",", "").replace(" ", "")
    value = Decimal(f"{sign}{digits}.{places}" if places else f"{sign}{digits}")
    return Printed(value, len(places), text)


def format_number(value: Decimal, decimals: int | None = None) -> str:
    """Write a decimal plainly, with so many places or with no needless zeros."""
    if decimals is not None:
        return f"{value:.{decimals}f}"
    plain = f"{value:f}"
    if "." in plain:
        plain = plain.rstrip("0").rstrip(".")
    return "0" if plain in ("-0", "") else plain


def interval(printed: Printed) -> Interval:
    """Return the range a printed number stands for when it was rounded (see ``Printed.wide``)."""
    return printed.rounded
