"""Notes and instructions printed around a form: how to fill it in, how scores are worked out.

Comes in: the atoms of a form. Goes out: the atoms without them, and the notes, which
find no slot and are kept for the reviewer.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from extractor.read.atoms import Atom
from extractor.values import Boundary

_OPENS = re.compile(r"(?:注|备注|填表说明|填报说明|说明|注意)[:：]?\s*(?:\d+[.、)]|[:：])|注[:：]|\*?注\d")
_NUMBERED = re.compile(r"(?:\(?\d+[.、)）]|[①-⑩]|\(?[一二三四五六七八九]+[、)])")
_CHUNK = re.compile(
    r"\d{1,2}、|-\d{1,3}-|第\d{1,3}页(?:共\d{1,3}页)?"
)  # a chunk's or a page's number on a line of its own
_MARKER = re.compile(r"\d{1,2}、")
_INSTRUCTION = re.compile(
    r"(?:请在此处|请简要|请填写|按照.{0,12}填写|应填写|填写说明|限\d+字|\d+字以内|得分(?:计算|一档)|计算方法应?用?|正向指标)"
)


def without_notes(atoms: Sequence[Atom]) -> tuple[list[Atom], list[Atom]]:
    """The atoms of the form itself, and those of the notes around it."""
    kept: list[Atom] = []
    notes: list[Atom] = []
    inside = False
    for line in _lines(atoms):
        line, marker = _without_marker(line)
        notes.extend(marker)
        if len(line) == 1 and _CHUNK.fullmatch(line[0].norm):
            notes.extend(line)
            continue
        inside = _is_note(line, inside)
        (notes if inside else kept).extend(line)
    return kept, notes


def _without_marker(line: list[Atom]) -> tuple[list[Atom], list[Atom]]:
    """A row whose first cell is nothing but a chunk's number with that cell empty, and the number.

    On a page without empty cells the row begins at its next cell.
    """
    if len(line) > 1 and line[1].before >= Boundary.GAP and _MARKER.fullmatch(line[0].norm):
        if line[1].before == Boundary.GAP:
            return [replace(line[1], before=line[0].before, heads=line[0].heads), *line[2:]], [line[0]]
        empty = replace(line[0], end=line[0].start, text="", norm="")
        return [empty, *line[1:]], [line[0]]
    return line, []


def _is_note(line: Sequence[Atom], inside: bool) -> bool:
    """True if the line opens a note, or goes on with one."""
    text = "".join(atom.text for atom in line).strip()
    if _OPENS.match(text) and not line[0].roles:
        return True
    if not inside or not text:
        return inside
    if line[0].roles and len(line) <= 3:
        return False
    return bool(_NUMBERED.match(text) or _INSTRUCTION.search(text)) and not line[0].roles


def _lines(atoms: Sequence[Atom]) -> list[list[Atom]]:
    lines: list[list[Atom]] = []
    for atom in atoms:
        if not lines or atom.before >= Boundary.LINE:
            lines.append([])
        lines[-1].append(atom)
    return lines
