"""Where in a text HTML stands.

Comes in: the decoded text, and whether the file says of itself that it is HTML. Goes
out: stretches that cover the text, each HTML or not. A text is HTML where it has
tables or begins like an HTML page; a stray ``<p>`` or ``a<b`` makes none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from extractor.ingest.pieces import WHITE

_PAGE = re.compile(
    r"<(?:!doctype\s+html|html|head|body)[\s>]|<\?xml[^<>]*>\s*<(?:!doctype\s+html|html)[\s>]", re.IGNORECASE
)
_TABLE_TAG = re.compile(r"<(/?)(table|thead|tbody|tfoot|tr|td|th)(?:\s[^<>]*+|/)?>", re.IGNORECASE)


class Area(NamedTuple):
    """A stretch of the text, ``text[start:end]``, that is HTML or is not."""

    start: int
    end: int
    html: bool


def areas(text: str, whole: bool = False) -> Iterator[Area]:
    """Cut the text into HTML tables and the rest; with ``whole``, or for a page with ``<html>``, all of it is HTML."""
    if whole or begins_like_a_page(text):
        yield Area(0, len(text), True)
        return
    position = 0
    for start, end in _tables(text):
        if text[position:start].strip(WHITE):
            yield Area(position, start, False)
        yield Area(start, end, True)
        position = end
    if position < len(text):
        yield Area(position, len(text), False)


def begins_like_a_page(text: str) -> bool:
    """Say whether the first thing in the text is the head of an HTML page."""
    start = len(text) - len(text.lstrip(WHITE))
    return _PAGE.match(text, start) is not None


def _tables(text: str) -> Iterator[tuple[int, int]]:
    """Give the outermost tables; rows and cells without a table around them count as one.

    A table without an end (a page cut off) reaches to the end of the line of its last tag.
    """
    start, last, depth = -1, -1, 0
    for tag in _TABLE_TAG.finditer(text):
        closes, name = bool(tag[1]), tag[2].lower()
        if start < 0:
            if closes:
                continue
            start = tag.start()
        last = tag.end()
        if name != "table":
            continue
        depth += -1 if closes else 1
        if depth <= 0:
            yield start, last
            start, depth = -1, 0
    if start >= 0:
        newline = text.find("\n", last)
        yield start, newline if newline >= 0 else len(text)
