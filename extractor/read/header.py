"""Table headers: which atoms are column labels, and in what order the columns stand.

Comes in: the atoms of one table block. Goes out: the columns in printed order and
the atoms that are left as data. A header may stand in two rows (年度 / 指标值), after
its values, or be printed again on the next page: labels count, never positions.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from extractor.family import ColumnSpec, Family
from extractor.lexicon import Lexicon
from extractor.read.atoms import Atom, is_unit_mark
from extractor.read.costs import bare_lines, printed_lines
from extractor.read.table import Column
from extractor.values import Boundary

# What it costs to leave a cell blank: levels are merged cells, notes are rare, figures are expected.
_BLANK = {
    "level1": 0.05, "level2": 0.05, "level3": 1.3, "target": 0.9, "actual": 0.9, "weight": 0.9, "score": 0.88,
    "deviation_note": 0.08, "progress": 0.6, "comparator": 0.5, "measure": 0.5, "adjusted_target": 0.3,
    "coefficient": 0.5, "core": 0.4, "section": 0.03, "group": 0.03, "item": 0.6,
    "reference_weight": 0.6, "analysis": 0.4,
    "initial_budget": 0.6, "adjusted_budget": 0.6, "allocated": 0.6, "executed": 0.6, "execution_rate": 0.4,
    "name": 1.5, "title": 0.5, "department": 0.5, "phone": 0.5,
}  # fmt: skip
_BLANK_FUNDS = {"weight": 0.25, "score": 0.25, "execution_rate": 0.25, "deviation_note": 0.05}
_WEAK = 0.8
UNKNOWN = "?"  # begins the key of a column that no family knows: its cells find no slot
_MUST_HAVE = frozenset(("level1", "level2", "level3", "target", "actual", "adjusted_budget", "executed"))
_NAMED_ENOUGH = 3
_LONGEST_LABEL = 12
_LONGEST_ROW = 16  # a line with more cells is several rows


def split_header(
    atoms: Sequence[Atom], block: str, family: Family, lexicon: Lexicon
) -> tuple[list[Column], list[Atom]]:
    """Columns in printed order and the data atoms of a table block; stubs and unit marks are taken out."""
    specs = {spec.key: spec for spec in family.header_columns.get(block, ())}
    rows = _printed_rows(atoms, lambda atom: _half_label(atom, block, lexicon, (), ()) is not None)
    order: list[str] = []
    places: dict[str, int | None] = {}
    data: list[Atom] = []
    split = False  # a second header row brought columns of its own
    for row in rows:
        keys = [_column_key(atom, block) for atom in row]
        named = sum(key is not None for key in keys)
        is_header = named >= 2 or (named == 1 and len([a for a in row if not a.empty]) <= 2 and not _has_figures(row))
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
                key = _completed_later(atom, atoms, block, lexicon) or _half_label(atom, block, lexicon, order, keys)
            if key is not None:
                if key not in order and key in specs:
                    order.append(key)
                    places[key] = atom.column
            elif _belongs_to_header(atom, atoms, block, lexicon):
                continue
            elif named >= _NAMED_ENOUGH and _is_unknown_label(atom, block):
                order.append(UNKNOWN + atom.norm)
            else:
                data.append(atom)
    return [replace(c, place=places.get(c.key)) for c in _columns(order, block, family, specs, split)], data


def _is_folded(keys: Sequence[str]) -> bool:
    """True if a header of two rows stands in one run: a column is named again, with a new one beside it."""
    again = next((index for index, key in enumerate(keys) if key in keys[:index]), None)
    return again is not None and len(set(keys[again - 1 :]) - set(keys[: again - 1])) > 0


def _columns(order: list[str], block: str, family: Family, specs: dict[str, ColumnSpec], split: bool) -> list[Column]:
    """The printed columns; those that the family has and the header lost are added at their place, weakly."""
    usual = list(family.columns.get(block, ()))
    blank = {**_BLANK, **(_BLANK_FUNDS if block == "funds" else {})}
    named = [key for key in order if not key.startswith(UNKNOWN)]
    if len(named) < 2 or (split and {spec.key for spec in usual} >= set(named)):
        return [Column(spec.key, spec.type, blank.get(spec.key, 0.6)) for spec in usual]
    keys = list(order)
    weak = [spec.key for spec in usual if spec.key not in keys]
    for key in weak:
        before = [spec.key for spec in usual[: [s.key for s in usual].index(key)]]
        at = max((keys.index(k) + 1 for k in before if k in keys), default=0)
        keys.insert(at, key)
    keys = [key for index, key in enumerate(keys) if not _stands_for_lost(keys, index, weak)]
    types = {**{spec.key: spec.type for spec in usual}, **{key: spec.type for key, spec in specs.items()}}
    # Level-1 labels are often printed without a header of their own; they are no weaker for it.
    return [
        Column(
            key,
            types.get(key, "text"),
            0.02 if key in weak else blank.get(key, 0.6),
            _WEAK if key in weak and key not in ("level1", "level2", "section", "group") else 0.0,
        )
        for key in keys
    ]


def _is_unknown_label(atom: Atom, block: str) -> bool:
    """True for a cell among column labels that reads like one, though no family knows it."""
    plain = atom.before == Boundary.CELL and not atom.roles and len(atom.norm) <= _LONGEST_LABEL
    return plain and block in ("indicators", "funds") and not any(char.isdecimal() for char in atom.norm)


def _stands_for_lost(keys: Sequence[str], index: int, weak: Sequence[str]) -> bool:
    """True for an unknown label at the place of a column that the family has and the header does not name."""
    beside = (*keys[max(0, index - 1) : index], *keys[index + 1 : index + 2])
    return keys[index].startswith(UNKNOWN) and any(key in weak and key in _MUST_HAVE for key in beside)


def _printed_rows(atoms: Sequence[Atom], is_half: Callable[[Atom], bool]) -> list[list[Atom]]:
    """Atoms by printed row; where a page prints no rows, runs of column labels count as rows of their own."""
    lines = printed_lines(atoms)
    rows: list[list[Atom]] = []
    run: list[Atom] = []
    for line, bare in zip(lines, bare_lines(lines), strict=True):
        blank_parted = any(atom.before <= Boundary.SPACE for atom in line[1:])
        if bare or blank_parted or sum(not atom.empty for atom in line) > _LONGEST_ROW:
            run.extend(line)
        else:
            rows.extend(_label_runs(run, is_half))
            rows.append(list(line))
            run = []
    return rows + _label_runs(run, is_half)


def _label_runs(atoms: Sequence[Atom], is_half: Callable[[Atom], bool]) -> list[list[Atom]]:
    """Atoms parted where column labels begin and end."""
    rows: list[list[Atom]] = []
    labelled = False
    for atom in atoms:
        is_label = any(label.role in ("column", "stub") for label in atom.roles)
        is_label = is_label or (labelled and not atom.roles and len(atom.norm) <= 4 and is_half(atom))
        if not rows or is_label != labelled:
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
        label.role in ("row", "stage", "level1", "level2", "total", "section", "group", "item")
        for label in atom.roles
        if label.block == block
    )


def _belongs_to_header(atom: Atom, atoms: Sequence[Atom], block: str, lexicon: Lexicon) -> bool:
    """True for what a header row holds beside its labels: stubs, units, and the second halves of labels above."""
    if atom.empty or _is_stub(atom, block) or is_unit_mark(atom) or _is_scrap(atom):
        return True
    above = [other for other in atoms if other.start < atom.start and _column_key(other, block)]
    return any(
        label.role == "column"
        for other in above
        for label in lexicon.completes(other.norm, atom.norm)
        if not atom.roles
    )


def _is_scrap(atom: Atom) -> bool:
    """True for what a broken header leaves, such as ``(二级)``."""
    return not atom.roles and (len(atom.norm) <= 2 or (atom.norm[0] == "(" and atom.norm[-1] == ")"))


def _has_figures(row: Sequence[Atom]) -> bool:
    return any(atom.norm[:1].isdecimal() for atom in row if not atom.roles)


def _completed_later(half: Atom, atoms: Sequence[Atom], block: str, lexicon: Lexicon) -> str | None:
    """Column of a first half (年度) whose second half (指标值) the header prints further on."""
    for later in atoms:
        if later.start > half.start and len(later.norm) <= 8 and any(label.role == "column" for label in later.roles):
            for label in lexicon.completes(half.norm, later.norm):
                if label.block == block and label.role == "column" and label.key == _column_key(later, block):
                    return label.key
    return None


def _is_written(character: str) -> bool:
    return "\u4e00" <= character <= "\u9fff"


def _half_label(
    atom: Atom, block: str, lexicon: Lexicon, order: Sequence[str], keys: Sequence[str | None]
) -> str | None:
    """Column that a first half such as 年度 (of 年度指标值) begins; the first one not named in this header row.

    Of a narrow column one character may be left (权 of 权重): then it is the one column that has it in two.
    """
    if len(atom.norm) == 1 and _is_written(atom.norm):
        left = {
            label.key
            for form in lexicon.forms()
            if len(form) == len("权重") and atom.norm in form
            for label in lexicon.roles(form)
            if label.block == block and label.role == "column" and label.key not in order and label.key not in keys
        }
        return left.pop() if len(left) == 1 else None
    for roles in lexicon.starting(atom.norm).values():
        for label in roles:
            if label.block == block and label.role == "column" and label.key not in order and label.key not in keys:
                return label.key
    return None
