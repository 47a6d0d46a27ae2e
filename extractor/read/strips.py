"""Strips put together: the lines of each strip aligned with the rows of the strips before.

Comes in: the atoms of each vertical strip of a page. Goes out: atoms in rows, as if the
page had not been cut. Lines are aligned in order at minimum cost: a label that two
halves make, a header that goes on, a value behind a waiting label speak for a row; a
line without partner costs. Where the counts of lines do not tally, the cells concerned
are marked as doubtful; the laws may clear them later.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from extractor.family import Family
from extractor.lexicon import Lexicon, is_number_label
from extractor.read.atoms import Atom, atoms_of, stitched
from extractor.read.blocks import zones_of
from extractor.read.borders import Border
from extractor.read.match import Line, is_unit, line_cost
from extractor.values import Boundary, Fragment

_ALONE_LINE = 1.6  # a line that no row claims


def join_strips(strips: Sequence[Sequence[Fragment]], family: Family, lexicon: Lexicon) -> list[Atom]:
    """Atoms of the page in reading order, rows put together from all strips."""
    rows = _lines(strips[0], family, lexicon, zoned=True)
    for strip in strips[1:]:
        rows = _join(rows, _lines(strip, family, lexicon), lexicon, family)
    out: list[Atom] = []
    for row in _with_units(rows, lexicon):
        for index, atom in enumerate(row.cells):
            out.append(replace(atom, before=Boundary.ROW if index == 0 else Boundary.CELL, heads=index == 0))
    return out


def _lines(strip: Sequence[Fragment], family: Family, lexicon: Lexicon, *, zoned: bool = False) -> list[Line]:
    """Lines of a strip, wraps of labels closed; of the first strip, which has the labels, each with the block it stands in."""
    atoms = [atom for atom in atoms_of(strip, lexicon)]
    rows: list[list[Atom]] = []
    for atom in atoms:
        if not rows or atom.before >= Boundary.LINE:
            rows.append([])
        if not atom.empty:
            rows[-1].append(atom)
    rows = _unwrapped([row for row in rows if row], lexicon)
    flat = [atom for row in rows for atom in row]
    zones = dict(zip((id(atom) for atom in flat), zones_of(flat, family), strict=True))
    first = next((index for index, row in enumerate(rows) if any(atom.roles for atom in row)), len(rows))
    return [Line(row, zones[id(row[0])] if (zoned and index >= first) or any(a.roles for a in row) else None) for index, row in enumerate(rows)]


def _unwrapped(rows: list[list[Atom]], lexicon: Lexicon) -> list[list[Atom]]:
    """Rows with the second line of a wrapped label (项目资金使用情 / 况) put back to its first."""
    out: list[list[Atom]] = []
    for row in rows:
        rest = list(row)
        if out and len(rest) == 1 and is_unit(rest[0]):
            place = next((n for n, cell in enumerate(out[-1]) if cell.norm[-1:].isdecimal() or cell.norm.endswith(("万", "亿"))), None)
            sure = sum(cell.norm[-1:].isdecimal() or cell.norm.endswith(("万", "亿")) for cell in out[-1]) == 1 or rest[0].norm != "元"
            if place is not None and sure and (rest[0].norm != "元" or out[-1][place].norm.endswith(("万", "亿"))):
                out[-1][place] = stitched(out[-1][place], rest.pop(), lexicon)
                continue
        if out:
            above = out[-1]
            for place, cell in enumerate(above):
                if rest and len(rest[0].norm) <= 6 and not cell.more and lexicon.roles(cell.norm + rest[0].norm):
                    above[place] = stitched(cell, rest.pop(0), lexicon)
        if rest and not (len(rest) == 1 and is_number_label(rest[0].norm)):  # a bare 指标2： names no row
            out.append(rest)
    return out


@dataclass(frozen=True, slots=True)
class _Pair:
    row: int | None
    line: int | None


def _join(rows: Sequence[Line], lines: Sequence[Line], lexicon: Lexicon, family: Family) -> list[Line]:
    """The rows with the next strip's lines added at their right."""
    rows = _with_blanks(rows)
    pairs = _align(rows, lines, lexicon, family)
    border = Border.of([(rows[p.row], lines[p.line]) for p in pairs if p.row is not None and p.line is not None], lexicon)
    doubtful = _doubtful_zones(rows, lines, pairs)
    out: list[Line] = []
    last_zone: str | None = None
    for pair in pairs:
        if pair.line is None and pair.row is not None:
            out.append(rows[pair.row])
            last_zone = rows[pair.row].zone
        elif pair.row is None and pair.line is not None:
            line = lines[pair.line]
            if not (out and _is_copy(lines, pair.line)):
                cells = list(line.cells) if line.cells[0].roles else [replace(atom, doubt=True) for atom in line.cells]
                out.append(Line(cells, line.zone or last_zone))
        elif pair.row is not None and pair.line is not None:
            row, line = rows[pair.row], lines[pair.line]
            zone = row.zone or line.zone
            added = [replace(atom, doubt=True) for atom in line.cells] if zone in doubtful else list(line.cells)
            out.append(Line(border.joined(row, Line(added, line.zone), lexicon), zone))
            last_zone = zone
    return out


def _with_blanks(rows: Sequence[Line]) -> list[Line]:
    """Rows with the money rows marked that print no amount where others do."""
    money = [row for row in rows if row.zone == "funds" and not row.header_of]
    filled = any(row.figures for row in money)
    return [replace(row, blank=filled and row in money and not row.figures and bool(row.cells[-1].roles)) for row in rows]


def _with_units(rows: Sequence[Line], lexicon: Lexicon) -> list[Line]:
    """Rows with a unit that wrapped onto a line of its own put back: 514.54万 / 元."""
    out: list[Line] = []
    for row in rows:
        cut = next((n for n, cell in enumerate(out[-1].cells) if cell.norm.endswith(("万", "亿"))), None) if out else None
        if [atom.norm for atom in row.cells] == ["元"] and cut is not None:
            cells = list(out[-1].cells)
            cells[cut] = stitched(cells[cut], row.cells[0], lexicon)
            out[-1] = Line(cells, out[-1].zone)
        else:
            out.append(row)
    return out


def _is_copy(lines: Sequence[Line], index: int) -> bool:
    """True for a line that repeats its neighbour: a row that the strip printed twice."""
    norms = [atom.norm for atom in lines[index].cells]
    return any(0 <= near < len(lines) and [a.norm for a in lines[near].cells] == norms for near in (index - 1, index + 1))


def _align(rows: Sequence[Line], lines: Sequence[Line], lexicon: Lexicon, family: Family) -> list[_Pair]:
    """Rows and lines in order, paired at minimum cost."""
    height, count = len(rows), len(lines)
    best = [[0.0] * (count + 1) for _ in range(height + 1)]
    move = [[0] * (count + 1) for _ in range(height + 1)]
    for i in range(height, -1, -1):
        for j in range(count, -1, -1):
            options = []
            if i < height and j < count:
                options.append((line_cost(rows[i], lines[j], lexicon, family) + best[i + 1][j + 1], 0))
            if i < height:
                options.append((rows[i].misses + best[i + 1][j], 1))
            if j < count:
                options.append((_ALONE_LINE * (0.3 if _is_copy(lines, j) else 1.0) + best[i][j + 1], 2))
            if options:
                best[i][j], move[i][j] = min(options)
    pairs: list[_Pair] = []
    i = j = 0
    while i < height or j < count:
        step = move[i][j]
        pairs.append(_Pair(i if step != 2 else None, j if step != 1 else None))
        i, j = i + (step != 2), j + (step != 1)
    return pairs


def _doubtful_zones(rows: Sequence[Line], lines: Sequence[Line], pairs: Sequence[_Pair]) -> set[str | None]:
    """Blocks in which a line stayed without a row, or a row that must have a line without one."""
    zones: set[str | None] = set()
    near: str | None = None
    for pair in pairs:
        if pair.row is not None:
            near = rows[pair.row].zone
        if pair.row is None and pair.line is not None and not _is_copy(lines, pair.line):
            line = lines[pair.line]
            if not line.cells[0].roles and not is_unit(line.cells[0]):  # a line that brings its own label is a row of its own
                zones.add(line.zone or near)
        elif pair.line is None and pair.row is not None and rows[pair.row].must_go_on:
            zones.add(rows[pair.row].zone)
    return zones
