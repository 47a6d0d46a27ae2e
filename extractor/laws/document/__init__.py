"""Laws between the forms of one document: a department and its projects, copies, years, names.

Comes in: the plain records of all forms of a document. Goes out: judgements, each with the
index of the form that it is attached to, whose cells it names. Never changes a form, and
says nothing where it is open whether two forms belong together.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from extractor.laws.document import bodies, bounds, copies, named, portfolio, repeated, years
from extractor.laws.document.bundle import Bundle
from extractor.laws.document.law import DocumentLaw
from extractor.laws.form import Form
from extractor.laws.law import Judgement, judged

DOCUMENT_LAWS: tuple[DocumentLaw, ...] = (
    named.named_project_amount_agrees,
    named.named_project_counts_agree,
    portfolio.project_count_is_number_of_forms,
    portfolio.project_amounts_sum_to_department,
    bounds.project_amount_within_department,
    copies.same_project_same_amounts,
    copies.same_project_same_total,
    copies.same_project_same_indicators,
    years.carry_over_is_last_years_rest,
    repeated.target_reaches_last_years_result,
    repeated.results_are_of_their_year,
    bodies.supervising_department_agrees,
    bodies.same_project_same_department,
)
"""All laws between forms, in run order. A test fails on one that is defined but not listed."""
DOCUMENT_IDS: tuple[str, ...] = tuple(law.id for law in DOCUMENT_LAWS)
"""The ids of the laws between forms; they are no part of a family's list."""


def check_document(forms: Sequence[tuple[Mapping[str, Any], Mapping[str, str]]]) -> tuple[tuple[int, Judgement], ...]:
    """Return the verdicts of the laws between forms, each with the index of the form it is attached to.

    ``forms`` are (values, units of money) in source order. A law that finds nothing to compare
    gives no verdict.
    """
    bundle = Bundle(tuple(Form.of(values, units) for values, units in forms))
    return tuple((index, judged(law, said)) for law in DOCUMENT_LAWS for index, said in law.say(bundle))
