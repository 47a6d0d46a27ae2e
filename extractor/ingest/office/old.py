"""Office files of old: doc, xls, wps, et, rtf, and the OpenDocument formats, through LibreOffice.

Comes in: the bytes of such a file. Goes out: a ``Document`` of kind docx or xlsx. Never guesses at the binary
formats itself, and starts LibreOffice for nothing but text documents and workbooks.
"""

from __future__ import annotations

import hashlib

from extractor.ingest.office.convert import converted
from extractor.ingest.office.faults import foreign, locked, not_converted
from extractor.ingest.office.ole import MAGIC, OleContent, ole_content
from extractor.ingest.office.ooxml import is_binary_workbook, read_ooxml
from extractor.ingest.printed import document_of
from extractor.values import Document

_RTF = b"{\\rtf"
_OPEN_DOCUMENT = b"mimetypeapplication/vnd.oasis.opendocument."
_OPEN_KINDS = {b"text": ("odt", "docx"), b"spreadsheet": ("ods", "xlsx")}


class OldOfficeIngester:
    """Reads what LibreOffice has to convert first."""

    def accepts(self, data: bytes, name: str) -> bool:
        """Say whether it is an OLE2 container, RTF, an OpenDocument file or a binary workbook."""
        return data.startswith((MAGIC, _RTF)) or _OPEN_DOCUMENT in data[:120] or is_binary_workbook(data)

    def ingest(self, data: bytes, name: str) -> Document:
        """Convert and read the file; raises UndecodableInputError."""
        before, after = _formats(data, name)
        kind, pages = read_ooxml(converted(data, name, before, after), name)
        return document_of(pages, name, hashlib.sha256(data).hexdigest(), kind)


def _formats(data: bytes, name: str) -> tuple[str, str]:
    """The format a file is in, and the one that it can be read in."""
    if data.startswith(_RTF):
        return "rtf", "docx"
    if is_binary_workbook(data):
        return "xlsb", "xlsx"
    if not data.startswith(MAGIC):
        kind = data[data.index(_OPEN_DOCUMENT) + len(_OPEN_DOCUMENT) :][:11]
        for known, formats in _OPEN_KINDS.items():
            if kind.startswith(known):
                return formats
        raise foreign(name, "是其他 OpenDocument 文件", "it is another OpenDocument file")
    content = ole_content(data)
    if content is OleContent.ENCRYPTED:
        raise locked(name)
    if content is OleContent.BROKEN:
        raise not_converted(name, "已损坏", "is damaged")
    if content is OleContent.OTHER:
        raise foreign(
            name, "是其他程序的文件（如演示文稿、邮件）", "it is another program's file, such as a presentation"
        )
    return ("doc", "docx") if content is OleContent.DOCUMENT else ("xls", "xlsx")
