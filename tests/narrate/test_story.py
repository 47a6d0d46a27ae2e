"""What is told about a form follows from its cells."""

from __future__ import annotations

import pytest

from extractor.narrate.said import Said
from extractor.narrate.standing import met
from extractor.narrate.story import tell
from tests import sample_record


def _said(text: str) -> Said:
    return Said(text, ("indicators[0].target",))


@pytest.mark.parametrize(
    ("target", "actual", "expected"),
    [
        ("≥480盏", "468盏", False),
        ("≥95%", "97%", True),
        ("≥95%", "≥95%", None),
        ("≤30万元", "298000元", True),
        ("≤5天", "6天", False),
        ("1个", "1个", True),
        ("1个", "2个", None),
        ("80%-90%", "85%", True),
        ("明显下降", "明显下降", None),
        ("10月底前", "10月20日", True),
        ("2020年10月30日", "12月30日", False),
        ("≥1200条", "2190", True),
    ],
)
def test_a_target_is_met_only_where_figures_say_so(target: str, actual: str, expected: bool | None) -> None:
    assert met(_said(target), _said(actual), 2020) is expected


def test_lost_marks_are_those_between_weight_and_score() -> None:
    story = tell(sample_record.record(sample_record.national).forms[0])

    assert [(row.name.text, row.lost.text) for row in story.losing if row.name and row.lost] == [
        ("新装路灯数", "0.5"), ("夜间事故下降", "10"), ("沿线居民满意度", "2.5"),
    ]  # fmt: skip


def test_the_money_of_stages_is_the_total_row_or_the_sum_of_the_rows() -> None:
    money = tell(sample_record.record(sample_record.jinzhong).forms[0]).money

    texts = [said.text for said in (money.budget, money.allocated, money.executed, money.rate) if said]
    assert texts == ["80.00", "80.00", "60.00", "75%"]


def test_a_cell_to_review_is_named_by_the_words_of_its_row() -> None:
    story = tell(sample_record.record(sample_record.national).forms[0])

    assert [doubt.name.zh for doubt in story.doubts] == ["财政拨款执行率", "总分"]
    assert [label.zh for label in story.missing] == ["填报日期"]
