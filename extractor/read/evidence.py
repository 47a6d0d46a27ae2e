"""What the contents of two strips say about their lines belonging together.

Comes in: the rows put together so far and the lines of the next strip. Goes out: for a
row and a line a small cost, negative where their contents agree: a word cut in two
that stands whole elsewhere on the page, a result of the kind of its target, an
indicator of the kind that its level label names. Labels are judged elsewhere.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from extractor.lexicon import Lexicon
from extractor.read.atoms import Atom
from extractor.read.fit import NUMBER
from extractor.read.levels import strangeness
from extractor.read.line import Line

_CJK = re.compile("[\u4e00-\u9fff]")
_MEASURED = re.compile(r"[^\d]{0,5}?(?P<number>\d[\d,]*(?:\.\d+)?)(?P<unit>\D*)")
_DATE = re.compile(r"\d{4}年|\d{1,2}月|\d{4}-\d\d|\d{4}年?底?之?前")
_BROKEN = re.compile(
    r".*\d(?![个项次人户家台套米亩份期场天条名件批座册吨公平元万亿工小分年月日年%])[\u4e00-\u9fff]{2,}"
)
_AMOUNT = re.compile(r"\d+(?:\.\d+)?(?=万元|元)")
_WORD = 0.6


@dataclass(frozen=True, slots=True)
class Evidence:
    """Words of the page, and whether the cut went through the column of results."""

    words: frozenset[str]
    numbers: frozenset[str]  # amounts that stand whole in a text
    through_actual: bool

    @classmethod
    def of(cls, rows: Sequence[Line], lines: Sequence[Line], lexicon: Lexicon) -> Evidence:
        """What two neighbouring strips print."""
        words = {
            text[n : n + 2]
            for line in (*rows, *lines)
            for text in (atom.norm for atom in line.cells)
            for n in range(len(text) - 1)
        }
        heads = [
            row.cells[-1].norm
            for row in rows
            if row.zone == "indicators" and any(a.roles for a in row.cells) and not row.cells[-1].roles
        ]
        rights = [line.cells[0].norm for line in lines if len(line.cells) <= 6]
        cut = any(
            label.key == "actual"
            for left in heads
            if len(left) <= 8
            for right in rights
            if len(right) <= 8
            for label in lexicon.completes(left, right)
        )
        if not cut and not any(row.header_of and row.zone == "indicators" for row in rows):
            ends = [values[-1].norm for row in rows if row.zone == "indicators" and len(values := values_of(row)) >= 3]
            cut = len(ends) >= 3 and median(len(end) for end in ends) <= 2
        texts = (
            atom.norm for line in (*rows, *lines) for atom in line.cells if line.slot is None and len(atom.norm) > 4
        )
        numbers = {plain_amount(number) for text in texts for number in _AMOUNT.findall(text)}
        return cls(frozenset(words), frozenset(numbers) - {""}, cut)

    def cost(self, row: Line, line: Line) -> float:
        """Cost of ``line`` going on with ``row``, as far as their contents tell."""
        left, right = row.cells[-1], line.cells[0]
        if row.slot is not None and row.slot[0] == "funds" and plain_amount(left.norm + right.norm) in self.numbers:
            return -_WORD
        if left.roles or row.header_of or line.header_of or line.tail or row.slot is not None:
            return 0.0
        border = left.norm[-1:] + right.norm[:1]
        cost = -_WORD if border in self.words and len(_CJK.findall(border)) == 2 else 0.0
        if row.zone != "indicators" or right.roles:
            return cost
        values = values_of(row)
        if len(values) == 1 and len(line.cells) >= 2:
            return cost + self._kind_cost(row, values[0], line)
        if self.through_actual and len(values) >= 3:
            return cost + agreement(values[-2].norm, left.norm + right.norm)
        points = [float(atom.norm) for atom in values if NUMBER.fullmatch(atom.norm) and "," not in atom.norm]
        if NUMBER.fullmatch(right.norm) and "," not in right.norm and len(points) == 1:
            return cost + _scored(points[0], float(right.norm))
        if not self.through_actual and len(values) == 2 and len(line.cells) >= 2:
            return cost + agreement(left.norm, right.norm)
        return cost

    def _kind_cost(self, row: Line, name: Atom, line: Line) -> float:
        """An indicator below a level label of its row."""
        return (
            0.6 * strangeness(row, (name.norm + line.cells[0].norm, *(atom.norm for atom in line.cells[1:])))
            if len(row.cells) > 1
            else 0.0
        )


def _scored(weight: float, score: float) -> float:
    """Cost of two plain numbers of a row being weight and score: most scores are full or nearly so."""
    return -0.6 if score == weight else -0.2 if 0.5 * weight <= score < weight else 0.5


def plain_amount(text: str) -> str:
    """An amount of at least three digits without the zeros at its end; empty for other texts.

    >>> plain_amount("253.50")
    '253.5'
    """
    match = re.fullmatch(r"(\d{1,9})(?:\.(\d{1,6}))?", text.replace(",", ""))
    if not match or len(match[1] + (match[2] or "")) < 3:
        return ""
    rest = (match[2] or "").rstrip("0")
    return f"{match[1]}.{rest}" if rest else match[1]


def values_of(row: Line) -> list[Atom]:
    """The cells of an indicator's row behind its level labels."""
    return [
        atom
        for n, atom in enumerate(row.cells)
        if not (
            n < 3
            and any(label.role in ("level1", "level2", "stub") and label.block == "indicators" for label in atom.roles)
        )
    ]


def agreement(target: str, actual: str) -> float:
    """Cost of ``actual`` being the result for ``target``; negative where kind and size agree.

    >>> agreement("≥98%", "100%") < 0 < agreement("≥98%", "655元/亩")
    True
    """
    if _BROKEN.match(actual):
        return 1.0
    dates = bool(_DATE.search(target)), bool(_DATE.search(actual))
    if any(dates):
        return -0.7 if all(dates) else 0.5
    want, have = _MEASURED.fullmatch(target), _MEASURED.fullmatch(actual)
    if want is None or have is None:
        return 0.1 if (want is None) != (have is None) else -0.4
    units = want["unit"], have["unit"]
    near = 0.4 <= _ratio(have["number"], want["number"]) <= 2.5
    if units[0] == units[1] or (units[0] and units[1] and units[0].startswith(units[1])):
        return -0.7 if near else 0.5
    if units[0] and units[1]:
        return 0.8
    return -0.3 if near else 0.4


def _ratio(a: str, b: str) -> float:
    whole = float(b.replace(",", ""))
    return float(a.replace(",", "")) / whole if whole else 1.0
