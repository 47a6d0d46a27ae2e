"""An OpenAI-compatible endpoint on loopback that misbehaves on command.

    with FaultyServer(in_turn(fails(503), says('{"score": 90}'))) as server:
        endpoint = Endpoint("sk-test", server.url, ("stub",))
        ...
    assert len(server.requests) == 2

A behaviour is a function from the body of a request to an ``Act``: what is sent, and how. ``obeys``
answers in whatever mode it is asked, ``in_turn`` does one thing after the other.
"""

from __future__ import annotations

import json
import socket
import struct
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field, replace
from socketserver import StreamRequestHandler, ThreadingTCPServer
from typing import Any, Literal

How = Literal["whole", "chunked", "reset", "cut", "reset_inside", "hang", "drip"]
USAGE = {"prompt_tokens": 100, "completion_tokens": 20, "total_tokens": 120}
DRIP = 0.02


@dataclass(frozen=True)
class Act:
    """What the server sends: a status, headers and a body, and how it does that.

    ``reset`` closes the connection before the head, ``cut`` ends the body in the middle,
    ``reset_inside`` resets the connection there, ``hang`` sends nothing, ``drip`` a byte now and then.
    """

    status: int = 200
    body: bytes = b""
    headers: dict[str, str] = field(default_factory=lambda: {"Content-Type": "application/json"})
    how: How = "whole"

    def with_header(self, name: str, value: str) -> Act:
        return replace(self, headers={**self.headers, name: value})


Behaviour = Callable[[dict[str, Any]], Act]


@dataclass(frozen=True)
class Received:
    """A request as it came in."""

    path: str
    headers: dict[str, str]
    body: dict[str, Any]

    @property
    def mode(self) -> str:
        """In which mode it asks."""
        if "tools" in self.body:
            return "tools"
        asked_for = self.body.get("response_format", {}).get("type")
        if asked_for is None:
            return "md_json"
        return "json" if asked_for == "json_object" else "json_schema"

    @property
    def texts(self) -> list[str]:
        """The messages' texts."""
        return [message["content"] for message in self.body["messages"]]


def completion(message: dict[str, Any], finish: str = "stop", usage: dict[str, Any] | None = USAGE) -> Act:
    """An answer with one choice; ``usage`` None reports none."""
    return plain({"choices": [{"index": 0, "finish_reason": finish, "message": message}], "usage": usage})


def plain(data: dict[str, Any]) -> Act:
    """A completion made of these fields."""
    whole = {"id": "1", "object": "chat.completion", "created": 1, "model": "stub", **data}
    return Act(body=json.dumps(whole, ensure_ascii=False).encode())


def says(content: str, finish: str = "stop", usage: dict[str, Any] | None = USAGE) -> Act:
    """An answer in plain text."""
    return completion({"role": "assistant", "content": content}, finish, usage)


def calls(arguments: str, finish: str = "tool_calls", name: str = "Answer") -> Act:
    """An answer as a tool call."""
    call = {"id": "1", "type": "function", "function": {"name": name, "arguments": arguments}}
    return completion({"role": "assistant", "content": None, "tool_calls": [call]}, finish)


def refuses(words: str) -> Act:
    """An answer that is a refusal."""
    return completion({"role": "assistant", "content": None, "refusal": words})


def fails(status: int, message: str = "failed", code: str | None = None, retry_after: str | None = None) -> Act:
    """An error as the protocol has it."""
    act = Act(status, json.dumps({"error": {"message": message, "type": "error", "code": code}}).encode())
    return act if retry_after is None else act.with_header("Retry-After", retry_after)


def page(status: int = 200) -> Act:
    """A web page instead of an answer."""
    return Act(status, b"<html><body>Welcome</body></html>", {"Content-Type": "text/html"})


def how(way: How, act: Act | None = None) -> Act:
    """The act done in another way."""
    return replace(act or says('{"score": 90}'), how=way)


def always(act: Act) -> Behaviour:
    """The same, whatever is asked."""
    return lambda request: act


def in_turn(*acts: Act | Behaviour) -> Behaviour:
    """One thing after the other; the last one stays."""
    left = list(acts)
    lock = threading.Lock()

    def behave(request: dict[str, Any]) -> Act:
        with lock:
            act = left.pop(0) if len(left) > 1 else left[0]
        return act if isinstance(act, Act) else act(request)

    return behave


def obeys(answer: dict[str, Any]) -> Behaviour:
    """A good endpoint: the answer in the mode in which it was asked for."""
    text = json.dumps(answer, ensure_ascii=False)
    return lambda request: (
        calls(text, name=request["tools"][0]["function"]["name"]) if "tools" in request else says(text)
    )


class FaultyServer:
    """The server; use it in a ``with`` statement. ``requests`` and ``connections`` say what it saw."""

    def __init__(self, behave: Behaviour) -> None:
        self.behave = behave
        self.requests: list[Received] = []
        self.connections = 0
        self.closing = threading.Event()
        self._server = _Server(self)
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.01,), daemon=True)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_address[1]}/v1"

    @property
    def modes(self) -> list[str]:
        """The modes of all requests in order."""
        return [request.mode for request in self.requests]

    def close(self) -> None:
        """Refuse connections from now on, and end those that hang."""
        if not self.closing.is_set():
            self.closing.set()
            self._server.shutdown()
            self._server.server_close()

    def __enter__(self) -> FaultyServer:
        self._thread.start()
        return self

    def __exit__(self, *fault: object) -> None:
        self.close()


class _Server(ThreadingTCPServer):
    daemon_threads = True
    block_on_close = False
    request_queue_size = 128

    def __init__(self, owner: FaultyServer) -> None:
        self.owner = owner
        super().__init__(("127.0.0.1", 0), _Connection)


class _Connection(StreamRequestHandler):
    server: _Server
    disable_nagle_algorithm = True

    def handle(self) -> None:
        self.server.owner.connections += 1
        with suppress(OSError):
            while (received := self._receive()) is not None:
                owner = self.server.owner
                owner.requests.append(received)
                if not self._perform(owner.behave(received.body), owner.closing):
                    return

    def _receive(self) -> Received | None:
        line = self.rfile.readline().decode()
        if not line.strip() or self.server.owner.closing.is_set():
            return None
        headers = dict(self._headers())
        body = self.rfile.read(int(headers.get("content-length", 0)))
        return Received(line.split()[1], headers, json.loads(body or b"{}"))

    def _headers(self) -> Iterator[tuple[str, str]]:
        while line := self.rfile.readline().decode("latin-1").strip():
            name, _, value = line.partition(":")
            yield name.lower(), value.strip()

    def _perform(self, act: Act, closing: threading.Event) -> bool:
        """Do it; False when the connection is over."""
        if act.how == "reset":
            return self._reset()
        if act.how == "hang":
            closing.wait(30)
            return False
        length = "Transfer-Encoding: chunked" if act.how == "chunked" else f"Content-Length: {len(act.body)}"
        fields = [f"HTTP/1.1 {act.status} Any", length, *(f"{name}: {value}" for name, value in act.headers.items())]
        self.wfile.write(("\r\n".join(fields) + "\r\n\r\n").encode())
        if act.how == "drip":
            for byte in act.body:
                self.wfile.write(bytes([byte]))
                if closing.wait(DRIP):
                    return False
        elif act.how == "chunked":
            for start in range(0, len(act.body), 7):
                piece = act.body[start : start + 7]
                self.wfile.write(b"%x\r\n%s\r\n" % (len(piece), piece))
            self.wfile.write(b"0\r\n\r\n")
        elif act.how in ("cut", "reset_inside"):
            self.wfile.write(act.body[: len(act.body) // 2])
            return self._reset() if act.how == "reset_inside" else False
        else:
            self.wfile.write(act.body)
        return True

    def _reset(self) -> bool:
        """End the connection with a reset instead of an orderly close."""
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.connection.close()
        return False
