"""The yearly objective: what was expected and what was achieved, side by side or below each other.

Comes in: the atoms of the objective block. Goes out: two choices. Where the page
prints no boundary between the two texts, the cut falls behind a full stop and is flagged.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from extractor.notation.text import fold
from extractor.read.atoms import Atom
from extractor.read.cells import blank, candidate, only
from extractor.values import Boundary, Choice

DISPLACED = "该段文字印在栏目名称之前，按内容归到此栏，请核对"
CUT_GUESSED = "两段文字之间没有印出分隔，按句末切分，请核对"
_SENTENCE = 14
# How plans and results are told.
_PLAN = re.compile(
    "计划(?!推进|执行)|拟|将|力争|确保|争取|预计|通过本项目|年内|安排资金|全部用于|推动.{2,12}提质|进一步|目标[:：]?\\d|目标[一二三四五]"
)
_RESULT = re.compile(
    "实际|已(?!经?安排)|完成了|截至|截止|达到了|共支出|支出资金|资金支出|总体推进|基本实现|按计划推进|得到|反映良好|较高|全年共|顺利|圆满|均已"
)
_STOP = re.compile(r"[。；;!！]$|[^\d]\.$")  # 3. numbers a goal, it ends none
_PATHS = {"expected": "objective.expected", "achieved": "objective.actual"}


def with_displaced(atoms: Sequence[Atom], spare: Sequence[Atom]) -> tuple[list[Atom], list[Atom]]:
    """The block with the texts that a page prints before their labels, and the spare atoms without them.

    Only a block of labels alone takes them: two sentences at most that fitted nowhere before it.
    """
    if any(not atom.empty and not atom.roles for atom in atoms) or not atoms:
        return list(atoms), list(spare)
    texts = [
        atom
        for atom in spare
        if atom.end <= atoms[0].start and len(atom.norm) >= _SENTENCE and re.search("[,。;]", atom.norm)
    ]
    if not 1 <= len(texts) <= 2:
        return list(atoms), list(spare)
    behind = [replace(atom, displaced=True) for atom in texts]
    return [*atoms, *behind], [atom for atom in spare if atom not in texts]


def read_objective(atoms: Sequence[Atom], text: str) -> tuple[list[Choice], list[Atom]]:
    """Choices for ``objective.expected`` and ``objective.actual``."""
    labels: list[tuple[str, int]] = []
    values: list[tuple[Atom, str | None]] = []  # value atom and the label right before it
    last: str | None = None
    for index, atom in enumerate(atoms):
        key = next(
            (
                label.key
                for label in atom.roles
                if label.block == "objective" and label.role == "column" and label.key in _PATHS
            ),
            None,
        )
        if key is not None:
            # A stub may read like a column (年度目标完成情况 | 年度目标 | …): the label printed last counts.
            labels = [(k, i) for k, i in labels if k != key] + [(key, index)]
            last = key
        elif any(label.role == "stub" for label in atom.roles):
            continue
        elif not atom.empty:
            values.append((atom, last))
        else:
            values.append((atom, last))
    if not labels and not any(not atom.empty for atom, _ in values):
        return [], []
    parted = {key: [a for a, k in values if k == key and not a.empty] for key in _PATHS}
    if parted["expected"] and parted["achieved"]:  # label, text, label, text
        return [_choice(key, found, text, ()) for key, found in parted.items()], []
    texts = [atom for atom, _ in values if not atom.empty]
    if len(texts) == 1 and len(labels) == len(_PATHS):
        texts = _at_blanks(texts[0])
    first = labels[0][0] if labels else "expected"
    second = "achieved" if first == "expected" else "expected"
    groups, reasons = _halve(texts)
    if any(atom.displaced for atom in texts):
        reasons = (*reasons, DISPLACED)
    return [_choice(first, groups[0], text, reasons), _choice(second, groups[1], text, reasons)], []


def _at_blanks(atom: Atom) -> list[Atom]:
    """A text cut where a blank stands behind a full stop: Chinese prose prints none there, two cells do."""
    marks = [match.span(1) for match in re.finditer(r"[。！](\s+)(?=\S)", atom.text)]
    if not marks or atom.more:
        return [atom]
    starts, ends = [0, *(end for _, end in marks)], [*(start for start, _ in marks), len(atom.text)]
    return [
        replace(
            atom,
            start=atom.start + start,
            end=atom.start + end,
            text=atom.text[start:end],
            norm=fold(atom.text[start:end]),
            before=Boundary.SPACE if start else atom.before,
        )
        for start, end in zip(starts, ends, strict=True)
    ]


def _choice(key: str, atoms: Sequence[Atom], text: str, reasons: Sequence[str]) -> Choice:
    if not atoms:
        return blank(_PATHS[key])
    return only(candidate(_PATHS[key], atoms, "prose", text, reasons=reasons, cost=1.0 if reasons else 0.0))


def _halve(atoms: Sequence[Atom]) -> tuple[tuple[list[Atom], list[Atom]], tuple[str, ...]]:
    """The two texts: cut at the strongest boundary, among equals at the full stop where plans end and results begin.

    Where the words leave that open, it is the stop nearest the middle.
    """
    if len(atoms) < 2:
        return (list(atoms), []), ()
    middle = sum(len(atom.norm) for atom in atoms) / 2
    turns = _turns(atoms)
    scored = []
    length = 0
    for index in range(1, len(atoms)):
        length += len(atoms[index - 1].norm)
        stop = bool(_STOP.search(atoms[index - 1].norm))
        boundary = atoms[index].before if atoms[index].before >= Boundary.GAP else 0
        scored.append((boundary, stop, turns.get(index, 0), -abs(length - middle), index))
    strength, stop, turn, _, at = max(scored)
    sure = strength >= Boundary.GAP and len(atoms) == 2
    sure = sure or (len(atoms) == 2 and stop) or sum(1 for _, ends, *_ in scored if ends) == 1
    others = [other for boundary, ends, other, _, index in scored if ends and boundary == strength and index != at]
    sure = sure or (stop and turn > max(others, default=turn))
    return (list(atoms[:at]), list(atoms[at:])), () if sure else (CUT_GUESSED,)


def _turns(atoms: Sequence[Atom]) -> dict[int, int]:
    """For every atom that begins a sentence, how many sentences say what they should if the results begin there."""
    starts = [0, *(n for n in range(1, len(atoms)) if _STOP.search(atoms[n - 1].norm)), len(atoms)]
    sentences = ["".join(atom.norm for atom in atoms[a:b]) for a, b in pairwise(starts)]
    told = [bool(_RESULT.search(text)) - bool(_PLAN.search(text)) for text in sentences]
    return {starts[n]: sum(told[n:]) - sum(told[:n]) for n in range(1, len(sentences))}
