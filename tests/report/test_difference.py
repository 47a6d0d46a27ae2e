"""Two readings are compared row by row as the rows read, not as they stand."""

from __future__ import annotations

import copy
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.errors import RecordError
from extractor.record.record_json import to_json as record_to_json
from extractor.report.alignment import align, is_moved, match_rows, row_likeness
from extractor.report.difference import Difference, tally
from extractor.report.difference_filter import Selection
from extractor.report.difference_json import to_json
from extractor.report.difference_table import difference_rows, shorten
from extractor.report.finding_difference import compare_findings
from extractor.report.matching import compare
from extractor.values import Review
from tests import sample_record


def values() -> dict[str, Any]:
    return copy.deepcopy(dict(sample_record.record(sample_record.national).forms[0].values))


def differing(left: Any, right: Any) -> list[Difference]:
    return [one for one in compare(left, right).differences if one.verdict != "same"]


def test_a_record_is_the_same_as_itself_in_all_its_forms() -> None:
    record = sample_record.everything()
    found = compare(record, record_to_json(record)).differences

    assert set(tally(found)) == {"cells", "same", "changed", "only_left", "only_right"}
    assert all(one.verdict == "same" for one in found)


def test_a_changed_cell_is_told_with_both_values() -> None:
    left, right = values(), values()
    right["total"]["score"] = "86"

    found = differing(left, right)
    assert [(one.path, one.left, one.right, one.verdict) for one in found] == [("total.score", "88", "86", "changed")]


def test_a_lost_row_does_not_shift_the_rows_below() -> None:
    left, right = values(), values()
    del left["indicators"][1]

    found = differing(left, right)
    assert {one.verdict for one in found} == {"only_right"}
    assert {one.path_right for one in found} == {
        f"indicators[1].{key}" for key in ("level1", "level2", "level3", "target", "actual", "weight", "score")
    }
    assert not any(row.moved for row in compare(left, right).forms[0].rows)


def test_a_row_that_moved_past_others_is_still_the_same_row() -> None:
    left, right = values(), values()
    right["indicators"].insert(0, right["indicators"].pop(3))
    found = compare(left, right)

    assert differing(left, right) == []
    assert [(row.left, row.right) for row in found.forms[0].rows if row.moved] == [("indicators[3]", "indicators[0]")]


def test_a_row_whose_name_is_damaged_still_finds_its_partner() -> None:
    left, right = values(), values()
    left["indicators"][1]["level3"] = "验牧合格"

    found = differing(left, right)
    assert [(one.path_left, one.path_right) for one in found] == [("indicators[1].level3", "indicators[1].level3")]


def test_money_of_another_source_is_another_row() -> None:
    likeness = row_likeness("funds")
    one = {"stage": "all", "source": "total", "executed": "5"}

    assert likeness(one, one | {"source": "local", "executed": "3"}) < 0.45 < likeness(one, one | {"executed": "3"})


@pytest.mark.parametrize(("one", "other"), [("10", "10.00"), ("≥ 95%", "≥95％"), ("11,123.37", "11123.37")])
def test_prints_of_the_same_value_are_the_same(one: str, other: str) -> None:
    assert [one.verdict for one in compare({"title": one}, {"title": other}).differences] == ["same"]


def test_expected_values_may_say_how_a_value_came_about() -> None:
    expected = {"title": {"v": "甲", "how": "stitched"}, "grade": {"lost": True}, "fiscal_year": {"skip": True}}

    found = compare({"title": "甲", "grade": "优", "fiscal_year": "2020"}, expected).differences
    assert [(one.path, one.verdict, one.note) for one in found] == [
        ("title", "same", "stitched"),
        ("grade", "only_left", "lost"),
    ]


def test_forms_are_matched_by_what_they_say() -> None:
    whole = sample_record.everything()
    part = replace(whole, forms=(whole.forms[2], whole.forms[0]))
    found = compare(whole, part)

    pairs = [(pair.left and pair.left.number, pair.right and pair.right.number) for pair in found.forms]
    assert pairs[:3] == [(1, 2), (2, None), (3, 1)]
    assert {one.form for one in found.differences if one.verdict != "same"} == {2, *range(4, len(whole.forms) + 1)}


def test_other_documents_have_nothing_in_common() -> None:
    other = sample_record.record(sample_record.department)
    found = to_json(compare(sample_record.record(sample_record.national), other))

    assert (found["common"], found["differences"]) == (False, [])
    assert found["message"].startswith("两边没有共同内容") and found["tally"]["cells"] > 0


def test_another_version_of_a_form_has_much_in_common() -> None:
    renamed = sample_record.record(lambda page: sample_record.national(page, project="别的名称"))

    assert compare(sample_record.record(sample_record.national), renamed).common


def test_what_holds_no_forms_is_said() -> None:
    with pytest.raises(RecordError, match="没有表格数据"):
        compare({"forms": "none"}, {})


def test_the_table_and_the_json_leave_out_what_is_the_same() -> None:
    left, right = values(), values()
    right["grade"] = "良"
    found = compare(left, right)

    assert difference_rows(found.forms, Selection()) == [("1", "仅右", "评价等次  grade", "—", "良")]
    assert [one["path_right"] for one in to_json(found)["differences"]] == ["grade"]


def test_the_json_tells_how_both_sides_came_by_a_value_and_which_row_is_which() -> None:
    left = sample_record.record(sample_record.national)
    review = Review("correct", ("甲",), "2026-01-02T03:04:05Z", "88", "read")
    form = left.forms[0]
    cell = replace(form.cells["total.score"], value="86", origin="reviewed", needs_review=False, review=review)
    after = {**form.values, "total": {"weight": "100", "score": "86"}}
    right = replace(left, forms=(replace(form, values=after, cells={**form.cells, "total.score": cell}),))

    found = to_json(compare(left, right))
    (one,) = found["differences"]
    assert one["cell_left"]["needs_review"] and one["cell_left"]["confidence"] == 0.61
    assert (one["cell_right"]["origin"], one["cell_right"]["review"]["by"]) == ("reviewed", ("甲",))
    assert {"form": 1, "left": "funds[2]", "right": "funds[2]", "moved": False} in found["forms"][0]["rows"]


def test_a_finding_is_the_same_when_it_speaks_of_the_same_cells() -> None:
    left = sample_record.record(sample_record.national)
    form = left.forms[0]
    right = replace(left, forms=(replace(form, findings=form.findings[:1]),))

    found = compare_findings(compare(left, right).forms[0])
    assert found is not None
    assert [one.law for one in found.left] == ["target_met_full_marks"]
    assert (len(found.both), found.right) == (1, ())
    assert compare_findings(compare(left, values()).forms[0]) is None


def test_a_long_value_is_cut_so_that_the_difference_stays_in_sight() -> None:
    left, right = "一" * 100 + "甲" + "二" * 100, "一" * 100 + "乙" + "二" * 100

    assert "甲" in shorten(left, right) and "乙" in shorten(right, left)
    assert len(shorten(left, None)) < 30 and shorten(left, None).count("…") == 1


TEXTS = st.lists(st.text("甲乙丙", max_size=3), max_size=7)


@given(TEXTS, TEXTS)
def test_every_row_stands_in_exactly_one_pair_and_no_two_cross(left: list[str], right: list[str]) -> None:
    pairs = align(left, right, lambda one, other: float(one == other))

    assert [one for one, _ in pairs if one is not None] == list(range(len(left)))
    assert [other for _, other in pairs if other is not None] == list(range(len(right)))


@given(TEXTS, TEXTS)
def test_every_row_stands_in_exactly_one_pair_also_where_rows_moved(left: list[str], right: list[str]) -> None:
    pairs = match_rows(left, right, lambda one, other: float(one == other))
    steady = [pair for pair, moved in zip(pairs, is_moved(pairs), strict=True) if not moved and pair[0] is not None]
    others = [other for _, other in steady if other is not None]

    assert [one for one, _ in pairs if one is not None] == list(range(len(left)))
    assert sorted(other for _, other in pairs if other is not None) == list(range(len(right)))
    assert all(left[one] == right[other] for one, other in pairs if one is not None and other is not None)
    assert others == sorted(others)
