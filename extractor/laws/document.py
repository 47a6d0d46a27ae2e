"""Laws between the forms of one document: a department's prose and its projects' own forms.

Comes in: the plain records of all forms of a document. Goes out: judgements, each with the
number of the form whose prose it is about. Compares only a clause that names a project
with that project's form; never one project with another.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from extractor.laws.catalogue.money import stage_amounts
from extractor.laws.catalogue.narrative import prose_cells
from extractor.laws.form import Form, plain_label
from extractor.laws.law import Judgement, plain
from extractor.notation import find_amounts, fold

AMOUNT_ID = "named_project_amount_agrees"
COUNT_ID = "named_project_counts_agree"
DOCUMENT_IDS: tuple[str, ...] = (AMOUNT_ID, COUNT_ID)
"""The ids of the laws between forms; they are no part of a family's list."""

_ITEM = re.compile(r"(?<![0-9.])[0-9]{1,2}[、.](?![0-9])")
_SPENT = re.compile(r"(?:实际投入|实际支出|共支出|共投入|支出)(?:资金)?$")
_COUNT = re.compile(r"([0-9]+)[户家个名所项]([\u4e00-\u9fff]{2})")
_ALIKE = Decimal("0.7")


def check_document(forms: Sequence[tuple[Mapping[str, Any], Mapping[str, str]]]) -> tuple[tuple[int, Judgement], ...]:
    """Return the verdicts of the laws between forms, each with the index of the form that tells.

    ``forms`` are (values, units) in source order. A department form that lists its projects
    in prose is compared with the project forms in the same document, by project name.
    """
    views = [Form.of(values, units) for values, units in forms]
    projects = [(number, view) for number, view in enumerate(views, 1) if view.text("project_name")]
    return tuple(
        (index, judgement)
        for index, view in enumerate(views)
        if not view.text("project_name")
        for path, clause in _clauses(view)
        for number, project in projects
        if _names(clause, project.text("project_name") or "")
        for judgement in (*_amounts(path, clause, number, project), *_counts(path, clause, number, project))
    )


def _clauses(form: Form) -> Iterator[tuple[str, str]]:
    """The numbered items of prose (1、… 2、…)."""
    for path, text in prose_cells(form):
        for item in _ITEM.split(text)[1:]:
            yield path, item


def _names(clause: str, name: str) -> bool:
    """Say whether a clause opens with a project's name, give or take a few characters."""
    head = plain_label(re.split(r"[。,，]", clause)[0])
    wanted = plain_label(name)
    pairs = {wanted[i : i + 2] for i in range(len(wanted) - 1)}
    return len(pairs) >= 4 and sum(pair in head for pair in pairs) >= _ALIKE * len(pairs)


def _judged(law: str, cells: tuple[str, ...], words: tuple[str, str] | None, expected: str, found: str) -> Judgement:
    titles = {
        AMOUNT_ID: ("部门表所述项目支出与项目表一致", "a project's spending told by the department is its form's"),
        COUNT_ID: ("部门表所述项目数量与项目表一致", "counts told by the department are those of the project's form"),
    }
    verdict: Any = "holds" if words is None else "broken"
    return Judgement(law, verdict, "warning", cells, *(words or titles[law]), expected, found)


def _amounts(path: str, clause: str, number: int, project: Form) -> Iterator[Judgement]:
    spent = stage_amounts(project).get("spent")
    if spent is None:
        return
    yuan = spent[1] * project.unit_factor(spent[0])
    for amount in find_amounts(clause):
        if not _SPENT.search(clause[max(0, amount.start - 8) : amount.start].strip()):
            continue
        told, own = clause[amount.start : amount.end], plain(spent[1]) or ""
        agrees = abs(amount.yuan - yuan) < max(amount.step, Decimal(100))
        name = project.text("project_name")
        words = (
            f"部门表写「{name}」支出 {told}，第 {number} 张表（该项目）为 {own}",
            f"the department says {told} for “{name}”, that project's form (no. {number}) says {own}",
        )
        yield _judged(AMOUNT_ID, (path,), None if agrees else words, own, told)


def _counts(path: str, clause: str, number: int, project: Form) -> Iterator[Judgement]:
    own: dict[str, set[str]] = {}
    for _, text in prose_cells(project):
        for count, noun in _COUNT.findall(text):
            own.setdefault(noun, set()).add(count)
    for count, noun in _COUNT.findall(fold(clause)):
        if noun not in own:
            continue
        listed = "、".join(sorted(own[noun]))
        name = project.text("project_name")
        words = (
            f"部门表写「{name}」{noun} {count} 个，第 {number} 张表（该项目）写 {listed} 个",
            f"the department counts {count} {noun} for “{name}”, that project's form (no. {number}) {listed}",
        )
        yield _judged(COUNT_ID, (path,), None if count in own[noun] else words, listed, count)
