"""Blocks: which part of a form each atom belongs to.

Comes in: the atoms of a form and its family. Goes out: for each block (head, funds,
objective, indicators, score card, evaluators, tail …) its atoms in order. Labels
decide, the family's order of blocks is the prior: a shortest path over (atom, block)
where only a label may change the block.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from extractor.family import Family
from extractor.lexicon import Label
from extractor.read.atoms import Atom
from extractor.values import Boundary

FIELD_BLOCKS = ("head", "narratives", "narratives_after", "tail")
_FOREIGN = 3.0  # a label that this block does not know
_LABEL_OF_DATA = frozenset(("level1", "level2", "section", "group", "item"))


def split_blocks(atoms: Sequence[Atom], family: Family) -> Mapping[str, list[Atom]]:
    """Atoms by block, in text order within each; the blocks of labels with a value are one, called ``fields``."""
    out: dict[str, list[Atom]] = {}
    for atom, zone in zip(atoms, zones_of(atoms, family), strict=True):
        out.setdefault(zone, []).append(atom)
    return out


def zones_of(atoms: Sequence[Atom], family: Family) -> list[str]:
    """The block of every atom."""
    states = [block for block in family.blocks if block != "total"]
    zones: list[str] = []
    lent = False  # inside a field row that stands within a table
    remarks = _remark_labels(atoms)
    for index, (atom, state) in enumerate(zip(atoms, _path(atoms, states), strict=True)):
        name = states[state]
        if atom.roles or atom.before >= Boundary.ROW:
            lent = name not in FIELD_BLOCKS and (_is_field_row(atom, name) or index in remarks)
        zones.append("fields" if lent or name in FIELD_BLOCKS else name)
    return zones


def _is_field_row(atom: Atom, block: str) -> bool:
    """True for a field label that no column or row of this table explains (评价结果等次 below a score card)."""
    roles = atom.roles
    return (
        bool(roles) and all(label.role == "field" for label in roles) and block not in {label.block for label in roles}
    )


def _remark_labels(atoms: Sequence[Atom]) -> set[int]:
    """Places of labels that open a row with one text behind them (说明 | 本表…), so that they head no column.

    Such a label is a field's and a column's; a header names other columns beside it, or stands above them. Where a
    page prints no rows, it is one that stands alone among values.
    """
    inline = {
        index
        for index, (before, atom, behind) in enumerate(zip(atoms, atoms[1:], atoms[2:], strict=False), 1)
        if max(atom.before, behind.before) <= Boundary.SPACE
        and not (before.roles or behind.roles)
        and {label.role for label in atom.roles} == {"field", "column"}
        and {label.key for label in atom.roles if label.role == "column"} == {"deviation_note"}
    }
    rows: list[list[int]] = []
    for index, atom in enumerate(atoms):
        if not rows or atom.before >= Boundary.LINE:
            rows.append([])
        if not atom.empty:
            rows[-1].append(index)
    return inline | {
        row[0]
        for row in rows
        if len(row) == 2
        and atoms[row[0]].heads
        and {label.role for label in atoms[row[0]].roles} == {"field", "column"}
        and not atoms[row[1]].roles
    }


def _path(atoms: Sequence[Atom], states: Sequence[str]) -> list[int]:
    """Cheapest block for every atom."""
    count = len(states)
    moves = [[_move(a, b) for a in range(count)] for b in range(count)]
    best = [_move(0, state) if state else 0.0 for state in range(count)]
    back: list[list[int] | None] = []
    known: dict[tuple[Label, ...], list[float]] = {}
    for atom in atoms:
        if not atom.roles:
            back.append(None)
            continue
        emission = known.get(atom.roles)
        if emission is None:
            emission = known[atom.roles] = [_emission(atom.roles, state) for state in states]
        inner = (
            0.4 if Boundary.SPACE < atom.before < Boundary.LINE and not atom.heads else 0.0
        )  # a block rarely begins inside a row
        entry = [inner - _announces(atom.roles, state) for state in states]
        origins = [0] * count
        after = [0.0] * count
        for state in range(count):
            costs = moves[state]
            origin = min((s for s in range(count) if s != state), key=lambda s: best[s] + costs[s], default=state)
            moved = best[origin] + costs[origin] + (entry[state] if origin != state else 0.0)
            if best[state] <= moved:
                origin, moved = state, best[state]
            origins[state] = origin
            after[state] = moved + emission[state]
        best = after
        back.append(origins)
    state = min(range(count), key=best.__getitem__)
    path = [0] * len(atoms)
    for index in range(len(atoms) - 1, -1, -1):
        path[index] = state
        origins_here = back[index]
        if origins_here is not None:
            state = origins_here[state]
    return path


def _announces(roles: Sequence[Label], state: str) -> float:
    """What speaks for beginning a block at its stub (绩效指标, 评价人员) rather than at a later label."""
    return 0.2 if any(label.block == state and label.role == "stub" for label in roles) else 0.0


def _move(a: int, b: int) -> float:
    """Cost of going from block ``a`` to ``b``: forward is cheap, back is not."""
    if a == b:
        return 0.0
    return 0.5 + 0.25 * (b - a - 1) if b > a else 2.0 + 0.4 * (a - b)


def _emission(roles: Sequence[Label], state: str) -> float:
    if any(label.block == state for label in roles):
        return 0.0
    if state in FIELD_BLOCKS:
        if any(label.block == "fields" for label in roles):
            # 联系电话 is a field and a column: within a table it is the column.
            return 0.15 if any(label.role == "column" for label in roles) else 0.0
        if all(label.role in ("total", "row") for label in roles):
            return 0.6  # 合计 may stand in prose that holds a table
    # In a table, a word that is a label elsewhere can be plain data (an indicator called 项目总成本).
    if state in ("indicators", "scorecard") and all(label.role in _LABEL_OF_DATA for label in roles):
        return 1.0
    # 预算执行率 heads a column of money, and is the name of an indicator in many forms.
    if state in ("indicators", "scorecard") and all(label.role in ("column", "row") for label in roles):
        return 1.7
    return _FOREIGN
