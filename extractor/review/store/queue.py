"""The queue of documents: what is the riskiest first.

Comes in: a connection, a filter and who asks. Goes out: pages of documents, and which one is next.
Never tells what anybody answered.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

import sqlalchemy as sa

from extractor.review.store.filtering import Asking, document_conditions, open_count
from extractor.review.store.tables import document, share
from extractor.review.values import DocumentLine, Filter, Page


def documents(connection: sa.Connection, wanted: Filter, asking: Asking, offset: int, limit: int) -> Page[DocumentLine]:
    """One page of the queue."""
    query = _lines(asking).where(*document_conditions(wanted, asking))
    total = connection.execute(sa.select(sa.func.count()).select_from(query.subquery())).scalar_one()
    rows = connection.execute(query.order_by(*_risk()).offset(offset).limit(limit)).all()
    return Page(_told(connection, rows), total)


def document_where(connection: sa.Connection, condition: sa.ColumnElement[bool], asking: Asking) -> DocumentLine | None:
    """The document that a condition names, whether its file is gone or not."""
    rows = connection.execute(_lines(asking).where(condition)).all()
    return next(iter(_told(connection, rows)), None)


def next_document(connection: sa.Connection, after: int, wanted: Filter, asking: Asking) -> int | None:
    """The document that follows one in the queue.

    For what is open, the queue goes round: after the last comes the first, as long as one is left beside
    ``after``. A document that is not in the queue any more still has its place in the order.
    """
    query = sa.select(document.c.id).select_from(_with_share(asking)).where(*document_conditions(wanted, asking))
    first = query.where(document.c.id != after).order_by(*_risk()).limit(1)
    # What was open when it was shown may just have been finished: whether it is open says nothing of its place.
    keys = _risk()[1:] if wanted.state == "open" else _risk()
    held = sa.select(*keys).select_from(_with_share(asking)).where(document.c.id == after)
    place = connection.execute(held).first() if 0 < after < 2**63 else None
    if place is None:
        return connection.execute(query.order_by(*_risk()).limit(1)).scalar()
    found = connection.execute(first.where(sa.tuple_(*keys) > sa.tuple_(*place))).scalar()
    return found if found is not None or wanted.state != "open" else connection.execute(first).scalar()


def _with_share(asking: Asking) -> sa.Join:
    """The documents, each with what the one who asks has done in it."""
    own = sa.and_(share.c.document == document.c.id, share.c.reviewer == asking.reviewer)
    return document.outerjoin(share, own)


def _lines(asking: Asking) -> sa.Select[Any]:
    return sa.select(document, open_count().label("open")).select_from(_with_share(asking))


def _risk() -> tuple[sa.ColumnElement[Any], ...]:
    """The order of the queue: open ones first, then more broken laws, then the lowest confidence, then the name."""
    return sa.case((open_count() > 0, 0), else_=1), -document.c.errors, document.c.lowest, document.c.name


def _told(connection: sa.Connection, rows: Sequence[sa.Row[Any]]) -> tuple[DocumentLine, ...]:
    """The documents of some lines, with the names of those who answered in them."""
    people = _people(connection, [row.id for row in rows])
    return tuple(
        DocumentLine(
            id=row.id,
            name=row.name,
            title=row.title,
            families=tuple(json.loads(row.families)),
            forms=row.forms,
            cells=row.cells,
            queued=row.queued,
            open=row.open,
            disagreed=row.disagreed,
            errors=row.errors,
            warnings=row.warnings,
            lowest=row.lowest,
            reviewers=tuple(sorted(people.get(row.id, ()))),
            fault=row.fault,
        )
        for row in rows
    )


def _people(connection: sa.Connection, ids: Sequence[int]) -> Mapping[int, list[str]]:
    """Who has answered in each of some documents."""
    found: dict[int, list[str]] = defaultdict(list)
    query = sa.select(share.c.document, share.c.reviewer).where(share.c.document.in_(ids), share.c.answered > 0)
    for row in connection.execute(query):
        found[row.document].append(row.reviewer)
    return found
