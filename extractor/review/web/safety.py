"""What every request and every answer goes through: sizes, hosts, headers, and no details of faults to the outside.

Comes in: requests. Goes out: answers with a strict policy. Never lets a page run a script that is
not a file of this program.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Collection

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

MOST_BODY = 384 * 1024
"""Bytes of a request: a decision with the longest value and comment, every character escaped, and 200 cells."""
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
_HEADERS = {
    "content-security-policy": POLICY,
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
    "x-frame-options": "DENY",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), microphone=(), geolocation=()",
}


class HeadersMiddleware:
    """Adds the policy to every answer; what a reviewer sees is kept by no cache, except the program's own files."""

    def __init__(self, app: ASGIApp) -> None:
        """Wrap an application."""
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        kept = "public, max-age=3600" if scope["path"].startswith("/assets/") else "no-store"
        headers = [(name.encode(), value.encode()) for name, value in {**_HEADERS, "cache-control": kept}.items()]

        async def answer(message: Message) -> None:
            if message["type"] == "http.response.start":
                own = {name.lower() for name, _ in message.get("headers", ())}
                added = [(name, value) for name, value in headers if name not in own]
                message = {**message, "headers": [*message.get("headers", ()), *added]}
            await send(message)

        await self.app(scope, receive, answer)


class HostsMiddleware:
    """Refuses a request for another host: a page elsewhere could name this machine by a host of its own."""

    def __init__(self, app: ASGIApp, hosts: Collection[str]) -> None:
        """Wrap an application that answers for these hosts only; ``*`` answers for all."""
        self.app, self.hosts = app, frozenset(host.lower() for host in hosts)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] == "http" and "*" not in self.hosts:
            host = Headers(scope=scope).get("host", "").lower()
            name = host.rsplit(":", 1)[0] if not host.endswith("]") else host
            if name not in self.hosts:
                await _refuse(send, 400, "This host is not served here. 此主机名不在服务范围内。".encode())
                return
        await self.app(scope, receive, send)


def is_from_elsewhere(headers: Headers) -> bool:
    """Whether a browser says that the page which sent a request is not of this server.

    A form of another page can post here without a script, and without the cookie: it could begin a session
    under a name of its choice. A program that is no browser says nothing, and holds no cookies of anybody.
    """
    site = headers.get("sec-fetch-site")
    if site is not None:
        return site not in ("same-origin", "none")
    origin = headers.get("origin")
    return origin is not None and origin.partition("://")[2].lower() != headers.get("host", "").lower()


class BodyLimitMiddleware:
    """Ends a request whose body is larger than any decision, whether it says so or not."""

    def __init__(self, app: ASGIApp, most: int = MOST_BODY) -> None:
        """Wrap an application."""
        self.app, self.most = app, most

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        said = Headers(scope=scope).get("content-length", "0")
        # Its length is asked first: Python takes no number of thousands of digits.
        if not said.isdecimal() or len(said) > len(str(self.most)) or int(said) > self.most:
            await _refuse(send, 413, b"The request is too large.")
            return
        body = await _read(receive, self.most)
        if body is None:
            await _refuse(send, 413, b"The request is too large.")
            return
        await self.app(scope, _replay(body, receive), send)


async def _read(receive: Receive, most: int) -> bytes | None:
    """The whole body of a request, None when it is larger than ``most`` bytes."""
    body = b""
    while True:
        message = await receive()
        if message["type"] != "http.request":
            return body
        body += bytes(message.get("body", b""))
        if len(body) > most:
            return None
        if not message.get("more_body", False):
            return body


def _replay(body: bytes, receive: Receive) -> Callable[[], Awaitable[Message]]:
    """What the application receives: the body that was read already, then whatever comes behind it."""
    waiting = [body]

    async def again() -> Message:
        if waiting:
            return {"type": "http.request", "body": waiting.pop(), "more_body": False}
        return await receive()

    return again


async def _refuse(send: Send, status: int, sentence: bytes) -> None:
    headers = [(b"content-type", b"text/plain; charset=utf-8"), (b"connection", b"close")]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": sentence + b"\n"})
