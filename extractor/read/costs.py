"""What it costs to go against the boundaries of a page, stretch by stretch.

Comes in: the atoms of a table and how many columns it has. Goes out: for every atom
the costs of opening a row, going on with the row, and going on with the cell at the
boundary before it. Layouts may change inside one page (a tab table, then a bare cell a
line, then everything on one line), so every printed line is looked at by itself.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from extractor.read.atoms import Atom
from extractor.values import Boundary

FAR = 1e9
_BARE_RUN = 3  # so many lines of one cell each are a bare cell a line, not rows
_SPARE = 3  # cells that a line may hold beyond the columns and still be one row


@dataclass(frozen=True, slots=True)
class Costs:
    """What it costs to go against the boundaries here; each tuple is indexed by ``Boundary``."""

    wrap: tuple[float, ...]  # a new row at this boundary
    stay: tuple[float, ...]  # the same row goes on across this boundary
    merge: tuple[float, ...]  # the same cell goes on across this boundary
    drop: float = 2.6
    cut: float = 0.4  # per cut inside a cell that the page printed whole


# Indexed by boundary: NONE, SPACE, GAP, CELL, LINE, ROW, BLOCK.
_GRID = Costs(
    cut=2.4,
    wrap=(6.0, 5.0, 4.0, 4.0, 0.3, 0.0, 0.0),
    stay=(0.0, 0.0, 0.0, 0.0, 0.3, 3.0, 3.5),
    merge=(0.4, 0.3, 2.0, 3.0, 1.5, 2.4, 4.0),
)
_LOOSE = Costs(
    cut=2.0,
    wrap=(0.3, 0.3, 0.3, 0.3, 0.1, 0.0, 0.0),
    stay=(0.0, 0.0, 0.0, 0.0, 0.05, 0.6, 2.0),
    merge=(0.5, 0.7, 2.0, 3.0, 1.2, 2.2, 4.0),
)
# A line whose cells are parted by single blanks or not at all: two short rows may share it.
_LINE = replace(_GRID, wrap=(1.5, 1.2, 3.0, 4.0, 0.3, 0.0, 0.0))
# A bare cell a line inside a page of rows: the end of a line is the end of a cell.
_BARE = replace(
    _LOOSE,
    wrap=(0.3, 0.3, 0.3, 0.3, 0.3, 0.3, 0.0),
    stay=(0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 2.0),
    merge=(0.5, 0.7, 2.0, 3.0, 2.4, 3.0, 4.0),
)
_ONE_ROW = Costs(
    cut=2.4,
    wrap=(FAR,) * 7,
    stay=(0.0, 0.0, 0.0, 0.0, 0.1, 0.8, 1.5),
    merge=(0.4, 0.4, 2.0, 3.0, 0.8, 2.0, 3.0),
)


def one_row_costs(atoms: Sequence[Atom]) -> list[Costs]:
    """Costs for atoms that are known to be one row."""
    return [_ONE_ROW] * len(atoms)


def costs_of(atoms: Sequence[Atom], width: int) -> list[Costs]:
    """Costs at the boundary before every atom of a table with ``width`` columns."""
    lines = printed_lines(atoms)
    bare = bare_lines(lines)
    out: list[Costs] = []
    for number, line in enumerate(lines):
        held = sum(not atom.empty for atom in line)
        whole = all(atom.before > Boundary.SPACE for atom in line[1:])
        within = line[0].before <= Boundary.SPACE  # the table begins inside a line that holds more
        inner = _LOOSE if within or held > width + _SPARE else _BARE if bare[number] else _GRID if whole else _LINE
        first = inner if number and (inner in (_GRID, _LINE) or bare[number - 1] or inner is _LOOSE) else _GRID
        out.extend([first, *[inner] * (len(line) - 1)])
    return out


def printed_lines(atoms: Sequence[Atom]) -> list[list[Atom]]:
    """The atoms by printed line or row."""
    lines: list[list[Atom]] = []
    for atom in atoms:
        if not lines or atom.before >= Boundary.LINE:
            lines.append([])
        lines[-1].append(atom)
    return lines


def bare_lines(lines: Sequence[Sequence[Atom]]) -> list[bool]:
    """For every line whether it is one of a run that prints one cell a line."""
    single = [sum(not atom.empty for atom in line) <= 1 and len(line) <= 2 for line in lines]
    bare = [False] * len(lines)
    start = 0
    for end in range(len(lines) + 1):
        if end == len(lines) or not single[end]:
            if end - start >= _BARE_RUN:
                bare[start:end] = [True] * (end - start)
            start = end + 1
    return bare


def prints_empty_cells(atoms: Sequence[Atom]) -> bool:
    """True if this table prints its empty cells, so that a blank column without one is odd."""
    return any(atom.empty for atom in atoms)
