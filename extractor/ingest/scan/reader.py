"""A sheet as a scanner or a camera gave it becomes pages of lines and tables.

Comes in: the pixels of one sheet. Goes out: one page, or two where the sheet holds two side by side, each with the
straightened picture that its boxes are places in. Never says what a text means, and never drops what the engine read.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from extractor.ingest.printed import Line, Table
from extractor.ingest.ruling import blocks_of
from extractor.ingest.scan.engine import Engine, load_engine
from extractor.ingest.scan.folds import unfolded
from extractor.ingest.scan.gutter import gutter_of
from extractor.ingest.scan.lighting import cleaned
from extractor.ingest.scan.photo import flattened
from extractor.ingest.scan.pieces import ink_of, pieces_of
from extractor.ingest.scan.rules import ink_of_rules, outside_of_text, rules_on, without_rules
from extractor.ingest.scan.scaling import at_200_dpi
from extractor.ingest.scan.seals import without_seals
from extractor.ingest.scan.smudges import with_smudges
from extractor.ingest.scan.straight import quarter_turned, skew_of, turned
from extractor.ingest.scan.words import cut_out, words_of
from extractor.values import Box

if TYPE_CHECKING:
    from extractor.ingest.scan.picture import Pixels

VERSION = "8"
"""Changes whenever the same picture may be read differently: kept readings of other versions are not used."""

_SAMPLE = 6  # lines that tell which way is up
_READABLE = 0.85  # mean score of lines that stand upright
_BLANK = 12.0  # standard deviation of a sheet on which nothing is printed


@dataclass(frozen=True, slots=True)
class ReadPage:
    """A page as it was read: its blocks, and the straightened picture (RGB) at 200 DPI that their boxes refer to.

    ``notes`` say what was done to the picture: ``skew 1.2``, ``turned 180``, ``seal``, ``flattened``, ``half``.
    """

    blocks: tuple[Line | Table, ...]
    image: Pixels
    width: float
    height: float
    notes: tuple[str, ...] = ()


class ScanReader:
    """Reads sheets with the OCR engine, which is loaded with the first of them."""

    def read(self, image: Pixels, dpi: float | None = None) -> tuple[ReadPage, ...]:
        """Read one sheet (numpy, uint8, height x width x RGB); raises OcrLackingError."""
        engine = load_engine()
        page = at_200_dpi(image, dpi)
        flat = flattened(page)
        notes = ("flattened",) if flat is not page else ()
        return tuple(_read_page(half, engine, (*notes, *told)) for half, told in _halves(flat))


def _halves(page: Pixels) -> Iterator[tuple[Pixels, tuple[str, ...]]]:
    """The page, or the two pages side by side on it."""
    if page.shape[1] <= page.shape[0]:
        yield page, ()
        return
    level = turned(page, skew_of(_grey(page)))
    middle = gutter_of(_grey(level))
    if middle is None:
        yield page, ()
    else:
        yield level[:, :middle], ("half",)
        yield level[:, middle:], ("half",)


def _read_page(page: Pixels, engine: Engine, notes: tuple[str, ...]) -> ReadPage:
    skew = skew_of(_grey(page))
    page = turned(page, skew)
    notes += (f"skew {skew:.2f}",) if abs(skew) >= 0.1 else ()
    grey, seals = _cleaned(page)
    if float(grey[::4, ::4].std()) < _BLANK / 4:
        return ReadPage((), page, page.shape[1], page.shape[0], notes)
    lines = engine.lines(grey)
    quarters = _quarters(grey, lines, engine)
    if quarters:
        page = quarter_turned(page, quarters)
        grey, seals = _cleaned(page)
        lines = engine.lines(grey)
        notes += (f"turned {90 * quarters}",)
    notes += ("seal",) * bool(seals)
    seen = rules_on(grey)
    lines = without_rules(lines, seen)
    rules = outside_of_text(seen, lines)
    ink = ink_of(grey, ink_of_rules(rules, grey.shape))
    words = words_of(grey, ink, pieces_of(ink, lines, rules), engine)
    height, width = grey.shape
    blocks = with_smudges(blocks_of(words, rules.all, width, height), grey)
    return ReadPage(blocks, page, width, height, notes)


def _cleaned(page: Pixels) -> tuple[Any, bool]:
    """The page in grey as the engine sees it, and whether a seal was taken out of it."""
    clean, seals = without_seals(page)
    return unfolded(cleaned(_grey(clean))), bool(seals)


def _grey(page: Pixels) -> Any:
    import cv2

    return cv2.cvtColor(page, cv2.COLOR_RGB2GRAY)


def _quarters(grey: Any, lines: Sequence[Box], engine: Engine) -> int:
    """By how many quarters, clockwise, the page has to be turned: the way in which its longest lines read best."""
    wide = sum(x1 - x0 > 1.5 * (y1 - y0) for x0, y0, x1, y1 in lines)
    tall = sum(y1 - y0 > 1.5 * (x1 - x0) for x0, y0, x1, y1 in lines)
    lying = tall > wide
    longest = sorted(lines, key=lambda box: abs((box[2] - box[0]) - (box[3] - box[1])))[-_SAMPLE:]
    crops = [cut_out(grey, box) for box in longest]
    if not crops:
        return 0
    ways = (1, 3) if lying else (0, 2)
    best, most = ways[0], 0.0
    for way in ways:
        readings = engine.read([quarter_turned(crop, way) for crop in crops])
        mean = sum(reading.mean for reading in readings) / len(readings)
        if mean > most + (0.05 if way else 0.0):
            best, most = way, mean
        if most >= _READABLE:
            break
    return best
