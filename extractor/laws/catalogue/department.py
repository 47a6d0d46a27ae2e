"""Laws of the department form: balance, staff, income table, and the rates behind its score card.

Comes in: a form and the settings. Goes out: relations and sayings. Amounts in the form's
unit (万元 as a rule), the income table in its own (元). Names the denominator that fits.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from extractor.laws.catalogue.tables import card_item, has_full_marks
from extractor.laws.form import Form
from extractor.laws.law import Instance, Said, arithmetic, holds, plain, saying
from extractor.laws.outcome import compare
from extractor.laws.relations import Balance, Equal, Sum
from extractor.laws.settings import LawSettings
from extractor.notation import Printed, fold, format_rate, parse_number

GUIDE = "财预〔2013〕53号附件2 部门整体支出绩效评价指标体系（凭记忆，未核对原文）"
_IN = ("carry_over_in", "initial_budget", "budget_adjustment", "other_adjustment")
_BALANCE = (*((f"department.{key}", 1) for key in _IN), ("department.executed", -1))
ZERO = Decimal(0)


@arithmetic("error", "结转、预算与调整之和减执行等于年末结余", "what came in less executed is the balance")
def department_balance(form: Form, settings: LawSettings) -> Iterator[Instance]:
    """department_balance: what came in, with its adjustments, less what was executed is the year-end balance.

    Okay: department.carry_over_in=1.50; department.initial_budget=100; department.budget_adjustment=-20.00;
        department.other_adjustment=0; department.executed=80; department.year_end_balance=1.50
    Broken: department.carry_over_in=1.50; department.initial_budget=100; department.budget_adjustment=20.00;
        department.other_adjustment=0; department.executed=80; department.year_end_balance=1.50
    """
    if form.has("department.year_end_balance") or form.has("department.executed"):
        yield Instance(Balance(_BALANCE, "department.year_end_balance", rounded=True))


@arithmetic("error", "在职、离休、退休之和等于总人数", "active and retired staff add up to the total")
def staff_sum(form: Form, settings: LawSettings) -> Iterator[Instance]:
    """staff_sum: active, retired cadres and retired are all the staff.

    Okay: department.staff.total=12; department.staff.active=8; department.staff.retired_cadres=1;
        department.staff.retired=3
    Broken: department.staff.total=13; department.staff.active=8; department.staff.retired_cadres=1;
        department.staff.retired=3
    """
    parts = tuple(f"department.staff.{key}" for key in ("active", "retired_cadres", "retired"))
    if form.has("department.staff.total") or any(form.has(part) for part in parts):
        yield Instance(Sum(parts, "department.staff.total"))


@arithmetic("error", "各功能科目之和等于合计", "the lines by function add up to their totals")
def income_table_sums(form: Form, settings: LawSettings) -> Iterator[Instance]:
    """income_table_sums: income and expenditure by function add up to the totals of the table.

    Okay: department.income_by_function[0].income=10.5; department.income_by_function[1].income=2;
        department.income_total=12.5
    Broken: department.income_by_function[0].income=10.5; department.income_by_function[1].income=2;
        department.income_total=13.5
    """
    department = form.values.get("department") or {}
    rows = len(department.get("income_by_function") or ()) if isinstance(department, dict) else 0
    for key in ("income", "expenditure"):
        parts = tuple(f"department.income_by_function[{row}].{key}" for row in range(rows))
        if parts and any(form.has(part) for part in parts):
            yield Instance(Sum(parts, f"department.{key}_total", rounded=True))


@arithmetic("note", "预算执行数与支出合计一致", "executed is the total expenditure of the table")
def executed_is_expenditure_total(form: Form, settings: LawSettings) -> Iterator[Instance]:
    """executed_is_expenditure_total: both name the year's spending; a table of fiscal money alone may be smaller.

    Okay: department.executed=80.50; department.expenditure_total=805000.00
    Broken: department.executed=80.50; department.expenditure_total=804000.00
    """
    if form.has("department.expenditure_total"):
        relation = Equal("department.executed", "department.expenditure_total", _table_factor(form))
        yield Instance(relation, conditional=True)


def _table_factor(form: Form) -> Decimal:
    """How many units of the balance one unit of the income table is.

    The table has a unit of its own that is seldom printed (元 beside 万元): unless the
    record names it, the one is taken that brings the two statements of spending together.
    """
    table, balance = "department.expenditure_total", "department.executed"
    if any(prefix and table.startswith(prefix) for prefix in form.units):
        return form.unit_factor(table) / form.unit_factor(balance)
    spent, executed = form.number(table), form.number(balance)
    return Decimal(1) if spent and executed and spent < executed * 100 else Decimal("0.0001")


@saying("note", "收入减支出与年末结余一致", "income less expenditure is the year-end balance")
def income_less_expenditure_is_balance(form: Form, settings: LawSettings) -> Iterator[Said]:
    """income_less_expenditure_is_balance: within one year, what was not spent is what is left (but for carry-over).

    Okay: department.income_total=900000; department.expenditure_total=800000; department.year_end_balance=10.00
    Broken: department.income_total=900000; department.expenditure_total=800000; department.year_end_balance=12.00
    """
    cells = ("department.income_total", "department.expenditure_total", "department.year_end_balance")
    income, spent, left = (form.look(cell) for cell in cells)
    if not (isinstance(income, Printed) and isinstance(spent, Printed) and isinstance(left, Printed)):
        return
    carried = form.number("department.carry_over_in") or ZERO
    surplus = (income.value - spent.value) * _table_factor(form)
    outcomes = [compare(surplus + extra, left.value, left.ulp / 2, left.ulp) for extra in (ZERO, carried)]
    if any(outcome.verdict == "holds" for outcome in outcomes):
        yield holds(*cells)
        return
    gap = plain(left.value - surplus)
    yield Said(
        "broken",
        cells,
        f"收入 {income.text} − 支出 {spent.text} = {plain(surplus)}（换算后），与年末结余 {left.text} 相差 {gap}",
        f"income {income.text} - expenditure {spent.text} = {plain(surplus)} (converted), "
        f"balance {left.text}: {gap} apart",
        plain(surplus),
        left.text,
        gap,
    )


def _available(form: Form) -> Decimal | None:
    """The budget after adjustment, or None if a part is missing."""
    numbers = [form.number(f"department.{key}") for key in _IN]
    return sum((number or ZERO for number in numbers), ZERO) if numbers[1] is not None else None


@saying("warning", "预算调整较大时不应得满分", "a large budget adjustment does not earn full marks", GUIDE)
def large_budget_adjustment_loses_marks(form: Form, settings: LawSettings) -> Iterator[Said]:
    """large_budget_adjustment_loses_marks: |adjustment| / initial budget beyond the limit costs marks on the card.

    Okay: department.initial_budget=100; department.budget_adjustment=-5; scorecard[0].item=预算调整率;
        scorecard[0].weight=3; scorecard[0].score=3
    Broken: department.initial_budget=100; department.budget_adjustment=-45; scorecard[0].item=预算调整率;
        scorecard[0].weight=3; scorecard[0].score=3
    """
    row = card_item(form, "预算调整率", "预算控制率")
    base, change = form.number("department.initial_budget"), form.number("department.budget_adjustment")
    if row is None or not base or change is None:
        return
    cells = ("department.budget_adjustment", "department.initial_budget", f"{row}.score", f"{row}.weight")
    rate = abs(change) / base
    if rate <= settings.large_adjustment or not has_full_marks(form, row):
        yield holds(*cells)
        return
    yield Said(
        "broken",
        cells,
        f"预算调整 {plain(abs(change))} ÷ 年初预算 {plain(base)} = {format_rate(rate, 1)}，"
        f"预算调整率仍得满分 {form.text(f'{row}.score')}",
        f"adjustment {plain(abs(change))} / initial budget {plain(base)} = {format_rate(rate, 1)}, "
        f"yet full marks {form.text(f'{row}.score')}",
        f"≤{format_rate(settings.large_adjustment, 0)}",
        format_rate(rate, 1),
    )


@saying("warning", "预算未完成时不应得满分", "an unfinished budget does not earn full marks", GUIDE)
def budget_completion_earns_its_marks(form: Form, settings: LawSettings) -> Iterator[Said]:
    """budget_completion_earns_its_marks: executed / adjusted budget below the floor costs marks on the card.

    Okay: department.initial_budget=100; department.executed=99; scorecard[0].item=预算完成率;
        scorecard[0].weight=3; scorecard[0].score=3
    Broken: department.initial_budget=100; department.executed=90; scorecard[0].item=预算完成率;
        scorecard[0].weight=3; scorecard[0].score=3
    """
    row = card_item(form, "预算完成率")
    available, executed = _available(form), form.number("department.executed")
    if row is None or not available or executed is None:
        return
    cells = ("department.executed", *(f"department.{key}" for key in _IN), f"{row}.score", f"{row}.weight")
    rate = executed / available
    if rate >= settings.completion_floor or not has_full_marks(form, row):
        yield holds(*cells)
        return
    initial = form.number("department.initial_budget")
    aside = f"（占年初预算 {format_rate(executed / initial, 1)}）" if initial else ""
    yield Said(
        "broken",
        cells,
        f"执行 {plain(executed)} ÷ 调整后预算 {plain(available)} = {format_rate(rate, 1)}{aside}，"
        f"预算完成率仍得满分 {form.text(f'{row}.score')}",
        f"executed {plain(executed)} / adjusted budget {plain(available)} = {format_rate(rate, 1)}, "
        f"yet full marks {form.text(f'{row}.score')}",
        format_rate(Decimal(1), 0),
        format_rate(rate, 1),
    )


_LAST_NUMBER = re.compile(r"(?:100 ?% *)?([0-9]+(?:\.[0-9]*)?) ?%?$")


def _stated_rate(text: str | None) -> tuple[Decimal, Decimal, str] | None:
    """Return lowest and highest fraction of the per cent figure that ends an analysis; it may be clipped (``10.``)."""
    hit = _LAST_NUMBER.search(fold(text or "").strip())
    number = parse_number(hit.group(1).rstrip(".")) if hit else None
    if hit is None or number is None:
        return None
    return (number.value - number.ulp / 2) / 100, (number.value + number.ulp) / 100, hit.group(1)


@saying("warning", "结转结余率与结余、预算相符", "the carry-over rate follows from balance and budget", GUIDE)
def carry_over_rate_fits(form: Form, settings: LawSettings) -> Iterator[Said]:
    """carry_over_rate_fits: the rate stated on the card is balance / budget; a fit with executed alone is a note.

    Okay: department.initial_budget=100; department.executed=90; department.year_end_balance=10;
        scorecard[0].item=结转结余率; scorecard[0].analysis=结余÷预算=10%
    Broken: department.initial_budget=100; department.executed=90; department.year_end_balance=10;
        scorecard[0].item=结转结余率; scorecard[0].analysis=结余÷预算=12%
    """
    row = card_item(form, "结转结余率")
    stated = _stated_rate(form.text(f"{row}.analysis")) if row else None
    left, executed = form.number("department.year_end_balance"), form.number("department.executed")
    available = _available(form)
    if row is None or stated is None or left is None or not available or not executed:
        return
    cells = ("department.year_end_balance", "department.executed", f"{row}.analysis")
    low, high, shown = stated
    on_budget, on_executed = left / available, left / executed
    if low <= on_budget <= high:
        yield holds(*cells)
        return
    fits = low <= on_executed <= high
    other = format_rate(on_executed)
    tail = f"只与 结余 ÷ 执行数 = {other} 相符" if fits else f"结余 ÷ 执行数 = {other} 也不符"
    tail_en = f"only balance / executed = {other} fits" if fits else f"balance / executed = {other} fails too"
    yield Said(
        "broken",
        cells,
        f"结余 {plain(left)} ÷ 预算 {plain(available)} = {format_rate(on_budget)}，表中写 {shown}%；{tail}",
        f"balance {plain(left)} / budget {plain(available)} = {format_rate(on_budget)}, stated {shown}%; {tail_en}",
        format_rate(on_budget),
        f"{shown}%",
        severity="note" if fits else None,
    )
