"""Table headers: which atoms are column labels, and in what order the columns stand.

Comes in: the atoms of one table block. Goes out: the columns in printed order and
the atoms that are left as data. A header may stand in two rows (年度 / 指标值), after
its values, or be printed again on the next page: labels count, never positions.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from extractor.family import ColumnSpec, Family
from extractor.read.atoms import Atom, is_unit_mark
from extractor.lexicon import Lexicon
from extractor.read.table import Column
from extractor.values import Boundary

# What it costs to leave a cell blank: levels are merged cells, notes are rare, figures are expected.
_BLANK = {
    "level1": 0.05, "level2": 0.05, "level3": 1.3, "target": 0.9, "actual": 0.9, "weight": 0.9, "score": 0.88,
    "deviation_note": 0.08, "progress": 0.6, "comparator": 0.5, "measure": 0.5, "adjusted_target": 0.3, "coefficient": 0.5,
    "core": 0.4, "section": 0.03, "group": 0.03, "item": 0.6, "reference_weight": 0.6, "analysis": 0.4,
    "initial_budget": 0.6, "adjusted_budget": 0.6, "allocated": 0.6, "executed": 0.6, "execution_rate": 0.4,
    "name": 1.5, "title": 0.5, "department": 0.5, "phone": 0.5,
}  # fmt: skip
_BLANK_FUNDS = {"weight": 0.25, "score": 0.25, "execution_rate": 0.25, "deviation_note": 0.05}
_WEAK = 0.8


def split_header(atoms: Sequence[Atom], block: str, family: Family, lexicon: Lexicon) -> tuple[list[Column], list[Atom]]:
    """Columns in printed order and the data atoms of a table block; stubs and unit marks are taken out."""
    specs = {spec.key: spec for spec in family.header_columns.get(block, ())}
    loose = sum(atom.before >= Boundary.ROW for atom in atoms) < max(1, len(atoms) // 24)
    rows = _printed_rows(atoms, loose, lambda atom: _half_label(atom, block, lexicon, (), ()) is not None)
    order: list[str] = []
    data: list[Atom] = []
    split = False  # a second header row brought columns of its own
    for row in rows:
        keys = [_column_key(atom, block) for atom in row]
        named = sum(key is not None for key in keys)
        is_header = named >= 2 or (named == 1 and not loose and len([a for a in row if not a.empty]) <= 2 and not _has_figures(row))
        if not is_header:
            data.extend(atom for atom in row if not _is_stub(atom, block))
            continue
        if order and any(key and key not in order for key in keys):
            split = True
        named_once = [key for key in keys if key]
        split = split or len(named_once) > len(set(named_once)) + 1 or _is_folded(named_once)
        for index, atom in enumerate(row):
            key = keys[index]
            if key is None and not atom.roles and not atom.empty:
                key = _completed_later(row, index, block, lexicon) or _half_label(atom, block, lexicon, order, keys)
            if key is not None:
                if key not in order and key in specs:
                    order.append(key)
            elif not atom.empty and not _is_stub(atom, block) and not is_unit_mark(atom) and not _is_scrap(atom):
                data.append(atom)
    return _columns(order, block, family, specs, split), data


def _is_folded(keys: Sequence[str]) -> bool:
    """True if a page without rows gives a header of two rows one after the other: a column is named again, with a new one beside it."""
    again = next((index for index, key in enumerate(keys) if key in keys[:index]), None)
    return again is not None and len(set(keys[again - 1 :]) - set(keys[: again - 1])) > 0


def _columns(order: list[str], block: str, family: Family, specs: dict[str, ColumnSpec], split: bool) -> list[Column]:
    """The printed columns; those that the family has and the header lost are added at their place, weakly."""
    usual = list(family.columns.get(block, ()))
    blank = {**_BLANK, **(_BLANK_FUNDS if block == "funds" else {})}
    if len(order) < 2 or (split and {spec.key for spec in usual} >= set(order)):
        return [Column(spec.key, spec.type, blank.get(spec.key, 0.6)) for spec in usual]
    keys = list(order)
    weak = [spec.key for spec in usual if spec.key not in keys]
    for key in weak:
        before = [spec.key for spec in usual[: [s.key for s in usual].index(key)]]
        at = max((keys.index(k) + 1 for k in before if k in keys), default=0)
        keys.insert(at, key)
    types = {**{spec.key: spec.type for spec in usual}, **{key: spec.type for key, spec in specs.items()}}
    # Level-1 labels are often printed without a header of their own; they are no weaker for it.
    return [
        Column(key, types[key], 0.02 if key in weak else blank.get(key, 0.6), _WEAK if key in weak and key not in ("level1", "level2", "section", "group") else 0.0)
        for key in keys
    ]


def _printed_rows(atoms: Sequence[Atom], loose: bool, is_half: Callable[[Atom], bool]) -> list[list[Atom]]:
    """Atoms by printed row; in a page without rows, runs of column labels count as rows of their own."""
    rows: list[list[Atom]] = []
    labelled = False
    for atom in atoms:
        is_label = any(label.role in ("column", "stub") for label in atom.roles) or (loose and labelled and not atom.roles and len(atom.norm) <= 4 and is_half(atom))
        if not rows or (atom.before >= Boundary.ROW and not loose) or (loose and is_label != labelled):
            rows.append([])
        rows[-1].append(atom)
        labelled = is_label
    return rows


def _column_key(atom: Atom, block: str) -> str | None:
    for label in atom.roles:
        if label.block == block and label.role == "column":
            return label.key
    return None


def _is_stub(atom: Atom, block: str) -> bool:
    return any(label.block == block and label.role == "stub" for label in atom.roles) and not any(
        label.role in ("row", "stage", "level1", "level2", "total", "section", "group", "item") for label in atom.roles if label.block == block
    )


def _is_scrap(atom: Atom) -> bool:
    """True for what a broken header leaves, such as ``(二级)``."""
    return not atom.roles and (len(atom.norm) <= 2 or (atom.norm[0] == "(" and atom.norm[-1] == ")"))


def _has_figures(row: Sequence[Atom]) -> bool:
    return any(atom.norm[:1].isdecimal() for atom in row if not atom.roles)


def _completed_later(row: Sequence[Atom], index: int, block: str, lexicon: Lexicon) -> str | None:
    """Column of a first half (年度) whose second half (指标值) a glued header prints behind the other labels."""
    for later in row[index + 1 :]:
        for label in lexicon.completes(row[index].norm, later.norm) if len(later.norm) <= 8 else ():
            if label.block == block and label.role == "column" and label.key == _column_key(later, block):
                return label.key
    return None


def _half_label(atom: Atom, block: str, lexicon: Lexicon, order: Sequence[str], keys: Sequence[str | None]) -> str | None:
    """Column that a first half such as 年度 (of 年度指标值) begins; the first one not named in this header row."""
    for roles in lexicon.starting(atom.norm).values():
        for label in roles:
            if label.block == block and label.role == "column" and label.key not in order and label.key not in keys:
                return label.key
    return None
