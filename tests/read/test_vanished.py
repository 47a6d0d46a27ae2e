"""Rows that lost a number on pages without empty cells: what stands beside a figure, and the laws, tell its column."""

from __future__ import annotations

import pytest

from extractor import recover_text
from extractor.read.vanished import AMOUNTS_OPEN, BUDGET_LOST
from tests.reading import FUNDS, HEAD, INDICATORS, OBJECTIVE, Rows, proposals, reading_of, table_of, tabs

HEADER, *ROWS, TOTAL = INDICATORS


def gaps(rows: Rows) -> str:
    """A row a line, its cells parted by two blanks; empty ones vanish."""
    return "\n".join("  ".join(cell for cell in row if cell) for row in rows) + "\n"


def page(*rows: tuple[str, ...], funds: Rows = FUNDS) -> str:
    return gaps((*HEAD, *funds, *OBJECTIVE, HEADER, *rows, TOTAL))


def row_of(text: str, table: str, row: int) -> dict[str, str]:
    found = proposals(reading_of(text))
    return table_of({path: c.value for path, c in found.items() if c.value is not None}, table, row)


def test_points_go_to_the_column_that_prints_such_decimals() -> None:
    full = [("", "产出指标", "数量指标", f"修缮{n}号井", "≥6口", "6口", "12", "12.00", "") for n in "甲乙丙丁"]
    short = ("", "产出指标", "数量指标", "修缮戊号井", "≥6口", "5口", "10.25")

    found = row_of(page(*full, short), "indicators", 4)

    assert ("weight" in found, found["score"]) == (False, "10.25")


def test_points_that_may_stand_in_two_columns_are_left_to_the_laws() -> None:
    full = [("", "产出指标", "数量指标", f"修缮{n}号井", "≥6口", "6口", "12", "12", "") for n in "甲乙丙丁"]
    short = ("", "产出指标", "数量指标", "修缮戊号井", "≥6口", "6口", "12")

    ways = next(
        choice
        for choice in reading_of(page(*full, short)).choices
        if len(choice.alternatives) > 1 and choice.alternatives[0].candidates[0].path.startswith("indicators[4]")
    )

    kept = [{c.path.rpartition(".")[2] for c in way.candidates if c.value} for way in ways.alternatives]
    assert kept == [{"weight"}, {"score"}]


def test_a_plain_result_that_says_the_target_again_is_no_weight() -> None:
    full = [("", "产出指标", "数量指标", f"修缮{n}号井", "≥6口", "6口", "20", "20", "") for n in "甲乙丙丁"]
    short = ("", "产出指标", "数量指标", "清淤次数", "≥25次", "25", "20")

    assert row_of(page(*full, short), "indicators", 4)["actual"] == "25"


@pytest.mark.parametrize(
    ("row", "lost", "kept"),
    [
        ("62.5  60  10  70%  7", "executed", {"initial_budget": "62.5", "adjusted_budget": "60", "weight": "10"}),
        ("62.5  60  57  95%  9.5", "weight", {"executed": "57", "execution_rate": "95%", "score": "9.5"}),
        ("62.5  60  57  10  9.5", "execution_rate", {"executed": "57", "weight": "10", "score": "9.5"}),
    ],
)
def test_the_figures_of_the_whole_budget_are_placed_by_what_they_say_of_each_other(
    row: str, lost: str, kept: dict[str, str]
) -> None:
    funds = (FUNDS[0], ("", "年度资金总额", *row.split()))
    found = proposals(reading_of(page(*ROWS, funds=funds)))

    assert {key: found[f"funds[0].{key}"].value for key in kept} == kept
    assert (found[f"funds[0].{lost}"].origin, found[f"funds[0].{lost}"].reasons) == ("missing", (BUDGET_LOST,))


def test_amounts_that_no_sum_can_place_say_so() -> None:
    funds = (FUNDS[0], ("", "年度资金总额", "62.5", "57", "10", "95%", "9.5"), ("", "财政拨款", "60", "57", "95%"))

    found = proposals(reading_of(page(*ROWS, funds=funds)))

    assert AMOUNTS_OPEN in found["funds[1].executed"].reasons


def test_printed_empty_cells_leave_no_choice() -> None:
    short = ("", "产出指标", "数量指标", "修缮戊号井", "≥6口", "6口", "", "12", "")
    text = tabs((*HEAD, *FUNDS, *OBJECTIVE, HEADER, *ROWS, short, TOTAL))

    assert row_of(text, "indicators", 5)["score"] == "12"


def test_a_section_that_lost_its_figures_keeps_its_row() -> None:
    card = (
        ("评分表", "二级指标", "三级指标", "指标分值", "评价得分"),
        ("", "投入:", "", "10", "9.00"),
        ("", "项目目标", "项目立项规范性", "10", "9.00"),
        ("", "过程:", "", "", ""),
        ("", "业务管理", "管理制度健全性", "10", "10.00"),
    )
    text = tabs((("财政支出项目绩效自评表",), ("项目名称", "修桥"), *card, ("", "综合得分:", "20", "19.00")))

    (form,) = recover_text(text).forms

    assert [row["section"] for row in form.values["scorecard"]] == ["投入", "投入", "过程", "过程"]
    assert form.values["scorecard"][2]["item"] is None
