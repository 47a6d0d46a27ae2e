"""Fields are asked for by globs over paths, or by the names that people use."""

from __future__ import annotations

import pytest

from extractor.errors import UsageError
from extractor.report.difference import Difference
from extractor.report.difference_filter import FIELD_PATHS, Selection, select

PATHS = (
    "title",
    "funds[0].source",
    "funds[0].score",
    "indicators[2].score",
    "indicators[2].level3",
    "scorecard[1].score",
    "total.score",
    "department.staff.total",
    "evaluators[0].title",
)


@pytest.mark.parametrize(
    ("pattern", "covered"),
    [
        ("title", ["title"]),
        ("funds", ["funds[0].source", "funds[0].score"]),
        ("indicators[*].score", ["indicators[2].score"]),
        ("indicators.score", ["indicators[2].score"]),
        ("indicators[2].score", ["indicators[2].score"]),
        ("indicators[0].score", []),
        ("indicators[*]", ["indicators[2].score", "indicators[2].level3"]),
        ("*.score", ["funds[0].score", "indicators[2].score", "scorecard[1].score", "total.score"]),
        ("score", ["funds[0].score", "indicators[2].score", "scorecard[1].score", "total.score"]),
        ("得分", ["funds[0].score", "indicators[2].score", "scorecard[1].score", "total.score"]),
        ("总分", ["total.score"]),
        ("指标", ["indicators[2].score", "indicators[2].level3"]),
        ("资金·得分", ["funds[0].score"]),
        ("标题", ["title"]),
        ("staff", ["department.staff.total"]),
    ],
)
def test_a_pattern_covers(pattern: str, covered: list[str]) -> None:
    selection = select(None, [pattern])

    assert [path for path in PATHS if selection.covers(path)] == covered


def test_patterns_are_parted_by_commas_or_given_again() -> None:
    assert select(None, ["title, funds", "得分，grade"]).fields == ("title", "funds", "得分", "grade")


@pytest.mark.parametrize(("pattern", "listed"), [("skore", "funds"), ("indicators[*].skore", "indicators[*].level3")])
def test_a_field_that_there_is_not_is_told_with_those_there_are(pattern: str, listed: str) -> None:
    with pytest.raises(UsageError) as told:
        select(None, [pattern])
    assert pattern in str(told.value) and listed in told.value.__notes__[0]


def test_a_field_that_only_this_document_has_is_known() -> None:
    assert select(None, ["own_column"], ["indicators[0].own_column"]).covers("indicators[5].own_column")


@pytest.mark.parametrize("pattern", ["(", "[", "a{9999}", "\\", "**"])
def test_a_pattern_is_never_a_regular_expression(pattern: str) -> None:
    try:
        select(None, [pattern])
    except UsageError:
        return
    assert pattern == "**"


def test_only_chooses_by_what_became_of_a_cell() -> None:
    one = Difference(1, "title", "title", "甲", None, "only_left")

    assert [Selection(only).shows(one) for only in (None, "only-left", "all", "changed", "same", "only-right")] == [
        True, True, True, False, False, False,
    ]  # fmt: skip


def test_every_field_of_the_format_can_be_asked_for() -> None:
    assert all(select(None, [path]).covers(path.replace("[*]", "[7]")) for path in FIELD_PATHS)
