"""Many at once: of two who save the same place one wins; what was acknowledged outlives a kill."""

from __future__ import annotations

import multiprocessing
import os
import random
import signal
from concurrent.futures import ThreadPoolExecutor
from multiprocessing.connection import Connection
from threading import Barrier

from extractor.review.store import ConflictError, ReviewStore, open_store
from extractor.review.values import Entry, Place, Saying
from tests.review.store.samples import Opening, derived, request, say, with_document

ROUNDS = 40
fork = multiprocessing.get_context("fork")


def attempt(store: ReviewStore, saying: Saying) -> Entry | ConflictError:
    """Save, and give the conflict back instead of raising it."""
    try:
        return store.save(saying)
    except ConflictError as conflict:
        return conflict


def test_of_two_threads_that_save_the_same_place_exactly_one_wins(opening: Opening) -> None:
    one, other = opening(1), opening()  # a store each: nothing but the database stands between them
    document = with_document(one, "a")
    barrier = Barrier(2)

    def race(store: ReviewStore, reviewer: str, round: int) -> Entry | ConflictError:
        barrier.wait()
        return attempt(store, say(Place(document, 0, f"cell[{round}]"), reviewer, "accept"))

    with ThreadPoolExecutor(2) as pool:
        for round in range(ROUNDS):
            results = [pool.submit(race, one, "甲", round), pool.submit(race, other, "乙", round)]
            won, lost = sorted((result.result() for result in results), key=lambda r: isinstance(r, ConflictError))
            assert isinstance(won, Entry) and isinstance(lost, ConflictError)
            assert lost.current == won

    assert len(one.entries(limit=1000)) == ROUNDS


def save_when_told(url: str, reviewer: str, document: int, line: Connection) -> None:
    """What a process of its own does: save the place it is told, and say how it went."""
    store = open_store(url)
    line.send("ready")
    while (path := line.recv()) is not None:
        result = attempt(store, say(Place(document, 0, path), reviewer, "accept", request=f"{reviewer} {path}"))
        line.send(result.id if isinstance(result, Entry) else f"conflict {result.current and result.current.id}")


def test_of_two_processes_that_save_the_same_place_exactly_one_wins(url: str) -> None:
    store = open_store(url, readers=1)
    document = with_document(store, "a")
    store.close()
    lines = []
    for reviewer in ("甲", "乙"):
        ours, theirs = fork.Pipe()
        fork.Process(target=save_when_told, args=(url, reviewer, document, theirs), daemon=True).start()
        lines.append(ours)
    assert [line.recv() for line in lines] == ["ready", "ready"]

    for round in range(ROUNDS):
        for line in lines:
            line.send(f"cell[{round}]")
        won, lost = sorted((line.recv() for line in lines), key=lambda answer: isinstance(answer, str))
        assert lost == f"conflict {won}"

    for line in lines:
        line.send(None)
    store = open_store(url)
    assert len(store.entries(limit=1000)) == ROUNDS
    store.close()


def test_one_click_that_arrives_many_times_at_once_is_written_once(single: ReviewStore) -> None:
    place = Place(with_document(single, "a"), 0, "a")
    saying = say(place, "甲", "accept")

    with ThreadPoolExecutor(8) as pool:
        entries = set(pool.map(lambda _: single.save(saying).id, range(16)))

    assert len(entries) == len(single.entries()) == 1


def test_two_readers_at_once_come_to_their_agreement(double: ReviewStore) -> None:
    document = with_document(double, "a")

    with ThreadPoolExecutor(2) as pool:
        for path in (f"cell[{round}]" for round in range(ROUNDS)):
            sayings = [say(Place(document, 0, path), reviewer, "accept") for reviewer in ("甲", "乙")]
            list(pool.map(double.save, sayings))

    assert len(double.finals(document)) == ROUNDS


def test_twenty_reviewers_work_while_documents_are_registered(double: ReviewStore) -> None:
    document = with_document(double, *(f"cell[{number}]" for number in range(20)))

    def work(reviewer: int) -> int:
        for number in range(2):
            double.save(say(Place(document, 0, f"cell[{reviewer}]"), f"{reviewer} {number}", "accept"))
            double.documents(reviewer=f"{reviewer}")
            with_document(double, "x", name=f"{reviewer} {number}.json")
        double.undo(document, f"{reviewer} 1", request())
        return double.progress(f"{reviewer} 0").open

    with ThreadPoolExecutor(20) as pool:
        list(pool.map(work, range(20)))

    assert len(double.entries(document, limit=1000)) == 60
    kept = derived(double)
    double.rebuild()
    assert derived(double) == kept


def save_without_end(url: str, document: int, round: int, pipe: int) -> None:
    """What a process does until it is killed: save, and say which entries were written."""
    store = open_store(url)
    number = 0
    while True:
        place = Place(document, 0, f"cell[{round}][{number}]")
        entry = store.save(say(place, "甲", "accept", request=f"{round} {number}"))
        os.write(pipe, f"{entry.id}\n".encode())
        number += 1


def test_what_was_acknowledged_is_there_after_a_kill(url: str) -> None:
    store = open_store(url, readers=1)
    document = with_document(store, "a")
    store.close()
    acknowledged: list[int] = []

    for round in range(10 if url.endswith(".sqlite3") else 3):  # PostgreSQL's server is not what is killed
        receiving, sending = os.pipe()
        child = fork.Process(target=save_without_end, args=(url, document, round, sending))
        child.start()
        os.close(sending)
        with os.fdopen(receiving, "rb") as told:
            for _ in range(random.randint(1, 60)):  # the moment has to be another one in each run
                acknowledged.append(int(told.readline()))
            assert child.pid is not None
            os.kill(child.pid, signal.SIGKILL)
            acknowledged.extend(int(line) for line in told.read().splitlines() if line)
        child.join()

        store = open_store(url)
        written = {entry.id for entry in store.entries(limit=10_000)}
        assert set(acknowledged) <= written
        assert len(written) - len(acknowledged) <= round + 1  # each kill may fall between writing and telling
        kept = derived(store)
        store.rebuild()
        assert derived(store) == kept
        store.close()
