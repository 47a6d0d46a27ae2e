"""What the city's score card gives: each item earns what money and indicators of the form allow.

Comes in: facts and dice. Goes out: amounts by stage, and the scores of all items. Never contradicts the
indicators: a missed target costs marks in its item.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from eval_set.generator.dice import Dice
from eval_set.generator.facts import Facts, Indicator
from eval_set.generator.numerals import rounded
from eval_set.generator.words import labels


@dataclass(frozen=True, slots=True)
class CityMoney:
    """Amounts by stage in 万元; None is a blank cell."""

    budget_city: Decimal
    budget_other: Decimal | None
    allocated: Decimal
    spent_city: Decimal
    spent_other: Decimal | None

    @property
    def budget(self) -> Decimal:
        """The whole budget."""
        return self.budget_city + (self.budget_other or Decimal(0))

    @property
    def spent(self) -> Decimal:
        """All spending."""
        return self.spent_city + (self.spent_other or Decimal(0))


@dataclass(frozen=True, slots=True)
class Item:
    """One item of a score card, weights and scores in points of 100."""

    section: str
    group: str
    name: str
    weight: Decimal
    score: Decimal
    analysis: str = ""


def city_money(facts: Facts, dice: Dice) -> CityMoney:
    """Spread the budget over the stages: allotted in full or nearly, spent from what was allotted."""
    total = facts.total_line
    assert total.adjusted is not None and total.executed is not None
    allocated = total.adjusted
    if dice.chance(0.15):
        allocated = max(total.executed, rounded(total.adjusted * Decimal("0.95"), 2))
    other = dice.weighted((Decimal(0), 8), (None, 2))
    if dice.chance(0.12) and other is not None:
        part = rounded(total.executed * Decimal("0.2"), 2)
        return CityMoney(total.adjusted - part, part, allocated, total.executed - part, part)
    return CityMoney(total.adjusted, other, allocated, total.executed, other)


def item_scores(facts: Facts, money: CityMoney, dice: Dice) -> list[Item]:
    """Score every item of the card."""
    rows = facts.indicators
    shares = {
        "资金到位率": money.allocated / money.budget,
        "预算执行率": money.spent / money.allocated,
        "实际完成率": _reached(rows, "数量指标"),
        "完成及时率": _reached(rows, "时效指标"),
        "质量达标率": _reached(rows, "质量指标"),
        "成本节约率": _reached(rows, "成本指标"),
        "经济效益": _reached(rows, "经济效益指标"),
        "社会效益": _reached(rows, "社会效益指标"),
        "生态效益": _reached(rows, "生态效益指标"),
        "可持续影响": _reached(rows, "可持续影响指标"),
        "社会公众或服务对象满意度": _reached(rows, "服务对象满意度指标"),
    }
    items = []
    for key, lines in labels("card", "project").items():
        section, group = key.split("|")
        for name, points in lines:
            weight = Decimal(points)
            score = rounded(weight * min(shares.get(name, Decimal(1)), Decimal(1)), 2)
            if name not in shares and dice.chance(0.08):
                score -= dice.pick((Decimal("0.5"), Decimal(1)))
            items.append(Item(section, group, name, weight, score))
    return items


def _reached(rows: Iterable[Indicator], level2: str) -> Decimal:
    """The mean share reached of the indicators under a label, cut so that a miss always costs marks."""
    own = [row.result.reached for row in rows if row.level2 == level2]
    if not own:
        return Decimal(1)
    return rounded(sum(own, Decimal(0)) / len(own), 3, cut=True)
