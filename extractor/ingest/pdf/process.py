"""Asks the process that opens PDF files, and stops it where it takes too long.

Comes in: the bytes of a file and what is wanted of it. Goes out: its messages, page by page. Never waits longer for a
page than its budget, and never lets a page that fails take the others with it.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from threading import Thread, Timer
from typing import IO, Any

from extractor.ingest.paging import MOST_PAGES

_START = "import sys; sys.path[:] = sys.argv[1:]; from extractor.ingest.pdf.worker import main; main()"
_MOST_RESTARTS = 3
_LONGEST_LINE = 64 << 20

Message = tuple[dict[str, Any], bytes]
"""What the process says, and the pixels that go with it."""


@dataclass(frozen=True, slots=True)
class Budget:
    """What one file may cost: seconds to open it, seconds a page, and bytes of memory for the process."""

    opening: float = 30.0
    page: float = 30.0
    memory: int = 1 << 30


@dataclass(frozen=True, slots=True)
class Request:
    """What is wanted: of which pages (None: the first ones), their contents, pictures of those that are no text."""

    numbers: tuple[int, ...] | None = None
    contents: bool = True
    pictures: bool = False
    dpi: float = 200.0
    most: int = MOST_PAGES


def messages(data: bytes, request: Request, budget: Budget) -> Iterator[Message]:
    """Everything that is said of the file; a page that went beyond the budget is told as a ``fault``."""
    start = 1
    for attempt in range(_MOST_RESTARTS + 1):
        at = 0
        for message, pixels in _answers(data, request, budget, start):
            at = message.get("begin", at)
            if attempt and "pages" in message:
                continue
            yield message, pixels
            if "end" in message or "fault" in message and "page" not in message:
                return
        if not at:
            yield {"fault": "budget"}, b""
            return
        yield {"page": at, "fault": "budget"}, b""
        start = at + 1
    yield {"given_up": start}, b""


def _answers(data: bytes, request: Request, budget: Budget, start: int) -> Iterator[Message]:
    """The messages of one process, until it ends, dies, or takes too long."""
    command = [sys.executable, "-I", "-S", "-c", _START, *(path for path in sys.path if path)]
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    assert process.stdin is not None and process.stdout is not None
    asked = {
        "numbers": request.numbers,
        "contents": request.contents,
        "pictures": request.pictures,
        "dpi": request.dpi,
        "most": request.most,
        "memory": budget.memory + 2 * len(data),
        "from": start,
    }
    writer = Thread(target=_write, args=(process.stdin, json.dumps(asked).encode() + b"\n", data), daemon=True)
    writer.start()
    try:
        seconds = budget.opening
        while (message := _next(process, process.stdout, seconds)) is not None:
            yield message
            seconds = budget.page
    finally:
        process.kill()
        process.stdout.close()
        process.wait()
        writer.join()


def _write(pipe: IO[bytes], *parts: bytes) -> None:
    with suppress(OSError), pipe:
        for part in parts:
            pipe.write(part)


def _next(process: subprocess.Popen[bytes], pipe: IO[bytes], seconds: float) -> Message | None:
    """The next message; None where the process has ended or was stopped."""
    watch = Timer(seconds, process.kill)
    watch.daemon = True
    watch.start()
    try:
        line = pipe.readline(_LONGEST_LINE)
        if not line.endswith(b"\n"):
            return None
        message: dict[str, Any] = json.loads(line)
        size = message.get("bytes", 0)
        pixels = pipe.read(size) if size else b""
        return (message, pixels) if len(pixels) == size else None
    finally:
        watch.cancel()
