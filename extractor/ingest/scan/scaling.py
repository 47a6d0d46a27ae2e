"""A page brought to 200 dots an inch.

Comes in: the pixels of a page and the resolution that its file claims, if any. Goes out: the page at 200 DPI. Where the
claim is lacking or makes no sensible sheet (a photo, a screen shot), the print tells: it is taken for 10 points.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from extractor.ingest.printed import DPI

if TYPE_CHECKING:
    from extractor.ingest.scan.picture import Pixels

_LEAST_DPI, _MOST_DPI = 100, 1300  # 72 and 96 are what programs write that do not know
_SHORTEST, _LONGEST = 4.0, 24.0  # inches of the longer side of a sheet
_PRINT = 25.0  # pixels of most characters at 200 DPI: 10 points, less the white round them
_LEAST_SIDE, _MOST_SIDE = 700, 4200  # pixels of the longer side of the result
_MOST_GROWTH = 3.0
_SMOOTH = 0.7  # pixels by which the stairs of one-bit print are rounded before it grows


def at_200_dpi(page: Pixels, dpi: float | None) -> Pixels:
    """The page at 200 dots an inch."""
    import cv2

    longest = max(page.shape[:2])
    scale = DPI / dpi if dpi and _is_sane(longest, dpi) else _scale_by_print(page)
    scale = min(max(scale, min(1.0, _LEAST_SIDE / longest)), _MOST_SIDE / longest, _MOST_GROWTH)
    if abs(scale - 1) < 0.02:
        return page
    if scale > 1 and _is_bilevel(page):
        page = cv2.GaussianBlur(page, (0, 0), _SMOOTH)  # type: ignore[assignment]
    how = cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC
    return cv2.resize(page, None, fx=scale, fy=scale, interpolation=how)  # type: ignore[return-value]


def _is_bilevel(page: Pixels) -> bool:
    """Say whether the page knows only black and white, as a fax does."""
    sample = page[::4, ::4]
    return float(((sample > 20) & (sample < 235)).mean()) < 0.001


def _is_sane(longest: int, dpi: float) -> bool:
    return _LEAST_DPI <= dpi <= _MOST_DPI and _SHORTEST <= longest / dpi <= _LONGEST


def _scale_by_print(page: Pixels) -> float:
    """By how much the print has to grow to be as large as print at 200 DPI; a sheet of A4 where there is none."""
    import cv2

    longest = max(page.shape[:2])
    grey = cv2.cvtColor(page, cv2.COLOR_RGB2GRAY)
    height = print_height(grey)
    return _PRINT / height if height else DPI * 11.69 / longest


def print_height(grey: Any) -> float | None:
    """How high most characters are, in pixels; None where there are too few."""
    import cv2
    import numpy as np

    block = max(15, max(grey.shape) // 40) | 1
    ink = cv2.adaptiveThreshold(grey, 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, block, 18)
    _, _, stats, _ = cv2.connectedComponentsWithStats(ink)
    width, height, area = stats[1:, 2], stats[1:, 3], stats[1:, 4]
    kept = (height >= 6) & (height <= 160) & (width >= 0.35 * height) & (width <= 2.2 * height) & (area >= 12)
    kept &= area <= 0.75 * width * height
    heights = np.sort(height[kept])
    if len(heights) < 40:
        return None
    return float(np.percentile(heights[heights >= 0.4 * np.percentile(heights, 90)], 70))
