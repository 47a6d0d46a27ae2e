"""Ground: every candidate points into the text, or it does not go on.

Comes in: a ``Reading`` of whatever reader, and the document. Goes out: the reading with
only those candidates whose evidence is a stretch of this document's text; what a reader
says without evidence stays only where the family or the laws may say it (inferred, blank,
missing).
"""

from __future__ import annotations

from dataclasses import replace

from extractor.values import Candidate, Choice, Document, Reading, Span

_WITHOUT_EVIDENCE = frozenset(("inferred", "blank", "missing"))


def ground(reading: Reading, document: Document) -> Reading:
    """The reading without ungrounded candidates; a choice that loses all its alternatives is dropped."""
    length = len(document.text)
    choices = []
    for choice in reading.choices:
        kept = tuple(a for a in choice.alternatives if all(_is_grounded(c, length) for c in a.candidates))
        if kept:
            choices.append(choice if len(kept) == len(choice.alternatives) else Choice(kept))
    return replace(
        reading, choices=tuple(choices), unplaced=tuple(span for span in reading.unplaced if _inside(span, length))
    )


def _is_grounded(candidate: Candidate, length: int) -> bool:
    if not candidate.spans:
        return candidate.value is None or candidate.origin in _WITHOUT_EVIDENCE
    return all(_inside(span, length) for span in candidate.spans)


def _inside(span: Span, length: int) -> bool:
    return 0 <= span.start <= span.end <= length
