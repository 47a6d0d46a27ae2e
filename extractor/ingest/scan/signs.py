"""Signs that an engine takes for something else: ≥ for a letter, % for rings and strokes.

Comes in: a reading of one piece of print. Goes out: the same, or the reading with the sign, which is never sure of
itself: a person looks, or the laws of the form prove it. Never puts a sign where the engine saw nothing like it.
"""

from __future__ import annotations

import re
from dataclasses import replace

from extractor.ingest.scan.decoding import Reading

DOUBTED = 0.5
"""How sure a reading is at most that does not explain its ink."""

_COMPARATORS = frozenset("≥≤≧≦")
_LIKE_COMPARATORS = frozenset("VWZvwz<>")
_FIGURE = r"[≥≤≧≦<>]?\s?\d+(?:\.\d+)?"
# The upper ring of a small per cent sign is read as one, its stroke and its lower ring as a letter, a stop or nothing.
_PER_CENT = re.compile(rf"({_FIGURE})\s?(?:[°º˚][0oOQaunv。.,]|[\"“”″][0oOQaun。]|%\s?[0oOa°º。]|%)")
_ALIKE = re.compile(rf"({_FIGURE})\s?[^\d\s一-鿿]{{0,2}}\s?[0oOaunv。.,\"“”″°º%]{{0,2}}")


def is_comparator(reading: Reading) -> bool:
    """Say whether a comparator stands alone: of so few strokes an engine is never as sure as of other print."""
    return reading.text in _COMPARATORS


def is_lone_letter(reading: Reading) -> bool:
    """Say whether a letter stands alone that comparators are taken for: it is worth another look."""
    return reading.text in _LIKE_COMPARATORS


def with_sign(reading: Reading) -> Reading:
    """The reading, with the sign that it or another reading of the same ink shows."""
    return _comparator(reading) or _per_cent(reading) or reading


def _comparator(reading: Reading) -> Reading | None:
    """A lone letter that is taken for a comparator by turns is one: many forms print ≥ alone, few a letter."""
    if len(reading.text) != 1 or not (reading.text.isascii() and not reading.text.isdigit()):
        return None
    sign = next((other for other in reading.others if other in _COMPARATORS), None)
    if sign is not None:
        return _doubted(reading, sign)
    return _doubted(reading, reading.text) if is_lone_letter(reading) else None


def _per_cent(reading: Reading) -> Reading | None:
    """A figure with a ring behind it, in any reading of its ink, is one with a per cent sign."""
    if _ALIKE.fullmatch(reading.text) is None:
        return None
    for text in (reading.text, *reading.others):
        found = _PER_CENT.fullmatch(text)
        if found is not None and text != f"{found[1]}%" and reading.text.startswith(found[1]):
            return _doubted(reading, f"{found[1]}%")
    return None


def _doubted(reading: Reading, text: str) -> Reading:
    """The other text in place of the reading; a sign that was read as several characters takes the room of the last."""
    others = dict.fromkeys((reading.text, *reading.others))
    others.pop(text, None)
    inked = [one for one in reading.characters if not one.text.isspace()]
    places = [*inked[: len(text) - 1], *inked[-1:]]
    characters = tuple(replace(one, text=sign) for one, sign in zip(places, text, strict=False))
    return Reading(text, min(reading.score, DOUBTED), tuple(others), characters)
