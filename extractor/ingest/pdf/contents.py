"""What a page of a PDF file holds, as PDFium tells it.

Comes in: an open page. Goes out: its view, words, segments, and whether it is text or a picture of text. Never renders
a page, and never looks at what its words say beyond whether they can be words.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from ctypes import c_double, c_float, c_int, c_uint
from typing import Any, NamedTuple

from extractor.ingest.pdf.folding import UNNAMED, folded, is_plausible
from extractor.ingest.pdf.glyphs import BLANK, BREAK, Mark, gathered, glyphs_of, turn_of, words_of
from extractor.ingest.pdf.paths import Path, bar_of_image, segments_of
from extractor.ingest.pdf.view import View, view_of
from extractor.ingest.printed import Word
from extractor.ingest.ruling import Segment

MOST_CHARACTERS = 100_000
"""A page of more characters is none that was printed."""

_MOST_SEGMENTS = 60_000  # more is a map or a picture, no table
_DEEPEST = 8  # forms within forms
_COVERED = 0.5  # of the page: the image is a scan
_FEW = 30  # characters on a scan: a stamp or a page number
_GARBAGE = 0.3  # share of characters that cannot be meant: the fonts do not name what they show
_WHITE = 250
_INVISIBLE = 3
_FORM, _IMAGE, _PATH = 5, 3, 2
_MOVE, _LINE = 2, 0


class Contents(NamedTuple):
    """A page: ``kind`` is ``text``, ``scan`` (an image is most of it) or ``garbled`` (its fonts name no characters).

    A scan has words where somebody has put text over it.
    """

    kind: str
    width: float
    height: float
    words: Sequence[Word]
    segments: Sequence[Segment]


def contents_of(page: Any, text: Any) -> Contents:
    """The contents of an open page and of its text page (handles of PDFium)."""
    view = view_of_page(page)
    marks = list(_marks(text))
    drawn = _Drawn(view)
    drawn.gather(page, view)
    hidden = [mark for mark in marks if mark.hidden]
    shown = [mark for mark in marks if not mark.hidden]
    covered = drawn.covered >= _COVERED * view.width * view.height
    kind = _kind(shown, hidden, covered)
    kept = shown if kind == "text" and not covered and _solid(shown) else marks
    turned = view.turned(turn_of(view, kept))
    if turned != view:
        drawn = _Drawn(turned)
        drawn.gather(page, turned)
    words = [] if kind == "garbled" else gathered(words_of(glyphs_of(turned, kept)))
    return Contents(kind, turned.width, turned.height, words, drawn.segments)


def quarters_of(page: Any, text: Any) -> int:
    """By how many quarters, clockwise, ``contents_of`` turns the page so that its text stands upright."""
    return turn_of(view_of_page(page), _marks(text))


def view_of_page(page: Any) -> View:
    """How the page lies: its visible part, and its rotation."""
    import pypdfium2.raw as pdfium

    box = pdfium.FS_RECTF()
    pdfium.FPDF_GetPageBoundingBox(page, box)
    return view_of(box.left, box.bottom, box.right, box.top, max(pdfium.FPDFPage_GetRotation(page), 0))


def _solid(marks: Sequence[Mark]) -> list[Mark]:
    return [mark for mark in marks if not mark.text.isspace()]


def _kind(shown: Sequence[Mark], hidden: Sequence[Mark], covered: bool) -> str:
    """Whether a page is text, a picture of text, or text in fonts that name no characters."""
    solid, beneath = _solid(shown), _solid(hidden)
    if _is_garbage(solid):
        return "garbled"
    if covered and len(solid) < _FEW or not solid and beneath:
        return "garbled" if _is_garbage(beneath) else "scan"
    return "text"


def _is_garbage(marks: Sequence[Mark]) -> bool:
    bad = sum(not is_plausible(mark.text) for mark in marks)
    return bad > _GARBAGE * len(marks)


def _marks(text: Any) -> Iterator[Mark]:
    """The characters of a text page in the order of the file."""
    import pypdfium2.raw as pdfium

    box, matrix, x, y = pdfium.FS_RECTF(), pdfium.FS_MATRIX(), c_double(), c_double()
    count = pdfium.FPDFText_CountChars(text)
    if count > MOST_CHARACTERS:
        raise MemoryError
    for index in range(count):
        code = pdfium.FPDFText_GetUnicode(text, index)
        if pdfium.FPDFText_IsGenerated(text, index) == 1 or code in (0x0A, 0x0D):
            yield BLANK if code == 0x20 else BREAK  # PDFium tells from widths where a blank was left out
            continue
        pdfium.FPDFText_GetLooseCharBox(text, index, box)
        pdfium.FPDFText_GetCharOrigin(text, index, x, y)
        pdfium.FPDFText_GetMatrix(text, index, matrix)
        size = pdfium.FPDFText_GetFontSize(text, index) or 1.0
        unnamed = pdfium.FPDFText_HasUnicodeMapError(text, index) == 1
        shape = pdfium.FPDFText_GetTextObject(text, index)
        yield Mark(
            UNNAMED if unnamed else " " if code in (0x09, 0xA0, 0x20) else folded(code),
            x.value,
            y.value,
            (box.left, box.bottom, box.right, box.top),
            (size * matrix.a, size * matrix.b),
            (size * matrix.c, size * matrix.d),
            bool(shape) and pdfium.FPDFTextObj_GetTextRenderMode(shape) == _INVISIBLE,
        )


class _Drawn:
    """Gathers what a page draws: the segments, and how much of it images cover."""

    def __init__(self, view: View) -> None:
        self.segments: list[Segment] = []
        self.covered = 0.0
        self._page = view
        self._left = 20 * _MOST_SEGMENTS  # objects that are looked at

    def gather(self, holder: Any, view: View, depth: int = 0) -> None:
        """Look at all objects of a page, or of a form on it."""
        import pypdfium2.raw as pdfium

        count, get = (
            (pdfium.FPDFFormObj_CountObjects, pdfium.FPDFFormObj_GetObject)
            if depth
            else (pdfium.FPDFPage_CountObjects, pdfium.FPDFPage_GetObject)
        )
        for index in range(count(holder)):
            self._left -= 1
            if self._left < 0:
                break
            self._object(get(holder, index), view, depth)
        if len(self.segments) > _MOST_SEGMENTS:
            self.segments = []
            self._left = 0

    def _object(self, thing: Any, view: View, depth: int) -> None:
        import pypdfium2.raw as pdfium

        kind = pdfium.FPDFPageObj_GetType(thing)
        if kind == _IMAGE:
            self._image(thing, view)
        elif kind == _PATH and len(self.segments) <= _MOST_SEGMENTS:
            path = _path(thing)
            if path is not None:
                self.segments.extend(segments_of(view.under(*_matrix(thing)), path))
        elif kind == _FORM and depth < _DEEPEST:
            self.gather(thing, view.under(*_matrix(thing)), depth + 1)

    def _image(self, thing: Any, view: View) -> None:
        """An image covers a part of the page, or is a rule."""
        import pypdfium2.raw as pdfium

        ends = [c_float() for _ in range(4)]
        if not pdfium.FPDFPageObj_GetBounds(thing, *ends):
            return
        left, top, right, bottom = view.box(*(end.value for end in ends))
        bar = bar_of_image(left, top, right, bottom)
        if bar is not None:
            self.segments.append(bar)
        wide = min(right, self._page.width) - max(left, 0)
        high = min(bottom, self._page.height) - max(top, 0)
        self.covered += max(wide, 0) * max(high, 0)


def _matrix(thing: Any) -> tuple[float, float, float, float, float, float]:
    import pypdfium2.raw as pdfium

    matrix = pdfium.FS_MATRIX()
    pdfium.FPDFPageObj_GetMatrix(thing, matrix)
    return matrix.a, matrix.b, matrix.c, matrix.d, matrix.e, matrix.f


def _path(thing: Any) -> Path | None:
    """The straight lines of a path that leaves ink."""
    import pypdfium2.raw as pdfium

    fill, stroke, thickness = c_int(), c_int(), c_float()
    pdfium.FPDFPath_GetDrawMode(thing, fill, stroke)
    filled = bool(fill.value) and _leaves_ink(thing, pdfium.FPDFPageObj_GetFillColor)
    stroked = bool(stroke.value) and _leaves_ink(thing, pdfium.FPDFPageObj_GetStrokeColor)
    if not filled and not stroked:
        return None
    pdfium.FPDFPageObj_GetStrokeWidth(thing, thickness)
    lines: list[list[tuple[float, float]]] = []
    x, y = c_float(), c_float()
    for index in range(min(pdfium.FPDFPath_CountSegments(thing), _MOST_SEGMENTS)):
        piece = pdfium.FPDFPath_GetPathSegment(thing, index)
        pdfium.FPDFPathSegment_GetPoint(piece, x, y)
        kind = pdfium.FPDFPathSegment_GetType(piece)
        if kind == _LINE and lines:
            lines[-1].append((x.value, y.value))
        else:  # a curve: the line goes on behind it
            lines.append([(x.value, y.value)])
        if pdfium.FPDFPathSegment_GetClose(piece) and lines[-1][0] != lines[-1][-1]:
            lines[-1].append(lines[-1][0])
    return Path(lines, stroked, filled and not stroked, thickness.value)


def _leaves_ink(thing: Any, colour: Any) -> bool:
    """Say whether a colour shows on white paper."""
    red, green, blue, alpha = (c_uint() for _ in range(4))
    if not colour(thing, red, green, blue, alpha):
        return True  # a pattern
    return alpha.value > 0 and min(red.value, green.value, blue.value) < _WHITE
