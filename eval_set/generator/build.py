"""From dice to facts: one consistent project form, before it is laid out.

Comes in: a family and a seed. Goes out: ``Facts``. The same seed gives the same facts in every layout
and under every damage.
"""

from __future__ import annotations

from decimal import Decimal

from eval_set.generator.dice import Dice
from eval_set.generator.facts import Facts, FundLine, Print
from eval_set.generator.funds import fund_lines, prints, without_initial
from eval_set.generator.indicators import indicators
from eval_set.generator.project import project
from eval_set.generator.prose import prose
from eval_set.generator.words import labels


def facts(family: str, seed: int) -> Facts:
    """Invent one project form."""
    dice = Dice("facts", family, seed)
    printed = prints(dice, family)
    what = project(dice)
    lines = fund_lines(dice, _sources(dice, family), printed.money)
    if "initial_budget" not in labels(family).get("fund_columns", ["initial_budget"]):
        lines = without_initial(lines)
    weight = Decimal(labels(family).get("execution_weight", 0))
    rows = indicators(dice, what, lines[0], printed, weight)
    return Facts(
        family=family,
        project=what,
        print=printed,
        funds=lines,
        indicators=rows,
        execution_weight=weight,
        execution_score=_execution_score(lines[0], weight, printed),
        prose=prose(dice, what, lines[0], rows, printed),
    )


def _sources(dice: Dice, family: str) -> list[str]:
    if family == "poverty" and dice.chance(0.3):
        return ["total", "superior", "county", "other"]
    return list(labels(family).get("sources", ["total"]))


def _execution_score(total: FundLine, weight: Decimal, printed: Print) -> Decimal:
    """Weight times the printed rate."""
    assert total.adjusted is not None and total.executed is not None
    rate = printed.rates.rate(total.executed, total.adjusted)
    return printed.points.earned(weight * rate / 100)
