"""Level stretches of a page that may be ruling lines.

Comes in: a cleaned, straightened grey page, as it is or lying on its side. Goes out: the stretches that are darker than
what lies above and below them, each with where it is so. Never says which of them are rules: strokes of print are too.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from extractor.ingest.ruling import Segment

_SMEAR = 25  # pixels along a rule over which its ink is averaged: closes dots and small breaks
_THICKEST = 12  # of a rule
_STEEPEST = 0.03  # rows by which a rule of a straightened page may fall, for each column
_LEVEL = 60.0  # pixels of a line whose tilt counts no more than that rules are level
_SETTLING = (6.0, 4.0, 2.0, 1.5)  # rows within which pixels count when a line is fitted to them, and fitted anew
_CONTRAST = 12.0  # so much darker than the paper on both sides a rule is at least
_NEAR = 2.5  # rows from the middle of a rule, as far as it darkens them
_LEAST_LEFT = 70  # pixels of a patch beside a rule in which there may be another
SHORTEST = 36
"""Pixels; no stretch is shorter."""

_LINED = 0.75  # share of its length on which a rule is darker than what is beside it
_EVEN = 0.45  # and at least so much of its usual contrast
_DOT = 5  # pixels along a rule over which it is compared: no more than a dot and the gap behind it
_BESIDE = 5  # pixels from the middle of a rule to what is beside it


@dataclass(frozen=True, slots=True)
class Run:
    """A level stretch that may be a rule, and for each of its pixels by how much it is darker than both its sides.

    What is darker by ``least`` is dark.
    """

    segment: Segment
    darker: Any
    least: float

    @property
    def dark(self) -> Any:
        """For each of its pixels whether it is dark."""
        return self.darker >= self.least

    @property
    def contrast(self) -> float:
        """By how much it is usually darker."""
        import numpy as np

        return float(np.median(self.darker))

    @property
    def length(self) -> float:
        """Its length in pixels."""
        return self.segment.x1 - self.segment.x0


@dataclass(frozen=True, slots=True)
class Patch:
    """Dark pixels that hang together, wide rather than high: their place and how much darker they are than paper."""

    x: int
    y: int
    width: int
    height: int
    rows: Any
    columns: Any
    darkness: Any


def patches_of(grey: Any) -> list[Patch]:
    """The patches of a page in which there may be level rules."""
    import cv2
    import numpy as np

    smeared = cv2.blur(grey, (_SMEAR, 1))
    hat = cv2.morphologyEx(smeared, cv2.MORPH_BLACKHAT, np.ones((_THICKEST + 3, 1), np.uint8))
    dark = (hat > _CONTRAST).astype(np.uint8)
    mask = cv2.morphologyEx(dark, cv2.MORPH_OPEN, np.ones((1, SHORTEST), np.uint8))
    count, labels, stats, _ = cv2.connectedComponentsWithStats(mask, connectivity=8)
    patches = []
    for label in range(1, count):
        x, y, w, h, _ = (int(value) for value in stats[label])
        if h <= _THICKEST + _STEEPEST * w:
            rows, columns = np.nonzero(labels[y : y + h, x : x + w] == label)
            patches.append(Patch(x, y, w, h, rows + y, columns + x, hat[rows + y, columns + x].astype(np.float64)))
    return patches


def runs_in(grey: Any, patch: Patch) -> Iterator[Run]:
    """The stretches of a patch: of several lines, where a fold or a line of print runs into a rule."""
    import numpy as np

    rows, columns, weights = patch.rows, patch.columns, patch.darkness
    while len(columns) and np.ptp(columns) >= SHORTEST:
        segment = _fitted(rows, columns, weights)
        if segment is None:
            return
        yield from _lined(grey, segment)
        share = (columns - segment.x0) / max(1.0, segment.x1 - segment.x0)
        away = np.abs(rows - segment.y0 - share * (segment.y1 - segment.y0))
        left = away > max(_NEAR, 0.75 * segment.thickness)
        if left.sum() < _LEAST_LEFT or left.sum() == len(left):
            return
        rows, columns, weights = rows[left], columns[left], weights[left]


def _fitted(rows: Any, columns: Any, weights: Any) -> Segment | None:
    """The straight line that most of these pixels lie on, weighed by how dark they are.

    Strokes of print that touch the rule hang on one of its sides: they would tilt a line through all pixels.
    """
    import numpy as np

    left, right = float(columns.min()), float(columns.max())
    middle = (left + right) / 2
    beside = columns - middle
    if np.ptp(rows) < 2 * _NEAR:
        tilt, level = _through(beside, rows, weights)
    else:
        tilt, level = _densest(rows, beside, weights)
        for reach in _SETTLING:
            away = rows - level - tilt * beside
            tilt, level = _through(beside, rows, weights**2 * np.exp(-((away / reach) ** 2)))
    near = weights[np.abs(rows - level - tilt * beside) <= _THICKEST / 2]
    if not near.any():  # what is darkest lies on no line
        return None
    thickness = float(near.sum() / near.max()) / max(1.0, right - left)
    if thickness > _THICKEST:
        return None
    return Segment(left, level + tilt * (left - middle), right, level + tilt * (right - middle), thickness)


def _through(columns: Any, rows: Any, weights: Any) -> tuple[float, float]:
    """The tilt and the level (at column 0) of the line that these pixels lie about.

    The page was set straight: a short stretch says little against that.
    """
    total = max(float(weights.sum()), 1e-9)
    mean, level = float(weights @ columns) / total, float(weights @ rows) / total
    off = weights * (columns - mean)
    spread = float(off @ columns)
    tilt = float(off @ rows) / (spread + total * _LEVEL**2)
    return tilt, level - tilt * mean


def _densest(rows: Any, columns: Any, weights: Any) -> tuple[float, float]:
    """The tilt (rows for each column) and the level of the line, three pixels high, that most of the weight lies on."""
    import numpy as np

    width = float(np.ptp(columns)) + 1
    most = min(_STEEPEST * width, float(np.ptp(rows)))
    best = 0.0, 0.0, 0.0
    for rise in np.arange(-np.ceil(most), np.ceil(most) + 1):
        levels = np.rint(rows - columns * (rise / width)).astype(int)
        lowest = int(levels.min())
        heaps = np.convolve(np.bincount(levels - lowest, weights=weights), np.ones(3), mode="same")
        at = int(heaps.argmax())
        if heaps[at] > best[0]:
            best = float(heaps[at]), float(rise / width), float(at + lowest)
    return best[1], best[2]


def _lined(grey: Any, segment: Segment) -> Iterator[Run]:
    """The stretches on which the line is darker than both its sides; none where it is so only here and there.

    The strokes of a row of characters lie on one level too, but are now dark and now missing.
    """
    import cv2
    import numpy as np

    height, width = grey.shape
    columns = np.arange(max(0, int(segment.x0)), min(width - 1, int(segment.x1)) + 1)
    if len(columns) < SHORTEST:
        return
    share = (columns - segment.x0) / max(1.0, segment.x1 - segment.x0)
    rows = np.rint(segment.y0 + share * (segment.y1 - segment.y0)).astype(int)
    away = _BESIDE + round(segment.thickness / 2)
    deep = np.clip(rows[None, :] + np.arange(-away, away + 1)[:, None], 0, height - 1)
    band = cv2.blur(grey[deep, columns[None, :]], (_DOT, 1)).astype(np.int16)
    core = band[away - 1 : away + 2].min(axis=0)
    darker = np.minimum(band[:2].max(axis=0), band[-2:].max(axis=0)) - core
    least = max(_CONTRAST / 2, _EVEN * float(np.percentile(darker, 60)))
    tilt = (segment.y1 - segment.y0) / max(1.0, segment.x1 - segment.x0)
    at = segment.y0 - segment.x0 * tilt
    for first, last in _stretches(darker >= least):
        left, right = float(columns[first]), float(columns[last])
        part = Segment(left, at + left * tilt, right, at + right * tilt, segment.thickness)
        yield Run(part, darker[first : last + 1], least)


def _stretches(dark: Any) -> Iterator[tuple[int, int]]:
    """From where to where a line is dark nearly all the way: the whole of it, or else each part that is."""
    import numpy as np

    whole = np.flatnonzero(dark)
    if not len(whole) or whole[-1] - whole[0] < SHORTEST:
        return
    if len(whole) >= _LINED * (whole[-1] - whole[0] + 1):
        yield int(whole[0]), int(whole[-1])
        return
    around = np.convolve(dark, np.ones(SHORTEST), mode="same") / SHORTEST
    bounds = np.flatnonzero(np.diff(np.concatenate(([0], (around >= _LINED).astype(np.int8), [0]))))
    for start, end in zip(bounds[::2], bounds[1::2], strict=True):
        first, last = _grown(dark, int(start), int(end) - 1)
        if last - first >= SHORTEST and dark[first : last + 1].mean() >= _LINED:
            yield first, last


def _grown(dark: Any, first: int, last: int) -> tuple[int, int]:
    """A stretch with its ends at dark pixels, as far as these go on: where it ends, what is around is half light."""
    import numpy as np

    places = first + np.flatnonzero(dark[first : last + 1])
    if not len(places):
        return first, first
    first, last = int(places[0]), int(places[-1])
    while first > 0 and dark[max(0, first - _DOT) : first].any():
        first = max(0, first - _DOT) + int(np.argmax(dark[max(0, first - _DOT) : first]))
    while last < len(dark) - 1 and dark[last + 1 : last + 1 + _DOT].any():
        last += 1 + int(np.flatnonzero(dark[last + 1 : last + 1 + _DOT])[-1])
    return first, last
