"""Kept answers make a repeated run free, and never stand in the way of one."""

from __future__ import annotations

import asyncio
import pickle
import sqlite3
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from pydantic import BaseModel

from extractor.model import Reply, Usage
from extractor.model.answers_kept import AnswersKept, key_of
from extractor.model.opening import ModelRun
from tests.model.asking import OTHER, QUESTION, Answer, ask, talk
from tests.model.faulty_server import FaultyServer, always, calls, how, in_turn, obeys, says

GOOD = obeys({"score": 90})


def silent(chinese: str, english: str) -> None:
    raise AssertionError(english)


def test_a_repeated_run_is_free_even_when_the_endpoint_is_gone(tmp_path: Path) -> None:
    with FaultyServer(GOOD) as server:
        first = ask(server, cache_folder=tmp_path)
        server.close()
        second = ask(server, cache_folder=tmp_path)
    assert (second.answer, second.usage) == (first.answer, Usage(reused=1))


class OtherShape(BaseModel):
    """Another answer."""

    score: int


@pytest.mark.parametrize(
    "other",
    [
        OTHER,
        replace(QUESTION, system="You read."),
        replace(QUESTION, max_tokens=200),
        replace(QUESTION, answer=OtherShape),
    ],
)
def test_a_question_that_differs_in_anything_that_bears_on_the_answer_is_asked(other: object) -> None:
    assert isinstance(other, type(QUESTION))
    assert key_of("stub", other) != key_of("stub", QUESTION) != key_of("other", QUESTION)


def test_what_the_question_is_about_does_not_bear_on_the_answer() -> None:
    assert key_of("stub", replace(QUESTION, about="page 2", reason="prose")) == key_of("stub", QUESTION)


@pytest.mark.parametrize("act", [says("no"), calls('{"score": 90}', finish="length")])
def test_only_answers_are_kept(tmp_path: Path, act: object) -> None:
    with FaultyServer(in_turn(act, act, GOOD)) as server:  # type: ignore[arg-type]
        ask(server, mode="tools", cache_folder=tmp_path)
        assert ask(server, mode="tools", cache_folder=tmp_path).usage.reused == 0


@pytest.mark.parametrize("value", [b"garbage", 5, None, "text", b"x\x9c\x03\x00\x00\x00\x00\x01"])
def test_a_damaged_entry_is_asked_anew_and_replaced(tmp_path: Path, value: object) -> None:
    with FaultyServer(GOOD) as server:
        ask(server, cache_folder=tmp_path)
        overwrite(tmp_path, value, mode=1)
        replies = [ask(server, cache_folder=tmp_path, options={"warn": silent}) for _ in range(2)]
    assert [(reply.status, reply.usage.reused) for reply in replies] == [("answered", 0), ("answered", 1)]


def test_an_entry_of_another_shape_is_asked_anew(tmp_path: Path) -> None:
    kept = AnswersKept(tmp_path, silent)
    kept.keep_note(key_of("stub", QUESTION), {"answer": {"points": 9}})
    assert kept.find(key_of("stub", QUESTION), Answer) is None
    assert kept.find_note(key_of("stub", QUESTION)) is None
    kept.close()


class Trap:
    """A pickle that would do something when it is loaded."""

    def __reduce__(self) -> tuple[Callable[[str], object], tuple[str]]:
        return (Path("trapped").touch, ())  # type: ignore[return-value]


def test_a_pickle_in_the_folder_is_never_loaded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with FaultyServer(GOOD) as server:
        ask(server, cache_folder=tmp_path / "kept")
        overwrite(tmp_path / "kept", pickle.dumps(Trap()), mode=4)
        assert ask(server, cache_folder=tmp_path / "kept").status == "answered"
    assert not Path("trapped").exists()


def overwrite(folder: Path, value: object, mode: int) -> None:
    with sqlite3.connect(folder / "cache.db") as database:
        database.execute("UPDATE Cache SET value = ?, mode = ?", (value, mode))
    database.close()


def test_a_damaged_database_is_moved_aside(tmp_path: Path) -> None:
    (tmp_path / "cache.db").write_bytes(b"no database at all " * 1000)
    with FaultyServer(GOOD) as server:
        replies = [ask(server, cache_folder=tmp_path, options={"warn": silent}) for _ in range(2)]
    assert [reply.usage.reused for reply in replies] == [0, 1]
    assert (tmp_path / "cache.db.damaged").exists()


def test_a_folder_that_cannot_be_used_is_said_once_and_done_without(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    said: list[str] = []
    with FaultyServer(GOOD) as server:
        options = {"warn": lambda chinese, english: said.append(english)}
        reply = ask(server, QUESTION, OTHER, cache_folder=tmp_path / "file", options=options)
    assert (reply.status, len(said)) == ("answered", 1)
    assert str(tmp_path / "file") in said[0]


def test_a_locked_database_is_done_without(tmp_path: Path) -> None:
    said: list[str] = []
    with FaultyServer(GOOD) as server:
        ask(server, cache_folder=tmp_path)
        database = sqlite3.connect(tmp_path / "cache.db", isolation_level=None)
        database.execute("BEGIN EXCLUSIVE")
        options = {"warn": lambda chinese, english: said.append(english)}
        assert ask(server, cache_folder=tmp_path, options=options).status == "answered"
        database.close()
    assert len(said) == 1


def test_an_interrupted_run_keeps_what_was_answered_so_far(tmp_path: Path) -> None:
    async def interrupted(run: ModelRun) -> None:
        await run.models[0].ask(QUESTION)
        asking = asyncio.create_task(run.models[0].ask(OTHER))
        await asyncio.sleep(0)
        asking.cancel()
        await asyncio.gather(asking, return_exceptions=True)

    with FaultyServer(in_turn(GOOD, how("hang"))) as server:
        talk(server, interrupted, cache_folder=tmp_path)
        server.behave = always(calls('{"score": 1}'))
        assert ask(server, cache_folder=tmp_path) == Reply(Answer(score=90), "answered", Usage(reused=1))
