"""Everything that follows from the log, derived anew.

Comes in: a connection inside a writing transaction. Goes out: ``answer``, ``final``, ``dispute``, ``share``
and all counts, as the log has them. Never touches the log.
"""

from __future__ import annotations

from itertools import groupby
from typing import Any

import sqlalchemy as sa

from extractor.review.store import settings
from extractor.review.store.database import count_for_planner
from extractor.review.store.deriving import answer_columns, dispute_columns, final_columns, refresh
from extractor.review.store.log import all_entries
from extractor.review.store.opening import take_turn
from extractor.review.store.settling import derive
from extractor.review.store.tables import answer, dispute, document, final

Lines = dict[sa.Table, list[dict[str, Any]]]
MOST_LINES = 5000


def rebuild(connection: sa.Connection) -> None:
    """Empty the tables that follow from the log, and fill them from it."""
    take_turn(connection)
    # Nobody may write an entry between the reading of the log and the end of this transaction.
    connection.execute(sa.select(document.c.id).order_by(document.c.id).with_for_update(key_share=True)).all()
    for table in (answer, final, dispute):
        connection.execute(sa.delete(table))
    readers = settings.readers(connection)
    lines: Lines = {answer: [], final: [], dispute: []}
    for place, entries in groupby(all_entries(connection), key=lambda entry: entry.said.place):
        outcome = derive(entries, readers)
        lines[answer].extend(answer_columns(place, name, stream) for name, stream in outcome.streams.items())
        if outcome.final is not None:
            lines[final].append(final_columns(outcome.final))
        if outcome.disagreed:
            lines[dispute].append(dispute_columns(place, outcome))
        if len(lines[answer]) > MOST_LINES:
            _flush(connection, lines)
    _flush(connection, lines)
    count_for_planner(connection)
    refresh(connection, None)


def _flush(connection: sa.Connection, lines: Lines) -> None:
    """Write the lines that were gathered."""
    for table, gathered in lines.items():
        if gathered:
            connection.execute(sa.insert(table), gathered)
            gathered.clear()
