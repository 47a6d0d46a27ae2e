"""A line of a strip, or a row put together so far, and what its labels say of it.

Comes in: the atoms of one printed line. Goes out: a ``Line`` that answers what it could
be: a header, a row that must go on, prose. Never looks at other lines.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from extractor.doubts import STRIPS_DO_NOT_TALLY
from extractor.notation.confusion import LETTERS
from extractor.read.atoms import Atom

_L = re.escape(LETTERS)
NUMERIC = re.compile(rf"[+-]?(?:\d[\d,{_L}]*|[{_L}]+\d[\d,{_L}]*|[{_L}]+(?=\.\d))\.?[\d{_L}]*(?:%|万元|亿元|元)?")
_AMOUNT = re.compile(r"\d[\d,]*(?:\.\d{1,6})?")
_PIECE = re.compile(r"[\d,]*\.?\d*")
_LONG = 18  # a single text from here on is prose


@dataclass
class Line:
    """One line of a strip, or a row put together so far, and its block (None: no label of its own says)."""

    cells: Sequence[Atom]
    zone: str | None
    slot: tuple[str, int] | None = None  # which of the fixed rows of the family it is: block and number
    done: bool = False  # a narrative already put together from all strips
    tail: bool = False  # the rest of cells that were wrapped in the line above
    blank: bool = False  # a money row without amounts, among others that have some: no strip prints any

    @cached_property
    def blocks(self) -> frozenset[str]:
        """Blocks that the labels of the line can stand in."""
        return frozenset(label.block for atom in self.cells for label in atom.roles)

    @cached_property
    def header_of(self) -> frozenset[str]:
        """Tables of which the line is a header: column labels make up at least half of it."""
        columns = [
            atom
            for atom in self.cells
            if any(label.role == "column" for label in atom.roles) and not atom.norm.endswith(":")
        ]
        stubs = sum(any(label.role == "stub" for label in atom.roles) for atom in self.cells[:1] if atom not in columns)
        halves = (
            len(self.cells) > 1
            and any(_names_indicators(atom) for atom in columns)
            and not any(char.isdecimal() for a in self.cells for char in a.norm)
        )
        if not columns or (2 * (len(columns) + stubs) < len(self.cells) and not halves):
            return frozenset()
        if self.zone == "indicators" and all(label.block != "indicators" for atom in columns for label in atom.roles):
            return frozenset()  # 单位 and 部门 begin names of indicators, too
        return frozenset(label.block for atom in columns for label in atom.roles if label.role == "column")

    @cached_property
    def figures(self) -> int:
        """Number of cells that hold a plain figure."""
        return sum(bool(NUMERIC.fullmatch(atom.norm)) for atom in self.cells)

    @cached_property
    def only_announces(self) -> bool:
        """True for a row that is nothing but a stub, such as 评价人员 in a merged cell."""
        return (
            len(self.cells) == 1
            and bool(self.cells[0].roles)
            and all(label.role == "stub" and label.block == self.zone for label in self.cells[0].roles)
        )

    @cached_property
    def prose(self) -> bool:
        """True for a line that holds one long text and no label."""
        return len(self.cells) == 1 and len(self.cells[0].norm) >= _LONG and not self.cells[0].roles

    @property
    def must_go_on(self) -> bool:
        """True for a row of a score card: every strip prints something of it."""
        return (self.zone == "scorecard" and not self.header_of) or self.slot is not None

    @property
    def misses(self) -> float:
        """What it costs this row that a strip prints nothing of it."""
        return 0.05 if self.blank or self.done or self.only_announces else 1.0 if self.must_go_on else 0.5


def _names_indicators(atom: Atom) -> bool:
    """True for a label that only heads a column of indicators; the labels beside it may be cut."""
    return any(
        label.block == "indicators" and label.key in ("level3", "target", "actual", "progress") for label in atom.roles
    )


_UNIT = re.compile(
    "元|万元|人次|户次|平方米|公里|批次|个|项|次|人|户|家|台|套|米|亩|份|期|场|天|条|名|件|批|座|册|吨|%"
)


def is_unit(atom: Atom) -> bool:
    """True for a unit alone."""
    return bool(_UNIT.fullmatch(atom.norm)) and not atom.roles


def is_rest_of_amount(left: str, right: str) -> bool:
    """True if two pieces of figures make one amount: 0.|00 and 7|984.86 do, 0.|9.65 and 40.00|0.00 do not."""
    pieces = bool(_PIECE.fullmatch(left)), bool(_PIECE.fullmatch(right))
    return all(pieces) and bool(_AMOUNT.fullmatch(left + right))


def norms(line: Line) -> list[str]:
    """The comparison forms of a line's cells."""
    return [atom.norm for atom in line.cells]


def in_doubt(line: Line, reason: str = STRIPS_DO_NOT_TALLY) -> Line:
    """The line with all its cells marked as perhaps of another row."""
    return replace(line, cells=[replace(atom, doubt=reason) for atom in line.cells])
