"""From a record and its expected values to counts: damage, origins, findings."""

from __future__ import annotations

from typing import Any

from extractor.evaluate.counting import false_findings, tally_of, unreported
from extractor.evaluate.judging import judge_record, observe
from extractor.evaluate.tally import Tally, add_up, tally_from
from tests.evaluate.small_form import cell, expected, finding, form


def tally(found: dict[str, Any], gold: dict[str, Any], **about: Any) -> Tally:
    judged = judge_record({"forms": [found]}, {"forms": [gold], **about})
    return add_up(map(tally_of, judged))


def test_a_sound_form_that_is_read_right_has_nothing_to_report() -> None:
    counts = tally(form(), expected())
    assert (counts.right, counts.wrong_silent, counts.sound, counts.sound_errors) == (counts.gold, 0, 1, 0)


def test_silent_errors_are_split_by_whether_a_law_sees_them() -> None:
    counts = tally(form(indicators_0__score="46", indicators_1__target="≥50人次"), expected())
    assert (counts.wrong_silent, counts.silent_covered, counts.forms_silent) == (2, 1, 1)


def test_a_damaged_cell_is_followed_to_what_became_of_it() -> None:
    damaged = {
        "indicators[0].score": {"printed": "46", "true": "40", "kind": "digit"},
        "indicators[1].target": {"printed": "≥50人次", "true": "≥60人次", "kind": "digit"},
    }
    counts = tally(form(indicators_1__target="≥50人次"), expected(), damaged=[damaged])
    assert (counts.damaged, counts.damaged_right, counts.damaged_silent) == (2, 1, 1)
    assert (counts.damaged_covered, counts.damaged_covered_right, counts.damaged_covered_silent) == (1, 1, 0)
    assert counts.sound == 0


def test_damage_stands_beside_the_forms_in_their_order_whichever_of_them_was_found() -> None:
    golds = [{**expected(), "title": "甲表"}, {**expected(), "title": "乙表"}]
    damaged = [{"total.score": {"printed": "9B", "true": "98", "kind": "letter"}}, {}]
    record = form()
    record["values"]["title"] = "乙表"
    judged = judge_record({"forms": [record]}, {"forms": golds, "damaged": damaged})
    assert [(len(one.leaves) > 0, one.undamaged) for one in judged] == [(True, False), (True, True)]


def test_precision_asks_what_the_record_says_and_recall_what_is_expected() -> None:
    gold = expected()
    gold["indicators"][0]["score"] = {"v": "40", "how": "inferred"}
    gold["indicators"][1]["score"] = {"v": "48", "how": "repaired"}
    found = form(indicators_0__score=None, indicators_1__weight="5")
    found["cells"]["indicators[0].score"] = cell(None, origin="missing", needs_review=True)
    found["cells"]["indicators[1].score"] = cell("48", origin="repaired")
    found["cells"]["indicators[1].weight"] = cell("5", origin="inferred")
    counts = tally(found, gold)
    assert (counts.inferred_right, counts.inferred_cells, counts.inferred_had, counts.inferred_wanted) == (0, 1, 0, 1)
    assert (counts.repaired_right, counts.repaired_cells, counts.repaired_had, counts.repaired_wanted) == (1, 1, 1, 1)


def contradiction(**found: Any) -> Tally:
    """A form whose author's total is 95 for items that make 98."""
    gold = expected(findings=[{"law": "scores_sum_to_total", "severity": "error", "cells": ["total.score"]}])
    gold["total"]["score"] = "95"
    record = form()
    record["values"]["total"]["score"] = found.get("value", "95")
    record["cells"]["total.score"] = cell(found.get("value", "95"), origin=found.get("origin", "read"))
    record["findings"] = found.get("findings", [])
    return tally(record, gold)


def test_a_contradiction_that_is_reported_is_found() -> None:
    counts = contradiction(findings=[finding("scores_sum_to_total", "error", "total.score")])
    assert (counts.planted, counts.planted_found, counts.planted_errors_found) == (1, 1, 1)
    assert (counts.error_findings_true, counts.error_findings, counts.sound) == (1, 1, 0)


def test_a_mere_note_does_not_report_it() -> None:
    assert contradiction(findings=[finding("scores_sum_to_total", "note", "total.score")]).planted_found == 0


def test_another_finding_about_the_same_cell_is_true_but_not_the_one_expected() -> None:
    counts = contradiction(findings=[finding("grade_fits_total", "error", "grade", "total.score")])
    assert (counts.planted_found, counts.error_findings_true) == (0, 1)


def test_a_contradiction_that_was_repaired_away_is_counted() -> None:
    assert contradiction(value="98", origin="repaired").planted_altered == 1
    assert contradiction().planted_altered == 0


def test_findings_on_a_sound_form_are_false() -> None:
    found = form()
    found["findings"] = [finding("dates_in_order", "warning"), finding("score_at_most_weight", "error")]
    counts = tally(found, expected())
    assert (counts.sound_errors, counts.sound_warnings, counts.error_findings_true) == (1, 1, 0)


def test_the_family_is_what_the_file_says_else_the_kind_of_form() -> None:
    gold = {"forms": [expected()]}
    families = [judge_record({"forms": [form()]}, one)[0].family for one in (gold, {**gold, "family": "poverty"})]
    assert families == ["project_national", "poverty"]


def test_an_observation_says_what_calibration_needs() -> None:
    judged = judge_record({"forms": [form(indicators_0__score="46")]}, {"forms": [expected()]})
    seen = {one.path: one for one in observe("case", judged)}
    assert seen["indicators[0].score"] == (
        "case#1", "indicators[0].score", "numeric", 0.99, False, "wrong_silent", True, "read",
    )  # fmt: skip
    assert seen["total.score"].covered is None and seen["project_name"].confidence is None


def test_a_tally_comes_back_from_its_counts() -> None:
    counts = tally(form(indicators_0__score="46"), expected())
    assert tally_from(counts.as_dict()) == counts


def test_a_contradiction_that_nobody_reports_is_named() -> None:
    gold = expected(findings=[{"law": "scores_sum_to_total", "cells": ["total.score"]}])
    (silent,) = judge_record({"forms": [form()]}, {"forms": [gold]})
    assert unreported(silent) == ("scores_sum_to_total",)


def test_only_findings_on_a_sound_form_are_false() -> None:
    found = form()
    found["findings"] = [finding("dates_in_order", "warning"), finding("scores_sum_to_total", "note")]
    (sound,) = judge_record({"forms": [found]}, {"forms": [expected()]})
    (planted,) = judge_record({"forms": [found]}, {"forms": [expected(findings=[{"law": "x", "cells": []}])]})
    assert (false_findings(sound), false_findings(planted)) == ((("dates_in_order", "warning"),), ())
