"""Who is at the other end: a signed cookie with the reviewer's name, language and a token against forged requests.

Comes in: a request's cookie. Goes out: a ``Session``. Never believes a cookie that this server did not sign.
"""

from __future__ import annotations

import hmac
import re
import secrets
import unicodedata
from dataclasses import dataclass, replace
from typing import Literal

from itsdangerous import BadSignature, URLSafeSerializer
from starlette.requests import Request
from starlette.responses import Response

COOKIE = "jixiao_review"
"""What the cookies are called; behind it stands what tells the reviews of two folders apart."""
MOST_NAME = 40
_KEPT = 60 * 60 * 24 * 30  # seconds
_SPACE = re.compile(r"[\x00-\x1f\x7f]|\s+")


@dataclass(frozen=True, slots=True)
class Session:
    """One reviewer's session; ``csrf`` must come back with everything that changes something."""

    reviewer: str
    language: Literal["zh", "en"]
    csrf: str


@dataclass(frozen=True, slots=True)
class Sessions:
    """Makes and reads the cookies of one server.

    ``token`` is what a reviewer has to know, None where only this machine can reach the server;
    ``reviewer`` is who is at work where nobody said so: then no name is asked for. ``cookie`` is a name of
    this review's own: browsers give the cookies of one port to all other ports of a machine.
    """

    signer: URLSafeSerializer
    token: str | None
    reviewer: str | None
    language: Literal["zh", "en"]
    cookie: str = COOKIE
    secure: bool = False

    def of(self, request: Request) -> Session | None:
        """The session of a request; None for somebody who has to enter first."""
        try:
            data = self.signer.loads(request.cookies.get(self.cookie, ""))
            return Session(str(data["r"]), "en" if data["l"] == "en" else "zh", str(data["c"]))
        except (BadSignature, KeyError, TypeError):
            return None

    def begin(self, reviewer: str, language: Literal["zh", "en"] | None = None) -> Session:
        """A new session for a reviewer."""
        return Session(reviewer, language or self.language, secrets.token_urlsafe(18))

    def knows(self, token: str) -> bool:
        """Whether the token is the one asked for, or none is."""
        return self.token is None or hmac.compare_digest(self.token.encode(), token.encode())

    def keep(self, response: Response, session: Session) -> None:
        """Let the browser keep a session."""
        value = self.signer.dumps({"r": session.reviewer, "l": session.language, "c": session.csrf})
        response.set_cookie(self.cookie, value, max_age=_KEPT, httponly=True, samesite="strict", secure=self.secure)


def speaking(session: Session, language: str) -> Session:
    """The session in another language; one that is not known changes nothing."""
    return replace(session, language="en" if language == "en" else "zh") if language in ("zh", "en") else session


def name_of(text: str) -> str:
    """A reviewer's name as it is kept: single spaces, one spelling, nothing invisible; empty when nothing is left.

    Two names that look the same are the same: double reading must not be done by one person by accident.
    """
    spaced = _SPACE.sub(" ", unicodedata.normalize("NFC", text))
    return " ".join("".join(filter(str.isprintable, spaced)).split())[:MOST_NAME].strip()
