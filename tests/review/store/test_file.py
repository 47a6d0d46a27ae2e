"""A database file that is taken away while it is in use: nothing is acknowledged that nobody would find again."""

from __future__ import annotations

from pathlib import Path

import pytest

from extractor.errors import StoreError
from extractor.review.store import open_store
from extractor.review.values import DocumentSummary, Place, Saying


def test_a_decision_on_a_file_that_was_deleted_is_refused(tmp_path: Path) -> None:
    # given a store in use
    store = open_store(tmp_path / "review.sqlite3")
    store.register([DocumentSummary("form", "1", "", (), 1, 1, 0, 0, 1.0, ())])
    number = store.document_named("form")
    assert number is not None
    # when its file is deleted
    (tmp_path / "review.sqlite3").unlink()
    # then a decision is refused with a sentence, instead of going into a file that nobody finds
    saying = Saying(Place(number.id, 0, "grade"), "甲", "accept", "优", "优", request="request-1")
    with pytest.raises(StoreError, match="移走"):
        store.save(saying)
    store.close()


def test_a_decision_on_a_file_that_was_replaced_is_refused(tmp_path: Path) -> None:
    place = tmp_path / "review.sqlite3"
    store = open_store(place)
    copy = tmp_path / "copy"
    copy.write_bytes(place.read_bytes())
    copy.replace(place)
    with pytest.raises(StoreError, match="替换"):
        store.progress()
    store.close()
