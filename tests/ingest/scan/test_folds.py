"""A fold is taken out of a page, and the print that it crosses stays."""

from __future__ import annotations

import pytest

pytest.importorskip("cv2", reason="the extra [ocr] is not installed")
import numpy as np

from extractor.ingest.scan.folds import folds_across, unfolded
from tests.ingest.scan.damaging import folded, skewed
from tests.ingest.scan.drawing import Pixels, grey, printed, ruled, sheet


def page() -> Pixels:
    """A sheet with a table, and a line of print at its middle."""
    drawn = ruled(sheet(1200, 900), [150, 600, 1050], [200, 300, 600, 700])
    return printed(printed(drawn, "全年预算数", 375, 450), "108.24", 825, 450)


def ink(drawn: Pixels) -> Pixels:
    return np.asarray(grey(drawn)) < 110


@pytest.mark.parametrize("skew", [0.0, 0.6, -0.6])
def test_a_fold_is_found_and_taken_out(skew: float) -> None:
    damaged = grey(skewed(folded(page(), 0.5, 90), skew))
    assert len(list(folds_across(damaged))) == 1

    clean = unfolded(damaged)

    assert list(folds_across(clean)) == []
    before = grey(skewed(page(), skew)) < 110
    found = clean < 110
    assert (before & found).sum() > 0.97 * before.sum()  # the print is there
    assert (found & ~before).sum() < 0.03 * before.sum()  # and no shadow


def test_rules_and_print_are_no_folds() -> None:
    drawn = grey(page())
    assert list(folds_across(drawn)) == []
    assert np.array_equal(unfolded(drawn), drawn)


@pytest.mark.parametrize("margin", [12, 30, 70])
def test_the_rules_of_a_table_that_fills_the_page_are_no_folds(margin: int) -> None:
    xs, ys = [margin, 400, 1199 - margin], [margin, 400, 899 - margin]
    drawn = grey(printed(ruled(sheet(1200, 900), xs, ys), "108.24", 825, 450))
    assert np.array_equal(unfolded(drawn), drawn)


def test_a_fold_that_runs_down_is_taken_out() -> None:
    damaged = np.ascontiguousarray(np.swapaxes(folded(np.swapaxes(page(), 0, 1), 0.55, 90), 0, 1))
    clean = unfolded(grey(damaged))
    assert (clean < 110).sum() == pytest.approx(ink(page()).sum(), rel=0.03)


def test_striped_paper_and_shreds_are_left_alone() -> None:
    striped = np.full((900, 1200), 255, np.uint8)
    striped[::30] = 120
    shreds = np.full((900, 1200), 255, np.uint8)
    shreds[450:453, ::2] = 60
    shreds[460:463, 1::2] = 60
    for drawn in (striped, shreds):
        assert unfolded(drawn).shape == drawn.shape
    assert np.array_equal(unfolded(striped), striped)
