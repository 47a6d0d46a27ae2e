"""Two readings are compared row by row as the rows read, not as they stand."""

from __future__ import annotations

import copy
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.errors import RecordError
from extractor.record.record_json import to_json as record_to_json
from extractor.report.alignment import align
from extractor.report.difference import compare, difference_rows, tally, to_json
from tests import sample_record


def _values() -> dict[str, Any]:
    return copy.deepcopy(dict(sample_record.record(sample_record.national).forms[0].values))


def test_a_record_is_the_same_as_itself_in_all_its_forms() -> None:
    record = sample_record.everything()

    assert set(tally(compare(record, record_to_json(record)))) == {
        "cells",
        "same",
        "changed",
        "only_left",
        "only_right",
    }
    assert all(one.verdict == "same" for one in compare(record, record_to_json(record)))


def test_a_changed_cell_is_told_with_both_values() -> None:
    left, right = _values(), _values()
    right["total"]["score"] = "86"

    changed = [one for one in compare(left, right) if one.verdict != "same"]
    assert [(one.path, one.left, one.right, one.verdict) for one in changed] == [("total.score", "88", "86", "changed")]


def test_a_lost_row_does_not_shift_the_rows_below() -> None:
    left, right = _values(), _values()
    del left["indicators"][1]

    found = [one for one in compare(left, right) if one.verdict != "same"]
    assert {one.verdict for one in found} == {"only_right"}
    assert {one.path_right for one in found} == {
        f"indicators[1].{key}" for key in ("level1", "level2", "level3", "target", "actual", "weight", "score")
    }


def test_a_row_whose_name_is_damaged_still_finds_its_partner() -> None:
    left, right = _values(), _values()
    left["indicators"][1]["level3"] = "验牧合格"

    found = [one for one in compare(left, right) if one.verdict != "same"]
    assert [(one.path_left, one.path_right) for one in found] == [("indicators[1].level3", "indicators[1].level3")]


@pytest.mark.parametrize(("one", "other"), [("10", "10.00"), ("≥ 95%", "≥95％"), ("11,123.37", "11123.37")])
def test_prints_of_the_same_value_are_the_same(one: str, other: str) -> None:
    assert [difference.verdict for difference in compare({"title": one}, {"title": other})] == ["same"]


def test_expected_values_may_say_how_a_value_came_about() -> None:
    expected = {"title": {"v": "甲", "how": "stitched"}, "grade": {"lost": True}, "fiscal_year": {"skip": True}}

    found = compare({"title": "甲", "grade": "优", "fiscal_year": "2020"}, expected)
    assert [(one.path, one.verdict, one.note) for one in found] == [
        ("title", "same", "stitched"),
        ("grade", "only_left", "lost"),
    ]


def test_forms_are_matched_by_title_and_project() -> None:
    whole = sample_record.everything()
    part = sample_record.record(sample_record.national, sample_record.transfer, sample_record.department)

    found = compare(whole, part)
    assert {one.form for one in found if one.verdict != "same"} == {2}


def test_what_holds_no_forms_is_said() -> None:
    with pytest.raises(RecordError, match="holds no forms"):
        compare({"forms": "none"}, {})


def test_the_table_and_the_json_leave_out_what_is_the_same() -> None:
    left, right = _values(), _values()
    right["grade"] = "良"
    found = compare(left, right)

    assert difference_rows(found) == [("1", "仅右", "评价等次  grade", "—", "良")]
    assert [one["path_right"] for one in to_json(found)["differences"]] == ["grade"]


@given(st.lists(st.text("甲乙丙", max_size=3), max_size=7), st.lists(st.text("甲乙丙", max_size=3), max_size=7))
def test_every_row_stands_in_exactly_one_pair_and_no_two_cross(left: list[str], right: list[str]) -> None:
    pairs = align(left, right, lambda one, other: float(one == other))

    assert [one for one, _ in pairs if one is not None] == list(range(len(left)))
    assert [other for _, other in pairs if other is not None] == list(range(len(right)))
