"""The ruling lines of a scanned page.

Comes in: a cleaned, straightened grey page. Goes out: straight segments, also of faint, dotted and broken lines, and a
mask of their ink. Never takes a stroke of a character for a rule where it can tell: a rule is longer than any stroke,
or stands between two that are.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from extractor.ingest.ruling import Segment
from extractor.values import Box

_SMEAR = 25  # pixels along a rule over which its ink is averaged: closes dots and small breaks
_THICKEST = 12  # of a rule
_CONTRAST = 12.0  # so much darker than the paper on both sides a rule is at least
_LONG = 70  # pixels; what is shorter crosses no other rule
_SHORT = 36
_REACH = 9  # from the end of a short rule to the one that it ends at
_LINED = 0.75  # share of its length on which a rule is darker than what is beside it
_HELD = ((300, 0), (120, 1), (_SHORT, 2), (0, 3))  # from this length on, so many ends must be at other rules
_BRIEF, _SOLID, _EDGE = 120, 0.96, 2  # a part shorter than this is dark nearly everywhere, but for its very ends
_DRAWN = 0.75  # and of each part of it between two rules that cross it
_EVEN = 0.45  # and at least so much of its usual contrast
_DOT = 5  # pixels along a rule over which it is compared: no more than a dot and the gap behind it
_BESIDE = 5  # pixels from the middle of a rule to what is beside it


@dataclass(frozen=True, slots=True)
class Rules:
    """The rules of a page: those that run across, those that run down."""

    across: tuple[Segment, ...]
    down: tuple[Segment, ...]

    @property
    def all(self) -> tuple[Segment, ...]:
        """Every rule of the page."""
        return self.across + self.down


def rules_on(grey: Any) -> Rules:
    """Find the rules of a page."""
    found_across, found_down = list(_runs(grey)), list(_runs(grey.T))
    long_across = [run.segment for run in found_across if run.length >= _LONG]
    long_down = [run.segment for run in found_down if run.length >= _LONG]
    across = [part for run in found_across for part in _drawn_parts(run, long_down)]
    down = [_mirrored(part) for run in found_down for part in _drawn_parts(run, long_across)]
    return Rules(tuple(across), tuple(down))


def outside_of_text(rules: Rules, lines: Sequence[Box]) -> Rules:
    """The rules without those that are strokes of a line of text, or hang in the air along one."""
    mirrored = [_mirrored(s) for s in rules.down]
    flipped = [(y0, x0, y1, x1) for x0, y0, x1, y1 in lines]
    across = [s for s in rules.across if not any(_is_stroke(s, box, mirrored) for box in lines)]
    down = [s for s in rules.down if not any(_is_stroke(_mirrored(s), box, rules.across) for box in flipped)]
    return Rules(tuple(across), tuple(down))


def ink_of_rules(rules: Rules, shape: tuple[int, ...]) -> Any:
    """A mask of the pixels that rules cover."""
    import cv2
    import numpy as np

    mask = np.zeros(shape[:2], np.uint8)
    for x0, y0, x1, y1, thickness in rules.all:
        cv2.line(mask, (round(x0), round(y0)), (round(x1), round(y1)), 255, max(3, round(thickness) + 3))
    return mask


@dataclass(frozen=True, slots=True)
class _Run:
    """A level stretch that may be a rule, and for each of its pixels whether it is darker than both its sides."""

    segment: Segment
    dark: Any

    @property
    def length(self) -> float:
        return self.segment.x1 - self.segment.x0


def _runs(grey: Any) -> Iterator[_Run]:
    """Level stretches that are darker than what lies above and below."""
    import cv2
    import numpy as np

    smeared = cv2.blur(grey, (_SMEAR, 1))
    hat = cv2.morphologyEx(smeared, cv2.MORPH_BLACKHAT, np.ones((_THICKEST + 3, 1), np.uint8))
    dark = (hat > _CONTRAST).astype(np.uint8)
    mask = cv2.morphologyEx(dark, cv2.MORPH_OPEN, np.ones((1, _SHORT), np.uint8))
    count, labels, stats, _ = cv2.connectedComponentsWithStats(mask, connectivity=8)
    for label in range(1, count):
        x, y, w, h, _ = (int(value) for value in stats[label])
        if h > _THICKEST + 0.03 * w:
            continue
        rows, columns = np.nonzero(labels[y : y + h, x : x + w] == label)
        segment = _fitted(rows + y, columns + x, hat)
        if segment is not None and (run := _lined(grey, segment)) is not None:
            yield run


def _drawn_parts(run: _Run, crossing: Sequence[Segment]) -> Iterator[Segment]:
    """A run cut at the rules that cross it (given as if they were level), without the parts that are not drawn.

    Strokes of characters beside the end of a rule, or between two rules on one level, look like more of it. The
    shorter a part is, the more of its ends have to be at other rules.
    """
    left, top, right, bottom, thickness = run.segment
    tilt = (bottom - top) / max(1.0, right - left)
    level = (top + bottom) / 2
    at = sorted(o.y0 for o in crossing if o.x0 - _REACH <= level <= o.x1 + _REACH and left < o.y0 < right)
    kept: list[list[float]] = []
    for start, end in zip([left, *at], [*at, right], strict=True):
        inner = run.dark[round(start - left) + 3 : max(round(start - left) + 4, round(end - left) - 2)]
        if end - start > _REACH and (not len(inner) or inner.mean() < _DRAWN):
            continue
        if kept and kept[-1][1] == start:
            kept[-1][1] = end
        else:
            kept.append([start, end])
    for start, end in kept:
        ends = _meets(crossing, start, level) + _meets(crossing, end, level)
        held = ends >= next(least for length, least in _HELD if end - start >= length)
        if held and (end - start >= _BRIEF or _is_solid(run, start, end, crossing, level)):
            yield Segment(start, top + (start - left) * tilt, end, top + (end - left) * tilt, thickness)


def _is_solid(run: _Run, start: float, end: float, crossing: Sequence[Segment], level: float) -> bool:
    """Say whether a short part is dark all the way between the two rules that it ends at."""
    near = [o.y0 for o in crossing if o.x0 - _REACH <= level <= o.x1 + _REACH]
    first = min(near, key=lambda y: abs(y - start), default=start)
    last = min(near, key=lambda y: abs(y - end), default=end)
    left = run.segment.x0
    dark = run.dark[max(0, round(start - left)) : max(0, round(end - left)) + 1]
    return float(dark.sum()) >= _SOLID * (max(end, last) - min(start, first) - 2 * _EDGE)


def _fitted(rows: Any, columns: Any, hat: Any) -> Segment | None:
    """The straight line through these pixels, weighed by how dark they are."""
    import numpy as np

    left, right = float(columns.min()), float(columns.max())
    weights = hat[rows, columns].astype(np.float64)
    middle = float(np.average(columns, weights=weights))
    level = float(np.average(rows, weights=weights))
    spread = float(np.average((columns - middle) ** 2, weights=weights))
    tilt = float(np.average((columns - middle) * (rows - level), weights=weights)) / spread if spread else 0.0
    thickness = float(weights.sum() / weights.max()) / max(1.0, right - left)
    if thickness > _THICKEST:
        return None
    return Segment(left, level + tilt * (left - middle), right, level + tilt * (right - middle), thickness)


def _lined(grey: Any, segment: Segment) -> _Run | None:
    """The stretch on which the line is darker than both its sides; None where it is so only here and there.

    The strokes of a row of characters lie on one level too, but are now dark and now missing.
    """
    import cv2
    import numpy as np

    height, width = grey.shape
    columns = np.arange(max(0, int(segment.x0)), min(width - 1, int(segment.x1)) + 1)
    if len(columns) < _SHORT:
        return None
    share = (columns - segment.x0) / max(1.0, segment.x1 - segment.x0)
    rows = np.rint(segment.y0 + share * (segment.y1 - segment.y0)).astype(int)
    away = _BESIDE + round(segment.thickness / 2)
    deep = np.clip(rows[None, :] + np.arange(-away, away + 1)[:, None], 0, height - 1)
    band = cv2.blur(grey[deep, columns[None, :]], (_DOT, 1)).astype(np.int16)
    core = band[away - 1 : away + 2].min(axis=0)
    darker = np.minimum(band[:2].max(axis=0), band[-2:].max(axis=0)) - core
    least = max(_CONTRAST / 2, _EVEN * float(np.percentile(darker, 60)))
    dark = np.flatnonzero(darker >= least)
    if not len(dark) or dark[-1] - dark[0] < _SHORT or len(dark) < _LINED * (dark[-1] - dark[0] + 1):
        return None
    first, last = int(dark[0]), int(dark[-1])
    tilt = (segment.y1 - segment.y0) / max(1.0, segment.x1 - segment.x0)
    left, right = float(columns[first]), float(columns[last])
    at = segment.y0 - segment.x0 * tilt
    whole = Segment(left, at + left * tilt, right, at + right * tilt, segment.thickness)
    return _Run(whole, darker[first : last + 1] >= least)


def _mirrored(segment: Segment) -> Segment:
    return Segment(segment.y0, segment.x0, segment.y1, segment.x1, segment.thickness)


def _meets(others: Sequence[Segment], x: float, level: float) -> bool:
    """Say whether a level run that ends at ``x`` ends at one of the others, which cross it."""
    return any(abs(o.y0 - x) <= _REACH and o.x0 - _REACH <= level <= o.x1 + _REACH for o in others)


def _is_stroke(segment: Segment, box: Box, crossing: Sequence[Segment]) -> bool:
    """Say whether a level segment lies within a line of text, or mostly so with an end at no other rule."""
    left, top, right, bottom = box
    level = (segment.y0 + segment.y1) / 2
    if not top < level < bottom:
        return False
    rim = (bottom - top) * 0.2
    if top + rim < level < bottom - rim and segment.x0 >= left - 4 and segment.x1 <= right + 4:
        return True
    within = min(segment.x1, right) - max(segment.x0, left)
    if segment.x1 - segment.x0 >= _HELD[0][0] or within < 0.6 * (segment.x1 - segment.x0):
        return False
    return not (_meets(crossing, segment.x0, level) and _meets(crossing, segment.x1, level))
