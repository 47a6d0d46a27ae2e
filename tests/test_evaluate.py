"""Scoring a record against what is expected of it."""

from __future__ import annotations

from typing import Any

import pytest

from extractor.evaluate import Figures, agree, count, score_form, score_record
from extractor.evaluate.pairing import crossing_rows


def figures(values: dict[str, Any], expected: dict[str, Any], flagged: tuple[str, ...] = ()) -> Figures:
    form = {"values": values, "cells": {path: {"needs_review": True} for path in flagged}}
    return count(score_form(form, expected))


def test_a_value_that_agrees_is_right() -> None:
    assert figures({"total": {"score": "96.50"}}, {"total": {"score": "96.5"}}) == Figures(
        gold=1, right=1, numeric_gold=1, numeric_right=1
    )


def test_a_wrong_value_that_nothing_flags_is_the_worst() -> None:
    assert figures({"total": {"score": "69"}}, {"total": {"score": "96"}}).wrong_silent == 1


def test_a_wrong_value_that_is_flagged_is_counted_apart() -> None:
    scored = figures({"total": {"score": "69"}}, {"total": {"score": "96"}}, flagged=("total.score",))
    assert (scored.wrong_silent, scored.wrong_flagged, scored.flagged) == (0, 1, 1)


def test_a_missing_value_is_silent_or_flagged() -> None:
    expected = {"grade": "优", "title": "项目支出绩效自评表"}
    scored = figures({"grade": None, "title": None}, expected, flagged=("grade",))
    assert (scored.missing_silent, scored.missing_flagged) == (1, 1)


def test_a_value_that_nobody_expected_is_wrong_and_extra() -> None:
    scored = figures({"grade": "优"}, {"grade": None})
    assert (scored.wrong_silent, scored.extra, scored.gold) == (1, 1, 0)


def test_a_lost_value_may_stay_missing() -> None:
    assert count(score_form({"values": {"grade": None}}, {"grade": {"lost": True}})) == Figures()


def test_a_leaf_that_is_not_scored_counts_nowhere() -> None:
    assert figures({"grade": "优"}, {"grade": {"skip": True}}) == Figures()


def test_an_ambiguous_label_may_be_clipped() -> None:
    expected = {"grade": {"v": "工作规划合理性", "how": "ambiguous"}}
    assert figures({"grade": "工作规划合理"}, expected).right == 1


def test_rows_are_paired_by_what_names_them() -> None:
    found = [{"level3": "更换路灯盏数", "score": "9"}, {"level3": "验收合格率", "score": "8"}]
    expected = [{"level3": "验收合格率", "score": "8"}]
    scored = figures({"indicators": found}, {"indicators": expected})
    assert (scored.right, scored.extra) == (2, 2)


def test_a_form_too_few_is_missing_as_a_whole() -> None:
    expected = {"forms": [{"title": "甲表", "grade": "优"}, {"title": "乙表", "grade": "良"}]}
    record = {"forms": [{"values": {"title": "乙表", "grade": "良"}, "cells": {}}]}
    scored = count(score_record(record, expected))
    assert (scored.right, scored.missing_silent) == (2, 2)


@pytest.mark.parametrize(
    ("found", "want"),
    [("≧5台", "≥５台"), ("100.0", "100"), ("1,024.5", "1024.50"), ("（一）完成。", "(一)完成"), ("<p>无</p>", "无")],
)
def test_writing_does_not_matter(found: str, want: str) -> None:
    assert agree(found, want)


@pytest.mark.parametrize(("found", "want"), [("95", "95%"), ("≥5台", "5台"), ("10.0", "100"), ("不合格", "合格")])
def test_meaning_does(found: str, want: str) -> None:
    assert not agree(found, want)


def test_long_prose_may_differ_by_a_character_but_not_by_a_digit() -> None:
    want = "本年度预算为35万元，全部用于储备设备的检修和成品粮的按期轮换，资金支付符合合同的约定，手续齐全完整。"
    assert agree(want.replace("按期", "按", 1), want)
    assert not agree(want.replace("35", "36"), want)


def test_accuracy_is_over_expected_and_superfluous_leaves() -> None:
    assert Figures(gold=8, right=9, extra=2).accuracy == 0.9


def test_remarks_about_a_form_are_no_part_of_it() -> None:
    assert figures({"grade": "优"}, {"grade": "优", "findings": [{"law": "dates_in_order"}]}).gold == 1


def test_a_leaf_knows_its_place_in_the_record() -> None:
    found = [{"level3": "更换路灯盏数", "score": "9"}, {"level3": "验收合格率", "score": "8"}]
    form = {"values": {"indicators": found}, "cells": {"indicators[1].score": {"needs_review": True}}}
    scored = score_form(form, {"indicators": [{"level3": "验收合格率", "score": "8"}]})
    assert [(leaf.path, leaf.place, leaf.flagged) for leaf in scored if leaf.found == "8"] == [
        ("indicators[0].score", "indicators[1].score", True)
    ]


def test_rows_in_order_cross_nothing() -> None:
    rows = [{"level3": "更换路灯盏数"}, {"level3": "验收合格率"}, {"level3": "更换路灯盏数"}]
    assert crossing_rows(rows, rows[:2], ("level3",)) == 0


def test_rows_that_changed_places_are_counted() -> None:
    rows = [{"level3": "更换路灯盏数"}, {"level3": "验收合格率"}, {"level3": "群众满意度"}]
    assert crossing_rows(rows, [rows[2], rows[0], rows[1]], ("level3",)) == 1
