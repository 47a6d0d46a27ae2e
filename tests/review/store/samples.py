"""Summaries and sayings for the tests of the review store, written as short as they can be read."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from itertools import count
from typing import Any

import sqlalchemy as sa

from extractor.review.store import ReviewStore
from extractor.review.store import tables as t
from extractor.review.values import CellSummary, DocumentSummary, Entry, Place, Ruling, Saying

Opening = Callable[..., ReviewStore]
"""Opens the store of a test, as often as it is called; with a number, for that many readers."""

_requests, _orders = count(1), count(1)


def queued(path: str, confidence: float = 0.5, **changes: Any) -> CellSummary:
    """A cell of the queue; in the drawing it stands behind those that were made before it."""
    usual: dict[str, Any] = {
        "form": 0,
        "family": "project",
        "value": "10",
        "origin": "read",
        "reason": "小数点可疑（3）",
        "reason_kind": "小数点可疑（{}）",
        "laws": (),
        "order": next(_orders),
    }
    return CellSummary(path=path, confidence=confidence, **{**usual, **changes})


def summary(name: str, *queue: CellSummary, **changes: Any) -> DocumentSummary:
    """A document with these cells in the queue."""
    usual: dict[str, Any] = {
        "stamp": "1",
        "title": f"自评表 {name}",
        "families": ("project",),
        "forms": 1,
        "cells": 30,
        "errors": 0,
        "warnings": 0,
        "lowest": min((cell.confidence for cell in queue), default=1.0),
    }
    return DocumentSummary(name=name, queue=queue, **{**usual, **changes})


def say(place: Place, reviewer: str, ruling: Ruling | None, value: str | None = None, **more: Any) -> Saying:
    """A saying that no other has the request of; ``accept`` is of the suggestion 10."""
    usual: dict[str, Any] = {
        "value": "10" if ruling == "accept" else value,
        "suggestion": "10",
        "request": f"request-{next(_requests)}",
    }
    return Saying(place, reviewer, ruling, **{**usual, **more})


def request() -> str:
    """A request that no other has."""
    return f"request-{next(_requests)}"


def with_document(store: ReviewStore, *paths: str, name: str = "a.json") -> int:
    """Register one document with these cells in its queue; its id."""
    store.register([summary(name, *(queued(path) for path in paths))])
    line = store.document_named(name)
    assert line is not None
    return line.id


def ids(entries: Iterable[Entry]) -> list[int]:
    """The ids of entries."""
    return [entry.id for entry in entries]


def derived(store: ReviewStore) -> dict[str, list[tuple[Any, ...]]]:
    """Everything in the database that follows from the log, in a fixed order."""
    kept = {
        "answer": sa.select(t.answer),
        "final": sa.select(t.final),
        "dispute": sa.select(t.dispute),
        "share": sa.select(t.share),
        "cell": sa.select(t.cell.c.document, t.cell.c.form, t.cell.c.path, t.cell.c.decided),
        "document": sa.select(t.document.c.id, t.document.c.undecided, t.document.c.disagreed),
    }
    with store._database.reading() as connection:
        return {
            name: sorted((tuple(row) for row in connection.execute(query)), key=repr) for name, query in kept.items()
        }
