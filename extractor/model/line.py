"""The line to an endpoint: one request over the wire, and what it used.

Comes in: a request, ready to send. Goes out: the completion, or one of the faults of ``faults``. Never
tries again, never judges an answer. Shared by all models of a run, with its connections and limits.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator
from dataclasses import dataclass
from functools import cache
from ssl import SSLContext
from typing import Any

import httpx2
import openai

from extractor.errors import UsageError, told
from extractor.model.breaker import Breaker
from extractor.model.completion import Said, read_completion
from extractor.model.estimate import estimate_tokens
from extractor.model.faults import OversizeError, PassingFaultError, understood
from extractor.model.interface import Reason, Usage
from extractor.model.ledger import Ledger
from extractor.model.limits import Limits
from extractor.model.sentences import address_of, quoted
from extractor.settings import Endpoint, ModelSettings

OPENAI = "https://api.openai.com/v1"
"""Named here, so that the client library does not look into the environment for an address."""
LONGEST_CONNECT = 10.0
MOST_BYTES = 4_000_000
"""Of a body: twice the longest answer, since JSON may write a character with more bytes than it has."""
MOST_PACKED_BYTES = 64_000
"""Of a body that comes packed though plain was asked for: it may unpack to a thousand times that."""
LOOPBACK = ("all://localhost", "all://127.0.0.1", "all://[::1]")
LOGGERS = ("instructor", "openai", "httpx2", "httpcore2")


@dataclass(frozen=True, slots=True)
class Request:
    """What is sent, and what for."""

    model: str
    keywords: dict[str, Any]
    reason: Reason
    estimate: Usage
    images: bool = False


class Line:
    """Connections, limits and breaker of one run."""

    def __init__(self, endpoint: Endpoint, settings: ModelSettings, limits: Limits, breaker: Breaker) -> None:
        base_url = endpoint.base_url or OPENAI
        self.address = address_of(base_url)
        self.breaker = breaker
        self._key = endpoint.api_key
        self._timeout = settings.timeout
        self._limits = limits
        _silence_libraries()
        self._http = _connections(settings)
        self._client = openai.AsyncOpenAI(
            api_key=self._key, base_url=base_url, max_retries=0, timeout=settings.timeout, http_client=self._http
        )

    async def send(self, request: Request, ledger: Ledger) -> tuple[Any, Said]:
        """Send once and book it; raises a fault of ``faults``, ``OverBudgetError``, or what closed the endpoint."""
        async with self._limits.allowed(request.estimate, self.breaker.check):
            try:
                completion = await self._exchange(request)
            except asyncio.CancelledError:  # at the deadline, or by the user: it was sent all the same
                ledger.book(request.reason, Usage(requests=1))
                raise
            except Exception as error:
                ledger.book(request.reason, Usage(requests=1))
                fault: Exception = understood(error, request.model, self._key, images=request.images)
            else:
                said = read_completion(completion)
                ledger.book(request.reason, _used(said, request.estimate))
                if said is not None and said.choices:
                    self.breaker.worked()
                    return completion, said
                detail = quoted(said.error, self._key) if said is not None else ""
                fault = PassingFaultError("garbled" if said is None else None, detail)
        # raised out here, so that it does not carry along the library's exception, which holds the key
        raise fault

    async def _exchange(self, request: Request) -> Any:
        # the library's own limit is for each read, and would let an answer drip for ever
        async with asyncio.timeout(self._timeout):
            # not ``chat.completions.create``: its look through all types of the request for aliases, of which
            # this one has none, takes a quarter of the whole time that a request costs here
            return await self._client.post(
                "/chat/completions",
                body={"model": request.model, **request.keywords},
                cast_to=openai.types.chat.ChatCompletion,
                options={"security": {"bearer_auth": True}},
            )

    async def close(self) -> None:
        """Close all connections."""
        await self._client.close()


class _Bounded(httpx2.AsyncByteStream):
    """A body that may not grow beyond a limit."""

    def __init__(self, body: httpx2.AsyncByteStream, most: int) -> None:
        self._body = body
        self._most = most

    async def __aiter__(self) -> AsyncIterator[bytes]:
        size = 0
        async for chunk in self._body:
            size += len(chunk)
            if size > self._most:
                raise OversizeError
            yield chunk

    async def aclose(self) -> None:
        await self._body.aclose()


async def _bound(response: httpx2.Response) -> None:
    """Called by the client between the head and the body of every response."""
    packed = response.headers.get("content-encoding", "identity") != "identity"
    assert isinstance(response.stream, httpx2.AsyncByteStream)
    response.stream = _Bounded(response.stream, MOST_PACKED_BYTES if packed else MOST_BYTES)


def _connections(settings: ModelSettings) -> httpx2.AsyncClient:
    """A pool of as many connections as requests at once; proxies of the environment hold, but not for loopback."""
    try:
        return httpx2.AsyncClient(
            limits=httpx2.Limits(max_connections=settings.concurrency, max_keepalive_connections=settings.concurrency),
            verify=_certificates(),
            timeout=httpx2.Timeout(settings.timeout, connect=min(LONGEST_CONNECT, settings.timeout)),
            headers={"Accept-Encoding": "identity"},
            event_hooks={"response": [_bound]},
            mounts=dict.fromkeys(LOOPBACK),
            follow_redirects=True,
        )
    except (ImportError, ValueError):
        raise told(
            UsageError,
            "代理设置不能使用；请检查环境变量 HTTPS_PROXY 和 ALL_PROXY。",
            "The proxy settings cannot be used; check the variables HTTPS_PROXY and ALL_PROXY.",
        ) from None


@cache
def _certificates() -> SSLContext:
    """The certificates to trust; to read them takes longer than all the rest of opening a run."""
    return httpx2.create_ssl_context()


def _used(said: Said | None, estimate: Usage) -> Usage:
    """What the endpoint reported, else an estimate: a budget must hold for endpoints that report nothing, too."""
    if said is None:
        return Usage(requests=1)
    if said.usage is not None:
        return said.usage
    if not said.choices:
        return Usage(requests=1)
    written = sum(map(estimate_tokens, (said.content, *said.arguments)))
    return Usage(1, estimate.prompt_tokens, written)


def _silence_libraries() -> None:
    """What the libraries log is for who asks for it; a logger without a handler would write to standard error."""
    for name in LOGGERS:
        logger = logging.getLogger(name)
        if not any(isinstance(handler, logging.NullHandler) for handler in logger.handlers):
            logger.addHandler(logging.NullHandler())
    logging.getLogger("instructor").propagate = False
