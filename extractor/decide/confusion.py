"""Reading faults that a scan makes, and the readings they leave open.

Comes in: a printed number. Goes out: what it may have been, with a cost each. The table
is data; each entry says where the fault was seen. Digital text has none of these faults.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

# read as -> may have been, cost, where it was seen
CONFUSIONS: tuple[tuple[str, str, float, str], ...] = (
    ("O", "0", 0.2, "OCR copies of published forms; 0 and O are alike in common fonts"),
    ("o", "0", 0.2, "OCR copies of published forms"),
    ("D", "0", 0.5, "OCR copies of published forms"),
    ("Q", "0", 0.5, "OCR copies of published forms"),
    ("l", "1", 0.2, "OCR copies of published forms"),
    ("I", "1", 0.2, "OCR copies of published forms"),
    ("|", "1", 0.2, "table rule read as a digit"),
    ("i", "1", 0.4, "OCR copies of published forms"),
    ("S", "5", 0.2, "OCR copies of published forms"),
    ("s", "5", 0.3, "OCR copies of published forms"),
    ("B", "8", 0.2, "OCR copies of published forms"),
    ("Z", "2", 0.3, "OCR copies of published forms"),
    ("z", "2", 0.3, "OCR copies of published forms"),
    ("g", "9", 0.4, "OCR copies of published forms"),
    ("q", "9", 0.4, "OCR copies of published forms"),
    ("1", "7", 0.6, "thin print: 7 and 1"),
    ("7", "1", 0.6, "thin print: 7 and 1"),
    ("3", "8", 0.6, "broken or closed strokes"),
    ("8", "3", 0.6, "broken or closed strokes"),
    ("6", "8", 0.7, "closed strokes"),
    ("8", "6", 0.7, "broken strokes"),
    ("5", "6", 0.8, "closed strokes"),
    ("6", "5", 0.8, "broken strokes"),
    ("0", "6", 0.9, "broken strokes"),
    ("6", "0", 0.9, "closed strokes"),
    ("0", "8", 0.8, "patterned background"),
    ("8", "0", 0.8, "patterned background"),
    ("9", "4", 0.9, "broken strokes"),
    ("4", "9", 0.9, "closed strokes"),
    ("3", "5", 0.9, "broken strokes"),
    ("5", "3", 0.9, "broken strokes"),
    ("2", "≥", 0.8, "≥ read as 2: 290% for ≥90%"),
)
LOST_POINT = 0.7  # a decimal point that vanished
LOST_PERCENT = 0.6  # a percent sign that vanished
_BAD_THOUSANDS = re.compile(r"[+-]?\d[\d,]*,(?:\d{1,2}|\d{4,})(?:\.\d*)?")  # 1,50669: no group of three
DIGITS_AND_POINT = frozenset("0123456789.,%+-")


@lru_cache(maxsize=4096)
def variants(text: str) -> tuple[tuple[str, float], ...]:
    """Other readings of a printed number that one fault explains, cheapest first; letters are put right together."""
    found: dict[str, float] = {}
    if _BAD_THOUSANDS.fullmatch(text):
        return tuple(sorted(_with_points(text.replace(",", "")).items(), key=lambda item: item[1]))
    letters = [index for index, char in enumerate(text) if char not in DIGITS_AND_POINT and _options(char)]
    if letters:
        for reading, cost in _with_letters_right(text, letters):
            found[reading] = min(found.get(reading, 9.0), cost)
    else:
        for index, char in enumerate(text):
            for right, cost in _options(char):
                if right != "≥" or (index == 0 and len(text) > 1):
                    found.setdefault(text[:index] + right + text[index + 1 :], cost)
        found.update(_with_points(text))
    found.pop(text, None)
    return tuple(sorted(found.items(), key=lambda item: item[1]))


def impossible(text: str) -> bool:
    """True for a number with a character that no number holds."""
    body = text.lstrip("≥≤><=≧≦ ").rstrip("%分")
    if _BAD_THOUSANDS.fullmatch(body):
        return True
    return (
        bool(body)
        and any(char.isdecimal() for char in body)
        and any(char in "OoDQlI|iSsBZzgq" for char in body)
        and all(char in DIGITS_AND_POINT or char in "OoDQlI|iSsBZzgq" for char in body)
    )


@lru_cache(maxsize=256)
def _options(char: str) -> tuple[tuple[str, float], ...]:
    return tuple((right, cost) for read, right, cost, _ in CONFUSIONS if read == char)


def _with_letters_right(text: str, letters: list[int]) -> Iterator[tuple[str, float]]:
    """All letters replaced by the digit each stands for."""
    readings = [(text, 0.0)]
    for index in letters:
        readings = [
            (r[:index] + right + r[index + 1 :], cost + more)
            for r, cost in readings
            for right, more in _options(text[index])
        ]
    yield from readings


def _with_points(text: str) -> dict[str, float]:
    """A decimal point put back between two digits."""
    digits = text.lstrip("+-")
    if "." in text or not digits.rstrip("%").isdecimal() or len(digits) < 2:
        return {}
    return {
        text[:index] + "." + text[index:]: LOST_POINT
        for index in range(1, len(text))
        if text[index - 1].isdecimal() and text[index].isdecimal()
    }
