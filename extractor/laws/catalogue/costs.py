"""Laws between cost and amount indicators and the funds of the form.

Comes in: a form and the settings. Goes out: sayings. Compares in 元 after conversion, to
the coarser print. Never takes one indicator of cost for the whole unless its label says so.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from extractor.laws.catalogue.money import stage_amounts
from extractor.laws.form import Form
from extractor.laws.law import Said, holds, plain, saying
from extractor.laws.settings import LawSettings
from extractor.notation import Quantity

_TOTAL_COST = re.compile(r"总成本|项目成本|成本控制数|总费用|总投入|总支出")
_FUND = re.compile(r"资金|经费|投资")


@saying("warning", "总成本的完成值等于执行数", "the total cost is what was executed")
def total_cost_is_executed(form: Form, settings: LawSettings) -> Iterator[Said]:
    """total_cost_is_executed: an indicator for the project's total cost reports the amount that was executed.

    Okay: indicators[0].level3=项目总成本; indicators[0].actual=9.5万元; funds[0].source=total; funds[0].executed=9.50
    Broken: indicators[0].level3=项目总成本; indicators[0].actual=8万元; funds[0].source=total; funds[0].executed=9.50
    """
    spent = stage_amounts(form).get("spent")
    if spent is None:
        return
    yuan = spent[1] * form.unit_factor(spent[0])
    for index in range(form.rows("indicators")):
        row = f"indicators[{index}]"
        actual = form.quantity(f"{row}.actual")
        if not _TOTAL_COST.search(form.text(f"{row}.level3") or "") or actual is None or actual.value is None:
            continue
        if actual.dimension != "money" or actual.comparator:
            continue
        cells = (f"{row}.actual", spent[0])
        gap = abs(actual.span.high - yuan)
        if gap <= max(actual.value.ulp * actual.scale / 2, Decimal(50)):
            yield holds(*cells)
        else:
            yield Said(
                "broken",
                cells,
                f"总成本完成值 {actual.text} 与执行数 {plain(spent[1])} 不符",
                f"total cost {actual.text} is not the amount executed, {plain(spent[1])}",
                plain(spent[1]),
                actual.text,
            )


@saying("note", "数量指标中的资金规模与预算一致", "an amount set as quantity target is the budget")
def fund_target_is_budget(form: Form, settings: LawSettings) -> Iterator[Said]:
    """fund_target_is_budget: a quantity target that is an amount of money (设立资金) equals the budget.

    Okay: indicators[0].level2=数量指标; indicators[0].level3=设立资金; indicators[0].target=0.5亿元;
        funds[0].source=total; funds[0].adjusted_budget=5000
    Broken: indicators[0].level2=数量指标; indicators[0].level3=设立资金; indicators[0].target=0.2亿元;
        funds[0].source=total; funds[0].adjusted_budget=5000
    """
    budget = stage_amounts(form).get("budget")
    if budget is None:
        return
    for index in range(form.rows("indicators")):
        row = f"indicators[{index}]"
        target = form.quantity(f"{row}.target")
        if "数量" not in (form.text(f"{row}.level2") or "") or not _FUND.search(form.text(f"{row}.level3") or ""):
            continue
        if target is None or target.value is None or target.dimension != "money" or target.comparator in ("≤", "<"):
            continue
        yuan = budget[1] * form.unit_factor(budget[0])
        cells = (f"{row}.target", budget[0])
        if abs(target.span.high - yuan) <= target.value.ulp * target.scale / 2:
            yield holds(*cells)
        else:
            yield Said(
                "broken",
                cells,
                f"资金规模的指标值 {target.text} 与预算 {plain(budget[1])} 不同",
                f"the amount set as target, {target.text}, is not the budget {plain(budget[1])}",
                plain(budget[1]),
                target.text,
            )


@saying("note", "按单价和数量列示的成本之和等于预算", "costs given as price x count add up to the budget")
def priced_costs_explain_budget(form: Form, settings: LawSettings) -> Iterator[Said]:
    """priced_costs_explain_budget: where every cost target is printed as price x count, their sum is the budget.

    Okay: indicators[0].level2=成本指标; indicators[0].target=5万/户*3; funds[0].source=total;
        funds[0].adjusted_budget=15
    Broken: indicators[0].level2=成本指标; indicators[0].target=5万/户*3; funds[0].source=total;
        funds[0].adjusted_budget=25
    """
    budget = stage_amounts(form).get("budget")
    costs: list[tuple[str, Quantity]] = []
    for index in range(form.rows("indicators")):
        row = f"indicators[{index}]"
        target = form.quantity(f"{row}.target")
        if "成本" in (form.text(f"{row}.level2") or "") and target is not None:
            costs.append((f"{row}.target", target))
    if budget is None or not costs or any(cost.factors is None or cost.dimension != "money" for _, cost in costs):
        return
    total = sum((cost.span.high for _, cost in costs), Decimal(0)) / form.unit_factor(budget[0])
    cells = (*(path for path, _ in costs), budget[0])
    if total == budget[1]:
        yield holds(*cells)
        return
    shown = " + ".join(cost.text for _, cost in costs)
    yield Said(
        "broken",
        cells,
        f"成本指标 {shown} = {plain(total)}，预算 {plain(budget[1])}，相差 {plain(budget[1] - total)} 无指标说明",
        f"cost targets {shown} = {plain(total)}, budget {plain(budget[1])}: {plain(budget[1] - total)} not explained",
        plain(total),
        plain(budget[1]),
        plain(budget[1] - total),
    )
