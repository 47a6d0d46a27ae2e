"""Degree and verdict come from the figures: reached exactly, exceeded or missed by how much, how many days late."""

from __future__ import annotations

import pytest

from extractor.narrate.said import Said
from extractor.narrate.standing import standing


def _stands(target: str, actual: str) -> tuple[bool | None, str, str, str]:
    found = standing(Said(target, ("1:a",)), Said(actual, ("1:b",)), 2023)
    return found.met, found.how, found.gap.text if found.gap else "", found.unit.text if found.unit else ""


@pytest.mark.parametrize(
    ("target", "actual", "expected"),
    [
        ("≥480盏", "480盏", (True, "equal", "", "")),
        ("≥480盏", "500盏", (True, "above", "20", "盏")),
        ("≥90%", "83%", (False, "below", "7", "%")),
        (">2073米", "2073米", (True, "equal", "", "")),  # forms use > loosely, and so do the laws
        ("≤115万元", "88.59万元", (True, "below", "26.41", "万元")),
        ("≤5天", "6天", (False, "above", "1", "天")),
        ("=9处", "8处", (False, "below", "1", "处")),
        ("9处", "8处", (None, "below", "1", "处")),  # a bare number does not say which way is good
        ("80%-90%", "85%", (True, "inside", "", "")),
        ("12月20日前", "12月8日", (True, "early", "12", "天")),
        ("12月20日前", "2023年12月20日", (True, "on_time", "", "")),
        ("10月底前", "11月2日", (False, "late", "2", "天")),
        ("12月15日前", "2023年12月", (None, "unlike", "", "")),  # which day of the month is not printed
        ("≥95%", "≥95%", (None, "copied", "", "")),
        ("明显改善", "明显改善", (None, "words", "", "")),
        ("≥90%", "0.93", (None, "unlike", "", "")),  # 93 % or 0.93 %
        ("10万/户*14", "130万", (None, "below", "", "")),  # a price times a count states no single figure
        ("=1亿元", "5000万元", (False, "below", "", "")),  # no gap where a reader would have to convert
    ],
)
def test_how_a_result_stands_to_its_target(
    target: str, actual: str, expected: tuple[bool | None, str, str, str]
) -> None:
    assert _stands(target, actual) == expected


def test_a_gap_states_its_formula_and_the_cells_behind_it() -> None:
    found = standing(Said("≥90%", ("1:indicators[0].target",)), Said("83%", ("1:indicators[0].actual",), True))

    assert found.gap is not None and found.gap.formula == "90－83" and found.gap.doubt
    assert found.gap.paths == ("1:indicators[0].target", "1:indicators[0].actual")


def test_nothing_is_compared_with_a_cell_that_is_missing() -> None:
    assert standing(None, Said("8处", ("1:b",))).how == "blank"
