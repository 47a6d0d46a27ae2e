"""The lines that a page draws.

Comes in: paths of a page as points. Goes out: segments: strokes, thin bars, and the edges of filled areas. Never keeps
a curve, a slanting line, or what is drawn in white on white.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from extractor.ingest.pdf.view import View
from extractor.ingest.ruling import Segment

Point = tuple[float, float]

_THIN = 8.0  # pixels (1 mm): a filled bar of this height is a rule
_SLANT = 0.02


class Path(NamedTuple):
    """A path: its lines, each as the points that straight strokes join; whether it is stroked, filled; how thick."""

    lines: Sequence[Sequence[Point]]
    stroked: bool
    filled: bool
    thickness: float = 1.0


def segments_of(view: View, path: Path) -> Iterator[Segment]:
    """The segments of one path on the page as one sees it."""
    for line in path.lines:
        points = [view.point(x, y) for x, y in line]
        if len(points) < 2:
            continue
        if path.filled and (bar := _bar(points)) is not None:
            yield bar
            continue
        if path.filled and points[0] != points[-1]:
            points.append(points[0])
        yield from _sides(points, path.thickness)


def _bar(points: Sequence[Point]) -> Segment | None:
    """A thin filled area as the rule that it is."""
    xs, ys = [x for x, _ in points], [y for _, y in points]
    left, top, right, bottom = min(xs), min(ys), max(xs), max(ys)
    wide, high = right - left, bottom - top
    if high <= _THIN and high <= wide:
        return Segment(left, (top + bottom) / 2, right, (top + bottom) / 2, high)
    if wide <= _THIN:
        return Segment((left + right) / 2, top, (left + right) / 2, bottom, wide)
    return None


def _sides(points: Sequence[Point], thickness: float) -> Iterable[Segment]:
    for (x0, y0), (x1, y1) in zip(points, points[1:], strict=False):
        wide, high = abs(x1 - x0), abs(y1 - y0)
        if max(wide, high) > 1 and min(wide, high) <= max(_SLANT * max(wide, high), 1.0):
            yield Segment(x0, y0, x1, y1, thickness)


def bar_of_image(left: float, top: float, right: float, bottom: float) -> Segment | None:
    """A rule that is drawn as a thin image."""
    return _bar([(left, top), (right, bottom)]) if min(right - left, bottom - top) <= _THIN else None
