"""An answer is found however it is wrapped, and one that is none is named for what it is."""

from __future__ import annotations

import json
import time
import tracemalloc
from dataclasses import replace

import pytest

from extractor.model import Usage
from tests.model.asking import OTHER, QUESTION, Answer, ask
from tests.model.faulty_server import (
    USAGE,
    Act,
    FaultyServer,
    always,
    calls,
    completion,
    fails,
    how,
    in_turn,
    obeys,
    plain,
    refuses,
    says,
)

GOOD = '{"score": 90, "note": "well"}'
SAID = {
    "as asked": calls(GOOD),
    "as plain content though a tool was asked for": says(GOOD),
    "in a fence": says(f"```json\n{GOOD}\n```"),
    "in prose": says(f"Here you are: {GOOD} Anything else?"),
    "after a thought with a draft in it": says('<think>maybe {"score": 1}?</think>' + GOOD),
    "after thinking aloud, where the last one counts": says('First I thought {"score": 1}, but no:\n' + GOOD),
    "before an object of another shape": says(GOOD + ' with {"confidence": 0.9}'),
    "after braces that are no JSON": says("集合 {甲} 与 {乙}: " + GOOD),
    "encoded twice": calls(json.dumps(GOOD)),
    "with a key twice, where the last one counts": calls('{"score": 1, "score": 90, "note": "well"}'),
    "as a tool call written out": says('<tool_call>{"name": "Answer", "arguments": ' + GOOD + "}</tool_call>"),
    "as a tool call written out and encoded": says(json.dumps({"name": "Answer", "arguments": GOOD})),
    "under the name of the shape": says('{"Answer": ' + GOOD + "}"),
    "as an object instead of a text": completion(
        {"role": "assistant", "tool_calls": [{"function": {"name": "Answer", "arguments": json.loads(GOOD)}}]}
    ),
    "as a list of parts": completion({"role": "assistant", "content": [{"type": "text", "text": GOOD}]}),
    "in chunks": how("chunked", calls(GOOD)),
    "under a wrong content type": calls(GOOD).with_header("Content-Type", "text/plain"),
}


@pytest.mark.parametrize("act", SAID.values(), ids=SAID.keys())
def test_an_answer_is_found(act: Act) -> None:
    with FaultyServer(always(act)) as server:
        reply = ask(server)
    assert (reply.answer, reply.status) == (Answer(score=90, note="well"), "answered")
    assert len(server.requests) == 1


@pytest.mark.parametrize("mode", ["tools", "json_schema", "json", "md_json"])
def test_every_mode_asks_and_reads_in_its_own_way(mode: str) -> None:
    with FaultyServer(obeys({"score": 90})) as server:
        reply = ask(server, mode=mode)
    assert (reply.answer, server.modes) == (Answer(score=90), [mode])


def test_bare_line_breaks_and_tabs_inside_strings_are_read() -> None:
    with FaultyServer(always(says('{"score": 90, "note": "one\n\ttwo"}'))) as server:
        assert ask(server).answer == Answer(score=90, note="one\n\ttwo")


def test_the_question_is_sent_as_it_is_with_the_stable_part_first_and_temperature_zero() -> None:
    with FaultyServer(obeys({"score": 90})) as server:
        ask(server)
    (request,) = server.requests
    assert request.texts == ["You read forms.", "得分 90"]
    assert (request.path, request.body["temperature"], request.body["max_tokens"]) == ("/v1/chat/completions", 0, 100)


def test_an_answer_of_the_wrong_shape_is_asked_for_once_more_in_the_same_words() -> None:
    with FaultyServer(in_turn(calls('{"points": 9}'), calls(GOOD))) as server:
        reply = ask(server, mode="tools")
    assert reply.status == "answered"
    assert server.requests[0].body == server.requests[1].body


def test_an_answer_of_the_wrong_shape_twice_is_unusable() -> None:
    with FaultyServer(always(calls('{"points": 9}'))) as server:
        reply = ask(server, mode="tools")
    assert (reply.answer, reply.status, len(server.requests)) == (None, "unusable", 2)


def test_an_answer_that_was_cut_is_never_read() -> None:
    with FaultyServer(always(calls(GOOD, finish="length"))) as server:
        reply = ask(server)
    assert (reply.answer, reply.status, len(server.requests)) == (None, "cut_off", 1)


def test_a_call_that_ends_at_the_limit_of_tokens_was_cut_whatever_the_endpoint_calls_it() -> None:
    # given an endpoint that says tool_calls of a call it cut
    call = {"id": "1", "type": "function", "function": {"name": "Answer", "arguments": '{"score": 9'}}
    message = {"role": "assistant", "content": None, "tool_calls": [call]}
    usage = {"prompt_tokens": 10, "completion_tokens": QUESTION.max_tokens, "total_tokens": 110}
    with FaultyServer(always(completion(message, "tool_calls", usage))) as server:
        reply = ask(server, mode="tools")
    assert (reply.status, len(server.requests)) == ("cut_off", 1)


def test_a_cut_answer_that_does_not_say_so_is_unusable() -> None:
    with FaultyServer(always(says('{"score": 90, "note": "we'))) as server:
        assert ask(server, mode="json").status == "unusable"


@pytest.mark.parametrize(
    "act",
    [
        refuses("I cannot help with that."),
        says("", finish="content_filter"),
        fails(400, "The response was filtered", code="content_filter"),
        fails(400, "Input data may contain inappropriate content.", code="data_inspection_failed"),
    ],
)
def test_a_refusal_is_a_refusal_however_it_is_said(act: Act) -> None:
    with FaultyServer(always(act)) as server:
        assert (ask(server).status, len(server.requests)) == ("refused", 1)


@pytest.mark.parametrize(
    "act",
    [
        fails(400, "This model's maximum context length is 4096 tokens", code="context_length_exceeded"),
        fails(400, "Range of input length should be [1, 6000]"),
        fails(413, "Payload too large"),
    ],
)
def test_a_question_that_is_too_long_is_told_from_a_bad_request(act: Act) -> None:
    with FaultyServer(always(act)) as server:
        assert (ask(server).status, len(server.requests)) == ("too_long", 1)


def test_an_answer_without_choices_is_asked_for_again() -> None:
    with FaultyServer(in_turn(plain({"choices": []}), calls(GOOD))) as server:
        assert (ask(server).status, len(server.requests)) == ("answered", 2)


@pytest.mark.parametrize("data", [{"choices": []}, {"choices": None}, {"error": {"message": "overloaded"}}])
def test_an_endpoint_that_never_gives_choices_is_unusable(data: dict[str, object]) -> None:
    with FaultyServer(always(plain(data))) as server:
        reply = ask(server, mode="tools", attempts=3)
    assert (reply.status, len(server.requests)) == ("unusable", 3)


def test_an_answer_of_ten_megabytes_is_given_up_soon_and_in_little_memory() -> None:
    with FaultyServer(always(says("{" * 10_000_000))) as server:
        ask(server)  # so that the libraries are loaded, and the answer is made
        tracemalloc.start()
        start = time.perf_counter()
        reply = ask(server)
        seconds, (_, peak) = time.perf_counter() - start, tracemalloc.get_traced_memory()
        tracemalloc.stop()
    assert reply.status == "unusable"
    assert seconds < 3 and peak < 30_000_000


def test_a_small_body_that_unpacks_to_a_huge_one_is_given_up() -> None:
    import gzip

    bomb = Act(body=gzip.compress(b" " * 200_000_000, 9)).with_header("Content-Encoding", "gzip")
    with FaultyServer(always(bomb)) as server:
        assert ask(server).status == "unusable"


@pytest.mark.parametrize("text", ["{" * 1_900_000, '{"a":' * 300_000, '{"' * 900_000, "{[" * 200_000, '"' * 1_000_000])
def test_hostile_text_is_searched_in_bounded_time(text: str) -> None:
    with FaultyServer(always(says(text))) as server:
        start = time.perf_counter()
        assert ask(server, mode="json", attempts=1).status == "unusable"
    assert time.perf_counter() - start < 5


def test_usage_is_taken_from_the_answer_and_estimated_where_there_is_none() -> None:
    with FaultyServer(in_turn(calls(GOOD), says(GOOD, usage=None))) as server:
        reported, estimated = ask(server).usage, ask(server, OTHER).usage
    assert reported == Usage(requests=1, prompt_tokens=100, completion_tokens=20)
    assert estimated.requests == 1 and estimated.prompt_tokens > 10 and 5 < estimated.completion_tokens < 20


def test_tokens_that_the_provider_had_kept_are_counted() -> None:
    usage = {**USAGE, "prompt_tokens_details": {"cached_tokens": 64}}
    with FaultyServer(always(says(GOOD, usage=usage))) as server:
        assert ask(server).usage.cached_tokens == 64


def test_half_a_surrogate_pair_in_a_document_does_not_stop_a_question() -> None:
    with FaultyServer(obeys({"score": 90})) as server:
        assert ask(server, replace(QUESTION, user="得分 \ud800 90")).status == "answered"
    assert server.requests[0].texts[1] == "得分 ? 90"


def test_an_answer_does_not_hold_on_to_the_body_it_came_in() -> None:
    with FaultyServer(obeys({"score": 90})) as server:
        reply = ask(server, replace(QUESTION, about="page 1"))
    assert vars(reply.answer) == {"score": 90, "note": ""}
