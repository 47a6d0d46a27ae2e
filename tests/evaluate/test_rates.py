"""Rates carry their counts, and bounds take the form as the unit."""

from __future__ import annotations

import pytest

from extractor.evaluate.bounds import rate_bound, share_bound
from extractor.evaluate.rates import BY_KEY, RATES, Share, all_rates, percent
from extractor.evaluate.tally import Tally


def test_nothing_counted_is_no_rate() -> None:
    assert (Share(0, 0).value, str(Share(0, 0))) == (None, "—")


@pytest.mark.parametrize(
    ("part", "whole", "shown"),
    [(1, 2, "50.0 %"), (2, 3415, "0.06 %"), (1, 50_000, "0.002 %"), (49_999, 50_000, "99.998 %"), (0, 12, "0.0 %")],
)
def test_a_single_leaf_of_many_can_be_seen(part: int, whole: int, shown: str) -> None:
    assert str(Share(part, whole)) == shown


def test_a_number_of_things_a_form_is_no_share() -> None:
    assert str(BY_KEY["false_warnings"].of(Tally(sound=8, sound_warnings=2))) == "0.25"


def test_every_rate_has_its_name_in_both_languages_and_its_counts() -> None:
    assert len(BY_KEY) == len(RATES)
    assert all(rate.label.zh != rate.label.en and rate.meaning.zh != rate.meaning.en for rate in RATES)
    assert all_rates(Tally(gold=4, right=3))["accuracy"] == {"rate": 0.75, "part": 3, "of": 4}


def test_accuracy_is_over_expected_and_superfluous_leaves() -> None:
    assert BY_KEY["accuracy"].of(Tally(gold=8, extra=2, right=8)) == Share(8, 10)


def test_no_mistake_in_59_forms_means_less_than_one_in_20() -> None:
    assert share_bound(0, 59) == pytest.approx(0.05, abs=0.001)  # the rule of three
    assert share_bound(0, 0) == share_bound(3, 3) == 1.0


def test_a_run_without_mistakes_does_not_prove_that_there_are_none() -> None:
    few, many = ([(0, 100)] * forms for forms in (10, 1000))
    assert rate_bound(few) > rate_bound(many) > 0


def test_mistakes_of_one_form_are_one_mishap() -> None:
    gathered = [(20, 100)] + [(0, 100)] * 99
    spread = [(1, 100)] * 20 + [(0, 100)] * 80
    assert rate_bound(gathered) > rate_bound(spread) > 20 / 10_000


def test_the_bound_is_the_same_in_every_run() -> None:
    forms = [(1, 90), (0, 110), (3, 70)] * 30
    assert rate_bound(forms) == rate_bound(forms)


def test_the_percent_of_a_bound_has_two_digits() -> None:
    assert percent(0.01234) == "1.23 %"
