"""Tab rows: a newline ends the row, a tab the cell."""

from __future__ import annotations

from extractor.values import Boundary
from tests.ingest.drawing import boundaries_of, fragments_of, places_of, rows_of


def test_a_tab_ends_a_cell_and_a_newline_a_row() -> None:
    text = "主管部门\t甲局\t实施单位\t乙所\n分值\t得分\n"

    assert rows_of(text) == [["主管部门", "甲局", "实施单位", "乙所"], ["分值", "得分"]]
    assert boundaries_of(text)[3:5] == [Boundary.CELL, Boundary.ROW]


def test_leading_double_and_trailing_tabs_are_empty_cells() -> None:
    assert rows_of("\t合计\t\t10\t\n") == [["", "合计", "", "10", ""]]


def test_an_empty_cell_has_a_place_but_no_length() -> None:
    empty = fragments_of("甲\t \t乙")[1]

    assert (empty.start, empty.end, empty.text, empty.column) == (2, 2, "", 1)


def test_blanks_around_a_cell_are_outside_of_its_span() -> None:
    text = "　项目名称 \t\u200b 5 \u200e\t\ufeff甲"

    assert [text[f.start : f.end] for f in fragments_of(text)] == ["项目名称", "5", "甲"]


def test_wide_blanks_inside_a_tab_cell_do_not_cut() -> None:
    assert rows_of("项目资金    （万元）\t10") == [["项目资金    （万元）", "10"]]


def test_a_stray_paragraph_tag_leaves_a_tab_row_what_it_is() -> None:
    assert rows_of("项目概况\t<p>已完成，其中 1<S≤10 的有三处</p>\t\n") == [
        ["项目概况", "<p>已完成，其中 1<S≤10 的有三处</p>", ""]
    ]


def test_rows_are_counted_through_the_whole_document() -> None:
    assert places_of("甲\t1\n\n说明\n\n乙\t2\n") == {
        "甲": (0, 0),
        "1": (0, 1),
        "说明": (None, None),
        "乙": (1, 0),
        "2": (1, 1),
    }


def test_a_strip_behind_a_blank_line_begins_a_block() -> None:
    assert boundaries_of("甲\t1\n乙\t2\n\n丙\t3")[4] is Boundary.BLOCK


def test_a_bar_in_front_of_a_tab_row_makes_no_pipe_table() -> None:
    assert rows_of("|甲\t5\n乙\t6\n") == [["|甲", "5"], ["乙", "6"]]
