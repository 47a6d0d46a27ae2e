"""A page as a model is shown it: numbered rows, and nothing in a document can look like one."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from extractor.read.llm.page import plain_line
from tests.asking import page_in
from tests.reading import FORM, INDICATORS, cells, one_line, tabs


def test_rows_are_numbered_and_their_cells_counted_empty_ones_too() -> None:
    lines = list(page_in(tabs(FORM)).lines())
    assert lines[2] == "3|项目名称|古井保护修缮"
    assert lines[5] == "6||年度资金总额|62.5|60|57|10|95%|9.5"


def test_empty_cells_at_the_end_of_a_row_are_left_out() -> None:
    assert "14||||验收合格率" not in "\n".join(page_in(tabs(FORM)).lines())
    assert any(line.endswith("|15|15") for line in page_in(tabs(FORM)).lines())


def test_one_cell_a_line_shows_a_row_as_one_row() -> None:
    assert "项目名称|古井保护修缮" in "\n".join(page_in(cells(FORM)).lines())


def test_a_page_on_one_line_is_shown_in_several_rows() -> None:
    page = page_in(one_line(FORM))
    assert len(page.rows) > 5 and max(len(row.cells) for row in page.rows) <= 24


def test_of_a_long_text_beginning_and_end_are_shown() -> None:
    long = "为" + "保护古井" * 40 + "完。"
    line = next(line for line in page_in(tabs([*FORM[:3], ("项目概况", long), *INDICATORS])).lines() if "略" in line)
    assert len(line) < 80 and line.endswith("保护古井完。")


def test_a_text_in_question_is_shown_whole() -> None:
    long = "为" + "保护古井" * 40 + "完。"
    page = page_in(tabs([*FORM[:3], ("项目概况", long), *INDICATORS]))
    atom = next(atom for row in page.rows for atom in row.cells if len(atom.text) > 100)
    assert long in "\n".join(replace(page, whole=frozenset((atom.start,))).lines())


def test_what_is_withheld_is_not_shown_and_can_still_be_pointed_at() -> None:
    page = page_in(tabs(FORM))
    atom = page.cell(4, 4)
    assert atom is not None
    hidden = replace(page, withheld=frozenset(range(atom.start, atom.end)))
    assert hidden.line(4) == "4|主管部门|云岫县文物局|实施单位|＊"
    assert hidden.cell(4, 4) == atom


def test_rows_that_are_left_out_are_marked() -> None:
    assert list(page_in(tabs(FORM)).lines((1, 4)))[1:] == ["…", "4|主管部门|云岫县文物局|实施单位|云岫县古建所"]


@given(st.text(max_size=40))
def test_no_text_can_end_a_line_or_a_cell(text: str) -> None:
    shown = plain_line(text)
    assert len(shown) == len(text)
    assert "|" not in shown and len(shown.splitlines()) <= 1
