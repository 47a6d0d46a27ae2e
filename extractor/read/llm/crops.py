"""Pictures of cells and of pages, made small enough to be sent.

Comes in: pages as pictures, and the places of cells on them. Goes out: ``QuestionImage`` values. Never shows what is
to be covered: that is painted white before anything is cut out. A picture that cannot be read is left out.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import TYPE_CHECKING, Protocol

from extractor.model import QuestionImage
from extractor.read.llm.ink import Ink
from extractor.values import Box

if TYPE_CHECKING:
    from PIL import Image

MOST_BYTES = 200_000
"""Of one picture of a cell."""
LONGEST_SIDE = 1024
"""Of a picture of a cell in pixels; a page may have ``PAGE_SIDE``."""
PAGE_SIDE, PAGE_BYTES = 1600, 800_000
MOST_PAGES = 4
_SHORTEST_SIDE = 64  # some models refuse pictures of a few pixels
_MARGIN = 6
_QUALITY = 80


class PagesShown(Protocol):
    """Pictures of a document's pages by their number from 1."""

    def has(self, number: int) -> bool:
        """Whether there is a picture of a page."""
        ...

    def page(self, number: int) -> bytes:
        """The picture of a page as a file."""
        ...


def crops_of(
    inks: Sequence[Ink], pictures: PagesShown, covered: Mapping[int, Sequence[Box]]
) -> list[tuple[Ink, QuestionImage]]:
    """The pictures of numbered cells, each with the number as its caption."""
    out: list[tuple[Ink, QuestionImage]] = []
    by_page = groupby(sorted(inks, key=lambda ink: ink.page), key=lambda ink: ink.page)
    for number, group in by_page:
        page = _opened(pictures, number)
        if page is not None:
            _cover(page, covered.get(number, ()))
            for ink in group:
                out.append((ink, _packed(_cut(page, ink.box), f"{ink.pointer}：", LONGEST_SIDE, MOST_BYTES)))
    return out


def pages_of(numbers: Iterable[int], pictures: PagesShown) -> Iterator[tuple[int, QuestionImage]]:
    """Whole pages, at most ``MOST_PAGES``."""
    for number in list(numbers)[:MOST_PAGES]:
        page = _opened(pictures, number)
        if page is not None:
            yield number, _packed(page, f"第{number}页整页：", PAGE_SIDE, PAGE_BYTES)


def _opened(pictures: PagesShown, number: int) -> Image.Image | None:
    from PIL import Image

    if not pictures.has(number):
        return None
    try:
        return Image.open(io.BytesIO(pictures.page(number))).convert("RGB")
    except (OSError, ValueError, Image.DecompressionBombError):
        return None


def _cover(page: Image.Image, boxes: Iterable[Box]) -> None:
    from PIL import ImageDraw

    pen = ImageDraw.Draw(page)
    for box in boxes:
        pen.rectangle(box, fill="white")


def _cut(page: Image.Image, box: Box) -> Image.Image:
    """What is printed in a box and closely around it, on white where that is very little."""
    from PIL import Image

    left, top = max(0, int(box[0]) - _MARGIN), max(0, int(box[1]) - _MARGIN)
    right, bottom = min(page.width, int(box[2]) + _MARGIN), min(page.height, int(box[3]) + _MARGIN)
    cut = page.crop((left, top, max(right, left + 1), max(bottom, top + 1)))
    if min(cut.size) >= _SHORTEST_SIDE:
        return cut
    whole = Image.new("RGB", (max(cut.width, _SHORTEST_SIDE), max(cut.height, _SHORTEST_SIDE)), "white")
    whole.paste(cut, ((whole.width - cut.width) // 2, (whole.height - cut.height) // 2))
    return whole


def _packed(image: Image.Image, caption: str, side: int, most: int) -> QuestionImage:
    """The image as a file of at most so many pixels a side and so many bytes: PNG where that fits, else JPEG."""
    image.thumbnail((side, side))
    data, kind = _saved(image, "PNG"), "png"
    while len(data) > most:
        data, kind = _saved(image, "JPEG"), "jpeg"
        if len(data) > most:
            image.thumbnail((max(1, image.width * 2 // 3), max(1, image.height * 2 // 3)))
    return QuestionImage(data, f"image/{kind}", caption, image.width, image.height)


def _saved(image: Image.Image, kind: str) -> bytes:
    out = io.BytesIO()
    save: Callable[..., None] = image.save
    save(out, kind, **({"quality": _QUALITY} if kind == "JPEG" else {}))
    return out.getvalue()
