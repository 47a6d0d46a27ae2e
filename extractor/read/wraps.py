"""Labels that a page wraps inside their cell, so that the rest of the row begins a line further down.

Comes in: atoms in reading order. Goes out: the same atoms with the lines of such a label
joined (绩 / 效 / 指标 as one cell, with all its places in the text). Only what makes a
known label when joined is joined; values are left to the aligner.
"""

from __future__ import annotations

from collections.abc import Sequence

from extractor.lexicon import Lexicon
from extractor.read.atoms import Atom, stitched
from extractor.values import Boundary

_MOST_LINES = 6
_LONGEST_LINE = 8


def join_wrapped(atoms: Sequence[Atom], lexicon: Lexicon) -> list[Atom]:
    """The atoms with the pieces of every wrapped label joined."""
    out: list[Atom] = []
    index = 0
    while index < len(atoms):
        count = _pieces(atoms, index, lexicon)
        atom = atoms[index]
        for piece in atoms[index + 1 : index + count]:
            atom = stitched(atom, piece, lexicon)
        out.append(atom)
        index += count
    return out


def _pieces(atoms: Sequence[Atom], index: int, lexicon: Lexicon) -> int:
    """How many atoms from ``index`` on make one wrapped label; 1 if none does."""
    text = atoms[index].norm
    best = 1
    if not text or len(text) > _LONGEST_LINE:
        return best
    for count in range(2, min(_MOST_LINES, len(atoms) - index) + 1):
        piece = atoms[index + count - 1]
        if piece.before < Boundary.LINE or piece.empty or len(piece.norm) > _LONGEST_LINE:
            break
        text += piece.norm
        alone = index + count == len(atoms) or atoms[index + count].before >= Boundary.LINE
        if (
            lexicon.roles(text)
            and (count == 2 or not alone or len(text) == count)
            and not (piece.roles and atoms[index].roles)
        ):
            best = count
        if not alone:
            break
    return best
