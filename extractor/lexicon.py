"""The labels of a family, looked up; segmenting and reading share it.

Comes in: a ``Family``. Goes out: a ``Lexicon`` that says which roles a printed text
can play, whole, as half a label (strips cut labels in the middle), or inside a
longer run of text. Never decides which role it plays.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from extractor.family import ColumnSpec, Family
from extractor.notation.text import label_key

_BRACKET_TAIL = re.compile(r"\([^()]{1,12}\)$")
_NUMBERED = re.compile(r"^指标\d+[:、.]?$")


@dataclass(frozen=True, slots=True)
class Label:
    """One role of one label: field, column, row, stage, level1, level2, stub, section, group, item or total."""

    block: str
    role: str
    key: str


class Lexicon:
    """All labels of one family, by their comparison form."""

    def __init__(self, family: Family) -> None:
        """Index the family's fields, columns, row labels, level labels and stubs."""
        self.family = family
        self._roles: dict[str, list[Label]] = {}
        self._printed: dict[str, str] = {}
        for text, label in _labels(family):
            key = label_key(text)
            self._printed.setdefault(key, text)
            roles = self._roles.setdefault(key, [])
            if label not in roles:
                roles.append(label)
        self._frozen = {key: tuple(roles) for key, roles in self._roles.items()}
        self._trie = _trie(self._frozen)
        self._by_length: dict[int, list[str]] = {}
        for form in self._frozen:
            self._by_length.setdefault(len(form), []).append(form)
        self._cache: dict[str, tuple[Label, ...]] = {}
        self._starting: dict[str, dict[str, tuple[Label, ...]]] = {}
        self._ending: dict[str, dict[str, tuple[Label, ...]]] = {}
        self._near: dict[str, tuple[Label, ...]] = {}

    def roles(self, text: str) -> tuple[Label, ...]:
        """Roles of a text that is a label as a whole; empty if it is none."""
        found = self._cache.get(text)
        if found is None:
            found = self._cache[text] = self._look_up(text)
        return found

    def _look_up(self, text: str) -> tuple[Label, ...]:
        if len(text) > 40:
            return ()
        key = label_key(text)
        return self._frozen.get(key) or self._frozen.get(_bare(key)) or ()

    def printed(self, text: str) -> str:
        """The label that ``text`` is, as the family prints it, without what may stand in brackets behind it."""
        key = label_key(text)
        return self._printed.get(key) or self._printed[_bare(key)]

    def starting(self, text: str) -> dict[str, tuple[Label, ...]]:
        """Labels that begin with ``text`` (at least two characters): the left halves at a strip border."""
        key = label_key(text)
        found = self._starting.get(key)
        if found is None:
            forms = self._frozen.items() if len(key) > 1 else ()
            found = {form: roles for form, roles in forms if form.startswith(key) and form != key}
            self._starting[key] = found
        return found

    def ending(self, text: str) -> dict[str, tuple[Label, ...]]:
        """Labels that end with ``text`` (at least two characters): the right halves at a strip border."""
        key = label_key(text)
        found = self._ending.get(key)
        if found is None:
            forms = self._frozen.items() if len(key) > 1 else ()
            found = {form: roles for form, roles in forms if form.endswith(key) and form != key}
            self._ending[key] = found
        return found

    def completes(self, left: str, right: str) -> tuple[Label, ...]:
        """Roles of the label that ``left`` and ``right`` make when joined; empty if they make none."""
        return self.roles(left + right)

    def is_total(self, text: str) -> bool:
        """True for a label of the total row."""
        return any(label.role == "total" for label in self.roles(text))

    def longest_at(self, folded: str, at: int) -> int:
        """Length of the longest label that stands in ``folded`` (already in comparison form) at ``at``; 0 if none."""
        node = self._trie
        best = 0
        for index in range(at, len(folded)):
            found = node.get(folded[index])
            if found is None:
                break
            node = found
            if "" in node:
                best = index - at + 1
        return best

    def near(self, text: str) -> tuple[Label, ...]:
        """Roles of the one label of at least five characters that differs from ``text`` in one; else empty."""
        key = label_key(text)
        if len(key) < 5 or key in self._frozen:
            return ()
        found = self._near.get(key)
        if found is None:
            half = len(key) // 2  # one wrong character leaves one half as it is
            close = {
                self._frozen[form]
                for form in self._by_length.get(len(key), ())
                if (form[:half] == key[:half] or form[half:] == key[half:])
                and sum(a != b for a, b in zip(form, key, strict=True)) == 1
            }
            found = self._near[key] = close.pop() if len(close) == 1 else ()
        return found

    def inside(self, folded: str) -> set[str]:
        """Labels of at least three characters that stand somewhere in a run (already in comparison form)."""
        found: set[str] = set()
        at = 0
        while at < len(folded):
            length = self.longest_at(folded, at)
            if length >= 3:
                found.add(folded[at : at + length])
                at += length
            else:
                at += 1
        return found

    def forms(self) -> Iterator[str]:
        """All labels in comparison form."""
        return iter(self._frozen)


@lru_cache(maxsize=32)
def _cached(family_id: int) -> list[Lexicon]:
    return []


def lexicon_of(family: Family) -> Lexicon:
    """The lexicon of a family, built once."""
    slot = _cached(id(family))
    if not slot or slot[0].family is not family:
        slot[:] = [Lexicon(family)]
    return slot[0]


def is_number_label(text: str) -> bool:
    """True for a bare ``指标1：`` that numbers a row without naming it."""
    return bool(_NUMBERED.match(label_key(text) + ":")) if text else False


def _bare(key: str) -> str:
    """The label without what stands in brackets behind it: a unit, a letter, a number of points."""
    while (shorter := _BRACKET_TAIL.sub("", key)) != key and len(shorter) >= 2:
        key = shorter
    return key


def _trie(forms: dict[str, tuple[Label, ...]]) -> dict:  # type: ignore[type-arg]
    root: dict = {}  # type: ignore[type-arg]
    for form in forms:
        node = root
        for char in form:
            node = node.setdefault(char, {})
        node[""] = True
    return root


def _labels(family: Family) -> Iterator[tuple[str, Label]]:
    """Every (printed label, role) of the family."""
    for field in family.fields:
        for text in field.labels:
            yield text, Label("fields", "field", field.name)
    for block, columns in family.header_columns.items():
        if not (block == "funds" and family.staged_funds):  # one amount a row needs no header
            yield from _column_labels(block, columns)
    if "funds" in family.blocks:
        for source, texts in family.sources.items():
            for text in texts:
                yield text, Label("funds", "row", source)
    if family.staged_funds:
        for stage, texts in family.stages.items():
            for text in texts:
                yield text, Label("funds", "stage", stage)
    if "indicators" in family.blocks:
        yield from _level_labels(family)
    if "scorecard" in family.blocks:
        for role, texts in (("section", family.sections), ("group", family.groups), ("item", family.items)):
            for text in texts:
                yield text, Label("scorecard", role, text)
    for block, texts in family.stubs.items():
        if block == "total":
            for text in texts:
                yield text, Label("scorecard" if "scorecard" in family.blocks else "indicators", "total", "total")
        elif block in family.blocks:
            for text in texts:
                yield text, Label(block, "stub", block)


def _column_labels(block: str, columns: tuple[ColumnSpec, ...]) -> Iterator[tuple[str, Label]]:
    for column in columns:
        for text in column.labels:
            yield text, Label(block, "column", column.key)


def _level_labels(family: Family) -> Iterator[tuple[str, Label]]:
    for level1, texts in family.level1_labels.items():
        for text in texts:
            yield text, Label("indicators", "level1", level1)
    for level1, texts in family.levels.items():
        for text in texts:
            yield text, Label("indicators", "level2", level1)
