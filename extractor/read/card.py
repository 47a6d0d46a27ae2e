"""The score card: sections, groups and items with weights and scores.

Comes in: the data atoms and columns of the card, and the family (which may list the
card's items). Goes out: choices for every row. A section's own row is its total;
group labels are carried down, and where the family lists the card it says in which
group an item stands.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from extractor.family import Family
from extractor.notation.text import fold, label_key
from extractor.read.atoms import Atom
from extractor.read.cells import (
    blank,
    candidate,
    forced_by_family,
    label_candidate,
    mended_label,
    only,
    raw_of,
    spans_of,
    value_of,
)
from extractor.read.rows import cut_choices, is_cut, spanless
from extractor.read.table import Column, TableRow
from extractor.read.vanished import Habits, habits_of, keys_of, settled, ways_of_figures
from extractor.values import Choice, Span

_TYPES = {"reference_weight": "points", "weight": "points", "score": "points", "analysis": "text"}


@dataclass(frozen=True, slots=True)
class _Carried:
    """A section or group label in force, and the span that prints it."""

    value: str | None = None
    spans: tuple[Span, ...] = ()
    raw: str = ""
    mended: bool = False


def read_card(
    rows: Sequence[TableRow], columns: Sequence[Column], family: Family, text: str
) -> tuple[list[Choice], int]:
    """Choices of all rows of the card, and how many rows there are."""
    out: list[Choice] = []
    section, group = _Carried(), _Carried()
    count = place = 0
    habits = habits_of(rows, columns)
    rows = [settled(row, columns, habits) for row in rows]
    parted = any(_is_section_row(row) and _figures_of(row) for row in rows)
    for row in rows:
        own = _section_of(row, text)
        if own is not None:
            section, group = own, _Carried()
        if row.cells.get("group") is not None:
            atoms = row.cells["group"].atoms
            raw, mended = raw_of(atoms, text), mended_label(atoms)
            group = _Carried(mended or value_of(raw, "text"), spans_of(atoms), raw, bool(mended))
        # A section's own row that strips lost, or one that lost its figures where the others have theirs.
        lost = own is not None and (not own.spans or (parted and _is_section_row(row)))
        if row.cells.get("item") is None and not _figures_of(row) and not lost:
            continue
        path = f"scorecard[{count}]"
        out.append(_section_choice(path, section))
        if row.cells.get("item") is None and own is not None:
            out.extend((blank(f"{path}.group"), blank(f"{path}.item")))
        else:
            known, place = _place(row, family, place, text)
            out.extend(_labels(path, row, group, known, text))
        out.extend(_figures(path, row, columns, habits, text))
        count += 1
    return out, count


def _figures_of(row: TableRow) -> list[str]:
    return [key for key in ("weight", "score", "reference_weight") if key in row.cells]


def _is_section_row(row: TableRow) -> bool:
    """True for the row of a section itself: its label without a group or an item beside it."""
    return "section" in row.cells and not row.cells.keys() & {"group", "item"}


def _section_of(row: TableRow, text: str) -> _Carried | None:
    cell = row.cells.get("section")
    if cell is None:
        return None
    if cell.atoms[0].whole and not cell.atoms[0].text:
        return _Carried(cell.atoms[0].whole)
    raw, mended = raw_of(cell.atoms, text), mended_label(cell.atoms)
    return _Carried(label_key(mended or raw) or None, spans_of(cell.atoms), raw, bool(mended))


def _section_choice(path: str, section: _Carried) -> Choice:
    if section.value is None:
        return blank(f"{path}.section")
    if not section.spans:
        return forced_by_family(f"{path}.section", section.value, f"{section.value}的行次由表式规则定")
    return only(label_candidate(f"{path}.section", section.value, section.raw, section.spans, section.mended))


def _place(row: TableRow, family: Family, place: int, text: str) -> tuple[tuple[str, str, str] | None, int]:
    """Where the item stands on the family's card, at or behind ``place``; a clipped label finds its whole one."""
    cell = row.cells.get("item")
    flat = [(section, group, item) for section, group, items in family.card for item in items]
    if cell is None or not flat:
        return None, place
    key = label_key(cell.atoms[0].whole or raw_of(cell.atoms, text))
    for ahead in range(place, len(flat)):
        whole = label_key(flat[ahead][2])
        if whole == key or (len(key) >= 3 and whole.startswith(key)):
            return flat[ahead], ahead + 1
    return None, place


def _labels(
    path: str, row: TableRow, group: _Carried, known: tuple[str, str, str] | None, text: str
) -> Iterator[Choice]:
    """Group and item of one row."""
    if (
        known is not None
        and row.cells.get("group") is None
        and (group.value is None or fold(group.value) != fold(known[1]))
    ):
        yield forced_by_family(f"{path}.group", known[1], f"{known[2]}归属{known[1]}（表式规则）")
    elif group.value:
        yield only(label_candidate(f"{path}.group", group.value, group.raw, group.spans, group.mended))
    else:
        yield blank(f"{path}.group")
    cell = row.cells.get("item")
    if cell is None:
        yield blank(f"{path}.item", spanless(row, "item"))
    else:
        yield only(candidate(f"{path}.item", cell.atoms, "text", text, cost=min(cell.cost, 0.9)))


def _figures(path: str, row: TableRow, columns: Sequence[Column], habits: Habits, text: str) -> Iterator[Choice]:
    ways = ways_of_figures(path, row, columns, habits, text)
    open_keys = keys_of(ways)
    if ways is not None:
        yield ways
    for column in columns:
        if column.key not in _TYPES or column.key in open_keys:
            continue
        cell = row.cells.get(column.key)
        if cell is None:
            yield blank(f"{path}.{column.key}", spanless(row, column.key))
        elif not is_cut(cell):
            yield only(candidate(f"{path}.{column.key}", cell.atoms, _TYPES[column.key], text, cost=cell.cost))
    yield from cut_choices(path, row, _TYPES, text)


def card_end(atoms: Sequence[Atom]) -> tuple[Sequence[Atom], Atom | None, Sequence[Atom]]:
    """Atoms before the total's label, that label, and the atoms behind it."""
    for index in range(len(atoms) - 1, -1, -1):
        if any(label.role == "total" for label in atoms[index].roles):
            return atoms[:index], atoms[index], atoms[index + 1 :]
    return atoms, None, ()
