"""A planted human error breaks what it says, and nothing else on the form is touched."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest

from eval_set.generator import ERRORS, Recipe, make
from eval_set.generator.make import sheet_of
from eval_set.generator.sheet import leaf_at

Form = dict[str, Any]


def erring(error: str, family: str, seed: int = 4) -> Form:
    made: Form = make(Recipe(family, "tabs", "none", 0, seed, error)).expected["forms"][0]
    return made


def number(text: str) -> Decimal:
    return Decimal(text.rstrip("%"))


def scores_add_up(form: Form) -> bool:
    rows = [form["funds"][0], *form["indicators"]]
    return sum(number(row["score"]) for row in rows) == number(form["total"]["score"])


def weights_add_up(form: Form) -> bool:
    rows = [form["funds"][0], *form["indicators"]]
    return sum(number(row["weight"]) for row in rows) == number(form["total"]["weight"])


def sources_add_up(form: Form) -> bool:
    total, *sources = form["funds"]
    keys = ("adjusted_budget", "executed")
    return all(sum(number(row[key]) for row in sources if row[key]) == number(total[key]) for key in keys)


def scores_are_within_weights(form: Form) -> bool:
    return all(number(row["score"]) <= number(row["weight"]) for row in form["indicators"])


def rate_fits(form: Form) -> bool:
    row = form["funds"][0]
    exact = number(row["executed"]) / number(row["adjusted_budget"]) * 100
    return abs(exact - number(row["execution_rate"])) < Decimal("0.2")


def sections_add_up(form: Form) -> bool:
    heads = [row for row in form["scorecard"] if row["item"] is None]
    return all(
        sum(number(row["score"]) for row in form["scorecard"] if row["item"] and row["section"] == head["section"])
        == number(head["score"])
        for head in heads
    )


def shares_are_at_most_a_hundred(form: Form) -> bool:
    return all(number(row["actual"]) <= 100 for row in form["indicators"] if row["actual"].endswith("%"))


BREAKS: dict[str, tuple[str, Callable[[Form], bool]]] = {
    "total score": ("national", scores_add_up),
    "total weight": ("poverty", weights_add_up),
    "total not updated": ("national", scores_add_up),
    "item score": ("sichuan", scores_add_up),
    "score above weight": ("national", scores_are_within_weights),
    "funds sum": ("national", sources_add_up),
    "wan yuan slip": ("transfer", sources_add_up),
    "digits swapped": ("poverty", sources_add_up),
    "rate": ("hubei", rate_fits),
    "execution score": ("national", scores_add_up),
    "section score": ("city_project", sections_add_up),
    "card score above weight": ("city_project", sections_add_up),
    "share above hundred": ("national", shares_are_at_most_a_hundred),
}


@pytest.mark.parametrize("error", BREAKS)
@pytest.mark.parametrize("seed", range(8))
def test_the_error_breaks_its_rule(error: str, seed: int) -> None:
    family, holds = BREAKS[error]
    assert not holds(erring(error, family, seed))


@pytest.mark.parametrize(
    ("error", "family"), [(error, family) for error in ERRORS for family in ERRORS[error].families]
)
def test_every_error_can_be_planted_in_every_family_it_names_and_is_known(error: str, family: str) -> None:
    form = erring(error, family)
    assert {finding["law"] for finding in form["findings"]} == set(ERRORS[error].laws)
    assert all(finding["cells"] for finding in form["findings"])


def test_only_the_named_cells_differ_from_the_consistent_form() -> None:
    form = erring("total score", "national", 4)
    honest = sheet_of("national", 4).record
    paths = [
        f"indicators[{row}].{key}" for row in range(len(form["indicators"])) for key in ("score", "target", "actual")
    ]
    assert all(leaf_at(form, path) == leaf_at(honest, path) for path in paths)
    assert form["total"]["score"] != honest["total"]["score"]


def test_there_are_at_least_twelve_kinds_of_error() -> None:
    assert len(ERRORS) >= 12
