"""The evaluators: name, title, department, phone.

Comes in: aligned rows. Goes out: choices per person; a row without a name is none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from extractor.read.atoms import Atom
from extractor.read.cells import blank, candidate, only
from extractor.read.rows import spanless
from extractor.read.table import Column, TableRow
from extractor.values import Boundary, Choice

# Titles that stand between a name and a department where a page prints no boundary.
_TITLE = (
    "(?:[一二三四]级)?(?:总|副|正|助理|高级|中级|初级|注册)?"
    "(?:主任科员|科员|调研员|巡视员|专员|主办|技术员|统计师|审计师|农艺师|政工师|兽医师|医师|教师|研究员|馆员|主任|科长|股长|会计师|会计|出纳|工程师|经济师|干事|干部|书记|局长|处长|所长|站长|院长|校长|队长|部长|经理|主管|职员|文员)"
)
_PERSON = re.compile(rf"(?P<name>[\u4e00-\u9fff·]{{2,4}}?)(?P<title>{_TITLE})(?P<department>[\u4e00-\u9fff]{{2,12}})?")


def read_people(rows: Sequence[TableRow], columns: Sequence[Column], text: str) -> tuple[list[Choice], int]:
    """Choices of all evaluators, and how many there are."""
    out: list[Choice] = []
    count = 0
    for row in rows:
        if "name" not in row.cells:
            continue
        for column in columns:
            path = f"evaluators[{count}].{column.key}"
            cell = row.cells.get(column.key)
            out.append(
                blank(path, spanless(row, column.key))
                if cell is None
                else only(candidate(path, cell.atoms, column.type, text, cost=cell.cost))
            )
        count += 1
    return out, count


def cut_people(atoms: Sequence[Atom]) -> list[Atom]:
    """The atoms with a glued name, title and department (``某某会计财务科``) cut at the title."""
    return [piece for atom in atoms for piece in _cut_person(atom)]


def _cut_person(atom: Atom) -> Iterator[Atom]:
    match = _PERSON.fullmatch(atom.text) if atom.loose and not atom.roles else None
    if not match:
        yield atom
        return
    for group in ("name", "title", "department"):
        if match[group]:
            start, end = match.span(group)
            before = atom.before if start == 0 else Boundary.NONE
            text = match[group]
            yield replace(atom, start=atom.start + start, end=atom.start + end, text=text, norm=text, before=before)
