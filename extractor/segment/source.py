"""Which kind of source a text comes from: digital, or read by OCR.

Comes in: the fragments of a form. Goes out: ``digital`` or ``ocr``, estimated from
signs that only a scan leaves: letters inside numbers, garbled units, strips.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from extractor.values import Fragment, SourceKind

_LETTER_IN_NUMBER = re.compile(
    r"(?<![A-Za-z0-9])(?=[\dOolISBZ.]*\d)(?=[\d.]*[OolISBZ])[\dOolISBZ.]{2,12}%?(?![A-Za-z0-9])"
)
_GARBLED = re.compile("万兀|年未结|公厘|得份|分直")


def estimate_source_kind(fragments: Sequence[Fragment], stripped: bool) -> SourceKind:
    """``ocr`` if an engine read the page, if it was cut into strips, or a number holds a letter; else ``digital``."""
    if stripped or any(fragment.score < 1.0 for fragment in fragments):
        return "ocr"
    signs = 0
    for fragment in fragments:
        text = fragment.text
        if len(text) < 200 and (_LETTER_IN_NUMBER.search(text) or _GARBLED.search(text)):
            signs += 1
        elif len(text) >= 200:
            signs += len(_LETTER_IN_NUMBER.findall(text)) + len(_GARBLED.findall(text))
    return "ocr" if signs else "digital"
