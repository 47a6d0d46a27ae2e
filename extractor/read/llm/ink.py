"""Which ink a model may be shown: that of the cells of a scan which stay open.

Comes in: the form as decided, the page as it is numbered, and its document. Goes out: ``Ink``: numbered cells
with their places on the pages of the file, and the open cells that have no such place. Never shows the cells of
people, also not the empty ones, which may be signed by hand.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from extractor.places import Places
from extractor.read.atoms import Atom
from extractor.read.llm.openings import what_of
from extractor.read.llm.page import Page
from extractor.read.llm.privacy import PERSONAL_PATHS, personal_cells
from extractor.read.llm.topic import Topic
from extractor.values import Box, Cell, Document, FormRecord, Span

MOST_CELLS = 24
"""So many pictures of cells go into the one request of a form."""
_LONGEST = 60  # characters; who reads a long text anew makes more mistakes than the engine
_MOST_GAPS = 2  # empty cells of a row in which a lost cell is looked for
_CODES = frozenset(("stage", "source", "level1", "level2", "section", "group", "form_type"))
_TABLES = ("indicators[", "scorecard[", "funds[")
_FIGURES = frozenset(
    "initial_budget adjusted_budget allocated executed weight reference_weight score execution_rate target actual "
    "carry_over_in budget_adjustment other_adjustment year_end_balance income expenditure".split()
)


@dataclass(frozen=True, slots=True)
class Ink:
    """The ink of one numbered cell: the open cell it is read for, its number, its stretch of the text, its place.

    ``printed`` says that the engine read something there.
    """

    path: str
    pointer: str
    span: Span
    page: int
    box: Box
    printed: bool


@dataclass(frozen=True, slots=True)
class OpenInk:
    """What is open: ink to be shown, the names of cells without a place of their own, and what must be painted over.

    ``covered`` are the places of people by page; ``closed`` are pages that show people whose place is not known.
    """

    inks: tuple[Ink, ...]
    nowhere: Mapping[str, str]
    covered: Mapping[int, tuple[Box, ...]]
    closed: frozenset[int]


def open_ink(record: FormRecord, page: Page, document: Document, topics: Sequence[Topic], *, personal: bool) -> OpenInk:
    """The ink of the cells that are flagged, missed or objected to by a law; figures first, at most ``MOST_CELLS``."""
    places = Places(document)
    barred = frozenset() if personal else personal_cells(page)
    covered, closed = _people(page, barred, places)
    found: dict[int, Ink] = {}
    nowhere: dict[str, str] = {}
    for path in _open_paths(record, personal):
        inks = [
            ink
            for atom in _atoms(path, record, page)
            if atom.start not in barred and (ink := _ink(path, atom, page, places)) and ink.page not in closed
        ]
        if inks:
            found.update((ink.span.start, ink) for ink in inks if ink.span.start not in found)
        elif record.cells[path].value is None and (what := what_of(path, record, topics)):
            nowhere[path] = what
    return OpenInk(tuple(found.values())[:MOST_CELLS], nowhere, covered, closed)


def _open_paths(record: FormRecord, personal: bool) -> list[str]:
    objected = {path for finding in record.findings if finding.severity == "error" for path in finding.cells}
    paths = [
        path
        for path, cell in record.cells.items()
        if (cell.needs_review or path in objected)
        and _key(path) not in _CODES
        and len(cell.raw) <= _LONGEST
        and (personal or not PERSONAL_PATHS.fullmatch(path))
    ]
    return sorted(paths, key=lambda path: _key(path) not in _FIGURES)


def _key(path: str) -> str:
    return path.rpartition(".")[2]


def _atoms(path: str, record: FormRecord, page: Page) -> Iterator[Atom]:
    """The numbered cell that an open cell was read from; of one without a place the empty cells of its row."""
    cell = record.cells[path]
    if cell.evidence:
        yield from _whole_cell(cell, page)
    elif path.startswith(_TABLES):
        row = path.rpartition(".")[0]
        starts = [
            piece.start
            for other, sibling in record.cells.items()
            if other.startswith(f"{row}.") and _key(other) not in _CODES
            for piece in sibling.evidence
        ]
        rows = {place[0] for start in starts if (place := page.place(start)) is not None}
        gaps = [a for number in rows for a in page.rows[number - 1].cells if a.empty and a.start not in starts]
        if len(gaps) <= _MOST_GAPS:
            yield from gaps


def _whole_cell(cell: Cell, page: Page) -> Iterator[Atom]:
    """The numbered cell, where all of the evidence is all of it."""
    (piece, *more) = cell.evidence
    place = page.place(piece.start)
    atom = page.cell(*place) if place is not None else None
    if not more and atom is not None and atom.text.strip() == piece.text.strip():
        yield atom


def _ink(path: str, atom: Atom, page: Page, places: Places) -> Ink | None:
    """The ink of a numbered cell, where it is a whole piece of the input with a place on a page."""
    span = Span(atom.start, atom.end)
    pieces = list(places.fragments(span))
    place = page.place(atom.start)
    if len(pieces) != 1 or place is None:
        return None
    (piece,) = pieces
    if piece.box is None or piece.text.strip() != atom.text.strip():
        return None
    return Ink(path, f"{place[0]}.{place[1]}", span, piece.page, piece.box, not atom.empty)


def _people(page: Page, barred: Collection[int], places: Places) -> tuple[dict[int, tuple[Box, ...]], frozenset[int]]:
    """Where people stand, by page of the file, and the pages where that is not known."""
    boxes: dict[int, list[Box]] = {}
    closed: set[int] = set()
    for atom in (atom for row in page.rows for atom in row.cells if atom.start in barred):
        for piece in places.fragments(Span(atom.start, atom.end)):
            if piece.box is not None:
                boxes.setdefault(piece.page, []).append(piece.box)
            elif piece.text:
                closed.add(piece.page)
    return {number: tuple(found) for number, found in boxes.items()}, frozenset(closed)
