"""A page turned straight: skew, and which way is up.

Comes in: a page as pixels. Goes out: by how many degrees it is askew, and the page turned by so much. Never reads
text; which of four ways is up is told by whoever can read.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from extractor.ingest.scan.picture import Pixels

MOST_SKEW = 10.0
"""Degrees; a page that is more askew is taken as it is."""

_LEAST_SKEW = 0.03  # degrees; turning by less moves nothing by a pixel
_COARSE, _FINE = 700, 1600  # longer side of the page when its skew is sought, and made exact


def skew_of(grey: Any) -> float:
    """How many degrees the lines of a page fall to the right; 0 where there is nothing to tell by."""
    coarse = _ink(grey, _COARSE)
    if coarse.mean() < 0.5:  # of 255: hardly any ink
        return 0.0
    angle = _best(coarse, (step * 0.5 for step in range(round(-MOST_SKEW * 2), round(MOST_SKEW * 2) + 1)))
    if abs(angle) >= MOST_SKEW:
        return 0.0
    fine = _ink(grey, _FINE)
    angle = _best(fine, (angle + step * 0.1 for step in range(-5, 6)))
    return _best(fine, (angle + step * 0.02 for step in range(-5, 6)))


def turned(page: Pixels, degrees: float) -> Pixels:
    """The page with its lines brought level again, on a sheet that holds all of it."""
    import cv2

    if abs(degrees) < _LEAST_SKEW:
        return page
    height, width = page.shape[:2]
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), degrees, 1.0)
    cos, sin = abs(matrix[0, 0]), abs(matrix[0, 1])
    size = round(width * cos + height * sin), round(width * sin + height * cos)
    matrix[0, 2] += (size[0] - width) / 2
    matrix[1, 2] += (size[1] - height) / 2
    edge = paper_of(page)
    return cv2.warpAffine(page, matrix, size, flags=cv2.INTER_CUBIC, borderValue=edge)  # type: ignore[return-value]


def paper_of(page: Pixels) -> tuple[int, ...]:
    """The colour of the paper."""
    import numpy as np

    sample = page[::8, ::8].reshape(-1, page.shape[2] if page.ndim == 3 else 1)
    return tuple(int(value) for value in np.percentile(sample, 80, axis=0))


def quarter_turned(page: Pixels, quarters: int) -> Pixels:
    """The page turned clockwise by so many quarters."""
    import numpy as np

    return np.ascontiguousarray(np.rot90(page, -quarters % 4))


def _ink(grey: Any, side: int) -> Any:
    """The ink of a page on a small copy: 255 where something is printed."""
    import cv2

    scale = side / max(grey.shape)
    small = cv2.resize(grey, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA) if scale < 1 else grey
    block = max(15, side // 40) | 1
    return cv2.adaptiveThreshold(small, 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, block, 15)


def _best(ink: Any, angles: Iterable[float]) -> float:
    """The angle at which the rows and the columns of the page differ most from their neighbours."""
    return max(angles, key=lambda angle: (_sharpness(ink, angle), -abs(angle)))


def _sharpness(ink: Any, angle: float) -> float:
    import cv2
    import numpy as np

    height, width = ink.shape
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), angle, 1.0)
    level = cv2.warpAffine(ink, matrix, (width, height), flags=cv2.INTER_LINEAR)
    rows = level.sum(axis=1, dtype=np.float64) / width
    columns = level.sum(axis=0, dtype=np.float64) / height
    return float((np.diff(rows) ** 2).sum() / height + (np.diff(columns) ** 2).sum() / width)
