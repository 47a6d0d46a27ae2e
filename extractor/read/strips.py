"""Strips put together: the lines of each strip aligned with the rows of the strips before.

Comes in: the atoms of each vertical strip of a page. Goes out: atoms in rows, as if the
page had not been cut. Rows that the family fixes are found in each strip by themselves;
scores and amounts that stand alone go by their sums and their count; all other lines
are paired in order at minimum cost. What could as well stand elsewhere is marked as
doubtful; the laws may clear it later.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from extractor.family import Family
from extractor.lexicon import Lexicon, is_number_label
from extractor.read.atoms import Atom, atoms_of, stitched
from extractor.read.blocks import zones_of
from extractor.read.borders import Border
from extractor.read.cells import STRIPS_DO_NOT_TALLY, SUMS_LEAVE_OPEN
from extractor.read.evidence import Evidence
from extractor.read.known import known_pairs
from extractor.read.levels import OWN_ROW, level_pairs
from extractor.read.match import Line
from extractor.read.pairing import Pair, is_copy, paired
from extractor.read.slotrows import Places, by_slot, completed, label_cells, with_lost_places
from extractor.read.slots import Place, places_of, with_slots
from extractor.read.stripprose import marked, with_prose
from extractor.read.tails import with_tails, without_tails
from extractor.values import Boundary, Fragment

_UNSPOKEN = -0.25  # a pair for which nothing speaks
_SPEAKS = 0.3  # contents that agree this much confirm a pair on a page that lost lines


def join_strips(strips: Sequence[Sequence[Fragment]], family: Family, lexicon: Lexicon) -> list[Atom]:
    """Atoms of the page in reading order, rows put together from all strips."""
    places = places_of(family)
    first, *others = with_prose([lines_of(strip, family, lexicon, places, first=strip is strips[0]) for strip in strips], family, lexicon)
    rows = first
    for lines in others:
        rows = _join(rows, lines, by_slot(places), lexicon, family)
    rows = with_lost_places(without_tails(rows, lexicon), places)
    rows = marked([completed(row, by_slot(places), lexicon) for row in rows], family)
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
    rows = [[_closed(atom, lexicon) for atom in row] for row in _unwrapped([row for row in rows if row], lexicon)]
    flat = [atom for row in rows for atom in row]
    zones = dict(zip((id(atom) for atom in flat), zones_of(flat, family), strict=True))
    start = next((index for index, row in enumerate(rows) if any(atom.roles for atom in row)), len(rows))
    lines = [
        Line(row, zones[id(row[0])] if (first and index >= start) or any(a.roles for a in row) else None)
        for index, row in enumerate(rows)
    ]
    lines = with_slots(lines, places, first=first)
    return lines if first else with_tails(lines)


def _closed(atom: Atom, lexicon: Lexicon) -> Atom:
    """A label known as what it is without the bracket that it lost (项目资金情况(万元), or the stray character that a cut left before it."""
    if not atom.roles and 5 <= len(atom.norm) <= 12 and all("\u4e00" <= char <= "\u9fff" for char in atom.norm[:3]):
        roles = tuple(label for label in lexicon.roles(atom.norm[1:]) if label.role == "column")
        if roles:
            return replace(atom, norm=atom.norm[1:], roles=roles)
    at = atom.norm.find("(")
    if atom.roles or at < 3 or ")" in atom.norm:
        return atom
    return replace(atom, roles=lexicon.roles(atom.norm[:at]))


def _unwrapped(rows: list[list[Atom]], lexicon: Lexicon) -> list[list[Atom]]:
    """Rows with the second line of a wrapped label (项目资金使用情 / 况) put back to its first."""
    out: list[list[Atom]] = []
    taken = False  # the line before was the rest of labels
    for number, row in enumerate(rows):
        rest = list(row)
        if number and taken and _norms(row) == _norms(rows[number - 1]):
            continue  # the rest was printed twice
        if out:
            above = out[-1]
            doubled = number > 1 and _norms(rows[number - 1]) == _norms(rows[number - 2])
            for place, cell in enumerate(above):
                if rest and len(rest[0].norm) <= 6 and not cell.more and _goes_on(cell, rest[0], above, lexicon):
                    above[place] = stitched(cell, rest.pop(0), lexicon)
                    if doubled and len(out) > 1 and len(out[-2]) == len(above):
                        del out[-2]  # the row was printed twice before its label went on
        taken = len(rest) < len(row)
        if rest and not (len(rest) == 1 and is_number_label(rest[0].norm)):  # a bare 指标2： names no row
            out.append(rest)
    return out


def _goes_on(cell: Atom, rest: Atom, above: Sequence[Atom], lexicon: Lexicon) -> bool:
    """True if the rest makes the cell a label; a column's label (实际 / 完成) only in a header."""
    roles = lexicon.roles(cell.norm + rest.norm)
    is_column = bool(roles) and all(label.role in ("column", "field") for label in roles) and any(label.role == "column" for label in roles)
    return bool(roles) and (not is_column or any(label.role in ("column", "stub") for atom in above if atom is not cell for label in atom.roles))


def _norms(cells: Sequence[Atom]) -> list[str]:
    return [atom.norm for atom in cells]


def _join(rows: Sequence[Line], lines: Sequence[Line], places: Places, lexicon: Lexicon, family: Family) -> list[Line]:
    """The rows with the next strip's lines added at their right."""
    rows = _with_blanks(rows)
    known, unsure = known_pairs(rows, lines, places)
    levels, open_levels = level_pairs(rows, lines)
    known = {**known, **levels}
    rows = [_in_doubt(row) if n in open_levels else row for n, row in enumerate(rows)]
    pairs = paired(rows, lines, known, lexicon, family)
    border = Border.of([(rows[p.row], lines[p.line]) for p in pairs if p.row is not None and p.line is not None], lexicon)
    shaky = _losses(rows, lines, pairs, known, border) >= 2
    evidence = Evidence.of(rows, lines, lexicon)
    out: list[Line] = []
    zone: str | None = None
    for pair in pairs:
        if pair.row is None and pair.line is not None:
            line = lines[pair.line]
            own = known.get(pair.line) == OWN_ROW
            if own or (pair.line not in known and not (out and is_copy(lines, pair.line))):
                sure = own or line.cells[0].roles or line.slot is not None or line.tail
                line = _with_heads(line, lexicon)
                out.append(replace(line if sure else _in_doubt(line), zone="indicators" if own else line.zone or zone))
            continue
        assert pair.row is not None
        row = rows[pair.row]
        zone = row.zone
        if pair.line is None and out and row.zone == "indicators" and len(row.cells) > 1 and _norms(row.cells) == _norms(rows[pair.row - 1].cells):
            continue  # the strips before printed it twice
        if pair.line is None and border.breaks(row):
            row = replace(row, cells=[*row.cells[:-1], replace(row.cells[-1], doubt=STRIPS_DO_NOT_TALLY)])
        elif pair.line is not None:
            line = lines[pair.line]
            if pair.row in unsure:
                line = _in_doubt(line, SUMS_LEAVE_OPEN)
            elif pair.open or (pair.cost > _UNSPOKEN and zone in ("fields", "indicators", "evaluators")) or (line.tail and not row.tail and row.cells[0].roles) or (shaky and zone == "indicators" and evidence.cost(row, line) > -_SPEAKS):
                line = _in_doubt(line)
            row = _one_row(row, line, border, places, lexicon)
        out.append(row)
    return out


def _with_heads(line: Line, lexicon: Lexicon) -> Line:
    """A header whose left part was lost, its first label whole again: 效指标(三级) is 绩效指标(三级)."""
    cell = line.cells[0]
    if not line.header_of or cell.roles or len(cell.norm) < 2:
        return line
    labels = [form for form in lexicon.forms() if form.endswith(cell.norm) and any(r.role == "column" and r.block in line.header_of for r in lexicon.roles(form))]
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
    return replace(row, cells=cells, zone=row.zone or line.zone, slot=row.slot or line.slot, tail=row.tail or (line.tail and not row.cells[0].roles))


def _losses(rows: Sequence[Line], lines: Sequence[Line], pairs: Sequence[Pair], known: Mapping[int, int], border: Border) -> int:
    """How many lines without a row, and rows without the line that they must have, there are: lines that a strip lost."""
    alone = [lines[p.line] for p in pairs if p.row is None and p.line is not None and p.line not in known and not is_copy(lines, p.line)]
    bare = [rows[p.row] for p in pairs if p.line is None and p.row is not None]
    return sum(not line.tail and not line.cells[0].roles for line in alone) + sum(row.must_go_on or (row.zone in border.cut and border.breaks(row)) for row in bare)


def _in_doubt(line: Line, reason: str = STRIPS_DO_NOT_TALLY) -> Line:
    return replace(line, cells=[replace(atom, doubt=reason) for atom in line.cells])


def _with_blanks(rows: Sequence[Line]) -> list[Line]:
    """Rows with the money rows marked that print no amount where others do."""
    money = [row for row in rows if row.zone == "funds" and not row.header_of]
    filled = any(row.figures for row in money)
    return [replace(row, blank=filled and row in money and not row.figures and bool(row.cells[-1].roles)) for row in rows]
