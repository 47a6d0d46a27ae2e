"""Title and year of a form.

Comes in: the atoms of a form. Goes out: choices for title and fiscal year, and the
atoms that are left. The title is given as printed, without a year in brackets.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from extractor.doubts import LABEL_COMPLETED
from extractor.family import Family
from extractor.notation.text import fold
from extractor.read.atoms import Atom, year_of
from extractor.read.cells import only, spans_of
from extractor.values import Candidate, Choice, Origin, Span

_YEAR_IN = re.compile(r"[(（〔\[]?\s*((?:19|20)\d\d)\s*年\s*度?\s*[)）〕\]]?")
_BRACKET_TAIL = re.compile(r"\s*[(（〔\[]\s*(?:19|20)\d\d\s*年\s*度?\s*[)）〕\]]\s*$")
_GENERIC = re.compile(r"(?:绩效|成效).{0,12}(?:自评|评价).{0,8}(?:表|结果|报表)$|自评表$|自评价表$")


def read_title(atoms: Sequence[Atom], family: Family, text: str) -> tuple[list[Choice], list[Atom]]:
    """Choices for title and year; the atoms without them."""
    title = next((atom for atom in atoms if is_title(atom, family)), None)
    year = next((atom for atom in atoms[:80] if year_of(atom)), None)
    rest = [atom for atom in atoms if atom is not title and not (year_of(atom) and not atom.roles)]
    choices: list[Choice] = []
    if title is not None:
        raw = _BRACKET_TAIL.sub("", title.text)
        value = re.sub(r"\s+", "", _BRACKET_TAIL.sub("", title.whole) or raw).strip("#* ")
        # A title that several strips share is its pieces; else the stretch without the year behind it.
        spans = spans_of([title]) if title.more else (Span(title.start, title.start + len(raw)),)
        origin: Origin = "repaired" if title.whole else "stitched" if title.more else "read"
        choices.append(only(Candidate("title", value, raw, spans, origin, 0.0, (LABEL_COMPLETED,) * bool(title.whole))))
    choices.extend(_year(title, year))
    return choices, rest


def is_title(atom: Atom, family: Family) -> bool:
    """True for a cell that ends as one of the family's titles does, or as such titles do."""
    if len(atom.norm) > 60 or atom.roles:
        return False
    key = _BRACKET_TAIL.sub("", atom.whole or atom.text)
    folded = fold(key)
    return any(folded.endswith(fold(title)) for title in family.titles) or bool(_GENERIC.search(folded))


def _year(title: Atom | None, year: Atom | None) -> list[Choice]:
    """The year printed in brackets, else the one in the title."""
    for atom in (year, title):
        match = _YEAR_IN.search(atom.text) if atom is not None else None
        if atom is not None and match is None and (wrapped := year_of(atom)):  # wrapped inside its cell
            return [only(Candidate("fiscal_year", wrapped, atom.text, (Span(atom.start, atom.end),)))]
        if atom is not None and match:
            start = atom.start + match.start()
            return [only(Candidate("fiscal_year", match[1], match[0], (Span(start, start + len(match[0])),)))]
    return []
