"""Cells that were cut out of a glued run: the ways to cut it, as alternatives.

Comes in: an aligned row with glued runs. Goes out: one choice per run whose
alternatives are the ways to cut it; the laws choose among them later.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from extractor.read.atoms import Atom
from extractor.read.cells import value_of
from extractor.read.cuts import Cut, cuts
from extractor.read.table import TableCell, TableRow
from extractor.values import Alternative, Candidate, Choice, Span


def is_cut(cell: TableCell) -> bool:
    """True for a cell that is a part of a glued run."""
    return cell.cut is not None


def spanless(row: TableRow, key: str) -> tuple[Span, ...]:
    """The place of a printed empty cell, if the page printed one."""
    atom = row.blank.get(key)
    return (Span(atom.start, atom.end),) if atom is not None else ()


def cut_choices(path: str, row: TableRow, types: Mapping[str, str], text: str) -> Iterator[Choice]:
    """One choice per glued run of the row."""
    done: set[int] = set()
    for cell in row.cells.values():
        if cell.cut is None or cell.cut[0].start in done:
            continue
        atom, _, _ = cell.cut
        done.add(atom.start)
        alternatives = [_alternative(path, atom, cut, cell.run, types, text) for cut in cuts(atom.norm, cell.run)]
        yield Choice(tuple(alternatives))


def _alternative(
    path: str, atom: Atom, cut: Cut, run: tuple[str, ...], types: Mapping[str, str], text: str
) -> Alternative:
    """One way to cut the run: the parts placed one after the other in the printed text."""
    at = atom.start
    candidates = []
    for key, part in zip(run, cut.parts, strict=True):
        end = _advance(text, at, atom.end, len(part))
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
