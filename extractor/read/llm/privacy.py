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
_NAME_PATHS = re.compile(r"evaluators\[\d+\]\.name|sign_off\.(?:responsible|handler)|department\.head")
_DASH = r"[-—–－\s]?"
_NUMBER = re.compile(
    rf"(?<![\d.])(?:(?:\+?86{_DASH})?1[3-9]\d{_DASH}\d{{4}}{_DASH}\d{{4}}"  # mobile
    rf"|[(（]?0\d{{2,3}}[)）]?{_DASH}\d{{7,8}}(?:-\d{{1,4}})?|400{_DASH}\d{{3}}{_DASH}\d{{4}}"  # fixed line
    r"|\d{17}[\dXx]|\d{15,19})(?!\d|\.\d)"  # identity number, bank card
)
# Behind the word for a phone every run of digits is one, a local number of seven digits too.
_SAID_PHONE = re.compile(
    r"(?:电话|手机|联系方式|传真|座机|(?i:tel))[^\d+(（]{0,6}(?P<number>[+(（]?\d[\d\-—–－\s()（）]{4,22})"
)
# Behind the words for one who answers for a form stands a name, whatever the family calls the place.
_SIGNED = re.compile(
    r"(?:负责人|责任人|经办人?|填[表报]人?|联系人|审[核批]人?|复核人?|制表人?|评价人员?|签[字章名])"
    r"[)）]?(?:[(（][^)）]{1,6}[)）])?\s*[:：]\s*(?P<name>[\u4e00-\u9fff·][\u4e00-\u9fff·、\s]{1,23})"
)
_SIGNED_LABEL = re.compile(
    r"[\u4e00-\u9fff]{0,8}(?:负责人|责任人|经办人?|填[表报]人?|联系人|审[核批]人?|复核人?|制表人?|评价人|签[字章名])"
    r"[)）]?(?:[(（][^)）]{1,6}[)）])?\s*(?P<colon>[:：])?"
)
_PERSON_LABELS = frozenset(
    ("responsible", "handler", "sign_phone", "finance_head", "unit_head", "unit_phone", "unit_signature")
)
_PERSON_COLUMNS = frozenset(("name", "phone", "title"))
_KEEP = re.compile(r"优秀?|良好?|中|差|(?:19|20)\d\d\D.*|年月日|[\d.,%]{1,7}")


def withheld_characters(page: Page, personal: Collection[tuple[str, Span]], text: str) -> frozenset[int]:
    """Offsets of the characters that must not be shown.

    ``personal`` are the stretches that the offline reader took for people and their phones, by path. A cell of
    people is withheld whole; of a longer text only the names and numbers in it are.
    """
    names = {text[span.start : span.end].strip() for path, span in personal if _NAME_PATHS.fullmatch(path)}
    names = {name for name in names if _NAME.fullmatch(name)}
    out: set[int] = set()
    for _, span in personal:
        out.update(range(span.start, span.end))
    for row in page.rows:
        for atom in row.cells:
            out.update(_in_text(atom, names))
    for atom in (*_beside_labels(page), *_in_people_tables(page)):
        out.update(range(atom.start, atom.end))
    return frozenset(out)


def _in_text(atom: Atom, names: Collection[str]) -> Iterator[int]:
    """Names, phones and identity numbers inside a cell."""
    folded = fold(atom.text)
    for found in _NUMBER.finditer(folded):
        yield from range(atom.start + found.start(), atom.start + found.end())
    for pattern, group in ((_SAID_PHONE, "number"), (_SIGNED, "name")):
        for found in pattern.finditer(folded):
            yield from range(atom.start + found.start(group), atom.start + found.end(group))
    for name in names:
        at = atom.text.find(name)
        while at >= 0:
            yield from range(atom.start + at, atom.start + at + len(name))
            at = atom.text.find(name, at + 1)


def _labels(atom: Atom) -> set[str]:
    return {label.key for label in atom.roles if label.role == "field"}


def personal_cells(page: Page) -> frozenset[int]:
    """Starts of the cells whose ink must not be shown, among them empty ones: they may be signed by hand."""
    hidden = (
        atom
        for row in page.rows
        for atom in row.cells
        if not page.withheld.isdisjoint(range(atom.start, max(atom.end, atom.start + 1)))
    )
    places = (*hidden, *_beside_labels(page, empty=True), *_in_people_tables(page, empty=True))
    return frozenset(atom.start for atom in places)


def _beside_labels(page: Page, *, empty: bool = False) -> Iterator[Atom]:
    """What stands behind the label of a person or a phone, up to the next label of its row."""
    for row in page.rows:
        behind = sure = False
        for atom in row.cells:
            signed = None if atom.roles else _SIGNED_LABEL.fullmatch(fold(atom.text))
            if atom.roles or signed is not None:
                behind = signed is not None or bool(_labels(atom) & _PERSON_LABELS)
                sure = signed is None or signed["colon"] is not None  # 合同审核 may be an indicator's name
            elif behind and (empty if atom.empty else sure or _NAME.fullmatch(atom.norm)):
                yield atom


def _in_people_tables(page: Page, *, empty: bool = False) -> Iterator[Atom]:
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
                atom
                for atom in row.cells
                if (empty if atom.empty else not atom.roles and not _KEEP.fullmatch(atom.norm))
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
