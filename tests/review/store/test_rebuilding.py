"""Whatever is said, taken back or refused: what is kept is what the log gives when it is read anew."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import count
from typing import Any, get_args

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from extractor.review.store import ConflictError, NoDoubleReadingError, NothingToUndo, ReviewStore
from extractor.review.values import Place, Ruling
from tests.review.store.samples import Opening, derived, queued, request, say, summary

PEOPLE, PATHS, VALUES = ("甲", "乙", "丙"), ("a", "b", "indicators[n1]"), (None, "10", "11")


@dataclass(frozen=True)
class Step:
    """One thing that somebody does; ``current``: they have seen what is there."""

    does: str
    reviewer: str
    path: str
    ruling: Ruling
    value: str | None
    current: bool


STEPS = st.builds(
    Step,
    does=st.sampled_from(["answer", "answer", "answer", "undo", "undo", "settle", "comment", "register", "readers"]),
    reviewer=st.sampled_from(PEOPLE),
    path=st.sampled_from(PATHS),
    ruling=st.sampled_from(get_args(Ruling)),
    value=st.sampled_from(VALUES),
    current=st.integers(0, 9).map(bool),
)
_names = count(1)


def registered(store: ReviewStore, name: str, stamp: str, *paths: str) -> int:
    store.register([summary(name, *(queued(path) for path in paths), stamp=stamp)])
    line = store.document_named(name)
    assert line is not None
    return line.id


def do(store: ReviewStore, document: int, name: str, step: Step) -> None:
    """Do one thing; what is refused must leave nothing behind."""
    place = Place(document, 0, step.path)
    if step.does == "undo":
        store.undo(document, step.reviewer, request())
    elif step.does == "register":
        registered(store, name, request(), *PATHS[: 1 + (step.path == "b")])
    elif step.does == "readers":
        store.change_readers(3 - store.readers)
    elif step.does == "comment":
        store.save(say(place, step.reviewer, None, comment="?"))
    else:
        more: dict[str, Any] = {"kind": "settlement" if step.does == "settle" else "answer"}
        seen = store.latest(document, step.reviewer, more["kind"]).get(place, 0)
        more["seen"] = seen if step.current else seen + 1
        store.save(say(place, step.reviewer, step.ruling, step.value, **more))


def test_what_is_kept_is_what_the_log_gives(opening: Opening) -> None:
    store = opening(2)

    @settings(max_examples=30, suppress_health_check=list(HealthCheck))
    @given(st.lists(STEPS, min_size=1, max_size=15))
    def holds(steps: list[Step]) -> None:
        name = f"{next(_names)}.json"
        document = registered(store, name, "1", "a", "b")
        for step in steps:
            try:
                do(store, document, name, step)
            except (ConflictError, NothingToUndo, NoDoubleReadingError):
                pass
        kept = derived(store)
        store.rebuild()
        assert derived(store) == kept

    holds()


def test_all_that_one_person_did_can_be_walked_back(opening: Opening) -> None:
    store = opening(1)

    @settings(max_examples=15, suppress_health_check=list(HealthCheck))
    @given(st.lists(st.tuples(st.sampled_from(PATHS), st.sampled_from(get_args(Ruling))), max_size=8))
    def walks_back(said: list[tuple[str, Ruling]]) -> None:
        document = registered(store, f"{next(_names)}.json", "1", "a", "b")
        before = [store.finals(document)]
        for path, ruling in said:
            place = Place(document, 0, path)
            seen = store.latest(document, "甲").get(place, 0)
            store.save(say(place, "甲", ruling, "11", seen=seen))
            before.append(store.finals(document))

        after = [store.finals(document)]
        for _ in said:
            store.undo(document, "甲", request())
            after.append(store.finals(document))

        assert after == before[::-1]

    walks_back()
