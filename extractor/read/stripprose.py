"""Prose that was cut into strips: its pieces put back line by line, left, middle, right.

Comes in: the lines of all strips of a page. Goes out: the same lines, with each
narrative that a strip printed as one run of lines put together in the row of its
label. Which piece goes where is a best effort by order and width; every text made so
is marked, so that a person compares it with the page.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from statistics import median

from extractor.family import Family
from extractor.lexicon import Lexicon
from extractor.read.atoms import Atom, part, stitched
from extractor.read.cells import PROSE_FROM_STRIPS
from extractor.read.line import Line
from extractor.values import Boundary

_WORDS = re.compile("[\u4e00-\u9fff]")
_LONG = 12  # a line of prose has at least so many characters
_RUN = 1.5  # a piece this much wider than its strip holds several lines


def with_prose(strips: Sequence[Sequence[Line]], family: Family, lexicon: Lexicon) -> list[list[Line]]:
    """The strips' lines, narratives whose lines the first strip ran together gathered in their rows."""
    out = [list(lines) for lines in strips]
    labels = {spec.name for spec in family.fields if spec.type == "prose"}
    for before_table in (True, False):
        rows = _narratives(out[0], labels, before_table)
        widths = [_width([lines[n].cells[-1] for n in _region(lines, before_table)]) for lines in out[1:]]
        texts = [out[0][n].cells[-1] for n in rows]
        groups = [_groups(lines, before_table) for lines in out[1:]]
        own = _own_width(texts, groups)
        if not own or not any(len(text.norm) > _RUN * own for text in texts):
            continue
        counts = [max(1, round(len(text.norm) / own)) for text in texts]
        used: list[set[int]] = [set() for _ in groups]
        pieces = [[_cut(text, own, lexicon)] for text in texts]
        for number, found in enumerate(groups):
            for place, group in _matched(counts, found).items():
                lines = out[number + 1]
                pieces[place].append([p for n in group for p in _cut(lines[n].cells[0], widths[number], lexicon)])
                used[number] |= set(group)
        for n, columns in zip(rows, pieces, strict=True):
            row = out[0][n]
            out[0][n] = replace(row, cells=[*row.cells[:-1], _woven(columns, lexicon)], done=len(columns) > 1)
        for number, taken in enumerate(used):
            out[number + 1] = [
                line if n not in taken else replace(line, cells=()) for n, line in enumerate(out[number + 1])
            ]
    return [[line for line in lines if line.cells] for lines in out]


def marked(rows: Sequence[Line], family: Family) -> list[Line]:
    """The rows with every text marked that was put together from several lines or strips."""
    prose = {spec.name for spec in family.fields if spec.type == "prose"}
    out = list(rows)
    for start, row in enumerate(rows):
        if not any(label.role == "field" and label.key in prose for label in row.cells[0].roles):
            continue
        end = next((n for n in range(start + 1, len(rows)) if any(atom.roles for atom in rows[n].cells[:1])), len(rows))
        block = range(start, end)
        if len(block) > 1 or any(atom.more for atom in row.cells[1:]) or len(row.cells) > 2:
            for n in block:
                cells = [
                    atom if atom.roles and n == start and k == 0 else replace(atom, doubt=PROSE_FROM_STRIPS)
                    for k, atom in enumerate(rows[n].cells)
                ]
                out[n] = replace(rows[n], cells=cells)
    return out


def _table(lines: Sequence[Line]) -> tuple[int, int]:
    """First line of the indicator table and the first line behind it that is prose or a label."""
    start = next(
        (
            n
            for n, line in enumerate(lines)
            if line.zone == "indicators" and line.header_of or "indicators" in line.header_of
        ),
        len(lines),
    )
    end = next((n for n in range(start + 1, len(lines)) if lines[n].slot is not None), len(lines))
    return start, end


def _region(lines: Sequence[Line], before_table: bool) -> list[int]:
    """Lines of prose before the indicators, or behind them and before the score card."""
    start, end = _table(lines)
    places = range(0, start) if before_table else range(start, end)
    return [n for n in places if len(lines[n].cells) == 1 and lines[n].slot is None and _is_prose(lines[n].cells[0])]


def _is_prose(atom: Atom) -> bool:
    """True for a piece of a text: long enough, no label, and mostly words."""
    return not atom.roles and len(atom.norm) >= _LONG and len(_WORDS.findall(atom.norm)) > len(atom.norm) / 2


def _narratives(lines: Sequence[Line], labels: set[str], before_table: bool) -> list[int]:
    """Rows of the first strip that hold a narrative's label and its text."""
    start, _ = _table(lines)
    places = range(0, start) if before_table else range(start, len(lines))
    return [
        n
        for n in places
        if len(lines[n].cells) == 2
        and any(label.role == "field" and label.key in labels for label in lines[n].cells[0].roles)
        and len(lines[n].cells[1].norm) >= _LONG
    ]


def _groups(lines: Sequence[Line], before_table: bool) -> list[list[int]]:
    """Runs of prose without a blank line in them."""
    groups: list[list[int]] = []
    for n in _region(lines, before_table):
        if not groups or groups[-1][-1] != n - 1 or lines[n].cells[0].before == Boundary.BLOCK:
            groups.append([])
        groups[-1].append(n)
    return groups


def _width(atoms: Sequence[Atom]) -> float:
    """Usual length of a line of prose in a strip."""
    return median([len(atom.norm) for atom in atoms]) if atoms else 0.0


def _own_width(texts: Sequence[Atom], groups: Sequence[Sequence[Sequence[int]]]) -> float:
    """Width of the first strip: its text in a narrative of one line in the next strip, else text by lines over all."""
    found = next((group for group in groups if len(group) == len(texts)), None)
    if not texts or found is None:
        return 0.0
    single = [len(text.norm) for text, group in zip(texts, found, strict=True) if len(group) == 1]
    most = sum(len(text.norm) for text in texts) / sum(len(group) for group in found)
    return min([*single, most])


def _matched(counts: Sequence[int], groups: Sequence[Sequence[int]]) -> dict[int, Sequence[int]]:
    """Narratives and groups in order, so that the numbers of lines agree best."""
    if len(counts) == len(groups):
        return dict(enumerate(groups))
    best: dict[tuple[int, int], tuple[float, dict[int, Sequence[int]]]] = {}
    for i in range(len(counts), -1, -1):
        for j in range(len(groups), -1, -1):
            options: list[tuple[float, int, dict[int, Sequence[int]]]] = (
                [(0.0, 0, {})] if i == len(counts) and j == len(groups) else []
            )
            if i < len(counts):
                options.append((best[i + 1, j][0] + 1.0 + 0.2 * counts[i], 1, best[i + 1, j][1]))
            if j < len(groups):
                options.append((best[i, j + 1][0] + 3.0, 2, best[i, j + 1][1]))
            if i < len(counts) and j < len(groups):
                rest = best[i + 1, j + 1]
                options.append((rest[0] + 0.5 * abs(counts[i] - len(groups[j])), 3, {i: groups[j], **rest[1]}))
            low = min(options, key=lambda option: option[:2])
            best[i, j] = (low[0], low[2])
    return best[0, 0][1]


def _cut(atom: Atom, width: float, lexicon: Lexicon) -> list[Atom]:
    """A text that holds several lines cut into pieces of the strip's width."""
    if width <= 0 or len(atom.norm) <= _RUN * width:
        return [atom]
    count = max(2, round(len(atom.norm) / width))
    step = len(atom.text) / count
    cuts = [round(step * n) for n in range(count)] + [len(atom.text)]
    return [part(atom, a, b, lexicon) for a, b in zip(cuts, cuts[1:], strict=False) if atom.text[a:b].strip()]


def _woven(columns: Sequence[Sequence[Atom]], lexicon: Lexicon) -> Atom:
    """The pieces of a narrative line by line, from left to right, as one text."""
    pieces = [column[n] for n in range(max(len(column) for column in columns)) for column in columns if n < len(column)]
    whole = pieces[0]
    for piece in pieces[1:]:
        whole = stitched(whole, piece, lexicon)
    return replace(whole, doubt=PROSE_FROM_STRIPS)
