"""Laws of what one project can have: never more than its department as a whole.

Comes in: the forms of a document. Goes out: sayings, attached to the project's form. Takes
the largest figure that the department's form gives, so that a budget cut in the year breaks nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from extractor.laws.catalogue.tables import fund_rows
from extractor.laws.document.bundle import Bundle, in_unit, own_amount, yuan
from extractor.laws.document.law import Told, between
from extractor.laws.form import Form
from extractor.laws.law import Said, holds, plain
from extractor.laws.names import cell_words
from extractor.notation import Printed

_TOTALS = ("carry_over_in", "initial_budget", "budget_adjustment", "other_adjustment")


@between("warning", "单个项目金额不超过部门总额", "no project's amount exceeds the department's total")
def project_amount_within_department(bundle: Bundle) -> Iterator[Told]:
    """project_amount_within_department: one project's spending or budget is at most all that the department has.

    The largest of the department's own figures counts: a budget may have been cut in the year.
    Okay: forms[0].department.executed=300; forms[1].project_name=村级水站改造补助;
        forms[1].funds[0].source=total; forms[1].funds[0].executed=290
    Broken: forms[0].department.executed=300; forms[1].project_name=村级水站改造补助;
        forms[1].funds[0].source=total; forms[1].funds[0].executed=310
    """
    for index in bundle.departments():
        department = bundle.forms[index]
        for number in bundle.projects_of(index):
            for column in ("adjusted_budget", "initial_budget", "executed"):
                own = own_amount(bundle.forms[number], column)
                bounds = _spent_in_all(department) if column == "executed" else _budget_in_all(department)
                if own is None or not bounds:
                    continue
                largest = max(bounds, key=lambda item: item[1].value)
                yield number, _within(bundle.forms[number], own, index, department, largest)


def _within(form: Form, own: tuple[str, Printed], index: int, department: Form, bound: tuple[str, Printed]) -> Said:
    (path, amount), (_, most) = own, bound
    if amount.rounded.low <= most.rounded.high:
        return holds(path)
    name = cell_words(path, form)
    top = in_unit(most.value, form, path)
    gap = plain(in_unit(amount.value - most.value, form, path))
    kind = ("执行", "spending") if path.endswith("executed") else ("预算", "budget")
    return Said(
        "broken",
        (path,),
        f"{name[0]} {amount.text} 大于第 {index + 1} 张表（部门）全部{kind[0]} {plain(top)}，多 {gap}",
        f"{name[1]} {amount.text} exceeds the whole {kind[1]} of the department, {plain(top)} (form no. {index + 1}), "
        f"by {gap}",
        plain(top),
        amount.text,
        gap,
    )


def _spent_in_all(form: Form) -> list[tuple[str, Printed]]:
    paths = ("department.executed", "department.expenditure_total")
    found = [(path, seen) for path in paths if (seen := yuan(form, path)) is not None]
    own = own_amount(form, "executed")
    return found + _by_kind(form, "executed") + ([own] if own else [])


def _budget_in_all(form: Form) -> list[tuple[str, Printed]]:
    """All figures that stand for what the department had: budget with carry-over and adjustments, income."""
    parts = [seen for key in _TOTALS if (seen := yuan(form, f"department.{key}")) is not None]
    found = [(f"department.{key}", seen) for key in ("initial_budget", "income_total")
             if (seen := yuan(form, f"department.{key}")) is not None]  # fmt: skip
    if found and parts:
        places = min(part.decimals for part in parts)
        found.append(("department.initial_budget", Printed(sum((p.value for p in parts), Decimal(0)), places, "")))
    for column in ("initial_budget", "adjusted_budget"):
        own = own_amount(form, column)
        found += _by_kind(form, column) + ([own] if own else [])
    return found


def _by_kind(form: Form, column: str) -> list[tuple[str, Printed]]:
    """What a table by kind of income or expenditure adds up to."""
    found = []
    for stage in ("by_income", "by_expenditure"):
        rows = [f"{row}.{column}" for row in fund_rows(form, stage)]
        parts = [seen for path in rows if (seen := yuan(form, path)) is not None]
        if parts and len(parts) == len(rows):
            places = min(part.decimals for part in parts)
            found.append((rows[0], Printed(sum((part.value for part in parts), Decimal(0)), places, "")))
    return found
