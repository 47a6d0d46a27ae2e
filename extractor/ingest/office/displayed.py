"""A cell's value as a spreadsheet shows it.

Comes in: a stored number or text and its number format. Goes out: the text in the cell: ``0.957`` under ``0.00%``
is ``95.70%``. Never computes a formula, and shows a value whose format is not understood in the format General.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from functools import lru_cache

from xlfmt import format_value

GENERAL = "General"

_LONGEST = 255  # what a spreadsheet program accepts as a format
_LARGEST = Decimal(10) ** 21
_QUOTED = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]')
_LITERAL = re.compile(r'"([^"]*)"|\\(.)|\[[^\]]*\]|(@|General)')
_WEEKDAY = re.compile(r'("[^"]*"|\\.)|\[\$-[0-9A-Fa-f]+\]|\b(a{3,4})\b')
_SYSTEM_DATE = re.compile(r"\[\$-F800\]", re.IGNORECASE)
_DAY_HALVES = re.compile(r"上午/下午")

# Formats that a file names by number alone: what they look like in Chinese Excel and WPS.
BUILT_IN = {
    0: GENERAL, 1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 9: "0%", 10: "0.00%", 11: "0.00E+00", 12: "# ?/?",
    13: "# ??/??", 14: "yyyy/m/d", 15: "d-mmm-yy", 16: "d-mmm", 17: "mmm-yy", 18: "h:mm AM/PM", 19: "h:mm:ss AM/PM",
    20: "h:mm", 21: "h:mm:ss", 22: "yyyy/m/d h:mm", 37: "#,##0;-#,##0", 38: "#,##0;-#,##0", 39: "#,##0.00;-#,##0.00",
    40: "#,##0.00;-#,##0.00", 41: '#,##0;-#,##0;"-";@', 42: '"¥"#,##0;"¥"-#,##0;"¥-";@', 43: '#,##0.00;-#,##0.00;"-";@',
    44: '"¥"#,##0.00;"¥"-#,##0.00;"¥-";@', 45: "mm:ss", 46: "[h]:mm:ss", 47: "mm:ss.0", 48: "##0.0E+0", 49: "@",
    27: 'yyyy"年"m"月"', 28: 'm"月"d"日"', 29: 'm"月"d"日"', 30: "m-d-yy", 31: 'yyyy"年"m"月"d"日"', 32: 'h"时"mm"分"',
    33: 'h"时"mm"分"ss"秒"', 34: 'h"时"mm"分"', 35: 'h"时"mm"分"ss"秒"', 36: 'yyyy"年"m"月"', 50: 'yyyy"年"m"月"',
    51: 'm"月"d"日"', 52: 'yyyy"年"m"月"', 53: 'm"月"d"日"', 54: 'm"月"d"日"', 55: 'h"时"mm"分"',
    56: 'h"时"mm"分"ss"秒"', 57: 'yyyy"年"m"月"', 58: 'm"月"d"日"',
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Shown:
    """How a workbook shows numbers: where its days are counted from, and whether a zero is seen."""

    date1904: bool = False
    zeros: bool = True


@lru_cache(maxsize=20_000)
def number_shown(stored: str, code: str, how: Shown = Shown()) -> str:
    """The text of a stored number under a format."""
    number = _number(stored)
    if number is None:
        return stored.strip()
    if number == 0 and not how.zeros:
        return ""
    if code == GENERAL or len(code) > _LONGEST or abs(number) >= _LARGEST:
        return _general(number)
    if _QUOTED.sub("", code).strip() in ("@", GENERAL) and not _has_sections(code):
        return _LITERAL.sub(lambda m: _general(number) if m[3] else m[1] or m[2] or "", code).strip()
    try:
        return " ".join(str(format_value(number, _readable(code, number, how), date1904=how.date1904)).split())
    except Exception:  # whatever a format makes of a value that it does not fit
        return _general(number)


@lru_cache(maxsize=2_000)
def text_shown(text: str, code: str) -> str:
    """A text under a format: most leave it as it is, ``@"元"`` writes something beside it."""
    if "@" not in code or code == "@" or len(code) > _LONGEST:
        return text
    try:
        shown = str(format_value(text, code))
    except Exception:  # whatever a format makes of a value that it does not fit
        return text
    return shown.strip() if text.strip() in shown else text


def _number(stored: str) -> Decimal | None:
    """A stored number without the noise of binary fractions: 15 digits are what a spreadsheet counts with."""
    try:
        number = Decimal(stored.strip())
        return Decimal(f"{number:.15g}") if number.is_finite() and abs(number.adjusted()) < 400 else None
    except InvalidOperation:
        return None


def _general(number: Decimal) -> str:
    """The format General, but for one thing: a whole number shows all its digits, be the column as narrow as it may."""
    if number == number.to_integral_value() and abs(number) < _LARGEST:
        return f"{number:.0f}" if number else "0"
    try:
        return str(format_value(number, GENERAL))
    except Exception:  # whatever a format makes of a value that it does not fit
        return f"{number:f}"


def _has_sections(code: str) -> bool:
    return ";" in _QUOTED.sub("", code)


def _readable(code: str, number: Decimal, how: Shown) -> str:
    """The format in words that the formatting library knows: days of the week in Chinese, the system's long date."""
    if _SYSTEM_DATE.match(code):
        return BUILT_IN[31]
    code = _DAY_HALVES.sub("", code)
    if "aaa" not in code:
        return code
    day = "一二三四五六日"[(int(number) + (6 if how.date1904 else -2)) % 7]
    return _WEEKDAY.sub(lambda m: m[1] or (f'"{"星期" if len(m[2]) == 4 else "周"}{day}"' if m[2] else ""), code)
