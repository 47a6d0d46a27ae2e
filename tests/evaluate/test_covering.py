"""A wrong value is covered if it breaks a law that holds without it."""

from __future__ import annotations

import pytest

from extractor.evaluate.covering import TrueForm, blank_leaves, with_value
from tests.evaluate.small_form import expected

UNITS = {"": "万元"}


@pytest.mark.parametrize(
    ("path", "wrong"),
    [
        ("indicators[0].score", "46"),  # above its weight, and the total no longer comes out
        ("indicators[1].weight", "60"),
        ("funds[0].executed", "30"),  # no longer 100 % of the budget
        ("total.score", "89"),
        ("indicators[0].score", "4O"),  # no number at all
    ],
)
def test_a_number_that_laws_watch_over_is_covered(path: str, wrong: str) -> None:
    assert TrueForm(expected(), UNITS, None).covers(path, wrong)


@pytest.mark.parametrize(
    ("path", "wrong"),
    [
        ("indicators[1].target", "≥50人次"),  # met as before: 63 is enough for both
        ("project_name", "青罗渡口修缮"),
        ("indicators[None].score", "40"),  # a row that nobody expected
        ("indicators[0].score", "40.0"),  # the same number
    ],
)
def test_what_no_law_sees_is_not_covered(path: str, wrong: str) -> None:
    assert not TrueForm(expected(), UNITS, None).covers(path, wrong)


def test_a_law_that_the_author_breaks_covers_nothing() -> None:
    contradiction = expected()
    contradiction["total"]["score"] = "95"
    assert not TrueForm(contradiction, UNITS, ["scores_sum_to_total"]).covers("total.score", "89")


def test_a_lost_cell_is_not_taken_for_blank() -> None:
    form = expected()
    form["indicators"][0]["score"] = {"lost": True}
    assert not TrueForm(form, UNITS, ["scores_sum_to_total"]).covers("total.score", "89")
    assert list(blank_leaves(form["indicators"][0], "row")) == ["row.deviation_note"]


def test_a_changed_copy_leaves_the_form_as_it_was() -> None:
    form = expected()
    changed = with_value(form, ("indicators", 1, "score"), "0")
    assert (form["indicators"][1]["score"], changed["indicators"][1]["score"]) == ("48", "0")
