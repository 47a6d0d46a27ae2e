"""Laws between a department's form and the forms of its projects: how many, how much in all.

Comes in: the forms of a document. Goes out: sayings, attached to the department's form, or
to the project's where that is out of bounds. A document may hold only some of the projects:
fewer than told is a note, more than told a warning.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from extractor.laws.catalogue.narrative import prose_cells
from extractor.laws.catalogue.tables import fund_rows
from extractor.laws.document.bundle import Bundle, in_unit, name_key, own_amount, printed_amount, total_of, yuan
from extractor.laws.document.counted import counts_of_projects
from extractor.laws.document.law import Told, between
from extractor.laws.document.named import opens_with, project_clauses
from extractor.laws.form import Form
from extractor.laws.law import Said, holds, plain
from extractor.laws.names import cell_words
from extractor.notation import Interval, Printed, find_amounts
from extractor.notation.text import fold
from extractor.values import Severity

_PROJECT_SPENDING = re.compile(r"(?<!其他)(?<!各)项目支出(?:共计|共|合计|总额|金额|决算数?|执行数?|实际支出|为|:)*$")
_BESIDE = re.compile("基本支出|支出合计|总支出|支出总额|支出总计|本年支出")
_OTHER_TIME = re.compile("预算|年初|计划|上年|去年|较|增加|减少|结转|结余")


@between("warning", "部门表所述项目个数与项目表张数一致", "the department counts as many projects as there are forms")
def project_count_is_number_of_forms(bundle: Bundle) -> Iterator[Told]:
    """project_count_is_number_of_forms: a document holds no more projects than the department counts.

    Fewer forms than projects is a note: a document may hold only some. Copies count once.
    Okay: forms[0].form_type=department_jinzhong; forms[0].narratives.performance=本年共实施项目2个。;
        forms[1].project_name=村级水站改造补助; forms[2].project_name=乡村道路养护经费
    Broken: forms[0].form_type=department_jinzhong; forms[0].narratives.performance=本年共实施项目1个。;
        forms[1].project_name=村级水站改造补助; forms[2].project_name=乡村道路养护经费
    """
    for index in bundle.departments():
        projects = bundle.projects_of(index)
        told = {
            count: path
            for path, text in reversed(tuple(prose_cells(bundle.forms[index])))
            for count in reversed(tuple(counts_of_projects(fold(text))))
        }
        if not projects or not told:
            continue
        least = len({name_key(bundle.name(number)) for number in projects})
        most = len(projects) + bundle.unnamed()
        fits = [count for count in told if least <= count <= most]
        count, path = (fits[0], told[fits[0]]) if fits else list(told.items())[-1]
        yield index, holds(path) if fits else _count_differs(path, count, least if count < least else most)


def _count_differs(path: str, count: int, forms: int) -> Said:
    gap = abs(forms - count)
    if forms > count:
        zh = f"部门表写项目共 {count} 个，本文件有 {forms} 个项目的表，多 {gap} 个"
        en = f"the department counts {count} project(s), this document holds forms of {forms}: {gap} more"
    else:
        zh = f"部门表写项目共 {count} 个，本文件只有 {forms} 个项目的表，缺 {gap} 个"
        en = f"the department counts {count} projects, this document holds forms of only {forms}: {gap} fewer"
    severity: Severity = "warning" if forms > count else "note"
    return Said("broken", (path,), zh, en, str(count), str(forms), str(forms - count), severity)


@between(
    "warning", "各项目金额之和与部门项目支出相符", "the projects' amounts add up to the department's project spending"
)
def project_amounts_sum_to_department(bundle: Bundle) -> Iterator[Told]:
    """project_amounts_sum_to_department: the projects' amounts are not more than the department's project spending.

    Budget with budget, spending with spending, from the table by kind of expenditure and from prose.
    A sum that is less is a note, or a warning where as many forms are there as the department counts.
    Okay: forms[0].form_type=department_jinzhong; forms[0].narratives.performance=基本支出80万元,项目支出30万元。;
        forms[1].project_name=村级水站改造补助; forms[1].funds[0].source=total; forms[1].funds[0].executed=10;
        forms[2].project_name=乡村道路养护经费; forms[2].funds[0].source=total; forms[2].funds[0].executed=20.00
    Broken: forms[0].form_type=department_jinzhong; forms[0].narratives.performance=基本支出80万元,项目支出25万元。;
        forms[1].project_name=村级水站改造补助; forms[1].funds[0].source=total; forms[1].funds[0].executed=10;
        forms[2].project_name=乡村道路养护经费; forms[2].funds[0].source=total; forms[2].funds[0].executed=20.00
    """
    for index in bundle.departments():
        for column in ("initial_budget", "adjusted_budget", "executed"):
            told = _told_spending(bundle.forms[index], column, bundle)
            parts = _once_each(bundle, bundle.projects_of(index), column)
            known = [part for part in parts if part is not None]
            if known and told:
                yield index, _summed(bundle, index, column, known, told, len(known) == len(parts))


def _once_each(bundle: Bundle, projects: Sequence[int], column: str) -> list[tuple[int, str, Printed] | None]:
    """Form, cell and amount of each project, None where it states none; nothing where forms of one name differ.

    Of a goal form and a self-evaluation the one that states the amount counts, of copies the first.
    """
    found: dict[str, tuple[int, str, Printed] | None] = {}
    for number in projects:
        key, own = name_key(bundle.name(number)), own_amount(bundle.forms[number], column)
        first = found.setdefault(key, None)
        if own is not None and first is not None and own[1].value != first[2].value:
            return []
        if own is not None and first is None:
            found[key] = (number, *own)
    return list(found.values())


def _told_spending(form: Form, column: str, bundle: Bundle) -> list[tuple[str, Printed, str]]:
    """Cells of the department that tell its project spending: path, amount in 元, words for the amount."""
    found = []
    for row in fund_rows(form, "by_expenditure"):
        path = f"{row}.{column}"
        seen = yuan(form, path)
        if form.text(f"{row}.source") == "project" and seen is not None:
            found.append((path, seen, printed_amount(form, path)))
    if column == "executed":
        found.extend(_spending_in_prose(form, bundle))
    return found


def _spending_in_prose(form: Form, bundle: Bundle) -> Iterator[tuple[str, Printed, str]]:
    """Amounts behind 项目支出 in a sentence that sets it beside 基本支出 or a total: it is the department's."""
    about = {
        clause for _, clause in project_clauses(form) for n in bundle.projects() if opens_with(clause, bundle.name(n))
    }
    for path, prose in prose_cells(form):
        for sentence in re.split("[。;]", fold(prose)):
            if not _BESIDE.search(sentence) or any(sentence in fold(clause) for clause in about):
                continue
            for amount in find_amounts(sentence):
                before = re.split("[,、(]", sentence[: amount.start])[-1]
                if _PROJECT_SPENDING.search(before) and not _OTHER_TIME.search(before):
                    places = -amount.step.adjusted()
                    words = sentence[amount.start : amount.end]
                    yield path, Printed(amount.yuan, places, words), words


def _summed(
    bundle: Bundle, index: int, column: str, known: Sequence[tuple[int, str, Printed]],
    told: Sequence[tuple[str, Printed, str]], all_known: bool,
) -> Said:  # fmt: skip
    """Compare the sum with each amount told; one that fits is enough, since prose may tell of a part."""
    whole = total_of([amount for _, _, amount in known])
    complete = all_known and _counts_its_forms(bundle, index)
    finest = max(part.decimals for _, _, part in known)
    if any(whole.meets(_span(amount, finest)) for _, amount, _ in told):
        return holds(told[0][0])
    path, amount, words = max(told, key=lambda item: item[1].value)
    exact = sum((part.value for _, _, part in known), Decimal(0))
    unit = bundle.forms[known[0][0]]
    shown = " + ".join(plain(in_unit(part.value, unit, known[0][1])) or "" for _, _, part in known)
    total, gap = in_unit(exact, unit, known[0][1]), in_unit(abs(exact - amount.value), unit, known[0][1])
    name = cell_words(f"funds[0].{column}", unit)
    kind, kind_en = name[0].rpartition("·")[2], name[1].rpartition(", ")[2]
    more = exact > amount.value
    zh = f"本文件 {len(known)} 个项目{kind}合计 {shown} = {plain(total)}，部门表项目支出 {words}，"
    en = f"{kind_en} of the {len(known)} project form(s): {shown} = {plain(total)}, the department says {words}: "
    zh, en = zh + f"{'多' if more else '少'} {plain(gap)}", en + f"{plain(gap)} {'more' if more else 'less'}"
    severity: Severity = "warning" if more or complete else "note"
    return Said(
        "broken", (path,), zh, en, plain(in_unit(amount.value, unit, known[0][1])), plain(total),
        plain(in_unit(exact - amount.value, unit, known[0][1])), severity,
    )  # fmt: skip


def _span(told: Printed, finest: int) -> Interval:
    """What an amount may stand for that is printed more coarsely than the parts of the sum; else the amount itself."""
    return told.rounded if told.decimals < finest else Interval(told.value, told.value)


def _counts_its_forms(bundle: Bundle, index: int) -> bool:
    told = {n for _, text in prose_cells(bundle.forms[index]) for n in counts_of_projects(fold(text))}
    return told == {len({name_key(bundle.name(number)) for number in bundle.projects_of(index)})}
