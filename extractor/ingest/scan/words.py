"""Pieces of a page become words.

Comes in: a cleaned grey page, its pieces, and the engine. Goes out: words with places, scores and other readings. What
the engine is unsure of it sees again, larger and sharper; the surer reading is taken, the other one is kept beside it.
Never corrects a character.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from extractor.ingest.ruling import SpelledWord
from extractor.ingest.scan.decoding import Reading
from extractor.ingest.scan.engine import Engine
from extractor.ingest.scan.pieces import Piece
from extractor.values import Box

SURE = 0.9
"""What the engine is surer of is not looked at again."""

_LEAST = 0.5  # mean score of what is text at all
_LEAST_OVERLOOKED = 0.6  # of ink that the detector did not take for text
_MOST_OTHERS = 5


def words_of(grey: Any, pieces: Sequence[Piece], engine: Engine) -> list[SpelledWord]:
    """Read the pieces of a page."""
    readings = engine.read([cut_out(grey, piece.crop) for piece in pieces])
    doubtful = [index for index, reading in enumerate(readings) if reading.score < SURE]
    for look in _LOOKS:
        again = engine.read([look(grey, pieces[index]) for index in doubtful])
        for index, second in zip(doubtful, again, strict=True):
            readings[index] = better(readings[index], second)
    return [
        _word(piece, reading)
        for piece, reading in zip(pieces, readings, strict=True)
        if reading.text and reading.mean >= (_LEAST_OVERLOOKED if piece.overlooked else _LEAST)
    ]


def better(first: Reading, second: Reading) -> Reading:
    """The surer of two readings of the same ink, the other one among its other readings."""
    best, rest = (second, first) if second.score > first.score and second.text else (first, second)
    others = dict.fromkeys((*((rest.text,) if rest.text else ()), *best.others, *rest.others))
    others.pop(best.text, None)
    return Reading(best.text, best.score, tuple(others)[:_MOST_OTHERS], best.characters)


def cut_out(grey: Any, box: Box) -> Any:
    """The part of a page inside a box."""
    x0, y0, x1, y1 = (round(value) for value in box)
    part = grey[max(0, y0) : max(y1, y0 + 2) + 1, max(0, x0) : max(x1, x0 + 2) + 1]
    return part if part.size else grey[:8, :8]


def _sharpened(grey: Any, piece: Piece) -> Any:
    """The piece twice as large, with its edges raised."""
    import cv2

    part = cv2.resize(cut_out(grey, piece.crop), None, fx=2, fy=2, interpolation=cv2.INTER_CUBIC)
    soft = cv2.GaussianBlur(part, (0, 0), 2.0)
    return cv2.addWeighted(part, 1.7, soft, -0.7, 0)


def _close(grey: Any, piece: Piece) -> Any:
    """The piece cut close to its ink, on a white margin."""
    import cv2

    x0, y0, x1, y1 = piece.box
    part = cut_out(grey, (x0 - 1, y0 - 1, x1 + 1, y1 + 1))
    pad = max(3, round(0.18 * part.shape[0]))
    return cv2.copyMakeBorder(part, pad, pad, 2 * pad, 2 * pad, cv2.BORDER_CONSTANT, value=250)


_LOOKS: tuple[Callable[[Any, Piece], Any], ...] = (_sharpened, _close)


def _word(piece: Piece, reading: Reading) -> SpelledWord:
    edges = tuple(_edges(piece, reading))
    return SpelledWord(reading.text, piece.box, round(reading.score, 4), reading.others, edges=edges)


def _edges(piece: Piece, reading: Reading) -> Iterable[tuple[float, float]]:
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
    return zip(bounds, bounds[1:], strict=False)
