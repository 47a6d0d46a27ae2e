"""Amounts of money as a person writes them: 830.75万元 for 8307500 元, 约2.27亿元 for 22728.40 万元.

Comes in: a traced amount and its unit. Goes out: an ``Amount``: what is written, and the printed figure it was
converted from. Never rounds silently: what does not come out is 约 (about), and the printed figure stands beside it.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from extractor.narrate.said import Language, Said, plain

_YUAN = {"元": Decimal(1), "千元": Decimal(1000), "万元": Decimal(10_000), "亿元": Decimal(100_000_000)}
UNITS = ("", *_YUAN)
"""The units that an amount may have; empty where the form does not say."""
# A larger unit, from how many 元 on it is used, and the places that stand behind the point without rounding.
_CHINESE = (("亿元", Decimal(100_000_000), 2), ("万元", Decimal(10_000), 4))
_ENGLISH = (("billion yuan", Decimal(10**9), 4), ("million yuan", Decimal(10**6), 4))
_PLACES = Decimal("0.01")
_LARGEST = 18  # powers of ten: beyond this it is a misprint, told as printed


@dataclass(frozen=True, slots=True)
class Amount:
    """An amount as written; ``printed`` is empty where nothing was converted, ``formula`` says how it was."""

    written: str
    printed: str = ""
    formula: str = ""


def write_amount(said: Said, unit: str, language: Language) -> Amount:
    """An amount in the unit that a person would choose; words and amounts without a unit stay as printed."""
    number, factor = said.number, _YUAN.get(unit)
    if number is None:
        return Amount(said.short)  # words have no unit
    printed = said.short + unit if language == "zh" else f"{said.short} {unit}".rstrip()
    if factor is None or number.adjusted() > _LARGEST:
        return Amount(printed)
    yuan = number * factor
    return _chinese(yuan, unit, printed) if language == "zh" else _english(yuan, printed)


def _chinese(yuan: Decimal, unit: str, printed: str) -> Amount:
    for larger, limit, places in _CHINESE:
        if abs(yuan) >= limit and unit != larger and _YUAN[unit] < limit:
            return _converted(yuan / limit, places, printed, larger, "约", f"{printed}÷{limit / _YUAN[unit]:f}")
    return Amount(printed)


def _english(yuan: Decimal, printed: str) -> Amount:
    for larger, limit, places in _ENGLISH:
        if abs(yuan) >= limit:
            return _converted(yuan / limit, places, printed, f" {larger}", "about ", f"{printed} in {larger}")
    if not yuan:
        return Amount("0 yuan")
    return Amount(f"{yuan.normalize():,f} yuan", printed, f"{printed} in yuan")


def _converted(value: Decimal, places: int, printed: str, unit: str, about: str, formula: str) -> Amount:
    exact = value == value.quantize(Decimal(1).scaleb(-places))
    text = plain(value if exact else value.quantize(_PLACES, rounding=ROUND_HALF_UP))
    return Amount(("" if exact else about) + text + unit, printed, formula)
