"""A photographed page made flat.

Comes in: the pixels of a page. Goes out: the page as seen from straight above, where its table, or else its sheet, is
clearly distorted; else the page as it came. Never bends what is merely turned.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from extractor.ingest.scan.picture import Pixels

_SIDE = 1000  # pixels of the copy that is looked at
_LEAST_TABLE, _LEAST_SHEET, _MOST_SHEET = 0.12, 0.3, 0.97  # share of the picture
_DISTORTED = 0.012  # by so much two opposite sides differ in direction (radians) or in length (share)
_MOST_BENT = 0.45  # what differs by more is no page
_FOUR_CORNERED = 0.95  # share of the hull that four corners cover
_DRAWN, _BESIDE = 0.85, 4  # share of each side of a table that has ink, so many pixels beside it
_MOST_GROWTH = 1.5


def flattened(page: Pixels) -> Pixels:
    """The page without the distortion of a photo."""
    import cv2

    scale = min(1.0, _SIDE / max(page.shape[:2]))
    grey = cv2.cvtColor(page, cv2.COLOR_RGB2GRAY)
    small = cv2.resize(grey, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    for corners in (_table(small), _sheet(small)):
        if corners is not None and _DISTORTED < _bend(corners) < _MOST_BENT:
            return _warped(page, corners / scale)
    return page


def _table(grey: Any) -> Any:
    """The corners of the largest ruled table, clockwise from the upper left; None where there is none."""
    import cv2
    import numpy as np

    ink = cv2.adaptiveThreshold(grey, 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, 25, 9)
    ink = cv2.dilate(ink, np.ones((2, 2), np.uint8))
    count, labels, stats, _ = cv2.connectedComponentsWithStats(ink)
    if count < 2:
        return None
    label = 1 + int(np.argmax(stats[1:, 2].astype(np.int64) * stats[1:, 3]))
    x, y, w, h, area = (int(value) for value in stats[label])
    if w * h < _LEAST_TABLE * grey.size or area > 0.4 * w * h:
        return None
    rows, columns = np.nonzero(labels[y : y + h, x : x + w] == label)
    corners = _corners(np.column_stack((columns + x, rows + y)).astype(np.int32))
    return corners if corners is not None and _is_drawn(corners, labels == label) else None


def _is_drawn(corners: Any, ink: Any) -> bool:
    """Say whether ink runs along all four sides: the corners of a table whose rows end at different places are none."""
    import cv2
    import numpy as np

    near = cv2.dilate(ink.astype(np.uint8), np.ones((2 * _BESIDE + 1, 2 * _BESIDE + 1), np.uint8))
    height, width = ink.shape
    for start, end in zip(corners, np.roll(corners, -1, axis=0), strict=True):
        along = np.rint(start + np.linspace(0, 1, _SIDE)[:, None] * (end - start)).astype(int)
        seen = near[np.clip(along[:, 1], 0, height - 1), np.clip(along[:, 0], 0, width - 1)]
        if seen.mean() < _DRAWN:
            return False
    return True


def _sheet(grey: Any) -> Any:
    """The corners of the sheet where it lies bright on something dark."""
    import cv2
    import numpy as np

    _, bright = cv2.threshold(cv2.GaussianBlur(grey, (0, 0), 3), 0, 255, cv2.THRESH_BINARY + cv2.THRESH_OTSU)
    bright = cv2.morphologyEx(bright, cv2.MORPH_CLOSE, np.ones((25, 25), np.uint8))
    contours, _ = cv2.findContours(bright, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
    largest = max(contours, key=cv2.contourArea, default=None)
    if largest is None or not _LEAST_SHEET * grey.size < cv2.contourArea(largest) < _MOST_SHEET * grey.size:
        return None
    return _corners(largest.reshape(-1, 2))


def _corners(points: Any) -> Any:
    """The four corners of what these points fill, if it has four."""
    import cv2
    import numpy as np

    hull = cv2.convexHull(points)
    length = cv2.arcLength(hull, True)
    for closeness in (0.01, 0.02, 0.03, 0.05):
        corners = cv2.approxPolyDP(hull, closeness * length, True).reshape(-1, 2).astype(np.float64)
        if len(corners) <= 4:
            break
    if len(corners) != 4 or cv2.contourArea(corners.astype(np.float32)) < _FOUR_CORNERED * cv2.contourArea(hull):
        return None
    sums, differences = corners.sum(axis=1), corners[:, 1] - corners[:, 0]
    order = [int(sums.argmin()), int(differences.argmin()), int(sums.argmax()), int(differences.argmax())]
    return corners[order] if len(set(order)) == 4 else None


def _sides(corners: Any) -> Any:
    """Top, right, bottom, left; opposite sides run the same way."""
    upper_left, upper_right, lower_right, lower_left = corners
    return upper_right - upper_left, lower_right - upper_right, lower_right - lower_left, lower_left - upper_left


def _bend(corners: Any) -> float:
    """By how much the worse pair of opposite sides differs in direction or in length."""
    import numpy as np

    top, right, bottom, left = _sides(corners)
    most = 0.0
    for one, other in ((top, bottom), (right, left)):
        turn = abs(float(np.arctan2(one[0] * other[1] - one[1] * other[0], one @ other)))
        lengths = sorted((float(np.hypot(*one)), float(np.hypot(*other))))
        most = max(most, turn, lengths[1] / max(1.0, lengths[0]) - 1)
    return most


def _warped(page: Pixels, corners: Any) -> Pixels:
    """The picture with these four corners made a rectangle."""
    import cv2
    import numpy as np

    top, right, bottom, left = (float(np.hypot(*side)) for side in _sides(corners))
    width, height = max(top, bottom), max(left, right)
    x, y = corners[0]
    target = np.array([[x, y], [x + width, y], [x + width, y + height], [x, y + height]])
    matrix = cv2.getPerspectiveTransform(corners.astype(np.float32), target.astype(np.float32))
    rows, columns = page.shape[:2]
    rim = np.array([[[0, 0], [columns, 0], [columns, rows], [0, rows]]], np.float32)
    outline = cv2.perspectiveTransform(rim, matrix)[0]
    low = np.maximum(outline.min(axis=0), [x - columns * _MOST_GROWTH / 2, y - rows * _MOST_GROWTH / 2])
    high = np.minimum(outline.max(axis=0), low + np.array([columns, rows]) * _MOST_GROWTH)
    shift = np.array([[1, 0, -low[0]], [0, 1, -low[1]], [0, 0, 1]])
    size = int(high[0] - low[0]), int(high[1] - low[1])
    paper = tuple(int(value) for value in np.percentile(page[::8, ::8].reshape(-1, 3), 80, axis=0))
    return cv2.warpPerspective(page, shift @ matrix, size, flags=cv2.INTER_CUBIC, borderValue=paper)  # type: ignore[return-value]
