"""Strips put together: the lines of each strip aligned with the rows of the strips before.

Comes in: the fragments of each vertical strip of a page. Goes out: atoms in rows, as if
the page had not been cut. Rows that the family fixes are found in each strip by
themselves; scores and amounts that stand alone go by their sums and their count; all
other lines are paired in order at minimum cost. What could as well stand elsewhere is
marked as doubtful; the laws may clear it later.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from extractor.doubts import STRIPS_DO_NOT_TALLY
from extractor.family import Family
from extractor.lexicon import Lexicon
from extractor.read.atoms import Atom
from extractor.read.borders import Border
from extractor.read.cells import SUMS_LEAVE_OPEN
from extractor.read.evidence import Evidence
from extractor.read.known import known_pairs
from extractor.read.levels import OWN_ROW, level_pairs
from extractor.read.line import Line, in_doubt, norms
from extractor.read.page.assembly import parts_of
from extractor.read.page.titles import without_titles
from extractor.read.pairing import Pair, is_copy, paired
from extractor.read.slotrows import Places, by_slot, completed, label_cells, with_lost_places
from extractor.read.slots import places_of
from extractor.read.striplines import lines_from, lines_of, rows_of
from extractor.read.stripprose import marked, with_prose
from extractor.read.tails import without_tails
from extractor.values import Boundary, Fragment

_UNSPOKEN = -0.25  # a pair for which nothing speaks
_SPEAKS = 0.3  # contents that agree this much confirm a pair on a page that lost lines
_SHAKY = 2  # lines lost in tables from which on a strip's count of lines proves nothing


def join_strips(strips: Sequence[Sequence[Fragment]], family: Family, lexicon: Lexicon) -> list[Atom]:
    """Atoms of the page in reading order, rows put together from all strips."""
    places = places_of(family)
    if not places:
        return _in_rows(_assembled(strips, family, lexicon))
    parts = [lines_of(strip, family, lexicon, places, first=strip is strips[0]) for strip in strips]
    rows, *others = with_prose(parts, family, lexicon)
    for lines in others:
        rows = _Seam.of(rows, lines, by_slot(places), lexicon, family).joined()
    rows = with_lost_places(without_tails(rows, lexicon), places)
    return _in_rows(marked([completed(row, by_slot(places), lexicon) for row in rows], family))


def _assembled(strips: Sequence[Sequence[Fragment]], family: Family, lexicon: Lexicon) -> list[Line]:
    """The rows of a page without fixed rows: tables put together jointly, all else pair by pair."""
    out: list[Line] = []
    for part in parts_of([rows_of(strip, lexicon, whole=True) for strip in strips], family, lexicon):
        if part.table:
            out.extend(part.table)
            continue
        titles, strips_left = without_titles(part.strips, lexicon) if part.block == "head" else ([], part.strips)
        out.extend(Line([atom], "fields") for atom in titles)
        lines = [lines_from(rows, family, lexicon, (), first=n == 0) for n, rows in enumerate(strips_left)]
        rows, *others = lines
        for more in others:
            rows = _Seam.of(rows, more, {}, lexicon, family, torn=True).joined()
        out.extend(marked(without_tails(rows, lexicon), family))
    return out


def _in_rows(rows: Sequence[Line]) -> list[Atom]:
    """The cells of the rows in reading order, with the boundaries of a page that was not cut."""
    out: list[Atom] = []
    for row in rows:
        for index, atom in enumerate(row.cells):
            out.append(replace(atom, before=Boundary.ROW if index == 0 else Boundary.CELL, heads=index == 0))
    return out


@dataclass(frozen=True, slots=True)
class _Seam:
    """The rows put together so far, the lines of the next strip, and which go together."""

    rows: Sequence[Line]
    lines: Sequence[Line]
    pairs: Sequence[Pair]
    known: Mapping[int, int]  # lines whose row is proved
    unsure: frozenset[int]  # rows for which sums leave their score open
    border: Border
    evidence: Evidence
    places: Places
    lexicon: Lexicon

    @classmethod
    def of(
        cls,
        rows: Sequence[Line],
        lines: Sequence[Line],
        places: Places,
        lexicon: Lexicon,
        family: Family,
        *,
        torn: bool = False,
    ) -> _Seam:
        """Pairs of the rows with the lines of the next strip."""
        rows = _with_blanks(rows)
        by_figures, unsure = known_pairs(rows, lines, places)
        by_levels, loose = level_pairs(rows, lines)
        rows = [in_doubt(row) if n in loose else row for n, row in enumerate(rows)]
        known = {**by_figures, **by_levels}
        pairs = paired(rows, lines, known, lexicon, family)
        both = [(rows[p.row], lines[p.line]) for p in pairs if p.row is not None and p.line is not None]
        border, evidence = Border.of(both, lexicon, torn=torn), Evidence.of(rows, lines, lexicon)
        return cls(rows, lines, pairs, known, frozenset(unsure), border, evidence, places, lexicon)

    def joined(self) -> list[Line]:
        """The rows with the lines added at their right, and the lines that are rows of their own."""
        losses = self._losses()
        shaky = losses >= _SHAKY
        out: list[Line] = []
        zone: str | None = None
        for pair in self.pairs:
            if pair.row is None:
                out.extend(self._alone(pair, zone, bool(out)))
                continue
            zone = self.rows[pair.row].zone
            if pair.line is not None:
                out.append(self._one_row(pair.row, self._line_of(pair, shaky)))
            elif not (out and self._is_double(pair.row)):
                row = self.rows[pair.row]
                out.append(self._bare(row) if losses or row.zone != "fields" else row)
        return out

    def _losses(self) -> int:
        """How many lines in tables have no row, and rows not the line that they must have: lines that a strip lost."""
        alone = [p.line for p in self.pairs if p.row is None and p.line is not None and p.line not in self.known]
        bare = [self.rows[p.row] for p in self.pairs if p.line is None and p.row is not None]
        lost = sum(row.must_go_on or (row.zone in self.border.cut and self.border.breaks(row)) for row in bare)
        return lost + sum(
            not is_copy(self.lines, n) and not self.lines[n].tail and not self.lines[n].cells[0].roles for n in alone
        )

    def _alone(self, pair: Pair, zone: str | None, below: bool) -> list[Line]:
        """A line without a row, as a row of its own; nothing for one that repeats its neighbour or is of no row."""
        assert pair.line is not None
        line = self.lines[pair.line]
        if self.known.get(pair.line) == OWN_ROW:
            return [replace(line, zone="indicators")]
        if pair.line in self.known or (below and is_copy(self.lines, pair.line)):
            return []
        sure = line.cells[0].roles or line.slot is not None or line.tail
        line = _with_head(line, self.lexicon)
        return [replace(line if sure else in_doubt(line), zone=line.zone or zone)]

    def _is_double(self, place: int) -> bool:
        """True for an indicator that the strips before printed twice and this one did not."""
        row = self.rows[place]
        return row.zone == "indicators" and len(row.cells) > 1 and norms(row) == norms(self.rows[place - 1])

    def _bare(self, row: Line) -> Line:
        """A row of which this strip shows nothing; a cell that goes on behind the cut is not whole."""
        if not self.border.breaks(row):
            return row
        return replace(row, cells=[*row.cells[:-1], replace(row.cells[-1], doubt=STRIPS_DO_NOT_TALLY)])

    def _line_of(self, pair: Pair, shaky: bool) -> Line:
        """The line of a pair, in doubt where it could as well be of another row."""
        assert pair.row is not None and pair.line is not None
        row, line = self.rows[pair.row], self.lines[pair.line]
        if pair.row in self.unsure:
            return in_doubt(line, SUMS_LEAVE_OPEN)
        unspoken = pair.cost > _UNSPOKEN and row.zone in ("fields", "indicators", "evaluators")
        misplaced = line.tail and not row.tail and bool(row.cells[0].roles)
        unproved = shaky and row.zone == "indicators" and self.evidence.cost(row, line) > -_SPEAKS
        return in_doubt(line) if pair.open or unspoken or misplaced or unproved else line

    def _one_row(self, place: int, line: Line) -> Line:
        """A row with the line that goes on with it."""
        row = self.rows[place]
        cells: list[Atom] | None = None
        if row.slot is not None and row.slot == line.slot:
            cells = label_cells(row, line, self.places[row.slot], self.lexicon)
        if line.tail or row.tail:
            cells = [*row.cells, *line.cells]
        if cells is None:
            cells = self.border.joined(row, line, self.lexicon)
        tail = row.tail or (line.tail and not row.cells[0].roles)
        return replace(row, cells=cells, zone=row.zone or line.zone, slot=row.slot or line.slot, tail=tail)


def _with_head(line: Line, lexicon: Lexicon) -> Line:
    """A header whose left part was lost, its first label whole again: 效指标(三级) is 绩效指标(三级)."""
    cell = line.cells[0]
    if not line.header_of or cell.roles or len(cell.norm) < 2:
        return line
    labels = [
        form
        for form in lexicon.forms()
        if form.endswith(cell.norm)
        and any(r.role == "column" and r.block in line.header_of for r in lexicon.roles(form))
    ]
    if not labels:
        return line
    label = min(labels, key=len)
    return replace(line, cells=[replace(cell, norm=label, roles=lexicon.roles(label), whole=label), *line.cells[1:]])


def _one_row(row: Line, line: Line, border: Border, places: Places, lexicon: Lexicon) -> Line:
    """A row with the line that goes on with it."""
    cells: list[Atom] | None = None
    if row.slot is not None and row.slot == line.slot:
        cells = label_cells(row, line, places[row.slot], lexicon)
    if line.tail or row.tail:
        cells = [*row.cells, *line.cells]
    if cells is None:
        cells = border.joined(row, line, lexicon)
    return replace(
        row,
        cells=cells,
        zone=row.zone or line.zone,
        slot=row.slot or line.slot,
        tail=row.tail or (line.tail and not row.cells[0].roles),
    )


def _with_blanks(rows: Sequence[Line]) -> list[Line]:
    """Rows with the money rows marked that print no amount where others do."""
    money = [row for row in rows if row.zone == "funds" and not row.header_of]
    filled = any(row.figures for row in money)
    return [
        replace(row, blank=filled and row in money and not row.figures and bool(row.cells[-1].roles)) for row in rows
    ]
