"""Pages are made straight, flat, evenly lit and of one size before anything is read."""

from __future__ import annotations

import pytest

pytest.importorskip("cv2", reason="the extra [ocr] is not installed")
import cv2
import numpy as np

from extractor.ingest.scan.gutter import gutter_of
from extractor.ingest.scan.lighting import cleaned
from extractor.ingest.scan.photo import flattened
from extractor.ingest.scan.scaling import at_200_dpi
from extractor.ingest.scan.straight import quarter_turned, skew_of, turned
from tests.ingest.scan.damaging import faint, noisy, photographed, skewed
from tests.ingest.scan.drawing import Pixels, form, grey, printed, ruled, sheet

ROWS = [["项目名称", "社区食堂", "实施单位", "服务中心"], ["全年预算数", "136.5", "全年执行数", "128.31"]] * 5


@pytest.mark.parametrize("degrees", [-9.0, -2.0, -0.3, 0.0, 0.5, 3.0, 9.0])
def test_skew_is_measured_and_taken_out(degrees: float) -> None:
    page = skewed(form(ROWS, left=250, top=250), degrees)
    assert skew_of(grey(page)) == pytest.approx(degrees, abs=0.06)
    assert skew_of(grey(turned(page, degrees))) == pytest.approx(0, abs=0.06)


def test_an_empty_page_is_not_turned() -> None:
    assert skew_of(grey(sheet())) == 0.0


def test_a_turned_page_shows_all_of_its_paper() -> None:
    page = sheet(400, 300)
    page[:40, :40] = 0
    assert (turned(page, 8.0) < 100).sum() > 0.95 * (page < 100).sum()


def test_quarters_turn_clockwise() -> None:
    page = sheet(40, 20)
    page[0, 0] = 0
    assert quarter_turned(page, 1)[0, -1].max() == 0
    assert quarter_turned(page, 3)[-1, 0].max() == 0


def corners(page: Pixels) -> float:
    """How far the outline of the dark grid is from a rectangle: the share of its hull that is missing."""
    ink = (grey(page) < 130).astype(np.uint8)
    _, labels, stats, _ = cv2.connectedComponentsWithStats(cv2.dilate(ink, np.ones((3, 3), np.uint8)))
    label = 1 + int(np.argmax(stats[1:, 2] * stats[1:, 3]))
    hull = cv2.convexHull(np.argwhere(labels == label)[:, ::-1].astype(np.int32))
    _, (wide, high), _ = cv2.minAreaRect(hull)
    return 1 - cv2.contourArea(hull) / (wide * high)


def test_a_table_seen_from_the_side_becomes_a_rectangle() -> None:
    source = np.array([[0, 0], [1160, 0], [1160, 900], [0, 900]], np.float32)
    target = np.array([[60, 30], [1100, 0], [1160, 900], [0, 860]], np.float32)
    page = form(ROWS)
    bent = cv2.warpPerspective(page, cv2.getPerspectiveTransform(source, target), (1160, 900), borderValue=(255,) * 3)
    assert corners(bent) > 0.03
    assert corners(flattened(bent)) < 0.012


def test_a_straight_page_is_left_alone() -> None:
    page = form(ROWS)
    assert flattened(page) is page


def test_a_table_whose_rows_end_at_different_places_is_not_bent() -> None:
    """Some programs print no cell where there is nothing: what encloses such a table has slanted sides."""
    page = sheet(1653, 2339)
    columns = [120, 258, 580, 820, 954, 1100, 1235, 1355, 1446, 1536]
    rows = [142, 283, 380, 478, 575, 673, 730, 787, 843, 900, 997, 1262, 1527, 1750, 1888, 1986, 2085]
    ends = [258, 258, 580, 954, *[1446] * 5, 820, 820, *[1536] * 5]
    for top, bottom, right in zip(rows[:-1], rows[1:], ends, strict=True):
        page = ruled(page, [x for x in columns if x <= right], [top, bottom])
    assert flattened(page) is page


def test_a_shadow_is_taken_out() -> None:
    page = form(ROWS, left=200, top=200)
    shaded = grey(photographed(page, tilt=0.0, shadow=0.6))[150:-150, 220:-220]
    paper = cleaned(shaded)
    assert np.percentile(shaded, 60) < 200
    assert np.percentile(paper, 10) > 200


def test_faint_print_becomes_dark() -> None:
    page = cleaned(grey(faint(form(ROWS), 0.3)))
    assert np.percentile(page[page < 128], 20) < 60


def test_grain_is_smoothed() -> None:
    page = grey(noisy(sheet(), 25))
    assert cleaned(page).std() < 0.6 * page.std()


def test_a_good_page_is_left_alone() -> None:
    page = grey(form(ROWS))
    assert np.array_equal(cleaned(page), page)


@pytest.mark.parametrize(("scale", "dpi"), [(0.75, 150.0), (1.5, 300.0), (0.5, None), (2.0, None), (2.0, 72.0)])
def test_a_page_comes_to_200_dots_an_inch(scale: float, dpi: float | None) -> None:
    page = form(ROWS * 2, width=300)
    given = cv2.resize(page, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    assert at_200_dpi(given, dpi).shape[1] == pytest.approx(page.shape[1], rel=0.02 if dpi and dpi > 100 else 0.3)


def test_two_pages_on_one_sheet_are_parted() -> None:
    both = np.hstack([form(ROWS * 2, left=80), form(ROWS * 2, left=80)])
    assert gutter_of(grey(both)) == pytest.approx(both.shape[1] // 2, abs=60)


def test_a_wide_table_is_not_parted() -> None:
    wide = ruled(sheet(2300, 1600), [100, 1100, 1200, 2200], [200, 500, 800, 1100])
    assert gutter_of(grey(printed(wide, "项目支出绩效自评表", 600, 300))) is None
