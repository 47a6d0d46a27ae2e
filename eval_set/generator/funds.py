"""Money by source: every column adds up, nothing is spent that was not there.

Comes in: dice and the sources of the family. Goes out: fund lines, the total first.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal

from eval_set.generator.dice import Dice
from eval_set.generator.facts import FundLine, Print
from eval_set.generator.numerals import Money, Points, Rates, rounded


def prints(dice: Dice, family: str) -> Print:
    """Choose how a form prints its numbers."""
    city = family.startswith("city")
    places = dice.pick((1, 2, 2))
    fixed = 2 if city else dice.weighted((None, 6), (places, 2), (2, 2))
    weights = None if city else dice.weighted((None, 8), (fixed, 2))
    points = Points(places=2 if city else places, cut=dice.chance(0.2), fixed_scores=fixed, fixed_weights=weights)
    unit = "万元" if city else dice.weighted(("万元", 8), ("元", 2))
    money = Money(unit, 2 if city else dice.weighted((None, 6), (2, 4)), dice.chance(0.15))
    rates = Rates(dice.weighted((None, 6), (2, 3), (1, 1)), dice.weighted(("%", 19), ("", 1)))
    return Print(points, money, rates)


def whole_budget(dice: Dice, money: Money) -> Decimal:
    """Draw a budget: 3 to 9,500 万元, with 0 to 2 decimals (元: whole or with two decimals)."""
    amount = dice.amount(Decimal(3), Decimal(9500), dice.pick((0, 0, 1, 2, 2)))
    return amount * 10000 if money.unit == "元" else amount


def fund_lines(dice: Dice, sources: list[str], money: Money) -> tuple[FundLine, ...]:
    """Split a budget over the sources; sources without money stay blank."""
    adjusted = whole_budget(dice, money)
    named = [source for source in sources if source != "total"]
    if not named:
        executed = _spent(dice, adjusted)
        return (FundLine("total", adjusted, adjusted, executed),)
    paying = [named[0], *(source for source in named[1:] if dice.chance(0.3))]
    if len(paying) == 1 and dice.chance(0.1):
        paying = [dice.pick(named)]
    shares = _split(dice, adjusted, len(paying))
    executed = _spent(dice, adjusted)
    spent = _within(executed, shares)
    revised = dice.chance(0.25)
    lines = {source: FundLine(source) for source in named}
    for source, share, part in zip(paying, shares, spent, strict=True):
        initial = _before(dice, share) if revised else share
        lines[source] = FundLine(source, initial, share, part)
    paid = [lines[source] for source in paying]
    total = FundLine("total", _sum(line.initial for line in paid), adjusted, executed)
    return (total, *(lines[source] for source in named))


def without_initial(lines: tuple[FundLine, ...]) -> tuple[FundLine, ...]:
    """Drop the opening budget, which some families do not print."""
    return tuple(replace(line, initial=None) for line in lines)


def _sum(amounts: Iterable[Decimal | None]) -> Decimal:
    return sum((amount for amount in amounts if amount is not None), Decimal(0))


def _places(amount: Decimal) -> int:
    return max(0, -int(amount.as_tuple().exponent))


def _spent(dice: Dice, budget: Decimal) -> Decimal:
    """All of it, or 52 to 99.9 % of it, to two decimals."""
    if dice.chance(0.45):
        return budget
    low = dice.weighted((0.52, 1), (0.8, 3), (0.95, 2))
    return rounded(budget * Decimal(repr(dice.uniform(low, 0.999))), 2)


def _before(dice: Dice, share: Decimal) -> Decimal:
    factor = Decimal(repr(dice.uniform(0.7, 1.3)))
    return max(rounded(share * factor, _places(share)), Decimal("0.01"))


def _split(dice: Dice, whole: Decimal, parts: int) -> list[Decimal]:
    """Cut an amount into positive parts that add up exactly."""
    places = max(_places(whole), 1 if parts > 1 else 0)
    shares: list[Decimal] = []
    left = whole
    for rest in range(parts - 1, 0, -1):
        share = rounded(left * Decimal(repr(dice.uniform(0.35, 0.85))) / (1 if rest == 1 else 2), places)
        shares.append(share)
        left -= share
    return [*shares, left]


def _within(executed: Decimal, shares: list[Decimal]) -> list[Decimal]:
    """Spread what was spent: the first sources are used up last, so none spends more than it has."""
    left, spent = executed, []
    for share in reversed(shares):
        part = min(left, share)
        spent.append(part)
        left -= part
    return spent[::-1]
