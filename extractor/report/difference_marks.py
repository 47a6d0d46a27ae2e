"""Two texts character by character: which pieces of each the other has not.

Comes in: two texts. Goes out: pieces that make up each text again, those that differ marked. Never takes long: texts
that are too long or too unlike are marked as wholes.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

_MOST_WORK = 9_000_000
"""Product of two lengths up to which characters are compared; some milliseconds."""
# Below this likeness single characters that agree say nothing.
_ALIKE = 0.3


class Piece(NamedTuple):
    """A stretch of a text; ``changed`` when the other text has something else, or nothing, there."""

    text: str
    changed: bool


Pieces = tuple[Piece, ...]


class _Run(NamedTuple):
    """A stretch of both texts."""

    left: str
    right: str
    changed: bool


def mark_changes(left: str, right: str) -> tuple[Pieces, Pieces]:
    """Both texts in pieces; the texts of the pieces put together are the text again."""
    head = _common(left, right)
    tail = _common(left[head:][::-1], right[head:][::-1])
    cores = [text[head : len(text) - tail] for text in (left, right)]
    runs = list(_runs(*cores))
    sides = []
    for at, text in enumerate((left, right)):
        pieces = [
            (text[:head], False),
            *(((run.left, run.right)[at], run.changed) for run in runs),
            (text[len(text) - tail :], False),
        ]
        sides.append(tuple(_joined(pieces)))
    return sides[0], sides[1]


def _common(one: str, other: str) -> int:
    """How many characters both texts begin with."""
    for at, (left, right) in enumerate(zip(one, other, strict=False)):
        if left != right:
            return at
    return min(len(one), len(other))


def _runs(left: str, right: str) -> Iterator[_Run]:
    """The runs of both texts side by side, equal or not."""
    from rapidfuzz.distance import Levenshtein

    if len(left) * len(right) > _MOST_WORK or Levenshtein.normalized_similarity(left, right) < _ALIKE:
        yield _Run(left, right, True)
        return
    for step in Levenshtein.opcodes(left, right):
        one, other = left[step.src_start : step.src_end], right[step.dest_start : step.dest_end]
        yield _Run(one, other, step.tag != "equal")


def _joined(pieces: list[tuple[str, bool]]) -> Iterator[Piece]:
    """Neighbours of one kind as one piece, without empty ones."""
    text, kind = "", False
    for part, changed in pieces:
        if changed != kind and part:
            if text:
                yield Piece(text, kind)
            text, kind = "", changed
        text += part
    if text:
        yield Piece(text, kind)
