"""Claims about one row of a form: its target, its result, its score, its loss, and how far the result lies off.

Comes in: a line of a narrative, the figures of its forms. Goes out: nothing; each claim is held against the row that
was named last before it.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Sequence
from decimal import Decimal
from typing import Protocol

from tests.narrate.figures import NUMBER, Figures, Line, narrow, number_of

_N = rf"({NUMBER})"


class Holder(Protocol):
    """What counts the claims."""

    def hold(self, stands: bool, claim: str) -> None:
        """Count one claim."""


# What is said of the row that was named last before it: its target, its result, its score, its loss, the gap.
_GAP = re.compile(
    rf"(?:超出指标值|低于指标值|比指标值少|提前|逾期){_N}"
    rf"|(?<![\d.]){_N}(?:[^\s\d,;:]{{0,12}}| percentage points?) (?:above|below) the target"
    rf"|{_N} days? (?:early|late)"
)
_POINTS = re.compile(
    rf"，得{_N}分，扣{_N}分|：得{_N}分，扣{_N}分|: score {_N}, {_N} lost|; score {_N}, {_N} lost|”扣{_N}分|” lost {_N}"
)
_TEXT = re.compile(
    r"(指标值为(?!何)|（指标值|(?:”, |: |\()target (?!\(|filled))|(实际完成值为(?!何)|，完成值|, result )"
)
_NAMED = re.compile(r"“([^“”]+)”|\*\*([^*]+)\*\*")


def of_rows(line: str, figures: Sequence[Figures], report: Holder) -> None:
    """Each statement about a row, against the row that was named last before it."""
    names = [(found.end(), found[1] or found[2]) for found in _NAMED.finditer(line)]
    if not names:
        return
    for hit in _GAP.finditer(line):
        number = Decimal(next(filter(None, hit.groups())).replace(",", ""))
        known = {value for row in _rows_before(names, hit.start(), figures) for value in (row.gap, row.days)
                 if value is not None}  # fmt: skip
        if known:
            report.hold(number in known, f"“{line[max(0, hit.start() - 20) : hit.end()]}”")
    for hit in _POINTS.finditer(line):
        said = [Decimal(group) for group in hit.groups() if group]
        rows = _rows_before(names, hit.start() + 1, figures)
        pairs = {(row.score, row.lost) for row in rows} if len(said) == 2 else {(row.lost,) for row in rows}
        if pairs:
            report.hold(tuple(said) in pairs, f"“{hit[0]}”")
    for hit in _TEXT.finditer(line):
        texts = {row.target if hit[1] else row.actual for row in _rows_before(names, hit.end(), figures)}
        after = line[hit.end() :].lstrip("“")
        shown = [form for text in texts if text for form in _written(text)]
        if shown and not after.startswith("¶"):
            report.hold(any(after.startswith(one) and not re.match(r"[\d.]*\d", after[len(one) :]) for one in shown),
                        f"“{line[max(0, hit.start() - 15) : hit.end() + 15]}”")  # fmt: skip


def _written(text: str) -> list[str]:
    """The ways in which a narrative may write a target or a result."""
    flat = narrow(re.sub(r"\s*\n\s*", "", text).strip().removesuffix(" 00:00:00"))
    plain = (
        re.sub(r"(\.\d*?)0+(?=%?$)", r"\1", flat).replace(".%", "%").rstrip(".")
        if number_of(flat) is not None
        else flat
    )
    dates = []
    if found := re.match(r"(?:(\d{4})[-./年])?(\d{1,2})(?:[-./月](\d{1,2}))?", flat):
        year, month, day = found[1], int(found[2]), int(found[3] or 0)
        dates = [(f"{year}年" if year else "") + f"{month}月" + (f"{day}日" if day else "")]
        if 1 <= month <= 12:
            english = (f"{day} " if day else "") + calendar.month_name[month] + (f" {year}" if year else "")
            dates += [english, f"by {english}"]
    return [one.lstrip("=＝ ").rstrip("。.；;，,、 ") for one in (flat, plain)] + [flat[:36], *dates]


def _rows_before(names: Sequence[tuple[int, str]], at: int, figures: Sequence[Figures]) -> list[Line]:
    """The rows of the name that stands last before a place; none where that is no row's name."""
    for end, name in reversed(names):
        if end <= at:
            return [row for one in figures for row in [*one.lines, *one.scored] if _same(name, row.name)]
    return []


def _same(name: str, other: str) -> bool:
    plain = re.sub(r"\s", "", name.replace("‘", "“").replace("’", "”")).removesuffix("……")
    return (
        bool(other)
        and bool(plain)
        and plain == re.sub(r"\s", "", other.replace("‘", "“"))[: len(plain)].replace("‘", "“")
    )
