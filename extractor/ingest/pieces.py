"""The common currency of the layouts: where a piece of text lies and what cuts it off.

Comes in: the decoded text and a stretch of it. Goes out: ``Piece`` values and
trimmed stretches. Never copies text and never changes it: all is offsets.
"""

from __future__ import annotations

from typing import NamedTuple

from extractor.values import Boundary

# Format characters that print nothing. They stay in the text (every offset counts them)
# but outside of a fragment's ends, so that "‎100" and "100" give the same cell.
INVISIBLE = "\u00ad\u061c\u180e\u200b\u200c\u200d\u200e\u200f\u2060\u2061\u2062\u2063\u2064\ufeff" + "".join(
    map(chr, [*range(0x202A, 0x202F), *range(0x2066, 0x206A)])
)

WHITE = "".join(chr(c) for c in range(0x3001) if chr(c).isspace()) + INVISIBLE
"""Everything that may surround a cell and is not part of it: all Unicode white space, and ``INVISIBLE``."""

_EMPHASIS = ("**", "__")


class Piece(NamedTuple):
    """A fragment before it gets its text and page: span, boundary, and place in the grid of its region.

    ``row`` counts from 0 within the region that the layout was given; the splitter
    turns it into a row of the document.
    """

    start: int
    end: int
    before: Boundary
    row: int | None = None
    column: int | None = None


def trim(text: str, start: int, end: int) -> tuple[int, int]:
    """Leave white space and invisible characters out at both ends of ``text[start:end]``.

    What is blank gives an empty stretch at ``start``: a cell that is printed empty has a place, but no text.
    """
    kept = text[start:end].lstrip(WHITE)
    if not kept:
        return start, start
    first = end - len(kept)
    return first, first + len(kept.rstrip(WHITE))


def trim_cell(text: str, start: int, end: int) -> tuple[int, int]:
    """Like ``trim``, and Markdown emphasis around the whole cell (``**总分**``) is left outside too."""
    start, end = trim(text, start, end)
    while end - start > 4 and text.startswith(_EMPHASIS, start) and text[start : start + 2] == text[end - 2 : end]:
        inside = text[start + 2 : end - 2]
        # ``**a** 与 **b**`` is not emphasis around the whole, and ``______`` is a line to write on.
        if text[start] * 2 in inside or not inside.strip(WHITE + "*_"):
            break
        start, end = trim(text, start + 2, end - 2)
    return start, end
