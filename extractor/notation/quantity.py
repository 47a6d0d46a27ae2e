"""Targets and results as printed: ``≥650人次``, ``大于85%以上``, ``80%-90%``, ``20万/户*4``.

Comes in: the text of a target or result cell, and the year of the form for deadlines.
Goes out: ``Quantity``: a number or range with comparator and unit, a date, or words.
Never interprets words, never drops the printed text, never raises on odd text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Literal

from extractor.notation.dates import PrintedDate, parse_date
from extractor.notation.money import unit_factor
from extractor.notation.number import Interval, Printed, fold, format_number, parse_number

Comparator = Literal["≥", "≤", ">", "<", "=", ""]
Kind = Literal["number", "range", "date", "word"]
LONGEST_QUANTITY = 60

_PREFIXES: tuple[tuple[str, Comparator], ...] = (
    ("大于等于", "≥"), ("大于或等于", "≥"), ("不低于", "≥"), ("不少于", "≥"), ("不小于", "≥"), ("至少", "≥"),
    ("小于等于", "≤"), ("小于或等于", "≤"), ("不超过", "≤"), ("不高于", "≤"), ("不大于", "≤"), ("不多于", "≤"),
    ("控制在", "≤"), ("大于", ">"), ("高于", ">"), ("超过", ">"), ("多于", ">"), ("小于", "<"), ("低于", "<"),
    ("少于", "<"), ("等于", "="), (">=", "≥"), ("=>", "≥"), ("<=", "≤"), ("=<", "≤"), ("≥", "≥"), ("≧", "≥"),
    ("⩾", "≥"), ("≤", "≤"), ("≦", "≤"), ("⩽", "≤"), (">", ">"), ("<", "<"), ("=", "="), ("达到", ""), ("达", ""),
    ("共计", ""), ("共", ""), ("约", ""), ("已完成", ""), ("完成", ""),
)  # fmt: skip
_SUFFIXES: tuple[tuple[str, Comparator], ...] = (
    ("及以上", "≥"), ("(含)以上", "≥"), ("以上", "≥"), ("及以下", "≤"), ("以下", "≤"), ("以内", "≤"), ("之内", "≤"),
)  # fmt: skip
_DIGITS = r"[+-]?[0-9]+(?:[, ][0-9]{3})*(?:\.[0-9]+)?"
_UNIT = r"[^0-9*×+=<>≥≤]{0,12}?"
_ONE = re.compile(rf"({_DIGITS})\s*({_UNIT})")
_RANGE = re.compile(rf"({_DIGITS})\s*({_UNIT})\s*(?:-|—|~|至|到)\s*({_DIGITS})\s*({_UNIT})")
_PRODUCT = re.compile(rf"({_DIGITS})\s*({_UNIT})\s*[*×xX]\s*({_DIGITS})\s*({_UNIT})")
_UNIT_NAMES = {"百分比": "%", "百分点": "%", "个百分点": "%", "％": "%", "工作日": "个工作日"}
_DIMENSIONS = {
    "%": ("share", Decimal("0.01")),
    "‰": ("share", Decimal("0.001")),
    "分钟": ("hours", Decimal(1) / 60),
    "小时": ("hours", Decimal(1)),
    "天": ("hours", Decimal(24)),
    "日": ("hours", Decimal(24)),
    "个月": ("months", Decimal(1)),
    "月": ("months", Decimal(1)),
    "年": ("months", Decimal(12)),
}


@dataclass(frozen=True, slots=True)
class Quantity:
    """One printed target or result.

    ``value`` is the number, or the lower end of a range whose upper end is ``high``;
    ``unit`` is as printed but for width and 百分比 (= %). ``factors`` holds price and
    count of a printed product. ``date`` is set for the kind ``date`` alone.
    """

    kind: Kind
    text: str
    comparator: Comparator = ""
    value: Printed | None = None
    high: Printed | None = None
    unit: str = ""
    factors: tuple[Decimal, Decimal] | None = None
    date: PrintedDate | None = None

    @property
    def dimension(self) -> str:
        """What is measured: money, share, hours, months, or the unit itself."""
        if unit_factor(_base_unit(self.unit)) is not None:
            return "money"
        return _DIMENSIONS.get(self.unit, (self.unit, None))[0]

    @property
    def scale(self) -> Decimal:
        """How many base units (元, whole, hour, month) one printed unit is."""
        money = unit_factor(_base_unit(self.unit))
        return money if money is not None else _DIMENSIONS.get(self.unit, ("", Decimal(1)))[1]

    @property
    def span(self) -> Interval:
        """Lowest and highest value in base units; only for numbers and ranges."""
        if self.value is None:
            raise ValueError("a word or a date has no span")
        high = self.high or self.value
        return Interval(self.value.value * self.scale, high.value * self.scale)


def _base_unit(unit: str) -> str:
    return unit.split("/")[0]


def parse_quantity(text: str, year: int | None = None) -> Quantity | None:
    """Read a target or result cell; None for an empty one, words for what has no number.

    ``year`` is the year of the form, for deadlines such as ``12月底前``.
    """
    if not text.strip():
        return None
    return _parse_quantity(text, year) if len(text) <= LONGEST_QUANTITY else Quantity("word", text)


@lru_cache(maxsize=8192)
def _parse_quantity(text: str, year: int | None) -> Quantity:
    plain = fold(text).strip()
    day = parse_date(plain, year)
    # A bare run of digits is a count; only prints that show a date's shape are dates.
    if day is not None and not plain.isascii() or day is not None and re.search(r"[-/.:]", plain):
        return Quantity("date", text, date=day)
    comparator, core = _comparator(plain)
    for build in (_as_number, _as_range, _as_product):
        found = build(core, comparator, text)
        if found is not None:
            return found
    return Quantity("word", text)


def _comparator(plain: str) -> tuple[Comparator, str]:
    core, comparator = plain, ""
    for mark, meaning in _PREFIXES:
        if core.startswith(mark):
            core, comparator = core[len(mark) :].lstrip(), meaning
            break
    for mark, meaning in _SUFFIXES:
        if core.endswith(mark):
            core, comparator = core[: -len(mark)].rstrip(), comparator or meaning
            break
    known: Comparator = comparator if comparator in ("≥", "≤", ">", "<", "=") else ""  # type: ignore[assignment]
    return known, core


def _as_number(core: str, comparator: Comparator, text: str) -> Quantity | None:
    hit = _ONE.fullmatch(core)
    number = parse_number(hit.group(1)) if hit else None
    if hit is None or number is None or not _is_unit(hit.group(2)):
        return None
    return Quantity("number", text, comparator, number, None, _unit(hit.group(2)))


def _as_range(core: str, comparator: Comparator, text: str) -> Quantity | None:
    hit = _RANGE.fullmatch(core)
    if hit is None:
        return None
    low, high = parse_number(hit.group(1)), parse_number(hit.group(3))
    unit = _unit(hit.group(4) or hit.group(2))
    if low is None or high is None or low.value > high.value or not _is_unit(unit):
        return None
    return Quantity("range", text, comparator, low, high, unit)


def _as_product(core: str, comparator: Comparator, text: str) -> Quantity | None:
    hit = _PRODUCT.fullmatch(core)
    price, count = (parse_number(hit.group(1)), parse_number(hit.group(3))) if hit else (None, None)
    if hit is None or price is None or count is None or not _is_unit(hit.group(2)):
        return None
    product = Printed(price.value * count.value, price.decimals + count.decimals, text)
    unit = _base_unit(_unit(hit.group(2) or hit.group(4)))
    return Quantity("number", text, comparator, product, None, unit, (price.value, count.value))


def _unit(text: str) -> str:
    plain = text.strip()
    return _UNIT_NAMES.get(plain, plain)


def _is_unit(text: str) -> bool:
    # Prose behind a number ("3个中心，并验收") is a sentence, not a unit.
    return not re.search(r"[,。；;、:：!?，]", text)


def comparable(one: Quantity, other: Quantity) -> bool:
    """Say whether two numbers can be compared: same dimension, or one of them printed without a unit."""
    if one.value is None or other.value is None:
        return False
    return one.dimension == other.dimension or not one.unit or not other.unit


def format_quantity(quantity: Quantity) -> str:
    """Write a number or range as comparator, value and unit; other kinds as printed."""
    if quantity.value is None:
        return quantity.text
    low = format_number(quantity.value.value, quantity.value.decimals)
    if quantity.high is not None:
        low = f"{low}-{format_number(quantity.high.value, quantity.high.decimals)}"
    return f"{quantity.comparator}{low}{quantity.unit}"
