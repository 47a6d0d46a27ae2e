"""The log: writing a saying down, taking one back, and reading what was written.

Comes in: a connection inside a transaction, and sayings. Goes out: entries. Never changes or deletes
a line: the triggers of the database refuse that too.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa

from extractor.review.store import settings
from extractor.review.store.deriving import keep
from extractor.review.store.faults import (
    ConflictError,
    NoDoubleReadingError,
    NothingToUndo,
    UnknownPlaceError,
    UnstorableTextError,
)
from extractor.review.store.settling import SETTLEMENTS, derive, own_stream, stream_of
from extractor.review.store.tables import answer, document, entry
from extractor.review.values import Entry, EntryKind, Place, Saying

MOST_NUMBER, MOST_FORMS, MOST_PATH = 2**63 - 1, 2**31 - 1, 1000
UNSTORABLE = re.compile("[\0\ud800-\udfff]")
"""NUL, and half a surrogate pair."""

# Statements are put together once: that takes SQLAlchemy longer than the database takes to run them.
_later = entry.alias()
_of_document = entry.c.document == sa.bindparam("number")
LOCK = sa.select(document.c.id).where(document.c.id == sa.bindparam("number")).with_for_update(key_share=True)
OF_REQUEST = sa.select(entry).where(entry.c.request == sa.bindparam("request"))
AT_PLACE = (
    sa.select(entry)
    .where(_of_document, entry.c.form == sa.bindparam("form"), entry.c.path == sa.bindparam("path"))
    .order_by(entry.c.id)
)
UNDOABLE = (
    sa.select(entry)
    .where(_of_document, entry.c.reviewer == sa.bindparam("reviewer"), entry.c.kind != "comment")
    .where(entry.c.undoes.is_(None), ~sa.exists().where(_later.c.undoes == entry.c.id))
    .order_by(entry.c.id.desc())
    .limit(1)
)


def append(connection: sa.Connection, saying: Saying) -> Entry:
    """Write a saying down and keep what follows from it in step; a repeated request gives what it gave before.

    Raises ``ConflictError`` when ``seen`` is not the latest entry of the stream.
    """
    saying = _checked(saying)
    _lock(connection, saying.place.document, saying.place)
    if (known := _of_request(connection, saying.request)) is not None:
        return known
    readers = settings.readers(connection)
    if saying.kind == "settlement" and readers == 1:
        raise NoDoubleReadingError()
    past = entries_at(connection, saying.place)
    return _write(connection, saying, past, readers)


def take_back(connection: sa.Connection, number: int, reviewer: str, request: str) -> Entry:
    """Write down that a reviewer's latest entry in a document is taken back.

    Raises ``NothingToUndo``, and ``ConflictError`` when somebody followed in the same stream.
    """
    _check_texts(reviewer, request)
    _lock(connection, number, number)
    if (known := _of_request(connection, request)) is not None:
        return known
    last = _last_undoable(connection, number, reviewer)
    if last is None:
        raise NothingToUndo()
    readers = settings.readers(connection)
    past = entries_at(connection, last.said.place)
    outcome, stream = derive(past, readers), stream_of(last.said, readers)
    latest, standing = outcome.latest(stream), outcome.standing(stream)
    if latest is None or standing is None or standing.id != last.id:
        raise ConflictError(latest)
    undo = replace(last.said, comment="", seen=latest.id, request=request, undoes=last.id)
    return _write(connection, undo, past, readers)


def _write(connection: sa.Connection, saying: Saying, past: tuple[Entry, ...], readers: int) -> Entry:
    """Append one entry to a place, unless the stream went on since the reviewer looked."""
    outcome, stream = derive(past, readers), stream_of(saying, readers)
    latest, standing = outcome.latest(stream), outcome.standing(stream)
    if saying.kind != "comment" and saying.seen != (latest.id if latest else 0):
        raise ConflictError(latest)
    before = (standing.said.ruling, standing.said.value) if standing and saying.kind != "comment" else (None, None)
    written = Entry(0, saying, datetime.now(UTC), *before)
    if saying.undoes is not None:
        written = _restoring(written, past, readers, stream)
    number = connection.execute(sa.insert(entry), _columns(written, stream)).inserted_primary_key
    assert number is not None
    written = replace(written, id=int(number[0]))
    keep(connection, written, stream, outcome, derive((*past, written), readers))
    return written


def _restoring(undo: Entry, past: tuple[Entry, ...], readers: int, stream: str) -> Entry:
    """The undo with the words that it brings back: those that stand once it is written."""
    later = replace(undo, id=past[-1].id + 1)
    back = derive((*past, later), readers).standing(stream)
    if back is None:
        return replace(undo, said=replace(undo.said, ruling="open", value=None))
    words = replace(undo.said, ruling=back.said.ruling, value=back.said.value, suggestion=back.said.suggestion)
    return replace(undo, said=words)


def _checked(saying: Saying) -> Saying:
    """The saying as it is kept: without words of decision it is a comment, and a comment has seen nothing."""
    if saying.undoes is not None:
        raise ValueError("an undo is written by undo()")
    if (saying.kind == "comment") != (saying.ruling is None):
        if saying.ruling is not None:
            raise ValueError("a comment decides nothing")
        saying = replace(saying, kind="comment")
    _check_texts(saying.reviewer, saying.request, saying.value, saying.suggestion, saying.comment, saying.place.path)
    place = saying.place
    if not 0 <= place.form <= MOST_FORMS or len(place.path) > MOST_PATH:
        raise UnknownPlaceError(place)
    return replace(saying, seen=0) if saying.kind == "comment" else saying


def _check_texts(*texts: str | None) -> None:
    """Raise ``UnstorableTextError`` for a text that one of the databases would not take."""
    if any(text is not None and not storable(text) for text in texts):
        raise UnstorableTextError()


def storable(text: str) -> bool:
    """True when both databases keep a text as it is."""
    return UNSTORABLE.search(text) is None


def _lock(connection: sa.Connection, number: int, place: Place | int) -> None:
    """Let no other transaction write to the document; raises ``UnknownPlaceError`` where there is none."""
    found = None
    if 0 < number <= MOST_NUMBER:
        found = connection.execute(LOCK, {"number": number}).first()
    if found is None:
        raise UnknownPlaceError(place)


def _of_request(connection: sa.Connection, request: str) -> Entry | None:
    """The entry that a request has written already."""
    if not request:
        return None
    row = connection.execute(OF_REQUEST, {"request": request}).first()
    return None if row is None else entry_of(row)


def _last_undoable(connection: sa.Connection, number: int, reviewer: str) -> Entry | None:
    """A reviewer's latest entry in a document that says something, is no undo and is not taken back."""
    row = connection.execute(UNDOABLE, {"number": number, "reviewer": reviewer}).first()
    return None if row is None else entry_of(row)


def entries_at(connection: sa.Connection, place: Place) -> tuple[Entry, ...]:
    """All entries of a place, oldest first."""
    rows = connection.execute(AT_PLACE, {"number": place.document, "form": place.form, "path": place.path})
    return tuple(entry_of(row) for row in rows)


def all_entries(connection: sa.Connection) -> Iterator[Entry]:
    """The whole log, place by place, each oldest first."""
    query = sa.select(entry).order_by(entry.c.document, entry.c.form, entry.c.path, entry.c.id)
    for row in connection.execute(query):
        yield entry_of(row)


def newest(
    connection: sa.Connection,
    conditions: Iterable[sa.ColumnElement[bool]],
    before: int | None,
    limit: int | None,
) -> tuple[Entry, ...]:
    """The newest entries that meet all conditions, and are older than ``before``; all of them without a limit."""
    query = sa.select(entry).where(*conditions)
    if before is not None:
        query = query.where(entry.c.id < min(before, MOST_NUMBER))
    return tuple(entry_of(row) for row in connection.execute(query.order_by(entry.c.id.desc()).limit(limit)))


def latest_of(connection: sa.Connection, number: int, reviewer: str, kind: EntryKind) -> Mapping[Place, int]:
    """The latest entry of each place of a document in the stream that a saying of this kind would follow."""
    readers = settings.readers(connection)
    stream = SETTLEMENTS if kind == "settlement" and readers > 1 else own_stream(reviewer, readers)
    query = sa.select(answer.c.form, answer.c.path, answer.c.latest).where(
        answer.c.document == number, answer.c.stream == stream
    )
    return {Place(number, row.form, row.path): row.latest for row in connection.execute(query)}


def _columns(written: Entry, stream: str) -> dict[str, Any]:
    """The line of the log for an entry."""
    said = written.said
    return {
        "document": said.place.document,
        "form": said.place.form,
        "path": said.place.path,
        "stream": stream,
        "follows": None if said.kind == "comment" else said.seen,
        "kind": said.kind,
        "reviewer": said.reviewer,
        "ruling": said.ruling,
        "value": said.value,
        "suggestion": said.suggestion,
        "comment": said.comment,
        "request": said.request or None,
        "undoes": said.undoes,
        "at": written.at,
        "before": written.before,
        "before_value": written.before_value,
    }


def entry_of(row: sa.Row[Any]) -> Entry:
    """The entry of a line of the log."""
    said = Saying(
        Place(row.document, row.form, row.path),
        row.reviewer,
        row.ruling,
        row.value,
        row.suggestion,
        row.comment,
        row.kind,
        row.follows or 0,
        row.request or "",
        row.undoes,
    )
    return Entry(row.id, said, row.at, row.before, row.before_value)
