"""Laws between a department's clause that names a project and that project's own form.

Comes in: the forms of a document. Goes out: sayings, attached to the form whose prose it
is. Compares only a clause that opens with the project's name.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from extractor.laws.catalogue.money import stage_amounts
from extractor.laws.catalogue.narrative import prose_cells
from extractor.laws.document.bundle import Bundle
from extractor.laws.document.law import Told, between
from extractor.laws.form import Form, plain_label
from extractor.laws.law import Said, holds, plain
from extractor.notation import find_amounts, fold

_ITEM = re.compile(r"(?<![0-9.])[0-9]{1,2}[、.](?![0-9])")
_SPENT = re.compile(r"(?:实际投入|实际支出|共支出|共投入|支出)(?:资金)?$")
_COUNT = re.compile(r"([0-9]+)[户家个名所项]([\u4e00-\u9fff]{2})")
_ALIKE = Decimal("0.7")


@between("warning", "部门表所述项目支出与项目表一致", "a project's spending told by the department is its form's")
def named_project_amount_agrees(bundle: Bundle) -> Iterator[Told]:
    """named_project_amount_agrees: spending told for a named project is that project's, to the coarser print.

    Okay: forms[0].narratives.performance=1、村级水站改造补助。实际投入62.4万元。;
        forms[1].project_name=村级水站改造补助; forms[1].funds[0].stage=spent; forms[1].funds[0].source=city;
        forms[1].funds[0].executed=62.37
    Broken: forms[0].narratives.performance=1、村级水站改造补助。实际投入72.4万元。;
        forms[1].project_name=村级水站改造补助; forms[1].funds[0].stage=spent; forms[1].funds[0].source=city;
        forms[1].funds[0].executed=62.37
    """
    for index, path, clause, number in _told(bundle):
        project = bundle.forms[number]
        spent = stage_amounts(project).get("spent")
        if spent is None:
            continue
        yuan = spent[1] * project.unit_factor(spent[0])
        for amount in find_amounts(clause):
            if not _SPENT.search(clause[max(0, amount.start - 8) : amount.start].strip()):
                continue
            told, own = clause[amount.start : amount.end], plain(spent[1]) or ""
            if abs(amount.yuan - yuan) < max(amount.step, Decimal(100)):
                yield index, holds(path)
                continue
            name = project.text("project_name")
            yield (
                index,
                Said(
                    "broken",
                    (path,),
                    f"部门表写「{name}」支出 {told}，第 {number + 1} 张表（该项目）为 {own}",
                    f"the department says {told} for “{name}”, that project's form (no. {number + 1}) says {own}",
                    own,
                    told,
                ),
            )


@between("warning", "部门表所述项目数量与项目表一致", "counts told by the department are those of the project's form")
def named_project_counts_agree(bundle: Bundle) -> Iterator[Told]:
    """named_project_counts_agree: a count told for a named project is one that its own form tells of the same thing.

    Okay: forms[0].narratives.performance=1、村级水站改造补助。补助3户镇级水站。;
        forms[1].project_name=村级水站改造补助; forms[1].narratives.fund_use=共补助3户镇级水站。
    Broken: forms[0].narratives.performance=1、村级水站改造补助。补助4户镇级水站。;
        forms[1].project_name=村级水站改造补助; forms[1].narratives.fund_use=共补助3户镇级水站。
    """
    for index, path, clause, number in _told(bundle):
        project = bundle.forms[number]
        own: dict[str, set[str]] = {}
        for _, text in prose_cells(project):
            for count, noun in _COUNT.findall(text):
                own.setdefault(noun, set()).add(count)
        for count, noun in _COUNT.findall(fold(clause)):
            if noun not in own:
                continue
            if count in own[noun]:
                yield index, holds(path)
                continue
            listed, name = "、".join(sorted(own[noun])), project.text("project_name")
            yield (
                index,
                Said(
                    "broken",
                    (path,),
                    f"部门表写「{name}」{noun} {count} 个，第 {number + 1} 张表（该项目）写 {listed} 个",
                    f"the department counts {count} {noun} for “{name}”, "
                    f"that project's form (no. {number + 1}) {listed}",
                    listed,
                    count,
                ),
            )


def project_clauses(form: Form) -> Iterator[tuple[str, str]]:
    """The numbered items of a form's prose (1、… 2、…), each with the cell it stands in."""
    for path, text in prose_cells(form):
        for item in _ITEM.split(text)[1:]:
            yield path, item


def opens_with(clause: str, name: str) -> bool:
    """Say whether a clause opens with a project's name, give or take a few characters."""
    head = plain_label(re.split(r"[。,，]", clause)[0])
    wanted = plain_label(name)
    pairs = {wanted[i : i + 2] for i in range(len(wanted) - 1)}
    return len(pairs) >= 4 and sum(pair in head for pair in pairs) >= _ALIKE * len(pairs)


def _told(bundle: Bundle) -> Iterator[tuple[int, str, str, int]]:
    """Form, cell and clause that tell of a project, and the project's form."""
    for index, form in enumerate(bundle.forms):
        if form.text("project_name"):
            continue
        for path, clause in project_clauses(form):
            for number in bundle.projects():
                if opens_with(clause, bundle.name(number)):
                    yield index, path, clause, number
