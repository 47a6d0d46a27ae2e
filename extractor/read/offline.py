"""The offline reader: aligns what is there with what the family says could be there.

Comes in: a ``Segment`` and its family. Goes out: a ``Reading``: the rows that exist
and the choices over their cells. No model, no network; never a value that is not in
the text or in the family's data.
"""

from __future__ import annotations

from collections.abc import Sequence

from extractor.family import Family
from extractor.lexicon import Lexicon, lexicon_of
from extractor.read.atoms import Atom, atoms_of, is_unit_mark
from extractor.read.blocks import split_blocks
from extractor.read.card import card_end, read_card
from extractor.read.department import read_department
from extractor.read.fields import read_fields
from extractor.read.funds import read_funds
from extractor.read.fused import part_fused
from extractor.read.header import UNKNOWN, split_header
from extractor.read.indicators import read_rows, without_bare_numbers
from extractor.read.losses import with_losses
from extractor.read.notes import without_notes
from extractor.read.numerals import with_lost_numerals
from extractor.read.objective import read_objective, with_displaced
from extractor.read.people import cut_people, read_people
from extractor.read.seams import cut_seams
from extractor.read.strips import join_strips
from extractor.read.table import align
from extractor.read.titles import read_title
from extractor.read.total import read_total
from extractor.read.totals import total_column
from extractor.read.units import money_units
from extractor.read.wraps import join_wrapped
from extractor.values import Boundary, Choice, Reading, Segment, Span


class OfflineReader:
    """Reads a form by minimum-cost alignment with its family."""

    name = "offline"

    def read(self, segment: Segment, family: Family) -> Reading:
        """All candidates for the cells of one form."""
        lexicon = lexicon_of(family)
        if len(segment.strips) > 1:
            atoms = join_strips(segment.strips, family, lexicon)
            return with_losses(read_atoms(atoms, family, lexicon, segment.document.text), atoms, family)
        atoms = with_lost_numerals(atoms_of(segment.strips[0], lexicon), family, lexicon)
        return read_atoms(atoms, family, lexicon, segment.document.text)


def read_atoms(atoms: Sequence[Atom], family: Family, lexicon: Lexicon, text: str) -> Reading:
    """A reading from the atoms of a form in reading order."""
    body, unplaced = without_notes(join_wrapped(atoms, lexicon))
    choices, rest = read_title(body, family, text)
    blocks = split_blocks(rest, family)
    rows: dict[str, int] = {}
    field_atoms = blocks.get("fields", [])
    found, stray = read_fields(field_atoms, family, text)
    choices.extend(found)
    unplaced.extend(stray)
    for block, reader in _TABLES.items():
        if block in blocks:
            part = blocks[block]
            if block == "objective":
                part, unplaced = with_displaced(part, unplaced)
            made, count, stray = reader(part, family, lexicon, text)
            choices.extend(made)
            unplaced.extend(stray)
            if count is not None:
                rows[block] = count
    if family.form_type == "department_jinzhong":
        made, count = read_department(field_atoms, choices, text)
        choices.extend(made)
        rows["department.income_by_function"] = count
    return Reading(rows, tuple(choices), _spans(unplaced), {"": family.unit, **money_units(blocks, choices)})


def _spans(atoms: Sequence[Atom]) -> tuple[Span, ...]:
    return tuple(
        Span(atom.start, atom.end)
        for atom in sorted(atoms, key=lambda a: a.start)
        if not atom.empty and not is_unit_mark(atom)
    )


_Made = tuple[list[Choice], int | None, list[Atom]]


def _funds(atoms: Sequence[Atom], family: Family, lexicon: Lexicon, text: str) -> _Made:
    columns, data = split_header(atoms, "funds", family, lexicon)
    choices, count, stray = read_funds(data, columns, family, lexicon, text)
    return choices, count, stray


def _objective(atoms: Sequence[Atom], family: Family, lexicon: Lexicon, text: str) -> _Made:
    choices, stray = read_objective(atoms, text)
    return choices, None, stray


def _indicators(atoms: Sequence[Atom], family: Family, lexicon: Lexicon, text: str) -> _Made:
    columns, data = split_header(atoms, "indicators", family, lexicon)
    body, label, behind = card_end(data)
    body = part_fused(without_bare_numbers(body), columns, lexicon)
    if any(column.key == "deviation_note" for column in columns):
        body = cut_seams(body, text)
    rows, stray = align(body, columns)
    stray.extend(
        atom for row in rows for key, cell in row.cells.items() if key.startswith(UNKNOWN) for atom in cell.atoms
    )
    choices, count = read_rows(rows, columns, family, text)
    if label is not None:
        total, rest = _row_behind(behind)
        choices.extend(read_total(label, total, columns, text, total_column(atoms, "indicators", family)))
        stray.extend(rest)
    return choices, count, stray


def _scorecard(atoms: Sequence[Atom], family: Family, lexicon: Lexicon, text: str) -> _Made:
    columns, data = split_header(atoms, "scorecard", family, lexicon)
    body, label, behind = card_end(data)
    rows, stray = align(part_fused(body, columns, lexicon), columns)
    choices, count = read_card(rows, columns, family, text)
    if label is not None:
        total, rest = _row_behind(behind)
        choices.extend(read_total(label, total, columns, text, total_column(atoms, "scorecard", family)))
        stray.extend(rest)
    return choices, count, stray


def _row_behind(atoms: Sequence[Atom]) -> tuple[list[Atom], list[Atom]]:
    """The atoms of the row that goes on behind a total label, and the others."""
    for index, atom in enumerate(atoms):
        if atom.before >= Boundary.ROW or (index >= 2 and atom.before == Boundary.LINE):
            return list(atoms[:index]), list(atoms[index:])
    return list(atoms), []


def _evaluators(atoms: Sequence[Atom], family: Family, lexicon: Lexicon, text: str) -> _Made:
    columns, data = split_header(atoms, "evaluators", family, lexicon)
    rows, stray = align(cut_people(data), columns)
    choices, count = read_people(rows, columns, text)
    return choices, count, stray


_TABLES = {
    "funds": _funds,
    "objective": _objective,
    "indicators": _indicators,
    "scorecard": _scorecard,
    "evaluators": _evaluators,
}
