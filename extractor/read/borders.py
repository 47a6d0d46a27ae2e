"""Borders between strips: which cells the cut went through.

Comes in: pairs of a row and the line that goes on with it. Goes out: a ``Border``
that joins such pairs, putting the two pieces of a cut cell together. Where a header
was cut, its column was; where only whole cells stand at the border, nothing was.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from extractor.lexicon import Lexicon
from extractor.read.atoms import Atom, part, stitched
from extractor.read.evidence import agreement, values_of
from extractor.read.line import Line, is_rest_of_amount

# 2|078.57, 0.|00 and 0|.00 are one number each: none ends in a point or begins with one, or with a 0 before digits.
_CUT_NUMBER = re.compile(r"\d[\d,]*(?:\.\|\d+|\|\.\d+|\|0\d+(?:\.\d+)?)")
_FEW = 3  # rows that show the same cut prove it


@dataclass(frozen=True, slots=True)
class Border:
    """For each table whether the cut went through a column, and how many cells its header has right of the cut."""

    cut: dict[str, int]  # table -> number of header cells right of the cut, for tables cut inside a column
    through: bool  # the cut went through cells at all
    torn: bool = False  # outside tables, a text behind a text goes on with it: the page was cut through its cells
    columns: int = 0  # columns of the evaluators that the header names left of the cut, the cut one included

    @classmethod
    def of(cls, pairs: Sequence[tuple[Line, Line]], lexicon: Lexicon, *, torn: bool = False) -> Border:
        """What the headers at this border say."""
        cut: dict[str, int] = {}
        halves = columns = 0
        for row, line in pairs:
            left, right = row.cells[-1], line.cells[0]
            joined = lexicon.completes(left.norm, right.norm) if not (left.roles and right.roles) else ()
            halves += bool(joined) or bool(_CUT_NUMBER.fullmatch(f"{left.norm}|{right.norm}"))
            for label in joined:
                if label.role == "column" and row.zone in (None, label.block):  # 三级指标 heads two tables
                    cut.setdefault(label.block, len(line.cells))
                    if label.block == "evaluators":
                        columns = sum(not any(r.role == "stub" for r in atom.roles) for atom in row.cells)
        if "scorecard" not in cut and sum(_cuts_score(row, line) for row, line in pairs) >= _FEW:
            cut["scorecard"] = 1
        if "indicators" not in cut:
            cells = _cells_behind(pairs)
            if cells:
                cut["indicators"] = cells
        return cls(cut, halves >= 2, torn, columns)

    def breaks(self, row: Line) -> bool:
        """True for a row whose last cell goes on behind the cut: without the line that was lost it is not whole."""
        if row.header_of or row.tail or row.blank or row.cells[-1].roles:
            return False
        if row.slot is not None and row.slot[0] == "funds":
            return self.through and bool(re.fullmatch(r"[\d,]*\.?\d*", row.cells[-1].norm))
        return row.zone in self.cut or (
            self.through and row.zone == "fields" and 4 <= len(row.cells[-1].norm) and not row.prose
        )

    def joined(self, row: Line, line: Line, lexicon: Lexicon) -> list[Atom]:
        """The cells of row and line, with the two at the border made one if the cut went through a cell."""
        left, right = row.cells[-1], line.cells[0]
        if right.norm.startswith(":") and left.roles:  # the colon of the label went with the value
            at = len(right.text) - len(right.text.lstrip(":： "))
            return [
                *row.cells,
                *([part(right, at, len(right.text), lexicon)] if at < len(right.text) else []),
                *line.cells[1:],
            ]
        colon = right.norm.find(":")
        if 0 < colon <= 6 and not left.roles and lexicon.roles(left.norm + right.norm[:colon]):  # 经办 | 人:某某
            cut = next(n for n, char in enumerate(right.text) if char in ":：") + 1
            label, value = part(right, 0, cut, lexicon), part(right, cut, len(right.text), lexicon)
            return [*row.cells[:-1], stitched(left, label, lexicon), *([value] if value.norm else []), *line.cells[1:]]
        if self._is_one_cell(row, line, left, right, lexicon):
            return [*row.cells[:-1], stitched(left, right, lexicon), *line.cells[1:]]
        return [*row.cells, *line.cells]

    def _is_one_cell(self, row: Line, line: Line, left: Atom, right: Atom, lexicon: Lexicon) -> bool:
        if left.roles and right.roles:
            return False
        if lexicon.completes(left.norm, right.norm) or (not left.roles and lexicon.near(left.norm + right.norm)):
            return True
        if _is_title(left, right):
            return len(row.cells) == 1
        if row.slot is not None and row.slot[0] == "funds":  # such a row has one amount
            return is_rest_of_amount(left.norm, right.norm)
        zone = row.zone or line.zone
        if (
            zone == "indicators"
            and zone in self.cut
            and not any(label.role in ("level1", "level2") and label.block == zone for label in left.roles)
        ):
            return len(line.cells) >= self.cut[zone]  # 满意度 and 单位 are labels, and pieces of names
        if self.torn and zone == "fields" and not left.roles and not right.roles and len(row.cells) > 1:
            return True
        if not self.through or left.roles or right.roles:
            return False
        if zone == "evaluators" and len(row.cells) < self.columns:
            return False  # the cut column begins right of the cut in this row
        if zone in self.cut:
            return len(line.cells) >= self.cut[zone]
        if zone in ("indicators", "evaluators", "scorecard"):
            return False
        return zone not in ("funds",) or bool(re.fullmatch(r"[\d,]*\.?\d*", left.norm))


def _is_title(left: Atom, right: Atom) -> bool:
    return (
        right.norm.endswith(("自评表", "评价表"))
        and not left.roles
        and len(left.norm) <= 12
        and not left.norm[:1].isdecimal()
    )


def _cuts_score(row: Line, line: Line) -> bool:
    """True for a row of a card with a weight and the first digits of a score, whose rest the line is."""
    pieces = f"{row.cells[-1].norm}|{line.cells[0].norm}"
    return row.zone == "scorecard" and row.figures >= 2 and len(line.cells) == 1 and bool(_CUT_NUMBER.fullmatch(pieces))


def _cells_behind(pairs: Sequence[tuple[Line, Line]]) -> int:
    """Number of cells right of a cut through indicators whose header is lost, if the rows show one; else 0."""
    table = [(row, line) for row, line in pairs if row.zone == "indicators" and not (row.tail or line.tail)]
    if any(line.header_of and row.cells[-1].roles and line.cells[0].roles for row, line in table):
        return 0
    rows = [
        (values, line)
        for row, line in table
        if not (row.header_of or line.header_of)
        for values in [values_of(row)]
        if values
    ]
    if len(rows) < _FEW:
        return 0
    behind = int(median(len(line.cells) for _, line in rows))
    if median(len(values) for values, _ in rows) == 1:
        return behind if median(len(values[-1].norm) for values, _ in rows) <= 2 else 0
    whole = sum(agreement(values[-1].norm, line.cells[0].norm) for values, line in rows)
    through = sum(
        agreement(values[-2].norm, values[-1].norm + line.cells[0].norm) for values, line in rows if len(values) >= 2
    )
    return behind if through < whole - 0.5 else 0
