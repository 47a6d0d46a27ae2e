"""Candidates of single cells: value, evidence, cost and reasons from the atoms of a cell.

Comes in: the atoms that the aligner put into a cell and the cell's type. Goes out:
``Candidate`` and ``Choice`` values. The value follows from the printed text by the
documented normalisation alone (``docs/record.md``).
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from extractor.doubts import LABEL_COMPLETED
from extractor.notation.text import fold, plain
from extractor.read.atoms import Atom
from extractor.values import Alternative, Boundary, Candidate, Choice, Origin, Span

_SPACES_IN_NUMBER = re.compile(r"(?<=[.,，．])\s+(?=\d)|(?<=\d)\s+(?=[.,，．%％]|\d{3}(?!\d))")
_THOUSANDS = re.compile(r"(?<=\d)[,，](?=\d{3}(?!\d))")
_MONEY_UNIT = re.compile(r"(?<=\d)\s*(?:万元|亿元|元|万)$")
_PEOPLE = re.compile(r"(?<=\d)\s*人$")
SUMS_LEAVE_OPEN = "得分列有缺行，按合计仍不能唯一对应到行"
PROSE_FROM_STRIPS = "文字由各竖条逐行拼接，请对照原文"
_FIGURES = frozenset(("money", "points", "rate"))


def value_of(raw: str, kind: str) -> str | None:
    """Normalised value of a printed text of the given type; None for blank and dashes.

    Money loses its unit and thousands separators, numbers their inner white space;
    targets and results keep comparator and unit as printed.
    """
    text = plain(raw)
    if text is None:
        return None
    if kind in _FIGURES or kind == "quantity":
        text = _THOUSANDS.sub("", _SPACES_IN_NUMBER.sub("", text))
    if kind in _FIGURES:
        text = "".join(fold(char) or char for char in text) if not text.isascii() else text
        text = re.sub(r"\s+", "", text)
    if kind == "money":
        text = _MONEY_UNIT.sub("", text)
    if kind == "points" and text.endswith("分"):
        text = text[:-1]
    return text or None


def raw_of(atoms: Sequence[Atom], text: str) -> str:
    """The printed text of a cell: one stretch where its atoms touch, else the pieces joined."""
    if all(b.before <= Boundary.GAP for b in atoms[1:]) and not any(atom.more for atom in atoms):
        return text[atoms[0].start : atoms[-1].end]
    return "".join(atom.text for atom in atoms)


def spans_of(atoms: Sequence[Atom]) -> tuple[Span, ...]:
    """Evidence of a cell: atoms that stand side by side share a span."""
    spans: list[Span] = []
    for index, atom in enumerate(atoms):
        if index and atom.before <= Boundary.GAP and spans[-1].end <= atom.start and not atoms[index - 1].more:
            spans[-1] = Span(spans[-1].start, atom.end)
        else:
            spans.append(Span(atom.start, atom.end))
        spans.extend(atom.more)
    return tuple(spans)


def candidate(
    path: str,
    atoms: Sequence[Atom],
    kind: str,
    text: str,
    *,
    cost: float = 0.0,
    reasons: Sequence[str] = (),
    origin: Origin = "read",
) -> Candidate:
    """A reading of one cell from its atoms; without a value it is a blank."""
    raw = raw_of(atoms, text)
    value = value_of(raw, kind)
    if any(atom.more for atom in atoms) and origin == "read":
        origin = "stitched"
    reasons = (*reasons, *dict.fromkeys(atom.doubt for atom in atoms if atom.doubt))
    if len(atoms) == 1 and atoms[0].whole:
        return completed_label(path, atoms[0], (*reasons, LABEL_COMPLETED), cost)
    return Candidate(path, value, raw, spans_of(atoms), origin if value is not None else "blank", cost, tuple(reasons))


def completed_label(path: str, atom: Atom, reasons: Sequence[str] = (LABEL_COMPLETED,), cost: float = 0.0) -> Candidate:
    """The family's whole label for a printed piece of it, or for one that the text has lost."""
    if not atom.text:
        return Candidate(path, atom.whole, "", (), "inferred", cost, tuple(reasons))
    return Candidate(path, atom.whole, atom.text, spans_of([atom]), "repaired", cost, tuple(reasons))


def mended_label(atoms: Sequence[Atom]) -> str:
    """The family's label for one that is printed damaged; nothing where it is printed well, or not at all."""
    return atoms[0].whole if len(atoms) == 1 and atoms[0].text else ""


def label_candidate(path: str, value: str, raw: str, spans: Sequence[Span], mended: bool) -> Candidate:
    """A label that is printed, or carried down from where it is; ``mended`` says that it is printed damaged."""
    if mended:
        return Candidate(path, value, raw, tuple(spans), "repaired", 0.0, (LABEL_COMPLETED,))
    return Candidate(path, value, raw, tuple(spans))


def only(*candidates: Candidate) -> Choice:
    """A choice without an alternative."""
    return Choice((Alternative(tuple(candidates), sum(c.cost for c in candidates)),))


def blank(path: str, spans: Sequence[Span] = ()) -> Choice:
    """A cell whose place is printed and empty."""
    return only(Candidate(path, None, "", tuple(spans), "blank"))


def forced_by_family(path: str, value: str, reason: str) -> Choice:
    """A label that the text has lost and the family knows."""
    return only(Candidate(path, value, "", (), "inferred", 0.0, (reason,)))
