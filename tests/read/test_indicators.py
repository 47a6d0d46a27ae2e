"""The indicator table: labels are carried down, families know where a label belongs, lost cells are flagged."""

from __future__ import annotations

import pytest

from extractor.doubts import PRINTED_LEVEL_DISAGREES
from extractor.read.indicators import LOST
from extractor.read.total import read_total
from tests.reading import (
    FUNDS,
    HEAD,
    INDICATORS,
    Rows,
    atoms_in,
    blanks,
    proposals,
    reading_of,
    table_of,
    tabs,
    values_of,
)

HEADER = INDICATORS[0]
TOTAL = INDICATORS[-1]


def form(*rows: tuple[str, ...]) -> Rows:
    return (*HEAD, *FUNDS, HEADER, *rows, TOTAL)


def test_a_merged_label_is_carried_down_with_its_place() -> None:
    found = proposals(reading_of(tabs((*HEAD, *FUNDS, *INDICATORS))))

    assert found["indicators[1].level2"].value == "数量指标"
    assert found["indicators[1].level2"].spans == found["indicators[0].level2"].spans


def test_for_a_blank_label_the_family_wins() -> None:
    text = tabs(
        form(
            ("", "产出指标", "数量指标", "修缮", "≥6口", "6口", "20", "20", ""),
            ("", "", "社会效益指标", "安全", "好", "好", "30", "30", ""),
        )
    )

    found = proposals(reading_of(text))["indicators[1].level1"]

    assert (found.value, found.origin) == ("效益指标", "inferred")


def test_a_printed_label_that_disagrees_stays_and_is_flagged() -> None:
    text = tabs(form(("", "产出指标", "社会效益指标", "安全", "好", "好", "30", "30", "")))

    found = proposals(reading_of(text))["indicators[0].level1"]

    assert (found.value, found.reasons) == ("产出指标", (PRINTED_LEVEL_DISAGREES,))


def test_points_in_the_label_and_numbers_before_the_name_are_left_out() -> None:
    text = tabs(form(("", "产出指标(50分)", "数量指标", "指标1：修缮", "≥6口", "6口", "20", "20", "")))

    row = table_of(values_of(text), "indicators", 0)

    assert (row["level1"], row["level3"]) == ("产出指标", "修缮")


def test_a_numbered_row_without_content_is_no_row() -> None:
    text = tabs(
        form(
            ("", "产出指标", "数量指标", "指标1：修缮", "≥6口", "6口", "20", "20", ""),
            ("", "", "", "指标2：", "", "", "", "", ""),
        )
    )

    assert reading_of(text).rows["indicators"] == 1


def test_comparator_value_and_unit_in_columns_of_their_own_are_joined() -> None:
    header = ("一级指标", "二级指标", "三级指标", "指标性质", "指标值", "度量单位", "完成值", "权重", "得分")
    rows = (*HEAD, *FUNDS, header, ("产出指标", "数量指标", "修缮", "≥", "6", "口", "6", "20", "20"))

    assert table_of(values_of(tabs(rows)), "indicators", 0)["target"] == "≥6口"


def test_a_cell_that_every_other_row_has_is_missing_not_blank() -> None:
    full = [("", "产出指标", "数量指标", f"修缮{n}号井", "≥6口", "6口", "20", "20", "") for n in "甲乙丙丁戊"]
    short = ("", "产出指标", "数量指标", "修缮己号井", "≥6口", "6口", "20")

    found = proposals(reading_of(blanks(form(*full, short))))["indicators[5].score"]

    assert (found.value, found.origin, found.reasons) == (None, "missing", (LOST,))


def test_a_printed_empty_cell_is_never_called_missing() -> None:
    full = [("", "产出指标", "数量指标", f"修缮{n}号井", "≥6口", "6口", "20", "20", "") for n in "甲乙丙丁戊"]
    empty = ("", "产出指标", "数量指标", "修缮己号井", "≥6口", "6口", "20", "", "")

    assert proposals(reading_of(tabs(form(*full, empty))))["indicators[5].score"].origin == "blank"


@pytest.mark.parametrize(
    ("text", "weight", "score"),
    [
        ("总分\t100\t97.8\n", "100", "97.8"),
        ("总分\t97.8\n", None, "97.8"),
        ("总分\t100分\t97.8分\n", "100", "97.8"),
    ],
)
def test_the_total_is_weight_and_score_or_score_alone(text: str, weight: str | None, score: str) -> None:
    label, *figures = atoms_in(text)

    found = {
        c.path: c.value for choice in read_total(label, figures, (), text) for c in choice.alternatives[0].candidates
    }

    assert (found["total.weight"], found["total.score"]) == (weight, score)


@pytest.mark.parametrize(
    ("row", "weight", "score"),
    [
        (("总分", "", "", "", "", "", "", "100", ""), None, "100"),
        (("总分", "", "", "", "", "", "100", "", ""), "100", None),
        (("总分", "", "100"), "100", None),  # a merged label: the place tells nothing
    ],
)
def test_a_total_figure_stands_below_its_header(row: tuple[str, ...], weight: str | None, score: str | None) -> None:
    found = proposals(reading_of(tabs((*HEAD, *FUNDS, *INDICATORS[:-1], row))))

    assert (found["total.weight"].value, found["total.score"].value) == (weight, score)


def test_a_remark_below_the_indicators_is_no_note_of_the_last_one() -> None:
    text = tabs((*HEAD, *FUNDS, *INDICATORS[:-1], ("说明", "本表按决算前数据填列。")))

    assert proposals(reading_of(text))["indicators[4].deviation_note"].value is None


def test_a_row_without_its_trailing_blanks_keeps_its_places() -> None:
    short = ("", "", "质量指标", "验收合格率", "100%", "100%", "15")
    text = tabs(tuple(row if row[3:4] != ("验收合格率",) else short for row in (*HEAD, *FUNDS, *INDICATORS)))

    found = table_of(values_of(text), "indicators", 2)

    assert (found["weight"], found.get("score")) == ("15", None)


def test_the_number_of_a_chunk_in_front_of_a_row_is_no_label() -> None:
    numbered = ("1、", *INDICATORS[2][1:])
    text = tabs((*HEAD, *FUNDS, *INDICATORS[:2], numbered, *INDICATORS[3:]))

    assert table_of(values_of(text), "indicators", 1)["level1"] == "产出指标"


def test_a_conclusion_behind_the_total_is_not_read_into_it() -> None:
    label, *figures = atoms_in("产出指标数量指标修缮≥6口6口2020合计10097.8评价结论自评得分97.8分，总体较好")[-6:]

    assert label.norm in ("合计", "20", "10097.8")
    assert figures
