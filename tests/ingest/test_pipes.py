"""Pipe tables as in Markdown."""

from __future__ import annotations

from extractor.values import Boundary
from tests.ingest.drawing import boundaries_of, places_of, rows_of


def test_the_outer_pipes_are_no_cells_and_the_separator_line_no_row() -> None:
    text = "| 指标 | 得分 |\n|---|:--:|\n| 甲 | 5 |\n"

    assert rows_of(text) == [["指标", "得分"], ["甲", "5"]]
    assert places_of(text)["5"] == (1, 1)


def test_empty_cells_keep_their_column() -> None:
    text = "|  | 合计 |  | 10 |\n||乙||\n"

    assert rows_of(text) == [["", "合计", "", "10"], ["", "乙", ""]]
    assert places_of(text)["10"] == (0, 3)


def test_an_escaped_pipe_is_text() -> None:
    assert rows_of("| 甲\\|乙 | 5 |") == [["甲\\|乙", "5"]]


def test_a_row_that_is_not_closed_goes_on_in_the_next_line() -> None:
    assert rows_of("| 概况 | 第一行\n第二行\n第三行 | 5 |\n| 甲 | 1 |\n") == [
        ["概况", "第一行\n第二行\n第三行", "5"],
        ["甲", "1"],
    ]


def test_text_behind_a_row_without_closing_pipe_stays_outside() -> None:
    assert rows_of("| 甲 | 1 |\n| 乙 | 2\n填表说明\n") == [["甲", "1"], ["乙", "2"], ["填表说明"]]


def test_a_table_without_outer_pipes_is_known_by_its_separator_line() -> None:
    assert rows_of("指标 | 得分\n---|---\n甲 | 5\n乙 | |\n") == [["指标", "得分"], ["甲", "5"], ["乙", ""]]


def test_a_pipe_in_prose_cuts_nothing() -> None:
    assert rows_of("输入 a|b 即可。\n第二行。") == [["输入 a|b 即可。"], ["第二行。"]]


def test_a_row_of_dashes_is_a_row() -> None:
    assert rows_of("| 甲 | 1 |\n| - | - |\n") == [["甲", "1"], ["-", "-"]]


def test_emphasis_around_a_whole_cell_is_outside_of_it() -> None:
    assert rows_of("| **总分** | 优**良**中 | __100__ | ____ |") == [["总分", "优**良**中", "100", "____"]]


def test_a_frame_of_box_characters_is_dropped() -> None:
    assert rows_of("┌───┬───┐\n│ 甲 │ 5 │\n├───┼───┤\n│ 乙 │   │\n└───┴───┘\n") == [["甲", "5"], ["乙", ""]]


def test_a_title_above_the_table_is_a_line() -> None:
    assert boundaries_of("# 自评表\n| 甲 | 5 |\n") == [Boundary.BLOCK, Boundary.ROW, Boundary.CELL]
    assert rows_of("# 自评表\n| 甲 | 5 |\n") == [["自评表"], ["甲", "5"]]
