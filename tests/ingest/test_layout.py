"""Layouts that mix in one text, pages, and what holds for every text."""

from __future__ import annotations

import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.ingest import ingest_text
from extractor.ingest.pieces import WHITE
from extractor.values import Boundary
from tests.ingest.drawing import boundaries_of, fragments_of, rows_of

MARKUP = "|\\-:+=*_#`~<>&;─│┃║┌├└┏┣┗╔╠╚━═"

PARTS = [
    "甲", "5", "≥90%", " ", "  ", "　", "\t", "\t\t", "\n", "\n\n", "\n\t", "\f", "|", " | ", "|---|", "\\|", "**",
    "<table>", "<tr>", "<td>", "<td colspan=3 rowspan=2>", "</td>", "</tr>", "</table>", "<p>", "<!--", "-->",
    "<script>", "</script>", "&nbsp;", "<", ">", "a<b", "1<S≤10", "\u200f", "\u202e", "\x00", "\x0b", "\ud800",
    "\r", "\r\n", "\ufeff",
]  # fmt: skip
UNMARKED = [part for part in PARTS if not set(part) & set(MARKUP)]

texts = st.lists(st.sampled_from(PARTS), max_size=60).map("".join)
anything = st.text(st.characters(exclude_categories=()), max_size=80)


def test_each_run_of_lines_has_its_own_layout() -> None:
    text = "自评表\n项目  甲\n| 分值 | 5 |\n得分\t5\n\n\t总分\n\t\n\t优\n\n说明。\n"

    assert rows_of(text) == [["自评表"], ["项目", "甲"], ["分值", "5"], ["得分", "5"], ["总分", "", "优"], ["说明。"]]


def test_a_plain_line_below_a_tab_row_may_go_on_with_it() -> None:
    assert boundaries_of("情况\t甲\n)\n乙\t丙\n")[2:4] == [Boundary.LINE, Boundary.ROW]


def test_a_blank_line_behind_every_row_parts_nothing() -> None:
    spaced = boundaries_of("甲\t1\n\n乙\t2\n\n丙\t3\n\n丁\t4\n")

    assert spaced[2:] == [Boundary.ROW, Boundary.CELL] * 3


def test_a_form_feed_begins_a_page() -> None:
    document = ingest_text("甲\t1\n\f乙\t2\n\f")

    assert [fragment.page for fragment in document.fragments] == [1, 1, 2, 2]
    assert (document.pages, document.fragments[2].before) == (2, Boundary.BLOCK)


def test_control_and_direction_marks_stay_in_the_text() -> None:
    text = "甲\x01\u202e乙\u202c\x7f"

    assert ingest_text(text).text == text
    assert rows_of(text) == [["甲\x01\u202e乙\u202c\x7f"]]


def test_a_lone_surrogate_becomes_the_replacement_character() -> None:
    document = ingest_text("甲\ud800乙")

    assert document.text == "甲\ufffd乙"
    assert document.text.encode("utf-8")


@given(st.one_of(texts, anything))
def test_every_span_is_exact_in_order_and_free_of_overlap(text: str) -> None:
    document = ingest_text(text)
    last = 0
    for fragment in document.fragments:
        assert document.text[fragment.start : fragment.end] == fragment.text
        assert last <= fragment.start <= fragment.end
        last = fragment.end


@given(st.one_of(texts, anything))
def test_no_fragment_begins_or_ends_with_white_space(text: str) -> None:
    assert all(fragment.text == fragment.text.strip(WHITE) for fragment in fragments_of(text))


@given(
    st.one_of(
        st.text(st.characters(exclude_categories=(), exclude_characters=MARKUP), max_size=120),
        st.lists(st.sampled_from(UNMARKED), max_size=60).map("".join),
    )
)
def test_without_markup_every_printed_character_is_in_a_fragment(text: str) -> None:
    document = ingest_text(text)
    kept = "".join(fragment.text for fragment in document.fragments)

    assert [c for c in kept if c not in WHITE] == [c for c in document.text if c not in WHITE]


@given(texts)
def test_places_in_the_grid_only_grow(text: str) -> None:
    rows = [fragment.row for fragment in fragments_of(text.replace("<", "")) if fragment.row is not None]

    assert rows == sorted(rows)


@given(texts)
def test_ingest_is_deterministic_and_its_text_is_stable(text: str) -> None:
    document = ingest_text(text)

    assert ingest_text(document.text).fragments == document.fragments


def _lines_run(text: str) -> int:
    """Count the lines of code that run while a text is ingested: a clock that no other process disturbs."""
    count = 0

    def trace(frame: object, event: str, argument: object) -> object:
        nonlocal count
        count += event == "line"
        return trace

    before = sys.gettrace()
    sys.settrace(trace)  # type: ignore[arg-type]
    try:
        ingest_text(text)
    finally:
        sys.settrace(before)
    return count


@pytest.mark.parametrize(
    "part", [*PARTS, "| a\n", "b |\n", "\ta\n", "甲\t1\n", "<td rowspan=9999>", "<tr><td rowspan=9>", "甲  1\n"]
)
def test_ten_times_the_text_is_at_most_ten_times_the_work(part: str) -> None:
    little, much = _lines_run(part * 40), _lines_run(part * 400)

    assert much <= 10 * little + 100
