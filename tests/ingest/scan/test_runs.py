"""Level stretches are found in patches of dark pixels, whatever hangs on them."""

from __future__ import annotations

import pytest

pytest.importorskip("cv2", reason="the extra [ocr] is not installed")
import numpy as np

from extractor.ingest.scan.runs import Patch, Run, patches_of, runs_in
from tests.ingest.scan.drawing import Pixels, grey, sheet


def lined(*rows: tuple[int, int, int]) -> Pixels:
    """A page with level lines: row, from, to."""
    page = sheet(1200, 300)
    for row, first, last in rows:
        page[row : row + 2, first:last] = 0
    return page


def patch_of(page: Pixels, *parts: tuple[int, int, int, int, float]) -> Patch:
    """A patch of rectangles that hang together: left, top, right, bottom, how dark."""
    darkness = np.zeros(page.shape[:2])
    for left, top, right, bottom, dark in parts:
        darkness[top:bottom, left:right] = dark
    rows, columns = np.nonzero(darkness)
    x, y = int(columns.min()), int(rows.min())
    return Patch(x, y, int(np.ptp(columns)) + 1, int(np.ptp(rows)) + 1, rows, columns, darkness[rows, columns])


def test_print_that_hangs_on_one_end_of_a_rule_does_not_tilt_it() -> None:
    page = lined((100, 100, 1100))
    patch = patch_of(page, (100, 100, 1100, 102, 90.0), (700, 102, 1100, 124, 40.0))
    (run, *_) = runs_in(grey(page), patch)
    assert (run.segment.x0, run.segment.x1) == pytest.approx((100, 1100), abs=4)
    assert (run.segment.y0, run.segment.y1) == pytest.approx((100.5, 100.5), abs=1)


def test_a_patch_that_goes_on_where_the_rule_has_ended_gives_the_rule() -> None:
    page = lined((100, 100, 500))
    for left in range(520, 1100, 9):  # strokes of print on the same level
        page[95:112, left : left + 2] = 0
    (run,) = [run for run in runs_in(grey(page), patch_of(page, (100, 100, 1100, 102, 90.0))) if run.length > 70]
    assert (run.segment.x0, run.segment.x1) == pytest.approx((100, 500), abs=15)


def test_two_lines_in_one_patch_are_both_found() -> None:
    page = lined((100, 100, 1100), (108, 100, 1100))
    patch = patch_of(page, (100, 100, 1100, 102, 90.0), (100, 102, 110, 108, 90.0), (100, 108, 1100, 110, 80.0))
    found: list[Run] = list(runs_in(grey(page), patch))
    assert sorted(run.segment.y0 for run in found) == pytest.approx([100.5, 108.5], abs=0.6)


def test_the_patches_of_a_page_are_its_lines() -> None:
    page = lined((100, 100, 1100), (200, 300, 700))
    assert sorted((patch.x // 20, patch.y // 10) for patch in patches_of(grey(page))) == [(4, 10), (14, 20)]


@pytest.mark.parametrize("seed", range(12))
def test_whatever_hangs_together_is_looked_through(seed: int) -> None:
    noise = np.random.default_rng(seed)
    page = np.where(noise.random((300, 600)) < noise.uniform(0.05, 0.6), 40, 250).astype(np.uint8)
    page[:, ::9] = 250 if seed % 2 else 30
    for drawn in (page, page.T):
        for patch in patches_of(drawn):
            for run in runs_in(drawn, patch):
                assert np.isfinite(run.segment).all() and run.length > 0
