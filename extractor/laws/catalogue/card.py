"""Laws between a project's score card and its funds and indicators (Jinzhong-type forms).

Comes in: a form and the settings. Goes out: sayings. Says which denominator fits; a rate
of 1 for budget, allocation and spending alike cannot tell denominators apart.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from extractor.laws.catalogue.fulfilment import is_late, row_is_missed
from extractor.laws.catalogue.money import stage_amounts
from extractor.laws.catalogue.tables import card_item, has_full_marks
from extractor.laws.form import Form, plain_label
from extractor.laws.law import Said, holds, plain, saying
from extractor.laws.outcome import compare
from extractor.laws.settings import LawSettings
from extractor.notation import Printed, Quantity, format_rate

GUIDE = "财预〔2013〕53号附件1 项目支出绩效评价指标体系（凭记忆，未核对原文）"
ONE = Decimal(1)
_EFFECTS = (
    ("经济效益", ("经济",)),
    ("社会效益", ("社会",)),
    ("生态效益", ("生态", "环境")),
    ("可持续影响", ("可持续",)),
    ("社会公众或服务对象满意度", ("满意",)),
)


def _fits(form: Form, row: str, rate: Decimal) -> bool:
    weight, score = form.look(f"{row}.weight"), form.look(f"{row}.score")
    if not isinstance(weight, Printed) or not isinstance(score, Printed):
        return False
    return compare(weight.value * min(rate, ONE), score.value, score.ulp / 2, score.ulp * 3 / 2).verdict == "holds"


_Rates = tuple[tuple[str, str, Decimal], ...]


def _misfit(form: Form, row: str, name: str, rates: _Rates, cells: tuple[str, ...]) -> Said:
    weight, score = form.text(f"{row}.weight"), form.text(f"{row}.score")
    expected = [plain((form.number(f"{row}.weight") or ONE) * min(rate, ONE)) for _, _, rate in rates]
    both = list(zip(rates, expected, strict=True))
    tried = "；".join(f"{zh} = {format_rate(rate)}，应得 {want}" for (zh, _, rate), want in both)
    tried_en = "; ".join(f"{en} = {format_rate(rate)} gives {want}" for (_, en, rate), want in both)
    return Said(
        "broken",
        cells,
        f"{name}得 {score} 分（分值 {weight}），与下列算法都不符：{tried}",
        f"{name} scores {score} of {weight}; no rule fits: {tried_en}",
        expected[0],
        score,
    )


@saying("error", "资金到位率得分与到位数、预算数相符", "the allocation score follows from allocated and budget", GUIDE)
def allocation_score_fits(form: Form, settings: LawSettings) -> Iterator[Said]:
    """allocation_score_fits: on the card, 资金到位率 scores weight x allocated / budget.

    Okay: funds[0].stage=budget; funds[0].initial_budget=80; funds[1].stage=allocated; funds[1].allocated=20;
        scorecard[0].item=资金到位率; scorecard[0].weight=4; scorecard[0].score=1.00
    Broken: funds[0].stage=budget; funds[0].initial_budget=80; funds[1].stage=allocated; funds[1].allocated=20;
        scorecard[0].item=资金到位率; scorecard[0].weight=4; scorecard[0].score=4.00
    """
    row, amounts = card_item(form, "资金到位率"), stage_amounts(form)
    if row is None or not {"budget", "allocated"} <= amounts.keys() or amounts["budget"][1] <= 0:
        return
    if form.number(f"{row}.score") is None or form.number(f"{row}.weight") is None:
        return
    rate = amounts["allocated"][1] / amounts["budget"][1]
    cells = (amounts["allocated"][0], amounts["budget"][0], f"{row}.score", f"{row}.weight")
    if _fits(form, row, rate):
        yield holds(*cells)
    else:
        yield _misfit(form, row, "资金到位率", (("到位 ÷ 预算", "allocated / budget", rate),), cells)


@saying("error", "预算执行率得分与支出、预算或到位数相符", "the card's execution score fits spending", GUIDE)
def card_execution_score_fits(form: Form, settings: LawSettings) -> Iterator[Said]:
    """card_execution_score_fits: on the card, 预算执行率 scores weight x spent / budget, or x spent / allocated.

    An error only if neither fits; a warning if the budget was not spent and only the second
    denominator gives the marks.
    Okay: funds[0].stage=budget; funds[0].initial_budget=80; funds[1].stage=spent; funds[1].executed=20;
        scorecard[0].item=预算执行率; scorecard[0].weight=4; scorecard[0].score=1.00
    Broken: funds[0].stage=budget; funds[0].initial_budget=80; funds[1].stage=spent; funds[1].executed=20;
        scorecard[0].item=预算执行率; scorecard[0].weight=4; scorecard[0].score=4.00
    """
    row, amounts = card_item(form, "预算执行率"), stage_amounts(form)
    if row is None or not {"budget", "spent"} <= amounts.keys() or amounts["budget"][1] <= 0:
        return
    if form.number(f"{row}.score") is None or form.number(f"{row}.weight") is None:
        return
    spent, budget = amounts["spent"][1], amounts["budget"][1]
    cells = (amounts["budget"][0], amounts["spent"][0], f"{row}.score", f"{row}.weight")
    rates = [("支出 ÷ 预算", "spent / budget", spent / budget)]
    allocated = amounts.get("allocated", ("", Decimal(0)))[1]
    if allocated > 0:
        rates.append(("支出 ÷ 到位", "spent / allocated", spent / allocated))
    if _fits(form, row, rates[0][2]):
        yield holds(*cells)
    elif len(rates) > 1 and _fits(form, row, rates[1][2]):
        yield _second_denominator(form, row, spent, budget, allocated, cells)
    else:
        yield _misfit(form, row, "预算执行率", tuple(rates), cells)


def _second_denominator(
    form: Form, row: str, spent: Decimal, budget: Decimal, allocated: Decimal, cells: tuple[str, ...]
) -> Said:
    weight, score = form.number(f"{row}.weight") or ONE, form.text(f"{row}.score")
    on_budget = plain(weight * min(spent / budget, ONE), 2)
    rate, other = format_rate(spent / budget), format_rate(spent / allocated)
    return Said(
        "broken",
        cells,
        f"支出 {plain(spent)} ÷ 预算 {plain(budget)} = {rate}，预算执行率按此应得 {on_budget}，"
        f"实得 {score}：只与 支出 ÷ 到位 {plain(allocated)} = {other} 相符",
        f"spent {plain(spent)} / budget {plain(budget)} = {rate} would score {on_budget}, printed {score}: "
        f"only spent / allocated {plain(allocated)} = {other} fits",
        on_budget,
        score,
        severity="warning",
    )


def _kinds(form: Form) -> dict[str, list[str]]:
    """The indicator rows of each effect kind, by the words of their level-2 (or level-1) label."""
    found: dict[str, list[str]] = form.once("effect_kinds", lambda: _find_kinds(form))
    return found


def _find_kinds(form: Form) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for index in range(form.rows("indicators")):
        row = f"indicators[{index}]"
        label = plain_label(form.text(f"{row}.level2") or form.text(f"{row}.level1") or "")
        for kind, marks in _EFFECTS:
            if any(mark in label for mark in marks):
                found.setdefault(kind, []).append(row)
    return found


@saying("note", "得分的效果项目有相应指标", "a scored effect has an indicator")
def scored_effect_has_indicator(form: Form, settings: LawSettings) -> Iterator[Said]:
    """scored_effect_has_indicator: marks for an effect on the card rest on an indicator of that kind.

    Okay: indicators[0].level2=经济效益指标; scorecard[0].item=经济效益; scorecard[0].weight=5; scorecard[0].score=5
    Broken: indicators[0].level2=社会效益指标; scorecard[0].item=经济效益; scorecard[0].weight=5; scorecard[0].score=5
    """
    if not form.rows("indicators"):
        return
    kinds = _kinds(form)
    bare = []
    for kind, _ in _EFFECTS:
        row = card_item(form, kind)
        score = form.number(f"{row}.score") if row else None
        if row is not None and score and kind in kinds:
            yield holds(f"{row}.score")
        elif row is not None and score:
            bare.append((kind, row, score))
    if bare:
        total = plain(sum((score for _, _, score in bare), Decimal(0)))
        names = "、".join(f"{kind} {plain(score)}" for kind, _, score in bare)
        yield Said(
            "broken",
            tuple(f"{row}.score" for _, row, _ in bare),
            f"评分卡给了 {names}，共 {total} 分，指标表中却没有这几类指标",
            f"the card gives {names}, {total} points in all, but the form has no indicator of these kinds",
            found=total,
        )


@saying("warning", "有指标的效果项目有分值", "an effect with an indicator has a weight")
def effect_indicator_has_weight(form: Form, settings: LawSettings) -> Iterator[Said]:
    """effect_indicator_has_weight: an indicator that is reported counts on the card: its line has a weight.

    Okay: indicators[0].level2=经济效益指标; scorecard[0].item=经济效益; scorecard[0].weight=5
    Broken: indicators[0].level2=经济效益指标; scorecard[0].item=经济效益; scorecard[0].weight=0
    """
    kinds = _kinds(form)
    for kind, _ in _EFFECTS:
        row = card_item(form, kind)
        weight = form.number(f"{row}.weight") if row else None
        if row is None or weight is None or kind not in kinds:
            continue
        cells = (*(f"{indicator}.level2" for indicator in kinds[kind]), f"{row}.weight")
        if weight > 0:
            yield holds(*cells)
        else:
            yield Said(
                "broken",
                cells,
                f"填报了 {len(kinds[kind])} 项{kind}指标，评分卡上{kind}的分值却为 0",
                f"{len(kinds[kind])} indicator(s) of {kind} are reported, but the card gives the line weight 0",
                ">0",
                "0",
            )


@saying("warning", "指标未完成时实际完成率不应得满分", "a missed target costs marks for completion", GUIDE)
def missed_target_costs_completion(form: Form, settings: LawSettings) -> Iterator[Said]:
    """missed_target_costs_completion: with a quantity target missed, 实际完成率 on the card is not full.

    A note where the row's own progress says 未完成: then the form hides nothing.
    Okay: indicators[0].level2=数量指标; indicators[0].target=≥10个; indicators[0].actual=10个;
        scorecard[0].item=实际完成率; scorecard[0].weight=8; scorecard[0].score=8
    Broken: indicators[0].level2=数量指标; indicators[0].target=≥10个; indicators[0].actual=5个;
        scorecard[0].item=实际完成率; scorecard[0].weight=8; scorecard[0].score=8
    """
    card = card_item(form, "实际完成率")
    if card is None or not has_full_marks(form, card):
        return
    for index in range(form.rows("indicators")):
        row = f"indicators[{index}]"
        label = form.text(f"{row}.level2") or ""
        short = _short_of(form, row, label)
        if short is None:
            continue
        cells = (f"{row}.target", f"{row}.actual", f"{card}.score")
        if not short:
            yield holds(*cells)
            continue
        full = form.text(f"{card}.score")
        admitted = "未" in (form.text(f"{row}.progress") or "")
        yield Said(
            "broken",
            cells,
            f"{short[0]}，评分卡的实际完成率仍得满分 {full}",
            f"{short[1]}, yet 实际完成率 on the card has full marks {full}",
            form.text(f"{row}.target"),
            form.text(f"{row}.actual"),
            severity="note" if admitted else None,
        )


def _short_of(form: Form, row: str, label: str) -> tuple[str, str] | tuple[()] | None:
    """How a row falls short, () if it does not, None if it is not about how much was done."""
    target, actual = form.quantity(f"{row}.target"), form.quantity(f"{row}.actual")
    if target is None or actual is None:
        return None
    shown = f"指标值 {target.text}，完成值 {actual.text}"
    shown_en = f"target {target.text}, actual {actual.text}"
    if "成本" in label:
        return _fewer_paid(target.factors, target.span.high if target.factors else None, actual, shown, shown_en)
    missed = row_is_missed(form, row, target, actual) if "数量" in label else None
    return None if missed is None else (f"{shown}，未达到", f"{shown_en}: missed") if missed else ()


def _fewer_paid(
    factors: tuple[Decimal, Decimal] | None, planned: Decimal | None, actual: Quantity, shown: str, shown_en: str
) -> tuple[str, str] | tuple[()] | None:
    """A target printed as price x count and paid for fewer whole pieces was not completed."""
    if factors is None or not planned or actual.value is None or not factors[1]:
        return None
    pieces = actual.span.high / (planned / factors[1])
    if pieces >= factors[1] or pieces != int(pieces):
        return ()
    count, done = plain(factors[1]), plain(pieces)
    return f"{shown}：按单价只完成 {done} 个，计划 {count} 个", f"{shown_en}: at that price {done} of {count} were done"


@saying("warning", "超过时限时完成及时率不应得满分", "a missed deadline costs marks for timeliness", GUIDE)
def missed_deadline_costs_timeliness(form: Form, settings: LawSettings) -> Iterator[Said]:
    """missed_deadline_costs_timeliness: with a deadline missed, 完成及时率 on the card is not full.

    Okay: indicators[0].target=2021-06-01; indicators[0].actual=2021.5; scorecard[0].item=完成及时率;
        scorecard[0].weight=7; scorecard[0].score=7
    Broken: indicators[0].target=2021-06-01; indicators[0].actual=2021.8; scorecard[0].item=完成及时率;
        scorecard[0].weight=7; scorecard[0].score=7
    """
    card = card_item(form, "完成及时率")
    if card is None or not has_full_marks(form, card):
        return
    for index in range(form.rows("indicators")):
        row = f"indicators[{index}]"
        target, actual = form.quantity(f"{row}.target"), form.quantity(f"{row}.actual")
        late = is_late(target, actual) if target and actual else None
        if late is None or target is None or actual is None:
            continue
        cells = (f"{row}.target", f"{row}.actual", f"{card}.score")
        if not late:
            yield holds(*cells)
        else:
            full = form.text(f"{card}.score")
            yield Said(
                "broken",
                cells,
                f"时限 {target.text}，实际 {actual.text}，已逾期，评分卡的完成及时率仍得满分 {full}",
                f"due {target.text}, done {actual.text}: late, yet 完成及时率 has full marks {full}",
                target.text,
                actual.text,
            )
