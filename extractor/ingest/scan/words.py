"""Pieces of a page become words.

Comes in: a cleaned grey page, its pieces, and the engine. Goes out: words with places, scores and other readings. What
the engine is unsure of it sees again, larger and sharper; the surer reading is taken, the other one is kept beside it.
Never corrects a character.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from extractor.ingest.ruling import SpelledWord
from extractor.ingest.scan.decoding import Reading
from extractor.ingest.scan.engine import Engine
from extractor.ingest.scan.pieces import Piece, print_size
from extractor.ingest.scan.signs import DOUBTED, is_comparator, is_lone_letter, with_sign
from extractor.values import Box

SURE = 0.9
"""What the engine is surer of is not looked at again."""

_LEAST = 0.3  # mean score of what is text at all
_LEAST_OVERLOOKED = 0.6  # of ink that the detector did not take for text
_LOW = 0.5  # of the height of print
_DASHES = frozenset("一—–-－_")
_MOST_OTHERS = 5
_FIRST = 1.5  # weight of the first look
_FILLED = 0.9  # share of an em that the print of a line fills from top to bottom
_WIDE, _NARROW = 1.0, 0.58  # ems that a character takes up
_SKIPPED = 0.6  # so many ems of ink that no character takes up are one that was skipped
_STEP, _FAR = 0.75, 1.3  # from figure to figure, by their height; and by how much a blank lengthens that
_BLANK = 0.27  # of the height of a line: a wider gap beside a figure is a blank
_APART = re.compile(r"[\d%.]\d|[\u4e00-\u9fff]\d|\d[\u4e00-\u9fff]")
_GRAIN = 0.05  # of the height of a line: so little ink in a column is grain
_AS_LONG, _SHAPED = 0.9, 0.98  # share of the lower stroke; how sure a sign is that only its shape tells
_ONE, _DASH = "\u4e00", "\u2014"
_TWO, _EQUALS = "\u4e8c", "\uff1d"


def words_of(grey: Any, ink: Any, pieces: Sequence[Piece], engine: Engine) -> list[SpelledWord]:
    """Read the pieces of a page; ``ink`` is the mask of its print."""
    readings = engine.read([cut_out(grey, piece.crop) for piece in pieces])
    doubtful = [n for n, reading in enumerate(readings) if reading.score < SURE or is_lone_letter(reading)]
    looks = [engine.read([look(grey, pieces[index].crop) for index in doubtful]) for look in _LOOKS]
    for place, index in enumerate(doubtful):
        readings[index] = with_sign(agreed(readings[index], [look[place] for look in looks]))
    size = print_size(pieces)
    shaped = [_with_equals(reading, cut_out(ink, piece.box)) for piece, reading in zip(pieces, readings, strict=True)]
    return [
        _word(piece, reading, ink, size)
        for piece, reading in zip(pieces, shaped, strict=True)
        if reading.text and _is_text(piece, reading, size)
    ]


def _is_text(piece: Piece, reading: Reading, size: float) -> bool:
    """Say whether a reading is sure enough to be one of print, not of dirt: of what is low, and no dash, most is."""
    low = piece.box[3] - piece.box[1] < _LOW * size and reading.text not in _DASHES
    if is_comparator(reading):
        return True
    return reading.mean >= (_LEAST_OVERLOOKED if piece.overlooked or low else _LEAST) and not (
        low and reading.score < _LEAST
    )


def agreed(first: Reading, more: Sequence[Reading]) -> Reading:
    """What most looks at the same ink say, weighed by how sure each is; its score is its share of that weight.

    The first look weighs more: it is cut as the engine was taught.
    """
    votes: dict[str, float] = {}
    for reading, weight in ((first, _FIRST), *((reading, 1.0) for reading in more)):
        if reading.text:
            votes[reading.text] = votes.get(reading.text, 0.0) + weight * reading.score
    if not votes:
        return first
    ranked = sorted(votes, key=lambda text: -votes[text])
    best = next(reading for reading in (first, *more) if reading.text == ranked[0])
    others = dict.fromkeys((*ranked[1:], *(other for reading in (first, *more) for other in reading.others)))
    others.pop(best.text, None)
    score = votes[best.text] / (_FIRST + len(more))
    return Reading(best.text, score, tuple(others)[:_MOST_OTHERS], best.characters)


def cut_out(grey: Any, box: Box) -> Any:
    """The part of a page inside a box."""
    x0, y0, x1, y1 = (round(value) for value in box)
    part = grey[max(0, y0) : max(y1, y0 + 2) + 1, max(0, x0) : max(x1, x0 + 2) + 1]
    return part if part.size else grey[:8, :8]


def _sharpened(grey: Any, box: Box) -> Any:
    """The part twice as large, with its edges raised."""
    import cv2

    part = cv2.resize(cut_out(grey, box), None, fx=2, fy=2, interpolation=cv2.INTER_CUBIC)
    soft = cv2.GaussianBlur(part, (0, 0), 2.0)
    return cv2.addWeighted(part, 1.7, soft, -0.7, 0)


def _grown(grey: Any, box: Box) -> Any:
    """The part with a little more around it."""
    x0, y0, x1, y1 = box
    more = 0.06 * (y1 - y0)
    return cut_out(grey, (x0 - more, y0 - more, x1 + more, y1 + more))


def _softened(grey: Any, box: Box) -> Any:
    """The part with its grain smoothed."""
    import cv2

    return cv2.GaussianBlur(cut_out(grey, box), (0, 0), 0.8)


_LOOKS: tuple[Callable[[Any, Box], Any], ...] = (_sharpened, _grown, _softened)


def _word(piece: Piece, reading: Reading, ink: Any, size: float) -> SpelledWord:
    """The word; a lone stroke of even thickness is a dash, not the numeral one."""
    edges = _edges(piece, reading)
    text, others = reading.text, reading.others
    if text == _ONE and _is_even(cut_out(ink, piece.box)):
        text, others = _DASH, (_ONE, *(other for other in others if other != _DASH))
    score = reading.score if _is_explained(text, piece, ink, size) else min(reading.score, DOUBTED)
    text, edges = _with_blanks(text, edges, piece, ink)
    return SpelledWord(text, piece.box, round(score, 4), others, edges=tuple(edges))


def _is_even(stroke: Any) -> bool:
    """Say whether a level stroke is as thick at its ends as in its middle."""
    import numpy as np

    thick = (stroke > 0).sum(axis=0)
    return bool(
        len(thick) >= 8 and np.percentile(thick, 92) <= max(1.3 * float(np.median(thick)), np.median(thick) + 1)
    )


def _with_equals(reading: Reading, strokes: Any) -> Reading:
    """The reading, or an equals sign for a 二 whose upper stroke is as long as the lower: that of 二 is shorter."""
    import numpy as np

    if reading.text != _TWO:
        return reading

    rows = (strokes > 0).any(axis=1).astype(np.int8)
    bounds = np.flatnonzero(np.diff(np.concatenate(([0], rows, [0]))))
    if len(bounds) != 4:
        return reading
    upper, lower = (int((strokes[a:b] > 0).any(axis=0).sum()) for a, b in (bounds[:2], bounds[2:]))
    if upper < _AS_LONG * lower:
        return reading
    characters = tuple(replace(one, text=_EQUALS, score=_SHAPED) for one in reading.characters)
    return Reading(_EQUALS, _SHAPED, (_TWO,), characters)


def _with_blanks(
    text: str, edges: list[tuple[float, float]], piece: Piece, ink: Any
) -> tuple[str, list[tuple[float, float]]]:
    """The text with a blank where a figure stands apart from what is beside it: the engine runs them together."""

    if len(text) != len(edges) or not _APART.search(text):
        return text, edges
    cuts = []
    for at, wide, step in _gaps(piece, ink):
        index = min(range(1, len(text)), key=lambda index: abs(edges[index][0] - at), default=0)
        if index and wide and _APART.fullmatch(text[index - 1 : index + 1]):
            if step or not (text[index - 1].isascii() and text[index].isascii()):
                cuts.append((index, at))
    for index, at in reversed(sorted(set(cuts))):
        text = f"{text[:index]} {text[index:]}"
        edges = [*edges[:index], (at, at), *edges[index:]]
    return text, edges


def _gaps(piece: Piece, ink: Any) -> list[tuple[float, bool, bool]]:
    """The gaps between the strokes of a piece: where, whether wide, and whether what is beside it is far apart too.

    Figures stand at equal steps: beside a thin 1 there is much white, but the next figure is no farther away.
    """
    import numpy as np

    height = piece.box[3] - piece.box[1]
    columns = (cut_out(ink, piece.box) > 0).sum(axis=0) > _GRAIN * height
    bounds = np.flatnonzero(np.diff(np.concatenate(([0], columns.astype(np.int8), [0]))))
    starts, ends = bounds[::2], bounds[1::2]
    steps = np.diff((starts + ends) / 2)
    usual = float(np.median(steps)) if len(steps) >= 4 else _STEP * height
    return [
        (piece.box[0] + float(end + start) / 2, float(start - end) >= _BLANK * height, float(step) >= _FAR * usual)
        for end, start, step in zip(ends[:-1], starts[1:], steps, strict=True)
    ]


def _is_explained(text: str, piece: Piece, ink: Any, size: float) -> bool:
    """Say whether the characters take up as much room as the ink; where one was skipped, they do not."""
    em = max(size, piece.box[3] - piece.box[1]) / _FILLED  # headings are larger than most print
    room = sum(_WIDE if ord(one) > 0x2E7F else _NARROW for one in text if not one.isspace()) * em
    white = sum(gap for gap in _white(piece, ink) if gap > 0.3 * em)
    return piece.box[2] - piece.box[0] - white <= room + _SKIPPED * em


def _white(piece: Piece, ink: Any) -> list[float]:
    """The widths of the white gaps between strokes."""
    import numpy as np

    columns = (cut_out(ink, piece.box) > 0).any(axis=0)
    bounds = np.flatnonzero(np.diff(np.concatenate(([0], columns.astype(np.int8), [0]))))
    return [float(start - end) for end, start in zip(bounds[1:-1:2], bounds[2::2], strict=True)]


def _edges(piece: Piece, reading: Reading) -> list[tuple[float, float]]:
    """The left and the right of each character: half way to the next."""
    left, right = piece.box[0], piece.box[2]
    start, width = piece.crop[0], piece.crop[2] - piece.crop[0]
    characters = list(reading.characters)
    while characters and characters[0].text.isspace():
        characters.pop(0)
    while characters and characters[-1].text.isspace():
        characters.pop()
    middles = [min(right, max(left, start + one.place * width)) for one in characters]
    bounds = [left, *((a + b) / 2 for a, b in zip(middles, middles[1:], strict=False)), right]
    return list(zip(bounds, bounds[1:], strict=False))
