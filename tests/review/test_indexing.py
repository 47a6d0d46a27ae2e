"""Taking a folder in: what is new, changed, gone or broken, at once or in the background."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from extractor.record.record_json import dumps
from extractor.review.folder import RecordFolder
from extractor.review.indexing import Indexing, summaries
from extractor.review.store import ReviewStore, open_store
from extractor.review.values import DocumentLine, Filter, Place, Saying
from tests import sample_record

EVERYTHING = Filter(state="all")
WAIT = 60
BROKEN = sample_record.record(sample_record.national)
SURE = sample_record.record(sample_record.transfer)
# The same doubts, but no law is broken.
LAWFUL = replace(BROKEN, forms=tuple(replace(form, findings=()) for form in BROKEN.forms))


@pytest.fixture
def store(tmp_path: Path) -> Iterator[ReviewStore]:
    with closing(open_store(tmp_path / "review.sqlite3")) as opened:
        yield opened


@pytest.fixture
def out(tmp_path: Path) -> Path:
    (tmp_path / "out").mkdir()
    return tmp_path / "out"


def write(out: Path, **records: Any) -> None:
    for name, record in records.items():
        text = record if isinstance(record, str) else dumps(record)
        (out / f"{name}.json").write_text(text, encoding="utf-8")


def take_in(out: Path, store: ReviewStore) -> int:
    """Take in what changed, all at once; how many records that were."""
    indexing = Indexing(RecordFolder(out), store)
    assert indexing.start() is None
    assert indexing.as_data() is None
    return indexing.all


def listed(store: ReviewStore) -> list[DocumentLine]:
    return list(store.documents(EVERYTHING, limit=1000).items)


def test_new_records_come_in_by_risk(out: Path, store: ReviewStore) -> None:
    write(out, sure=SURE, lawful=LAWFUL, broken=BROKEN)
    assert take_in(out, store) == 3
    assert [(line.name, line.errors, line.queued) for line in listed(store)] == [
        ("broken", 1, 3),
        ("lawful", 0, 3),
        ("sure", 0, 0),
    ]


def test_what_is_as_it_was_is_not_read_again(out: Path, store: ReviewStore) -> None:
    write(out, a=BROKEN, b=SURE)
    take_in(out, store)
    write(out, c=SURE)
    assert take_in(out, store) == 1
    assert take_in(out, store) == 0


def test_a_changed_record_keeps_its_number_and_its_decisions(out: Path, store: ReviewStore) -> None:
    write(out, a=BROKEN)
    take_in(out, store)
    (before,) = listed(store)
    store.save(Saying(Place(before.id, 0, "total.score"), "林", "correct", "86", "88"))

    write(out, a=LAWFUL)
    assert take_in(out, store) == 1

    (after,) = listed(store)
    assert (after.id, after.errors, after.queued, after.open) == (before.id, 0, 3, 2)
    assert [final.value for final in store.finals(after.id)] == ["86"]


def test_a_record_that_is_gone_leaves_the_queue_and_can_come_back(out: Path, store: ReviewStore) -> None:
    write(out, a=BROKEN, b=SURE)
    take_in(out, store)
    (out / "a.json").rename(out / "a.away")
    take_in(out, store)
    assert [line.name for line in listed(store)] == ["b"]
    (out / "a.away").rename(out / "a.json")
    take_in(out, store)
    assert [line.name for line in listed(store)] == ["a", "b"]


def test_a_broken_file_stands_in_the_list_and_keeps_no_other_out(out: Path, store: ReviewStore) -> None:
    write(out, a=BROKEN, half=dumps(BROKEN)[:-300], empty="", other='{"schema": "other"}')
    take_in(out, store)
    faults = {line.name: line.fault for line in listed(store)}
    assert faults["a"] == ""
    assert all(faults[name].startswith(f"{name}.json") for name in ("half", "empty", "other"))
    assert store.progress().documents == 1


def test_a_broken_file_that_was_mended_is_taken_in(out: Path, store: ReviewStore) -> None:
    write(out, a="{")
    take_in(out, store)
    write(out, a=BROKEN)
    take_in(out, store)
    assert [(line.fault, line.queued) for line in listed(store)] == [("", 3)]


def test_a_file_that_vanishes_between_listing_and_reading_is_a_fault(out: Path, store: ReviewStore) -> None:
    write(out, a=BROKEN, b=SURE)
    indexing = Indexing(RecordFolder(out), store)
    (out / "a.json").unlink()
    indexing.start()
    assert [(line.name, bool(line.fault)) for line in listed(store)] == [("a", True), ("b", False)]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs a named pipe")
def test_a_pipe_that_is_called_a_record_does_not_hold_the_others(out: Path, store: ReviewStore) -> None:
    write(out, a=SURE)
    os.mkfifo(out / "b.json")
    take_in(out, store)
    assert [line.name for line in listed(store)] == ["a"]


def test_an_empty_folder_has_an_empty_queue(out: Path, store: ReviewStore) -> None:
    assert take_in(out, store) == 0
    assert listed(store) == []


def test_many_records_come_in_behind_the_server_as_they_would_at_once(out: Path, store: ReviewStore) -> None:
    kinds = (BROKEN, LAWFUL, SURE, "{")
    write(out, **{f"n{number:03}": kinds[number % 4] for number in range(130)})

    indexing = Indexing(RecordFolder(out), store)
    assert indexing.as_data() == {"done": 0, "all": 130}
    thread = indexing.start()
    assert thread is not None
    thread.join(WAIT)

    assert (thread.is_alive(), indexing.as_data()) == (False, None)
    with closing(open_store(out / "other.sqlite3")) as other:
        stamps = RecordFolder(out).stamps()
        other.register(summaries(out, stamps.items()))
        assert [_without_id(line) for line in listed(store)] == [_without_id(line) for line in listed(other)]
        assert _cells(store) == _cells(other)


def test_a_stopped_indexing_goes_on_at_the_next_start(out: Path, store: ReviewStore) -> None:
    write(out, **{f"n{number:03}": SURE for number in range(61)})
    first = Indexing(RecordFolder(out), store)
    first.stop()
    thread = first.start()
    assert thread is not None
    thread.join(WAIT)
    assert listed(store) == []

    again = Indexing(RecordFolder(out), store)
    thread = again.start()
    assert thread is not None
    thread.join(WAIT)
    assert len(listed(store)) == 61


def _without_id(line: DocumentLine) -> DocumentLine:
    return replace(line, id=0)


def _cells(store: ReviewStore) -> list[tuple[str, Any]]:
    return [(line.name, line.cell) for line in store.cells(EVERYTHING, limit=1000).items]
