"""One cell a line: a tab opens a cell, a blank line ends the row."""

from __future__ import annotations

from extractor.values import Boundary
from tests.ingest.drawing import boundaries_of, places_of, rows_of

FORM = "\t项目名称\n\t甲项目\n\n\t分值\n\t\n\t得分\n"


def test_a_blank_line_ends_the_row_and_a_lone_tab_is_an_empty_cell() -> None:
    assert rows_of(FORM) == [["项目名称", "甲项目"], ["分值", "", "得分"]]
    assert boundaries_of(FORM)[1:3] == [Boundary.CELL, Boundary.ROW]


def test_a_line_without_a_tab_goes_on_with_the_cell_above() -> None:
    assert rows_of("\t绩\n效\n指\n标\n\t一级指标\n\n\t年度\n指标值\n\t5\n") == [
        ["绩\n效\n指\n标", "一级指标"],
        ["年度\n指标值", "5"],
    ]


def test_the_column_counts_the_empty_cells_too() -> None:
    assert places_of("\t\n\t\n\t数量指标\n\n\t\n\t效益指标\n") == {"数量指标": (0, 2), "效益指标": (1, 1)}


def test_blanks_behind_the_last_cells_are_no_cells() -> None:
    assert rows_of("\t总分\n\t100 \n\t\n\n\t优\n \n") == [["总分", "100", ""], ["优"]]


def test_several_blank_lines_part_two_forms() -> None:
    text = "\t总分\n\t100\n\n\n\n\t自评表\n\n\t项目名称\n\t乙项目\n"

    assert boundaries_of(text) == [
        Boundary.BLOCK,
        Boundary.CELL,
        Boundary.BLOCK,
        Boundary.ROW,
        Boundary.CELL,
    ]


def test_a_row_that_lost_a_line_end_is_still_cells() -> None:
    assert rows_of("\t甲\n\t1\n\t2\n\n\t乙\t3\n\t4\n\t5\n\t6\n\n\t丙\n\t7\n") == [
        ["甲", "1", "2"],
        ["乙", "3", "4", "5", "6"],
        ["丙", "7"],
    ]


def test_text_torn_off_by_a_blank_line_stands_for_itself() -> None:
    assert rows_of("\t概况\n\t前半\n\n后半\n\t得分\n\t5\n") == [["概况", "前半"], ["后半", "得分", "5"]]


def test_short_rows_of_a_tab_table_are_no_cells() -> None:
    assert rows_of("甲\t乙\n\t1\n\t2\n") == [["甲", "乙"], ["", "1"], ["", "2"]]
    assert rows_of("甲\t乙\n\n\t1\n") == [["甲", "乙"], ["", "1"]]


def test_lone_tabs_on_blank_lines_are_nothing() -> None:
    assert rows_of("第一段。\n\t\n第二段。\n\n\t\n") == [["第一段。"], ["第二段。"]]
