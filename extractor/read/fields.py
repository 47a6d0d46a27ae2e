"""Labels with a value beside them: head, narratives and sign-off.

Comes in: the atoms of the field blocks. Goes out: one choice per field. A value
belongs to the label before it in its row; a value on a row of its own goes to the
blank label it fits best, and is flagged.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from extractor.doubts import DISPLACED
from extractor.family import Family, FieldSpec
from extractor.notation.text import fold
from extractor.read.atoms import Atom, is_unit_mark
from extractor.read.cells import blank, candidate, only
from extractor.read.fit import fit
from extractor.values import Boundary, Candidate, Choice, Span

NAME_END_GUESSED = "项目名称与后一栏目名称之间没有印出分隔，“项目”二字归属不定，请核对"
_PROJECT = "项目"
_MISFIT = 2.0
_FEW_LABELS = 2
_PERIOD = re.compile(
    r"(?P<start>\d{4}\D{0,2}\d{0,2}\D?\d{0,2}日?)(?:至|—|–|-|~|～|到)+(?P<end>\d{4}\D{0,2}\d{0,2}\D?\d{0,2}日?)"
)
_MONTHS = re.compile(r"(\d{4})(\d\d)$")
_DATE = re.compile(r"(\d{4})\D+(\d{1,2})(?:\D+(\d{1,2}))?")


@dataclass(slots=True)
class FieldSlot:
    """A printed label and the atoms that were given to it."""

    spec: FieldSpec
    label: Atom
    values: list[Atom] = field(default_factory=list)
    displaced: bool = False


def read_fields(atoms: Sequence[Atom], family: Family, text: str) -> tuple[list[Choice], list[Atom]]:
    """Choices for the printed fields, and the atoms that belong to none."""
    specs = {spec.name: spec for spec in family.fields}
    slots: list[FieldSlot] = []
    stray: list[Atom] = []
    broken = False  # a row has ended since the last label
    queued = _queued(atoms, specs)
    slot_of: dict[int, FieldSlot] = {}
    for index, atom in enumerate(atoms):
        if index in queued and queued[index] in slot_of:
            slot_of[queued[index]].values.append(atom)
            slot_of[queued[index]].displaced = True
            continue
        broken = broken or atom.before >= Boundary.ROW
        spec = _field_of(atom, specs, slots, atoms[index + 1 : index + 3])
        if spec is not None:
            slots.append(FieldSlot(spec, atom))
            slot_of[index] = slots[-1]
            broken = False
        elif not atom.empty and not is_unit_mark(atom):
            _give(atom, slots, stray, broken)
    _doubt_name(slots, text)
    # A label that the record has no cell for still has a value that must not vanish.
    homeless = [value for slot in slots if not slot.spec.path for value in slot.values]
    return list(_choices(slots, text)), stray + homeless


def _doubt_name(slots: Sequence[FieldSlot], text: str) -> None:
    """Mark a project's name before a label that it may share its 项目 with, on a page without separators.

    校园改造项目主管部门 is 校园改造项目 | 主管部门 or 校园改造 | 项目主管部门, unless the name stands elsewhere.
    """
    for slot, behind in pairwise(slots):
        if slot.spec.name != "project_name" or not slot.values or not slot.values[-1].loose:
            continue
        name = fold("".join(atom.text for atom in slot.values))
        label = fold(behind.label.text).rstrip(":")
        labels = {fold(known) for known in behind.spec.labels}
        shared = (
            label[2:] in labels
            if label.startswith(_PROJECT)
            else name.endswith(_PROJECT) and _PROJECT + label in labels
        )
        if (
            shared
            and not name.endswith(_PROJECT * 2)
            and not (name.endswith(_PROJECT) and _stands_again(name, fold(text)))
        ):
            slot.values[-1] = replace(slot.values[-1], doubt=NAME_END_GUESSED)


def _stands_again(name: str, text: str) -> bool:
    """True if the text prints a name again, other than as the beginning of its title."""
    return len(re.findall(re.escape(name) + "(?!(?:项目)?(?:支出|绩效|自评))", text)) > 1


def _queued(atoms: Sequence[Atom], specs: Mapping[str, FieldSpec]) -> dict[int, int]:
    """Place of a value -> place of its label, where a page prints several labels and then as many values."""
    is_label = [any(label.role == "field" and label.key in specs for label in atom.roles) for atom in atoms]
    pairs: dict[int, int] = {}
    start = 0
    while start < len(atoms):
        values = start
        while values < len(atoms) and is_label[values]:
            values += 1
        end = values
        while end < len(atoms) and not is_label[end] and not atoms[end].empty:
            end += 1
        count = values - start
        on_lines = all(atom.before >= Boundary.LINE for atom in atoms[start + 1 : end])
        if count >= _FEW_LABELS and end - values == count and on_lines:
            pairs.update({values + n: start + n for n in range(count)})
        start = max(end, values, start + 1)
    return pairs


def _field_of(
    atom: Atom, specs: Mapping[str, FieldSpec], slots: Sequence[FieldSlot], following: Sequence[Atom]
) -> FieldSpec | None:
    """The field that a label names; of several (联系电话) the unseen one that comes next in the family's order."""
    names = [label.key for label in atom.roles if label.role == "field" and label.key in specs]
    if not names:
        return None
    seen = {slot.spec.name for slot in slots if slot.values}
    order = list(specs)
    last = order.index(slots[-1].spec.name) if slots else -1
    names.sort(key=lambda name: (name in seen, order.index(name) < last, abs(order.index(name) - last)))
    spec = specs[names[0]]
    # A value may read like a label (项目属性 | 其他): right behind a waiting label it is its value.
    if (
        slots
        and not slots[-1].values
        and atom.before in (Boundary.CELL, Boundary.GAP)
        and len(atom.norm) <= 2
        and spec.type == "prose"
    ):
        return None
    return spec


def _give(atom: Atom, slots: list[FieldSlot], stray: list[Atom], broken: bool) -> None:
    """Put a value atom into the slot it belongs to."""
    if not slots:
        stray.append(atom)
        return
    last = slots[-1]
    same_row = not broken and (atom.before < Boundary.LINE or not last.values)
    cost = fit(last.spec.type, atom.norm)
    if last.spec.type == "prose" or atom.loose or atom.before <= Boundary.SPACE:
        last.values.append(atom)
    elif (
        same_row
        and not last.values
        and (cost < _MISFIT + 1 or last.spec.type in ("text", "code", "signature", "period"))
    ):
        last.values.append(atom)
    elif (
        same_row
        and last.values
        and last.spec.type in ("text", "person")
        and not last.displaced
        and atom.before <= Boundary.GAP
    ):
        last.values.append(atom)
    else:
        waiting = [slot for slot in slots[-8:] if not slot.values and slot.spec.path]
        # Of several blank labels that it would fit, the nearest one.
        fits = [(fit(slot.spec.type, atom.norm), -index) for index, slot in enumerate(waiting)]
        if fits and min(fits)[0] < 1.0:
            slot = waiting[-min(fits)[1]]
            slot.values.append(atom)
            slot.displaced = True
        else:
            stray.append(atom)


def _choices(slots: Iterable[FieldSlot], text: str) -> Iterable[Choice]:
    done: set[str] = set()
    for slot in sorted(slots, key=lambda s: not s.values):
        if slot.spec.path and slot.spec.path not in done:
            done.add(slot.spec.path)
            yield from field_choices(slot, text)


def field_choices(slot: FieldSlot, text: str) -> Iterable[Choice]:
    """The choices of one field: a period has two cells, and a department's code in the department's place is a code."""
    spec, values = slot.spec, slot.values
    reasons = (DISPLACED,) if slot.displaced else ()
    cost = 1.2 if slot.displaced else 0.0
    label = (Span(slot.label.start, slot.label.end),)
    if spec.type == "period":
        yield from _period(spec.path, values, text, label, reasons)
    elif not values:
        yield blank(spec.path, label)
    elif spec.type == "date":
        yield only(dated(candidate(spec.path, values, "date", text, cost=cost, reasons=reasons)))
    elif spec.name == "supervising_department" and all(re.fullmatch(r"[\dA-Z]+", v.norm) for v in values):
        yield only(candidate("department_code", values, "code", text, cost=cost, reasons=reasons))
        yield blank(spec.path, label)
    else:
        yield only(
            candidate(
                spec.path,
                values,
                spec.type,
                text,
                cost=cost + min(1.0, fit(spec.type, values[0].norm)),
                reasons=reasons,
            )
        )


def dated(found: Candidate) -> Candidate:
    """A date cell in ISO form; a blank ``年 月 日`` is blank."""
    value = iso(found.value) if found.value else None
    if found.value and not re.search(r"\d", found.value):
        return Candidate(found.path, None, found.raw, found.spans, "blank")
    return Candidate(found.path, value or found.value, found.raw, found.spans, found.origin, found.cost, found.reasons)


def iso(printed: str) -> str | None:
    """``2022年6月24日`` as ``2022-06-24``; a month without a day as ``2022-06``.

    >>> iso("201905")
    '2019-05'
    """
    compact = fold(printed)
    eight = re.fullmatch(r"(\d{4})(\d\d)(\d\d)", compact)
    if eight:
        return f"{eight[1]}-{eight[2]}-{eight[3]}"
    six = _MONTHS.fullmatch(compact)
    if six:
        return f"{six[1]}-{six[2]}"
    match = _DATE.match(compact)
    if not match:
        return compact if re.fullmatch(r"\d{4}年?", compact) and False else None
    return f"{match[1]}-{int(match[2]):02d}" + (f"-{int(match[3]):02d}" if match[3] else "")


def _period(
    path: str, values: Sequence[Atom], text: str, label: tuple[Span, ...], reasons: Sequence[str]
) -> Iterable[Choice]:
    """Start and end of a printed period."""
    if not values:
        yield blank(f"{path}.start", label)
        yield blank(f"{path}.end", label)
        return
    whole = candidate(path, values, "period", text, reasons=reasons)
    match = _PERIOD.search(fold(whole.raw))
    for key in ("start", "end"):
        found = iso(match[key]) if match else None
        if found is None:
            yield only(
                Candidate(
                    f"{path}.{key}", None, whole.raw, whole.spans, "missing", 2.0, (*reasons, "项目期读不出起止日期")
                )
            )
        else:
            yield only(Candidate(f"{path}.{key}", found, whole.raw, whole.spans, whole.origin, 0.0, tuple(reasons)))
