"""What is held of the places of a document: answers and final values, and who may see which.

Comes in: a connection, a document and who asks. Goes out: answers, final values and entries. With double
reading, ``visible_*`` give nobody what others said of a place before they have answered it themselves.
"""

from __future__ import annotations

import json

import sqlalchemy as sa

from extractor.review.store.deriving import same_place
from extractor.review.store.settling import SETTLEMENTS, own_stream
from extractor.review.store.tables import answer, entry, final
from extractor.review.values import Answer, Final, Place


def answers(connection: sa.Connection, number: int, reviewer: str | None) -> tuple[Answer, ...]:
    """What is said now of the places of a document, by all or by one person; settlements left out."""
    query = sa.select(answer).where(
        answer.c.document == number, answer.c.stream != SETTLEMENTS, answer.c.ruling != "open"
    )
    if reviewer is not None:
        query = query.where(answer.c.reviewer == reviewer)
    return tuple(
        Answer(
            Place(row.document, row.form, row.path),
            row.reviewer,
            row.ruling,
            row.value,
            row.suggestion,
            row.comment,
            row.entry,
            row.at,
        )
        for row in connection.execute(query.order_by(answer.c.form, answer.c.entry))
    )


def finals(connection: sa.Connection, number: int) -> tuple[Final, ...]:
    """What holds of the places of a document."""
    query = sa.select(final).where(final.c.document == number)
    return tuple(
        Final(
            Place(row.document, row.form, row.path),
            row.ruling,
            row.value,
            row.suggestion,
            tuple(json.loads(row.by)),
            row.entry,
            row.at,
            row.comment,
        )
        for row in connection.execute(query.order_by(final.c.form, final.c.entry))
    )


def visible_finals(connection: sa.Connection, number: int, reviewer: str, readers: int) -> tuple[Final, ...]:
    """The final values that one person may see: with double reading those of places they have answered or settled."""
    found = finals(connection, number)
    if readers == 1:
        return found
    own = {given.place for given in answers(connection, number, reviewer)}
    return tuple(value for value in found if value.place in own or reviewer in value.by)


def visible_entry(reviewer: str, readers: int) -> sa.ColumnElement[bool]:
    """The condition that one person may see an entry: it is theirs, or of a place they have answered."""
    if readers == 1:
        return sa.true()
    answered = sa.exists().where(
        same_place(answer, entry), answer.c.stream == own_stream(reviewer, readers), answer.c.ruling != "open"
    )
    return sa.or_(entry.c.reviewer == reviewer, answered)
