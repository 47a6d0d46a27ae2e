"""Laws of funds: sums over sources, execution rate and score, order of budget, allocation and spending.

Comes in: a form and the settings. Goes out: relations and sayings. Amounts in the form's
unit, rates as fractions. Says which denominator or table fits instead of presuming one.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from extractor.laws.catalogue.tables import UNKNOWN_STAGE, fund_row, fund_rows
from extractor.laws.form import Form
from extractor.laws.law import Instance, Rule, Said, Words, arithmetic, holds, plain, saying
from extractor.laws.names import cell_words
from extractor.laws.outcome import UNSTATED
from extractor.laws.proportions import Product, Ratio, Stepped
from extractor.laws.relations import AtMost, Sum
from extractor.laws.settings import LawSettings

RATE = "全年执行数 ÷ 全年预算数（财预〔2020〕10号；公式见各地转发表格）"
COLUMNS = ("initial_budget", "adjusted_budget", "allocated", "executed")
_LEVELS = frozenset({"central", "superior", "city", "county"})
_BASES: tuple[tuple[str, Words], ...] = (
    ("adjusted_budget", ("执行数 ÷ 全年预算数", "executed / adjusted budget")),
    ("initial_budget", ("执行数 ÷ 年初预算数", "executed / initial budget")),
    ("allocated", ("执行数 ÷ 到位数", "executed / allocated")),
)


@arithmetic("error", "各资金来源之和等于资金总额", "funds by source add up to the total")
def funds_sum_to_total(form: Form, settings: LawSettings) -> Iterator[Instance]:
    """funds_sum_to_total: in every money column the rows by source add up to the total's row.

    Rows of a level of government (中央, 市级 …) beside 财政拨款 may be parts of it; both readings are tried.
    Okay: funds[0].source=total; funds[0].executed=5.50; funds[1].source=fiscal; funds[1].executed=5;
        funds[2].source=other; funds[2].executed=0.50
    Broken: funds[0].source=total; funds[0].executed=5.60; funds[1].source=fiscal; funds[1].executed=5;
        funds[2].source=other; funds[2].executed=0.50
    """
    for stage in ("all", "by_income", "by_expenditure", "budget", "allocated", "spent"):
        total = fund_row(form, stage, "total")
        rows = tuple(row for row in fund_rows(form, stage) if row != total)
        if total is None or not rows:
            continue
        kinds = {row: form.text(f"{row}.source") for row in rows}
        nested = "fiscal" in kinds.values() and not _LEVELS.isdisjoint({kind or "" for kind in kinds.values()})
        top = tuple(row for row in rows if not (nested and kinds[row] in _LEVELS))
        own = tuple(row for row in rows if kinds[row] != "carry_over")
        has_local = "local" in kinds.values()
        wide = tuple(row for row in rows if not (has_local and kinds[row] in ("city", "county")))
        for column in COLUMNS:
            if not form.has(f"{total}.{column}") and not any(form.has(f"{row}.{column}") for row in rows):
                continue
            all_rows, within = ("逐行相加", "all rows"), ("结转已含在内", "carry-over within")
            levels = ("市县资金已含在地方资金内", "city and county within local")
            others = _readings(column, total, (all_rows, rows), (within, own), (levels, wide))
            parts = tuple(f"{row}.{column}" for row in top)
            yield Instance(Sum(parts, f"{total}.{column}", rounded=True), others, nested)


def _readings(column: str, total: str, *readings: tuple[Words, tuple[str, ...]]) -> tuple[Rule, ...]:
    return tuple(
        Rule(Sum(tuple(f"{row}.{column}" for row in rows), f"{total}.{column}", rounded=True), name)
        for name, rows in readings
        if rows
    )


@saying("warning", "按收入与按支出列示的金额相等", "money by income and by expenditure agree")
def kinds_of_income_and_expenditure_agree(form: Form, settings: LawSettings) -> Iterator[Said]:
    """kinds_of_income_and_expenditure_agree: a department's budget by income equals that by expenditure.

    Okay: funds[0].stage=by_income; funds[0].source=general_budget; funds[0].initial_budget=90;
        funds[1].stage=by_expenditure; funds[1].source=basic; funds[1].initial_budget=90
    Broken: funds[0].stage=by_income; funds[0].source=general_budget; funds[0].initial_budget=90;
        funds[1].stage=by_expenditure; funds[1].source=basic; funds[1].initial_budget=80
    """
    for column in COLUMNS:
        sums: list[Decimal] = []
        cells: list[str] = []
        for stage in ("by_income", "by_expenditure"):
            rows = [f"{row}.{column}" for row in fund_rows(form, stage) if form.text(f"{row}.source") != "total"]
            numbers = [number for number in map(form.number, rows) if number is not None]
            cells += [path for path in rows if form.number(path) is not None]
            if numbers:
                sums.append(sum(numbers, Decimal(0)))
        if len(sums) < 2:
            continue
        income, spending = plain(sums[0]), plain(sums[1])
        if abs(sums[0] - sums[1]) <= Decimal("0.02"):
            yield holds(*cells)
        else:
            yield Said(
                "broken",
                tuple(cells),
                f"按收入列示合计 {income}，按支出列示合计 {spending}，相差 {plain(abs(sums[0] - sums[1]))}",
                f"by income {income}, by expenditure {spending}: {plain(abs(sums[0] - sums[1]))} apart",
                income,
                spending,
                plain(sums[1] - sums[0]),
            )


def _has_adjusted(form: Form) -> bool:
    """Say whether the form prints adjusted budgets at all; one lost cell does not move the rate's base."""
    return any(form.has(f"{row}.adjusted_budget") for row in fund_rows(form, "all"))


@arithmetic("error", "执行率等于执行数除以预算数", "the execution rate is executed divided by budget", RATE)
def execution_rate(form: Form, settings: LawSettings) -> Iterator[Instance]:
    """execution_rate: executed / adjusted budget is the printed rate; a cut rate is a note.

    Where that fails, executed / initial budget and executed / allocated are tried: an error only if none fits.
    Okay: funds[0].adjusted_budget=400; funds[0].executed=390; funds[0].execution_rate=97.5%
    Broken: funds[0].adjusted_budget=400; funds[0].executed=390; funds[0].execution_rate=99.5%
    """
    for row in fund_rows(form, "all"):
        if not form.has(f"{row}.executed") and not form.has(f"{row}.execution_rate"):
            continue
        ratios = [
            Rule(Ratio(f"{row}.executed", f"{row}.{base}", f"{row}.execution_rate"), name)
            for base, name in _BASES
            if base == "adjusted_budget" or form.has(f"{row}.{base}")
        ]
        first = 0 if _has_adjusted(form) or len(ratios) == 1 else 1
        others = tuple(rule for index, rule in enumerate(ratios) if index > first)
        yield Instance(ratios[first].relation, others)


@arithmetic("error", "执行率得分等于分值乘以执行率", "the execution score is weight times rate", RATE)
def execution_score(form: Form, settings: LawSettings) -> Iterator[Instance]:
    """execution_score: weight x rate, at most the weight; or a step table; an error only if no rule fits.

    Okay: funds[0].weight=10; funds[0].execution_rate=95.25%; funds[0].score=9.52
    Okay: funds[0].weight=10; funds[0].execution_rate=85%; funds[0].score=7
    Broken: funds[0].weight=10; funds[0].execution_rate=85%; funds[0].score=9.5
    """
    for row in fund_rows(form, "all"):
        if not form.has(f"{row}.weight") and not form.has(f"{row}.score"):
            continue
        weight, rate, score = f"{row}.weight", f"{row}.execution_rate", f"{row}.score"
        rules = [
            Rule(
                Product(weight, f"{row}.executed", score, True, f"{row}.{base}"),
                (f"分值 ×（{zh}）", f"weight x ({en})"),
            )
            for base, (zh, en) in _BASES
            if form.has(f"{row}.{base}")
        ]
        rules.append(Rule(Stepped(weight, rate, score, settings.execution_steps), ("分档计分", "a step table")))
        yield Instance(Product(weight, rate, score), tuple(rules), conditional=True)


def _sum_of(form: Form, stage: str, column: str) -> tuple[str | None, Decimal | None]:
    """Return the cell that states a stage's amount (or its first part) and the amount."""
    total = fund_row(form, stage, "total")
    if total is not None:
        return f"{total}.{column}", form.number(f"{total}.{column}")
    cells = [f"{row}.{column}" for row in fund_rows(form, stage)]
    seen = [form.look(cell) for cell in cells]
    # A row without its label may be the total's, which would count everything twice.
    unnamed = len(cells) > 1 and not all(form.has(f"{row}.source") for row in fund_rows(form, stage))
    if not cells or unnamed or any(item is None or item is UNSTATED for item in seen):
        return None, None  # without a total's row every part must be there
    numbers = [form.number(cell) or Decimal(0) for cell in cells]
    return next((cell for cell in cells if form.number(cell)), cells[0]), sum(numbers, Decimal(0))


def stage_amounts(form: Form) -> dict[str, tuple[str, Decimal]]:
    """Return cell and amount of budget, allocated and spent, whether rows or columns tell them."""
    found: dict[str, tuple[str, Decimal]] = form.once("stage_amounts", lambda: _stage_amounts(form))
    return dict(found)


def _stage_amounts(form: Form) -> dict[str, tuple[str, Decimal]]:
    found: dict[str, tuple[str, Decimal]] = {}
    if fund_rows(form, UNKNOWN_STAGE):
        return found
    staged = bool(fund_rows(form, "budget") or fund_rows(form, "spent"))
    plan = (
        (("budget", "budget", "initial_budget"), ("allocated", "allocated", COLUMNS[2]), ("spent", "spent", COLUMNS[3]))
        if staged
        else (("budget", "all", "adjusted_budget"), ("allocated", "all", COLUMNS[2]), ("spent", "all", COLUMNS[3]))
    )
    for name, stage, column in plan:
        cell, amount = _sum_of(form, stage, column)
        if cell is None or amount is None:
            if name == "budget" and not staged and not _has_adjusted(form):
                cell, amount = _sum_of(form, stage, "initial_budget")
        if cell is not None and amount is not None:
            found[name] = (cell, amount)
    return found


@arithmetic("warning", "执行数不超过全年预算数", "executed is at most the budget")
def executed_at_most_budget(form: Form, settings: LawSettings) -> Iterator[Instance]:
    """executed_at_most_budget: spending above the adjusted budget needs a reason (carry-over, other funds).

    Okay: funds[0].adjusted_budget=40; funds[0].executed=40.00
    Broken: funds[0].adjusted_budget=40; funds[0].executed=41
    """
    for row in fund_rows(form, "all"):
        base = "adjusted_budget" if _has_adjusted(form) else "initial_budget"
        if form.has(f"{row}.executed") and form.has(f"{row}.{base}"):
            yield Instance(AtMost(f"{row}.executed", f"{row}.{base}"), conditional=True)


def _ordered(form: Form, less: str, more: str) -> Iterator[Said]:
    amounts = stage_amounts(form)
    if not fund_rows(form, "spent") and not fund_rows(form, "budget") or not {less, more} <= amounts.keys():
        return
    (small_cell, small), (big_cell, big) = amounts[less], amounts[more]
    if small <= big:
        yield holds(small_cell, big_cell)
        return
    a, b = cell_words(small_cell, form), cell_words(big_cell, form)
    yield Said(
        "broken",
        (small_cell, big_cell),
        f"{a[0]}合计 {plain(small)} 大于{b[0]}合计 {plain(big)}，多 {plain(small - big)}",
        f"{a[1]} {plain(small)} exceeds {b[1]} {plain(big)} by {plain(small - big)}",
        plain(big),
        plain(small),
        plain(small - big),
    )


@saying("warning", "支出不超过到位资金", "spent is at most allocated")
def spent_at_most_allocated(form: Form, settings: LawSettings) -> Iterator[Said]:
    """spent_at_most_allocated: of the stages of a project's money, spending does not exceed what arrived.

    Okay: funds[0].stage=allocated; funds[0].allocated=15; funds[1].stage=spent; funds[1].executed=14
    Broken: funds[0].stage=allocated; funds[0].allocated=15; funds[1].stage=spent; funds[1].executed=16
    """
    yield from _ordered(form, "spent", "allocated")


@saying("warning", "到位资金不超过预算", "allocated is at most the budget")
def allocated_at_most_budget(form: Form, settings: LawSettings) -> Iterator[Said]:
    """allocated_at_most_budget: of the stages of a project's money, what arrived does not exceed the budget.

    Okay: funds[0].stage=budget; funds[0].initial_budget=15; funds[1].stage=allocated; funds[1].allocated=15.00
    Broken: funds[0].stage=budget; funds[0].initial_budget=15; funds[1].stage=allocated; funds[1].allocated=18
    """
    yield from _ordered(form, "allocated", "budget")


@saying("warning", "资金数不为负", "no amount of funds is negative")
def amounts_not_negative(form: Form, settings: LawSettings) -> Iterator[Said]:
    """amounts_not_negative: budgets, allocations and spending are not below zero.

    Okay: funds[0].executed=0.00
    Broken: funds[0].executed=-3
    """
    for row in fund_rows(form):
        for column in COLUMNS:
            path = f"{row}.{column}"
            value = form.number(path)
            if value is not None and value < 0:
                name = cell_words(path, form)
                yield Said("broken", (path,), f"{name[0]} {plain(value)} 为负", f"{name[1]} {plain(value)} is negative")
