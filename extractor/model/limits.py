"""How much may be sent: at once, in a minute, and in a whole run.

Comes in: the settings, and an estimate for each request. Goes out: the permission to send it, or
``OverBudgetError``. Never sends anything, never counts what the endpoint reported: that is the ledger.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from decimal import Decimal

from aiolimiter import AsyncLimiter

from extractor.model.interface import Usage
from extractor.model.ledger import Ledger
from extractor.settings import ModelSettings


class OverBudgetError(Exception):
    """The limit of the run is reached: the request was not sent. Never leaves this package."""


class Budget:
    """The limits of a whole run on tokens and cost, against its ledger and what is under way.

    What is under way counts with the answer that is expected of it: a longer one can take a run past its limit by
    the difference, and nothing is sent after that. With the longest possible answers a small limit would send
    nothing at all. A request that fits only once another one has come back with less than expected waits for it.
    """

    def __init__(self, settings: ModelSettings, ledger: Ledger) -> None:
        self._tokens = settings.max_tokens_per_run
        self._cost = settings.max_cost
        self._ledger = ledger
        self._under_way: list[Usage] = []
        self._came_back = asyncio.Event()

    @asynccontextmanager
    async def reserved(self, estimate: Usage) -> AsyncIterator[None]:
        """Hold room for a request until its use is booked; raises ``OverBudgetError`` when there is none."""
        while not self._fits(estimate):
            if not self._under_way:
                raise OverBudgetError
            self._came_back.clear()
            await self._came_back.wait()
        self._under_way.append(estimate)
        try:
            yield
        finally:
            self._under_way.remove(estimate)
            self._came_back.set()

    def _fits(self, estimate: Usage) -> bool:
        if self._tokens is None and self._cost is None:
            return True
        use = sum(self._under_way, self._ledger.total + estimate)
        if self._tokens is not None and use.prompt_tokens + use.completion_tokens > self._tokens:
            return False
        prices = self._ledger.prices
        return self._cost is None or (prices.of(use) if prices else Decimal(0)) <= self._cost


class Limits:
    """All limits of a run; shared by its models, because an endpoint counts them together."""

    def __init__(self, settings: ModelSettings, ledger: Ledger) -> None:
        self._at_once = asyncio.Semaphore(max(1, settings.concurrency))
        self._requests = AsyncLimiter(settings.requests_per_minute) if settings.requests_per_minute else None
        self._tokens = AsyncLimiter(settings.tokens_per_minute) if settings.tokens_per_minute else None
        self._budget = Budget(settings, ledger)

    @asynccontextmanager
    async def allowed(self, estimate: Usage, check: Callable[[], None]) -> AsyncIterator[None]:
        """Wait until a request of this size may be sent, and hold its place while it is under way.

        ``check`` raises when there is no use in sending any more: whoever waited for a place must not
        go on to wait for the rate then.
        """
        async with self._at_once, self._budget.reserved(estimate):
            check()
            if self._requests is not None:
                await self._requests.acquire()
            if self._tokens is not None:
                tokens = estimate.prompt_tokens + estimate.completion_tokens
                # a request larger than a whole minute's rate waits for a whole minute, never for ever
                await self._tokens.acquire(min(tokens, self._tokens.max_rate))
            check()
            yield
