"""Paths have names that a reader understands, and money has the unit of its nearest prefix."""

from __future__ import annotations

import pytest

from extractor.labels import code_label, only_indicator, path_label, unit_of


@pytest.mark.parametrize(
    ("path", "zh", "en"),
    [
        ("project_name", "项目名称", "project"),
        ("indicators[3].score", "指标4·得分", "indicator 4, score"),
        ("scorecard[0].score", "评分项1·评价得分", "score line 1, score"),
        ("total.score", "总分", "total score"),
        ("department.staff.total", "年末实有人数", "staff in all"),
        ("indicators[2]", "指标3", "indicator 3"),
        ("region.code_of_nobody", "code_of_nobody", "code_of_nobody"),
    ],
)
def test_a_path_has_a_name_in_both_languages(path: str, zh: str, en: str) -> None:
    assert path_label(path) == (zh, en)


def test_the_department_form_calls_its_texts_by_its_own_names() -> None:
    assert path_label("narratives.overview", "department_jinzhong").zh == "单位职能概况"


def test_only_codes_of_the_funds_are_put_into_words() -> None:
    assert code_label("funds[0].source", "central") == ("中央补助", "central")
    assert code_label("indicators[0].level3", "central") is None


def test_the_longest_prefix_says_the_unit() -> None:
    units = {"": "万元", "department.income": "元"}

    assert unit_of(units, "department.income_by_function[0].income") == "元"
    assert unit_of(units, "department.executed") == "万元" and unit_of({}, "funds") == ""


def test_cells_of_one_row_speak_of_one_indicator() -> None:
    assert only_indicator(["indicators[3].target", "indicators[3].actual", "scorecard[1].score"]) == "indicators[3]"
    assert only_indicator(["indicators[3].target", "indicators[4].target"]) is None
    assert only_indicator(["indicators[3].target", "narratives.performance"]) is None
