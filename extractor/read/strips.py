"""Strips put together: the lines of each strip aligned with the rows of the strips before.

Comes in: the atoms of each vertical strip of a page. Goes out: atoms in rows, as if the
page had not been cut. Rows that the family fixes are found in each strip by themselves;
scores and amounts that stand alone go by their sums and their count; all other lines
are paired in order at minimum cost. What could as well stand elsewhere is marked as
doubtful; the laws may clear it later.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from extractor.family import Family
from extractor.lexicon import Lexicon, is_number_label
from extractor.read.atoms import Atom, atoms_of, stitched
from extractor.read.blocks import zones_of
from extractor.read.borders import Border
from extractor.read.known import known_pairs
from extractor.read.levels import OWN_ROW, level_pairs
from extractor.read.match import Line
from extractor.read.pairing import is_copy, paired
from extractor.read.slotrows import Places, by_slot, completed, label_cells
from extractor.read.slots import Place, places_of, with_slots
from extractor.read.tails import with_tails, without_tails
from extractor.values import Boundary, Fragment


def join_strips(strips: Sequence[Sequence[Fragment]], family: Family, lexicon: Lexicon) -> list[Atom]:
    """Atoms of the page in reading order, rows put together from all strips."""
    places = places_of(family)
    rows = lines_of(strips[0], family, lexicon, places, first=True)
    for strip in strips[1:]:
        rows = _join(rows, lines_of(strip, family, lexicon, places), by_slot(places), lexicon, family)
    rows = [completed(row, by_slot(places), lexicon) for row in without_tails(rows, lexicon)]
    out: list[Atom] = []
    for row in rows:
        for index, atom in enumerate(row.cells):
            out.append(replace(atom, before=Boundary.ROW if index == 0 else Boundary.CELL, heads=index == 0))
    return out


def lines_of(strip: Sequence[Fragment], family: Family, lexicon: Lexicon, places: Sequence[Place], *, first: bool = False) -> list[Line]:
    """Lines of a strip, wraps of labels closed; of the first strip, which has the labels, each with the block it stands in."""
    atoms = atoms_of(strip, lexicon)
    rows: list[list[Atom]] = []
    for atom in atoms:
        if not rows or atom.before >= Boundary.LINE:
            rows.append([])
        if not atom.empty:
            rows[-1].append(atom)
    rows = _unwrapped([row for row in rows if row], lexicon)
    flat = [atom for row in rows for atom in row]
    zones = dict(zip((id(atom) for atom in flat), zones_of(flat, family), strict=True))
    start = next((index for index, row in enumerate(rows) if any(atom.roles for atom in row)), len(rows))
    lines = [
        Line(row, zones[id(row[0])] if (first and index >= start) or any(a.roles for a in row) else None)
        for index, row in enumerate(rows)
    ]
    lines = with_slots(lines, places, first=first)
    return lines if first else with_tails(lines)


def _unwrapped(rows: list[list[Atom]], lexicon: Lexicon) -> list[list[Atom]]:
    """Rows with the second line of a wrapped label (项目资金使用情 / 况) put back to its first."""
    out: list[list[Atom]] = []
    for row in rows:
        rest = list(row)
        if out:
            above = out[-1]
            for place, cell in enumerate(above):
                if rest and len(rest[0].norm) <= 6 and not cell.more and lexicon.roles(cell.norm + rest[0].norm):
                    above[place] = stitched(cell, rest.pop(0), lexicon)
        if rest and not (len(rest) == 1 and is_number_label(rest[0].norm)):  # a bare 指标2： names no row
            out.append(rest)
    return out


def _join(rows: Sequence[Line], lines: Sequence[Line], places: Places, lexicon: Lexicon, family: Family) -> list[Line]:
    """The rows with the next strip's lines added at their right."""
    rows = _with_blanks(rows)
    known, unsure = known_pairs(rows, lines, places)
    levels, open_levels = level_pairs(rows, lines)
    known = {**known, **levels}
    rows = [_in_doubt(row) if n in open_levels else row for n, row in enumerate(rows)]
    pairs = paired(rows, lines, known, lexicon, family)
    border = Border.of([(rows[p.row], lines[p.line]) for p in pairs if p.row is not None and p.line is not None], lexicon)
    out: list[Line] = []
    zone: str | None = None
    for pair in pairs:
        if pair.row is None and pair.line is not None:
            line = lines[pair.line]
            own = known.get(pair.line) == OWN_ROW
            if own or (pair.line not in known and not (out and is_copy(lines, pair.line))):
                sure = own or line.cells[0].roles or line.slot is not None or line.tail
                out.append(replace(line if sure else _in_doubt(line), zone="indicators" if own else line.zone or zone))
            continue
        assert pair.row is not None
        row = rows[pair.row]
        zone = row.zone
        if pair.line is None and border.breaks(row):
            row = replace(row, cells=[*row.cells[:-1], replace(row.cells[-1], doubt=True)])
        elif pair.line is not None:
            row = _one_row(row, lines[pair.line], pair.open or pair.row in unsure, border, places, lexicon)
        out.append(row)
    return out


def _one_row(row: Line, line: Line, doubt: bool, border: Border, places: Places, lexicon: Lexicon) -> Line:
    """A row with the line that goes on with it."""
    line = _in_doubt(line) if doubt else line
    cells: list[Atom] | None = None
    if row.slot is not None and row.slot == line.slot:
        cells = label_cells(row, line, places[row.slot], lexicon)
    if line.tail or row.tail:
        cells = [*row.cells, *line.cells]
    if cells is None:
        cells = border.joined(row, line, lexicon)
    return replace(row, cells=cells, zone=row.zone or line.zone, slot=row.slot or line.slot, tail=row.tail or (line.tail and not row.cells[0].roles))


def _in_doubt(line: Line) -> Line:
    return replace(line, cells=[replace(atom, doubt=True) for atom in line.cells])


def _with_blanks(rows: Sequence[Line]) -> list[Line]:
    """Rows with the money rows marked that print no amount where others do."""
    money = [row for row in rows if row.zone == "funds" and not row.header_of]
    filled = any(row.figures for row in money)
    return [replace(row, blank=filled and row in money and not row.figures and bool(row.cells[-1].roles)) for row in rows]
