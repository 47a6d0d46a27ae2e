"""Tables: atoms aligned with columns and rows at minimum cost.

Comes in: the atoms of a table (header taken out) and its columns in printed order.
Goes out: rows of cells, each with the atoms it consists of and what it cost. One
dynamic program over (atom, column) serves every layout: a boundary that was printed
is cheap to follow, cutting or joining against it costs, an empty cell that was
printed fills a column for nothing, and one that vanished costs what leaving this
column blank usually costs. Every atom ends in exactly one cell, or among the dropped.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from extractor.read.alignment import Column, Fit, Step, cheapest_steps, plain_fit
from extractor.read.atoms import Atom
from extractor.read.costs import bare_lines, costs_of, one_row_costs, printed_lines, prints_empty_cells
from extractor.read.cuts import Cut, cuts
from extractor.values import Boundary

__all__ = ["Column", "TableCell", "TableRow", "align", "plain_fit"]

_FEW_CELLS, _NEARLY_ALL, _FITS, _OFF_PLACE = 8, 0.9, 1.0, 0.4
_VANISHED = 0.25  # extra for a blank column where this page prints its empty cells


@dataclass(slots=True)
class TableCell:
    """The atoms of one cell, the part of a glued run it got (if any), and the cost of reading it so."""

    atoms: list[Atom]
    cost: float
    cut: tuple[Atom, int, Cut] | None = None  # the glued atom, which part of it, the cut that was taken
    run: tuple[str, ...] = ()  # the columns that share the glued atom


@dataclass(slots=True)
class TableRow:
    """One aligned row: column key -> cell. ``blank`` names the columns for which an empty cell was printed."""

    cells: dict[str, TableCell] = field(default_factory=dict)
    blank: dict[str, Atom] = field(default_factory=dict)


def align(
    atoms: Sequence[Atom], columns: Sequence[Column], fitness: Fit = plain_fit, *, one_row: bool = False
) -> tuple[list[TableRow], list[Atom]]:
    """Rows of the table and the atoms that fit nowhere, at minimum total cost."""
    if not atoms:
        return [], []
    if one_row:
        kept, leads, costs, vanished = list(atoms), [0] * len(atoms), one_row_costs(atoms), 0.0
    else:
        kept, leads = _without_leading_empties(_without_bare_indents(atoms))
        costs = costs_of(kept, len(columns))
        vanished = _VANISHED if prints_empty_cells(atoms) else 0.0
    placed = fitness if one_row else _below_headers(kept, columns, fitness)
    steps = cheapest_steps(kept, leads, columns, placed, costs, vanished)
    return _rows(kept, columns, steps, fitness)


def _below_headers(atoms: Sequence[Atom], columns: Sequence[Column], fitness: Fit) -> Fit:
    """The fitness, with a price for every cell that does not stand below its column's header.

    Only in a grid that can be trusted: where nearly every cell fits the column that is printed above it.
    """
    places = {column.place: column for column in columns if column.place is not None}
    known = [(places[atom.column], atom) for atom in atoms if not atom.empty and atom.column in places]
    fitting = sum(fitness(column, atom) < _FITS for column, atom in known)
    if len(known) < _FEW_CELLS or fitting < _NEARLY_ALL * len(known):
        return fitness

    def cost(column: Column, atom: Atom) -> float:
        off = atom.column in places and column.place != atom.column
        return fitness(column, atom) + (_OFF_PLACE if off else 0.0)

    return cost


def _without_bare_indents(atoms: Sequence[Atom]) -> list[Atom]:
    """The atoms without the empty cell that a tab makes before every cell of a page with one cell a line."""
    lines = printed_lines(atoms)
    out: list[Atom] = []
    for line, bare in zip(lines, bare_lines(lines), strict=True):
        if bare and len(line) == 2 and line[0].empty:
            out.append(replace(line[1], before=line[0].before))
        else:
            out.extend(line)
    return out


def _without_leading_empties(atoms: Sequence[Atom]) -> tuple[list[Atom], list[int]]:
    """Atoms without the empty cells at the head of a row, whose row break goes to the first cell that holds text.

    How many there were stays as a hint of the column that this cell stands in.
    """
    kept: list[Atom] = []
    leads: list[int] = []
    lead, pending = 0, None
    for atom in atoms:
        at_head = pending is not None or atom.before >= Boundary.ROW or not kept
        if atom.empty and at_head:
            pending = max(pending or Boundary.NONE, atom.before)
            lead += 1
            if atom.before >= Boundary.ROW:
                lead = 1
        else:
            kept.append(replace(atom, before=max(pending, atom.before)) if pending is not None else atom)
            leads.append(lead if pending is not None else 0)
            lead, pending = 0, None
    return kept, leads


def _rows(
    atoms: Sequence[Atom], columns: Sequence[Column], steps: Sequence[Step], fitness: Fit
) -> tuple[list[TableRow], list[Atom]]:
    """The steps of the best alignment, as rows of cells."""
    rows: list[TableRow] = []
    dropped: list[Atom] = []
    last: TableCell | None = None
    for atom, step in zip(atoms, steps, strict=True):
        if step.kind == "drop":
            if not atom.empty:
                dropped.append(atom)
            continue
        if step.kind == "merge":
            if last is not None:
                last.atoms.append(atom)
                last.cost += 0.3
                continue
            # It goes on with a cell that the page printed empty: then it is that cell.
        if step.opens or not rows:
            rows.append(TableRow())
        last = _put(rows[-1], atom, step, columns, fitness)
    return rows, dropped


def _put(row: TableRow, atom: Atom, step: Step, columns: Sequence[Column], fitness: Fit) -> TableCell | None:
    """Put an atom into the row; the cell that a following piece would go on with."""
    if step.kind == "cut":
        run = tuple(columns[place].key for place in step.places)
        cut = cuts(atom.norm, run)[0]
        for place, key in enumerate(run):
            row.cells[key] = TableCell([atom], cut.cost, (atom, place, cut), run)
        return row.cells[run[-1]]
    column = columns[step.places[0]]
    if atom.empty:
        row.blank[column.key] = atom
        return None
    row.cells[column.key] = TableCell([atom], fitness(column, atom) + column.weak)
    return row.cells[column.key]
