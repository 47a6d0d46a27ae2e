"""Pieces of a narrative: exact numbers, stated formulas, safe Markdown."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from extractor.narrate.guard import unmarked
from extractor.narrate.said import Said, chinese_date, difference, escape, markdown, share, total


def _said(text: str, doubt: bool = False) -> Said:
    return Said(text, ("total.score",), doubt)


def test_a_difference_states_its_formula() -> None:
    lost = difference(_said("20"), _said("19.50"))

    assert lost is not None and (lost.text, lost.formula) == ("0.5", "20－19.5")


def test_a_sum_of_decimals_is_exact() -> None:
    whole = total([_said("0.1"), _said("0.2")])

    assert whole is not None and (whole.text, whole.formula) == ("0.3", "0.1＋0.2")


def test_a_share_is_given_to_one_decimal() -> None:
    rate = share(_said("2"), _said("3"))

    assert rate is not None and (rate.text, rate.formula) == ("66.7%", "2÷3")


def test_nothing_is_computed_from_words_or_divided_by_nought() -> None:
    assert difference(_said("已完成"), _said("1")) is None
    assert share(_said("1"), _said("0")) is None


def test_a_doubt_goes_on_into_the_result() -> None:
    whole = total([_said("1"), _said("2", doubt=True)])

    assert whole is not None and unmarked(markdown(whole, "zh")) == "3〔待核〕"


@pytest.mark.parametrize(
    "text",
    ["**重点**", "[甲](http://x.example)", "<b>甲</b>", "# 甲", "1. 甲", "- 甲", "| 甲 |", "`甲`", "&lt;", "~~甲~~"],
)
def test_document_text_is_shown_as_it_is(text: str) -> None:
    html = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"]).render(escape(text))

    shown = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    assert html == f"<p>{shown}</p>\n"


@given(st.text())
def test_document_text_never_breaks_a_table_line(text: str) -> None:
    assert "\n" not in escape(text).replace("\r", "")


@pytest.mark.parametrize("text", ["青财〔2023〕5号[2023]", "≥95%", ">=95%", "10#泵站"])
def test_figures_and_document_numbers_stay_readable(text: str) -> None:
    assert escape(text).rstrip("]").rstrip("\\") == text.rstrip("]")


@pytest.mark.parametrize(
    ("printed", "told"), [("2021-06-01", "2021年6月1日"), ("2021-11", "2021年11月"), ("年底", "年底")]
)
def test_a_date_is_told_as_an_official_text_writes_it(printed: str, told: str) -> None:
    assert chinese_date(_said(printed)).text == told
