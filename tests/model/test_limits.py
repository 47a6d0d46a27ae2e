"""Never more at once, in a minute or in a run than was allowed; and every request is booked."""

from __future__ import annotations

import asyncio
import threading
import time
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from extractor.errors import UsageError
from extractor.model import Reply, Usage
from extractor.model.estimate import estimate_tokens
from extractor.model.ledger import Ledger, Prices
from extractor.model.limits import Limits
from extractor.model.opening import ModelRun, open_models
from extractor.settings import Endpoint, ModelSettings
from tests.model.asking import KEY, OTHER, QUESTION, outcomes, talk
from tests.model.faulty_server import Act, FaultyServer, calls, fails, in_turn, obeys

GOOD = obeys({"score": 90})
QUESTIONS = [replace(QUESTION, user=f"得分 {n}") for n in range(12)]


def all_at_once(server: FaultyServer, **settings: Any) -> list[Reply]:
    async def do(run: ModelRun) -> list[Reply]:
        return list(await asyncio.gather(*(run.models[0].ask(question) for question in QUESTIONS)))

    return talk(server, do, **settings)


def test_no_more_requests_at_once_than_allowed() -> None:
    under_way, most = [0], [0]
    lock = threading.Lock()

    def behave(request: dict[str, Any]) -> Act:
        with lock:
            under_way[0] += 1
            most[0] = max(most[0], under_way[0])
        time.sleep(0.01)  # the endpoint's own time, so that requests overlap
        with lock:
            under_way[0] -= 1
        return GOOD(request)

    with FaultyServer(behave) as server:
        all_at_once(server, concurrency=3, mode="tools")
    assert (most[0], server.connections) == (3, 3)


def test_a_rate_lets_a_minutes_worth_through_and_holds_back_the_rest() -> None:
    async def passed(settings: ModelSettings, estimate: Usage) -> int:
        limits, count = Limits(settings, Ledger()), 0
        try:
            async with asyncio.timeout(0.1):
                while True:
                    async with limits.allowed(estimate, lambda: None):
                        count += 1
        except TimeoutError:
            return count

    assert asyncio.run(passed(ModelSettings(requests_per_minute=5), Usage())) == 5
    assert asyncio.run(passed(ModelSettings(tokens_per_minute=1000), Usage(1, 300, 100))) == 2
    assert asyncio.run(passed(ModelSettings(tokens_per_minute=1000), Usage(1, 5000, 0))) == 1


def test_nothing_is_sent_once_the_tokens_of_the_run_are_used_up() -> None:
    with FaultyServer(GOOD) as server:
        replies = outcomes(server, *QUESTIONS, max_tokens_per_run=600)
    statuses = [reply.status for reply in replies if isinstance(reply, Reply)]
    assert statuses == ["answered"] * len(server.requests) + ["over_budget"] * (12 - len(server.requests))
    assert 3 <= len(server.requests) <= 5  # each uses 120 of 600, and must leave room for the longest answer


def test_requests_at_once_keep_within_the_tokens_of_the_run_together() -> None:
    with FaultyServer(GOOD) as server:
        replies = all_at_once(server, max_tokens_per_run=600, concurrency=8, mode="tools")
    assert sum(reply.status == "answered" for reply in replies) == len(server.requests)
    assert 3 <= len(server.requests) <= 5


def test_nothing_is_sent_once_the_cost_of_the_run_is_used_up() -> None:
    prices = {"price_prompt": Decimal(1000), "price_completion": Decimal(1000)}
    with FaultyServer(GOOD) as server:
        replies = outcomes(server, *QUESTIONS, max_cost=Decimal("0.6"), **prices)
    assert isinstance(replies[-1], Reply) and replies[-1].status == "over_budget"
    assert 3 <= len(server.requests) <= 5


def test_a_limit_on_the_cost_needs_prices() -> None:
    with pytest.raises(UsageError, match="价格"):
        open_models(Endpoint(KEY, None, ("stub",)), ModelSettings(max_cost=Decimal(1)))


def test_use_is_booked_by_reason_for_the_document_and_for_the_run() -> None:
    async def do(run: ModelRun) -> tuple[dict[str, Any], dict[str, Any], dict[str, Any]]:
        first, second = run.for_document(), run.for_document()
        await first.models[0].ask(QUESTION)
        await first.models[0].ask(replace(OTHER, reason="ask_again"))
        await second.models[0].ask(replace(OTHER, reason="prose"))
        return first.ledger.as_data(), second.ledger.as_data(), run.ledger.as_data()

    prices = {"price_prompt": Decimal(10), "price_completion": Decimal(100)}
    with FaultyServer(GOOD) as server:
        first, second, run = talk(server, do, **prices)
    one = {"requests": 1, "prompt_tokens": 100, "completion_tokens": 20, "cached_tokens": 0, "reused": 0}
    assert first["by_reason"] == {"read": one, "ask_again": one}
    assert second == {**one, "cost": "0.0030", "by_reason": {"prose": one}}
    assert (run["requests"], run["cost"], set(run["by_reason"])) == (3, "0.0090", {"read", "ask_again", "prose"})


def test_failed_tries_count_as_requests_and_are_booked_with_what_they_used() -> None:
    async def do(run: ModelRun) -> Usage:
        await run.models[0].ask(QUESTION)
        return run.ledger.total

    with FaultyServer(in_turn(fails(503), calls('{"points": 1}'), GOOD)) as server:
        assert talk(server, do, mode="tools") == Usage(requests=3, prompt_tokens=200, completion_tokens=40)


def test_a_cost_without_prices_is_not_known() -> None:
    ledger = Ledger()
    ledger.book("read", Usage(1, 1000, 100))
    assert ledger.as_data()["cost"] is None


def test_kept_prompt_tokens_are_priced_as_prompt() -> None:
    assert Prices(Decimal(2), Decimal(8)).of(Usage(1, 1_000_000, 500_000, 900_000)) == 6


def test_models_of_one_endpoint_share_the_ledger_of_the_run() -> None:
    async def both(server: FaultyServer) -> Usage:
        async with open_models(Endpoint(KEY, server.url, ("one", "two")), ModelSettings()) as run:
            for model in run.models:
                await model.ask(QUESTION)
            return run.ledger.total

    with FaultyServer(GOOD) as server:
        assert asyncio.run(both(server)).requests == 2
    assert [request.body["model"] for request in server.requests] == ["one", "two"]


@pytest.mark.parametrize(
    ("text", "tokens"), [("", 0), ("预算绩效自评", 5), ("performance budget", 6), ("得分 90 分", 4)]
)
def test_tokens_are_estimated_by_a_rule_of_thumb(text: str, tokens: int) -> None:
    assert estimate_tokens(text) == tokens
