"""Indicators: which ones a project has, what they weigh, and what they earn.

Comes in: dice, the project, its money. Goes out: indicators whose weights add up to what is left of
100 beside execution, and whose scores follow the scoring rules: full marks when met, weight times the
share reached when missed.
"""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from eval_set.generator import results
from eval_set.generator.dice import Dice
from eval_set.generator.facts import FundLine, Indicator, Print, Project, Result
from eval_set.generator.numerals import Points
from eval_set.generator.words import Measure, measure, words

OUTPUT, EFFECT, CONTENT, COST = "产出指标", "效益指标", "满意度指标", "成本指标"


def indicators(
    dice: Dice, project: Project, total: FundLine, prints: Print, execution: Decimal
) -> tuple[Indicator, ...]:
    """Draw 5 to 25 indicators; with an execution weight they are weighed and scored, else not."""
    assert total.adjusted is not None and total.executed is not None
    group = "apart" if execution == 10 and dice.chance(0.15) else "within"
    rows = [
        *_outputs(dice, project, total, prints, cost=group == "within"),
        *_effects(dice, project),
        *_content(dice, project),
    ]
    if group == "apart":
        rows = [*_costs(dice, project, total, prints), *rows]
    if execution == 0:
        return tuple(_explained(dice, row) for row in rows)
    return _weighed(dice, rows, _groups(execution, group, dice), prints.points)


def _groups(execution: Decimal, group: str, dice: Dice) -> dict[str, int]:
    """What each level-1 label weighs: the national split, the one with a cost group, or 80 in all."""
    if execution == 20:
        return {OUTPUT: 40, EFFECT: 30, CONTENT: 10} if dice.chance(0.6) else {OUTPUT: 50, EFFECT: 20, CONTENT: 10}
    if group == "apart":
        return {COST: 20, OUTPUT: 40, EFFECT: 20, CONTENT: 10}
    return {OUTPUT: 50, EFFECT: 30, CONTENT: 10}


def _outputs(dice: Dice, project: Project, total: FundLine, prints: Print, *, cost: bool) -> list[Indicator]:
    floor, _ = results.signs(dice)
    kind = project.kind
    counts = [measure(line) for line in dice.sample(kind["counts"], dice.randrange(1, 5))]
    rows = [Indicator(OUTPUT, "数量指标", item.name, _counted(dice, item, floor)) for item in counts]
    shares = dice.sample([*kind["shares"], *words("indicators", "quality")], dice.randrange(1, 5))
    rows += [Indicator(OUTPUT, "质量指标", name, results.share(dice, floor)) for name in shares]
    rows += _timely(dice, project, floor)
    return rows + (_costs(dice, project, total, prints) if cost else [])


def _counted(dice: Dice, item: Measure, sign: str) -> Result:
    if item.places == 0 and dice.chance(0.03):
        return results.span(dice, item)
    return results.count(dice, item, sign)


def _timely(dice: Dice, project: Project, sign: str) -> list[Indicator]:
    names = words("indicators", "timeliness_shares"), words("indicators", "timeliness_dates")
    rows = []
    for shares in dice.pick(((True,), (False,), (False,), (True, False), ())):
        if shares:
            rows.append(Indicator(OUTPUT, "时效指标", dice.pick(names[0]), results.share(dice, sign)))
        else:
            rows.append(Indicator(OUTPUT, "时效指标", dice.pick(names[1]), results.date(dice, project.year)))
    slow = [line for line in project.kind.get("ceilings", []) if not line.split("|")[1].endswith("‰")]
    if slow and dice.chance(0.3):
        item = measure(dice.pick(slow))
        rows.append(Indicator(OUTPUT, "时效指标", item.name, results.ceiling(dice, item, "≤")))
    return rows


def _costs(dice: Dice, project: Project, total: FundLine, prints: Print) -> list[Indicator]:
    assert total.adjusted is not None and total.executed is not None
    _, top = results.signs(dice)
    level1, level2 = OUTPUT, "成本指标"
    rows = []
    if dice.chance(0.6):
        result = results.cost(total.adjusted, total.executed, prints.money, top)
        rows.append(Indicator(level1, level2, dice.pick(words("indicators", "cost_totals")), result))
    if dice.chance(0.35) or not rows:
        item = measure(dice.pick(project.kind["unit_costs"]))
        rows.append(Indicator(level1, level2, item.name, results.ceiling(dice, item, top)))
    return rows


def _effects(dice: Dice, project: Project) -> list[Indicator]:
    floor, _ = results.signs(dice)
    level2s = ["经济效益指标", "社会效益指标", "生态效益指标", "可持续影响指标"]
    chosen = sorted(dice.sample(level2s, dice.weighted((1, 3), (2, 4), (3, 2), (4, 1))), key=level2s.index)
    rows = []
    for level2 in chosen:
        names = _effect_names(level2, project)
        for name in dice.sample(names, dice.weighted((1, 4), (2, 1))):
            rows.append(Indicator(EFFECT, level2, name, results.tier(dice)))
        if level2 == "经济效益指标" and dice.chance(0.3):
            item = measure(dice.pick(words("indicators", "economic_counts")))
            rows.append(Indicator(EFFECT, level2, item.name, results.count(dice, item, floor)))
        if level2 == "可持续影响指标" and dice.chance(0.3):
            name = dice.pick(words("indicators", "sustained_years"))
            rows.append(Indicator(EFFECT, level2, name, results.years(dice, floor)))
    return rows


def _effect_names(level2: str, project: Project) -> list[str]:
    key = {"经济效益指标": "economic", "生态效益指标": "ecological", "可持续影响指标": "sustained"}.get(level2)
    if key is None:
        return [*project.kind["effects"], *words("indicators", "social")]
    return list(words("indicators", key))


def _content(dice: Dice, project: Project) -> list[Indicator]:
    word = dice.pick(words("indicators", "satisfaction"))
    people = dice.pick((project.kind["people"], project.kind["people"], "服务对象", "受益群众"))
    rows = [Indicator(CONTENT, "服务对象满意度指标", people + word, results.share(dice, results.signs(dice)[0]))]
    if dice.chance(0.1):
        rows.append(replace(rows[0], name="主管单位" + word, result=results.share(dice, "≥")))
    return rows


def _weighed(dice: Dice, rows: list[Indicator], groups: dict[str, int], points: Points) -> tuple[Indicator, ...]:
    """Spread each group's weight over its rows and score them."""
    weighed = []
    halves = dice.chance(0.1)
    for level1, whole in groups.items():
        own = [row if level1 != COST else replace(row, level1=COST) for row in _rows_of(level1, rows, groups)]
        for row, weight in zip(own, _weights(dice, whole, len(own), halves), strict=True):
            weighed.append(_explained(dice, _scored(replace(row, weight=weight), points)))
    return tuple(weighed)


def _rows_of(level1: str, rows: list[Indicator], groups: dict[str, int]) -> list[Indicator]:
    if COST not in groups:
        return [row for row in rows if row.level1 == level1]
    costs = [row for row in rows if row.level2 == "成本指标"]
    if level1 == COST:
        return [replace(row, level2="经济成本指标") for row in costs]
    return [row for row in rows if row.level1 == level1 and row not in costs]


def _weights(dice: Dice, whole: int, count: int, halves: bool) -> list[Decimal]:
    """Cut a weight into so many parts, each at least 1, in whole or half points."""
    steps, least = (whole * 2, 2) if halves else (whole, 1)
    if dice.chance(0.3) and steps % count == 0:
        return [Decimal(steps // count) / (2 if halves else 1)] * count
    least = min(least * 2, steps // count)
    cuts = sorted(dice.randrange(steps - least * count + 1) for _ in range(count - 1))
    ends = [0, *cuts, steps - least * count]
    parts = [high - low + least for low, high in zip(ends, ends[1:], strict=False)]
    return [Decimal(part) / (2 if halves else 1) for part in parts]


def _scored(row: Indicator, points: Points) -> Indicator:
    """Full marks when met, else weight times the share reached; never full marks for a miss."""
    assert row.weight is not None
    if row.met:
        return replace(row, score=row.weight)
    score = points.earned(row.weight * row.result.reached)
    if score == row.weight:
        score -= Decimal(1).scaleb(-points.places)
    return replace(row, score=score)


def _explained(dice: Dice, row: Indicator) -> Indicator:
    """Give the reason where a target was missed; now and then one where it was exceeded."""
    if not row.met:
        return replace(row, note=dice.pick(words("reasons", "missed")))
    if row.result.kind == "count" and dice.chance(0.08) and row.result.actual not in row.result.target:
        return replace(row, note=dice.pick(words("reasons", "over")))
    return replace(row, note=dice.pick(words("reasons", "none")))
