"""Weigh: what an OCR engine was not sure of, no reading of it is sure of.

Comes in: a grounded ``Reading``, and the document. Goes out: the reading whose candidates know how sure the engine was
of their text, and how else it reads the same ink. Never adds a candidate and never drops one: the laws choose.
"""

from __future__ import annotations

from dataclasses import replace

from extractor.doubts import INK_UNREAD, LAYOUT_GUESSED
from extractor.places import Places
from extractor.values import Alternative, Candidate, Choice, Document, Fragment, Reading

_READ = 0.5  # an empty cell that an engine is less sure of is not empty


def weigh(reading: Reading, document: Document) -> Reading:
    """The reading with ``ink`` and ``seen`` of its candidates; as it is where no fragment is in doubt."""
    if not any(fragment.score < 1.0 or fragment.others or fragment.guessed for fragment in document.fragments):
        return reading
    places = Places(document)
    choices = (
        Choice(
            tuple(Alternative(tuple(_weighed(c, places) for c in a.candidates), a.cost) for a in choice.alternatives)
        )
        for choice in reading.choices
    )
    return replace(reading, choices=tuple(choices))


def _weighed(candidate: Candidate, places: Places) -> Candidate:
    fragments = [fragment for span in candidate.spans for fragment in places.fragments(span)]
    if candidate.value is None and any(not fragment.text and fragment.score < _READ for fragment in fragments):
        return replace(candidate, origin="missing", reasons=(*candidate.reasons, INK_UNREAD))
    touched = [fragment for fragment in fragments if fragment.text]
    ink = min((fragment.score for fragment in touched), default=1.0)
    seen = touched[0].others if len(touched) == 1 and _is_whole(candidate, touched[0]) else ()
    if candidate.value is not None and any(fragment.guessed for fragment in touched):
        candidate = replace(candidate, reasons=(*candidate.reasons, LAYOUT_GUESSED))
    return candidate if ink >= 1.0 and not seen else replace(candidate, ink=ink, seen=seen)


def _is_whole(candidate: Candidate, fragment: Fragment) -> bool:
    """True where the cell is all of the piece: then other readings of the piece are other readings of the cell."""
    (span, *more) = candidate.spans
    return not more and fragment.text[span.start - fragment.start : span.end - fragment.start].strip() == (
        fragment.text.strip()
    )
