"""Cells of a printed row that ran together: what the row lacks tells where one cell ends."""

from __future__ import annotations

import pytest

from extractor.read.alignment import Column
from extractor.read.fused import part_fused
from tests.reading import atoms_in, lexicon_for

INDICATORS = (
    Column("level1", "level1", 0.05),
    Column("level2", "level2", 0.05),
    Column("level3", "name", 1.3),
    Column("target", "quantity", 0.9),
    Column("actual", "quantity", 0.9),
    Column("weight", "points", 0.9),
    Column("score", "points", 0.88),
    Column("deviation_note", "note", 0.08),
)
CARD = (
    Column("item", "item", 0.6),
    Column("reference_weight", "points", 0.6),
    Column("weight", "points", 0.9),
    Column("analysis", "remark", 0.4),
    Column("score", "points", 0.88),
)
MONEY = (
    Column("adjusted_budget", "money", 0.6),
    Column("executed", "money", 0.6),
    Column("execution_rate", "rate", 0.25),
    Column("score", "points", 0.25),
)


def parted(text: str, columns: tuple[Column, ...] = INDICATORS) -> list[str]:
    atoms = part_fused(atoms_in(text + "\n", "project_national"), columns, lexicon_for("project_national"))
    return [atom.text for atom in atoms]


@pytest.mark.parametrize(
    ("row", "cells"),
    [
        ("修缮古井数量\t≥6口6口\t20\t20", ["修缮古井数量", "≥6口", "6口", "20", "20"]),
        ("验收合格率\t≥95%95%3030", ["验收合格率", "≥95%", "95%", "30", "30"]),
        ("验收合格率\t≥95%\t92%87.75石料短缺", ["验收合格率", "≥95%", "92%", "8", "7.75", "石料短缺"]),
        ("验收合格率≥95%\t95%\t4\t4.00", ["验收合格率", "≥95%", "95%", "4", "4.00"]),
        ("竣工验收时间\t11月底前11月19日\t4\t4.00", ["竣工验收时间", "11月底前", "11月19日", "4", "4.00"]),
        ("长效管护机制\t逐步完善逐步完善\t16\t16", ["长效管护机制", "逐步完善", "逐步完善", "16", "16"]),
        ("修缮古井数量\t≥6口\t6口\t4\t4.00无", ["修缮古井数量", "≥6口", "6口", "4", "4.00", "无"]),
        (
            "服务对象满意度指标居民满意率\t≥90%\t93%\t5\t5.00",
            ["服务对象满意度指标", "居民满意率", "≥90%", "93%", "5", "5.00"],
        ),
    ],
)
def test_a_row_that_lacks_cells_parts_those_that_read_like_several(row: str, cells: list[str]) -> None:
    assert parted(row) == cells


def test_the_amounts_of_a_row_are_cut_where_they_make_its_rate() -> None:
    assert parted("22\t21.7398.77%19.75", MONEY) == ["22", "21.73", "98.77%", "19.75"]


def test_a_dash_between_figures_is_a_cell_of_its_own() -> None:
    assert parted("预算完成率\t3\t3.00——3.00", CARD)[1:] == ["3", "3.00", "——", "3.00"]


@pytest.mark.parametrize(
    "row",
    [
        "修缮古井数量\t≥6口\t6口\t20\t20",  # nothing is lacking
        "修缮古井数量\t≥6口\t6口\t11\t17",  # the figures contradict each other: that is not for cutting to mend
        "2023年培训5A级景区讲解员人数\t≥6人\t6人\t20\t20",  # a name holds figures
        "修缮古井数量\t≥6口\t4口\t20\t15.5\t降雨30天，少修2口",  # and so does a note
    ],
)
def test_a_row_that_lacks_no_cell_stays_as_it_is(row: str) -> None:
    assert parted(row) == row.split("\t")


def test_lines_of_one_cell_each_are_no_row() -> None:
    assert parted("修缮古井数量\n≥6口\n20") == ["修缮古井数量", "≥6口", "20"]


def test_an_amount_with_its_unit_is_no_run_that_ends_in_a_rate() -> None:
    assert parted("120元\t110元", MONEY) == ["120元", "110元"]
