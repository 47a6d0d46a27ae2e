"""Sums, bounds and equalities: tolerances from printed digits, and what they force on a lost cell."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.laws.outcome import BLANK, UNSTATED, Look, Seen
from extractor.laws.relations import AtMost, Balance, Equal, Fixed, Sum
from extractor.notation import Interval, parse_number


def shown(cells: Mapping[str, Seen | str]) -> Look:
    """Show cells: a string is a printed number, a path that is not there is lost."""

    def look(path: str) -> Seen:
        seen = cells.get(path)
        return parse_number(seen) if isinstance(seen, str) else seen

    return look


def between(low: str, high: str) -> Interval:
    return Interval(Decimal(low), Decimal(high))


@pytest.mark.parametrize(
    ("parts", "whole", "verdict", "slight"),
    [
        (("77", "4"), "81", "holds", False),
        (("77", "4"), "86", "broken", False),
        (("7.55", "8.6"), "16.2", "holds", False),  # the total is printed more coarsely
        (("9.95", "8.6"), "19", "holds", True),  # half a point vanished in a whole number
        (("9.5", "8.6"), "18.11", "holds", True),  # a hundredth is a rounding somewhere
        (("9.5", "8.6"), "18.3", "broken", False),
    ],
)
def test_a_sum_of_scores_is_exact_to_the_print_of_its_total(
    parts: tuple[str, str], whole: str, verdict: str, slight: bool
) -> None:
    outcome = Sum(("a", "b"), "t").judge(shown({"a": parts[0], "b": parts[1], "t": whole}))

    assert (outcome.verdict, outcome.slight) == (verdict, slight)


def test_a_broken_sum_says_expected_found_and_difference() -> None:
    outcome = Sum(("a", "b"), "t").judge(shown({"a": "77", "b": "4", "t": "86"}))

    assert (outcome.expected, outcome.found, outcome.difference) == (Decimal(81), Decimal(86), Decimal(5))


def test_a_lost_part_is_not_zero() -> None:
    assert Sum(("a", "b"), "t").judge(shown({"a": "5", "t": "5"})).verdict == "not_testable"


def test_a_blank_part_takes_no_part() -> None:
    assert Sum(("a", "b"), "t").judge(shown({"a": "5", "b": BLANK, "t": "5"})).verdict == "holds"


@pytest.mark.parametrize(("whole", "verdict"), [("5", "holds"), ("7", "not_testable")])
def test_a_part_of_which_nobody_knows_whether_it_was_blank_never_breaks_a_sum(whole: str, verdict: str) -> None:
    assert Sum(("a", "b"), "t").judge(shown({"a": "5", "b": UNSTATED, "t": whole})).verdict == verdict


def test_rounded_amounts_may_differ_by_half_a_last_digit_each() -> None:
    cells = shown({"a": "0.33", "b": "0.33", "c": "0.33", "t": "1.00"})

    assert Sum(("a", "b", "c"), "t", rounded=True).judge(cells).slight


def test_a_slip_of_units_is_named() -> None:
    assert Sum(("a",), "t").judge(shown({"a": "12.5", "t": "125000"})).note == "x10^4"


def test_a_total_forces_every_lost_score_when_nothing_else_is_possible() -> None:
    # Given three lost scores of weight 3, 4 and 13, and a total equal to the weights
    lost = {"a": between("0", "3"), "b": between("0", "4"), "c": between("0", "13")}
    cells: dict[str, Seen | str] = {**lost, "t": "20"}

    # Then each must be its weight
    assert Sum(("a", "b", "c"), "t").force(shown(cells), "b", Decimal(0), Decimal(4)) == between("4", "4")


def test_a_sum_with_another_lost_part_forces_nothing() -> None:
    assert Sum(("a", "b"), "t").force(shown({"t": "20"}), "b", Decimal(0), Decimal(4)) is None


def test_a_balance_is_solved_for_a_subtracted_term() -> None:
    balance = Balance((("in", 1), ("out", -1)), "left")

    forced = balance.force(shown({"in": "100", "left": "1.5"}), "out", Decimal(0), Decimal(1000))

    assert forced == between("98.5", "98.5")


@given(st.lists(st.decimals(0, 1000, places=2), min_size=2, max_size=12), st.data())
def test_what_a_sum_forces_on_a_part_is_what_was_there(parts: list[Decimal], data: st.DataObject) -> None:
    lost = data.draw(st.integers(0, len(parts) - 1))
    cells = {f"p{i}": f"{part:.2f}" for i, part in enumerate(parts) if i != lost} | {"t": f"{sum(parts):.2f}"}

    forced = Sum([f"p{i}" for i in range(len(parts))], "t").force(shown(cells), f"p{lost}", Decimal(0), Decimal(10**6))

    assert forced == Interval(parts[lost], parts[lost])


@pytest.mark.parametrize(("score", "verdict"), [("9.99", "holds"), ("10", "holds"), ("10.01", "broken")])
def test_a_bound_is_exact(score: str, verdict: str) -> None:
    assert AtMost("s", "w").judge(shown({"s": score, "w": "10"})).verdict == verdict


def test_a_bound_limits_a_lost_score_by_its_weight() -> None:
    assert AtMost("s", "w").force(shown({"w": "8"}), "s", Decimal(0), Decimal(100)) == between("0", "8")


@pytest.mark.parametrize(("yuan", "verdict"), [("805000.00", "holds"), ("805049.00", "holds"), ("812000", "broken")])
def test_equal_amounts_are_compared_in_one_unit_to_the_coarser_print(yuan: str, verdict: str) -> None:
    relation = Equal("a", "b", Decimal("0.0001"))

    assert relation.judge(shown({"a": "80.50", "b": yuan})).verdict == verdict


def test_a_fixed_value_forces_itself_only_within_bounds() -> None:
    relation = Fixed("total.weight", Decimal(100))

    assert relation.force(shown({}), "total.weight", Decimal(0), Decimal(1000)) == between("100", "100")
    assert relation.force(shown({}), "total.weight", Decimal(0), Decimal(50)) is None
