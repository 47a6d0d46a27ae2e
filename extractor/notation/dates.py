"""Printed dates and periods.

Comes in: a cell such as ``2021年12月31日前``, ``12月底前``, ``10.31日``, ``2019.7``,
``201905``; the year of the form where the cell has none. Goes out: ``PrintedDate`` with
the first and last day that the print can mean. Never assumes a year that was not given.
"""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Literal

from extractor.notation.number import fold

Precision = Literal["day", "month", "year"]
LONGEST_DATE = 40

_TAIL = r"(?P<end>底|末)?(?P<before>之?以?前)?(?:完成)?"
_YEAR = r"(?P<y>(?:19|20)[0-9]{2})"
_SHAPES = tuple(
    re.compile(shape + _TAIL)
    for shape in (
        _YEAR + r"[-/.年](?P<m>[0-9]{1,2})[-/.月](?P<d>[0-9]{1,2})[日号]?(?:[ T]?[0-9]{1,2}:[0-9]{2}(?::[0-9]{2})?)?",
        _YEAR + r"(?P<m>[0-9]{2})(?P<d>[0-9]{2})",
        _YEAR + r"(?:[-/.]|年)(?P<m>[0-9]{1,2})月?份?",
        _YEAR + r"(?P<m>(?:0[1-9]|1[0-2]))",
        _YEAR + r"年?度?(?:年)?",
        r"(?P<m>[0-9]{1,2})[月.](?P<d>[0-9]{1,2})[日号]",
        r"(?P<m>[0-9]{1,2})月份?",
        r"(?P<this>[当本]?年)(?=底|末)",
    )
)
_BETWEEN = re.compile(r"至|到|——|—|–|~|--|-")


@dataclass(frozen=True, slots=True)
class PrintedDate:
    """A date as printed: the first and last day it can mean, and how exact it is.

    ``before`` is true for a deadline (…前, …之前).
    """

    earliest: date
    latest: date
    precision: Precision
    before: bool
    text: str

    @property
    def iso(self) -> str:
        """The date as ``2021-12-31``, ``2021-12`` or ``2021``, as exact as printed."""
        length = {"day": 10, "month": 7, "year": 4}[self.precision]
        return self.latest.isoformat()[:length]


def parse_date(text: str, year: int | None = None) -> PrintedDate | None:
    """Read a date or deadline; ``year`` serves prints without one (None: then no date).

    ``12月底前`` is the last day of the month, ``年底前`` the last day of the year.
    """
    return _parse_date(text, year) if len(text) <= LONGEST_DATE else None


@lru_cache(maxsize=4096)
def _parse_date(text: str, year: int | None) -> PrintedDate | None:
    plain = re.sub(r"(?<![0-9]) +| +(?![0-9])", "", fold(text).strip())
    for shape in _SHAPES:
        hit = shape.fullmatch(plain)
        if hit is not None:
            return _build(hit, text, year)
    return None


def _build(hit: re.Match[str], text: str, year: int | None) -> PrintedDate | None:
    parts = hit.groupdict()
    own_year = int(parts["y"]) if parts.get("y") else year
    if own_year is None or not 1900 <= own_year <= 2099:
        return None
    month, day = parts.get("m"), parts.get("d")
    at_end, before = bool(parts["end"]), bool(parts["before"])
    if month is None:
        first, last, precision = date(own_year, 1, 1), date(own_year, 12, 31), "year"
    elif not 1 <= int(month) <= 12:
        return None
    else:
        length = calendar.monthrange(own_year, int(month))[1]
        if day is not None and not 1 <= int(day) <= length:
            return None
        first = date(own_year, int(month), int(day or 1))
        last = date(own_year, int(month), int(day or length))
        precision = "day" if day else "month"
    if at_end:
        first, precision = last, "day"
    exact: Precision = "day" if precision == "day" else "month" if precision == "month" else "year"
    return PrintedDate(first, last, exact, before, text)


def parse_period(text: str, year: int | None = None) -> tuple[PrintedDate, PrintedDate] | None:
    """Read a period ``A至B`` as its two dates; the second may leave out the year.

    A single year or month is a period whose two ends are the same print. Returns None if
    either end is no date, or the end lies before the start.
    """
    if len(text) > 2 * LONGEST_DATE:
        return None
    for cut in _BETWEEN.finditer(fold(text)):
        start = parse_date(text[: cut.start()].strip(), year)
        if start is None:
            continue
        end = parse_date(text[cut.end() :].strip(), start.latest.year)
        if end is not None and end.latest >= start.earliest:
            return start, end
    only = parse_date(text, year)
    return None if only is None or only.precision == "day" else (only, only)
