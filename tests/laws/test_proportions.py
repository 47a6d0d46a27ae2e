"""Rates and products: rounded or cut prints, inputs rounded, ceilings, step tables."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.laws.outcome import Look, Seen
from extractor.laws.proportions import Product, Ratio, Stepped
from extractor.notation import Interval, parse_number, parse_rate

RATIO = Ratio("executed", "budget", "rate")
SCORE = Product("weight", "rate", "score")
STEPS = ((Decimal(1), Decimal(1)), (Decimal("0.8"), Decimal("0.7")), (Decimal(0), Decimal(0)))


def shown(cells: Mapping[str, str]) -> Look:
    def look(path: str) -> Seen:
        text = cells.get(path)
        return None if text is None else parse_rate(text) if path == "rate" else parse_number(text)

    return look


@pytest.mark.parametrize(
    ("rate", "verdict", "slight"),
    [("39.0%", "holds", False), ("38.97%", "holds", False), ("38.9%", "holds", True), ("38.8%", "broken", False)],
)
def test_a_rate_holds_rounded_and_holds_slightly_when_cut(rate: str, verdict: str, slight: bool) -> None:
    # 311.72 / 800 = 38.965 %
    outcome = RATIO.judge(shown({"executed": "311.72", "budget": "800", "rate": rate}))

    assert (outcome.verdict, outcome.slight) == (verdict, slight)


def test_nothing_of_nothing_has_no_rate() -> None:
    assert RATIO.judge(shown({"executed": "0", "budget": "0", "rate": "100%"})).verdict == "not_testable"


def test_spending_without_a_budget_is_broken() -> None:
    assert RATIO.judge(shown({"executed": "3", "budget": "0", "rate": "100%"})).verdict == "broken"


def test_a_lost_amount_is_forced_as_narrowly_as_the_rate_is_printed() -> None:
    forced = RATIO.force(shown({"budget": "400", "rate": "97.50%"}), "executed", Decimal(0), Decimal(1000))

    assert forced is not None
    assert forced.low <= 390 <= forced.high
    assert forced.high - forced.low < 1


@given(st.decimals(1, 9999, places=2), st.decimals(1, 9999, places=2), st.integers(0, 3))
def test_a_rate_computed_and_rounded_always_holds(executed: Decimal, budget: Decimal, places: int) -> None:
    rate = f"{executed / budget * 100:.{places}f}%"

    outcome = RATIO.judge(shown({"executed": f"{executed}", "budget": f"{budget}", "rate": rate}))

    assert outcome.verdict == "holds"


@pytest.mark.parametrize(
    ("score", "verdict"), [("9.52", "holds"), ("9.5", "holds"), ("10", "holds"), ("9.8", "broken")]
)
def test_a_score_is_weight_times_rate_to_its_own_last_digit(score: str, verdict: str) -> None:
    assert SCORE.judge(shown({"weight": "10", "rate": "95.25%", "score": score})).verdict == verdict


def test_a_rate_above_one_earns_no_more_than_the_weight() -> None:
    assert SCORE.judge(shown({"weight": "10", "rate": "104%", "score": "10"})).verdict == "holds"
    assert SCORE.judge(shown({"weight": "10", "rate": "104%", "score": "10.4"})).verdict == "broken"


def test_full_marks_only_bound_the_rate_from_below() -> None:
    forced = SCORE.force(shown({"weight": "10", "score": "10.00"}), "rate", Decimal(0), Decimal(2))

    assert forced is not None
    assert forced.high == 2
    assert forced.low > Decimal("0.99")


def test_a_full_rate_forces_full_marks() -> None:
    forced = SCORE.force(shown({"weight": "10", "rate": "100%"}), "score", Decimal(0), Decimal(10))

    assert forced == Interval(Decimal(10), Decimal(10))


def test_two_amounts_serve_as_a_rate() -> None:
    relation = Product("weight", "executed", "score", base="budget")
    cells = {"weight": "3", "executed": "284", "budget": "400", "score": "2.13"}

    assert relation.judge(shown(cells)).verdict == "holds"


@pytest.mark.parametrize(("score", "verdict"), [("7", "holds"), ("8.5", "broken")])
def test_a_step_table_gives_the_share_of_the_step_that_is_reached(score: str, verdict: str) -> None:
    relation = Stepped("weight", "rate", "score", STEPS)

    assert relation.judge(shown({"weight": "10", "rate": "85%", "score": score})).verdict == verdict


@given(st.integers(1, 40), st.decimals(0, 1, places=5), st.integers(0, 2))
def test_what_a_product_forces_on_a_score_holds_the_score_that_was_computed(
    weight: int, rate: Decimal, places: int
) -> None:
    printed = f"{rate * 100:.{places}f}%"

    forced = SCORE.force(shown({"weight": f"{weight}", "rate": printed}), "score", Decimal(0), Decimal(weight))

    # A rate just below one may be printed as 100 %, which counts as exactly full.
    assert forced is not None
    assert forced.low <= weight * rate <= forced.high or printed.startswith("100")
