"""The guard over figures: no digit reaches a narrative unless a cell or a stated formula carries it.

Comes in: text in which every traced piece stands between two marks. Goes out: the text without the
marks, or the digits that stood outside of them. Never looks at a template: whatever wrote the text,
a figure that was typed instead of traced is found.
"""

from __future__ import annotations

import re
import unicodedata

# Two characters that no document text keeps: the page is cleaned of them before anything is traced.
_OPEN, _CLOSE = "\ue0f0", "\ue0f1"
_TRACED = re.compile(f"{_OPEN}[^{_OPEN}{_CLOSE}]*{_CLOSE}")
_MARKS = str.maketrans("", "", _OPEN + _CLOSE)


def clean(text: str) -> str:
    """Document text without the guard's own marks and without characters that Markdown files cannot hold."""
    return "".join("�" if unicodedata.category(sign) in ("Cc", "Cs") and sign not in "\n\t" else sign
                   for sign in text.translate(_MARKS))  # fmt: skip


def traced(text: str) -> str:
    """Mark a piece of text whose source is known."""
    return _OPEN + text.translate(_MARKS) + _CLOSE


def untraced(marked: str) -> tuple[str, ...]:
    """The figures that stand outside of all marks, each with the characters around it."""
    outside = _TRACED.sub("\x00", marked)
    figures = re.finditer(r"\d+(?:[.,]\d+)*", outside)
    return tuple(outside[max(0, hit.start() - 6) : hit.end() + 6].replace("\x00", "…").strip() for hit in figures)


def unmarked(marked: str) -> str:
    """The text as it is to be read."""
    return marked.translate(_MARKS)
