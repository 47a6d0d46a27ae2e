"""The money table: one row per source of money, or one amount per stage and source.

Comes in: the data atoms and columns of the table. Goes out: choices per row. A row
begins at its label; which source a label means is family data.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from extractor.family import Family
from extractor.notation.text import label_key
from extractor.read.atoms import Atom, is_unit_mark
from extractor.read.cells import blank, candidate, only
from extractor.read.fit import fit
from extractor.read.rows import cut_choices, is_cut, spanless
from extractor.read.table import Column, TableRow, align
from extractor.values import Candidate, Choice, Span

_TYPES = {
    "initial_budget": "money", "adjusted_budget": "money", "allocated": "money", "executed": "money",
    "weight": "points", "execution_rate": "rate", "score": "points",
}  # fmt: skip
_AMOUNT_KEY = {"budget": "initial_budget", "allocated": "allocated", "spent": "executed"}
# A source whose label is not in the vocabulary is told by the word in it; several levels named together are 上级.
_WORDS = (("结转", "carry_over"), ("结余", "carry_over"), ("专户", "special_account"), ("中央", "central"), ("省", "superior"), ("自治区", "superior"), ("上级", "superior"),
          ("市", "city"), ("县", "county"), ("区级", "county"), ("地方", "local"), ("自筹", "unit"), ("单位", "unit"), ("财政", "fiscal"), ("其他", "other"), ("总额", "total"), ("合计", "total"))  # fmt: skip


@dataclass(slots=True)
class _Entry:
    """The labels and value atoms of one printed row of money."""

    labels: list[Atom] = field(default_factory=list)
    values: list[Atom] = field(default_factory=list)


def read_funds(atoms: Sequence[Atom], columns: Sequence[Column], family: Family, text: str) -> tuple[list[Choice], int, list[Atom]]:
    """Choices of the money rows, how many rows there are, and the atoms that fit nowhere."""
    entries, stray = _entries([atom for atom in atoms if not is_unit_mark(atom)], family)
    if family.staged_funds:
        return _staged(entries, family, text, stray)
    out: list[Choice] = []
    for index, entry in enumerate(entries):
        out.extend(_row(f"funds[{index}]", entry, columns, family, text, stray))
    return out, len(entries), stray


def _entries(atoms: Sequence[Atom], family: Family) -> tuple[list[_Entry], list[Atom]]:
    """Rows of money: a source label opens one; a staged form may print stage and source before an amount."""
    entries: list[_Entry] = []
    stray: list[Atom] = []
    for atom in atoms:
        if atom.norm in ("其中:", "其中"):
            continue
        roles = {label.role for label in atom.roles}
        if "row" in roles or "stage" in roles or _names_source(atom):
            if not entries or entries[-1].values or not family.staged_funds or _begins_row(atom, entries[-1]):
                entries.append(_Entry())
            entries[-1].labels.append(atom)
        elif not entries or (atom.heads and not _amount(atom)):
            if not atom.empty:
                stray.append(atom)
        elif family.staged_funds and not atom.empty and any(not v.empty for v in entries[-1].values):
            entries.append(_Entry([], [atom]))
        elif not (family.staged_funds and atom.empty):
            entries[-1].values.append(atom)
    return entries, stray


def _begins_row(atom: Atom, entry: _Entry) -> bool:
    """True if a label on a new row ends the row above, which printed a source and no amount."""
    return atom.heads and any(label.role == "row" for label in entry.labels[-1].roles)


def _names_source(atom: Atom) -> bool:
    """True for a row label that is not in the vocabulary but names a source of money."""
    key = label_key(atom.norm)
    return 3 <= len(key) <= 16 and not key[:1].isdecimal() and key.endswith(("资金", "补助", "拨款", "结转", "收入", "配套", "财政")) and any(w in key for w, _ in _WORDS)


def source_of(entry_labels: Sequence[Atom]) -> tuple[str | None, Atom | None]:
    """The source that the labels name, with the label that names it."""
    for atom in reversed(entry_labels):
        for label in atom.roles:
            if label.role == "row":
                return label.key, atom
    for atom in reversed(entry_labels):
        found = [source for word, source in _WORDS if word in label_key(atom.norm)]
        if found and not any(label.role == "stage" for label in atom.roles):
            return ("superior" if {"superior", "city"} <= set(found) or {"central", "superior"} <= set(found) else found[0]), atom
    return None, None


def _row(path: str, entry: _Entry, columns: Sequence[Column], family: Family, text: str, stray: list[Atom]) -> Iterator[Choice]:
    """One row with its amounts in columns."""
    source, label = source_of(entry.labels)
    label = label or entry.labels[0]
    span = (Span(label.start, label.end),)
    yield only(Candidate(f"{path}.stage", "all", "", span))
    yield only(Candidate(f"{path}.source", source or "other", label.text, span, "read", 0.0 if source else 1.0))
    rows, dropped = align(_once(entry.values, len(columns)), columns, _figure_fit, one_row=True)
    stray.extend(dropped)
    row = rows[0] if rows else TableRow()
    for column in columns:
        cell = row.cells.get(column.key)
        if column.key not in _TYPES:
            continue
        if cell is None:
            yield blank(f"{path}.{column.key}", spanless(row, column.key))
        elif not is_cut(cell):
            yield only(candidate(f"{path}.{column.key}", cell.atoms, _TYPES[column.key], text, cost=cell.cost))
    yield from cut_choices(path, row, _TYPES, text)


def _once(values: Sequence[Atom], width: int) -> list[Atom]:
    """The values of a row without the copies that a merged cell leaves: a figure printed more often than there are columns for it."""
    kept = list(values)
    while sum(not atom.empty for atom in kept) > width:
        repeats = [i for i in range(1, len(kept)) if kept[i].norm == kept[i - 1].norm and not kept[i].empty]
        if not repeats:
            break
        runs = max(repeats, key=lambda i: sum(atom.norm == kept[i].norm for atom in kept))
        del kept[runs]
    return kept


def _figure_fit(column: Column, atom: Atom) -> float:
    return fit(column.type, atom.norm)


def _staged(entries: Sequence[_Entry], family: Family, text: str, stray: list[Atom]) -> tuple[list[Choice], int, list[Atom]]:
    """One amount a row: the printed entries aligned in order with the rows that the family prints."""
    filled = [entry for entry in entries if any(_amount(v) for v in entry.values)]
    stray.extend(v for entry in entries if entry not in filled for v in entry.values)
    out: list[Choice] = []
    for index, (entry, (stage, source), cost) in enumerate(zip(filled, *_match(filled, family), strict=True)):
        path = f"funds[{index}]"
        spans = tuple(Span(atom.start, atom.end) for atom in entry.labels)
        values = [v for v in entry.values if _amount(v)]
        stray.extend(v for v in entry.values if not _amount(v))
        reasons = ("金额与行次按表式次序对应，行标签缺失或不符",) if cost >= 1.0 else ()
        origin = "read" if spans else "inferred"
        yield_reasons = reasons or (() if spans else ("行次按表式规则推定",))
        out.append(only(Candidate(f"{path}.stage", stage, "", spans, origin, 0.0, yield_reasons if not spans else ())))
        out.append(only(Candidate(f"{path}.source", source, "".join(a.text for a in entry.labels), spans, origin, 0.0, yield_reasons if not spans else ())))
        out.append(only(candidate(f"{path}.{_AMOUNT_KEY.get(stage, 'initial_budget')}", values[:1], "money", text, cost=0.0 if cost < 1 else 1.0, reasons=reasons)))
        stray.extend(values[1:])
    return out, len(filled), stray


def _amount(atom: Atom) -> bool:
    return not atom.empty and fit("money", atom.norm) < 2


def _match(entries: Sequence[_Entry], family: Family) -> tuple[list[tuple[str, str]], list[float]]:
    """Row (stage, source) of each entry at minimum cost, in the family's order; rows the family does not list are let in."""
    rows = family.fund_rows
    count, width = len(entries), len(rows)
    best = [[(0.0, 0)] * (width + 1) for _ in range(count + 1)]
    for i in range(count - 1, -1, -1):
        for j in range(width, -1, -1):
            options = [(_foreign(entries[i]) + best[i + 1][j][0], 2)]
            if j < width:
                options.append((_mismatch(entries[i], rows[j]) + best[i + 1][j + 1][0], 0))
                options.append((0.3 + best[i][j + 1][0], 1))
            best[i][j] = min(options)
    out: list[tuple[str, str]] = []
    costs: list[float] = []
    i = j = 0
    while i < count:
        move = best[i][j][1]
        if move == 1:
            j += 1
            continue
        stage = rows[j][0] if move == 0 else _stage_of(entries[i]) or (rows[j - 1][0] if j else rows[0][0])
        out.append(rows[j] if move == 0 else (stage, source_of(entries[i].labels)[0] or "total"))
        costs.append(_mismatch(entries[i], rows[j]) if move == 0 else 0.2)
        i, j = i + 1, j + (move == 0)
    return out, costs


def _stage_of(entry: _Entry) -> str | None:
    return next((label.key for atom in reversed(entry.labels) for label in atom.roles if label.role == "stage"), None)


def _mismatch(entry: _Entry, row: tuple[str, str]) -> float:
    """How badly the printed labels fit a row of the family."""
    stage, source = row
    named, printed = source_of(entry.labels)[0], _stage_of(entry)
    if source == "total":  # the stage label alone names this row
        return (0.0 if printed == stage else 1.1 if printed is None else 2.5) + (2.0 if named else 0.0)
    cost = 0.0 if named == source else 1.1 if named is None else 3.0
    return cost + (0.0 if printed in (stage, None) else 0.8)


def _foreign(entry: _Entry) -> float:
    """Cost of taking an entry as a row that the family does not list: its label must at least name a source."""
    return 0.9 if source_of(entry.labels)[0] else 2.4
