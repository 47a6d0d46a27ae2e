"""PDF files: text and tables from those that have text, pictures of pages from those that have none.

Comes in: the bytes of a PDF file. Goes out: a ``Document``, or the pictures of its pages. Never trusts the file: a
process of its own, bounded in time and memory, opens it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable

from extractor.ingest.page_reader import PageReader
from extractor.ingest.paging import PageRange, Paging
from extractor.ingest.pdf.process import Budget
from extractor.ingest.pdf.reading import PdfReading, is_drawn_whole, page_images
from extractor.ingest.printed import DPI, document_of
from extractor.ingest.ruling import continued
from extractor.values import Document

__all__ = ["Budget", "PdfIngester", "page_images"]

OcrOf = Callable[[str, Paging], PageReader | None]
_SEARCHED = 1024  # bytes in front of the mark that readers of PDF files put up with


class PdfIngester:
    """Reads PDF files; ``ocr`` gives the reader of pages that are images for a file (None: they are not read)."""

    def __init__(self, ocr: OcrOf = lambda _sha256, _paging: None, budget: Budget = Budget()) -> None:
        self._ocr, self._budget = ocr, budget

    def accepts(self, data: bytes, name: str) -> bool:
        """Say whether the mark of PDF files stands at the beginning."""
        head = data[:_SEARCHED].lstrip(b"\xef\xbb\xbf\x00 \t\r\n")
        return head.startswith(b"%PDF-") or b"%PDF-" in data[:_SEARCHED] and name.lower().endswith(".pdf")

    def ingest(self, data: bytes, name: str) -> Document:
        """Read the file; raises InputError."""
        return self.ingest_pages(data, name, Paging())

    def ingest_pages(self, data: bytes, name: str, paging: Paging) -> Document:
        """Read some pages of the file and say how it goes; raises InputError."""
        sha256 = hashlib.sha256(data).hexdigest()
        reading = PdfReading(name, self._ocr(sha256, paging), paging, self._budget)
        pages = continued(reading.pages(data))
        document = document_of(pages, name, sha256, "pdf", reading.unread)
        if paging.on_picture is not None and reading.text_pages:
            wanted = PageRange(tuple((number, number) for number in sorted(reading.text_pages)))
            for number, pixels, dpi in page_images(data, DPI, wanted, name=name, budget=self._budget):
                if is_drawn_whole(dpi):
                    paging.on_picture(reading.text_pages[number], pixels)
        return document
