"""The cells of a fixed row, put together from the strips: halves of its label made whole.

Comes in: a row and the line of the next strip that are the same fixed row of the
family. Goes out: their cells, and at the end the row with its label as the family
prints it, where the page shows only a piece. What was printed stays the evidence.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from extractor.lexicon import Lexicon
from extractor.notation.text import label_key
from extractor.read.atoms import Atom, stitched
from extractor.read.line import NUMERIC, Line
from extractor.read.slots import Place

_FEW = 0.4  # of a card; if more is not there, the page prints another
Places = Mapping[tuple[str, int], Place]


def by_slot(places: Sequence[Place]) -> Places:
    """Places by block and number."""
    return {(place.block, place.index): place for place in places}


def label_cells(row: Line, line: Line, place: Place, lexicon: Lexicon) -> list[Atom] | None:
    """Cells of the row and the line with the halves of the row's label made one; None if the border holds no label."""
    right = line.cells[0]
    own = _own_label(row.cells, place)
    if _is_figure(right):
        return None
    if own is None or own != len(row.cells) - 1:
        return [*row.cells, *line.cells]
    left = row.cells[own]
    lefts, rights = label_key(left.norm), label_key(right.norm)
    if lefts in place.labels and lefts + rights not in place.labels:
        return [*row.cells, *line.cells[1:]]
    if rights in place.labels and lefts + rights not in place.labels:
        return [*row.cells[:-1], right, *line.cells[1:]]
    return [*row.cells[:-1], stitched(left, right, lexicon), *line.cells[1:]]


def with_lost_places(rows: Sequence[Line], places: Sequence[Place]) -> list[Line]:
    """The rows with those of the card that every strip lost, if most of the card is there; they hold no text yet."""
    card = [place for place in places if place.block == "scorecard" and place.kind != "total"]
    there = {row.slot for row in rows if row.slot is not None}
    lost = [place for place in card if (place.block, place.index) not in there]
    out = list(rows)
    if not lost or len(lost) > _FEW * len(card):
        return out
    for place in lost:
        slot = (place.block, place.index)
        at = next(
            (n for n, row in enumerate(out) if row.slot is not None and row.slot[0] == place.block and row.slot > slot),
            None,
        )
        if at is not None:
            near = out[at].cells[0]
            out.insert(
                at,
                Line([replace(near, end=near.start, text="", norm="", roles=(), more=(), whole="")], place.block, slot),
            )
    return out


def completed(row: Line, places: Places, lexicon: Lexicon) -> Line:
    """The row with its own label whole."""
    place = places.get(row.slot) if row.slot is not None else None
    if place is None or place.kind == "total":
        return row
    own = _own_label(row.cells, place)
    cells = list(row.cells)
    if own is None:
        if place.kind == "fund":
            return row
        cells = [atom for atom in cells if atom.norm]
        if not cells:
            near = row.cells[0]
            return replace(row, cells=[_whole(near, place.labels[0], lexicon)])
        at = next((n for n, atom in enumerate(cells) if _is_figure(atom)), len(cells))
        near = cells[min(at, len(cells) - 1)]
        cells.insert(at, _whole(replace(near, end=near.start, text="", more=()), place.labels[0], lexicon))
    elif label_key(cells[own].norm) not in place.labels:
        cells[own] = _whole(cells[own], place.labels[0], lexicon)
    return replace(row, cells=cells)


def _whole(atom: Atom, label: str, lexicon: Lexicon) -> Atom:
    return replace(atom, norm=label, roles=lexicon.roles(label), whole=label)


def _own_label(cells: Sequence[Atom], place: Place) -> int | None:
    """Where the row's own label, or what is printed of it, stands: the last text before the figures that is no head."""
    found = None
    for n, atom in enumerate(cells):
        if _is_figure(atom) or not atom.norm:
            break
        stub = (
            any(label.role == "stub" and label.block == place.block for label in atom.roles)
            and label_key(atom.norm) not in place.labels
        )
        if not stub and label_key(atom.norm) not in place.heads:
            found = n
    return found


def _is_figure(atom: Atom) -> bool:
    return bool(NUMERIC.fullmatch(atom.norm)) or (
        atom.norm[:1] in tuple("0123456789.") and not any("\u4e00" <= char <= "\u9fff" for char in atom.norm)
    )
