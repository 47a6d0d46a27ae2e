"""Labels that an engine misread are the family's, unless the engine was sure of what it read."""

from __future__ import annotations

import pytest

from extractor.read.inked import inked_heading, inked_label, inked_title
from extractor.values import Boundary, Fragment
from tests.reading import lexicon_for

LEXICON = lexicon_for("project_national")


def seen(text: str, score: float, *others: str) -> Fragment:
    return Fragment(0, len(text), text, Boundary.CELL, 1, 1, score=score, others=others)


@pytest.mark.parametrize(
    ("text", "others", "label"),
    [
        ("质康指标", ("质量指标", "质鼠指标"), "质量指标"),
        ("执行常", ("执行率",), "执行率"),
        ("1 级财政资金", ("上级财政资金",), "上级财政资金"),
        ("满总度指标", (), "满意度指标"),
        ("年度总体\n标", (), "年度总体目标"),
    ],
)
def test_another_reading_or_the_nearest_label_is_meant(text: str, others: tuple[str, ...], label: str) -> None:
    assert inked_label(seen(text, 0.4, *others), LEXICON) == label


def test_what_the_engine_is_sure_of_stands_as_it_was_read() -> None:
    assert inked_label(seen("质康指标", 0.99, "质量指标"), LEXICON) is None


@pytest.mark.parametrize("text", ["巡护河道长度", "12间", "级财政资金", "得"])
def test_a_text_that_is_near_no_label_or_near_several_is_none(text: str) -> None:
    assert inked_label(seen(text, 0.4), LEXICON) is None


def test_a_title_is_what_the_ink_also_reads_as() -> None:
    title = "松涧县项目支出绩效自评表"
    fragment = seen("松涧县项目支出绩效白评表", 0.5, title)
    assert inked_title(fragment, lambda text: text.endswith("自评表")) == title
    assert inked_title(seen(title, 0.5, "其他"), lambda text: text.endswith("自评表")) is None


def test_a_label_before_a_colon_is_what_another_reading_has_there() -> None:
    fragment = seen("负员人：杨艳", 0.95, "负责人：杨艳")
    assert inked_heading(fragment, LEXICON) == (4, "负责人")
    assert inked_heading(seen("负责人：杨艳", 0.95, "负员人：杨艳"), LEXICON) is None
