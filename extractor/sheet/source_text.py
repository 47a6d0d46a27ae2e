"""The source text cut into pieces, each with the cells that point to it.

Comes in: a ``Record``. Goes out: regions (one per form, and the text around them) of chunks of
pieces; the pieces joined are the text again. Never escapes: that is the template's work.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from extractor.sheet.view import printable
from extractor.values import Record

# A chunk is what a browser lays out in one go: small enough that a page of thousands stays quick.
_CHUNK = 3000
_EMPTY_LINES = re.compile(r"(?:^|(?<=\n))(?:[^\S\n]*\n){2,}")


@dataclass(frozen=True, slots=True)
class Mark:
    """A span of the text and the number of the cell that it is evidence of; None for unplaced text."""

    start: int
    end: int
    cell: int | None


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text that exactly the same cells point to.

    ``loose`` text found no slot; ``empty`` is a run of blank lines, which a page may draw smaller.
    """

    text: str
    cells: tuple[int, ...] = ()
    loose: bool = False
    empty: bool = False


@dataclass(frozen=True, slots=True)
class Region:
    """The text of one form (its number), or text outside all forms (None), in chunks."""

    form: int | None
    chunks: tuple[tuple[Piece, ...], ...]


def regions(record: Record, marks: Iterable[Mark]) -> tuple[Region, ...]:
    """The whole text of a record as regions; spans beyond the text are cut to it, empty ones dropped."""
    size = len(record.text)
    kept = [mark for mark in marks if 0 <= mark.start < min(mark.end, size)]
    owners = _owners(record, size)
    cuts = {edge for start, end, _ in owners for edge in (start, end)}
    pieces = list(_pieces(record.text, kept, cuts))
    found = []
    at = 0
    for start, end, form in owners:
        inside = []
        while at < len(pieces) and pieces[at][0] < end:
            inside.append(pieces[at][1])
            at += 1
        if start < end:
            found.append(Region(form, tuple(_chunks(inside))))
    return tuple(found)


def _owners(record: Record, size: int) -> list[tuple[int, int, int | None]]:
    """The text from start to end as (start, end, form number or None), without overlap."""
    owners: list[tuple[int, int, int | None]] = []
    at = 0
    for number, form in enumerate(record.forms):
        start, end = max(at, min(form.span.start, size)), min(form.span.end, size)
        if start > at:
            owners.append((at, start, None))
        if end > start:
            owners.append((start, end, number))
            at = end
        else:
            at = start
    if at < size:
        owners.append((at, size, None))
    return owners


def _pieces(text: str, marks: list[Mark], cuts: set[int]) -> Iterator[tuple[int, Piece]]:
    """The text cut at every edge of a mark, with what is open between two edges."""
    opening: dict[int, list[Mark]] = defaultdict(list)
    closing: dict[int, list[Mark]] = defaultdict(list)
    for mark in marks:
        opening[mark.start].append(mark)
        closing[min(mark.end, len(text))].append(mark)
    edges = sorted({0, len(text), *cuts, *opening, *closing})
    active: dict[int | None, int] = {}
    for start, end in zip(edges, edges[1:], strict=False):
        for mark in closing[start]:
            active[mark.cell] -= 1
            if not active[mark.cell]:
                del active[mark.cell]
        for mark in opening[start]:
            active[mark.cell] = active.get(mark.cell, 0) + 1
        cells = tuple(sorted(cell for cell in active if cell is not None))
        shown = printable(text[start:end])
        if cells or active:
            yield start, Piece(shown, cells, None in active)
        else:
            yield from _split_empty(start, shown, text[start - 1 : start] == "\n" or start == 0)


def _split_empty(start: int, text: str, at_line: bool) -> Iterator[tuple[int, Piece]]:
    """Unmarked text with its runs of blank lines apart; ``at_line`` says that it begins a line."""
    done = 0
    # A text that goes on in a line has its first blank line only behind that line's end.
    for run in _EMPTY_LINES.finditer(text, 0 if at_line else text.find("\n") + 1):
        if run.start() > done:
            yield start + done, Piece(text[done : run.start()])
        yield start + run.start(), Piece(run.group(), empty=True)
        done = run.end()
    if done < len(text):
        yield start + done, Piece(text[done:])


def _chunks(pieces: list[Piece]) -> Iterator[tuple[Piece, ...]]:
    """Pieces in groups that end at a line break outside all marks."""
    chunk: list[Piece] = []
    size = 0
    for piece in pieces:
        while size + len(piece.text) > _CHUNK and _may_be_cut(piece):
            cut = piece.text.find("\n", max(0, _CHUNK - size)) + 1 or piece.text.rfind("\n") + 1
            yield (*chunk, Piece(piece.text[:cut]))
            chunk, size, piece = [], 0, Piece(piece.text[cut:])
        if piece.text:
            chunk.append(piece)
            size += len(piece.text)
    if chunk:
        yield tuple(chunk)


def _may_be_cut(piece: Piece) -> bool:
    return not (piece.cells or piece.loose or piece.empty) and "\n" in piece.text
