"""Lines without any separator: titles, prose, a column of numbers, a page on one line.

Comes in: neighbouring lines. Goes out: one piece per line. Never says whether a
newline ends a cell or a row: this layout does not tell.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from extractor.ingest.lines import Line
from extractor.ingest.pieces import Piece, trim_cell
from extractor.values import Boundary

_HEADING = re.compile(r"[ \u3000]{0,3}#{1,6}[ \u3000]+(?=\S)")


def plain_lines(text: str, lines: Sequence[Line]) -> Iterator[Piece]:
    """Give one piece per line; the marks of a Markdown heading stay outside."""
    for line in lines:
        heading = _HEADING.match(text, line.start, line.end)
        start, end = trim_cell(text, heading.end() if heading else line.start, line.end)
        if start < end:
            yield Piece(start, end, Boundary.LINE)
