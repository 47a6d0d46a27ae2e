"""How often and how long a request is tried again.

Comes in: a ``PassingFaultError`` after each failed try. Goes out: ``tenacity``'s retrying, bounded by tries and by
a deadline. Never waits past the deadline, never tries again what will not change.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

from tenacity import AsyncRetrying, RetryCallState, retry_if_exception_type, wait_exponential, wait_random

from extractor.model.faults import PassingFaultError
from extractor.settings import ModelSettings

LONGEST_BACKOFF = 30.0
LONGEST_ASKED_FOR = 60.0
"""An endpoint may ask for a longer wait than our own, but not for any."""
TRIES_IN_DOUBT = 2

Sleep = Callable[[float], Awaitable[None]]


def patience(settings: ModelSettings, sleep: Sleep, deadline: float | None, *, doubtful: bool) -> AsyncRetrying:
    """Retrying for one request, no try after ``deadline`` on the event loop's clock.

    ``doubtful`` says that the mode is only being tried: what may be a complaint about it is then tried
    ``TRIES_IN_DOUBT`` times at most.
    """
    backoff = wait_exponential(settings.backoff, LONGEST_BACKOFF) + wait_random(0, settings.backoff)

    def wait(state: RetryCallState) -> float:
        own, asked_for = float(backoff(state)), _fault_of(state).wait
        return own if asked_for is None else max(own, min(asked_for, LONGEST_ASKED_FOR))

    def over(state: RetryCallState) -> bool:
        in_doubt = doubtful and _fault_of(state).may_be_the_mode
        tries = min(settings.attempts, TRIES_IN_DOUBT) if in_doubt else settings.attempts
        return state.attempt_number >= tries or too_late(state)

    def too_late(state: RetryCallState) -> bool:
        return deadline is not None and asyncio.get_running_loop().time() + state.upcoming_sleep >= deadline

    return AsyncRetrying(
        retry=retry_if_exception_type(PassingFaultError), stop=over, wait=wait, sleep=sleep, reraise=True
    )


def _fault_of(state: RetryCallState) -> PassingFaultError:
    """The fault of the last try; waiting and stopping are asked only after one."""
    fault = state.outcome.exception() if state.outcome is not None else None
    assert isinstance(fault, PassingFaultError)
    return fault
