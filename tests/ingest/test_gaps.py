"""Rows with wide blanks between cells, and lines without any separator."""

from __future__ import annotations

from extractor.values import Boundary
from tests.ingest.drawing import boundaries_of, rows_of


def test_two_blanks_or_an_ideographic_one_cut_and_one_blank_does_not() -> None:
    text = "主管部门  甲 局　实施单位   乙所\n分值  得分\n"

    assert rows_of(text) == [["主管部门", "甲 局", "实施单位", "乙所"], ["分值", "得分"]]
    assert boundaries_of(text)[1:5] == [Boundary.GAP, Boundary.GAP, Boundary.GAP, Boundary.ROW]


def test_blanks_in_front_of_a_line_are_no_gap() -> None:
    assert boundaries_of("　　其他资金\n") == [Boundary.BLOCK]


def test_lines_without_separators_do_not_tell_what_a_newline_ends() -> None:
    text = "20.00\n3.00\n\n4.00\n"

    assert boundaries_of(text) == [Boundary.BLOCK, Boundary.LINE, Boundary.BLOCK]


def test_a_page_on_one_line_is_one_fragment() -> None:
    assert rows_of("自评表（2023年度）项目名称甲202010100.00%10") == [["自评表（2023年度）项目名称甲202010100.00%10"]]


def test_heading_marks_and_emphasis_stay_outside() -> None:
    assert rows_of("## 自评表\n**（2023年度）**\n#1 机组\n") == [["自评表"], ["（2023年度）"], ["#1 机组"]]
