"""What is known of the documents of a folder: put in, replaced, or marked as gone.

Comes in: summaries of record files. Goes out: lines of ``document``, ``cell`` and ``facet``, with ids that
stay the same for a name. Never deletes a document or a line of the log: a file can come back.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from itertools import islice
from typing import Any

import sqlalchemy as sa

from extractor.review.store import settings
from extractor.review.store.database import Database, count_for_planner
from extractor.review.store.deriving import refresh
from extractor.review.store.log import UNSTORABLE
from extractor.review.store.opening import take_turn
from extractor.review.store.tables import cell, document, facet
from extractor.review.values import CellSummary, DocumentSummary

BATCH = 500
"""Documents of one transaction: reviewers who save meanwhile wait for one batch, not for all."""

Known = Mapping[str, sa.Row[Any]]


def register(database: Database, summaries: Iterable[DocumentSummary]) -> None:
    """Insert or replace what is known of documents; one whose stamp is the same stays as it is."""
    rest, renewed = iter(summaries), 0
    while batch := {_clean(summary.name): summary for summary in islice(rest, BATCH)}:
        with database.writing() as connection:
            take_turn(connection)
            renewed += _register_batch(connection, batch)
            settings.count_revision(connection)
    if renewed:
        with database.writing() as connection:
            count_for_planner(connection)


def stamps(connection: sa.Connection) -> dict[str, str]:
    """The stamp of every document that is there."""
    query = sa.select(document.c.name, document.c.stamp).where(document.c.gone == 0)
    return {row.name: row.stamp for row in connection.execute(query)}


def forget(connection: sa.Connection, names: Iterable[str]) -> None:
    """Mark documents whose file is gone."""
    take_turn(connection)
    rest = iter(names)
    while batch := [_clean(name) for name in islice(rest, BATCH)]:
        ids = list(connection.execute(sa.select(document.c.id).where(document.c.name.in_(batch))).scalars())
        _hide(connection, ids, 1)
    settings.count_revision(connection)


def _hide(connection: sa.Connection, ids: Sequence[int], gone: int) -> None:
    """Mark documents and their cells as gone, or as there."""
    if ids:
        connection.execute(sa.update(document).where(document.c.id.in_(ids)).values(gone=gone))
        connection.execute(sa.update(cell).where(cell.c.document.in_(ids)).values(hidden=gone))


def _register_batch(connection: sa.Connection, batch: Mapping[str, DocumentSummary]) -> int:
    """Register some documents of different names; how many of them were new or changed."""
    known = _known(connection, batch)
    same = {name for name, row in known.items() if row.stamp == batch[name].stamp}
    _hide(connection, [row.id for name, row in known.items() if name in same and row.gone], 0)
    changed = {known[name].id: _columns(name, batch[name]) for name in known if name not in same}
    added = [_columns(name, summary) for name, summary in batch.items() if name not in known]
    if changed:
        connection.execute(sa.delete(cell).where(cell.c.document.in_(changed)))
        statement = sa.update(document).where(document.c.id == sa.bindparam("number"))
        connection.execute(statement, [{"number": number, **columns} for number, columns in changed.items()])
    if added:
        connection.execute(sa.insert(document), added)
    ids = {name: row.id for name, row in _known(connection, batch).items() if name not in same}
    _insert_cells(connection, {ids[name]: batch[name] for name in ids})
    if changed:
        refresh(connection, changed)
    return len(ids)


def _known(connection: sa.Connection, names: Iterable[str]) -> Known:
    """The documents of these names that are registered."""
    query = sa.select(document.c.id, document.c.name, document.c.stamp, document.c.gone)
    rows: Iterable[sa.Row[Any]] = connection.execute(query.where(document.c.name.in_(list(names))))
    return {row.name: row for row in rows}


def _columns(name: str, summary: DocumentSummary) -> dict[str, Any]:
    """The line of a document that nobody has said anything of yet."""
    queued = len(_queue(summary))
    title = _clean(summary.title)
    return {
        "name": name,
        "stamp": summary.stamp,
        "title": title,
        "searched": f"{name}\n{title}".casefold(),
        "families": _listed(summary.families),
        "forms": summary.forms,
        "cells": summary.cells,
        "errors": summary.errors,
        "warnings": summary.warnings,
        "lowest": summary.lowest,
        "fault": _clean(summary.fault),
        "gone": 0,
        "queued": queued,
        "undecided": queued,
        "disagreed": 0,
    }


def _queue(summary: DocumentSummary) -> Mapping[tuple[int, str], CellSummary]:
    """The cells of the queue, each place once."""
    return {(cell.form, _clean(cell.path)): cell for cell in summary.queue}


def _insert_cells(connection: sa.Connection, summaries: Mapping[int, DocumentSummary]) -> None:
    """Put the queues of documents in, none of whose cells is there."""
    places = [(number, place, cell) for number, all in summaries.items() for place, cell in _queue(all).items()]
    facets = _facet_ids(connection, {_facet_key(cell) for _, _, cell in places})
    lines = [
        {
            "document": number,
            "form": form,
            "path": path,
            "facet": facets[_facet_key(summary)],
            "value": None if summary.value is None else _clean(summary.value),
            "confidence": summary.confidence,
            "reason": _clean(summary.reason),
            "lawful": 0 if summary.laws else 1,
            "position": summary.order,
            "hidden": 0,
            "decided": 0,
        }
        for number, (form, path), summary in places
    ]
    if lines:
        connection.execute(sa.insert(cell), lines)


FacetKey = tuple[str, str, str, tuple[str, ...]]


def _facet_key(summary: CellSummary) -> FacetKey:
    """What a cell can be found by."""
    return summary.family, summary.origin, summary.reason_kind, summary.laws


def _facet_ids(connection: sa.Connection, keys: Iterable[FacetKey]) -> dict[FacetKey, int]:
    """The id of each facet; those that are new are made."""
    lines = {key: _facet_columns(key) for key in keys}
    known = _known_facets(connection, lines.values())
    new = {line["digest"]: line for line in lines.values() if line["digest"] not in known}
    if new:
        connection.execute(sa.insert(facet), [new[digest] for digest in sorted(new)])
        known |= _known_facets(connection, new.values())
    return {key: known[line["digest"]] for key, line in lines.items()}


def _facet_columns(key: FacetKey) -> dict[str, str]:
    """The line of a facet; the digest stands for all of it, since an index of PostgreSQL takes no long texts."""
    family, origin, reason_kind, laws = key
    line = {
        "family": _clean(family),
        "origin": _clean(origin),
        "reason_kind": _clean(reason_kind),
        "laws": _listed(_clean(law) for law in laws),
    }
    return {"digest": hashlib.sha256(json.dumps(line).encode()).hexdigest(), **line}


def _known_facets(connection: sa.Connection, lines: Iterable[Mapping[str, str]]) -> dict[str, int]:
    """The ids of the facets that are there already, by digest."""
    rest = iter([line["digest"] for line in lines])
    found: dict[str, int] = {}
    while chunk := list(islice(rest, BATCH)):
        rows = connection.execute(sa.select(facet.c.digest, facet.c.id).where(facet.c.digest.in_(chunk)))
        found.update({row.digest: row.id for row in rows})
    return found


def _listed(items: Iterable[str]) -> str:
    return json.dumps(list(items), ensure_ascii=False)


def _clean(text: str) -> str:
    """The text with a mark in place of what no database keeps: a damaged record must not stop the others."""
    return UNSTORABLE.sub("\ufffd", text)
