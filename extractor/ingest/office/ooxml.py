"""Office files of today: docx, docm, xlsx, xlsm, recognised by what is in them.

Comes in: the bytes of such a file. Goes out: a ``Document``. Never believes the ending of the name.
"""

from __future__ import annotations

import hashlib

from extractor.errors import UndecodableInputError
from extractor.ingest.office.convert import converted, libreoffice
from extractor.ingest.office.docx import docx_pages
from extractor.ingest.office.faults import damaged, foreign
from extractor.ingest.office.package import Package, local
from extractor.ingest.office.xlsx import xlsx_sheets
from extractor.ingest.printed import Page, document_of
from extractor.values import Document, FileKind

_ZIP = b"PK\x03\x04"
_MARKS = (b"[Content_Types].xml", b"word/document", b"xl/workbook")


class OoxmlIngester:
    """Reads Word documents and workbooks."""

    def accepts(self, data: bytes, name: str) -> bool:
        """Say whether it is a zip archive in which a part has a name that only office files use."""
        return data.startswith(_ZIP) and any(mark in data for mark in _MARKS) and not is_binary_workbook(data)

    def ingest(self, data: bytes, name: str) -> Document:
        """Read the file; raises UndecodableInputError."""
        kind, pages = read_ooxml(data, name)
        return document_of(pages, name, hashlib.sha256(data).hexdigest(), kind)


def read_ooxml(data: bytes, name: str) -> tuple[FileKind, list[Page]]:
    """The kind and the pages of a docx or xlsx; raises UndecodableInputError."""
    try:
        kind, pages, uncomputed = _read(data, name)
        if uncomputed and libreoffice() is not None:
            pages = _computed(data, name) or pages
    except RecursionError as error:
        raise damaged(name, "其中的内容嵌套过深", "what it holds is nested too deeply") from error
    return kind, pages


def _computed(data: bytes, name: str) -> list[Page] | None:
    """The pages of a workbook with values for its formulas: what its author saw in a spreadsheet program."""
    try:
        return _read(converted(data, name, "xlsx", "xlsx"), name)[1]
    except UndecodableInputError:
        return None  # the file itself is sound: its formulas stay blank


def is_binary_workbook(data: bytes) -> bool:
    """Say whether it is a workbook whose sheets are no XML (xlsb)."""
    return data.startswith(_ZIP) and b"xl/workbook.bin" in data


def _read(data: bytes, name: str) -> tuple[FileKind, list[Page], bool]:
    package = Package(data, name)
    main = package.main_part()
    if main is None:
        raise damaged(name, "其中没有正文", "it has no main part")
    if main.endswith(".xml"):
        root = package.xml(main)
        if local(root) == "document":
            return "docx", docx_pages(package, main, root), False
        if local(root) == "workbook":
            sheets = xlsx_sheets(package, main, root)
            return "xlsx", sheets.pages, sheets.uncomputed
    raise foreign(name, "是其他 Office 文件（如演示文稿）", "it is another Office file, such as a presentation")
