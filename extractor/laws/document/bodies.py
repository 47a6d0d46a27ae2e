"""Laws of names across forms: who supervises a unit, who carries out a project.

Comes in: the forms of a document. Goes out: notes, attached to the form whose name is the
rarer one. Departments may differ from form to form: only forms that belong together are compared.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from os.path import commonprefix

from extractor.laws.document.bundle import Bundle, name_key, names_differ
from extractor.laws.document.copies import pairs
from extractor.laws.document.law import Told, between
from extractor.laws.law import Said, holds

_PATH = "supervising_department"
_SHARED = 5  # characters that two spellings of one name have in common at least
_SECTIONS = ("科", "股", "室", "处")


@between("note", "相关各表的主管部门一致", "forms that belong together name one supervising department")
def supervising_department_agrees(bundle: Bundle) -> Iterator[Told]:
    """supervising_department_agrees: forms of one implementing unit or department code name one supervisor.

    So do the projects in a department's document: the department, as its own form names itself.
    Told where two names differ by one character or a dropped piece: programmes have lead departments of their own,
    so that another name may be another department. Punctuation and clipped names are no difference.
    Okay: forms[0].project_name=村级水站改造补助; forms[0].supervising_department=松涧县水利局;
        forms[0].implementing_unit=松涧县水利站; forms[1].project_name=乡村道路养护经费;
        forms[1].supervising_department=松涧县水利局; forms[1].implementing_unit=松涧县水利站
    Broken: forms[0].project_name=村级水站改造补助; forms[0].supervising_department=松涧县水利局;
        forms[0].implementing_unit=松涧县水利站; forms[1].project_name=乡村道路养护经费;
        forms[1].supervising_department=松涧县水务局; forms[1].implementing_unit=松涧县水利站
    """
    said: set[int] = set()
    for group in _together(bundle):
        texts = {index: text for index in group if _is_body(text := bundle.forms[index].text(_PATH) or "")}
        usual = Counter(map(name_key, texts.values())).most_common(1)
        first = next((index for index, text in texts.items() if name_key(text) == usual[0][0]), None)
        if first is None:
            continue
        for index in texts:
            verdict = _compared(bundle, index, first, _PATH)
            if index not in said and index != first and verdict is not None:
                said.add(index)
                yield index, verdict
    for department in bundle.departments():
        for index in bundle.projects():
            verdict = _compared(bundle, index, department, "reporting_unit")
            if index not in said and verdict is not None:
                said.add(index)
                yield index, verdict


def _is_body(text: str | None) -> bool:
    """Say whether a name is that of a department; the finance office's sections (经建科) differ with the project."""
    key = name_key(text or "")
    return bool(key) and not key.endswith(_SECTIONS)


def _together(bundle: Bundle) -> Iterator[tuple[int, ...]]:
    for path in ("implementing_unit", "department_code"):
        found: dict[str, list[int]] = {}
        for index, form in enumerate(bundle.forms):
            key = name_key(form.text(path) or "")
            if key:
                found.setdefault(key, []).append(index)
        yield from (tuple(group) for group in found.values() if len(group) > 1)


def _compared(bundle: Bundle, index: int, first: int, path: str) -> Said | None:
    """Hold a form's supervising department against the name in a cell of another form."""
    text, usual = bundle.forms[index].text(_PATH) or "", bundle.forms[first].text(path) or ""
    if not name_key(text) or not name_key(usual):
        return None
    if not names_differ(text, usual):
        return holds(_PATH)
    return _differs(index, text, first, usual) if _nearly_alike(name_key(text), name_key(usual)) else None


def _nearly_alike(one: str, other: str) -> bool:
    """Say whether two names differ by a single character, or by a piece of up to three that one of them lacks."""
    same = len(commonprefix((one, other)))
    end = len(commonprefix((one[same:][::-1], other[same:][::-1])))
    rests = sorted((len(one) - same - end, len(other) - same - end))
    return same + end >= _SHARED and rests in ([1, 1], [0, 1], [0, 2], [0, 3])


@between("note", "同一项目两张表的主管部门一致", "two forms of one project name one department")
def same_project_same_department(bundle: Bundle) -> Iterator[Told]:
    """same_project_same_department: two forms of one project, alike in their figures, name one supervising department.

    Okay: forms[0].project_name=村级水站改造补助; forms[0].supervising_department=松涧县水利局;
        forms[0].total.weight=100; forms[1].project_name=村级水站改造补助;
        forms[1].supervising_department=松涧县 水利局; forms[1].total.weight=100
    Broken: forms[0].project_name=村级水站改造补助; forms[0].supervising_department=松涧县水利局;
        forms[0].total.weight=100; forms[1].project_name=村级水站改造补助;
        forms[1].supervising_department=松涧县农业农村局; forms[1].total.weight=100
    """
    for pair in pairs(bundle):
        one, other = (bundle.forms[index].text(_PATH) for index in (pair.first, pair.second))
        if not name_key(one or "") or not name_key(other or ""):
            continue
        if names_differ(one, other):
            yield pair.second, _differs(pair.second, other or "", pair.first, one or "")
        else:
            yield pair.second, holds(_PATH)


def _differs(index: int, text: str, first: int, usual: str) -> Said:
    return Said(
        "broken",
        (_PATH,),
        f"主管部门写法不一：第 {first + 1} 张表为「{usual}」，第 {index + 1} 张表为「{text}」",
        f"the supervising department is “{usual}” in form no. {first + 1}, “{text}” in form no. {index + 1}",
        usual,
        text,
    )
