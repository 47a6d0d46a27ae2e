"""Laws of weights (分值): sums, the total, sections, known splits.

Comes in: a form and the settings. Goes out: relations and sayings. Amounts of points
throughout. Never counts a weight that is printed on two fund rows of one total twice.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from extractor.laws.catalogue.tables import (
    execution_rows,
    has_own_scale,
    scored_indicators,
    sections,
    weighted_fund_rows,
    whole_card,
)
from extractor.laws.form import Form, plain_label
from extractor.laws.law import Group, Instance, Said, arithmetic, holds, plain, saying
from extractor.laws.relations import Equal, Fixed, Sum
from extractor.laws.settings import LawSettings

NATIONAL = "财预〔2020〕10号《项目支出绩效评价管理办法》第十四条（条款号凭记忆，未核对原文）"


@arithmetic("error", "各项分值之和等于总分值", "weights add up to the total weight", NATIONAL)
def weights_sum_to_total(form: Form, settings: LawSettings) -> Iterator[Instance]:
    """weights_sum_to_total: the weights of all indicators and of execution add up to the stated total.

    Okay: indicators[0].weight=90; funds[0].source=total; funds[0].weight=10; total.weight=100
    Broken: indicators[0].weight=90; funds[0].source=total; funds[0].weight=20; total.weight=100
    """
    rows = scored_indicators(form)
    if rows:
        weights = tuple(f"{row}.weight" for row in rows)
        funds = tuple(f"{row}.weight" for row in execution_rows(form, "weight"))
        groups = (Group(("各项分值", "item weights"), weights), Group(("执行率分值", "execution weight"), funds))
        yield Instance(Sum((*weights, *funds), "total.weight", exact=True), groups=groups if funds else groups[:1])
    totals = tuple(f"{row}.weight" for row in whole_card(form))
    if totals:
        yield Instance(Sum(totals, "total.weight", exact=True))


@arithmetic("warning", "总分值为 100", "the total weight is 100", NATIONAL)
def total_weight_is_hundred(form: Form, settings: LawSettings) -> Iterator[Instance]:
    """total_weight_is_hundred: the total weight of a scored form is 100.

    Okay: total.weight=100
    Broken: total.weight=110
    """
    if scored_indicators(form) or form.rows("scorecard") or form.has("total.weight"):
        yield Instance(Fixed("total.weight", settings.full_total), conditional=True)


@saying("warning", "同一分值只印一次", "one weight is printed once")
def weight_printed_twice(form: Form, settings: LawSettings) -> Iterator[Said]:
    """weight_printed_twice: the weight of execution stands on one fund row, or it seems to count twice.

    Okay: funds[0].source=total; funds[0].weight=10; funds[1].source=fiscal
    Broken: funds[0].source=total; funds[0].weight=10; funds[1].source=fiscal; funds[1].weight=10
    """
    rows = weighted_fund_rows(form)
    if len(rows) < 2 or form.text(f"{rows[0]}.source") != "total":
        if rows:
            yield holds(f"{rows[0]}.weight")
        return
    printed = [form.number(f"{row}.weight") for row in rows]
    first, others = printed[0], [number for number in printed[1:] if number is not None]
    if first is None or sum(others, Decimal(0)) == first and len(others) > 1:
        yield holds(*(f"{row}.weight" for row in rows))
        return
    items = [form.number(f"{row}.weight") for row in scored_indicators(form)]
    total = sum((number for number in items if number is not None), Decimal(0))
    once, twice = plain(total + first), plain(total + first + sum(others, Decimal(0)))
    yield Said(
        "broken",
        (*(f"{row}.weight" for row in rows), "total.weight"),
        f"执行率分值 {plain(first)} 在 {len(rows)} 行资金上各印一次："
        f"只计一次时 {plain(total)} + {plain(first)} = {once}，都计时为 {twice}；按只计资金总额一行处理",
        f"execution weight {plain(first)} is printed on {len(rows)} fund rows: counted once {once}, "
        f"counted every time {twice}; counted once here",
        once,
        twice,
    )


@saying("warning", "执行率分值是总分值的一部分", "the execution weight is a part of the total weight", NATIONAL)
def execution_weight_is_a_part(form: Form, settings: LawSettings) -> Iterator[Said]:
    """execution_weight_is_a_part: execution weighs less than the whole form whose indicators are scored, too.

    Okay: indicators[0].weight=90; funds[0].source=total; funds[0].weight=10; total.weight=100
    Broken: indicators[0].weight=100; funds[0].source=total; funds[0].weight=100; total.weight=100
    """
    rows = weighted_fund_rows(form)
    if not rows or not scored_indicators(form) or form.number("total.weight") is None:
        return
    cells = (f"{rows[0]}.weight", "total.weight")
    if not has_own_scale(form):
        yield holds(*cells)
        return
    weight = plain(form.number(cells[0]))
    yield Said(
        "broken",
        cells,
        f"执行率分值 {weight} 与总分值相同，而各项指标另有分值：执行率得分未计入总分",
        f"execution weighs {weight}, as much as the whole form, beside scored indicators: "
        "its score is not counted in the total",
        found=weight,
    )


@arithmetic("error", "评分卡各部分分值等于其下各项之和", "card section weights are the sums of their items")
def section_weights_sum(form: Form, settings: LawSettings) -> Iterator[Instance]:
    """section_weights_sum: the weight of a card section is the sum of its items' weights.

    Okay: scorecard[0].section=投入; scorecard[0].weight=7; scorecard[1].section=投入; scorecard[1].item=甲;
        scorecard[1].weight=7
    Broken: scorecard[0].section=投入; scorecard[0].weight=8; scorecard[1].section=投入; scorecard[1].item=甲;
        scorecard[1].weight=7
    """
    for section in sections(form):
        if section.total is None or not section.items:
            continue
        for key in ("weight", "reference_weight"):
            parts = tuple(f"{row}.{key}" for row in section.items)
            if key == "weight" or any(form.has(path) for path in parts):
                yield Instance(Sum(parts, f"{section.total}.{key}", exact=True))


@arithmetic("note", "评分卡分值与参考分值一致", "card weight is the reference weight")
def reference_weight_is_weight(form: Form, settings: LawSettings) -> Iterator[Instance]:
    """reference_weight_is_weight: a unit may set its own weight, but then it differs from the reference.

    Okay: scorecard[0].reference_weight=3; scorecard[0].weight=3.00
    Broken: scorecard[0].reference_weight=3; scorecard[0].weight=4.00
    """
    for row in range(form.rows("scorecard")):
        if form.has(f"scorecard[{row}].reference_weight"):
            weight, reference = f"scorecard[{row}].weight", f"scorecard[{row}].reference_weight"
            yield Instance(Equal(weight, reference, exact=True), conditional=True)


_PARTS = (("满意", "满意度"), ("成本", "成本"), ("产出", "产出"), ("效益", "效益"), ("效果", "效益"))


@saying("note", "一级指标分值符合常见的权重设置", "level-1 weights follow a known split", NATIONAL)
def weight_regime(form: Form, settings: LawSettings) -> Iterator[Said]:
    """weight_regime: execution, output, benefit and satisfaction weigh 10/50/30/10 or another known split.

    Okay: indicators[0].level1=产出指标; indicators[0].weight=50; indicators[1].level1=效益指标;
        indicators[1].weight=30; indicators[2].level1=满意度指标; indicators[2].weight=10;
        funds[0].source=total; funds[0].weight=10
    Broken: indicators[0].level1=产出指标; indicators[0].weight=60; indicators[1].level1=效益指标;
        indicators[1].weight=30; funds[0].source=total; funds[0].weight=10
    """
    rows = scored_indicators(form)
    sums: dict[str, Decimal] = {}
    for row in rows:
        label, weight = plain_label(form.text(f"{row}.level1") or ""), form.number(f"{row}.weight")
        part = next((name for mark, name in _PARTS if mark in label), None)
        if part is None or weight is None:
            return
        sums[part] = sums.get(part, Decimal(0)) + weight
    for row in execution_rows(form, "weight"):
        own = form.number(f"{row}.weight")
        if own is None:
            return
        sums["执行"] = sums.get("执行", Decimal(0)) + own
    if not rows or "执行" not in sums:
        return
    cells = tuple(f"{row}.weight" for row in rows)
    split = "、".join(f"{name} {plain(value)}" for name, value in sums.items())
    known = frozenset((name, int(value)) for name, value in sums.items()) in settings.weight_regimes
    if known or sums["执行"] in settings.free_regimes:
        yield holds(*cells)
    else:
        zh, en = f"权重设置为 {split}，不在已知的几种之中", f"weights are split {split}: no known split"
        yield Said("broken", cells, zh, en)
