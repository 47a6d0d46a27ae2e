"""Runs of figures cut into the cells of a row: by their shape, and by what stands beside them."""

from __future__ import annotations

from decimal import Decimal

import pytest

from extractor.read.cuts import cuts
from extractor.read.rows import weighed

MONEY = ("initial_budget", "adjusted_budget", "executed")


@pytest.mark.parametrize(
    ("run", "columns", "parts"),
    [
        (
            "4614200.004614200.004480222.8197.10%",
            (*MONEY, "execution_rate"),
            ("4614200.00", "4614200.00", "4480222.81", "97.10%"),
        ),
        ("1,607.851,313.2", ("adjusted_budget", "executed"), ("1607.85", "1313.2")),  # thousands stay whole
        ("7.56,97", ("weight", "score"), ("7.5", "6,97")),  # a point read as a comma
        ("4400", ("weight", "score"), ("4", "400")),  # a point lost: the points set, all reached
        ("z2", ("weight", "score"), ("z", "2")),  # a letter for a digit
    ],
)
def test_a_run_is_cut_where_its_figures_make_sense(run: str, columns: tuple[str, ...], parts: tuple[str, ...]) -> None:
    assert cuts(run, columns)[0].parts == parts


def test_the_cut_whose_result_is_near_the_target_comes_first() -> None:
    """A weight of 21, a target of 18527 and the run 1935321: a result of 19353 for 21 points."""
    run = ("actual", "score")

    found = weighed(cuts("1935321", run), run, [], {"target": Decimal(18527), "weight": Decimal(21)})

    assert found[0].parts == ("19353", "21")


def test_two_runs_of_a_row_are_cut_together() -> None:
    """2118527 and 1935321 beside each other: 21 | 18527 and 19353 | 21."""
    left, right = ("weight", "target"), ("actual", "score")

    found = weighed(cuts("2118527件", left), left, [(right, cuts("1935321", right))], {})

    assert found[0].parts == ("21", "18527件")
