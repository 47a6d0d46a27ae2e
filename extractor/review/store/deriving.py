"""The tables that follow from the log, kept in step with it.

Comes in: a connection inside a writing transaction, and the outcome of a place before and after an
entry. Goes out: ``answer``, ``final``, ``dispute``, ``share`` and the counts as the log has them. Never
decides anything: ``settling`` does.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any, TypeVar

import sqlalchemy as sa

from extractor.review.store.settling import SETTLEMENTS, Outcome, Stream
from extractor.review.store.tables import answer, cell, dispute, document, entry, final, share
from extractor.review.values import Entry, Final, Place


def keep(connection: sa.Connection, written: Entry, stream: str, before: Outcome, after: Outcome) -> None:
    """Bring what follows from one place in step with its newest entry."""
    place = written.said.place
    if written.said.kind != "comment":
        _replace(connection, answer, answer_columns(place, stream, after.streams[stream]))
    if before.final is not None and before.final != after.final:
        connection.execute(REMOVE[final], _place_columns(place))
    if after.final is not None and before.final != after.final:
        connection.execute(sa.insert(final), final_columns(after.final))
    if before.disagreed or after.disagreed:
        connection.execute(REMOVE[dispute], _place_columns(place))
    if after.disagreed:
        connection.execute(sa.insert(dispute), dispute_columns(place, after))
    refresh(connection, (place.document,))


def _replace(connection: sa.Connection, table: sa.Table, columns: dict[str, Any]) -> None:
    """Put a new line where the old one of the same key stood."""
    connection.execute(REMOVE[table], {column.name: columns[column.name] for column in table.primary_key})
    connection.execute(sa.insert(table), columns)


def _removal(table: sa.Table) -> sa.Delete:
    """The deletion of one line by its key."""
    return sa.delete(table).where(*(column == sa.bindparam(column.name) for column in table.primary_key))


# Statements are put together once: that takes SQLAlchemy longer than the database takes to run them.
REMOVE = {table: _removal(table) for table in (answer, final, dispute)}


def answer_columns(place: Place, name: str, stream: Stream) -> dict[str, Any]:
    """The line of a stream: what stands in it, or ``open``."""
    said = (stream.standing or stream.latest).said
    stands = stream.standing is not None and said.ruling != "open"
    return {
        **_place_columns(place),
        "stream": name,
        "latest": stream.latest.id,
        "reviewer": said.reviewer,
        "ruling": said.ruling if stands else "open",
        "value": said.value if stands else None,
        "suggestion": said.suggestion if stands else None,
        "comment": said.comment if stands else "",
        "entry": stream.standing.id if stream.standing else 0,
        "at": (stream.standing or stream.latest).at,
    }


def final_columns(value: Final) -> dict[str, Any]:
    """The line of a final value."""
    return {
        **_place_columns(value.place),
        "by": json.dumps(value.by, ensure_ascii=False),
        "ruling": value.ruling,
        "value": value.value,
        "suggestion": value.suggestion,
        "comment": value.comment,
        "entry": value.entry,
        "at": value.at,
    }


def dispute_columns(place: Place, outcome: Outcome) -> dict[str, Any]:
    """The line of a disagreement."""
    return {**_place_columns(place), "suggestion": outcome.suggestion}


def _place_columns(place: Place) -> dict[str, Any]:
    return {"document": place.document, "form": place.form, "path": place.path}


def same_place(one: sa.FromClause, other: sa.FromClause) -> sa.ColumnElement[bool]:
    """The condition that two tables speak of the same place."""
    return sa.and_(one.c.document == other.c.document, one.c.form == other.c.form, one.c.path == other.c.path)


def refresh(connection: sa.Connection, documents: Iterable[int] | None) -> None:
    """Derive marks, counts and shares anew from the other tables: of some documents, None: of all."""
    if documents is None:
        for statement in REFRESH_ALL:
            connection.execute(statement)
        return
    for number in documents:
        for statement in REFRESH_ONE:
            connection.execute(statement, {"number": number})


def _mark_decided(one: bool) -> sa.Executable:
    """Mark the cells of the queue that have a final value; only those whose mark changes are written.

    A decision on another suggestion than the record makes now does not hold (``ruled.is_stale``): the cell is open.
    """
    fresh = final.c.suggestion.is_not_distinct_from(cell.c.value)
    has_final = sa.exists().where(same_place(cell, final), fresh).correlate(cell)
    wrong = sa.update(cell).where(cell.c.decided != sa.case((has_final, 1), else_=0))
    return _within(wrong.values(decided=1 - cell.c.decided), cell.c.document, one)


def _count_open(one: bool) -> sa.Executable:
    """Count for each document its cells without a final value, and its disagreements."""
    counted = sa.select(sa.func.count()).select_from(cell).where(cell.c.document == document.c.id)
    disputes = sa.select(sa.func.count()).select_from(dispute).where(dispute.c.document == document.c.id)
    counts = sa.update(document).values(
        undecided=counted.where(cell.c.decided == 0).scalar_subquery(), disagreed=disputes.scalar_subquery()
    )
    return _within(counts, document.c.id, one)


def _share_out(one: bool) -> sa.Insert:
    """Count for each person and document what was answered, and what of it waits for another person."""
    given = (
        sa.select(
            answer.c.document,
            answer.c.reviewer,
            sa.func.count().label("answered"),
            sa.func.count(cell.c.path).label("waiting"),
        )
        .select_from(answer.outerjoin(cell, sa.and_(same_place(answer, cell), cell.c.decided == 0)))
        .where(answer.c.stream != SETTLEMENTS, answer.c.ruling != "open")
        .group_by(answer.c.document, answer.c.reviewer)
    )
    wrote = sa.select(entry.c.document, entry.c.reviewer).distinct()
    people = _within(wrote, entry.c.document, one).subquery()
    counts = _within(given, answer.c.document, one).subquery()
    both = sa.and_(people.c.document == counts.c.document, people.c.reviewer == counts.c.reviewer)
    lines = sa.select(
        people.c.document,
        people.c.reviewer,
        sa.func.coalesce(counts.c.answered, 0),
        sa.func.coalesce(counts.c.waiting, 0),
    ).select_from(people.outerjoin(counts, both))
    return sa.insert(share).from_select(["document", "reviewer", "answered", "waiting"], lines)


S = TypeVar("S", sa.Update, sa.Delete, sa.Select[Any])


def _within(statement: S, column: sa.Column[Any], one: bool) -> S:
    """The statement for the document ``number`` alone, or for all."""
    return statement.where(column == sa.bindparam("number")) if one else statement


def _refreshing(one: bool) -> tuple[sa.Executable, ...]:
    """All that ``refresh`` does, in its order."""
    emptied = _within(sa.delete(share), share.c.document, one)
    return _mark_decided(one), _count_open(one), emptied, _share_out(one)


REFRESH_ONE, REFRESH_ALL = _refreshing(one=True), _refreshing(one=False)
