"""The indicator table: three levels of labels, target, result, weight, score, note.

Comes in: the data atoms and columns of the table. Goes out: choices for every cell of
every row, and the total row. Level labels are carried down over merged cells; where
carrying down and the family disagree, the family wins for a blank cell and the print
for a printed one (flagged).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from extractor.doubts import PRINTED_LEVEL_DISAGREES, STRIPS_DO_NOT_TALLY, TARGET_ADJUSTED
from extractor.family import Family
from extractor.notation.text import fold
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
from extractor.read.table import Column, TableCell, TableRow
from extractor.read.vanished import Habits, habits_of, keys_of, settled, ways_of_figures
from extractor.values import Boundary, Candidate, Choice, Span

_POINTS = re.compile(r"[(（]\s*\d+(?:\.\d+)?\s*分?\s*[)）]\s*$")
_NUMBERED = re.compile(r"^\s*指\s*标\s*\d*\s*[:：、.．]?\s*")
_NUMBERED_ALONE = re.compile(r"^指标\d*[:、.]?$")
_TYPES = {
    "target": "quantity",
    "actual": "quantity",
    "weight": "points",
    "score": "points",
    "deviation_note": "note",
    "progress": "progress",
}
LOST = "表头有此栏且其他各行都有值，本行没有找到，请核对"
_FEW_ROWS = 4
_NEARLY_ALL = 0.8


@dataclass(frozen=True, slots=True)
class LevelLabel:
    """A level label in force: its value, where it is printed, and whether on this row."""

    value: str | None
    raw: str
    spans: tuple[Span, ...]
    printed: bool
    doubt: bool = False  # strips that do not tally: it may begin on another row
    mended: bool = False  # printed damaged


def read_rows(
    rows: Sequence[TableRow], columns: Sequence[Column], family: Family, text: str
) -> tuple[list[Choice], int]:
    """Choices of all indicator rows, and how many rows there are."""
    out: list[Choice] = []
    count = 0
    habits = habits_of(rows, columns)
    rows = [settled(row, columns, habits) for row in rows]
    expected = _expected(rows, columns)
    level1 = level2 = LevelLabel(None, "", (), False)
    for row in rows:
        level1, level2 = _levels(row, level1, level2, text)
        content = list(_row_cells(f"indicators[{count}]", row, columns, expected, habits, text))
        if any(c.value is not None for choice in content for c in choice.alternatives[0].candidates):
            out.extend(_level_choices(f"indicators[{count}]", level1, level2, family))
            out.extend(content)
            count += 1
    return out, count


def without_bare_numbers(atoms: Sequence[Atom]) -> list[Atom]:
    """The atoms without a bare ``指标2：`` that nothing follows in its row: it names no indicator."""
    kept: list[Atom] = []
    for index, atom in enumerate(atoms):
        if _NUMBERED_ALONE.match(atom.norm):
            following = next((a for a in atoms[index + 1 :] if not a.empty or a.before >= Boundary.ROW), None)
            if (
                following is None
                or following.before >= Boundary.ROW
                or following.roles
                or _NUMBERED_ALONE.match(following.norm)
            ):
                continue
        kept.append(atom)
    return kept


def _levels(row: TableRow, level1: LevelLabel, level2: LevelLabel, text: str) -> tuple[LevelLabel, LevelLabel]:
    """Level labels in force on this row: printed here, or carried down."""
    own1, own2 = row.cells.get("level1"), row.cells.get("level2")
    if own1 is not None:
        level1 = _printed(own1, text)
        if own2 is None:
            level2 = LevelLabel(None, "", (), False)
    else:
        level1 = replace(level1, printed=False)
    level2 = _printed(own2, text) if own2 is not None else replace(level2, printed=False)
    name = row.cells.get("level3")
    if name is not None and any(atom.doubt == STRIPS_DO_NOT_TALLY for atom in name.atoms):
        # The row may have lost labels of its own.
        level1, level2 = replace(level1, doubt=True), replace(level2, doubt=True)
    return level1, level2


def _printed(cell: TableCell, text: str) -> LevelLabel:
    raw, mended = raw_of(cell.atoms, text), mended_label(cell.atoms)
    doubt = any(atom.doubt for atom in cell.atoms)
    return LevelLabel(level_value(mended or raw), raw, spans_of(cell.atoms), True, doubt, bool(mended))


def level_value(raw: str) -> str | None:
    """A level label without the points in brackets behind it: ``产出指标(50分)`` is 产出指标."""
    value = value_of(raw, "text")
    return _POINTS.sub("", re.sub(r"\s+", "", value)) if value else None


def _level_choices(path: str, level1: LevelLabel, level2: LevelLabel, family: Family) -> Iterator[Choice]:
    """Level-1 and level-2 cells; the family's rule decides for a blank level-1 cell."""
    parents = parents_of(level2.value, family) if level2.value else ()
    fits = not parents or (level1.value is not None and _level1_name(level1.value, family) in parents)
    if fits and level1.value is not None:
        yield only(_level_candidate(f"{path}.level1", level1))
    elif level1.printed and level1.value is not None:
        yield only(
            Candidate(f"{path}.level1", level1.value, level1.raw, level1.spans, "read", 1.0, (PRINTED_LEVEL_DISAGREES,))
        )
    elif parents:
        yield forced_by_family(f"{path}.level1", parents[0], f"{level2.value}归属{parents[0]}（表式规则）")
    else:
        yield blank(f"{path}.level1")
    if level2.value is not None:
        yield only(_level_candidate(f"{path}.level2", level2))
    else:
        yield blank(f"{path}.level2")


def _level_candidate(path: str, label: LevelLabel) -> Candidate:
    found = label_candidate(path, label.value or "", label.raw, label.spans, label.mended)
    return replace(found, reasons=(*found.reasons, STRIPS_DO_NOT_TALLY)) if label.doubt else found


def parents_of(level2: str, family: Family) -> tuple[str, ...]:
    """Level-1 labels that a level-2 label stands under; empty for a label the family does not know."""
    key = fold(level2)
    return tuple(level1 for level1, labels in family.levels.items() if any(fold(label) == key for label in labels))


def _level1_name(printed: str, family: Family) -> str:
    key = fold(printed)
    return next(
        (name for name, labels in family.level1_labels.items() if any(fold(label) == key for label in labels)), printed
    )


def _expected(rows: Sequence[TableRow], columns: Sequence[Column]) -> frozenset[str]:
    """Columns that the header names and nearly every row fills: a row without one has lost it."""
    named = [
        column.key for column in columns if column.key in ("target", "actual", "weight", "score") and not column.weak
    ]
    full = [row for row in rows if len(row.cells.keys() & {"target", "actual", "weight", "score"}) >= 2]
    least = max(_FEW_ROWS, _NEARLY_ALL * len(full))
    return frozenset(key for key in named if sum(key in row.cells for row in full) >= least)


def _absent(path: str, row: TableRow, key: str, expected: frozenset[str]) -> Choice:
    """A cell without text: printed empty, or lost where every other row has it or where a strip has lost a line."""
    doubt = row.blank[key].doubt if key in row.blank else ""
    if doubt:
        return only(Candidate(f"{path}.{key}", None, "", (), "missing", 1.0, (doubt,)))
    if key in expected and key not in row.blank and len(row.cells) >= 2:
        return only(Candidate(f"{path}.{key}", None, "", (), "missing", 1.0, (LOST,)))
    return blank(f"{path}.{key}", spanless(row, key))


def _row_cells(
    path: str, row: TableRow, columns: Sequence[Column], expected: frozenset[str], habits: Habits, text: str
) -> Iterator[Choice]:
    """The cells of one row right of the level labels."""
    yield from name_choice(path, row, text)
    lost = {key: _absent(path, row, key, expected).alternatives[0].candidates[0] for key in expected}
    ways = ways_of_figures(path, row, columns, habits, text, lost)
    open_keys = keys_of(ways)
    if ways is not None:
        yield ways
    for column in columns:
        if column.key not in _TYPES or column.key == "target" or column.key in open_keys:
            continue
        cell = row.cells.get(column.key)
        if cell is None:
            yield _absent(path, row, column.key, expected)
        elif not is_cut(cell):
            yield only(candidate(f"{path}.{column.key}", cell.atoms, _TYPES[column.key], text, cost=cell.cost))
    if "target" not in open_keys:
        yield from _target(path, row, expected, text)
    yield from cut_choices(path, row, _TYPES, text)


def name_choice(path: str, row: TableRow, text: str) -> Iterator[Choice]:
    """Level-3 name without its ``指标1：``; a bare ``指标2：`` names nothing."""
    cell = row.cells.get("level3")
    if cell is None:
        yield _absent(path, row, "level3", frozenset())
        return
    found = candidate(f"{path}.level3", cell.atoms, "name", text, cost=max(0.0, cell.cost - 0.4))
    if found.value and _NUMBERED_ALONE.match(fold(found.value)):
        yield only(Candidate(found.path, None, found.raw, found.spans, "blank"))
    else:
        stripped = (
            _NUMBERED.sub("", found.value)
            if found.value and re.match(r"\s*指\s*标\s*\d*\s*[:：、.．]|\s*指\s*标\s*\d", found.value)
            else found.value
        )
        yield only(replace(found, value=stripped))


def _target(path: str, row: TableRow, expected: frozenset[str], text: str) -> Iterator[Choice]:
    """The target, with comparator and unit of columns of their own joined to it."""
    cell, adjusted = row.cells.get("target"), row.cells.get("adjusted_target")
    if cell is None:
        yield _absent(path, row, "target", expected)
        return
    reasons: tuple[str, ...] = ()
    if adjusted is not None and not is_cut(cell) and adjusted.atoms[0].norm != cell.atoms[0].norm:
        reasons = (TARGET_ADJUSTED.format(cell.atoms[0].text),)
        cell = adjusted
    if is_cut(cell):
        return
    before, behind = row.cells.get("comparator"), row.cells.get("measure")
    found = candidate(f"{path}.target", cell.atoms, "quantity", text, cost=cell.cost, reasons=reasons)
    value, spans = found.value, found.spans
    if value and before and not re.match(r"[≥≤><=≧≦]", fold(value)):
        value, spans = (value_of(before.atoms[0].text, "text") or "") + value, spans_of(before.atoms) + spans
    if value and behind and re.search(r"\d$", fold(value)):
        value, spans = value + (value_of(behind.atoms[0].text, "text") or ""), spans + spans_of(behind.atoms)
    yield only(
        replace(found, value=value, spans=spans, origin="stitched" if len(spans) > len(found.spans) else found.origin)
    )
