"""Margins become probabilities, risks become thresholds, and neither promises more than it has seen."""

from __future__ import annotations

import json

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractor.decide.confidence import TABLE, Calibration, calibration, group_of
from extractor.evaluate.calibrate import LEVELS, Seen, fit_curves, fit_thresholds, held_out_figures
from extractor.evaluate.risk import upper_bound

GROUP = "ocr/numeric/clear"


def form(*leaves: tuple[float, bool], flagged: bool = False) -> list[Seen]:
    return [Seen(GROUP, margin, flagged, right, not right) for margin, right in leaves]


def test_a_margin_that_is_right_more_often_is_never_less_sure() -> None:
    # given forms in which cells of margin 1 are right half the time, and of 2 by chance more often than of 3
    shares = {1.0: 0.5, 2.0: 0.97, 3.0: 0.93, 6.0: 1.0}
    forms = [form(*((margin, n < share * 100) for margin, share in shares.items())) for n in range(100)]
    # when curves are fitted
    curve = fit_curves(forms)[GROUP]
    # then they rise, and stand near the shares that were seen
    assert [y for _, y in curve] == sorted(y for _, y in curve)
    fitted = Calibration({GROUP: curve}, ())
    assert fitted.probability(GROUP, 1.0) == pytest.approx(0.5, abs=0.02)
    assert fitted.probability(GROUP, 6.0) > 0.98
    assert fitted.probability(GROUP, 2.0) <= fitted.probability(GROUP, 3.0)


def test_a_stricter_threshold_flags_more_and_lets_less_through() -> None:
    forms = [form((1.0, n % 4 != 0), (3.0, n % 50 != 0), (6.0, True)) for n in range(400)]
    curves = Calibration(fit_curves(forms), ())
    thresholds = fit_thresholds(forms, curves)
    loads = [load for _, _, load in thresholds]
    assert loads == sorted(loads)
    assert thresholds[0][1] > thresholds[-1][1]
    # and the laxest one that keeps a risk is chosen
    whole = Calibration(curves.curves, thresholds)
    chosen = whole.threshold(0.1)
    assert chosen.met and chosen.bound <= 0.1
    laxer = [bound for level, bound, _ in thresholds if level < chosen.confidence]
    assert all(bound > 0.1 for bound in laxer[-1:])


def test_a_risk_that_no_threshold_keeps_is_said_to_be_missed() -> None:
    found = Calibration({}, [(0.0, 0.2, 0.0), (0.9, 0.1, 0.5)]).threshold(0.01)
    assert not found.met
    assert found.confidence == 0.9


def test_the_bound_covers_the_true_mean_nineteen_times_in_twenty() -> None:
    # given a hundred samples of forms whose mean loss is known: one in fifty loses a tenth
    chance = np.random.default_rng(7)
    mean = 0.1 / 50
    bounds = [upper_bound(np.where(chance.random(400) < 1 / 50, 0.1, 0.0)) for _ in range(100)]
    # then the bound fails for few of them, and is no empty promise
    assert sum(bound < mean for bound in bounds) <= 10
    assert np.median(bounds) < 10 * mean


@settings(max_examples=60, deadline=None)
@given(st.lists(st.floats(0, 1), max_size=200))
def test_the_bound_is_a_share_and_not_below_the_mean_that_was_seen(losses: list[float]) -> None:
    bound = upper_bound(losses)
    assert 0 <= bound <= 1
    assert not losses or bound >= sum(losses) / len(losses) - 1e-9


def test_what_was_held_out_says_how_far_confidence_is_off() -> None:
    forms = [form((1.0, n % 2 == 0), (6.0, True)) for n in range(200)]
    honest = Calibration({GROUP: [(1.0, 0.5), (6.0, 1.0)]}, [(level, 0.0, 0.0) for level in LEVELS])
    boastful = Calibration({GROUP: [(1.0, 1.0), (6.0, 1.0)]}, [(level, 0.0, 0.0) for level in LEVELS])
    assert held_out_figures(forms, honest)["calibration_gap"] < 0.01
    assert held_out_figures(forms, boastful)["calibration_gap"] > 0.2


def test_the_calibration_that_comes_with_the_program_was_tested_on_other_forms() -> None:
    data = json.loads(TABLE.read_text(encoding="utf-8"))
    assert data["made"]["forms"] >= 6000
    assert data["tested"]["forms"] >= 3000
    # confidence is off by less than a point over all cells of the held-out half
    assert data["tested"]["calibration_gap"] < 0.01
    # and where a threshold promises a risk, the held-out half keeps it
    for risk, told in data["tested"]["risks"].items():
        assert not told["met"] or told["silent"] <= float(risk)


def test_every_group_of_cells_has_a_curve() -> None:
    curves = calibration().curves
    for source in ("digital", "ocr"):
        for path, value in (("total.score", "97"), ("indicators[0].target", "≥95%"), ("title", "自评表")):
            assert group_of(path, value, source, False) in curves  # type: ignore[arg-type]
