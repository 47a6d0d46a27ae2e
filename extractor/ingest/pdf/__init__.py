"""PDF files: text and tables from those that have text, pictures of pages from those that have none.

Comes in: the bytes of a PDF file. Goes out: a ``Document``, or the pictures of its pages. Never trusts the file: a
process of its own, bounded in time and memory, opens it.
"""

from __future__ import annotations

import hashlib

from extractor.ingest.page_reader import PageReader
from extractor.ingest.paging import Paging
from extractor.ingest.pdf.process import Budget
from extractor.ingest.pdf.reading import PdfReading, page_images
from extractor.ingest.printed import document_of
from extractor.ingest.ruling import continued
from extractor.values import Document

__all__ = ["Budget", "PdfIngester", "page_images"]

_SEARCHED = 1024  # bytes in front of the mark that readers of PDF files put up with


class PdfIngester:
    """Reads PDF files; ``ocr`` reads the pages that are images (None: they are not read)."""

    def __init__(self, ocr: PageReader | None = None, budget: Budget = Budget()) -> None:
        self._ocr, self._budget = ocr, budget

    def accepts(self, data: bytes, name: str) -> bool:
        """Say whether the mark of PDF files stands at the beginning."""
        head = data[:_SEARCHED].lstrip(b"\xef\xbb\xbf\x00 \t\r\n")
        return head.startswith(b"%PDF-") or b"%PDF-" in data[:_SEARCHED] and name.lower().endswith(".pdf")

    def ingest(self, data: bytes, name: str) -> Document:
        """Read the file; raises InputError."""
        return self.ingest_pages(data, name, Paging())

    def ingest_pages(self, data: bytes, name: str, paging: Paging) -> Document:
        """Read some pages of the file and say how it goes; raises InputError, UsageError."""
        reading = PdfReading(name, self._ocr, paging, self._budget)
        pages = continued(reading.pages(data))
        return document_of(pages, name, hashlib.sha256(data).hexdigest(), "pdf")
