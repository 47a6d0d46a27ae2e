"""Starting the review: the store opened, the folder taken in, the server listening.

Comes in: what the command line asked for. Goes out: a running server. Never listens beyond this
machine without a token.
"""

from __future__ import annotations

import hashlib
import ipaddress
import secrets
import socket
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import uvicorn
from fastapi import FastAPI
from itsdangerous import URLSafeSerializer

from extractor.errors import UsageError, told
from extractor.review.desk import Desk, Laws
from extractor.review.folder import RecordFolder
from extractor.review.indexing import Indexing
from extractor.review.store import open_store
from extractor.review.web.app import create_app
from extractor.review.web.parts import Parts
from extractor.review.web.session import COOKIE, Sessions
from extractor.settings import Language
from extractor.sheet.page import page_environment

_TEMPLATES = Path(__file__).parent / "templates"
DATABASE = "review.sqlite3"
"""The file that decisions go to, beside the records."""
_THIS_MACHINE = ("127.0.0.1", "localhost", "[::1]", "::1")


@dataclass(frozen=True, slots=True)
class Serving:
    """What a server is asked to be; ``readers`` None goes on as before (one, at first). ``port`` 0 takes a free one."""

    folder: Path
    host: str = "127.0.0.1"
    port: int = 8765
    database: str | None = None
    token: str | None = None
    reviewer: str | None = None
    readers: int | None = None
    language: Language = "zh"
    hosts: tuple[str, ...] = ()


def open_review(wanted: Serving, laws: Laws) -> tuple[FastAPI, Indexing]:
    """The application over a folder, and what takes the folder in; nothing listens yet.

    Raises ``UsageError`` for an address beyond this machine without a token, ``StoreError`` and
    ``UnreadableInputError`` for a store or a folder that cannot be opened.
    """
    guard(wanted)
    desk = open_desk(wanted, laws)
    indexing = Indexing(desk.folder, desk.store)
    # The token is part of the salt: with another token everybody has to enter anew.
    secret = desk.store.secret()
    signer = URLSafeSerializer(secret, salt=f"jixiao-review-session {wanted.token or ''}")
    cookie = f"{COOKIE}_{hashlib.sha256(secret).hexdigest()[:8]}"
    sessions = Sessions(signer, wanted.token, wanted.reviewer, wanted.language, cookie)
    parts = Parts(desk, sessions, page_environment(_TEMPLATES), indexing)
    return create_app(parts, _hosts(wanted)), indexing


def _hosts(wanted: Serving) -> set[str]:
    """The host names that the server answers for: all, where it listens at every address and nobody named any."""
    if _any_address(wanted.host) and not wanted.hosts:
        return {"*"}
    return {*_THIS_MACHINE, *wanted.hosts, wanted.host, f"[{wanted.host}]"}


def open_desk(wanted: Serving, laws: Laws) -> Desk:
    """The desk over a folder and its store; raises ``StoreError`` and ``UnreadableInputError``."""
    folder = RecordFolder(wanted.folder)
    return Desk(folder, open_store(wanted.database or folder.path / DATABASE, readers=wanted.readers), laws)


def guard(wanted: Serving) -> None:
    """Refuse to listen where others can reach the records unless they need a token."""
    if is_loopback(wanted.host) or (wanted.token or "") != "":
        if wanted.token is not None and len(wanted.token) < 8:
            raise told(
                UsageError,
                "--token 至少要 8 个字符；可用 --token auto 生成一个。",
                "--token must have 8 characters or more; --token auto makes one.",
            )
        return
    raise told(
        UsageError,
        f"--host {wanted.host} 会让其他机器也能访问这些记录；请加 --token（--token auto 自动生成），或只在本机监听。",
        f"--host {wanted.host} lets other machines reach these records; add --token (--token auto makes one), "
        "or listen on this machine only.",
    )


def is_loopback(host: str) -> bool:
    """Whether an address is of this machine alone."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def make_token() -> str:
    """A token that nobody guesses."""
    return secrets.token_urlsafe(18)


def listen(wanted: Serving) -> socket.socket:
    """A socket at the address asked for; raises ``UsageError`` when it is taken or not of this machine."""
    try:
        family = socket.AF_INET6 if ":" in wanted.host else socket.AF_INET
        found = socket.socket(family, socket.SOCK_STREAM)
        found.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        found.bind((wanted.host.strip("[]"), wanted.port))
        found.listen(256)
        return found
    except (OSError, OverflowError, UnicodeError) as error:  # the last for a name that cannot be one
        reason = getattr(error, "strerror", None) or error
        raise told(
            UsageError,
            f"无法在 {wanted.host}:{wanted.port} 监听（{reason}）；请用 --port 换一个端口（0：任选空闲端口）。",
            f"Cannot listen on {wanted.host}:{wanted.port} ({reason}); choose another --port (0: any free one).",
        ) from error


def serve(app: FastAPI, bound: socket.socket, ready: Callable[[], None]) -> None:
    """Serve until interrupted; ``ready`` is called once when the server is about to answer."""
    config = uvicorn.Config(
        app, log_level="warning", access_log=False, server_header=False, timeout_graceful_shutdown=3, lifespan="off"
    )
    ready()
    uvicorn.Server(config).run(sockets=[bound])


def _any_address(host: str) -> bool:
    try:
        return ipaddress.ip_address(host.strip("[]")).is_unspecified
    except ValueError:
        return False
