"""Image files: scans, faxes, photos.

Comes in: the bytes of an image file. Goes out: a ``Document`` of the pages on it, read one at a time. Never loads the
engine before the first page, and never holds the pictures of two sheets.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING

from extractor.ingest.faults import unreadable
from extractor.ingest.paging import MOST_PAGES, Paging
from extractor.ingest.printed import Page, document_of
from extractor.ingest.scan.lacking import OcrLackingError
from extractor.ingest.scan.pages import linked
from extractor.ingest.scan.picture import count_pictures, is_image, picture_at
from extractor.ingest.scan.reader import ReadPage, ScanReader
from extractor.ingest.scan.store import SheetStore
from extractor.values import Document

if TYPE_CHECKING:
    from extractor.ingest.page_reader import Pixels

OnPicture = Callable[[int, "Pixels"], None]


class ImageIngester:
    """Reads image files.

    ``store`` keeps what was read, so that an interrupted run goes on (None: nothing is kept); ``on_picture`` is given
    each page's number and its straightened picture, which the boxes of the document are places in.
    """

    def __init__(self, store: SheetStore | None = None, on_picture: OnPicture = lambda _number, _pixels: None) -> None:
        self._store, self._on_picture = store, on_picture
        self._reader = ScanReader()

    def accepts(self, data: bytes, name: str) -> bool:
        """Say from the first bytes whether the file is an image."""
        return is_image(data)

    def ingest(self, data: bytes, name: str) -> Document:
        """Read all pages of the file; raises InputError."""
        return self.ingest_pages(data, name, Paging())

    def ingest_pages(self, data: bytes, name: str, paging: Paging) -> Document:
        """Read some pages of the file and say how it goes; raises InputError."""
        sha256 = hashlib.sha256(data).hexdigest()
        try:
            pages = linked(tuple(self._pages(data, name, sha256, paging)))
        except OcrLackingError as error:
            raise _lacking(name) from error
        return document_of(pages, name, sha256, "image")

    def _pages(self, data: bytes, name: str, sha256: str, paging: Paging) -> Iterator[Page]:
        sheets = _wanted(count_pictures(data, name), name, paging)
        number = 0
        for sheet in sheets:
            for read in self._read(data, name, sha256, sheet):
                number += 1
                self._on_picture(number, read.image)
                yield Page(number, read.blocks, read.width, read.height)
            paging.on_page(sheet, len(sheets))

    def _read(self, data: bytes, name: str, sha256: str, sheet: int) -> Sequence[ReadPage]:
        kept = self._store.get(sha256, sheet) if self._store is not None else None
        if kept is not None:
            return kept
        picture = picture_at(data, name, sheet)
        read = self._reader.read(picture.pixels, picture.dpi)
        if self._store is not None:
            self._store.put(sha256, sheet, read)
        return read


def _wanted(total: int, name: str, paging: Paging) -> list[int]:
    """The numbers of the sheets to read."""
    if paging.pages is None:
        if total > MOST_PAGES:
            paging.on_note(
                f"{name}：共 {total} 页，只读前 {MOST_PAGES} 页；可用页码范围指定其余各页。",
                f"{name}: of {total} pages the first {MOST_PAGES} are read; name the others as a range.",
            )
        return list(range(1, min(total, MOST_PAGES) + 1))
    wanted = paging.pages.within(total)
    if not wanted:
        raise unreadable(
            name, f"共 {total} 页，没有所指定的页；请检查页码范围", f"it has {total} pages, none of those asked for"
        )
    return wanted


def _lacking(name: str) -> Exception:
    return unreadable(
        name,
        '是扫描图像，需要文字识别；请安装：pip install "jixiao[ocr]"',
        'it is a scan and has to be recognised; install what does: pip install "jixiao[ocr]"',
    )
