"""From answers to what holds: one reader, two readers, settlements."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from extractor.review.store.settling import settle
from extractor.review.values import Answer, Place, Ruling

PLACE = Place(1, 0, "indicators[0].score")


def answer(entry: int, reviewer: str, ruling: Ruling, value: str | None = None) -> Answer:
    return Answer(PLACE, reviewer, ruling, value, "10", "", entry, datetime(2026, 1, 1, tzinfo=UTC))


def test_with_one_reader_the_latest_answer_is_final() -> None:
    final = settle([answer(1, "甲", "accept", "10"), answer(2, "乙", "correct", "12")], None, readers=1)

    assert final is not None
    assert (final.ruling, final.value, final.by, final.entry) == ("correct", "12", ("乙",), 2)


def test_nobody_has_answered_and_nothing_holds() -> None:
    assert settle([], None, readers=1) is None
    assert settle([], None, readers=2) is None


def test_with_two_readers_one_answer_is_not_final() -> None:
    assert settle([answer(1, "甲", "accept", "10")], None, readers=2) is None


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (("accept", "10"), ("accept", "10")),
        (("accept", "10"), ("correct", "10")),
        (("correct", "12"), ("correct", "12")),
        (("unreadable", None), ("unreadable", None)),
        (("unreadable", "left over"), ("unreadable", None)),
        (("added", "indicators[3]"), ("added", "indicators[3]")),
        (("deleted", None), ("deleted", None)),
    ],
)
def test_two_that_say_the_same_are_final_by_both(
    first: tuple[Ruling, str | None], second: tuple[Ruling, str | None]
) -> None:
    final = settle([answer(1, "甲", *first), answer(2, "乙", *second)], None, readers=2)

    assert final is not None
    assert (final.ruling, final.by, final.entry) == (second[0], ("甲", "乙"), 2)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (("accept", "10"), ("correct", "12")),
        (("accept", "10"), ("unreadable", None)),
        (("absent", None), ("unreadable", None)),
        (("added", "indicators[3]"), ("added", "indicators[4]")),
        (("added", "10"), ("correct", "10")),
        (("correct", "10"), ("correct", "10.0")),  # as printed, not as counted
    ],
)
def test_two_that_differ_are_not_final(first: tuple[Ruling, str | None], second: tuple[Ruling, str | None]) -> None:
    assert settle([answer(1, "甲", *first), answer(2, "乙", *second)], None, readers=2) is None


def test_a_third_who_differs_takes_the_final_value_away() -> None:
    same = [answer(1, "甲", "accept", "10"), answer(2, "乙", "accept", "10")]

    assert settle([*same, answer(3, "丙", "correct", "12")], None, readers=2) is None


def test_a_settlement_overrides_the_answers() -> None:
    answers = [answer(1, "甲", "accept", "10"), answer(2, "乙", "correct", "12")]

    final = settle(answers, answer(3, "丙", "correct", "11"), readers=2)

    assert final is not None
    assert (final.value, final.by, final.entry) == ("11", ("丙",), 3)


def test_an_answer_later_than_the_settlement_counts_again() -> None:
    answers = [answer(2, "乙", "correct", "12"), answer(4, "甲", "correct", "12")]

    final = settle(answers, answer(3, "丙", "correct", "11"), readers=2)

    assert final is not None
    assert (final.value, final.by) == ("12", ("乙", "甲"))
