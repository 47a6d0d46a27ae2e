"""Amounts of money in 元, 万元 and 亿元.

Comes in: a money cell and the unit of its table, or prose. Goes out: ``Amount``, exact
in 元, with the step of its last printed digit. Never mixes units silently: an amount
without a unit takes the one that is given, or is none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from extractor.notation.number import LONGEST, Printed, fold, parse_number

_FACTORS = {
    "元": Decimal(1),
    "千元": Decimal(1000),
    "万": Decimal(10_000),
    "万元": Decimal(10_000),
    "百万元": Decimal(1_000_000),
    "亿": Decimal(100_000_000),
    "亿元": Decimal(100_000_000),
}
_NUMBER = r"(?<![0-9.])(?<![0-9],)([0-9][0-9,]*(?:\.[0-9]+)?) ?"
# 万 before a counting word counts people or things, not money.
_IN_PROSE = re.compile(_NUMBER + r"(亿元|百万元|万元|千元|元|亿|万)(?![人户名条份次家个亩吨])")


@dataclass(frozen=True, slots=True)
class Amount:
    """An amount in 元, the step of its last printed digit in 元, and how it was printed."""

    yuan: Decimal
    step: Decimal
    printed: Printed
    unit: str
    start: int = 0
    end: int = 0


def unit_factor(unit: str) -> Decimal | None:
    """Return how many 元 one of ``unit`` is, or None for what is no unit of money."""
    return _FACTORS.get(unit)


def parse_amount(text: str, unit: str = "") -> Amount | None:
    """Read an amount; one without a unit of its own takes ``unit``.

    Returns None if there is no number, or no unit on either side.
    """
    return _parse_amount(text, unit) if len(text) <= LONGEST else None


@lru_cache(maxsize=4096)
def _parse_amount(text: str, unit: str) -> Amount | None:
    plain = fold(text).strip()
    number = re.match(r"[+\-0-9., ]+", plain)
    if number is None:
        return None
    own = plain[number.end() :].strip()
    factor = _FACTORS.get(own or unit)
    printed = parse_number(number.group())
    if factor is None or printed is None:
        return None
    return Amount(printed.value * factor, printed.ulp * factor, printed, own or unit, 0, len(text))


def find_amounts(prose: str) -> Iterator[Amount]:
    """Yield the amounts that stand in prose with a unit of money, in order, with their offsets."""
    for hit in _IN_PROSE.finditer(fold(prose)):
        unit = hit.group(2)
        factor = _FACTORS.get(unit)
        printed = parse_number(hit.group(1))
        if factor is not None and printed is not None:
            yield Amount(printed.value * factor, printed.ulp * factor, printed, unit, hit.start(), hit.end())
