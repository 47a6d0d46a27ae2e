"""What asking a model costs beyond the endpoint's own time: overhead, throughput, and answers kept.

Comes in: nothing. Goes out: ``measure()``, figures beside their targets. The endpoint is a stub in a
process of its own that answers after a fixed time; never asks a real one.
"""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
import tempfile
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path
from statistics import median
from time import perf_counter

from pydantic import BaseModel

from bench.measures import ROOT, TIMES, Figure
from extractor.model import ModelClient, Question
from extractor.model.opening import open_models
from extractor.settings import Endpoint, ModelSettings

SLOW = 0.2
"""Seconds that the stub takes for an answer when throughput is measured."""
AT_ONCE = 32
QUESTIONS = 640
ROWS = 12


class Row(BaseModel):
    """One row of an indicator table, as a model returns it."""

    name: str
    target: str
    actual: str
    points: str
    score: str


class Table(BaseModel):
    """An answer of a usual size."""

    rows: list[Row]


def measure() -> list[Figure]:
    """Overhead of one request, throughput at a fixed concurrency, and a repeated run."""
    return asyncio.run(_measure())


async def _measure() -> list[Figure]:
    with tempfile.TemporaryDirectory() as folder:
        async with stub(0.0) as fast, stub(SLOW) as slow:
            overhead = await _overhead(fast)
            share = await _share_of_ideal(slow)
            kept = await _kept(fast, Path(folder))
    return [
        Figure(
            "one request to a model, beyond the endpoint", f"{overhead * 1000:.1f} ms", "<= 20 ms", overhead <= 0.02
        ),
        Figure(f"{QUESTIONS} requests, {AT_ONCE} at once, of the ideal rate", f"{share:.0%}", ">= 80 %", share >= 0.8),
        Figure("one answer kept from an earlier run", f"{kept * 1000:.1f} ms"),
    ]


async def _overhead(url: str) -> float:
    """Seconds of one warm request to a stub that answers at once, less those of the bare exchange."""
    async with open_models(endpoint(url), ModelSettings(mode="tools")) as run:
        await run.models[0].ask(question(-1))
        whole = median([await timed(partial(run.models[0].ask, question(n))) for n in range(TIMES * 10)])
    bare = median([await timed(lambda: exchange(url)) for _ in range(TIMES * 10)])
    return whole - bare


async def _share_of_ideal(url: str) -> float:
    async with open_models(endpoint(url), ModelSettings(mode="tools", concurrency=AT_ONCE)) as run:
        await ask_all(run.models[0], range(-AT_ONCE, 0))
        # the best of three: what else the machine does can only make it less
        seconds = min([await timed(partial(ask_all, run.models[0], range(QUESTIONS))) for _ in range(3)])
    return QUESTIONS * SLOW / AT_ONCE / seconds


async def _kept(url: str, folder: Path) -> float:
    settings = ModelSettings(mode="tools", cache_folder=folder)
    async with open_models(endpoint(url), settings) as run:
        await ask_all(run.models[0], range(100))
    async with open_models(endpoint(url), settings) as run:
        seconds = await timed(lambda: ask_all(run.models[0], range(100)))
        assert run.ledger.total.reused == 100
    return seconds / 100


async def ask_all(model: ModelClient, numbers: range) -> None:
    """Ask one question for each number, all at once."""
    replies = await asyncio.gather(*(model.ask(question(number)) for number in numbers))
    assert all(reply.status == "answered" for reply in replies)


async def timed(call: Callable[[], Awaitable[object]]) -> float:
    """Seconds that one call takes."""
    start = perf_counter()
    await call()
    return perf_counter() - start


def endpoint(url: str) -> Endpoint:
    """The stub as an endpoint."""
    return Endpoint("bench", url, ("stub",))


def question(number: int) -> Question:
    """A question of a usual size, different for each number."""
    text = f"{number}\n" + "产出指标 数量指标 完成培训期数 ≥12期 12期 10 10\n" * ROWS
    return Question("把表格还原为 JSON。" * 40, text, Table, "read", 2000)


async def exchange(url: str) -> None:
    """One request on a connection of its own, read to the end: what the endpoint and the system take."""
    reader, writer = await asyncio.open_connection("127.0.0.1", int(url.rsplit(":", 1)[1].split("/")[0]))
    writer.write(b"POST /v1/chat/completions HTTP/1.1\r\nContent-Length: 0\r\n\r\n")
    length = int((await reader.readuntil(b"\r\n\r\n")).lower().split(b"content-length: ")[1].split(b"\r\n")[0])
    await reader.readexactly(length)
    writer.close()


@asynccontextmanager
async def stub(seconds: float) -> AsyncIterator[str]:
    """The address of a stub in a process of its own, which answers every request after a time."""
    command = [sys.executable, "-m", "bench.endpoint", str(seconds)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, cwd=ROOT, text=True)
    assert process.stdout is not None
    try:
        yield f"http://127.0.0.1:{int(await asyncio.to_thread(process.stdout.readline))}/v1"
    finally:
        process.terminate()
        process.wait()
        process.stdout.close()


def body() -> bytes:
    """The stub's answer: a tool call with a table."""
    row = {"name": "完成培训期数", "target": "≥12期", "actual": "12期", "points": "10", "score": "10"}
    call = {"name": "Table", "arguments": json.dumps({"rows": [row] * ROWS}, ensure_ascii=False)}
    message = {
        "role": "assistant",
        "content": None,
        "tool_calls": [{"id": "1", "type": "function", "function": call}],
    }
    usage = {"prompt_tokens": 1000, "completion_tokens": 500, "total_tokens": 1500}
    choices = [{"index": 0, "finish_reason": "tool_calls", "message": message}]
    data = {"id": "1", "object": "chat.completion", "created": 1, "model": "stub", "choices": choices, "usage": usage}
    content = json.dumps(data, ensure_ascii=False).encode()
    head = f"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {len(content)}\r\n\r\n"
    return head.encode() + content


class Stub(asyncio.Protocol):
    """HTTP as far as it is needed here: one request after the other, each with a length."""

    def __init__(self, answer: bytes, seconds: float) -> None:
        self.answer = answer
        self.seconds = seconds
        self.received = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Remember where to answer."""
        assert isinstance(transport, asyncio.Transport)
        self.transport = transport

    def data_received(self, data: bytes) -> None:
        """Answer when the request is complete."""
        self.received += data
        head, end, content = self.received.partition(b"\r\n\r\n")
        if end and len(content) >= int(head.lower().split(b"content-length: ")[1].split(b"\r\n")[0]):
            self.received = b""
            asyncio.get_running_loop().call_later(self.seconds, self.transport.write, self.answer)


async def serve(seconds: float) -> None:
    """Serve until the process is ended; the port is the first line on standard output."""
    answer = body()
    server = await asyncio.get_running_loop().create_server(lambda: Stub(answer, seconds), "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(serve(float(sys.argv[1])))
