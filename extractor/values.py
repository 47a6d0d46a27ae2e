"""Every value that crosses a stage, frozen.

Comes in: nothing. Goes out: the types of the one-way flow
``Document -> Segment -> Candidate -> Record``. Imports no sibling, does no work
beyond small derived properties, and never reads a file.

All offsets are code points into ``Document.text``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import IntEnum
from typing import Any, Literal

SourceKind = Literal["digital", "ocr"]
FileKind = Literal["text", "html", "docx", "xlsx", "pdf", "image"]
Origin = Literal["read", "stitched", "repaired", "inferred", "blank", "missing", "reviewed"]
Severity = Literal["error", "warning", "note"]
Verdict = Literal["holds", "broken", "not_testable"]


CARRIED_DOWN = 0.5
"""Cost of a merged label that a model left blank: that it stands on an earlier row is no reading of its own."""


class Boundary(IntEnum):
    """How strongly the input separates a fragment from the one before it."""

    NONE = 0  # glued: nothing between the two
    SPACE = 1  # one blank
    GAP = 2  # several blanks, or a wide one
    CELL = 3  # tab, pipe, ``</td>``, the newline of a one-cell-a-line page
    LINE = 4  # a newline that may end a cell or a row: the layout does not tell
    ROW = 5  # the end of a row: newline of a tab row, ``</tr>``, blank line of a one-cell-a-line page
    BLOCK = 6  # blank line between rows, end of a table, end of a page or strip


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of the decoded text: ``text[start:end]``."""

    start: int
    end: int


Box = tuple[float, float, float, float]
"""A place on a page: left, top, right, bottom, in pixels."""


@dataclass(frozen=True, slots=True)
class Fragment:
    """One piece of the page as the input cut it: a cell, or a line.

    ``text`` is exactly ``Document.text[start:end]``; an explicitly empty cell has
    ``start == end`` and the text ``""``. ``row`` and ``column`` count within the
    document where the input had a grid (column is the grid column, so that a cell
    behind a merged one still has its own), else None.
    ``box`` is its place on the page. ``score`` is how sure an OCR engine is of its text (1 for a text that is
    no OCR), ``others`` are other readings of the same ink. ``guessed`` says that no line bounds the cell.
    """

    start: int
    end: int
    text: str
    before: Boundary
    row: int | None = None
    column: int | None = None
    page: int = 1
    box: Box | None = None
    score: float = 1.0
    others: tuple[str, ...] = ()
    guessed: bool = False


@dataclass(frozen=True, slots=True)
class Document:
    """A file after ingest: its decoded text and the fragments over it, in text order.

    Boxes of fragments are pixels at ``dpi`` dots an inch; None where the file has no pages of its own. ``unread`` are
    the pages of the file that could not be read: what they hold is missing.
    """

    name: str
    sha256: str
    kind: FileKind
    encoding: str
    text: str
    fragments: tuple[Fragment, ...]
    pages: int = 1
    dpi: int | None = None
    unread: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Segment:
    """The part of a document that is one form.

    ``strips`` holds one run of fragments per vertical strip, left to right; a page
    that was not cut has exactly one.
    """

    document: Document
    start: int
    end: int
    family: str
    source_kind: SourceKind
    strips: tuple[tuple[Fragment, ...], ...]


@dataclass(frozen=True, slots=True)
class Candidate:
    """One proposed reading of one cell.

    ``value`` follows from ``raw`` by the documented normalisation; ``cost`` says how
    unlikely the reading is (0 is plain, 1 is one oddity). ``reasons`` are why a
    person should look, in Chinese; an empty tuple means that the reader is sure.
    ``others`` are readings that somebody suggested without text to show for them:
    they are told to the reviewer and never chosen. ``ink`` is how sure an OCR engine is of the text behind it
    (1 for a text that is no OCR), ``seen`` are the engine's other readings of the same ink.
    """

    path: str
    value: str | None
    raw: str
    spans: tuple[Span, ...]
    origin: Origin = "read"
    cost: float = 0.0
    reasons: tuple[str, ...] = ()
    reader: str = "offline"
    others: tuple[str, ...] = ()
    ink: float = 1.0
    seen: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Alternative:
    """Candidates that stand or fall together, such as one way to cut a glued row."""

    candidates: tuple[Candidate, ...]
    cost: float


@dataclass(frozen=True, slots=True)
class Choice:
    """Mutually exclusive alternatives, cheapest first; exactly one of them is true."""

    alternatives: tuple[Alternative, ...]


@dataclass(frozen=True, slots=True)
class Reading:
    """What a reader makes of one segment: the rows that exist and the choices over their cells."""

    rows: Mapping[str, int]  # list path -> number of rows, e.g. {"indicators": 9, "funds": 4}
    choices: tuple[Choice, ...]
    unplaced: tuple[Span, ...] = ()
    units: Mapping[str, str] = field(default_factory=dict)  # path prefix -> 万元 | 元


@dataclass(frozen=True, slots=True)
class Evidence:
    """Where a value stands: ``text`` is exactly the document's text of the span."""

    start: int
    end: int
    text: str
    page: int = 1
    box: Box | None = None


@dataclass(frozen=True, slots=True)
class Review:
    """What people decided of a cell, and what stood there before they did.

    ``ruling`` is a word of the review (``accept``, ``correct``, ``unreadable``, ``absent``), ``by`` are the
    reviewers whose answers it rests on, ``at`` is ISO 8601 in UTC; ``earlier_origin`` is empty for a
    cell that had no audit trail.
    """

    ruling: str
    by: tuple[str, ...]
    at: str
    earlier: str | None
    earlier_origin: str
    comment: str = ""


@dataclass(frozen=True, slots=True)
class Cell:
    """One decided leaf of a form, with its audit trail (see ``docs/record.md``)."""

    value: str | None
    raw: str
    origin: Origin
    needs_review: bool = False
    reasons: tuple[str, ...] = ()
    confidence: float = 1.0
    evidence: tuple[Evidence, ...] = ()
    laws_hold: tuple[str, ...] = ()
    laws_broken: tuple[str, ...] = ()
    proof: str | None = None  # one line a person can follow, for inferred and repaired cells
    candidates: tuple[str, ...] = ()  # other readings that were weighed
    proposed_by: tuple[str, ...] = ()  # who proposed each of them: a reader, a model by name, or ``laws``
    margin: float | None = None  # how much dearer the form is if this cell holds something else
    review: Review | None = None  # only of a cell whose origin is ``reviewed``


@dataclass(frozen=True, slots=True)
class Forced:
    """A value that the laws leave as the only one for a cell, with its proof in Chinese, as in ``Cell.proof``."""

    path: str
    value: str
    proof: str


@dataclass(frozen=True, slots=True)
class Finding:
    """A law that a form breaks: what was expected, what stands there, and why it matters.

    ``expected``, ``found`` and ``difference`` are decimal strings or words;
    ``message`` is Chinese with the arithmetic written out, ``message_en`` its twin.
    """

    law: str
    verdict: Verdict
    severity: Severity
    cells: tuple[str, ...]
    message: str
    message_en: str
    expected: str | None = None
    found: str | None = None
    difference: str | None = None
    citation: str | None = None


@dataclass(frozen=True, slots=True)
class FormRecord:
    """One recovered form. ``values`` is the plain record of the contract: nested dicts, lists and strings."""

    form_type: str
    family: str
    span: Span
    source_kind: SourceKind
    units: Mapping[str, str]
    values: Mapping[str, Any]
    cells: Mapping[str, Cell]
    unplaced: tuple[Evidence, ...]
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class Source:
    """Where a record comes from.

    Boxes of evidence are pixels at ``dpi`` dots an inch; None where the file has no pages of its own. ``unread`` are
    the pages of the file that could not be read.
    """

    name: str
    sha256: str
    kind: FileKind
    pages: int
    dpi: int | None = None
    unread: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class ReaderInfo:
    """Who read the document; ``usage`` and ``sent`` are None when no model was asked.

    ``sent`` says what left the machine: how many characters of which forms and sections, and
    what was withheld.
    """

    name: str
    model: str | None = None
    prompt_version: str | None = None
    usage: Mapping[str, Any] | None = None
    sent: Mapping[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class Record:
    """Everything recovered from one file: what ``<stem>.json`` holds."""

    source: Source
    text: str
    reader: ReaderInfo
    forms: tuple[FormRecord, ...]
