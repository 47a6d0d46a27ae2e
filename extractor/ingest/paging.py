"""Which pages of a file are read, and who is told of it.

Comes in: what the user wrote (``1-20,35``). Goes out: a ``PageRange``. Never opens a file.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from extractor.errors import UsageError, told

if TYPE_CHECKING:
    from extractor.ingest.page_reader import Pixels

MOST_PAGES = 500
"""So many pages of a file are read where nobody asked for certain ones."""

_FOLDED = str.maketrans("０１２３４５６７８９－–—~～至，、；;", "0123456789------,,,,")
_PART = re.compile(r"(\d{1,6})(-(\d{1,6})?)?|-(\d{1,6})")


@dataclass(frozen=True, slots=True)
class PageRange:
    """Pages as first and last of each stretch, from 1; a last one of None is the end of the file."""

    parts: tuple[tuple[int, int | None], ...]

    def __contains__(self, number: int) -> bool:
        return any(first <= number and (last is None or number <= last) for first, last in self.parts)

    def within(self, total: int) -> list[int]:
        """The numbers of the pages that a file of ``total`` pages has of these, from first to last."""
        return [number for number in range(1, total + 1) if number in self]


def parse_pages(text: str) -> PageRange:
    """Read ``1-20,35`` or ``3-``; raises UsageError."""
    parts: list[tuple[int, int | None]] = []
    for piece in re.sub(r"\s+", "", text.translate(_FOLDED)).split(","):
        found = _PART.fullmatch(piece)
        if found is None:
            raise _no_range(text)
        first = int(found[1] or 1)
        end = found[3] or found[4]
        last = int(end) if end else None if found[2] else first
        if first < 1 or last is not None and last < first:
            raise _no_range(text)
        parts.append((first, last))
    return PageRange(tuple(sorted(parts, key=lambda part: part[0])))


def _no_range(text: str) -> UsageError:
    return told(
        UsageError,
        f"页码范围“{text}”不对；请写成 1-20,35 这样的形式，页码从 1 开始。",
        f"“{text}” is no range of pages; write it as 1-20,35, counting from 1.",
    )


def _log(chinese: str, _english: str) -> None:
    logging.getLogger("jixiao.ingest").warning(chinese)


@dataclass(frozen=True, slots=True)
class Paging:
    """The pages that are wanted (None: all), and who hears of each page and of what was left out.

    ``on_page`` is given the number of the page that was read and how many there are; ``on_note`` a sentence in
    Chinese and in English; ``on_picture`` (None: nobody wants them) the picture of each page at 200 DPI that boxes
    are places in. ``kept`` is the folder of sheets that an OCR engine read before, None keeps nothing.
    """

    pages: PageRange | None = None
    on_page: Callable[[int, int], None] = lambda _number, _total: None
    on_note: Callable[[str, str], None] = _log
    on_picture: Callable[[int, Pixels], None] | None = None
    kept: Path | None = None
