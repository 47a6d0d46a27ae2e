"""Human errors of the city's forms: card, narratives, balance, staff.

Comes in: a consistent record and dice. Goes out: new prints by path; empty where the record has no place for
the error. Never returns what was printed before.
"""

from __future__ import annotations

from decimal import Decimal

from eval_set.generator.dice import Dice
from eval_set.generator.numerals import rounded, short
from eval_set.generator.slips import Edits, Record, like


def card_score_above_weight(record: Record, dice: Dice) -> Edits:
    """An item of the card one point above its weight."""
    number = dice.pick([number for number, row in enumerate(record["scorecard"]) if row["item"]])
    row = record["scorecard"][number]
    return {f"scorecard[{number}].score": like(row["score"], Decimal(row["weight"]) + 1)}


def card_execution_score(record: Record, dice: Dice) -> Edits:
    """Full marks for 预算执行率 though it earned less."""
    for number, row in enumerate(record["scorecard"]):
        if row["item"] == "预算执行率" and Decimal(row["score"]) < Decimal(row["weight"]) * Decimal("0.95"):
            return {f"scorecard[{number}].score": f"{Decimal(row['weight']):.2f}"}
    return {}


def grade(record: Record, dice: Dice) -> Edits:
    """Any grade but the right one."""
    return {"grade": dice.pick([word for word in ("优", "良", "中") if word != record["grade"]])}


def section_score(record: Record, dice: Dice) -> Edits:
    """A section half a point to two points off."""
    number = dice.pick([number for number, row in enumerate(record["scorecard"]) if not row["item"]])
    old = record["scorecard"][number]["score"]
    return {f"scorecard[{number}].score": like(old, Decimal(old) - Decimal(dice.pick(("0.5", "1", "2"))))}


def period(record: Record, dice: Dice) -> Edits:
    """The period ended before the year began."""
    own, dates = int(record["fiscal_year"]), record["project_period"]
    if dates["end"][:4] != str(own):
        return {}
    return {f"project_period.{key}": str(own - 1) + dates[key][4:] for key in ("start", "end")}


def narrative_amount(record: Record, dice: Dice) -> Edits:
    """The amount spent is told a little wrong."""
    spent = sum((Decimal(row["executed"]) for row in record["funds"] if row["executed"]), Decimal(0))
    text, told = record["narratives"]["fund_use"], f"支出{spent}万元"
    if told not in text or spent < 20:
        return {}
    return {"narratives.fund_use": text.replace(told, f"支出{rounded(spent * Decimal('1.012'), 2)}万元", 1)}


def balance(record: Record, dice: Dice) -> Edits:
    """The balance of the year-end is off."""
    old = record["department"]["year_end_balance"]
    return {"department.year_end_balance": like(old, Decimal(old) + Decimal(dice.pick(("1", "10", "5.4"))))}


def staff(record: Record, dice: Dice) -> Edits:
    """The staff's total is off; prose tells it."""
    old = record["department"]["staff"]["total"]
    new = str(int(old) + dice.pick((1, 2, 10)))
    text = record["narratives"]["staffing"]
    return {"department.staff.total": new, "narratives.staffing": text.replace(f"实有{old}人", f"实有{new}人")}


def income_table(record: Record, dice: Dice) -> Edits:
    """The total of income is off, in the table inside the prose and in the sentence before.

    The total of expenditure stays, also where it was the same number.
    """
    old = record["department"]["income_total"]
    new = short(Decimal(old) + Decimal(dice.pick(("1000", "30000", "200.5"))))
    text = record["narratives"]["budget_execution"]
    for told in ("收入合计{}元", " 合计 {} "):
        text = text.replace(told.format(old), told.format(new))
    return {"department.income_total": new, "narratives.budget_execution": text}
