"""Human errors: the table of what authors of forms get wrong, and how one is planted.

Comes in: a consistent sheet, the kind of error, dice. Goes out: the sheet with that one error printed, and
the findings of which at least one must be reported. Gold is what is printed: a form's own mistake stays.
"""

from __future__ import annotations

import copy
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from eval_set.generator import city_slips, slips
from eval_set.generator.dice import Dice
from eval_set.generator.sheet import Sheet, leaf_at, set_leaf

WEIGHED = ("national", "poverty", "sichuan")
SCORED = (*WEIGHED, "hubei")
TABLES = (*SCORED, "transfer")
BY_SOURCE = (*WEIGHED, "transfer")
CITY = ("city_project", "city_department")

Edit = Callable[[dict[str, Any], Dice], dict[str, str | None]]
"""Takes a record, returns the new prints by path; empty where the form offers no place for the error."""


@dataclass(frozen=True, slots=True)
class Mistake:
    """One kind of error: in words, where it can be made, the laws it breaks with their severity."""

    meaning: str
    families: tuple[str, ...]
    laws: dict[str, str]
    edit: Edit


def _error(*laws: str) -> dict[str, str]:
    return dict.fromkeys(laws, "error")


def _warning(*laws: str) -> dict[str, str]:
    return dict.fromkeys(laws, "warning")


_SUMS = _error("scores_sum_to_total")
_CARD = _error("section_scores_sum", "section_totals_sum")

ERRORS: dict[str, Mistake] = {
    "total score": Mistake("the total score is not the sum", SCORED, _SUMS, slips.total_score),
    "card total": Mistake("the card's total is not the sum", CITY, _error("section_totals_sum"), slips.total_score),
    "total weight": Mistake(
        "the total weight is not the sum",
        WEIGHED,
        _error("weights_sum_to_total") | _warning("total_weight_is_hundred"),
        slips.total_weight,
    ),
    "total not updated": Mistake("a score was lowered, the total was not", SCORED, _SUMS, slips.total_not_updated),
    "digits swapped": Mistake(
        "two digits of the amount spent changed round",
        TABLES,
        _error("funds_sum_to_total", "execution_rate"),
        slips.digits_swapped,
    ),
    "item score": Mistake(
        "a met target lost marks that the total did not",
        SCORED,
        _SUMS | _warning("met_target_keeps_marks", "lost_marks_have_reason"),
        slips.item_score,
    ),
    "score above weight": Mistake(
        "an item scores more than its weight", SCORED, _error("score_at_most_weight") | _SUMS, slips.score_above_weight
    ),
    "card score above weight": Mistake(
        "an item of the card scores more than its weight",
        CITY,
        _error("score_at_most_weight", "section_scores_sum"),
        city_slips.card_score_above_weight,
    ),
    "rate": Mistake("the rate is not executed by budget", TABLES, _error("execution_rate"), slips.rate),
    "execution score": Mistake(
        "the execution score is not weight times rate", SCORED, _error("execution_score") | _SUMS, slips.execution_score
    ),
    "card execution score": Mistake(
        "full marks for execution though money was left",
        ("city_project",),
        _error("card_execution_score_fits", "section_scores_sum"),
        city_slips.card_execution_score,
    ),
    "funds sum": Mistake(
        "the sources do not add up to the total", BY_SOURCE, _error("funds_sum_to_total"), slips.funds_sum
    ),
    "wan yuan slip": Mistake(
        "one amount in 元 among 万元",
        BY_SOURCE,
        _error("funds_sum_to_total", "execution_rate") | _warning("executed_at_most_budget"),
        slips.wan_yuan,
    ),
    "missed full marks": Mistake(
        "full marks for a missed target", SCORED, _error("missed_target_loses_marks"), slips.missed_target
    ),
    "missed but done": Mistake(
        "a missed target is reported as done",
        ("city_project",),
        _warning("missed_target_is_not_done", "missed_target_costs_completion"),
        slips.missed_target,
    ),
    "late full marks": Mistake(
        "full marks for a missed deadline", SCORED, _error("late_result_loses_marks"), slips.late_result
    ),
    "no reason": Mistake(
        "marks were lost without a reason", WEIGHED, _warning("lost_marks_have_reason"), slips.no_reason
    ),
    "share above hundred": Mistake(
        "a share above 100 %", (*TABLES, "city_project"), _error("share_at_most_hundred"), slips.share_above_hundred
    ),
    "target copied": Mistake(
        "the result repeats the target", (*TABLES, "city_project"), _warning("actual_is_measured"), slips.target_copied
    ),
    "listed twice": Mistake(
        "an indicator stands twice", (*TABLES, "city_project"), _warning("indicator_listed_once"), slips.listed_twice
    ),
    "grade": Mistake("the grade is not that of the total", CITY, _error("grade_fits_total"), city_slips.grade),
    "section score": Mistake("a section is not the sum of its items", CITY, _CARD, city_slips.section_score),
    "year": Mistake(
        "the title names another year", ("national", "hubei"), _warning("years_agree"), slips.year
    ),
    "period": Mistake(
        "the period does not cover the year", ("city_project",), _warning("period_covers_year"), city_slips.period
    ),
    "narrative amount": Mistake(
        "prose tells another amount than the cell",
        ("city_project",),
        _error("narrative_amount_is_cell") | _warning("narrative_parts_add_up"),
        city_slips.narrative_amount,
    ),
    "goal is money": Mistake(
        "the goal cell holds an amount",
        ("national", "poverty", "sichuan", "transfer"),
        _warning("goal_is_text"),
        slips.goal_is_money
    ),
    "instruction left": Mistake(
        "an instruction was left in the text",
        ("national", "poverty", "sichuan", "transfer", "city_project"),
        _warning("instructions_removed"),
        slips.instruction_left,
    ),
    "balance": Mistake(
        "the balance does not follow", ("city_department",), _error("department_balance"), city_slips.balance
    ),
    "staff": Mistake("staff do not add up", ("city_department",), _error("staff_sum"), city_slips.staff),
    "income table": Mistake(
        "the lines by function do not add up",
        ("city_department",),
        _error("income_table_sums"),
        city_slips.income_table,
    ),
}  # fmt: skip
"""Every kind of human error by name."""


def plant(sheet: Sheet, error: str, dice: Dice) -> tuple[Sheet, list[dict[str, Any]]] | None:
    """Plant one error; None where this form has no place for it. Raises ``ValueError`` for an unknown kind."""
    if error not in ERRORS:
        raise ValueError(f"no such error: {error}; there are {', '.join(ERRORS)}")
    edits = ERRORS[error].edit(sheet.record, dice)
    if not edits:
        return None
    cells = list(edits)
    laws = ERRORS[error].laws.items()
    findings = [{"law": law, "severity": severity, "cells": cells} for law, severity in laws]
    for path, text in edits.items():
        sheet = _reprinted(sheet, path, text)
    return sheet, findings


def _reprinted(sheet: Sheet, path: str, text: str | None) -> Sheet:
    old = leaf_at(sheet.record, path)
    record = copy.deepcopy(sheet.record)
    set_leaf(record, path, text)
    for row, column, cell in list(sheet.cells()):
        if path in cell.paths:
            sheet = sheet.with_cell(row, column, replace(cell, text=_instead(cell.text, old, text or "")))
    return replace(sheet, record=record)


def _instead(printed: str, old: str, new: str) -> str:
    """Put a new value into a cell's print, which may hold more than the value, or a date without its hyphens."""
    for was, is_now in ((old, new), (old.replace("-", ""), new.replace("-", ""))):
        if was in printed:
            return printed.replace(was, is_now)
    return new
