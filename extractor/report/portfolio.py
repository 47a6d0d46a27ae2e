"""The portfolio: one line per form, with what it was to spend, what it spent, how it was scored and what is open.

Comes in: a form. Goes out: its line as text; amounts in 万元 whatever the unit of the form. Never takes a lost
amount for zero: a line without one of the two amounts has no rate.
"""

from __future__ import annotations

from decimal import Decimal

from extractor.labels import FORM_TYPES, Label, Language
from extractor.laws import Form
from extractor.laws.catalogue.money import stage_amounts
from extractor.report.live_laws import blank_paths
from extractor.sheet.view import FormView, counts

COLUMNS = (
    "project", "unit_name", "year", "form_type", "budget", "executed", "rate", "score", "grade", "errors", "warnings",
    "review", "document", "form",
)  # fmt: skip
NUMBERS = frozenset({"budget", "executed", "rate", "score", "errors", "warnings", "review", "form"})
HEADS: dict[str, Label] = {
    "form_type": Label("表类", "kind of form"),
    "budget": Label("预算数（万元）", "budget (10,000 yuan)"),
    "executed": Label("执行数（万元）", "executed (10,000 yuan)"),
    "rate": Label("执行率", "executed / budget"),
    "score": Label("总分", "total score"),
    "errors": Label("错误", "errors"),
    "warnings": Label("提醒", "warnings"),
    "review": Label("待核单元格", "cells to review"),
}
_AVAILABLE = tuple(
    f"department.{key}" for key in ("carry_over_in", "initial_budget", "budget_adjustment", "other_adjustment")
)
_WAN = Decimal(10_000)


def portfolio_line(view: FormView, language: Language) -> dict[str, str | None]:
    """The line of one form but for the columns that name it."""
    form = Form.of(view.form.values, view.form.units, blank_paths(view))
    budget, executed = _amounts(form)
    found = counts(view.form)
    kind = FORM_TYPES.get(view.form.form_type, Label(view.form.form_type, view.form.form_type))
    return {
        "project": view.value("project_name") or view.value("title"),
        "form_type": kind.say(language),
        "budget": _plain(budget),
        "executed": _plain(executed),
        "rate": f"{executed / budget * 100:.2f}%" if budget and executed is not None else None,
        "score": _plain(form.number("total.score")),
        "grade": view.value("grade"),
        "errors": str(found["error"]),
        "warnings": str(found["warning"]),
        "review": str(found["review"]),
    }


def _amounts(form: Form) -> tuple[Decimal | None, Decimal | None]:
    """Budget and executed amount in 万元; a department's budget is what it had with carry-over and adjustments."""
    if form.has("department.initial_budget") or form.has("department.executed"):
        return _available(form), _in_wan(form, "department.executed", form.number("department.executed"))
    stages = stage_amounts(form)
    budget, spent = (stages.get(stage, ("", None)) for stage in ("budget", "spent"))
    return _in_wan(form, *budget), _in_wan(form, *spent)


def _available(form: Form) -> Decimal | None:
    if form.number("department.initial_budget") is None or any(form.look(path) is None for path in _AVAILABLE):
        return None
    total = sum((form.number(path) or Decimal(0) for path in _AVAILABLE), Decimal(0))
    return _in_wan(form, "department.initial_budget", total)


def _in_wan(form: Form, path: str, amount: Decimal | None) -> Decimal | None:
    return None if amount is None else amount * form.unit_factor(path) / _WAN


def _plain(number: Decimal | None) -> str | None:
    return None if number is None else f"{number:f}"
