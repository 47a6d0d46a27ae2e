"""What the tests of the model share: a small shape, a question, and a run against a server."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from pydantic import BaseModel, ConfigDict

from extractor.errors import EndpointError
from extractor.model import Question, Reply
from extractor.model.opening import ModelRun, open_models
from extractor.settings import Endpoint, ModelSettings
from tests.model.faulty_server import FaultyServer

T = TypeVar("T")
KEY = "sk-secret-0123456789"


class Answer(BaseModel):
    """What the tests ask for."""

    model_config = ConfigDict(extra="forbid")

    score: int
    note: str = ""


QUESTION = Question("You read forms.", "得分 90", Answer, "read", 100)
OTHER = replace(QUESTION, user="得分 80")
FAST = ModelSettings(backoff=0.0, timeout=5.0)


@dataclass
class Waits:
    """A ``sleep`` that does not sleep but remembers for how long it was asked to."""

    seconds: list[float]

    async def __call__(self, seconds: float) -> None:
        self.seconds.append(seconds)


def talk(
    server: FaultyServer, do: Callable[[ModelRun], Awaitable[T]], options: dict[str, Any] | None = None, **settings: Any
) -> T:
    """Open a run against the server and do something with it."""

    async def whole() -> T:
        endpoint = Endpoint(KEY, server.url, ("stub",))
        async with open_models(endpoint, replace(FAST, **settings), **(options or {})) as run:
            return await do(run)

    return asyncio.run(whole())


def ask(server: FaultyServer, *questions: Question, options: dict[str, Any] | None = None, **settings: Any) -> Reply:
    """The reply to the last of the questions, asked one after the other; by default there is one."""

    async def do(run: ModelRun) -> Reply:
        replies = [await run.models[0].ask(question) for question in questions or (QUESTION,)]
        return replies[-1]

    return talk(server, do, options, **settings)


async def outcome(run: ModelRun, question: Question = QUESTION, deadline: float | None = None) -> Reply | EndpointError:
    """The reply to a question, or the error it ends in."""
    try:
        return await run.models[0].ask(question, deadline=deadline)
    except EndpointError as fault:
        return fault


def outcomes(server: FaultyServer, *questions: Question, **settings: Any) -> list[Reply | EndpointError]:
    """How each of the questions ended, asked one after the other in one run."""

    async def do(run: ModelRun) -> list[Reply | EndpointError]:
        return [await outcome(run, question) for question in questions]

    return talk(server, do, **settings)
