"""Image files: scans, faxes, photos.

Comes in: the bytes of an image file. Goes out: a ``Document`` of the pages on it, read one at a time. Never loads the
engine before the first page, and never holds the pictures of two sheets.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from extractor.errors import InputError
from extractor.ingest.faults import unreadable
from extractor.ingest.paging import MOST_PAGES, Paging
from extractor.ingest.printed import Page, document_of
from extractor.ingest.scan.lacking import OcrLackingError
from extractor.ingest.scan.pages import linked
from extractor.ingest.scan.picture import count_pictures, is_image, picture_at
from extractor.ingest.scan.sheets import SheetReader
from extractor.notation.page_runs import page_runs
from extractor.values import Document

if TYPE_CHECKING:
    from extractor.ingest.page_reader import Pixels


class ImageIngester:
    """Reads image files.

    What was read is kept where ``paging`` says so, so that an interrupted run goes on.
    """

    def accepts(self, data: bytes, name: str) -> bool:
        """Say from the first bytes whether the file is an image."""
        return is_image(data)

    def ingest(self, data: bytes, name: str) -> Document:
        """Read all pages of the file; raises InputError."""
        return self.ingest_pages(data, name, Paging())

    def ingest_pages(self, data: bytes, name: str, paging: Paging) -> Document:
        """Read some pages of the file and say how it goes; raises InputError."""
        sha256 = hashlib.sha256(data).hexdigest()
        broken: dict[int, InputError] = {}
        try:
            pages = linked(tuple(_pages(data, name, SheetReader(sha256, paging.kept), paging, broken)))
        except OcrLackingError as error:
            raise _lacking(name) from error
        if broken and not pages:
            raise next(iter(broken.values()))
        if broken:
            paging.on_note(*_not_read(name, broken))
        return document_of(pages, name, sha256, "image", tuple(broken))


def _pages(
    data: bytes, name: str, reader: SheetReader, paging: Paging, broken: dict[int, InputError]
) -> Iterator[Page]:
    """The pages of the sheets that are wanted; a sheet that cannot be decoded is noted in ``broken``."""
    sheets = _wanted(count_pictures(data, name), name, paging)
    number = 0
    for sheet in sheets:
        try:
            pages = reader.read_when_needed(sheet, lambda at=sheet: _picture(data, name, at))  # type: ignore[misc]
        except InputError as error:
            broken[sheet] = error
            pages = ()
        for read in pages:
            number += 1
            if paging.on_picture is not None:
                paging.on_picture(number, read.image)
            yield Page(number, read.blocks, read.width, read.height)
        number += sheet in broken  # its number stays its own
        paging.on_page(sheet, len(sheets))


def _picture(data: bytes, name: str, sheet: int) -> tuple[Pixels, float | None]:
    picture = picture_at(data, name, sheet)
    return picture.pixels, picture.dpi


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


def _not_read(name: str, broken: Iterable[int]) -> tuple[str, str]:
    pages = page_runs(broken)
    return (
        f"{name}：第 {pages} 页图像已损坏，没有读；请重新扫描这几页。",
        f"{name}: the image of page {pages} is damaged and was not read; scan it again.",
    )


def _lacking(name: str) -> Exception:
    return unreadable(
        name,
        '是扫描图像，需要文字识别；请安装：pip install "jixiao[ocr]"',
        'it is a scan and has to be recognised; install what does: pip install "jixiao[ocr]"',
    )
