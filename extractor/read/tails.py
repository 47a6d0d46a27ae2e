"""Cells wrapped onto a second line, put back to the cells they belong to.

Comes in: the lines of one strip, or rows put together from all strips. Goes out: the
lines with the wrapped rests marked, and the rows with the rests appended. A rest is
short, has no label, and prints fewer cells than the rows around it.
"""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from extractor.lexicon import Lexicon
from extractor.read.atoms import Atom, stitched
from extractor.read.fit import fit
from extractor.read.line import NUMERIC, Line, is_unit

_REST = re.compile(r"[\d.,%\-/~年月日前底万亿元]{1,6}")
_WHOLE_DATE = re.compile(
    r"\d{4}-\d\d-\d\d|\d{4}年\d{1,2}月\d{1,2}日(?:前|底|之前)?|\d{1,2}月\d{1,2}日(?:前|底|之前)?|\d{4}年\d{1,2}月(?:前|底|之前|底前)?"
)
_SHORT = 6
_PIECES = 4  # more pieces than this on one wrapped line do not occur


def with_tails(lines: Sequence[Line]) -> list[Line]:
    """The lines of a strip, the wrapped rests within its indicator table marked."""
    out = list(lines)
    start = next((n for n, line in enumerate(lines) if _heads_indicators(line)), None)
    if start is None:
        return [replace(line, tail=len(line.cells) == 1 and line.cells[0].norm in ("元", "万元")) for line in out]
    end = next((n for n in range(start + 1, len(lines)) if _leaves(lines[n])), len(lines))
    region = range(start + 1, end)
    scored = any(label.key in ("weight", "score") for atom in lines[start].cells for label in atom.roles)
    counts = Counter(len(lines[n].cells) for n in region)
    usual = counts.most_common(1)[0][0] if counts else 1
    for n in region:
        figures = all(NUMERIC.fullmatch(atom.norm) for atom in lines[n].cells)
        if n > start + 1 and len(lines[n].cells) < usual and _is_rest(lines[n]) and not (figures and scored):
            out[n] = replace(lines[n], tail=True)
    return out


def _heads_indicators(line: Line) -> bool:
    return any(
        label.role == "column" and label.block == "indicators" and label.key not in ("weight", "score")
        for atom in line.cells
        for label in atom.roles
    )


def _leaves(line: Line) -> bool:
    """True for a line below the table: a label of another part, a further header, or prose."""
    if line.prose or line.slot is not None:
        return True
    roles = [label for atom in line.cells for label in atom.roles]
    return any(label.role in ("column", "total", "section") for label in roles) or any(
        atom.roles and all(label.role == "field" for label in atom.roles) for atom in line.cells
    )


def _is_rest(line: Line) -> bool:
    if any(atom.roles or len(atom.norm) > _SHORT for atom in line.cells):
        return False
    if len(line.cells) == 1:
        return fit("progress", line.cells[0].norm) > 0
    return all(is_unit(atom) or _REST.fullmatch(atom.norm) or len(atom.norm) <= 2 for atom in line.cells) and not any(
        fit("progress", atom.norm) == 0 and len(atom.norm) > 1 for atom in line.cells
    )


def without_tails(rows: Sequence[Line], lexicon: Lexicon) -> list[Line]:
    """The rows with every wrapped rest appended to the cells above it."""
    out: list[Line] = []
    widths: Counter[int] = Counter()
    for row in rows:
        if not row.tail and row.zone == "indicators":
            for n, atom in enumerate(row.cells):
                widths[n - len(row.cells)] = max(widths[n - len(row.cells)], len(atom.norm) if not atom.roles else 0)
    for row in rows:
        if row.tail and out and not out[-1].header_of and len(row.cells) <= _PIECES:
            out[-1] = replace(out[-1], cells=_appended(list(out[-1].cells), row.cells, widths, lexicon))
        else:
            out.append(replace(row, tail=False))
    return out


def _appended(cells: list[Atom], rests: Sequence[Atom], widths: Counter[int], lexicon: Lexicon) -> list[Atom]:
    """The cells with the rests put behind those that they complete best, in order."""
    ways = itertools.combinations_with_replacement(range(len(cells)), len(rests))
    best = min(ways, key=lambda way: _cost(cells, rests, way, widths, lexicon))
    for place, rest in zip(best, rests, strict=True):
        cells[place] = stitched(cells[place], rest, lexicon)
    return cells


def _cost(
    cells: Sequence[Atom], rests: Sequence[Atom], way: Sequence[int], widths: Counter[int], lexicon: Lexicon
) -> float:
    total = 0.0
    for place in set(way):
        rest = "".join(atom.norm for atom, to in zip(rests, way, strict=True) if to == place)
        total += _growth_cost(cells[place], rest, lexicon)
        if len(cells[place].norm) < widths[place - len(cells)]:
            total += 0.8  # only a full cell goes on in the next line
    return total


def _growth_cost(cell: Atom, rest: str, lexicon: Lexicon) -> float:
    """Cost of ``rest`` being the end of ``cell``; negative where the two make something whole."""
    before, after = cell.norm, cell.norm + rest
    if lexicon.roles(after):
        return -3.0
    if cell.roles or fit("progress", before) == 0 and not before.isdecimal():
        return 3.0
    if _WHOLE_DATE.fullmatch(after) and not _WHOLE_DATE.fullmatch(before):
        return -2.5
    if before.endswith(("万", "亿")):
        return -2.0 if rest == "元" else 1.5
    if before.endswith("元"):
        return 2.5
    if before[-1:].isdecimal() and rest in ("万元", "亿元"):
        return -2.0
    if before[-1:].isdecimal() or before.endswith((".", "-", "%", "年", "月")):
        return (
            -0.6
            if re.match(r"[\d.,%\-万亿元月日年个项次人户家台套米亩份期场天条名件批座册吨公平工小分]", rest)
            else 1.0
        )
    return -0.5 if not re.match(r"[\d.%\-]|万元$|元$", rest) else 2.0
