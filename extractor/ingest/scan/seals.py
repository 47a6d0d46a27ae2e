"""Red seals (公章) over print.

Comes in: a page in RGB. Goes out: the page with seals made pale, the print under them kept, and where they were.
Never touches other red ink: a letterhead, a red figure, a red rule stay as they are.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from extractor.ingest.printed import DPI

if TYPE_CHECKING:
    from extractor.ingest.scan.picture import Pixels

_SMALLEST, _LARGEST = 0.5 * DPI, 2.6 * DPI  # seals are 18 to 58 mm across, some scans are off by a little
_REDDER = 28  # so much the red of a pixel exceeds its green and its blue
_BLED = 3  # pixels that the colour of ink bleeds into its neighbours
_UNEVEN, _DARKEST = 12, 110  # grey values by which the ink of a seal varies; in red light it is never as dark as this
_WITHIN = 12  # pixels round a seal that its colour may have bled into
_LEAST_FILLED, _MOST_FILLED = 0.03, 0.75  # share of its square that a seal prints


class Seal(NamedTuple):
    """The place of a seal, in pixels."""

    left: int
    top: int
    right: int
    bottom: int


def without_seals(page: Pixels) -> tuple[Pixels, tuple[Seal, ...]]:
    """The page without its seals: of each pixel there only what is dark in all colours is kept."""
    seals = tuple(_seals(page))
    if not seals:
        return page, ()
    clean = page.copy()
    for left, top, right, bottom in seals:
        _make_pale(clean[max(0, top - _WITHIN) : bottom + _WITHIN, max(0, left - _WITHIN) : right + _WITHIN])
    return clean, seals


def _seals(page: Pixels) -> Iterator[Seal]:
    """Blobs of red about as wide as high and as large as a seal."""
    import cv2
    import numpy as np

    half = page[::2, ::2].astype(np.int16)
    red = (half[:, :, 0] - np.maximum(half[:, :, 1], half[:, :, 2]) > _REDDER).astype(np.uint8)
    if int(red.sum()) < _LEAST_FILLED * (_SMALLEST / 2) ** 2:
        return
    joined = cv2.morphologyEx(red, cv2.MORPH_CLOSE, np.ones((21, 21), np.uint8))
    count, labels, stats, _ = cv2.connectedComponentsWithStats(joined)
    for label in range(1, count):
        x, y, w, h, _ = (int(value) for value in stats[label])
        if not (_SMALLEST <= 2 * w <= _LARGEST and _SMALLEST <= 2 * h <= _LARGEST and 0.55 <= w / h <= 1.8):
            continue
        filled = float(red[y : y + h, x : x + w].mean())
        if _LEAST_FILLED <= filled <= _MOST_FILLED and _is_round_or_framed(red[y : y + h, x : x + w]):
            yield Seal(2 * x, 2 * y, 2 * (x + w), 2 * (y + h))


def _is_round_or_framed(red: Pixels) -> bool:
    """Say whether red stands all along a ring or a frame, seen from the middle of the blob."""
    import numpy as np

    rows, columns = np.nonzero(red)
    height, width = red.shape
    across, down = (columns - width / 2) / (width / 2), (rows - height / 2) / (height / 2)
    far = np.maximum(np.hypot(across, down), np.maximum(abs(across), abs(down)))
    rim = far > 0.75
    directions = np.unique((np.arctan2(down[rim], across[rim]) * (36 / (2 * np.pi))).astype(int))
    return len(directions) >= 26


def _make_pale(area: Pixels) -> None:
    """Make white what is no darker in red light than the ink of the seal alone; what is darker is print under it."""
    import cv2
    import numpy as np

    values = area.astype(np.int16)
    strength = values[:, :, 0] - np.maximum(values[:, :, 1], values[:, :, 2])
    reddish = (strength > _REDDER // 3).astype(np.uint8)
    seal = values[:, :, 0][strength > 2 * _REDDER]
    if not seal.size:
        return
    reach = cv2.dilate(reddish, np.ones((2 * _BLED + 1, 2 * _BLED + 1), np.uint8)) > 0
    alone = max(_DARKEST, float(np.percentile(seal, 30)) - _UNEVEN)
    grey = np.clip(values[:, :, 0] * (255.0 / alone), 0, 255)
    area[reach] = grey[reach, None].astype(np.uint8)
