"""Targets and what became of them: counts, shares, dates, costs, ceilings, worded tiers, ranges.

Comes in: dice and a measure. Goes out: a ``Result`` with both prints and the share reached.
The share reached follows from the prints alone, as a reader of the form would compute it.
"""

from __future__ import annotations

import calendar
from decimal import Decimal

from eval_set.generator.dice import Dice
from eval_set.generator.facts import Result
from eval_set.generator.numerals import Money, rounded, short
from eval_set.generator.words import Measure, words

AT_LEAST = ("≥", "≥", "≥", "≥", "≧", ">=", "⩾", "")
AT_MOST = ("≤", "≤", "≤", "≦", "<=")
MISSED = 0.16
"""Share of indicators that miss their target."""


def signs(dice: Dice) -> tuple[str, str]:
    """Choose the comparators of one form: people use one key for all."""
    return dice.pick(AT_LEAST), dice.pick(AT_MOST)


def count(dice: Dice, measure: Measure, sign: str) -> Result:
    """A number to be reached: met exactly, exceeded by up to a quarter, or missed."""
    target = dice.amount(measure.least, measure.most, measure.places)
    exact = target < 4
    factor = dice.weighted((1.0, 5), (dice.uniform(1.0, 1.25), 3))
    if dice.chance(MISSED):
        factor = dice.uniform(0.6, 0.97)
    actual = rounded(target * Decimal(repr(factor)), measure.places)
    actual = target if exact or actual == 0 else actual
    sign = dice.weighted((sign, 8), ("", 2))
    printed = short(actual) + (measure.unit if dice.chance(0.8) else "")
    return Result(f"{sign}{short(target)}{measure.unit}", printed, sign, measure.unit, _share(actual, target))


def share(dice: Dice, sign: str) -> Result:
    """A rate in per cent, never above 100."""
    target = Decimal(dice.pick((80, 85, 90, 90, 92, 95, 95, 98, 100, 100)))
    if target == 100:
        sign = dice.pick(("", "", "=", sign))
    places = dice.weighted((0, 7), (1, 2), (2, 1))
    top = dice.uniform(float(target), 100) if dice.chance(0.5) else float(target)
    if dice.chance(MISSED):
        top = dice.uniform(float(target) - 14, float(target) - 1)
    actual = min(rounded(Decimal(repr(top)), places), Decimal(100))
    return Result(f"{sign}{short(target)}%", f"{short(actual)}%", sign, "%", _share(actual, target), "share")


def ceiling(dice: Dice, measure: Measure, sign: str) -> Result:
    """A number not to be exceeded."""
    target = dice.amount(measure.least, measure.most, measure.places)
    factor = dice.weighted((1.0, 4), (dice.uniform(0.78, 1.0), 5))
    if dice.chance(MISSED / 2):
        factor = dice.uniform(1.1, 1.4)
    actual = rounded(target * Decimal(repr(factor)), measure.places)
    actual = actual if actual > 0 else target
    prints = (f"{sign}{short(target)}{measure.unit}", f"{short(actual)}{measure.unit}")
    return Result(*prints, sign, measure.unit, _share(target, actual), "ceiling")


def cost(budget: Decimal, executed: Decimal, money: Money, sign: str) -> Result:
    """The whole cost: the budget as ceiling, what was spent as result."""
    prints = (f"{sign}{money.plain(budget)}{money.unit}", f"{money.plain(executed)}{money.unit}")
    return Result(*prints, sign, money.unit, Decimal(1), "cost")


def date(dice: Dice, year: int) -> Result:
    """A deadline: kept, or missed by a month or two."""
    month = dice.randrange(3, 13)
    late = month < 11 and dice.chance(MISSED)
    last = calendar.monthrange(year, month)[1]
    day = dice.pick((10, 15, 20, 25, last))
    when = month + dice.randrange(1, 3) if late else month
    latest = day if not late else 28
    done = dice.randrange(1, latest + 1)
    style = dice.weighted(("month", 5), ("full", 3), ("exact", 2))
    if style == "month":
        target = dice.pick((f"{month}月底前", f"{year}年{month}月底前", f"{year}年{month}月"))
        actual = f"{year}年{when}月" if target.endswith("月") else f"{when}月{done}日"
    elif style == "full":
        target, actual = f"{year}年{month}月{day}日前", f"{year}年{when}月{done}日"
    else:
        target, actual = f"{year}年{month}月{day}日", f"{year}年{when}月{min(done, latest)}日"
    return Result(target, actual, reached=Decimal("0.8") if late else Decimal(1), kind="date")


def tier(dice: Dice) -> Result:
    """A target in words: reached word for word, or in part (scored 60 to 90 % of the weight)."""
    if dice.chance(0.2):
        word = dice.pick(words("tiers", "kept"))
        return Result(word, word, kind="tier")
    word = dice.pick(words("tiers", "wanted"))
    if dice.chance(MISSED):
        reached = Decimal(dice.pick((80, 85, 90))) / 100
        return Result(word, dice.pick(words("tiers", "partly")), reached=reached, kind="tier")
    return Result(word, word, kind="tier")


def years(dice: Dice, sign: str) -> Result:
    """A lifetime in years, met as planned."""
    target = dice.pick((3, 5, 5, 8, 10))
    return Result(f"{sign}{target}年", f"{target}年", sign, "年")


def span(dice: Dice, measure: Measure) -> Result:
    """A range to stay in; the result lies inside."""
    low = dice.amount(max(measure.least, Decimal(4)), measure.most, 0)
    high = rounded(low * Decimal("1.25"), 0) + 1
    actual = Decimal(dice.randrange(int(low), int(high) + 1))
    return Result(f"{low}-{high}{measure.unit}", f"{actual}{measure.unit}", "", measure.unit, kind="range")


def _share(part: Decimal, whole: Decimal) -> Decimal:
    return min(part / whole, Decimal(1)) if whole else Decimal(1)


def as_count(result: Result) -> str:
    """The target without its comparator, as prose names it."""
    return result.target.removeprefix(result.comparator)


def done(result: Result) -> str:
    """The result with its unit, as prose names it."""
    return result.actual if result.actual.endswith(result.unit) else result.actual + result.unit
