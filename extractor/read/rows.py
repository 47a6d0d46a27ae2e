"""Cells that were cut out of a glued run: the ways to cut it, as alternatives.

Comes in: an aligned row with glued runs. Goes out: one choice per run whose
alternatives are the ways to cut it; the laws choose among them later.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from extractor.notation.confusion import as_digits
from extractor.read.atoms import Atom
from extractor.read.cells import value_of
from extractor.read.cuts import Cut, cuts
from extractor.read.fit import NUMBER
from extractor.read.table import TableCell, TableRow
from extractor.values import Alternative, Candidate, Choice, Span

_RELATED = ("target", "actual", "weight", "score")
_FEW_WAYS = 6
_NEAR, _FAR = Decimal("0.25"), 0.5
_ABOVE, _FULL_MARKS = 0.4, 0.4


def is_cut(cell: TableCell) -> bool:
    """True for a cell that is a part of a glued run."""
    return cell.cut is not None


def spanless(row: TableRow, key: str) -> tuple[Span, ...]:
    """The place of a printed empty cell, if the page printed one."""
    atom = row.blank.get(key)
    return (Span(atom.start, atom.end),) if atom is not None else ()


def cut_choices(path: str, row: TableRow, types: Mapping[str, str], text: str) -> Iterator[Choice]:
    """One choice per glued run of the row."""
    runs: dict[int, TableCell] = {}
    for cell in row.cells.values():
        if cell.cut is not None:
            runs.setdefault(cell.cut[0].start, cell)
    ways = {start: cuts(_atom_of(cell).norm, cell.run) for start, cell in runs.items()}
    for start, cell in runs.items():
        beside = [(other.run, ways[at][:_FEW_WAYS]) for at, other in runs.items() if at != start]
        alternatives = [
            _alternative(path, _atom_of(cell), cut, cell.run, types, text)
            for cut in weighed(ways[start], cell.run, beside, _figures(row))
        ]
        yield Choice(tuple(alternatives))


def _atom_of(cell: TableCell) -> Atom:
    return cell.cut[0] if cell.cut is not None else cell.atoms[0]


def _figures(row: TableRow) -> dict[str, Decimal]:
    """The figures of the row that stand in cells of their own, as far as the relations of a row need them."""
    out: dict[str, Decimal] = {}
    for key in _RELATED:
        cell = row.cells.get(key)
        if cell is not None and cell.cut is None and len(cell.atoms) == 1:
            out.update(_number(key, cell.atoms[0].norm))
    return out


def _number(key: str, printed: str) -> dict[str, Decimal]:
    number = NUMBER.search(as_digits(printed)) if key in _RELATED else None
    return {key: abs(Decimal(number[0].replace(",", "")))} if number else {}


def weighed(
    ways: Sequence[Cut],
    run: Sequence[str],
    beside: Sequence[tuple[Sequence[str], Sequence[Cut]]],
    figures: Mapping[str, Decimal],
) -> list[Cut]:
    """Ways to cut a run, cheapest first, by what the row prints beside it, glued runs among that."""
    out = []
    for cut in ways:
        costs = []
        for others in itertools.product(*(cuts_beside for _, cuts_beside in beside)):
            known = dict(figures)
            for keys, parts in (
                (run, cut.parts),
                *((keys, o.parts) for (keys, _), o in zip(beside, others, strict=True)),
            ):
                for key, part in zip(keys, parts, strict=True):
                    known.update(_number(key, part))
            costs.append(sum(other.cost for other in others) + _relations(known))
        out.append(replace(cut, cost=cut.cost + min(costs)))
    return sorted(out, key=lambda cut: cut.cost)


def _relations(row: Mapping[str, Decimal]) -> float:
    """What a row's figures say together: a result is near its target, a score is at most its weight."""
    target, actual, weight, score = (row.get(key) for key in _RELATED)
    cost = 0.0
    if target and actual and not _NEAR < actual / target < 1 / _NEAR:
        cost += _FAR
    if weight is not None and score is not None:
        cost += _ABOVE if score > weight else -_FULL_MARKS if score == weight else 0.0
    return cost


def _alternative(
    path: str, atom: Atom, cut: Cut, run: tuple[str, ...], types: Mapping[str, str], text: str
) -> Alternative:
    """One way to cut the run: the parts placed one after the other in the printed text."""
    at = atom.start
    candidates = []
    for key, part in zip(run, cut.parts, strict=True):
        end = _advance(text, at, atom.end, len(part.replace(",", "")))
        raw = text[at:end]
        candidates.append(
            Candidate(f"{path}.{key}", value_of(raw, types[key]), raw, (Span(at, end),), "read", cut.cost / len(run))
        )
        at = end
    return Alternative(tuple(candidates), cut.cost)


def _advance(text: str, at: int, end: int, count: int) -> int:
    """Offset behind the next ``count`` characters that are no white space and no thousands separator of the run."""
    while at < end and count:
        if not text[at].isspace() and text[at] not in ",，":
            count -= 1
        at += 1
    return at
