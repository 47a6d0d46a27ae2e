"""Rows of the money table by their labels: which source and stage of money a row names.

Comes in: the atoms of the table. Goes out: entries, each with its labels and its value
atoms, and the source that labels name. A row begins at its label; which source a
label means is family data.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from extractor.family import Family
from extractor.notation.text import label_key
from extractor.read.atoms import Atom
from extractor.read.fit import fit
from extractor.values import Boundary

# A source whose label is not in the vocabulary is told by the word in it; several levels named together are 上级.
_WORDS = (
    ("结转", "carry_over"), ("结余", "carry_over"), ("专户", "special_account"), ("中央", "central"),
    ("省", "superior"), ("自治区", "superior"), ("上级", "superior"), ("市", "city"), ("县", "county"),
    ("区级", "county"), ("地方", "local"), ("自筹", "unit"), ("单位", "unit"), ("财政", "fiscal"), ("其他", "other"),
    ("总额", "total"), ("合计", "total"),
)  # fmt: skip


@dataclass(slots=True)
class Entry:
    """The labels and value atoms of one printed row of money."""

    labels: list[Atom] = field(default_factory=list)
    values: list[Atom] = field(default_factory=list)


def entries_of(atoms: Sequence[Atom], family: Family) -> tuple[list[Entry], list[Atom]]:
    """Rows of money: a source label opens one; a staged form may print stage and source before an amount."""
    entries: list[Entry] = []
    stray: list[Atom] = []
    for atom in atoms:
        if atom.norm in ("其中:", "其中"):
            continue
        roles = {label.role for label in atom.roles}
        if "row" in roles or "stage" in roles or _names_source(atom):
            if not entries or entries[-1].values or not family.staged_funds or _begins_row(atom, entries[-1]):
                entries.append(Entry())
            entries[-1].labels.append(atom)
        elif not entries or (atom.heads and not is_amount(atom)):
            if not atom.empty:
                stray.append(atom)
        elif family.staged_funds and _is_repeat(atom, entries[-1]):
            entries[-1].values.append(atom)
        elif family.staged_funds and not atom.empty and any(not v.empty for v in entries[-1].values):
            entries.append(Entry([], [atom]))
        elif not (family.staged_funds and atom.empty):
            entries[-1].values.append(atom)
    return entries, stray


def _is_repeat(atom: Atom, entry: Entry) -> bool:
    """True for an amount printed again in the next cell of its row, once for every column that was merged."""
    same_row = atom.before in (Boundary.GAP, Boundary.CELL)
    return same_row and bool(atom.norm) and [v.norm for v in entry.values if not v.empty][-1:] == [atom.norm]


def _begins_row(atom: Atom, entry: Entry) -> bool:
    """True if a label on a new row, or of a stage, ends the row above, which printed a source and no amount."""
    opens = atom.heads or any(label.role == "stage" for label in atom.roles)
    return opens and any(label.role == "row" for label in entry.labels[-1].roles)


def _names_source(atom: Atom) -> bool:
    """True for a row label that is not in the vocabulary but names a source of money."""
    key = label_key(atom.norm)
    return (
        3 <= len(key) <= 16
        and not key[:1].isdecimal()
        and key.endswith(("资金", "补助", "拨款", "结转", "收入", "配套", "财政"))
        and any(w in key for w, _ in _WORDS)
    )


def source_of(entry_labels: Sequence[Atom]) -> tuple[str | None, Atom | None]:
    """The source that the labels name, with the label that names it."""
    for atom in reversed(entry_labels):
        for label in atom.roles:
            if label.role == "row":
                return label.key, atom
    for atom in reversed(entry_labels):
        found = [source for word, source in _WORDS if word in label_key(atom.norm)]
        if found and not any(label.role == "stage" for label in atom.roles):
            return (
                "superior" if {"superior", "city"} <= set(found) or {"central", "superior"} <= set(found) else found[0]
            ), atom
    return None, None


def stage_of(entry: Entry) -> str | None:
    """The stage (预算资金, 下达资金, 支出资金) that an entry's labels name."""
    return next((label.key for atom in reversed(entry.labels) for label in atom.roles if label.role == "stage"), None)


def is_amount(atom: Atom) -> bool:
    """True for an atom that reads as an amount of money."""
    return not atom.empty and fit("money", atom.norm) < 2
