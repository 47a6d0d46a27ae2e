"""Plain text, Markdown and HTML files.

Comes in: the bytes of a file, or a text. Goes out: a ``Document``. Never believes
the ending of the name, but for ``.htm`` and ``.html``, which make the whole text HTML.
"""

from __future__ import annotations

import hashlib
from pathlib import PurePath

from extractor.ingest.areas import begins_like_a_page
from extractor.ingest.decode import clean, decode
from extractor.ingest.layout import count_pages, lay_out
from extractor.ingest.signature import recognised_kind
from extractor.values import Document


class TextIngester:
    """Reads what is text, whatever it is called."""

    def accepts(self, data: bytes, name: str) -> bool:
        """Say whether nothing in the first bytes speaks against a text."""
        return recognised_kind(data) is None

    def ingest(self, data: bytes, name: str) -> Document:
        """Decode the bytes and cut the text into fragments; raises UndecodableInputError."""
        text, encoding = decode(data, name)
        return _document(text, name, hashlib.sha256(data).hexdigest(), encoding)


def ingest_text(text: str, name: str = "text") -> Document:
    """Cut a text into fragments; the checksum is the one of its UTF-8 bytes.

    Newlines become ``\\n`` and lone surrogates U+FFFD, as in a file, so ``Document.text``
    can differ from ``text`` in these.
    """
    text = clean(text)
    return _document(text, name, hashlib.sha256(text.encode()).hexdigest(), "utf-8")


def _document(text: str, name: str, sha256: str, encoding: str) -> Document:
    html = PurePath(name).suffix.lower() in (".htm", ".html", ".xhtml") or begins_like_a_page(text)
    return Document(name, sha256, "html" if html else "text", encoding, text, lay_out(text, html), count_pages(text))
