"""Glued figures are cut where the sums of the whole form come out."""

from __future__ import annotations

from tests.decide.small_forms import NATIONAL, decided

GLUED = "".join(NATIONAL.replace("\t", "").split("\n"))


def test_weights_and_scores_without_separators_are_cut_by_their_sums() -> None:
    # given a page without any separator: ≥40公里36公里2018汛期停工
    form = decided(GLUED)
    # then every pair is cut so that weights come to 100 and scores to 97
    pairs = [(row["weight"], row["score"]) for row in form.values["indicators"]]
    assert pairs == [("20", "18"), ("30", "30"), ("30", "30"), ("10", "10")]


def test_a_run_of_money_is_cut_where_the_rate_comes_out() -> None:
    row = decided(GLUED).values["funds"][0]
    assert (row["initial_budget"], row["executed"], row["weight"], row["execution_rate"]) == ("80", "72", "10", "90%")


def test_cut_cells_point_at_their_own_digits() -> None:
    form = decided(GLUED)
    for path in ("indicators[0].weight", "indicators[0].score", "funds[0].executed"):
        evidence = form.cells[path].evidence[0]
        assert evidence.text == form.cells[path].value
        assert GLUED[evidence.start : evidence.end] == evidence.text
