"""Long titles break where a reader would pause."""

from __future__ import annotations

import pytest

from extractor.labels import Language
from extractor.narrate.word.blocks import Piece
from extractor.narrate.word.titles import broken_title


def _lines(title: str, language: Language = "zh") -> list[str]:
    return "".join(piece.text for piece in broken_title((Piece(title),), language)).split("\n")


@pytest.mark.parametrize(
    ("title", "lines"),
    [
        ("2022年度道路照明绩效自评报告", ["2022年度道路照明绩效自评报告"]),
        ("2022年度乡村道路照明改造工程项目绩效自评报告", ["2022年度乡村道路照明改造工程项目", "绩效自评报告"]),
    ],
)  # fmt: skip
def test_a_title_breaks_before_what_it_is_or_into_lines_of_like_length(title: str, lines: list[str]) -> None:
    assert _lines(title) == lines


def test_a_long_name_is_broken_into_lines_of_like_length() -> None:
    lines = _lines("2022年度城乡公共服务平台运行维护与保障项目绩效自评报告")
    assert lines == ["2022年度城乡公共服务平台运行", "维护与保障项目绩效自评报告"]


def test_three_lines_are_better_than_a_torn_word() -> None:
    lines = _lines("关于2020年度“青槐杯”乡村医生急救技能竞赛东部片区预选赛组织工作绩效自评的复核意见")
    assert len(lines) == 3 and not any(line.startswith("效") for line in lines)


def test_a_title_longer_than_any_is_left_alone() -> None:
    assert _lines("长" * 100) == ["长" * 100]


def test_an_english_title_breaks_behind_the_name() -> None:
    assert _lines("社区老年食堂服务网络维护项目, 2021: self-evaluation report", "en") == [
        "社区老年食堂服务网络维护项目, 2021:",
        "self-evaluation report",
    ]


def test_a_break_falls_into_the_piece_where_it_belongs() -> None:
    pieces = broken_title((Piece("2022年度城乡公共服务平台"), Piece("运营维护保障项目绩效自评报告")), "zh")
    assert [piece.text for piece in pieces] == ["2022年度城乡公共服务平台", "\n运营维护保障项目绩效自评报告"]
