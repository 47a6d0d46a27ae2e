"""A server that is killed at any moment loses no decision that it acknowledged, and writes none twice."""

from __future__ import annotations

import random
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx2

from extractor.record.record_json import dumps
from extractor.review.store import open_store
from extractor.review.values import Entry
from tests import sample_record
from tests.review.serving import WAIT, Server, served

REVIEWERS = ("林", "周", "何", "陆")
PATHS = ("total.score", "funds[1].execution_rate", "sign_off.filled_on", "project_name", "indicators[0].score")


@dataclass
class Client:
    """A reviewer who decides one cell after the other of a document of their own, as fast as the server answers."""

    name: str
    document: int
    acknowledged: dict[int, tuple[str, str, str, str]] = field(default_factory=dict)
    seen: dict[str, int] = field(default_factory=dict)
    sent: int = 0
    unanswered: dict[str, Any] | None = None

    def work(self, server: Server, told: threading.Semaphore) -> None:
        """Decide until the server is gone."""
        try:
            with closing(server.browser(self.name)) as browser:
                while True:
                    self.decide(browser)
                    told.release()
        except httpx2.TransportError:
            return

    def decide(self, browser: httpx2.Client) -> None:
        """Send the request that got no answer again, or else a new one."""
        body = self.unanswered or self.next()
        self.unanswered = body
        answer = browser.post(f"/api/documents/{self.document}/decisions", json=body)
        assert answer.status_code == 200, answer.text
        (entry,) = answer.json()["entries"]
        self.unanswered = None
        self.seen[body["path"]] = entry
        self.acknowledged[entry] = (self.name, body["path"], body["value"], body["comment"])

    def next(self) -> dict[str, Any]:
        self.sent += 1
        path = PATHS[self.sent % len(PATHS)]
        return {
            "form": 0,
            "path": path,
            "seen": self.seen.get(path, 0),
            "ruling": "correct",
            "value": f"{self.name} {self.sent}",
            "comment": f"第 {self.sent} 次",
            "request": f"{self.document}-request-{self.sent}",
        }


def folder_of(place: Path) -> Path:
    place.mkdir()
    for number in range(len(REVIEWERS)):
        content = dumps(sample_record.record(sample_record.national))
        (place / f"{number}.json").write_text(content, encoding="utf-8")
    return place


def kill_in_the_middle(server: Server, clients: list[Client], after: int) -> None:
    """Let all clients decide, and kill the server as soon as so many decisions were acknowledged."""
    told = threading.Semaphore(0)
    with ThreadPoolExecutor(len(clients)) as threads:
        working = [threads.submit(client.work, server, told) for client in clients]
        enough = all(told.acquire(timeout=WAIT) for _ in range(after))
        server.kill()
    for one in working:
        one.result()
    assert enough


def words(entry: Entry) -> tuple[str, str, str, str]:
    said = entry.said
    return said.reviewer, said.place.path, said.value or "", said.comment


def check_log(database: str, clients: list[Client]) -> None:
    """Everything acknowledged is in the log as it was said, and nothing else but what was on its way."""
    with closing(open_store(database)) as store:
        log = {entry.id: words(entry) for entry in store.entries(limit=10_000)}
        finals = [final for client in clients for final in store.finals(client.document)]
        requests = [entry.said.request for entry in store.entries(limit=10_000)]
    held = {(final.place.document, final.place.path): final.value for final in finals}
    for client in clients:
        assert {number: log.get(number) for number in client.acknowledged} == client.acknowledged
        for path, number in client.seen.items():
            waiting = client.unanswered or {"path": "", "value": ""}
            now = held[client.document, path]
            assert now == client.acknowledged[number][2] or (path, now) == (waiting["path"], waiting["value"])
    unasked = len(log) - sum(len(client.acknowledged) for client in clients)
    assert 0 <= unasked <= sum(client.unanswered is not None for client in clients)
    assert len(set(requests)) == len(requests)


def kill_again_and_again(folder: Path, database: str, rounds: int) -> None:
    clients = [Client(name, number) for number, name in enumerate(REVIEWERS, 1)]
    chance = random.Random(20221201)
    for _ in range(rounds):
        with served(folder, "--database", database) as server:
            kill_in_the_middle(server, clients, chance.randint(1, 24))
        check_log(database, clients)
    assert sum(len(client.acknowledged) for client in clients) >= rounds


def test_ten_kills_lose_no_acknowledged_decision(tmp_path: Path) -> None:
    folder = folder_of(tmp_path / "out")
    kill_again_and_again(folder, str(folder / "review.sqlite3"), 10)


def test_kills_lose_no_acknowledged_decision_in_postgresql(tmp_path: Path, pg_url: str) -> None:
    kill_again_and_again(folder_of(tmp_path / "out"), pg_url, 3)
