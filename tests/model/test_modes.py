"""How an endpoint wants to be asked is found out once, remembered, and found out again when it changes."""

from __future__ import annotations

import asyncio
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from extractor.errors import EndpointDownError, EndpointRefusedError
from extractor.model import Reply
from extractor.model.manner import REMEMBERED
from extractor.model.modes import schema_text
from extractor.model.opening import ModelRun
from tests.model.asking import OTHER, QUESTION, Answer, ask, outcomes, talk
from tests.model.faulty_server import Act, Behaviour, FaultyServer, always, calls, fails, in_turn, obeys, says

GOOD = obeys({"score": 90})


def only_in(mode: str, otherwise: Act) -> Behaviour:
    """An endpoint that works in one mode and does something else in the others."""

    def behave(request: dict[str, Any]) -> Act:
        asked_in = (
            "tools" if "tools" in request else request.get("response_format", {}).get("type", "md_json")
        ).replace("json_object", "json")
        return GOOD(request) if asked_in == mode else otherwise

    return behave


@pytest.mark.parametrize(
    ("works", "otherwise", "tried"),
    [
        ("json_schema", fails(400, "tools is not supported"), ["tools", "json_schema"]),
        ("json", fails(422, "extra fields not permitted"), ["tools", "json_schema", "json"]),
        ("json", fails(404, "No endpoints found that support tool use"), ["tools", "json_schema", "json"]),
        ("md_json", fails(501, "not implemented"), ["tools", "json_schema", "json", "md_json"]),
        ("md_json", fails(500, "response_format: grammar failed"), ["tools", "json_schema", "json", "md_json"]),
        ("md_json", says("I would rather chat."), ["tools", "json_schema", "json", "md_json"]),
    ],
)
def test_modes_are_tried_in_turn_until_one_works(works: str, otherwise: Act, tried: list[str]) -> None:
    with FaultyServer(only_in(works, otherwise)) as server:
        assert ask(server).answer == Answer(score=90)
        assert server.modes == tried
        assert ask(server, OTHER).status == "answered"
    assert server.modes == [*tried, works]


def test_a_plain_500_is_tried_twice_before_the_next_mode() -> None:
    with FaultyServer(only_in("json_schema", fails(500))) as server:
        assert ask(server).status == "answered"
    assert server.modes == ["tools", "tools", "json_schema"]


def test_an_endpoint_that_ignores_tools_and_schemas_but_gives_json_needs_no_other_mode() -> None:
    with FaultyServer(always(says('Sure! {"score": 90}'))) as server:
        assert (ask(server).status, server.modes) == ("answered", ["tools"])


def test_questions_asked_at_once_find_out_only_once() -> None:
    async def do(run: ModelRun) -> list[Reply]:
        questions = [replace(QUESTION, user=f"得分 {n}") for n in range(8)]
        return await asyncio.gather(*(run.models[0].ask(question) for question in questions))

    with FaultyServer(only_in("json", fails(400, "tools?"))) as server:
        assert {reply.status for reply in talk(server, do)} == {"answered"}
    assert sorted(server.modes) == ["json"] * 8 + ["json_schema", "tools"]


def test_the_mode_is_remembered_on_disk_for_the_next_process(tmp_path: Path) -> None:
    with FaultyServer(only_in("json", fails(400, "tools?"))) as server:
        ask(server, cache_folder=tmp_path)
        REMEMBERED.clear()
        ask(server, OTHER, cache_folder=tmp_path)
    assert server.modes == ["tools", "json_schema", "json", "json"]


def test_a_mode_that_mere_breakdowns_led_to_is_not_remembered_on_disk(tmp_path: Path) -> None:
    with FaultyServer(in_turn(fails(500), fails(500), GOOD)) as server:
        ask(server, cache_folder=tmp_path)
        REMEMBERED.clear()
        ask(server, OTHER, cache_folder=tmp_path)
    assert server.modes == ["tools", "tools", "json_schema", "tools"]


def test_a_remembered_mode_that_stops_working_is_found_out_again() -> None:
    with FaultyServer(GOOD) as server:
        ask(server)
        server.behave = only_in("json", fails(400, "tools is not supported"))
        assert ask(server, OTHER).status == "answered"
    assert server.modes == ["tools", "tools", "tools", "json_schema", "json"]


def test_one_unusable_answer_does_not_shake_a_mode_that_works() -> None:
    with FaultyServer(in_turn(GOOD, says("no"), says("no"), GOOD)) as server:
        first, second, third = outcomes(server, QUESTION, OTHER, QUESTION)
    assert [reply.status for reply in (first, second, third) if isinstance(reply, Reply)] == [
        "answered",
        "unusable",
        "answered",
    ]
    assert set(server.modes) == {"tools"}


def test_a_forced_mode_is_the_only_one() -> None:
    with FaultyServer(always(says("no"))) as server:
        assert ask(server, mode="json").status == "unusable"
    assert server.modes == ["json", "json"]


def test_no_json_in_any_mode_is_unusable_and_the_search_ends_some_day() -> None:
    questions = [replace(QUESTION, user=str(n)) for n in range(6)]
    with FaultyServer(always(says("no"))) as server:
        assert {reply.status for reply in outcomes(server, *questions) if isinstance(reply, Reply)} == {"unusable"}
    assert server.modes[12:] == ["md_json"] * 6


def test_a_request_refused_in_every_mode_says_so() -> None:
    with FaultyServer(always(fails(400, "something else"))) as server:
        (fault,) = outcomes(server, QUESTION)
    assert isinstance(fault, EndpointRefusedError) and "something else" in str(fault)


def test_an_endpoint_that_breaks_in_every_mode_is_down() -> None:
    with FaultyServer(always(fails(500))) as server:
        (fault,) = outcomes(server, QUESTION)
    assert isinstance(fault, EndpointDownError) and len(server.requests) == 8


@pytest.mark.parametrize("mode", ["auto", "json"])
def test_parameters_that_a_model_does_not_take_are_left_out_and_remembered(mode: str) -> None:
    def behave(request: dict[str, Any]) -> Act:
        if "max_tokens" in request:
            return fails(400, "'max_tokens' is not supported with this model. Use 'max_completion_tokens' instead.")
        if "temperature" in request:
            return fails(400, "'temperature' does not support 0 with this model. Only the default is supported.")
        return GOOD(request)

    with FaultyServer(behave) as server:
        assert ask(server, mode=mode).status == "answered"
        assert ask(server, OTHER, mode=mode).status == "answered"
    assert (len(server.requests), server.requests[-1].body["max_completion_tokens"]) == (4, 100)


def test_a_server_that_repeats_the_request_in_its_error_is_understood_by_its_message_alone() -> None:
    echo = {"detail": [{"loc": ["body", "tools"], "msg": "Extra inputs", "input": "上下文 敏感 insufficient_quota"}]}
    with FaultyServer(only_in("json", Act(422, json.dumps(echo).encode()))) as server:
        assert ask(server).status == "answered"
    assert server.modes == ["tools", "json_schema", "json"]


def test_the_history_never_grows() -> None:
    with FaultyServer(in_turn(GOOD, calls("{}"), calls("[]"), GOOD)) as server:
        outcomes(server, QUESTION, OTHER, QUESTION)
    assert {len(request.texts) for request in server.requests} == {2}


@pytest.mark.parametrize("mode", ["auto", "tools", "json_schema", "json", "md_json"])
def test_the_text_of_the_schema_is_told_for_counting(mode: Any) -> None:
    assert '"score"' in schema_text(QUESTION, mode)
