"""What is withheld before anything leaves the machine: people.

Comes in: the page of a form and where the offline reader found people. Goes out: the
characters that are not shown and the rows that are not sent. Withheld are the evaluators and signatures, every text
that holds a name found there, and everything that looks like a phone or an identity number.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator

from extractor.notation import fold
from extractor.read.atoms import Atom
from extractor.read.llm.page import Page
from extractor.values import Span

PERSONAL_PATHS = re.compile(
    r"evaluators\[\d+\]\.(?:name|phone|title|department)|sign_off\.(?:responsible|handler|phone)|department\.(?:head|phone)"
)
_NAME = re.compile("[\u4e00-\u9fff·]{2,6}")
_NUMBER = re.compile(
    r"(?<![\d.])(?:1[3-9]\d[-\s]?\d{4}[-\s]?\d{4}|(?:0\d{2,3}[-\s]?)\d{7,8}(?:-\d{1,4})?|\d{17}[\dXx]|\d{15}|400[-\s]?\d{3}[-\s]?\d{4})(?!\d|\.\d)"
)
_PERSON_LABELS = frozenset(
    ("responsible", "handler", "sign_phone", "finance_head", "unit_head", "unit_phone", "unit_signature")
)
_PERSON_COLUMNS = frozenset(("name", "phone", "title"))
_KEEP = re.compile(r"优秀?|良好?|中|差|(?:19|20)\d\d\D.*|年月日|[\d.,%]{1,7}")


def withheld_characters(page: Page, personal: Collection[Span], text: str) -> frozenset[int]:
    """Offsets of the characters that must not be shown.

    ``personal`` are the stretches that the offline reader took for people and their phones. A cell of
    people is withheld whole; of a longer text only the names and numbers in it are.
    """
    names = {text[span.start : span.end].strip() for span in personal}
    names = {name for name in names if _NAME.fullmatch(name)}
    out: set[int] = set()
    for span in personal:
        out.update(range(span.start, span.end))
    for row in page.rows:
        for atom in row.cells:
            out.update(_in_text(atom, names))
    for atom in (*_beside_labels(page), *_in_people_tables(page)):
        out.update(range(atom.start, atom.end))
    return frozenset(out)


def _in_text(atom: Atom, names: Collection[str]) -> Iterator[int]:
    """Names, phones and identity numbers inside a cell."""
    for found in _NUMBER.finditer(fold(atom.text)):
        yield from range(atom.start + found.start(), atom.start + found.end())
    for name in names:
        at = atom.text.find(name)
        while at >= 0:
            yield from range(atom.start + at, atom.start + at + len(name))
            at = atom.text.find(name, at + 1)


def _labels(atom: Atom) -> set[str]:
    return {label.key for label in atom.roles if label.role == "field"}


def _beside_labels(page: Page) -> Iterator[Atom]:
    """What stands behind the label of a person or a phone, up to the next label of its row."""
    for row in page.rows:
        behind = False
        for atom in row.cells:
            if atom.roles:
                behind = bool(_labels(atom) & _PERSON_LABELS)
            elif behind and not atom.empty:
                yield atom


def _in_people_tables(page: Page) -> Iterator[Atom]:
    """What stands below the header of a table of people, to its strip's end; dates, grades and labels are shown."""
    strip, inside = -1, False
    for row in page.rows:
        if row.strip != strip:
            strip, inside = row.strip, False
        if any(_heads_people(atom) for atom in row.cells):
            inside = True
        elif inside and any(_leaves_people(atom) for atom in row.cells):
            inside = False
        elif inside:
            yield from (
                atom for atom in row.cells if not atom.empty and not atom.roles and not _KEEP.fullmatch(atom.norm)
            )


def _heads_people(atom: Atom) -> bool:
    return any(label.block == "evaluators" and (label.role == "stub" or label.key == "name") for label in atom.roles)


def _leaves_people(atom: Atom) -> bool:
    """A heading or label of another part of the form."""
    return bool(atom.roles) and not any(
        label.block == "evaluators" or label.key in _PERSON_LABELS or label.key == "filled_on" for label in atom.roles
    )


def people_rows(page: Page, withheld: Collection[int]) -> frozenset[int]:
    """Rows of which nothing but people is printed: they are not sent at all."""
    return frozenset(row.number for row in page.rows if _only_people(row.cells, withheld))


def _only_people(cells: Iterable[Atom], withheld: Collection[int]) -> bool:
    printed = [atom for atom in cells if not atom.empty]
    hidden = [atom for atom in printed if all(at in withheld for at in range(atom.start, atom.end))]
    rest = [atom for atom in printed if atom not in hidden]
    return bool(hidden) and all(_heads_people(atom) or _labels(atom) & _PERSON_LABELS for atom in rest)
