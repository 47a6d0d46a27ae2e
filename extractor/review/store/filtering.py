"""What a filter means, as conditions of a query.

Comes in: a ``Filter`` and who asks. Goes out: conditions on ``document`` and ``cell``. Never asks the
database.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from extractor.review.store.deriving import same_place
from extractor.review.store.settling import SETTLEMENTS, own_stream
from extractor.review.store.tables import answer, cell, dispute, document, facet, share
from extractor.review.values import Filter

Condition = sa.ColumnElement[bool]


@dataclass(frozen=True, slots=True)
class Asking:
    """Who asks, and how many readers a place needs: what ``open`` depends on."""

    reviewer: str
    readers: int


def words_conditions(wanted: Filter) -> Iterator[Condition]:
    """Every word stands in the name or the title of the document."""
    for word in wanted.words.casefold().split():
        yield document.c.searched.contains(word.replace("\0", "\ufffd"), autoescape=True)


def facets_of(wanted: Filter) -> sa.Select[Any] | None:
    """The facets that a filter lets through, None where it lets all."""
    conditions: list[Condition] = []
    if wanted.family:
        conditions.append(facet.c.family == wanted.family)
    if wanted.origin:
        conditions.append(facet.c.origin == wanted.origin)
    if wanted.reason:
        conditions.append(facet.c.reason_kind == wanted.reason)
    if wanted.law:
        conditions.append(facet.c.laws.contains(json.dumps(wanted.law, ensure_ascii=False), autoescape=True))
    return sa.select(facet.c.id).where(*conditions) if conditions else None


def answered_by(reviewer: str, given: sa.FromClause) -> Condition:
    """An answer of ``given`` was given by this person, and stands."""
    return sa.and_(given.c.reviewer == reviewer, given.c.stream != SETTLEMENTS, given.c.ruling != "open")


def answered_cell(asking: Asking) -> Condition:
    """A cell that the one who asks has answered: it is not open for them, even without a final value."""
    stream = own_stream(asking.reviewer, asking.readers)
    return (
        sa.exists()
        .where(same_place(cell, answer), answer.c.stream == stream, answer.c.ruling != "open")
        .correlate(cell)
    )


def disputed_places() -> sa.Select[Any]:
    """The places on which two people disagree, of documents that are there."""
    query = sa.select(dispute.c.document, dispute.c.form, dispute.c.path)
    return query.join(document, document.c.id == dispute.c.document).where(document.c.gone == 0)


def cell_conditions(wanted: Filter) -> Iterator[Condition]:
    """What a cell has to be; of the state only that it is disagreed."""
    if wanted.state == "disagreed":
        # ``hidden`` is not asked: SQLite would go through an index of all cells instead of the few disputes.
        yield sa.tuple_(cell.c.document, cell.c.form, cell.c.path).in_(disputed_places())
    else:
        yield cell.c.hidden == 0
    facets = facets_of(wanted)
    if facets is not None:
        yield cell.c.facet.in_(facets)
    words = list(words_conditions(wanted))
    if words:
        yield cell.c.document.in_(sa.select(document.c.id).where(*words))


def open_count() -> sa.ColumnElement[int]:
    """The open cells of a document for the one whose ``share`` is joined to it."""
    return document.c.undecided - sa.func.coalesce(share.c.waiting, 0)


def document_conditions(wanted: Filter, asking: Asking) -> Iterator[Condition]:
    """What a document has to be; ``share`` of the one who asks is joined to it."""
    yield document.c.gone == 0
    yield from words_conditions(wanted)
    if wanted.reviewer:
        of_them = share.alias()
        theirs = sa.select(of_them.c.document).where(of_them.c.reviewer == wanted.reviewer, of_them.c.answered > 0)
        yield document.c.id.in_(theirs)
    if wanted.state == "open":
        yield open_count() > 0
    elif wanted.state == "done":
        yield sa.and_(document.c.undecided == 0, document.c.disagreed == 0, document.c.fault == "")
    elif wanted.state == "disagreed":
        yield document.c.disagreed > 0
    yield from _with_a_cell(wanted, asking)


def _with_a_cell(wanted: Filter, asking: Asking) -> Iterator[Condition]:
    """A cell of the document's queue is what is wanted; a family can also be that of a form with an empty queue."""
    facets = facets_of(wanted)
    if facets is None:
        return
    holds = sa.select(cell.c.document).where(cell.c.facet.in_(facets))
    if wanted.state == "disagreed":
        holds = holds.join(dispute, same_place(cell, dispute))
    else:
        holds = holds.where(cell.c.hidden == 0)
    if wanted.state == "open":
        holds = holds.where(cell.c.decided == 0)
    found: Condition = document.c.id.in_(holds)
    if wanted.state == "open" and asking.readers > 1:
        # Looked at cell by cell only where the one who asks has answered some: there are far fewer of these.
        left = sa.exists().where(cell.c.document == document.c.id, cell.c.decided == 0, cell.c.facet.in_(facets))
        untouched = sa.func.coalesce(share.c.waiting, 0) == 0
        found = sa.and_(found, sa.or_(untouched, left.where(~answered_cell(asking)).correlate(document)))
    if wanted.state in ("all", "done") and not (wanted.origin or wanted.law or wanted.reason):
        family = json.dumps(wanted.family, ensure_ascii=False)
        found = sa.or_(found, document.c.families.contains(family, autoescape=True))
    yield found
