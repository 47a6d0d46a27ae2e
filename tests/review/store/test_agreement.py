"""Cohen's kappa against examples of the literature, and the agreement of two reviewers."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from extractor.review.store import ReviewStore
from extractor.review.store.agreement import kappa
from extractor.review.values import Agreement, Place
from tests.review.store.samples import say, with_document


def pairs(table: list[list[int]]) -> Iterator[tuple[str, str]]:
    """The pairs that a table counts: a row for each category of the first, a column for each of the second."""
    for row, numbers in enumerate(table):
        for column, number in enumerate(numbers):
            yield from [(f"category {row}", f"category {column}")] * number


def test_the_example_of_cohen_1960() -> None:
    """Table 1: 200 cases, marginals .50 .30 .20 and .40 .30 .30."""
    table = [[50, 26, 24], [24, 4, 32], [6, 30, 4]]
    agreed, by_chance = (50 + 4 + 4) / 200, 0.5 * 0.4 + 0.3 * 0.3 + 0.2 * 0.3  # 0.29 and 0.35

    assert kappa(pairs(table)) == pytest.approx((agreed - by_chance) / (1 - by_chance))
    assert kappa(pairs(table)) == pytest.approx(-0.09, abs=0.005)


def test_the_example_of_fleiss() -> None:
    """J. L. Fleiss, Statistical Methods for Rates and Proportions, Table 13.1: 100 diagnoses, kappa 0.68."""
    table = [[75, 1, 4], [5, 4, 1], [0, 0, 10]]
    agreed, by_chance = 0.89, 0.80 * 0.80 + 0.10 * 0.05 + 0.10 * 0.15  # 0.66

    assert kappa(pairs(table)) == pytest.approx((agreed - by_chance) / (1 - by_chance))
    assert kappa(pairs(table)) == pytest.approx(0.68, abs=0.005)


@pytest.mark.parametrize(
    ("table", "expected"),
    [
        ([[20, 5], [10, 15]], (0.7 - 0.5) / 0.5),  # 0.5 * 0.6 + 0.5 * 0.4 by chance
        ([[45, 15], [25, 15]], (0.60 - 0.54) / 0.46),  # 0.6 * 0.7 + 0.4 * 0.3
        ([[25, 35], [5, 35]], (0.60 - 0.46) / 0.54),  # 0.6 * 0.3 + 0.4 * 0.7
        ([[10, 0], [0, 10]], 1.0),
        ([[0, 10], [10, 0]], -1.0),
    ],
)
def test_two_categories(table: list[list[int]], expected: float) -> None:
    assert kappa(pairs(table)) == pytest.approx(expected)


@pytest.mark.parametrize("table", [[], [[7]]])
def test_there_is_no_kappa_where_chance_leaves_nothing_to_correct(table: list[list[int]]) -> None:
    assert kappa(pairs(table)) is None


def test_two_reviewers_are_compared_where_both_have_answered(double: ReviewStore) -> None:
    document = with_document(double, *"abcdef")
    for path, first, second in (
        ("a", ("accept", None), ("accept", None)),
        ("b", ("accept", None), ("correct", "10")),  # the same value, and so the same decision
        ("c", ("correct", "11"), ("correct", "12")),  # the same decision, but another value
        ("d", ("unreadable", None), ("accept", None)),
    ):
        double.save(say(Place(document, 0, path), "a", first[0], first[1]))  # type: ignore[arg-type]
        double.save(say(Place(document, 0, path), "b", second[0], second[1]))  # type: ignore[arg-type]
    double.save(say(Place(document, 0, "e"), "a", "accept"))

    (agreement,) = double.agreements()

    # agreed 3/4; by chance right 2/4 * 3/4 + other 1/4 * 1/4 = 7/16
    assert agreement == Agreement("a", "b", both=4, same=2, kappa=(3 / 4 - 7 / 16) / (9 / 16))


def test_each_two_of_three_are_compared_and_rows_are_no_cells(double: ReviewStore) -> None:
    place = Place(with_document(double, "a"), 0, "a")
    for reviewer in ("甲", "乙", "丙"):
        double.save(say(place, reviewer, "accept"))
        double.save(say(Place(place.document, 0, "indicators[1]"), reviewer, "deleted"))

    assert [(pair.both, pair.same, pair.kappa) for pair in double.agreements()] == [(1, 1, None)] * 3
