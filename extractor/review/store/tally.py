"""How far the review is, and what the queue can be filtered by.

Comes in: a connection and who asks. Goes out: counts. Never looks at a single cell: the counts of the
documents, and of the facets, hold all that is asked.
"""

from __future__ import annotations

import json
from collections import Counter

import sqlalchemy as sa

from extractor.review.store.tables import cell, document, facet, share
from extractor.review.values import Facets, Progress


def progress(connection: sa.Connection, reviewer: str) -> Progress:
    """How far the review of all documents that are there is; a file that is no record counts as no document."""
    finished = sa.and_(document.c.undecided == 0, document.c.disagreed == 0)
    row = connection.execute(
        sa.select(
            sa.func.count().label("documents"),
            _sum(sa.case((finished, 1), else_=0)).label("documents_done"),
            _sum(document.c.queued).label("cells"),
            _sum(document.c.undecided).label("undecided"),
            _sum(document.c.disagreed).label("disagreed"),
        ).where(document.c.gone == 0, document.c.fault == "")
    ).one()
    waiting = connection.execute(
        sa.select(_sum(share.c.waiting))
        .select_from(share.join(document, document.c.id == share.c.document))
        .where(share.c.reviewer == reviewer, document.c.gone == 0, document.c.fault == "")
    ).scalar_one()
    return Progress(
        documents=int(row.documents),
        documents_done=int(row.documents_done),
        cells=int(row.cells),
        done=int(row.cells - row.undecided),
        open=int(row.undecided - waiting),
        disagreed=int(row.disagreed),
    )


def _sum(column: sa.ColumnElement[int]) -> sa.ColumnElement[int]:
    return sa.func.coalesce(sa.func.sum(column), 0)


def cell_facets(connection: sa.Connection) -> Facets:
    """What the queue can be filtered by, the reviewers left out: it changes only when documents are registered."""
    counted = (
        sa.select(cell.c.facet, sa.func.count().label("number"))
        .where(cell.c.hidden == 0)
        .group_by(cell.c.facet)
        .subquery()
    )
    query = sa.select(facet, counted.c.number).join(counted, counted.c.facet == facet.c.id)
    families: Counter[str] = Counter()
    origins: Counter[str] = Counter()
    laws: Counter[str] = Counter()
    reasons: Counter[str] = Counter()
    for row in connection.execute(query):
        families[row.family] += row.number
        origins[row.origin] += row.number
        reasons[row.reason_kind] += row.number
        for law in json.loads(row.laws):
            laws[law] += row.number
    return Facets(_ordered(families), _ordered(origins), _ordered(laws), _ordered(reasons), {})


def _ordered(counts: Counter[str]) -> dict[str, int]:
    """The most frequent first; what has no name cannot be filtered by."""
    return {name: number for name, number in sorted(counts.items(), key=lambda item: (-item[1], item[0])) if name}


def reviewer_counts(connection: sa.Connection) -> dict[str, int]:
    """How many places of documents that are there each person has answered."""
    query = (
        sa.select(share.c.reviewer, _sum(share.c.answered).label("number"))
        .select_from(share.join(document, document.c.id == share.c.document))
        .where(document.c.gone == 0)
        .group_by(share.c.reviewer)
    )
    return _ordered(Counter({row.reviewer: int(row.number) for row in connection.execute(query) if row.number}))


def reviewers(connection: sa.Connection) -> tuple[str, ...]:
    """Everybody who has written something."""
    return tuple(sorted(connection.execute(sa.select(share.c.reviewer).distinct()).scalars()))
