"""Tables inside the prose of a department form: staff counts, income and expenditure by function.

Comes in: the choices that were read from the narratives. Goes out: choices for
``department.staff`` and ``department.income_by_function``. The narrative itself stays whole.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from extractor.read.atoms import Atom
from extractor.read.cells import blank, only
from extractor.values import Candidate, Choice, Span

# 实有人数/总人数, 在职, 离休, 退休: the first count behind each word is the unit's own.
_STAFF = {
    "total": re.compile(r"(?:实有人数|总人数|实有人员|职工总数|人员总数|编制内实有|实有)[为共:：]?\s*(\d+)"),
    "active": re.compile(r"在职(?:人员|职工|在编人员)?[为共:：]?\s*(\d+)"),
    "retired_cadres": re.compile(r"离休(?:人员|干部)?[为共:：]?\s*(\d+)"),
    "retired": re.compile(r"(?<!离)退休(?:人员|职工)?[为共:：]?\s*(\d+)"),
}
_HEAD = re.compile(r"类款代码|科目编码|功能分类")
_ROW = re.compile(  # a name may be wrapped
    r"(?<![\d.])(\d{3,7})\s+((?=\S{1,24}\s)[\u4e00-\u9fff()（）、]+(?:\n[\u4e00-\u9fff()（）、]+)?)((?:\s+[\d,]+(?:\.\d+)?){0,2}?)(?=\s+\d{3,7}\s+[\u4e00-\u9fff]|\s*合|\s*$)"
)
_NAMED = re.compile(
    r"(\d{3})\s*([\u4e00-\u9fff()（）、]{2,}(?:\n[\u4e00-\u9fff()（）、]+)?|[\u4e00-\u9fff]\n[\u4e00-\u9fff()（）、]+)"
)
# A scan may have lost the first character; amounts follow right behind what is left of the label.
_TOTAL = re.compile(r"(?:合\s*计|(?<=\s)[合计])(\s*[\d,]+(?:\.\d+)?(?:\s+[\d,]+(?:\.\d+)?)?)")
_AMOUNT = re.compile(r"[\d,]+(?:\.\d+)?")
AMOUNTS_GLUED = "本行金额连写，分不清收入与支出"
ONE_AMOUNT = "本行只印出一个金额，收入与支出两栏归属不能确定"


def read_department(atoms: Sequence[Atom], choices: Sequence[Choice], text: str) -> tuple[list[Choice], int]:
    """Choices for the staff counts and the rows of the income table, and how many rows there are."""
    prose = {
        c.path: c for choice in choices for c in choice.alternatives[0].candidates if c.path.startswith("narratives.")
    }
    out = list(_staff(prose, text))
    rows, count = _income(prose, text)
    out.extend(rows)
    return out, count


def _stretches(candidate: Candidate | None) -> Iterator[Span]:
    if candidate is not None and candidate.value:
        yield from candidate.spans


def _staff(prose: Mapping[str, Candidate], text: str) -> Iterator[Choice]:
    for key, pattern in _STAFF.items():
        for span in _stretches(prose.get("narratives.staffing")):
            match = pattern.search(text, span.start, span.end)
            if match:
                yield only(
                    Candidate(f"department.staff.{key}", match[1], match[1], (Span(match.start(1), match.end(1)),))
                )
                break
        else:
            yield blank(f"department.staff.{key}")


def _income(prose: Mapping[str, Candidate], text: str) -> tuple[list[Choice], int]:
    """The table 类款代码/名称/本年收入/本年支出 inside 预算执行情况."""
    out: list[Choice] = []
    count = 0
    for span in _stretches(prose.get("narratives.budget_execution")):
        head = _HEAD.search(text, span.start, span.end)
        if not head:
            continue
        total = None
        for match in _TOTAL.finditer(text, head.end(), span.end):
            total = match
        end = total.start() if total else span.end
        for row in _rows(text, head.end(), end):
            out.extend(_row(f"department.income_by_function[{count}]", row, text))
            count += 1
        if total:
            out.extend(
                _amounts(
                    ("department.income_total", "department.expenditure_total"), total.start(1), total.end(1), text
                )
            )
    return out, count


@dataclass(frozen=True, slots=True)
class _Row:
    """Where the code, the name and the amounts of one row stand."""

    code: Span
    name: Span
    amounts: Span
    glued: bool = False


def _rows(text: str, start: int, end: int) -> list[_Row]:
    """The rows of the table; where blanks between figures were lost, each code and name with what stands behind it."""
    parted = [
        _Row(Span(*row.span(1)), Span(*row.span(2)), Span(*row.span(3))) for row in _ROW.finditer(text[:end], start)
    ]
    named = list(_NAMED.finditer(text[:end], start))
    if len(named) <= len(parted):
        return parted
    ends = [*(after.start(1) for after in named[1:]), end]
    return [
        _Row(Span(*row.span(1)), Span(*row.span(2)), Span(row.end(), behind), True)
        for row, behind in zip(named, ends, strict=True)
    ]


def _row(path: str, row: _Row, text: str) -> Iterator[Choice]:
    for key, span in (("code", row.code), ("name", row.name)):
        raw = text[span.start : span.end]
        yield only(Candidate(f"{path}.{key}", raw.replace("\n", ""), raw, (span,)))
    yield from _amounts((f"{path}.income", f"{path}.expenditure"), row.amounts.start, row.amounts.end, text, row.glued)


def _amounts(paths: tuple[str, str], start: int, end: int, text: str, glued: bool = False) -> Iterator[Choice]:
    """Two amounts in order; one alone stands in the first column, and both are flagged; ``glued`` ones are not cut."""
    found = [match.span() for match in _AMOUNT.finditer(text, start, end)] if end > start else []
    if glued and (len(found) != len(paths) or not all(text[last : last + 1].isspace() for _, last in found)):
        for path in paths:
            yield only(Candidate(path, None, "", (), "missing", 1.0, (AMOUNTS_GLUED,)))
        return
    for path, place in zip(paths, found, strict=False):
        raw = text[place[0] : place[1]]
        reasons = () if len(found) == len(paths) else (ONE_AMOUNT,)
        yield only(Candidate(path, raw.replace(",", ""), raw, (Span(*place),), "read", 0.0, reasons))
    for path in paths[len(found) :]:
        yield only(Candidate(path, None, "", (), "missing", 1.0, (ONE_AMOUNT,)))


def ordered(spans: Sequence[Span]) -> bool:
    """True if the spans follow each other."""
    return all(a.end <= b.start for a, b in pairwise(spans))
