"""A form as it looks on paper: blocks of rows of slots, drawn alike by the workbook and the page.

Comes in: a ``FormView``. Goes out: ``Block`` values, each a small table with its own columns.
Never draws anything and never drops a cell: what has no place of its own stands in the last block.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from extractor.labels import Label, code_label, field_label, path_label
from extractor.sheet.view import FormView, paths_of

SlotKind = Literal["title", "year", "label", "head", "side", "section", "value", "number", "prose", "blank"]


@dataclass(frozen=True, slots=True)
class Slot:
    """One cell of the drawing: a label, or the place of one or several paths of one value."""

    kind: SlotKind
    label: Label | None = None
    paths: tuple[str, ...] = ()
    columns: int = 1
    rows: int = 1


Row = tuple[Slot, ...]


@dataclass(frozen=True, slots=True)
class Block:
    """A table of the drawing; ``widths`` are its columns in Chinese characters.

    A slot that spans several rows is named once, in its first row, as in HTML.
    """

    name: str
    widths: tuple[int, ...]
    rows: tuple[Row, ...]


_LABEL, _TEXT, _SIDE = 7, 17, 2
NUMBER_FIELDS = frozenset(
    "initial_budget adjusted_budget allocated executed weight reference_weight score execution_rate progress "
    "income expenditure income_total expenditure_total carry_over_in budget_adjustment other_adjustment "
    "year_end_balance active retired_cadres retired total".split()
)
WIDTHS = {
    "level1": 8, "level2": 8, "level3": 12, "target": 10, "actual": 10, "progress": 6, "weight": 5, "score": 5,
    "deviation_note": 13, "group": 8, "item": 12, "reference_weight": 5, "analysis": 16, "source": 10, "stage": 8,
    "initial_budget": 7, "adjusted_budget": 7, "allocated": 7, "executed": 7, "execution_rate": 6, "code": 6,
    "name": 12, "income": 11, "expenditure": 11, "title": 10, "department": 14, "phone": 10,
}  # fmt: skip


def value_slot(path: str, *more: str, columns: int = 1, rows: int = 1, prose: bool = False) -> Slot:
    """The place of a path; further paths carry the same value (a merged label)."""
    last = path.rsplit(".", 1)[-1]
    kind: SlotKind = "prose" if prose else "number" if last in NUMBER_FIELDS else "value"
    return Slot(kind, None, (path, *more), columns, rows)


def label_slot(label: Label, kind: SlotKind = "label", columns: int = 1, rows: int = 1) -> Slot:
    """A printed word of the form."""
    return Slot(kind, label, (), columns, rows)


def slot_text(view: FormView, slot: Slot) -> Label:
    """What a slot shows: its label, the words of a code, or the value; empty for nothing."""
    if slot.label is not None:
        return slot.label
    value = view.value(slot.paths[0]) if slot.paths else None
    if value is None:
        return Label("", "")
    return code_label(slot.paths[0], value) or Label(value, value)


def pairs(view: FormView, name: str, lines: Iterable[Sequence[str]]) -> Block | None:
    """A block of label and value, two pairs to a line; a path that the form lacks is left out."""
    rows: list[Row] = []
    for line in lines:
        known = [path for path in line if view.known(path)]
        if not known:
            continue
        slots: list[Slot] = []
        for path in known:
            wide = len(known) == 1
            slots += [label_slot(field_label(path, view.form.form_type)), value_slot(path, columns=3 if wide else 1)]
        rows.append(tuple(slots))
    return Block(name, (_LABEL, _TEXT, _LABEL, _TEXT), tuple(rows)) if rows else None


def prose(view: FormView, name: str, keys: Iterable[str]) -> Block | None:
    """A block of narratives: a label at the side and the text over the width."""
    paths = [f"narratives.{key}" for key in keys]
    rows = tuple(
        (label_slot(field_label(path, view.form.form_type)), value_slot(path, prose=True))
        for path in paths
        if view.known(path)
    )
    return Block(name, (_LABEL, 2 * _TEXT + _LABEL), rows) if rows else None


def known_columns(view: FormView, table: str, keys: Iterable[str]) -> list[str]:
    """The columns of a list that any of its rows has something to show in."""
    size = row_count(view, table)
    return [key for key in keys if any(view.known(f"{table}[{row}].{key}") for row in range(size))]


def row_count(view: FormView, table: str) -> int:
    """How many rows a list of the record has, counted over values and audit trail."""
    here: object = view.form.values
    for step in table.split("."):
        here = here.get(step) if isinstance(here, dict) else None
    listed = len(here) if isinstance(here, list) else 0
    prefix = f"{table}["
    numbers = (path[len(prefix) :].split("]", 1)[0] for path in view.form.cells if path.startswith(prefix))
    return max([listed, *(int(number) + 1 for number in numbers if number.isdigit())])


def runs(view: FormView, table: str, key: str, under: str | None = None) -> list[int]:
    """For each row, over how many rows its label is drawn merged; 0 for a row that a merged label covers.

    Rows merge when they follow each other, carry the same value and the same states, and the
    column ``under`` (the label one level up) has the same value too.
    """

    def sign(row: int) -> tuple[object, ...]:
        path = f"{table}[{row}].{key}"
        above = view.value(f"{table}[{row}].{under}") if under else None
        return view.value(path), above, view.states(path)

    size = row_count(view, table)
    spans = [1] * size
    first = 0
    for row in range(1, size):
        if sign(row) == sign(first) and sign(row)[0] is not None:
            spans[first] += 1
            spans[row] = 0
        else:
            first = row
    return spans


def merged_slot(table: str, key: str, row: int, span: int) -> Slot:
    """The slot of a label that is merged over ``span`` rows; it stands for the cells of all of them."""
    return value_slot(*(f"{table}[{at}].{key}" for at in range(row, row + span)), rows=span)


def leftovers(view: FormView, placed: set[str]) -> Block | None:
    """The cells that no other block holds, by name; a family may know more than this drawing does."""
    rest = [path for path in paths_of(view.form) if path not in placed]
    rows = tuple((label_slot(path_label(path)), value_slot(path)) for path in rest)
    return Block("more", (2 * _LABEL, 2 * _TEXT), rows) if rows else None
