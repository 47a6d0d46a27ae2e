"""Reasons to ask again that an answer shows by itself.

Comes in: ``Answers`` with their pointers followed. Goes out: ``Fault`` values: a text that cannot be of
its type, a label taken for a value, one piece of text used for two cells. Laws are not asked here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from extractor.family import Family, FieldSpec
from extractor.read.atoms import Atom
from extractor.read.fit import fit
from extractor.read.llm.answers import Answers, Fault
from extractor.read.llm.page import Page
from extractor.read.llm.topic import types_of
from extractor.values import Span

_TYPE_WORDS = {
    "points": "分数", "money": "金额", "rate": "比率", "date": "日期", "period": "起止日期", "phone": "电话",
    "code": "代码", "grade": "等次", "year": "年度", "name": "名称", "progress": "完成进度", "level1": "一级指标",
    "level2": "二级指标", "text": "文字", "prose": "文字", "note": "说明", "person": "姓名",
}  # fmt: skip
_IMPOSSIBLE = {"text": 2.0, "prose": 2.5, "name": 3.0, "progress": 2.5, "grade": 3.0}
_OUT_OF_THE_QUESTION = 3.5
_NO_LEVEL = 2.6  # a level label of no family ends in 指标 or 目标, or is none
_FIGURES = frozenset(("points", "money", "rate"))
_CHINESE = re.compile("[\u4e00-\u9fff]")
_WORDS = 8  # Chinese characters that make a cell a text
_LABEL_COLUMNS = frozenset(("label", "stage_label", "section", "group", "item"))
# One printed label stands for several rows; a code and its label share their text.
_SHARED = frozenset(("level1", "level2", "section", "group", "label", "stage_label"))
_LABEL_ROLES = frozenset(("field", "column", "stub"))
_MAY_BE_A_LABEL = frozenset(("level1", "level2", "level3", "section", "group", "item", "label", "stage_label"))


def faults_of(answers: Answers, specs: Mapping[str, FieldSpec], family: Family, page: Page) -> list[Fault]:
    """All faults of an answer, the pointers that lead nowhere first; one a place."""
    types = types_of(family)
    found: dict[str, Fault] = {fault.place: fault for fault in answers.faults}
    for place, pointed in answers.places():
        why = _misfit(place, pointed.atom, kind_of(place, specs, types), page)
        if why:
            found[place] = Fault(place, why)
    for place, why in _used_twice(answers):
        found.setdefault(place, Fault(place, why))
    return list(found.values())


def kind_of(place: str, specs: Mapping[str, FieldSpec], types: Mapping[tuple[str, str], str]) -> str:
    """The type of what stands at a place."""
    table, bracket, rest = place.partition("[")
    if not bracket:
        return specs[place].type if place in specs else "text"
    key = rest.rpartition(".")[2]
    return "text" if key in _LABEL_COLUMNS else types.get((table, key), "text")


def _misfit(place: str, atom: Atom, kind: str, page: Page) -> str | None:
    """Why a text cannot stand at a place; None if it can."""
    key = place.rpartition(".")[2] if "[" in place else ""
    shown = page.quoted(atom)[:24]
    roles = {label.role for label in atom.roles}
    if key in ("level1", "level2"):
        is_level = roles & {"level1", "level2"} or fit(key, atom.norm) < _NO_LEVEL
        return None if is_level else f"你指的“{shown}”不像{_TYPE_WORDS[key]}"
    if key not in _MAY_BE_A_LABEL and kind not in ("quantity", "measure", "comparator") and roles & _LABEL_ROLES:
        if len(atom.norm) > 2 and kind != "prose":
            return f"你指的“{shown}”是栏目名，不是内容"
    if kind in _FIGURES and _is_cut_from_words(atom, page):
        return f"你指的“{shown}”是一段文字中的数，不是该栏的数"
    if place != "title" and not may_be(kind, atom.norm):
        return f"你指的“{shown}”不像{_TYPE_WORDS.get(kind, '该栏内容')}"
    return None


def may_be(kind: str, norm: str) -> bool:
    """Whether a text, in comparison form, can be of a type at all."""
    return fit(kind, norm) < _IMPOSSIBLE.get(kind, _OUT_OF_THE_QUESTION)


def _is_cut_from_words(atom: Atom, page: Page) -> bool:
    """True for a figure that a pointer cuts out of a running text: a table prints its figures by themselves."""
    place = page.place(atom.start)
    cell = page.cell(*place) if place is not None else None
    return cell is not None and len(_CHINESE.findall(cell.text)) >= _WORDS and not _CHINESE.search(atom.text)


def _used_twice(answers: Answers) -> Iterator[tuple[str, str]]:
    """Places that were pointed at the same piece of text, unless it is a merged label."""
    users: dict[Span, list[str]] = {}
    for place, pointed in answers.places():
        if place != "fiscal_year" and place.rpartition(".")[2] not in _SHARED:
            for span in (Span(pointed.atom.start, pointed.atom.end), *pointed.atom.more):
                users.setdefault(span, []).append(place)
    yield from _clashes(users)
    yield from _overlaps(sorted(users, key=lambda span: (span.start, -span.end)), users)


def _clashes(users: Mapping[Span, list[str]]) -> Iterator[tuple[str, str]]:
    for places in users.values():
        if len(set(places)) > 1:
            for place in places:
                yield place, "同一片段被用于两格"


def _overlaps(spans: list[Span], users: Mapping[Span, list[str]]) -> Iterator[tuple[str, str]]:
    """Pieces that hold a piece of another cell."""
    last: Span | None = None
    for span in spans:
        if last is not None and span.start < last.end:
            for place in {*users[span], *users[last]}:
                if set(users[span]) != set(users[last]):
                    yield place, "同一片段被用于两格"
        if last is None or span.end > last.end:
            last = span
