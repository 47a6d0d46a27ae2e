"""The title of a page of strips, and the year below it, taken out of the strips and put first.

Comes in: the lines at the head of every strip. Goes out: the title and the year, each put
together where a cut went through it, and the strips without them. A title stands over the
whole page, so its line in one strip goes with no row of another.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from extractor.lexicon import Lexicon
from extractor.read.atoms import Atom, stitched, year_of

_END = re.compile(r"(?:自评表|自评价表|评价表|评价结果表)$")
_YEAR_BEGUN = re.compile(r"[(\[](?:19|20)?\d{0,2}\d?年?度?")
_YEAR_ENDS = re.compile(r"\d{0,4}年?度?[)\]]")
_TOP = 3  # a title stands among the first lines of a strip
_LEFT, _RIGHT = 14, 4  # the parts of a title left and right of the strip that holds most of it
Rows = Sequence[Sequence[Atom]]


def without_titles(strips: Sequence[Rows], lexicon: Lexicon) -> tuple[list[Atom], list[list[Sequence[Atom]]]]:
    """Title and year as atoms, and the lines that are left of every strip."""
    left = [list(rows) for rows in strips]
    out: list[Atom] = []
    for found in (_title(left, lexicon), _year(left, lexicon)):
        if found is not None:
            atom, taken = found
            out.append(atom)
            for strip, line in taken:
                left[strip] = [row for row in left[strip] if row is not line]
    return out, left


_Found = tuple[Atom, list[tuple[int, Sequence[Atom]]]]


def _title(strips: Sequence[Rows], lexicon: Lexicon) -> _Found | None:
    """The line that ends a title, with the parts of it in the strips beside; None if no strip prints one."""
    for place, rows in enumerate(strips):
        for number, row in enumerate(rows[:_TOP]):
            if len(row) != 1:
                continue
            text = row[0].norm
            behind = _first(strips, place + 1)
            if not _END.search(text) and not (
                behind is not None
                and len(behind[0].norm) <= _RIGHT
                and _END.search(text + behind[0].norm)
                and "评" in text + behind[0].norm
            ):
                continue
            atom, taken = row[0], [(place, row)]
            if not _END.search(text) and behind is not None:
                atom = stitched(atom, behind[0], lexicon)
                taken.append((place + 1, behind))
            before = _first(strips, place - 1) if place and number == 0 else None
            if before is not None and _begins(before[0], atom, lexicon):
                atom = stitched(before[0], atom, lexicon)
                taken.append((place - 1, before))
            return atom, taken
    return None


def _first(strips: Sequence[Rows], place: int) -> Sequence[Atom] | None:
    """The first line of a strip if it is one text that is no label."""
    if not 0 <= place < len(strips) or not strips[place]:
        return None
    row = strips[place][0]
    return row if len(row) == 1 and not row[0].roles and not row[0].norm.endswith(":") else None


def _begins(left: Atom, title: Atom, lexicon: Lexicon) -> bool:
    """True for the first part of a title: words that begin no label, before a title that is not whole."""
    family = lexicon.family
    if any(title.norm == text or title.norm.startswith(text) for text in family.titles):
        return False
    return len(left.norm) <= _LEFT and not left.norm[:1].isdecimal() and not lexicon.starting(left.norm)


def _year(strips: Sequence[Rows], lexicon: Lexicon) -> _Found | None:
    """The year of the form, whole or cut between two strips."""
    for place, rows in enumerate(strips):
        for row in rows[:_TOP]:
            if len(row) != 1:
                continue
            if year_of(row[0]) is not None:
                return row[0], [(place, row)]
            behind = next(
                (
                    line
                    for line in (strips[place + 1][:_TOP] if place + 1 < len(strips) else ())
                    if len(line) == 1 and _YEAR_ENDS.fullmatch(line[0].norm)
                ),
                None,
            )
            if behind is not None and _YEAR_BEGUN.fullmatch(row[0].norm):
                atom = stitched(row[0], behind[0], lexicon)
                if year_of(atom) is not None:
                    return atom, [(place, row), (place + 1, behind)]
    return None


__all__ = ["without_titles"]
