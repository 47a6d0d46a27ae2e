"""The pictures of a document's pages, kept in a folder of their own: ``form.pages/1.jpg``.

Comes in: the pixels of a page at 200 DPI, as they were read (set straight). Goes out: files by number, and crops of
cells. Never holds two pages in memory.
"""

from __future__ import annotations

import io
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

from extractor.values import Box

if TYPE_CHECKING:
    from PIL import Image

    from extractor.ingest.page_reader import Pixels

_QUALITY = 80  # of JPEG: text stays sharp, a page takes some 300 kB
_MARGIN = 6  # pixels around a cell


class PagePictures:
    """The pictures in one folder, which is made when the first page comes."""

    def __init__(self, folder: Path) -> None:
        """Take the folder; what another run left there is removed when the first page comes."""
        self.folder = folder
        self.begun = False

    def put(self, number: int, pixels: Pixels) -> None:
        """Keep the picture of a page (height x width x RGB)."""
        from PIL import Image

        if not self.begun:
            shutil.rmtree(self.folder, ignore_errors=True)
            self.folder.mkdir(parents=True)
            self.begun = True
        image = Image.fromarray(pixels)
        kept = image if _has_colour(image) else image.convert("L")
        kept.save(self._place(number), "JPEG", quality=_QUALITY, optimize=True)

    def numbers(self) -> tuple[int, ...]:
        """The pages that were put in this run."""
        return tuple(sorted(int(place.stem) for place in self.folder.glob("*.jpg"))) if self.begun else ()

    def has(self, number: int) -> bool:
        """Whether there is a picture of a page."""
        return self._place(number).is_file()

    def page(self, number: int) -> bytes:
        """The picture of a page as JPEG; raises ``FileNotFoundError``."""
        return self._place(number).read_bytes()

    def crop(self, number: int, box: Box) -> bytes:
        """What is printed in a box of a page and closely around it, as PNG; raises ``FileNotFoundError``."""
        from PIL import Image

        with Image.open(self._place(number)) as page:
            left, top = max(0, int(box[0]) - _MARGIN), max(0, int(box[1]) - _MARGIN)
            right, bottom = min(page.width, int(box[2]) + _MARGIN), min(page.height, int(box[3]) + _MARGIN)
            out = io.BytesIO()
            page.crop((left, top, max(right, left + 1), max(bottom, top + 1))).save(out, "PNG")
        return out.getvalue()

    def _place(self, number: int) -> Path:
        return self.folder / f"{number}.jpg"


def _has_colour(image: Image.Image) -> bool:
    """Whether a page has colour worth keeping: seals and letterheads have, scanner noise has not."""
    import numpy

    pixels = numpy.asarray(image.resize((200, 283)), dtype=numpy.int16)
    spread = pixels.max(axis=2) - pixels.min(axis=2)
    return bool((spread > 60).mean() > 0.002)
