"""Headers of levels whose 一, 二 or 三 was lost: 级指标 for 三级指标.

Comes in: the atoms of a page. Goes out: the same atoms, those headers put right. Strokes that run level are the first
that thin print loses, in a scan as in a text made from one. Never moves an atom, and never names a column twice.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from itertools import groupby

from extractor.family import ColumnSpec, Family
from extractor.lexicon import Label, Lexicon
from extractor.notation.text import label_key
from extractor.read.atoms import Atom

_LEVEL_STROKES = str.maketrans("", "", "一二三")
_NOT_A_CHARACTER = re.compile(r"^[^\u4e00-\u9fff\w(]+|(?<=\()[^\u4e00-\u9fff\w]+")
_MISREAD = 1.0  # for each header cell
_TURNED = 2.5  # for columns that do not stand in the family's order


def with_lost_numerals(atoms: Sequence[Atom], family: Family, lexicon: Lexicon) -> list[Atom]:
    """The atoms with the headers of levels put right that lost their numeral, or have that of another.

    What stands beside a header, in the order of the family, tells which it was.
    """
    forms = frozenset(lexicon.forms())
    stems = {_stem(form) for form in forms if _names_column(lexicon.roles(form)) and _stem(form) != form}
    out: list[Atom] = []
    for _, group in groupby(atoms, key=lambda atom: (atom.page, atom.row)):
        row = list(group)
        levels = [label_key(atom.norm) for atom in row if _stem(atom.norm) in stems]
        damaged = len(set(levels)) < len(levels) or not forms.issuperset(levels)
        if row[0].row is not None and len(levels) >= 2 and damaged:
            headers = [_put_right(row, block, specs, stems, lexicon) for block, specs in family.header_columns.items()]
            row = min(headers, key=lambda header: (-header.named, header.cost)).atoms
        out.extend(row)
    return out


def _stem(text: str) -> str:
    """A label as it is found without its level strokes, and without the dash that one is taken for."""
    return _NOT_A_CHARACTER.sub("", label_key(text).translate(_LEVEL_STROKES))


def _names_column(roles: Sequence[Label]) -> bool:
    return any(label.role == "column" for label in roles)


@dataclass(frozen=True, slots=True)
class _Header:
    """A header row as it may be meant; ``named`` says how many of its cells are labels then."""

    cost: float
    named: int
    atoms: list[Atom]


def _put_right(
    row: Sequence[Atom], block: str, specs: Sequence[ColumnSpec], stems: AbstractSet[str], lexicon: Lexicon
) -> _Header:
    """The cheapest way to name the level headers of a row, each column once and in the family's order."""
    order = {spec.key: place for place, spec in enumerate(specs)}
    ways: list[tuple[float, int, int, list[Atom]]] = [(0.0, 0, -1, [])]  # cost, cells named, last column, atoms
    for atom in row:
        if _stem(atom.norm) in stems:
            options = list(_meant(atom, block, lexicon))
        else:
            options = [(atom, label, 0.0) for label in atom.roles if label.block == block and label.role == "column"]
        ways = [
            (
                cost + price + _TURNED * (order.get(label.key, 0) <= last),
                named + 1,
                order.get(label.key, 0),
                [*atoms, choice],
            )
            for cost, named, last, atoms in ways
            for choice, label, price in options
        ] or [(cost, named, last, [*atoms, atom]) for cost, named, last, atoms in ways]
    cost, named, _, atoms = min(ways, key=lambda way: way[0])
    return _Header(cost, named, atoms)


def _meant(atom: Atom, block: str, lexicon: Lexicon) -> Iterator[tuple[Atom, Label, float]]:
    """The headers that a cell may have been before it lost strokes, with what each costs."""
    key = label_key(atom.norm)
    for form in lexicon.forms():
        if _stem(form) == _stem(key):
            for label in lexicon.roles(form):
                if label.block == block and label.role == "column":
                    meant = replace(atom, norm=form, roles=lexicon.roles(form), whole=form)
                    yield (atom, label, 0.0) if form == key else (meant, label, _MISREAD)
