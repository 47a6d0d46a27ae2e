"""Objectives and narratives whose amounts and counts are those of the cells.

Comes in: dice, project, money, indicators. Goes out: texts by name. Never names a number that no cell holds.
"""

from __future__ import annotations

from decimal import Decimal

from eval_set.generator import results
from eval_set.generator.dice import Dice
from eval_set.generator.facts import FundLine, Indicator, Print, Project
from eval_set.generator.numerals import Money, rounded
from eval_set.generator.words import words

NAMES = ("expected", "actual", "overview", "fund_use", "implementation", "performance", "other_issues")


def prose(dice: Dice, project: Project, total: FundLine, rows: tuple[Indicator, ...], prints: Print) -> dict[str, str]:
    """Write the texts of a form: ``expected`` and ``actual`` for objectives, the others for city forms."""
    assert total.adjusted is not None and total.executed is not None
    money = prints.money
    counts = [row for row in rows if row.result.kind == "count" and row.level2 == "数量指标"] or list(rows[:1])
    first, second = counts[0], counts[-1]
    parts = {
        "work": project.kind["work"],
        "need": project.kind["need"],
        "people": project.kind["people"],
        "owner": project.owner,
        "project": project.name,
        "place": project.place,
        "budget": money.plain(total.adjusted),
        "executed": money.plain(total.executed),
        "unit": money.unit,
        "tier": dice.pick(("显著提升", "有效提高", "逐步完善", "持续增强")),
        "count1": _what(first) + results.as_count(first.result),
        "count2": _what(second) + results.as_count(second.result),
        "done1": _what(first) + results.done(first.result),
        "done2": _what(second) + results.done(second.result),
        "parts": _parts(dice, project, total.executed, money),
    }
    return {name: dice.pick(_fitting(name, two=first != second)).format(**parts) for name in NAMES}


def _fitting(name: str, *, two: bool) -> list[str]:
    """The sentences that name no more counts than the form has."""
    return [text for text in words("prose", name) if two or not ("{count2}" in text or "{done2}" in text)]


def _what(row: Indicator) -> str:
    """An indicator's name behind the word 完成."""
    return row.name.removeprefix("完成")


def _parts(dice: Dice, project: Project, executed: Decimal, money: Money) -> str:
    """Name two or three uses whose amounts add up to what was spent."""
    uses = project.kind["uses"][: dice.pick((2, 3))]
    named, left = [], executed
    for use in uses[:-1]:
        amount = rounded(left * Decimal(repr(dice.uniform(0.3, 0.7))), 2)
        left -= amount
        named.append(f"{use}{money.plain(amount)}万元")
    return "、".join([*named, f"{uses[-1]}{money.plain(left)}万元"])
