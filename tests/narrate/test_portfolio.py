"""Many forms together: sums and orders over cells, suspicions with their figures, one project over the years."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from extractor.narrate import draft
from extractor.narrate.draft import context_of
from extractor.narrate.portfolio import Portfolio
from extractor.values import Record
from tests import sample_record


def _record(name: str, **changes: Any) -> Record:
    """The national form with other values: ``year``, ``score``, ``executed``, ``budget``."""
    record = sample_record.record(sample_record.national, name=name)
    form = record.forms[0]
    funds = [dict(row) for row in form.values["funds"]]
    funds[0] |= {key: changes[short] for short, key in (("budget", "adjusted_budget"), ("executed", "executed"))
                 if short in changes}  # fmt: skip
    total = {**form.values["total"], "score": changes.get("score", "88")}
    values = {**form.values, "funds": funds, "total": total, "fiscal_year": changes.get("year", "2023")}
    return replace(record, forms=(replace(form, values=values, findings=changes.get("findings", ())),))


def _whole(*records: Record) -> Portfolio:
    whole = context_of(records)["whole"]
    assert isinstance(whole, Portfolio)
    return whole


def test_scores_have_a_mean_with_its_formula_and_lie_in_the_bands_of_the_regulation() -> None:
    scores = _whole(_record("a", score="92"), _record("b", score="85.5"), _record("c", score="90")).scores

    assert scores is not None and (scores.mean.text, scores.mean.formula) == ("89.17", "各表总分之和÷3")
    assert [(band.grade.text, band.forms.text) for band in scores.bands] == [("优", "2"), ("良", "1")]
    assert (scores.highest.text, scores.lowest.text) == ("92", "85.5")


def test_forms_are_ordered_by_score_and_by_the_rate_that_was_spent() -> None:
    whole = _whole(_record("a", score="80", executed="160"), _record("b", score="95", executed="320"))

    assert [story.score.text for story in whole.by_score if story.score] == ["95", "80"]
    assert [story.money.executed.text for story in whole.by_rate if story.money.executed] == ["160", "320"]


def test_a_form_is_suspect_for_what_its_figures_say() -> None:
    contradiction = sample_record.record(sample_record.national).forms[0].findings
    whole = _whole(_record("a", score="99"), _record("b", findings=contradiction), _record("c", score="80"))

    # The national sample misses a target: beside 99 points that is odd, beside 80 it is not.
    assert [(suspect.story.number, suspect.reasons) for suspect in whole.suspects] == [
        (2, ("contradiction",)), (1, ("full_but_missed",)),
    ]  # fmt: skip


def test_a_project_of_several_years_is_told_as_a_trend() -> None:
    text = draft([_record("b", year="2023"), _record("a", year="2022", budget="300", score="90.5")], "portfolio")

    assert (
        "“乡村道路照明改造项目”：2022年度预算300万元，执行率90%，总分90.5分〔待核〕；2023年度预算320万元，"
        "比上次增加20万元（320－300），执行率90%，总分88分〔待核〕，比上次降低2.5分〔待核〕（90.5－88）。"
    ) in text


def test_sums_stand_by_year_and_leave_out_forms_without_an_amount() -> None:
    text = draft([_record("a", year="2022"), _record("b"), _record("c", executed=None)], "portfolio")

    assert "项目预算合计640万元（320＋320），执行合计576万元（288＋288）" in text
    assert "；另有1张表预算数或执行数不全，未计入。" in text
    assert "| 2022 | 1 | 320万元 | 288万元 | 90% |" in text
