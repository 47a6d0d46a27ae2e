"""The queue of cells, and that of disagreements.

Comes in: a connection, a filter and who asks. Goes out: pages of cells, those that break laws first, then
the least sure. Never tells what anybody answered.
"""

from __future__ import annotations

import json
from typing import Any

import sqlalchemy as sa

from extractor.review.store.deriving import same_place
from extractor.review.store.filtering import Asking, answered_by, answered_cell, cell_conditions
from extractor.review.store.tables import answer, cell, dispute, document, facet
from extractor.review.store.tally import progress
from extractor.review.values import CellLine, CellSummary, Filter, Page

ORDER = (cell.c.lawful, cell.c.confidence, cell.c.document, cell.c.position)
OUTSIDE = 2**31 - 1
"""The order of a place that is not in the queue: behind all that are."""


def cells(connection: sa.Connection, wanted: Filter, asking: Asking, offset: int, limit: int) -> Page[CellLine]:
    """One page of the queue of cells."""
    chosen = _chosen(wanted)
    if wanted.state == "open" and asking.readers > 1:
        total = _count_open(connection, wanted, asking)
        chosen = chosen.where(~answered_cell(asking))
    else:
        total = _count(connection, chosen)
    if offset >= total:
        return Page((), total)
    keys = chosen.order_by(*ORDER).offset(offset).limit(limit).subquery()
    rows = connection.execute(_lines(keys).order_by(*ORDER))
    return Page(tuple(_line(row) for row in rows), total)


def _count_open(connection: sa.Connection, wanted: Filter, asking: Asking) -> int:
    """How many cells are open for the one who asks, with double reading.

    Counted by what was answered: to ask for each of all cells whether it was would take far longer.
    """
    if wanted.reviewer and wanted.reviewer == asking.reviewer:
        return 0  # what they have answered is not open for them
    if wanted == Filter(state="open"):
        return progress(connection, asking.reviewer).open
    chosen, own = _chosen(wanted), answer.alias("own")
    mine = chosen.join(own, same_place(cell, own)).where(answered_by(asking.reviewer, own))
    return _count(connection, chosen) - _count(connection, mine)


def _chosen(wanted: Filter) -> sa.Select[Any]:
    """The places of all cells that a filter lets through, as far as all who ask see the same."""
    query = sa.select(cell.c.document, cell.c.form, cell.c.path).where(*cell_conditions(wanted))
    if wanted.reviewer:
        query = query.join(answer, same_place(cell, answer)).where(answered_by(wanted.reviewer, answer))
    if wanted.state in ("open", "done"):
        query = query.where(cell.c.decided == (1 if wanted.state == "done" else 0))
    return query


def _count(connection: sa.Connection, query: sa.Select[Any]) -> int:
    """How many cells a query finds."""
    return connection.execute(query.with_only_columns(sa.func.count(), maintain_column_froms=True)).scalar_one()


def _lines(keys: sa.Subquery) -> sa.Select[Any]:
    """All that is shown of the cells at some places."""
    joined = (
        keys.join(cell, same_place(keys, cell))
        .join(document, document.c.id == cell.c.document)
        .join(facet, facet.c.id == cell.c.facet)
        .outerjoin(dispute, same_place(cell, dispute))
    )
    return sa.select(
        cell,
        document.c.name,
        document.c.title,
        facet.c.family,
        facet.c.origin,
        facet.c.reason_kind,
        facet.c.laws,
        dispute.c.document.label("disputed"),
    ).select_from(joined)


def _line(row: sa.Row[Any]) -> CellLine:
    """The cell of a line."""
    summary = CellSummary(
        form=row.form,
        path=row.path,
        family=row.family,
        value=row.value,
        origin=row.origin,
        confidence=row.confidence,
        reason=row.reason,
        reason_kind=row.reason_kind,
        laws=tuple(json.loads(row.laws)),
        order=row.position,
    )
    return CellLine(row.document, row.name, row.title, summary, bool(row.decided), row.disputed is not None)


def disagreements(connection: sa.Connection, offset: int, limit: int) -> Page[CellLine]:
    """One page of the places where two people disagree, those of the queue first.

    A place outside the queue has no more to tell than the suggestion it was answered with.
    """
    there = sa.and_(document.c.id == dispute.c.document, document.c.gone == 0)
    places = dispute.join(document, there).outerjoin(cell, same_place(cell, dispute))
    total = connection.execute(sa.select(sa.func.count()).select_from(places)).scalar_one()
    query: sa.Select[Any] = (
        sa.select(
            dispute.c.document,
            dispute.c.form,
            dispute.c.path,
            dispute.c.suggestion,
            dispute.c.document.label("disputed"),
            document.c.name,
            document.c.title,
            cell.c.document.label("queued"),
            cell.c.value,
            cell.c.confidence,
            cell.c.reason,
            cell.c.position,
            cell.c.decided,
            facet.c.family,
            facet.c.origin,
            facet.c.reason_kind,
            facet.c.laws,
        )
        .select_from(places.outerjoin(facet, facet.c.id == cell.c.facet))
        .order_by(
            sa.func.coalesce(cell.c.lawful, 2),
            sa.func.coalesce(cell.c.confidence, 1.0),
            dispute.c.document,
            sa.func.coalesce(cell.c.position, OUTSIDE),
            dispute.c.form,
            dispute.c.path,
        )
        .offset(offset)
        .limit(limit)
    )
    rows = connection.execute(query)
    return Page(tuple(_line(row) if row.queued is not None else _outside(row) for row in rows), total)


def _outside(row: sa.Row[Any]) -> CellLine:
    """A place that is not in the queue."""
    summary = CellSummary(row.form, row.path, "", row.suggestion, "", 1.0, "", "", (), OUTSIDE)
    return CellLine(row.document, row.name, row.title, summary, False, True)
