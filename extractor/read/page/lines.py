"""The lines of a table made again from the rows that were found on its strips.

Comes in: the steps of the search, and the sheets and ties it went over. Goes out: the table as lines of
cells, one cell for every column; a cell whose line a strip has lost is empty and in doubt.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TYPE_CHECKING

from extractor.doubts import LINE_LOST, ROW_NOT_SETTLED
from extractor.read.atoms import Atom, stitched
from extractor.read.cells import PROSE_FROM_STRIPS
from extractor.read.line import Line
from extractor.read.page.columns import LEFT, WHOLE, Slot
from extractor.read.page.pieces import Laid, Sheet
from extractor.read.page.ties import Tie, best_of
from extractor.read.page.weave import Step, Woven

if TYPE_CHECKING:
    from extractor.read.page.tables import Making

_MUST = frozenset(("level3", "target", "actual", "weight", "score", "progress"))
_SOURCE = Slot("source", "source")


@dataclass(frozen=True, slots=True)
class Table:
    """A table put together: its lines from the header on, and what each strip has that is not of it, by strip."""

    lines: tuple[Line, ...]
    behind: tuple[tuple[Sequence[Atom], ...], ...]
    own: Mapping[str, Decimal]  # figures of the first row that other sums need, by column


def way_of(sheets: Sequence[Sheet], ties: Sequence[Tie], heads: tuple[int | None, ...], strip: int) -> Laid:
    """How the line of a strip is laid in a row with these lines."""
    line = heads[strip]
    assert line is not None
    before = heads[strip - 1] if strip else None
    if before is None:
        return best_of(sheets[strip], line)
    return sheets[strip].laid[line][ties[strip - 1].cost(before, line)[1]]


@dataclass(slots=True)
class _Row:
    """A row in the making: the pieces of each column, line by line and strip by strip, and what is doubtful."""

    step: Step
    doubts: frozenset[tuple[int, str]]
    ways: dict[int, Laid]
    pieces: dict[str, list[tuple[int, int, Atom]]]  # column -> (line of the cell, strip, piece)
    spare: list[Atom]
    depth: dict[int, int]


@dataclass(slots=True)
class Made:
    """The rows that were found, made lines again."""

    making: Making
    ties: Sequence[Tie]
    woven: Woven

    def table(self) -> Table:
        """The lines from the header on, what each strip has behind them, and the figures that other sums need."""
        sheets = self.making.sheets
        rows: list[_Row] = []
        behind: list[list[Sequence[Atom]]] = [[] for _ in sheets]
        totals: list[Line] = []
        for step, doubts in zip(self.woven.steps, self.woven.doubts, strict=True):
            if step.kind == "row":
                rows.append(self._opened(step, doubts))
            elif step.kind == "rest" and rows:
                self._go_on(rows, step)
            elif step.kind == "total":
                totals.append(self._total(step, doubts))
            elif step.kind == "behind":
                strip = next(s for s, line in enumerate(step.heads) if line is not None)
                behind[strip].append(sheets[strip].lines[step.heads[strip] or 0])
        header = Line(list(self.making.heads.cells), self.making.block)
        lines = [self._line(row) for row in rows] if self.making.block != "objective" else self._texts(rows)
        return Table((header, *lines, *totals), tuple(tuple(part) for part in behind), self._own(rows))

    def _opened(self, step: Step, doubts: frozenset[tuple[int, str]]) -> _Row:
        row = _Row(step, doubts, {}, {}, [], {})
        for s, line in enumerate(step.heads):
            if line is None:
                continue
            way = way_of(self.making.sheets, self.ties, step.heads, s)
            row.ways[s] = way
            row.spare += way.spare
            for n, atom in way.cells:
                row.pieces.setdefault(self.making.sheets[s].slots[n].key, []).append((0, s, atom))
        return row

    def _go_on(self, rows: Sequence[_Row], step: Step) -> None:
        """Put a second line to the last row that has a line of its strip."""
        strip = next(s for s, line in enumerate(step.heads) if line is not None)
        line = step.heads[strip]
        row = next((row for row in reversed(rows) if strip in row.ways), None)
        if row is None or line is None:
            return
        sheet = self.making.sheets[strip]
        places = sheet.tail_places(line, row.ways[strip])
        depth = row.depth[strip] = row.depth.get(strip, 0) + 1
        for n, atom in places:
            row.pieces.setdefault(sheet.slots[n].key, []).append((depth, strip, atom))
        latest = dict(row.ways[strip].cells) | dict(places)
        row.ways[strip] = replace(row.ways[strip], cells=tuple(sorted(latest.items(), key=lambda item: item[0])))

    def _total(self, step: Step, doubts: frozenset[tuple[int, str]]) -> Line:
        cells: list[Atom] = []
        for s, line in enumerate(step.heads):
            if line is not None:
                cells += [
                    replace(atom, doubt=ROW_NOT_SETTLED) if any(strip == s for strip, _ in doubts) else atom
                    for atom in self.making.sheets[s].lines[line]
                ]
        return Line(cells, self.making.block)

    def _line(self, row: _Row) -> Line:
        """A row as a line with a cell for every column."""
        near = next(atom for way in row.ways.values() for _, atom in way.cells) if row.ways else None
        cells: list[Atom] = []
        columns = (_SOURCE, *self.making.heads.columns) if self.making.block == "funds" else self.making.heads.columns
        for column in columns:
            pieces = sorted(row.pieces.get(column.key, ()), key=lambda piece: piece[:2])
            doubt = self._doubt(row, column)
            if pieces:
                cell = pieces[0][2]
                for _, _, atom in pieces[1:]:
                    cell = stitched(cell, atom, self.making.lexicon)
                cells.append(replace(cell, doubt=doubt))
            elif near is not None:
                cells.append(_empty(near, doubt))
        return Line(cells, self.making.block)

    def _texts(self, rows: Sequence[_Row]) -> list[Line]:
        """The two texts of the objective, each from all its lines."""
        cells: list[Atom] = []
        for column in self.making.heads.columns:
            pieces = [
                atom
                for row in rows
                for _, _, atom in sorted(row.pieces.get(column.key, ()), key=lambda piece: piece[:2])
            ]
            if pieces:
                cell = pieces[0]
                for atom in pieces[1:]:
                    cell = stitched(cell, atom, self.making.lexicon)
                cells.append(replace(cell, roles=(), doubt=PROSE_FROM_STRIPS if len(pieces) > 1 else ""))
        return [Line(cells, self.making.block)] if cells else []

    def _doubt(self, row: _Row, column: Slot) -> str:
        """Why a cell may be wrong: its line could be of another row, or a strip that shows the column has none here."""
        for s, sheet in enumerate(self.making.sheets):
            shown = [slot for slot in sheet.slots if slot.key == column.key]
            if not shown:
                continue
            lost = row.step.heads[s] is None and self.making.block != "funds" and column.key in _MUST
            lost = lost and any(slot.part in (WHOLE, LEFT) or self._waits(row, s) for slot in shown)
            if (s, column.key) in row.doubts:
                return ROW_NOT_SETTLED
            if lost:
                return LINE_LOST
        nameless = self.making.block == "indicators" and "level3" not in row.pieces
        return LINE_LOST if nameless and column.key in _MUST else ""

    def _waits(self, row: _Row, strip: int) -> bool:
        """True where the piece left of the cut reaches it, so that it may go on in a strip that has no line here."""
        before = row.step.heads[strip - 1] if strip else None
        if before is None:
            return False
        begun = self.ties[strip - 1].begun(before)
        sheet = self.making.sheets[strip - 1]
        return begun is not None and sheet.is_full(len(sheet.slots) - 1, begun)

    def _own(self, rows: Sequence[_Row]) -> dict[str, Decimal]:
        """Weight and score of the money table's first row."""
        out: dict[str, Decimal] = {}
        if self.making.block == "funds" and rows:
            for key in ("weight", "score"):
                text = "".join(atom.norm for _, _, atom in rows[0].pieces.get(key, ()))
                if text.replace(".", "", 1).isdecimal():
                    out[key] = Decimal(text)
        return out


def _empty(near: Atom, doubt: str) -> Atom:
    return replace(near, end=near.start, text="", norm="", roles=(), more=(), whole="", doubt=doubt)
