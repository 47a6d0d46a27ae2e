"""Where a stretch of the text stands on its page.

Comes in: a ``Document``. Goes out: ``Evidence`` for spans, with the page and, where the file has pages with places,
the box around what was printed there. Never changes a span.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable

from extractor.values import Box, Document, Evidence, Fragment, Span


class Places:
    """The fragments of a document, to be asked for by spans."""

    def __init__(self, document: Document) -> None:
        """Take the document whose text the spans point into."""
        self._text = document.text
        self._fragments = document.fragments
        self._starts = [fragment.start for fragment in document.fragments]

    def evidence(self, span: Span) -> Evidence:
        """The evidence of a span: its text, the page that it begins on, and the box around its pieces on that page."""
        touched = list(self.fragments(span))
        page = touched[0].page if touched else 1
        box = around(fragment.box for fragment in touched if fragment.page == page)
        return Evidence(span.start, span.end, self._text[span.start : span.end], page, box)

    def fragments(self, span: Span) -> Iterable[Fragment]:
        """The fragments that a span touches, in order; of an empty span the one that it stands in."""
        at = max(0, bisect_right(self._starts, span.start) - 1)
        for fragment in self._fragments[at:]:
            if fragment.start > span.start and fragment.start >= span.end:
                return
            if fragment.end > span.start or fragment.start == fragment.end == span.start:
                yield fragment


def around(boxes: Iterable[Box | None]) -> Box | None:
    """The smallest box around all that are given; None where there is none."""
    found = [box for box in boxes if box is not None]
    if not found:
        return None
    lefts, tops, rights, bottoms = zip(*found, strict=True)
    return min(lefts), min(tops), max(rights), max(bottoms)
