"""What may pass is tried again, within tries and deadline; what will not change is not."""

from __future__ import annotations

import asyncio
import time
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest

from extractor.errors import EndpointDownError, EndpointError, EndpointRefusedError, EndpointSlowError
from extractor.model import Reply
from extractor.model.opening import ModelRun
from tests.model.asking import OTHER, QUESTION, Waits, ask, outcome, outcomes, talk
from tests.model.faulty_server import Act, FaultyServer, always, fails, how, in_turn, obeys, page, says

GOOD = obeys({"score": 90})
PASSING = {
    "429": fails(429),
    "408": fails(408),
    "409": fails(409),
    "500": fails(500),
    "502 with a page": page(502),
    "503": fails(503),
    "a reset before the head": how("reset"),
    "a reset inside the body": how("reset_inside"),
    "a body that ends in the middle": how("cut"),
    "a web page": page(),
    "JSON that breaks off": Act(body=b'{"choices": ['),
    "bytes that are no text": Act(body=b"\xff\xfe\x00"),
    "JSON that is no object": Act(body=b"[1, 2]"),
    "nothing at all": Act(),
}


@pytest.mark.parametrize("act", PASSING.values(), ids=PASSING.keys())
def test_a_passing_fault_is_waited_out(act: Act) -> None:
    with FaultyServer(in_turn(act, act, GOOD)) as server:
        reply = ask(server, mode="tools")
    assert (reply.status, reply.usage.requests) == ("answered", 3)


@pytest.mark.parametrize("act", PASSING.values(), ids=PASSING.keys())
def test_a_fault_that_does_not_pass_ends_with_the_tries(act: Act) -> None:
    with FaultyServer(always(act)) as server:
        (fault,) = outcomes(server, QUESTION, mode="tools", attempts=3)
    assert isinstance(fault, EndpointDownError)
    assert len(server.requests) == 3


@pytest.mark.parametrize("status", [401, 402, 403, 404, 405])
def test_what_will_not_change_is_not_tried_again(status: int) -> None:
    with FaultyServer(always(fails(status))) as server:
        (fault,) = outcomes(server, QUESTION)
    assert isinstance(fault, EndpointRefusedError)
    assert len(server.requests) == 1


def test_an_account_without_credit_is_not_asked_again_though_the_status_is_429() -> None:
    with FaultyServer(always(fails(429, "You exceeded your current quota", "insufficient_quota"))) as server:
        (fault,) = outcomes(server, QUESTION)
    assert isinstance(fault, EndpointRefusedError) and len(server.requests) == 1


@pytest.mark.parametrize("way", ["hang", "drip"])
def test_an_answer_that_does_not_come_in_time_is_given_up(way: str) -> None:
    with FaultyServer(always(how(way))) as server:  # type: ignore[arg-type]
        start = time.perf_counter()
        (fault,) = outcomes(server, QUESTION, timeout=0.15, attempts=2)
    assert isinstance(fault, EndpointDownError) and len(server.requests) == 2
    assert time.perf_counter() - start < 2


def test_an_endpoint_that_nobody_serves_is_down() -> None:
    with FaultyServer(GOOD) as server:
        server.close()
        (fault,) = outcomes(server, QUESTION, attempts=2)
    assert isinstance(fault, EndpointDownError)
    assert str(fault).startswith(f"模型接口 {server.url} 连接不上")


def test_the_wait_between_two_tries_grows() -> None:
    waits = Waits([])
    with FaultyServer(always(fails(503))) as server:
        with pytest.raises(EndpointDownError):
            ask(server, backoff=1.0, attempts=5, options={"sleep": waits})
    assert [1 <= waits.seconds[0] <= 2, 8 <= waits.seconds[3] <= 9, len(waits.seconds)] == [True, True, 4]


@pytest.mark.parametrize(("asked_for", "waited"), [("7", 7), ("0.5", 0.5), ("100000", 60), ("soon", 0)])
def test_the_wait_that_the_endpoint_asks_for_is_kept_up_to_a_limit(asked_for: str, waited: float) -> None:
    waits = Waits([])
    with FaultyServer(in_turn(fails(429, retry_after=asked_for), GOOD)) as server:
        ask(server, options={"sleep": waits})
    assert waits.seconds == [waited]


def test_the_wait_may_be_asked_for_as_a_date() -> None:
    waits = Waits([])
    in_half_a_minute = format_datetime(datetime.now(UTC) + timedelta(seconds=30), usegmt=True)
    with FaultyServer(in_turn(fails(503, retry_after=in_half_a_minute), GOOD)) as server:
        ask(server, options={"sleep": waits})
    assert 25 < waits.seconds[0] <= 30


def ask_until(seconds: float, server: FaultyServer, **settings: object) -> Reply | EndpointError:
    """Ask with a deadline so many seconds from now."""

    async def do(run: ModelRun) -> Reply | EndpointError:
        return await outcome(run, deadline=asyncio.get_running_loop().time() + seconds)

    return talk(server, do, **settings)


def test_no_wait_goes_past_the_deadline() -> None:
    with FaultyServer(always(fails(503, retry_after="30"))) as server:
        start = time.perf_counter()
        fault = ask_until(5.0, server)
    assert isinstance(fault, EndpointDownError) and len(server.requests) == 1
    assert time.perf_counter() - start < 2


def test_a_request_under_way_is_cut_at_the_deadline() -> None:
    with FaultyServer(always(how("hang"))) as server:
        start = time.perf_counter()
        fault = ask_until(0.15, server)
    assert isinstance(fault, EndpointSlowError)
    assert time.perf_counter() - start < 2


def test_nothing_is_sent_after_the_deadline() -> None:
    with FaultyServer(GOOD) as server:
        fault = ask_until(-1.0, server)
    assert isinstance(fault, EndpointSlowError) and server.connections == 0


@pytest.mark.parametrize(
    "act",
    [
        fails(401, "Incorrect API key provided"),
        fails(403),
        fails(404, "The model `stub` does not exist", "model_not_found"),
    ],
)
def test_a_refused_key_or_model_closes_the_endpoint_for_the_run(act: Act) -> None:
    with FaultyServer(always(act)) as server:
        first, second = outcomes(server, QUESTION, OTHER)
    assert isinstance(first, EndpointRefusedError) and (type(second), str(second)) == (type(first), str(first))
    assert (server.connections, len(server.requests)) == (1, 1)


def test_three_questions_in_a_row_without_success_close_the_endpoint() -> None:
    with FaultyServer(always(fails(503))) as server:
        faults = outcomes(server, *[QUESTION] * 5, attempts=2)
    assert [type(fault) for fault in faults] == [EndpointDownError] * 5
    assert len(server.requests) == 3 * 2


def test_a_success_in_between_keeps_the_endpoint_open() -> None:
    down = [fails(503)] * 2
    with FaultyServer(in_turn(*down, *down, GOOD, *down, *down, GOOD)) as server:
        replies = outcomes(server, *[QUESTION] * 6, attempts=2, mode="tools")
    assert isinstance(replies[-1], Reply) and replies[-1].status == "answered"


def test_a_closed_endpoint_also_ends_what_is_waiting_for_its_next_try() -> None:
    async def do(run: ModelRun) -> list[Reply | EndpointError]:
        return list(await asyncio.gather(*(outcome(run) for _ in range(20))))

    with FaultyServer(always(fails(401))) as server:
        faults = talk(server, do, concurrency=1)
    assert {type(fault) for fault in faults} == {EndpointRefusedError}
    assert len(server.requests) == 1


def test_an_error_that_names_the_models_own_name_is_about_the_model() -> None:
    with FaultyServer(always(fails(404, "The model `stub` does not exist"))) as server:
        (fault,) = outcomes(server, QUESTION)
    assert "没有模型 stub" in str(fault) and "has no model stub" in fault.__notes__[0]


def test_a_model_that_does_not_exist_is_understood_also_from_a_bad_request() -> None:
    with FaultyServer(always(fails(400, "Model Not Exist"))) as server:
        (fault,) = outcomes(server, QUESTION)
    assert isinstance(fault, EndpointRefusedError) and len(server.requests) == 1


def test_a_closed_endpoint_lets_nobody_wait_for_the_rate() -> None:
    async def do(run: ModelRun) -> list[Reply | EndpointError]:
        return list(await asyncio.gather(*(outcome(run) for _ in range(20))))

    with FaultyServer(always(fails(401))) as server:
        start = time.perf_counter()
        faults = talk(server, do, concurrency=1, requests_per_minute=1)
    assert {type(fault) for fault in faults} == {EndpointRefusedError}
    assert time.perf_counter() - start < 5


def test_a_request_that_was_cut_at_the_deadline_is_booked() -> None:
    async def do(run: ModelRun) -> int:
        await outcome(run, deadline=asyncio.get_running_loop().time() + 0.1)
        return run.ledger.total.requests

    with FaultyServer(always(how("hang"))) as server:
        assert talk(server, do) == 1


def test_a_refused_answer_that_comes_once_does_not_close_the_endpoint() -> None:
    with FaultyServer(in_turn(says("", finish="content_filter"), GOOD)) as server:
        first, second = outcomes(server, QUESTION, OTHER)
    assert [getattr(first, "status", ""), getattr(second, "status", "")] == ["refused", "answered"]
