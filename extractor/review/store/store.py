"""The review store: everything that the review page and the command line ask of the database.

Comes in: summaries of documents, sayings, filters. Goes out: values of ``extractor.review.values``. Each
call is one transaction, and any number of threads may call at once. Raises a ``StoreError`` when the
database fails, and a ``ReviewFault`` for a saying that cannot be written. Never opens a record file.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from extractor.review.store import agreement, cells, held, log, queue, rebuilding, register, settings, tally
from extractor.review.store.database import Database, connect
from extractor.review.store.filtering import Asking
from extractor.review.store.opening import bring_up_to_date, take_turn
from extractor.review.store.tables import document, entry
from extractor.review.values import (
    Agreement,
    Answer,
    CellLine,
    DocumentLine,
    DocumentSummary,
    Entry,
    EntryKind,
    Facets,
    Filter,
    Final,
    Page,
    Place,
    Progress,
    Saying,
)

EVERYTHING = Filter()
MOST_ITEMS = 10_000
ATTEMPTS = 3


def open_store(url: str | Path, *, readers: int | None = None) -> ReviewStore:
    """The review store in a file, in a folder (``review.sqlite3``) or at an address, brought up to date.

    ``readers`` (1 or 2) is kept in the database; None leaves it as it is. Raises ``StoreError``.
    """
    if readers not in (None, 1, 2):
        raise ValueError("a place is read by one or by two")
    database = connect(url)
    try:
        bring_up_to_date(database)
        store = ReviewStore(database)
        if readers is not None:
            store.change_readers(readers)
    except BaseException:
        database.close()
        raise
    return store


class ReviewStore:
    """An open review store; use ``open_store``."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._facets: tuple[int, Facets] | None = None

    def close(self) -> None:
        """Give all connections back."""
        self._database.close()

    # -- settings

    @property
    def readers(self) -> int:
        """How many people have to decide a place: 1, or 2 for double reading."""
        with self._database.reading() as connection:
            return settings.readers(connection)

    def change_readers(self, readers: int) -> None:
        """Have places read by one or by two from now on; what holds is derived anew when that is a change."""
        with self._database.writing() as connection:
            take_turn(connection)
            if settings.readers(connection) != readers:
                settings.set_readers(connection, readers)
                rebuilding.rebuild(connection)

    def secret(self) -> bytes:
        """32 random bytes that were made with the database, for signing sessions."""
        with self._database.reading() as connection:
            return settings.secret(connection)

    # -- writing

    def save(self, saying: Saying) -> Entry:
        """Write a saying down and return its entry; a repeated request returns the entry it wrote.

        Raises ``ConflictError`` when the place was decided anew since, and another ``ReviewFault`` for a
        place or a text that cannot be.
        """
        return self._write(lambda connection: log.append(connection, saying))

    def undo(self, document: int, reviewer: str, request: str) -> Entry:
        """Take back the latest thing a reviewer decided in a document; comments stay.

        Raises ``NothingToUndo``, or ``ConflictError`` when another person followed in the same stream.
        """
        return self._write(lambda connection: log.take_back(connection, document, reviewer, request))

    def rebuild(self) -> None:
        """Derive everything that follows from the log anew."""
        with self._database.writing() as connection:
            rebuilding.rebuild(connection)

    def _write(self, work: Callable[[sa.Connection], Entry]) -> Entry:
        """Do one piece of work on the log."""
        for attempt in range(1, ATTEMPTS + 1):
            try:
                with self._database.writing() as connection:
                    return work(connection)
            except IntegrityError:
                # Another process wrote the same request, or the same place, between our looking and our
                # writing. Looking again tells which, and raises what there is to raise.
                if attempt == ATTEMPTS:
                    raise
        raise AssertionError("unreachable")

    # -- documents

    def register(self, summaries: Iterable[DocumentSummary]) -> None:
        """Insert or replace what is known of documents, by name; the ids stay the same."""
        register.register(self._database, summaries)

    def forget_missing(self, names: Iterable[str]) -> None:
        """Mark the documents of these names, whose files are gone, so that no queue shows them."""
        with self._database.writing() as connection:
            register.forget(connection, names)

    def stamps(self) -> dict[str, str]:
        """The stamp of every document that is there, by name."""
        with self._database.reading() as connection:
            return register.stamps(connection)

    def document(self, number: int, reviewer: str = "") -> DocumentLine | None:
        """The document with this id, None where there is none; ``open`` is counted for ``reviewer``."""
        if not 0 < number <= log.MOST_NUMBER:
            return None
        with self._asked(reviewer) as (connection, asking):
            return queue.document_where(connection, document.c.id == number, asking)

    def document_named(self, name: str, reviewer: str = "") -> DocumentLine | None:
        """The document with this name, None where there is none."""
        if not log.storable(name):
            return None
        with self._asked(reviewer) as (connection, asking):
            return queue.document_where(connection, document.c.name == name, asking)

    # -- queues

    def documents(
        self, wanted: Filter = EVERYTHING, reviewer: str = "", offset: int = 0, limit: int = 50
    ) -> Page[DocumentLine]:
        """One page of the documents, the riskiest first."""
        with self._asked(reviewer) as (connection, asking):
            return queue.documents(connection, wanted, asking, *_bounded(offset, limit))

    def cells(
        self, wanted: Filter = EVERYTHING, reviewer: str = "", offset: int = 0, limit: int = 50
    ) -> Page[CellLine]:
        """One page of the cells, those that break laws first, then the least sure."""
        with self._asked(reviewer) as (connection, asking):
            return cells.cells(connection, wanted, asking, *_bounded(offset, limit))

    def disagreements(self, offset: int = 0, limit: int = 50) -> Page[CellLine]:
        """One page of the places where two people disagree, in the queue or not."""
        with self._database.reading() as connection:
            return cells.disagreements(connection, *_bounded(offset, limit))

    def next_document(self, after: int = 0, wanted: Filter = EVERYTHING, reviewer: str = "") -> int | None:
        """The document that follows ``after`` in the queue (0: the first), None where none is left."""
        with self._asked(reviewer) as (connection, asking):
            return queue.next_document(connection, after, wanted, asking)

    def facets(self) -> Facets:
        """What the queue can be filtered by; counted again when documents were registered since."""
        with self._database.reading() as connection:
            revision, known = settings.revision(connection), self._facets
            if known is None or known[0] != revision:
                self._facets = known = (revision, tally.cell_facets(connection))
            return replace(known[1], reviewers=tally.reviewer_counts(connection))

    def progress(self, reviewer: str = "") -> Progress:
        """How far the review is."""
        with self._database.reading() as connection:
            return tally.progress(connection, reviewer)

    def reviewers(self) -> tuple[str, ...]:
        """Everybody who has written something, by name."""
        with self._database.reading() as connection:
            return tally.reviewers(connection)

    def agreements(self) -> tuple[Agreement, ...]:
        """How far each two reviewers agree."""
        with self._database.reading() as connection:
            return agreement.agreements(connection)

    # -- what is held of a document

    def answers(self, document: int, reviewer: str | None = None) -> tuple[Answer, ...]:
        """What is said now of the places of a document, by all or by one person."""
        with self._database.reading() as connection:
            return held.answers(connection, document, reviewer)

    def finals(self, document: int) -> tuple[Final, ...]:
        """What holds of the places of a document."""
        with self._database.reading() as connection:
            return held.finals(connection, document)

    def visible_finals(self, document: int, reviewer: str) -> tuple[Final, ...]:
        """The final values that this person may see: with double reading, of places they have answered."""
        with self._asked(reviewer) as (connection, asking):
            return held.visible_finals(connection, document, reviewer, asking.readers)

    def latest(self, document: int, reviewer: str, kind: EntryKind = "answer") -> Mapping[Place, int]:
        """The ``seen`` of each place of a document for what this person would say next; 0 where it is missing."""
        with self._database.reading() as connection:
            return log.latest_of(connection, document, reviewer, kind)

    def entries(
        self, document: int | None = None, reviewer: str | None = None, before: int | None = None, limit: int = 100
    ) -> tuple[Entry, ...]:
        """The log, newest first: of one document, by one person, older than an entry."""
        with self._database.reading() as connection:
            return log.newest(connection, _of(document, reviewer), before, _bounded(0, limit)[1])

    def whole_log(self, document: int) -> tuple[Entry, ...]:
        """All that was ever said of one document, newest first."""
        with self._database.reading() as connection:
            return log.newest(connection, _of(document, None), None, None)

    def visible_entries(
        self,
        document: int | None = None,
        *,
        reviewer: str,
        by: str | None = None,
        place: Place | None = None,
        before: int | None = None,
        limit: int = 100,
    ) -> tuple[Entry, ...]:
        """The log as this person may see it: with double reading, their own and that of places they have answered.

        ``by`` keeps what one person wrote, ``place`` what was written of one place.
        """
        with self._asked(reviewer) as (connection, asking):
            visible = held.visible_entry(reviewer, asking.readers)
            return log.newest(connection, (*_of(document, by), *_at(place), visible), before, _bounded(0, limit)[1])

    @contextmanager
    def _asked(self, reviewer: str) -> Iterator[tuple[sa.Connection, Asking]]:
        """A transaction for reading, and who asks in it."""
        with self._database.reading() as connection:
            yield connection, Asking(reviewer, settings.readers(connection))


def _of(number: int | None, reviewer: str | None) -> tuple[sa.ColumnElement[bool], ...]:
    """The conditions on an entry that were given."""
    given: list[sa.ColumnElement[bool]] = []
    if number is not None:
        given.append(entry.c.document == number)
    if reviewer is not None:
        given.append(entry.c.reviewer == reviewer)
    return tuple(given)


def _bounded(offset: int, limit: int) -> tuple[int, int]:
    """An offset and a limit that both databases take."""
    return min(max(offset, 0), log.MOST_NUMBER), min(max(limit, 0), MOST_ITEMS)


def _at(place: Place | None) -> tuple[sa.ColumnElement[bool], ...]:
    """The conditions that keep the entries of one place."""
    if place is None:
        return ()
    return entry.c.document == place.document, entry.c.form == place.form, entry.c.path == place.path
