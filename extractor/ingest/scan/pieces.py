"""Pieces of a page to be read: one line of print inside one cell each.

Comes in: a cleaned grey page, its rules, and the places where the detector sees text. Goes out: pieces to be cut out
and recognised. Never leaves ink behind: what the detector overlooked, single digits above all, is a piece as well.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from math import inf
from statistics import median
from typing import Any

from extractor.ingest.ruling import Segment
from extractor.ingest.scan.rules import Rules
from extractor.values import Box

INK = 140
"""A pixel of a cleaned page that is darker is ink."""

_USUAL = 30.0  # height of print at 10.5 points
_MARGIN = 3.0  # pixels kept away from a rule
_THROUGH = 0.45  # so much of the height of a box a rule runs through to cut it
_TALL = 1.75  # a box so many times as high as print is two lines, or a column of characters
_LEAST_HEIGHT, _MOST_HEIGHT = 0.28, 2.6  # of overlooked ink, by the height of print
_SPECK = 0.4  # of the height of print: what is smaller in both directions is no character
_SLIVER, _COVERED, _WIDER = 0.8, 0.7, 1.2  # height of a part by that of the whole; share of it that lies there; width
_GOES_ON = 2.0  # heights of print that overlooked ink stands beside the line that it goes on with
_FLAT, _CLOSE = 0.3, 0.6  # of the height of print: how high a flat stroke is, and how far from the next one of its sign
_LEAST_AREA = 0.012  # of overlooked ink, by the square of the height of print


@dataclass(frozen=True, slots=True)
class Piece:
    """A line of print: the part of the page to cut out for the recogniser, and the place of its ink.

    ``overlooked`` says that the detector saw nothing there.
    """

    crop: Box
    box: Box
    overlooked: bool = False


def ink_of(grey: Any, ruled: Any) -> Any:
    """A mask of the ink of a page but for its rules (255 where there is some)."""
    import numpy as np

    return np.where((grey < INK) & (ruled == 0), np.uint8(255), np.uint8(0))


def pieces_of(ink: Any, lines: Sequence[Box], rules: Rules) -> list[Piece]:
    """All pieces of a page."""
    found = [Piece(box, box) for line in lines for box in _within_rules(line, rules)]
    found = [tight for piece in found if (tight := _tight(piece, ink)) is not None]
    size = print_size(found)
    found = list(_without_slivers([part for piece in found for part in _single_lines(piece, ink, size)]))
    area = _printed_area(found, rules)
    overlooked = [piece for piece in _overlooked(ink, found, rules, size) if _is_at_home(piece, area, found, size)]
    return [piece for piece in found + overlooked if max(_sides(piece.box)) >= _SPECK * size]


def _without_slivers(pieces: Sequence[Piece]) -> Iterator[Piece]:
    """The pieces without parts of a line that another piece has whole: boxes of the detector overlap."""
    for piece in pieces:
        x0, y0, x1, y1 = piece.box
        area = (x1 - x0) * (y1 - y0)
        whole = (
            other
            for other in pieces
            if other is not piece
            and y1 - y0 < _SLIVER * (other.box[3] - other.box[1])
            and x1 - x0 <= _WIDER * (other.box[2] - other.box[0])
        )
        if not any(_shared(piece.box, other.crop) >= _COVERED * area for other in whole):
            yield piece


def _sides(box: Box) -> tuple[float, float]:
    return box[2] - box[0], box[3] - box[1]


def _shared(one: Box, other: Box) -> float:
    """The area that two boxes have in common."""
    width = min(one[2], other[2]) - max(one[0], other[0])
    height = min(one[3], other[3]) - max(one[1], other[1])
    return max(0.0, width) * max(0.0, height)


def _printed_area(found: Sequence[Piece], rules: Rules) -> Box:
    """Where a page is printed on: its tables, or, if it has none, its lines; anywhere, if nothing was found."""
    boxes = [(s.x0, s.y0, s.x1, s.y1) for s in rules.all] or [piece.box for piece in found]
    if not boxes:
        return 0.0, 0.0, inf, inf
    lefts, tops, rights, bottoms = zip(*boxes, strict=True)
    return min(lefts), min(tops), max(rights), max(bottoms)


def _is_at_home(piece: Piece, area: Box, found: Sequence[Piece], size: float) -> bool:
    """Say whether overlooked ink stands where a page is printed on, or goes on with a line; else it is dirt."""
    x0, y0, x1, y1 = piece.box
    if area[0] <= (x0 + x1) / 2 <= area[2] and area[1] <= (y0 + y1) / 2 <= area[3]:
        return True
    return any(
        other.box[1] < (y0 + y1) / 2 < other.box[3] and max(x0 - other.box[2], other.box[0] - x1) <= _GOES_ON * size
        for other in found
    )


def print_size(pieces: Iterable[Piece]) -> float:
    """The usual height of the print of a page."""
    heights = [piece.box[3] - piece.box[1] for piece in pieces if piece.box[2] - piece.box[0] > 20]
    return min(80.0, max(14.0, median(heights))) if heights else _USUAL


def _within_rules(box: Box, rules: Rules) -> Iterator[Box]:
    """The box cut where rules run through it, and kept off those that run along its rim."""
    x0, y0, x1, y1 = box
    level, height = (y0 + y1) / 2, y1 - y0
    floors = [_at(s, (x0 + x1) / 2, across=True) for s in rules.across if s.x0 < (x0 + x1) / 2 < s.x1]
    for top, bottom in _cut(y0, y1, [at for at in floors if y0 < at < y1], least=0.35 * min(height, x1 - x0)):
        middle = (top + bottom) / 2 if (top, bottom) != (y0, y1) else level
        walls = [
            _at(s, middle, across=False)
            for s in rules.down
            if min(s.y1, bottom) - max(s.y0, top) >= _THROUGH * (bottom - top)
        ]
        for left, right in _cut(x0, x1, [at for at in walls if x0 < at < x1], least=6.0):
            yield left, top, right, bottom


def _at(segment: Segment, place: float, *, across: bool) -> float:
    """Where a rule is at a place along it."""
    x0, y0, x1, y1, _ = segment
    if across:
        return y0 + (place - x0) * (y1 - y0) / max(1.0, x1 - x0)
    return x0 + (place - y0) * (x1 - x0) / max(1.0, y1 - y0)


def _cut(start: float, end: float, at: Iterable[float], least: float) -> Iterator[tuple[float, float]]:
    """The stretches between cuts that are long enough to hold print."""
    bounds = [start - _MARGIN, *sorted(at), end + _MARGIN]
    for first, last in zip(bounds, bounds[1:], strict=False):
        if last - first - 2 * _MARGIN >= least:
            yield max(start, first + _MARGIN), min(end, last - _MARGIN)


def _tight(piece: Piece, ink: Any) -> Piece | None:
    """The piece with the place of its ink; None where there is none."""
    import numpy as np

    x0, y0, x1, y1 = (round(value) for value in piece.crop)
    part = ink[max(0, y0) : y1 + 1, max(0, x0) : x1 + 1]
    columns, rows = np.nonzero(part.any(axis=0))[0], np.nonzero(part.any(axis=1))[0]
    if not len(columns):
        return None
    left, top = max(0, x0), max(0, y0)
    box = left + columns[0], top + rows[0], left + columns[-1] + 1, top + rows[-1] + 1
    return replace(piece, box=tuple(float(value) for value in box))  # type: ignore[arg-type]


def _single_lines(piece: Piece, ink: Any, size: float) -> Iterator[Piece]:
    """A piece of several lines, or a column of characters, line by line."""
    import numpy as np

    x0, y0, x1, y1 = piece.box
    if y1 - y0 < _TALL * size:
        yield piece
        return
    rows = ink[round(y0) : round(y1), round(x0) : round(x1)].any(axis=1)
    edges = np.flatnonzero(np.diff(np.concatenate(([0], rows.astype(np.int8), [0]))))
    bands = _joined([(int(a), int(b)) for a, b in zip(edges[::2], edges[1::2], strict=True)], size)
    if len(bands) < 2:
        yield piece
        return
    for first, last in bands:
        part = Piece((piece.crop[0], y0 + first - 0.15 * size, piece.crop[2], y0 + last + 0.15 * size), piece.box)
        if (tight := _tight(part, ink)) is not None:
            yield tight


def _joined(bands: Sequence[tuple[int, int]], size: float) -> list[tuple[int, int]]:
    """Bands of ink that make up one line of print: the parts of 二, a dot above or below."""
    joined: list[tuple[int, int]] = []
    for first, last in bands:
        if joined and last - joined[-1][0] <= 1.15 * size:
            joined[-1] = joined[-1][0], last
        else:
            joined.append((first, last))
    return joined


def _overlooked(ink: Any, found: Sequence[Piece], rules: Rules, size: float) -> Iterator[Piece]:
    """Ink of the size of characters that no piece covers, joined to lines."""
    import cv2
    import numpy as np

    rest = ink.copy()
    for piece in found:
        x0, y0, x1, y1 = (round(value) for value in _hull(piece))
        rest[max(0, y0) : y1 + 1, max(0, x0) : x1 + 1] = 0
    count, labels, stats, _ = cv2.connectedComponentsWithStats(rest)
    kept = np.zeros(count, np.uint8)
    for label in range(1, count):
        _, _, w, h, area = stats[label]
        tall = _LEAST_HEIGHT * size <= h <= _MOST_HEIGHT * size and w <= 4 * size
        dash = 0.4 * size <= w <= 2.6 * size and 2 <= h <= 0.3 * size
        kept[label] = 255 if (tall or dash) and area >= _LEAST_AREA * size * size else 0
    solid = kept[labels]
    if not solid.any():
        return
    reach = max(3, round(0.45 * size)) | 1
    joined = cv2.morphologyEx(solid, cv2.MORPH_CLOSE, np.ones((max(3, reach // 2), reach), np.uint8))
    count, _, stats, _ = cv2.connectedComponentsWithStats(joined)
    for x, y, w, h in _stacked([tuple(map(float, stats[label][:4])) for label in range(1, count)], size):
        pad, high = 0.2 * size, max(h + 0.4 * size, 1.25 * size)
        middle = y + h / 2
        crop = x - pad, middle - high / 2, x + w + pad, middle + high / 2
        for part in _within_rules(crop, rules):
            if (tight := _tight(Piece(part, part, True), solid)) is not None:
                yield tight


def _stacked(strokes: list[tuple[float, ...]], size: float) -> Iterator[tuple[float, ...]]:
    """Places of ink, those of flat strokes that lie close above each other as one: the parts of 二 and of ＝."""
    left = sorted(strokes, key=lambda place: place[1])
    while left:
        x, y, w, h = left.pop(0)
        for other in tuple(left):
            if other[1] > y + h + _CLOSE * size:
                break
            flat = max(h, other[3]) <= _FLAT * size and y + h <= other[1] <= y + h + _CLOSE * size
            if flat and min(x + w, other[0] + other[2]) - max(x, other[0]) >= 0.5 * min(w, other[2]):
                left.remove(other)
                first, last = min(x, other[0]), max(x + w, other[0] + other[2])
                x, w, h = first, last - first, other[1] + other[3] - y
                break
        yield x, y, w, h


def _hull(piece: Piece) -> Box:
    """What a piece covers: its crop and its ink."""
    return (
        min(piece.crop[0], piece.box[0]),
        min(piece.crop[1], piece.box[1]),
        max(piece.crop[2], piece.box[2]),
        max(piece.crop[3], piece.box[3]),
    )
