"""What differs between two texts is marked, and nothing of either is lost."""

from __future__ import annotations

import time

from hypothesis import given
from hypothesis import strategies as st

from extractor.report.difference_marks import mark_changes


def marked(text: str, other: str) -> list[str]:
    return ["".join(piece.text for piece in side if piece.changed) for side in mark_changes(text, other)]


def test_only_what_differs_is_marked() -> None:
    assert marked("验收合格率95%", "验牧合格率96%") == ["收5", "牧6"]
    assert marked("已完成", "已基本完成") == ["", "基本"]


def test_texts_without_likeness_are_marked_as_wholes() -> None:
    assert marked("经常性项目", "8330000元") == ["经常性项目", "8330000元"]


@given(st.text("甲乙1. ", max_size=12), st.text("甲乙1. ", max_size=12))
def test_the_pieces_make_up_the_texts_and_agree_where_they_are_not_marked(left: str, right: str) -> None:
    sides = mark_changes(left, right)

    assert ["".join(piece.text for piece in side) for side in sides] == [left, right]
    same = ["".join(piece.text for piece in side if not piece.changed) for side in sides]
    assert same[0] == same[1]


def test_a_hostile_length_costs_no_time() -> None:
    before = time.perf_counter()
    mark_changes("甲乙" * 100_000, "乙丙" * 100_000)
    assert time.perf_counter() - before < 2
