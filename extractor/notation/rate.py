"""Printed rates: ``97.5%``, ``97.5``, ``0.975``.

Comes in: the text of a rate cell. Goes out: ``Printed`` whose value is the fraction
(1 = 100 %) and whose decimals count places of that fraction. Never raises on odd text.
"""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from functools import lru_cache

from extractor.notation.number import LONGEST, Printed, fold, parse_number

# A rate without a sign above this is a percentage: nobody executes 150 % and prints 1.5,
# while 1.02 for 102 % is in use.
LARGEST_FRACTION = Decimal("1.5")
_SIGNS = (("%", 2), ("‰", 3), ("百分比", 2), ("个百分点", 2), ("百分点", 2))


def parse_rate(text: str) -> Printed | None:
    """Read a rate as a fraction with its printed precision.

    ``97.5%`` -> 0.975 (3 places), ``0.97`` -> 0.97, ``100`` and ``1`` -> 1. A sign-less
    number above 1.5 is a percentage, below it a fraction.
    """
    return _parse_rate(text) if len(text) <= LONGEST else None


@lru_cache(maxsize=4096)
def _parse_rate(text: str) -> Printed | None:
    plain = fold(text).strip()
    for sign, places in _SIGNS:
        if plain.endswith(sign):
            number = parse_number(plain.removesuffix(sign))
            return None if number is None else _scaled(number, places, text)
    number = parse_number(plain)
    if number is None:
        return None
    if abs(number.value) > LARGEST_FRACTION:
        return _scaled(number, 2, text)
    # "1" and "0" mean the whole and nothing, not "somewhere between 0.5 and 1.5".
    return replace(number, decimals=max(number.decimals, 2), text=text)


def _scaled(number: Printed, places: int, text: str) -> Printed:
    return Printed(number.value.scaleb(-places), number.decimals + places, text)


def format_rate(fraction: Decimal, decimals: int = 2) -> str:
    """Write a fraction as a percentage with so many places behind the point of the per cent."""
    return f"{fraction * 100:.{decimals}f}%"
