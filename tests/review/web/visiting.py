"""Reviewers at work: a client that keeps its cookies, and the check that every answer of the server has to pass.

Comes in: an application. Goes out: ``Visitor``s, who enter under a name, read pages and decide. Every answer
that one of them gets is looked at: the strict policy stands on it, and no page holds a script, a style or a
handler of its own.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from html.parser import HTMLParser
from itertools import count
from pathlib import Path
from typing import Any

from fastapi import FastAPI
from starlette.testclient import TestClient

from extractor.decide.forced import forced_by
from extractor.family import load_families
from extractor.laws import LawSettings
from extractor.record.record_json import dumps
from extractor.review.desk import Desk, Laws
from extractor.values import Record

HERE = "http://127.0.0.1"
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
TOTAL, RATE, DATE = "total.score", "funds[1].execution_rate", "sign_off.filled_on"
LAWS = Laws(load_families(()), LawSettings(), forced_by)
_requests = count(1)


class _Looking(HTMLParser):
    """Notes everything in a page that a strict policy would refuse, or that leads to another host."""

    def __init__(self) -> None:
        super().__init__()
        self.faults: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag in ("style", "iframe", "object", "embed", "base", "template"):
            self.faults.append(f"<{tag}>")
        if tag == "script" and not given.get("src") and given.get("type") != "application/json":
            self.faults.append("a script in the page")
        for name, value in attrs:
            if name.startswith("on") or name in ("style", "srcdoc"):
                self.faults.append(f"{tag} {name}={value}")
            if name in ("href", "src", "action", "formaction", "xlink:href") and not _is_own(value or ""):
                self.faults.append(f"{tag} {name}={value}")


def _is_own(address: str) -> bool:
    return address.startswith(("/", "#", "?")) and not address.startswith("//")


def check_answer(answer: Any) -> None:
    """Hold an answer to what every answer must be; a page that is downloaded is for a disk, and has its own tests."""
    answer.read()
    assert answer.headers.get("content-security-policy") == POLICY, answer.request.url
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["x-frame-options"] == "DENY"
    assert answer.headers["cache-control"] == ("public, max-age=3600" if _is_asset(answer) else "no-store")
    assert "Traceback" not in answer.text and 'File "' not in answer.text
    kept = answer.headers.get("content-disposition", "").startswith("attachment")
    if answer.headers.get("content-type", "").startswith("text/html") and not kept:
        page = _Looking()
        page.feed(answer.text)
        assert page.faults == []


def _is_asset(answer: Any) -> bool:
    return str(answer.request.url.path).startswith("/assets/")


def client_of(app: Any, address: str = HERE, **more: Any) -> TestClient:
    """A browser without cookies, every answer of which is looked at."""
    client = TestClient(app, base_url=address, raise_server_exceptions=False, **more)
    client.event_hooks = {"response": [check_answer]}
    return client


def request() -> str:
    """The number of a request that no other has."""
    return f"request-{next(_requests)}"


def write_record(folder: Path, name: str, record: Record | bytes) -> None:
    """Put a record into a folder as ``recover`` does, or any bytes in its place."""
    content = record if isinstance(record, bytes) else dumps(record).encode()
    (folder / f"{name}.json").write_bytes(content)


@dataclass
class Visitor:
    """One reviewer with a browser of their own."""

    client: TestClient
    csrf: str = ""

    def get(self, address: str, **query: Any) -> Any:
        return self.client.get(address, params=query or None, follow_redirects=False)

    def page(self, address: str, **query: Any) -> str:
        """The text of a page that is there."""
        answer = self.get(address, **query)
        assert answer.status_code == 200, answer.text
        return str(answer.text)

    def json(self, address: str, **query: Any) -> Any:
        answer = self.get(address, **query)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def send(self, address: str, **body: Any) -> Any:
        """Post JSON with the token of the session."""
        return self.client.post(address, json=body, headers={"x-csrf-token": self.csrf})

    def decide(self, document: int, path: str, ruling: str, value: str | None = None, **more: Any) -> Any:
        """Decide one cell of a document; the whole answer."""
        body = {"form": 0, "path": path, "ruling": ruling, "value": value, "request": request(), **more}
        return self.send(f"/api/documents/{document}/decisions", **body)

    def decided(self, document: int, path: str, ruling: str, value: str | None = None, **more: Any) -> Any:
        """Decide one cell of a document, which must go well; what the server says changed."""
        answer = self.decide(document, path, ruling, value, **more)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def undo(self, document: int, **more: Any) -> Any:
        return self.send(f"/api/documents/{document}/undo", **{"request": request(), **more})

    def story(self, document: int, path: str, form: int = 0, **more: Any) -> Any:
        return self.json(f"/api/documents/{document}/cell", form=form, path=path, **more)

    def facts(self, document: int, **query: Any) -> dict[str, Any]:
        """What the desk's page tells its script."""
        found = re.search(
            r'<script type="application/json" id="data">(.*?)</script>', self.page(f"/desk/{document}", **query), re.S
        )
        assert found is not None
        told: dict[str, Any] = json.loads(found[1])
        return told

    def fact(self, document: int, path: str, form: int = 0, **query: Any) -> dict[str, Any]:
        """What the desk's page tells its script of one cell, under the path that decisions are written under."""
        cells = self.facts(document, **query)["cells"]
        (found,) = [cell for cell in cells if cell["f"] == form and cell.get("q", cell["p"]) == path]
        return dict(found)


@dataclass
class Review:
    """The review of one folder."""

    app: FastAPI
    folder: Path
    desk: Desk

    def stranger(self, **more: Any) -> Visitor:
        """Somebody who has not entered."""
        return Visitor(client_of(self.app, **more))

    def visitor(self, name: str = "林", *, token: str = "", language: str = "zh") -> Visitor:
        """Somebody who entered under a name."""
        visitor = self.stranger()
        visitor.client.post("/enter", data={"name": name, "token": token}, follow_redirects=False)
        if language == "en":
            visitor.client.post("/language", data={"to": "en"}, follow_redirects=False)
        told = visitor.json("/api/session")
        assert told["reviewer"] == name
        visitor.csrf = told["csrf"]
        return visitor

    def id(self, name: str) -> int:
        """The number of a document."""
        line = self.desk.store.document_named(name)
        assert line is not None
        return line.id
