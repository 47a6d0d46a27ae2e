"""What a record says in figures, worked out anew for the checker of claims.

Comes in: the plain values of a form. Goes out: ``Figures``. Uses nothing of ``extractor.narrate`` and none of the
parsers that it uses: a mistake there must not hide itself here.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from extractor.values import FormRecord

NUMBER = r"\d+(?:,\d{3})*(?:\.\d+)?"
_FACTORS = {"元": 1, "万元": 10_000, "万": 10_000, "亿元": 10**8, "亿": 10**8, "千元": 1000}
_LEAST, _MOST = (
    re.compile(r"≥|≧|⩾|>|不低于|不少于|至少|大于|以上"),
    re.compile(r"≤|≦|⩽|<|不超过|不高于|以内|以下|小于|控制在"),
)
_END = re.compile(r"(?:(\d{4})年)?(?:(\d{1,2})月|当年|本年|年)[底末]")
_DAY = re.compile(r"(?:(\d{4})[年\-/.])(\d{1,2})[月\-/.](\d{1,2})[日号]?|(\d{1,2})[月.](\d{1,2})[日号]")


_WIDE = str.maketrans("０１２３４５６７８９％＋", "0123456789%+")


def narrow(text: str) -> str:
    """Full-width figures in plain width."""
    return re.sub(r"(?<=\d)．(?=\d)", ".", text.translate(_WIDE))


def number_of(text: str | None) -> Decimal | None:
    """A cell that is one number, with or without a sign of per cent."""
    found = re.fullmatch(rf"[+-]?{NUMBER}[%％]?", narrow(text or "").strip())
    return Decimal(found[0].rstrip("%％").replace(",", "")) if found else None


@dataclass
class Line:
    """One row that may be scored, and how its result stands to its target (None where nobody can tell)."""

    name: str
    target: str | None
    actual: str | None
    weight: Decimal | None
    score: Decimal | None
    met: bool | None
    gap: Decimal | None
    days: int | None

    @property
    def says_anything(self) -> bool:
        """Whether the row says more than its name."""
        return bool(self.target or self.actual or self.weight is not None or self.score is not None)

    @property
    def lost(self) -> Decimal | None:
        """Weight less score."""
        return None if self.weight is None or self.score is None else self.weight - self.score


@dataclass
class Figures:
    """One form: its money in 元, its points, its rows, its counts."""

    form: FormRecord
    money: dict[str, Decimal] = field(default_factory=dict)
    rates: dict[str, Decimal] = field(default_factory=dict)
    lines: list[Line] = field(default_factory=list)
    scored: list[Line] = field(default_factory=list)

    @property
    def values(self) -> Any:
        """The plain values."""
        return self.form.values

    def point(self, path: str) -> Decimal | None:
        """A number of the form by its path of keys."""
        here: Any = self.values
        for key in path.split("."):
            here = here.get(key) if isinstance(here, dict) else None
        return number_of(here) if isinstance(here, str) else None


def figures_of(form: FormRecord) -> Figures:
    """Work out one form."""
    figures = Figures(form)
    year = number_of(form.values.get("fiscal_year"))
    for row in form.values.get("indicators") or []:
        figures.lines.append(_line(row, row.get("level3") or row.get("level2"), int(year) if year else None))
    card = [_line(row, row["item"], None) for row in form.values.get("scorecard") or [] if row.get("item")]
    rows = card or figures.lines
    figures.scored = [row for row in rows if row.score is not None and not (row.weight == 0 == row.score)]
    _add_money(figures)
    return figures


def _line(row: dict[str, Any], name: str | None, year: int | None) -> Line:
    target, actual = row.get("target"), row.get("actual")
    weight = number_of(row.get("weight") or row.get("reference_weight"))
    met, gap, days = _compare(narrow(target or ""), narrow(actual or ""), year)
    return Line(name or "", target, actual, weight, number_of(row.get("score")), met, gap, days)


def _compare(target: str, actual: str, year: int | None) -> tuple[bool | None, Decimal | None, int | None]:
    wanted, got = _day(target, year), _day(actual, year)
    if wanted and got:
        return got <= wanted, None, abs((wanted - got).days)
    if _LEAST.search(actual) or _MOST.search(actual):
        return None, None, None
    numbers = re.findall(NUMBER, target), re.findall(NUMBER, actual)
    if len(numbers[0]) != 1 or len(numbers[1]) != 1 or re.search(r"[年月日]", target + actual):
        return None, None, None
    one, other = (Decimal(found[0].replace(",", "")) for found in numbers)
    units = [re.sub(rf"[≥≧⩾>≤≦⩽<=＝\s]|{NUMBER}|以上|以下|以内", "", text) for text in (target, actual)]
    if units[0] and units[1] and units[0] != units[1]:
        return None, None, None
    least, most = _LEAST.search(target), _MOST.search(target)
    exactly = True if other == one else False if target.lstrip().startswith(("=", "＝")) else None
    met = other >= one if least else other <= one if most else exactly
    return met, abs(one - other), None


def _day(text: str, year: int | None) -> date | None:
    found, end = _DAY.search(text), _END.search(text)
    if re.search(r"至|—", text):
        return None
    if found is None and end is None:
        return None
    left = text.replace((found or end)[0], "", 1)  # type: ignore[index]
    if re.sub(r"[前之以完成于已在年\s]|00:00:00", "", left):
        return None  # something glued to a date: nobody can tell what it says
    if found:
        parts = (found[1], found[2] or found[4], found[3] or found[5])
    else:
        parts = (end[1], end[2] or "12", None) if end else (None, None, None)
    own = int(parts[0]) if parts[0] else year
    try:
        month = int(parts[1] or 0)
        return date(own, month, int(parts[2] or calendar.monthrange(own, month)[1])) if own else None
    except ValueError:
        return None


def _add_money(figures: Figures) -> None:
    values, units = figures.values, figures.form.units
    for at, row in enumerate(values.get("funds") or []):
        for key in ("initial_budget", "adjusted_budget", "allocated", "executed"):
            _put(figures, f"funds[{at}].{key}", row.get(key), units, "funds")
    for key, held in (values.get("department") or {}).items():
        if isinstance(held, str):
            _put(figures, f"department.{key}", held, units, f"department.{key}")
        for at, row in enumerate(held if isinstance(held, list) else []):
            for column in ("income", "expenditure"):
                _put(figures, f"department.{key}[{at}].{column}", row.get(column), units, f"department.{key}")


def _put(figures: Figures, path: str, text: str | None, units: Any, place: str) -> None:
    value = number_of(text)
    if value is not None:
        prefix = max((one for one in units if place.startswith(one)), key=len, default="")
        figures.money[path] = value * _FACTORS.get(units.get(prefix, ""), 1)


def whole_amounts(figures: Figures) -> dict[str, Decimal]:
    """Budget, initial budget, allocated and spent of the whole form in 元, from the total row or by stages."""
    funds = figures.values.get("funds") or []
    stages = {row.get("stage") for row in funds}
    if stages & {"budget", "allocated", "spent"}:
        return dict(_staged(figures, funds))
    total = next((at for at, row in enumerate(funds) if row.get("source") == "total"), 0 if len(funds) == 1 else None)
    names = {"initial": "initial_budget", "budget": "adjusted_budget", "allocated": "allocated", "executed": "executed"}
    return {name: figures.money[f"funds[{total}].{key}"] for name, key in names.items()
            if f"funds[{total}].{key}" in figures.money}  # fmt: skip


def _staged(figures: Figures, funds: list[dict[str, Any]]) -> Iterator[tuple[str, Decimal]]:
    keys = {"budget": "initial_budget", "allocated": "allocated", "spent": "executed"}
    for stage, key in keys.items():
        rows = [(row.get("source"), figures.money.get(f"funds[{at}].{key}"))
                for at, row in enumerate(funds) if row.get("stage") == stage]  # fmt: skip
        amounts = [amount for _, amount in rows if amount is not None]
        whole = [amount for source, amount in rows if source == "total" and amount is not None]
        if amounts:
            yield {"spent": "executed"}.get(stage, stage), whole[0] if whole else sum(amounts, Decimal(0))
