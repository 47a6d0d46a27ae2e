"""What reviewers say of cells, and what a folder of records holds: every value of the review, frozen.

Comes in: nothing. Goes out: the types of the review. Three things are kept apart: the
*suggestion* (what the readers and laws proposed for a cell), the *answer* (what one reviewer said
of it), and the *final value* (what holds: one answer, two that agree, or a settlement).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Generic, Literal, TypeVar

Ruling = Literal["accept", "correct", "unreadable", "absent", "added", "deleted", "open"]
"""What was decided of a place.

``accept``: the suggestion is right. ``correct``: it is ``value``. ``unreadable``: the source cannot be
read here. ``absent``: the form has no such cell. ``added`` and ``deleted`` are of rows. ``open``: an
earlier decision was taken back, and the place is undecided again.
"""
EntryKind = Literal["answer", "settlement", "comment"]
State = Literal["open", "done", "disagreed", "all"]
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Place:
    """A cell or a row of one form: ``form`` counts from 0.

    ``path`` names rows as the record does (``indicators[3].score``) and rows that a reviewer
    added by a number of their own (``indicators[n1].score``), so that it never changes.
    """

    document: int
    form: int
    path: str


@dataclass(frozen=True, slots=True)
class Saying:
    """What a reviewer wants written down, before it is.

    ``suggestion`` is the value the record proposes at the time. ``value`` is the value that the
    place is to have: for ``accept`` that same one, for ``added`` the path of the row that the new
    one stands behind (empty: in front of all). ``seen`` is the id of the latest entry of the place that
    the reviewer was shown, 0 for none: another one since then is a conflict. ``request`` is unique
    for what a person did once, so that a repeated request is not written twice. ``undoes`` names
    the entry that is taken back.
    """

    place: Place
    reviewer: str
    ruling: Ruling | None  # None: nothing but a comment
    value: str | None = None
    suggestion: str | None = None
    comment: str = ""
    kind: EntryKind = "answer"
    seen: int = 0
    request: str = ""
    undoes: int | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the log. ``before`` and ``before_value`` are what the same reviewer's place held until then."""

    id: int
    said: Saying
    at: datetime  # UTC
    before: Ruling | None = None
    before_value: str | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """What one reviewer says of a place now; never ``open``: then there is no answer."""

    place: Place
    reviewer: str
    ruling: Ruling
    value: str | None
    suggestion: str | None
    comment: str
    entry: int
    at: datetime


@dataclass(frozen=True, slots=True)
class Final:
    """What holds of a place; ``by`` are the reviewers whose answers or settlement it rests on."""

    place: Place
    ruling: Ruling
    value: str | None
    suggestion: str | None
    by: tuple[str, ...]
    entry: int
    at: datetime
    comment: str = ""


@dataclass(frozen=True, slots=True)
class CellSummary:
    """A cell that has to be looked at, as the queue knows it.

    ``reason`` is the first reason for review and ``reason_kind`` the same without what it
    inserts; ``laws`` are the ids of the laws of severity error that the cell breaks; ``order`` is
    the place of the cell in the drawing of its document.
    """

    form: int
    path: str
    family: str
    value: str | None
    origin: str
    confidence: float
    reason: str
    reason_kind: str
    laws: tuple[str, ...]
    order: int


@dataclass(frozen=True, slots=True)
class DocumentSummary:
    """A record of the folder, as the queue knows it; ``stamp`` tells whether its file was changed since."""

    name: str
    stamp: str
    title: str
    families: tuple[str, ...]
    forms: int
    cells: int
    errors: int
    warnings: int
    lowest: float  # the lowest confidence of a cell in the queue; 1 where none is
    queue: tuple[CellSummary, ...]
    fault: str = ""  # why the file is no record; empty where it is one


@dataclass(frozen=True, slots=True)
class Filter:
    """Which part of the queue is wanted; an empty word filters nothing.

    ``reviewer`` keeps what this person has answered; ``words`` must stand in the name or title.
    """

    family: str = ""
    origin: str = ""
    law: str = ""
    reason: str = ""
    reviewer: str = ""
    words: str = ""
    state: State = "open"


@dataclass(frozen=True, slots=True)
class DocumentLine:
    """One document of the queue; ``open`` is counted for the reviewer who asks."""

    id: int
    name: str
    title: str
    families: tuple[str, ...]
    forms: int
    cells: int
    queued: int
    open: int
    disagreed: int
    errors: int
    warnings: int
    lowest: float
    reviewers: tuple[str, ...]
    fault: str = ""


@dataclass(frozen=True, slots=True)
class CellLine:
    """One cell of the queue with its document."""

    document: int
    name: str
    title: str
    cell: CellSummary
    decided: bool
    disagreed: bool


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """One page of a list, and how many items all pages have."""

    items: tuple[T, ...]
    total: int


@dataclass(frozen=True, slots=True)
class Facets:
    """What the queue can be filtered by, with the number of cells of each."""

    families: Mapping[str, int]
    origins: Mapping[str, int]
    laws: Mapping[str, int]
    reasons: Mapping[str, int]
    reviewers: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the review is; ``open`` is counted for the reviewer who asks, ``done`` are cells with a final value."""

    documents: int
    documents_done: int
    cells: int
    done: int
    open: int
    disagreed: int


@dataclass(frozen=True, slots=True)
class Agreement:
    """How far two readings of the same cells agree.

    ``both`` cells were answered by two people; in ``same`` of them both give the same value.
    ``kappa`` is Cohen's over what they decided (suggestion right, another value, unreadable, absent),
    None where there is nothing to correct for chance.
    """

    first: str
    second: str
    both: int
    same: int
    kappa: float | None
