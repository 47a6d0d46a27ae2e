"""Words on a page: which stand on one line, in which order, and how far apart.

Comes in: words with their places. Goes out: lines of words. Never changes what a word says, but for cutting it in two
where a rule runs through it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from operator import attrgetter
from typing import NamedTuple

from extractor.ingest.printed import Line, Word
from extractor.values import Box

BLANK = 0.3
"""A gap of so many ems is a blank."""

_SHARED = 0.5  # so much of the lower of two words stands beside the other: they are on one line
_RECENT = 4  # lines that a word is compared with
_UPRIGHT = 2.0  # a text so many times as high as it is wide is written downwards


@dataclass(frozen=True, slots=True)
class SpelledWord(Word):
    """A word of which the place of each character is known: ``edges`` are the left and right of each."""

    edges: tuple[tuple[float, float], ...] = ()


class Placed(NamedTuple):
    """A word and where it stands on the page turned straight."""

    left: float
    top: float
    right: float
    bottom: float
    word: Word

    @property
    def middle(self) -> float:
        """How far down the middle of the word is."""
        return (self.top + self.bottom) / 2

    @property
    def centre(self) -> float:
        """How far to the right the middle of the word is."""
        return (self.left + self.right) / 2


def placed(word: Word, box: Box, slope: float) -> Placed:
    """A word on the page turned straight."""
    left, top, right, bottom = box
    if not slope:
        return Placed(left, top, right, bottom, word)
    across, down = (top + bottom) / 2 * slope, (left + right) / 2 * slope
    return Placed(left + across, top - down, right + across, bottom - down, word)


def cut(item: Placed, ends: Sequence[int]) -> list[Placed]:
    """Cut a word of known characters behind the given numbers of characters; blanks at a cut are left out."""
    word, pieces = item.word, list[Placed]()
    assert isinstance(word, SpelledWord) and word.box is not None
    shift = item.left - word.box[0]
    for start, end in zip([0, *ends], [*ends, len(word.text)], strict=True):
        text, edges = word.text[start:end], word.edges[start:end]
        kept = [index for index, character in enumerate(text) if not character.isspace()]
        if not kept:
            continue
        text, edges = text[kept[0] : kept[-1] + 1], edges[kept[0] : kept[-1] + 1]
        box = min(left for left, _ in edges), word.box[1], max(right for _, right in edges), word.box[3]
        piece = replace(word, text=text, edges=edges, box=box, others=(), spaced=bool(pieces) or word.spaced)
        pieces.append(Placed(box[0] + shift, item.top, box[2] + shift, item.bottom, piece))
    return pieces


def rows_of(items: Iterable[Placed]) -> list[list[Placed]]:
    """Gather words that stand beside each other, rows from top to bottom, words from left to right."""
    rows: list[list[Placed]] = []
    for item in sorted(items, key=lambda item: (item.middle, item.left)):
        row = None if _is_upright(item) else _beside(item, rows[-_RECENT:])
        if row is None:
            rows.append([item])
        else:
            row.append(item)
            if item.bottom - item.top > row[0].bottom - row[0].top:
                row[0], row[-1] = row[-1], row[0]  # the highest word of a row stands for it
    for row in rows:
        row.sort(key=attrgetter("left"))
    return rows


def _is_upright(item: Placed) -> bool:
    return len(item.word.text) > 1 and item.bottom - item.top > _UPRIGHT * (item.right - item.left)


def _beside(item: Placed, rows: Sequence[list[Placed]]) -> list[Placed] | None:
    best, most = None, _SHARED
    for row in rows:
        high = row[0]
        lower = min(item.bottom - item.top, high.bottom - high.top) or 1.0
        shared = (min(item.bottom, high.bottom) - max(item.top, high.top)) / lower
        if shared >= most and not _is_upright(high):
            best, most = row, shared
    return best


def em_of(row: Iterable[Placed]) -> float:
    """The size of the print of a row: the middle one of the heights of its words."""
    heights = sorted(item.bottom - item.top for item in row)
    return heights[len(heights) // 2] or 1.0


def groups_of(row: Sequence[Placed], ems: float) -> list[list[Placed]]:
    """Cut a row where the gap between two words is wider than so many ems."""
    widest = ems * em_of(row)
    groups, right = [[row[0]]], row[0].right
    for item in row[1:]:
        if item.left - right > widest:
            groups.append([])
        groups[-1].append(item)
        right = max(right, item.right)
    return groups


def line_of(row: Sequence[Placed]) -> Line:
    """The words of a row as a line; a gap is a blank."""
    blank = BLANK * em_of(row)
    words, right = [row[0].word], row[0].right
    for item in row[1:]:
        gap = item.left - right > blank
        words.append(replace(item.word, spaced=True) if gap and not item.word.spaced else item.word)
        right = max(right, item.right)
    return Line(tuple(words))
