"""The pages of a PDF file, each from its text or from its picture.

Comes in: the bytes of a file, what is wanted, and who reads pictures. Goes out: pages, or pictures of pages. Native
text wins: only a page without usable text is given to the reader of pictures. Never holds two pictures at once.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from extractor.ingest.page_reader import PageReader
from extractor.ingest.paging import PageRange, Paging
from extractor.ingest.pdf import faults
from extractor.ingest.pdf.process import Budget, Request, messages
from extractor.ingest.printed import DPI, Page, Word
from extractor.ingest.ruling import Segment, SpelledWord, blocks_of

if TYPE_CHECKING:
    from extractor.ingest.page_reader import Pixels


@dataclass(slots=True)
class _Kinds:
    """The numbers of the pages that were no plain text."""

    images: list[int] = field(default_factory=list)
    garbled: list[int] = field(default_factory=list)
    failed: list[int] = field(default_factory=list)
    fault: str = "budget"


class PdfReading:
    """Reads one file; its pages come one by one."""

    def __init__(self, name: str, ocr: PageReader | None, paging: Paging, budget: Budget) -> None:
        self._name, self._ocr, self._paging, self._budget = name, ocr, paging, budget
        self._kinds = _Kinds()
        self._total = self._wanted = self._done = self._shift = 0
        self.text_pages: dict[int, int] = {}
        """The pages that were read from their text, each with its number in the document."""

    @property
    def unread(self) -> tuple[int, ...]:
        """The numbers of the pages that were to be read and could not be."""
        return tuple(sorted({*self._kinds.images, *self._kinds.failed}))

    def pages(self, data: bytes) -> Iterator[Page]:
        """The pages that are wanted; raises InputError where nothing can be read, and notes what was not."""
        numbers = _numbers(self._paging.pages)
        request = Request(numbers, pictures=self._ocr is not None)
        for message, pixels in messages(data, request, self._budget):
            yield from self._heard(message, pixels, request)
        self._note()

    def _heard(self, message: dict[str, Any], pixels: bytes, request: Request) -> Iterator[Page]:
        if "pages" in message:
            self._opened(message["pages"], request)
        elif "picture" in message:
            yield from self._read(message["picture"], _image(message, pixels), message["dpi"])
        elif "page" in message and "fault" in message:
            self._kinds.failed.append(message["page"])
            self._kinds.fault = message["fault"]
            self._went_on(message["page"])
        elif "page" in message:
            yield from self._printed(message)
        elif "fault" in message:
            raise faults.unopened(self._name, message["fault"])
        elif "given_up" in message:
            self._kinds.failed.extend(range(message["given_up"], self._total + 1))

    def _opened(self, total: int, request: Request) -> None:
        if not total:
            raise faults.no_pages(self._name)
        self._total = total
        self._wanted = min(total, request.most)
        if self._paging.pages is not None:
            self._wanted = len(self._paging.pages.within(total))
            if not self._wanted:
                raise faults.no_such_pages(self._name, total)
        elif total > request.most:
            self._paging.on_note(*faults.left_out(self._name, request.most, total))

    def _printed(self, message: dict[str, Any]) -> Iterator[Page]:
        number, kind = message["page"], message["kind"]
        if kind == "garbled":
            self._kinds.garbled.append(number)
        if kind != "text" and self._ocr is not None:
            return  # its picture comes next
        page = replace(page_of(message), number=number + self._shift)
        if page.blocks or kind == "text":
            self.text_pages[number] = page.number
            yield page
        if kind != "text" and not page.blocks:
            self._kinds.images.append(number)
        self._went_on(number)

    def _read(self, number: int, image: Pixels, dpi: float) -> Iterator[Page]:
        assert self._ocr is not None
        for half, sheet in enumerate(self._ocr.read_sheet(number, image, dpi)):
            self._shift += half > 0  # a sheet with two pages on it moves those behind it on
            if self._paging.on_picture is not None:
                self._paging.on_picture(number + self._shift, sheet.image)
            yield Page(number + self._shift, sheet.blocks, sheet.width, sheet.height)
        self._went_on(number)

    def _went_on(self, number: int) -> None:
        self._done += 1
        self._paging.on_page(number, self._wanted)

    def _note(self) -> None:
        """Say what was not read; raise where that is all there was."""
        kinds = self._kinds
        nothing = self._done and len(kinds.images) + len(kinds.failed) == self._done
        if nothing and kinds.images:
            raise (faults.only_shapes if kinds.garbled else faults.only_images)(self._name)
        if nothing or kinds.failed and not self._done:
            raise faults.unopened(self._name, kinds.fault)
        if kinds.garbled:
            self._paging.on_note(*faults.unnamed(self._name, kinds.garbled))
        if kinds.images:
            self._paging.on_note(*faults.not_read(self._name, kinds.images))
        if kinds.failed:
            self._paging.on_note(*faults.failed(self._name, kinds.failed))


def _numbers(pages: PageRange | None) -> tuple[int, ...] | None:
    """The pages that are asked for, as far as any file goes."""
    return None if pages is None else tuple(pages.within(100_000))


def page_of(message: dict[str, Any]) -> Page:
    """The page that the words and segments of a message make up."""
    words = [_word(*word) for word in message["words"]]
    segments = [Segment(*segment) for segment in message["segments"]]
    width, height = message["width"], message["height"]
    return Page(message["page"], blocks_of(words, segments, width, height), width, height)


def _word(text: str, box: list[float] | None, score: float, spaced: bool, edges: list[list[float]]) -> Word:
    if box is None:
        return Word(text, None, score, spaced=spaced)
    place = box[0], box[1], box[2], box[3]
    if not edges:
        return Word(text, place, score, spaced=spaced)
    return SpelledWord(text, place, score, (), spaced, tuple((left, right) for left, right in edges))


def _image(message: dict[str, Any], pixels: bytes) -> Pixels:
    import numpy

    width, height, stride = message["width"], message["height"], message["stride"]
    rows = numpy.frombuffer(pixels, numpy.uint8).reshape(height, stride)
    return rows[:, : 3 * width].reshape(height, width, 3)


def page_images(
    data: bytes,
    dpi: float = 200,
    pages: PageRange | None = None,
    *,
    name: str = "PDF",
    budget: Budget = Budget(),
) -> Iterator[tuple[int, Pixels, float]]:
    """Pictures of pages, one after another: number, pixels (height x width x RGB), and the resolution they have.

    A page that is too large comes at a lower resolution; one that cannot be drawn is left out. Raises InputError.
    """
    request = Request(_numbers(pages), contents=False, pictures=True, dpi=dpi)
    for message, pixels in messages(data, request, budget):
        if "fault" in message and "page" not in message:
            raise faults.unopened(name, message["fault"])
        if "picture" in message:
            yield message["picture"], _image(message, pixels), message["dpi"]


def is_drawn_whole(dpi: float) -> bool:
    """Whether a picture has the resolution that boxes are places in: a sheet larger than any paper comes smaller."""
    return round(dpi) == DPI
