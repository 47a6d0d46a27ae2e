"""Characters of a page, one by one, as the file places them.

Comes in: characters with what the file says of their places. Goes out: ``Glyph`` values on the page as one sees it,
and the words that they make up. Never keeps a character that is drawn twice in one place, and never opens a file.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from math import atan2, hypot, pi
from typing import NamedTuple

from extractor.ingest.pdf.folding import is_wide
from extractor.ingest.pdf.view import View
from extractor.ingest.printed import Word
from extractor.ingest.ruling import SpelledWord
from extractor.values import Box

_ASCENT, _DESCENT = 0.88, 0.12  # of an em, above and below the line that characters stand on
_GAP = 0.3  # ems
_BACK = 0.5
_DOWN = 0.35
_TWICE = 0.12  # ems by which a character drawn again to look bold is off
_ASKEW = 0.12  # radians: text of another direction is no quarter turn
_MOST_TURNED = 0.6

HIDDEN_SCORE = 0.9
"""How sure a reader is of text that an OCR engine has put invisibly over a scan."""


class Mark(NamedTuple):
    """A character (a blank, where it is white space) as the file says: all in points."""

    text: str
    x: float
    y: float
    box: Box  # left, bottom, right, top
    across: tuple[float, float]  # an em along the line
    up: tuple[float, float]
    hidden: bool = False


NOWHERE = (0.0, 0.0)
BLANK = Mark(" ", 0.0, 0.0, (0.0, 0.0, 0.0, 0.0), NOWHERE, NOWHERE)
"""A blank that takes up no place of its own."""

BREAK = Mark("\n", 0.0, 0.0, (0.0, 0.0, 0.0, 0.0), NOWHERE, NOWHERE)
"""The end of a run of characters."""


class Glyph(NamedTuple):
    """A character on the page as one sees it; ``quarter`` is the way it is read, clockwise, None if slanting."""

    text: str
    box: Box
    em: float
    quarter: int | None
    hidden: bool


def quarter_of(way: tuple[float, float]) -> int | None:
    """By how many quarters, clockwise, a direction of the page is turned; None where it is none of the four."""
    angle = atan2(way[1], way[0]) / (pi / 2)
    nearest = round(angle)
    return nearest % 4 if abs(angle - nearest) * pi / 2 <= _ASKEW else None


def turn_of(view: View, marks: Iterable[Mark]) -> int:
    """By how many quarters, clockwise, the page has to be turned for most of its text to stand upright."""
    ways = Counter(quarter_of(view.way(*mark.across)) for mark in marks if not mark.text.isspace())
    if not ways:
        return 0
    way, most = ways.most_common(1)[0]
    return -way % 4 if way and most >= _MOST_TURNED * ways.total() else 0


def glyphs_of(view: View, marks: Iterable[Mark]) -> Iterator[Glyph | None]:
    """The characters of the page, blanks among them; None for the end of a run."""
    seen: dict[tuple[str, int, int], tuple[float, float]] = {}
    for mark in marks:
        if mark is BREAK:
            yield None
        elif mark.text.isspace():
            yield Glyph(" ", (0.0, 0.0, 0.0, 0.0), 1.0, 0, mark.hidden)
        elif not _is_again(glyph := _glyph(view, mark), seen):
            yield glyph


def _glyph(view: View, mark: Mark) -> Glyph:
    left, top, right, bottom = view.box(*mark.box)
    wide, em = hypot(*view.way(*mark.across)), hypot(*view.way(*mark.up))
    quarter = quarter_of(view.way(*mark.across))
    x, y = view.point(mark.x, mark.y)
    stands = y - em < (top + bottom) / 2 < y + _DOWN * em and abs(left - x) < wide
    if quarter == 0 and stands:
        end = max(right, x + wide) if is_wide(mark.text) else right
        left, top, right, bottom = min(x, left), y - _ASCENT * em, end, y + _DESCENT * em
    return Glyph(mark.text, (left, top, max(right, left + 0.1), bottom), em or 1.0, quarter, mark.hidden)


def _is_again(glyph: Glyph, seen: dict[tuple[str, int, int], tuple[float, float]]) -> bool:
    """Say whether the character was drawn in this place before, and remember it."""
    x, y, reach = glyph.box[0], glyph.box[3], max(_TWICE * glyph.em, 0.5)
    column, row = int(x // 8), int(y // 8)
    for key in ((glyph.text, column + m, row + n) for m in (-1, 0, 1) for n in (-1, 0, 1)):
        if key in seen and abs(seen[key][0] - x) <= reach and abs(seen[key][1] - y) <= reach:
            return True
    seen[glyph.text, column, row] = x, y
    return False


def words_of(glyphs: Iterable[Glyph | None]) -> list[Word]:
    """Join characters that follow each other, in the order of the file."""
    words: list[Word] = []
    run: list[Glyph] = []
    blank = False
    for glyph in glyphs:
        solid = glyph is not None and not glyph.text.isspace()
        if run and (glyph is None or not solid or not _follows(run[-1], glyph)):
            words.append(_word(run, blank))
            run, blank = [], False
        if glyph is not None and solid:
            run.append(glyph)
        elif glyph is not None:
            blank = True
    return words + ([_word(run, blank)] if run else [])


def _follows(before: Glyph, glyph: Glyph) -> bool:
    """Say whether a character goes on with the word of the one before."""
    if before.quarter != glyph.quarter or before.hidden != glyph.hidden:
        return False
    x0, y0, x1, y1 = before.box
    left, top, right, bottom = glyph.box
    em = min(before.em, glyph.em)
    if glyph.quarter is None:
        return hypot((left + right - x0 - x1) / 2, (top + bottom - y0 - y1) / 2) < 2 * em
    if glyph.quarter % 2:
        return abs(left + right - x0 - x1) / 2 <= _DOWN * em and max(top - y1, y0 - bottom) <= _GAP * em
    return abs(bottom - y1) <= _DOWN * em and -_BACK * em <= left - x1 <= _GAP * em


def _word(run: Sequence[Glyph], spaced: bool) -> Word:
    text = "".join(glyph.text for glyph in run)
    lefts, tops, rights, bottoms = zip(*(glyph.box for glyph in run), strict=True)
    box = min(lefts), min(tops), max(rights), max(bottoms)
    score = HIDDEN_SCORE if run[0].hidden else 1.0
    if run[0].quarter is None:  # a watermark across the page is in no cell
        return Word(text, None, score, spaced=spaced)
    if run[0].quarter:
        return Word(text, box, score, spaced=spaced)
    return SpelledWord(text, box, score, (), spaced, tuple((glyph.box[0], glyph.box[2]) for glyph in run))


def gathered(words: Iterable[Word]) -> list[Word]:
    """The words, those without a place joined to one: pieces of a watermark that is printed all over the page."""
    placed: list[Word] = []
    slanting: dict[float, list[str]] = defaultdict(list)
    for word in words:
        if word.box is None:
            slanting[word.score].append(word.text)
        else:
            placed.append(word)
    return placed + [Word(" ".join(dict.fromkeys(texts)), None, score) for score, texts in slanting.items()]
