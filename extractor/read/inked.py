"""Labels that an OCR engine misread: 质康指标 for 质量指标.

Comes in: a fragment of a scanned page. Goes out: the label of the family that the ink stands for, if it is only one.
Never takes a text for another label where the engine is sure of what it read.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from rapidfuzz import process
from rapidfuzz.distance import Levenshtein

from extractor.lexicon import Lexicon
from extractor.notation.text import fold, label_key
from extractor.values import Fragment

_SURE = 0.97  # an engine this sure has read what is printed
_LEAST, _LONG = 4, 8  # characters of a label that may differ in one, and in two
_COLON = re.compile("[:：]")
_DIGIT = re.compile(r"\d")


def inked_label(fragment: Fragment, lexicon: Lexicon) -> str | None:
    """The family's label for a cell that is none as it was read, where the engine was not sure of it."""
    norm = fold(fragment.text)
    if fragment.score >= _SURE or len(norm) < 2:
        return None
    for other in fragment.others:
        if len(label_key(other)) > 1 and lexicon.roles(other):
            return lexicon.printed(other)
    return None if _DIGIT.search(norm) else _closest(label_key(norm), lexicon)


def inked_heading(fragment: Fragment, lexicon: Lexicon) -> tuple[int, str] | None:
    """The label that stands before a colon in a cell, as another reading of it has it, and where its value begins."""
    colon = _COLON.search(fragment.text)
    if fragment.score >= _SURE or colon is None or lexicon.roles(fragment.text[: colon.start()]):
        return None
    for other in fragment.others:
        label, mark, _ = fold(other).partition(":")
        if mark and len(label) > 1 and any(role.role == "field" for role in lexicon.roles(label)):
            return colon.end(), lexicon.printed(label)
    return None


def inked_title(fragment: Fragment, is_title: Callable[[str], object]) -> str | None:
    """The title that the ink of a cell also reads as, where the engine was not sure of what it is none by."""
    if fragment.score >= _SURE or is_title(fold(fragment.text)):
        return None
    return next((other for other in fragment.others if is_title(fold(other))), None)


def _closest(key: str, lexicon: Lexicon) -> str | None:
    """The one label that differs in a character, or, if it is long, in two."""
    forms = [form for form in lexicon.forms() if len(form) >= _LEAST and abs(len(form) - len(key)) <= 2]
    found = process.extract(key, forms, scorer=Levenshtein.distance, score_cutoff=2, limit=None)
    near = [(distance, form) for form, distance, _ in found if distance <= (2 if len(form) >= _LONG else 1)]
    nearest = min((distance for distance, _ in near), default=0)
    best = {lexicon.roles(form): form for distance, form in near if distance == nearest}
    return lexicon.printed(next(iter(best.values()))) if len(best) == 1 else None
