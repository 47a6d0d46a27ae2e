"""What a reviewer waits for: the queue of a large folder, a desk, a decision while others decide, and memory.

Comes in: forms of the generator of ``eval_set``, copied into a folder of many records. Goes out: ``Figure``
values. The server is a process of its own on loopback; its memory is read from the system. Run alone:
``python -m bench.reviewing [RECORDS]``.
"""

from __future__ import annotations

import http.client
import json
import subprocess
import sys
import tempfile
import uuid
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from random import Random
from statistics import median
from threading import Barrier, Event
from time import perf_counter

from bench.measures import ROOT, Figure

RECORDS = 10_000
REVIEWERS = 20
_KINDS = 40
_DECISIONS = 15
_PAUSE = (0.5, 1.5)  # seconds that a reviewer looks at a cell: quicker than people are
_CODES = ("form_type", ".stage", ".source")
_MISREAD = "digits 8 %"


def measure(records: int = RECORDS) -> list[Figure]:
    """All figures of the review page, over a folder of so many records."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        cells = fill(folder, records)
        with serving(folder) as server:
            start = perf_counter()
            first = server.visit("/")
            taken_in = server.wait_until_taken_in(start)
            figures = _pages(server, records, first)
            figures += _decisions(server)
        with serving(folder) as server:
            again = server.visit("/")
        return [
            Figure(
                f"first answer of the queue while {records:,} records are taken in",
                _ms(first),
                "<= 1000 ms",
                first <= 1,
            ),
            Figure(f"  all of them taken in ({cells:,} cells to look at)", f"{taken_in:.0f} s"),
            Figure(f"first page over {records:,} records, server just started", _ms(again), "<= 1000 ms", again <= 1),
            *figures,
        ]


def fill(folder: Path, records: int) -> int:
    """Write so many records into a folder, of forms with misread digits; how many cells have to be looked at."""
    from eval_set.generator import make, table_recipes
    from extractor import recover_text
    from extractor.record.record_json import dumps

    texts = []
    for recipe in table_recipes(_MISREAD, _KINDS, 5):
        specimen = make(recipe)
        record = recover_text(specimen.text, f"{recipe.name}{specimen.suffix}")
        flagged = sum(cell.needs_review for form in record.forms for cell in form.cells.values())
        texts.append((dumps(record, indent=None).encode(), flagged))
    for number in range(records):
        (folder / f"record-{number:05}.json").write_bytes(texts[number % len(texts)][0])
    return sum(texts[number % len(texts)][1] for number in range(records))


@dataclass(frozen=True, slots=True)
class Server:
    """A running server, and how to ask it."""

    port: int
    pid: int

    def connect(self) -> Visitor:
        """A browser of one reviewer."""
        return Visitor(http.client.HTTPConnection("127.0.0.1", self.port))

    def visit(self, address: str) -> float:
        """Seconds that one page takes."""
        visitor = self.connect()
        start = perf_counter()
        visitor.get(address)
        return perf_counter() - start

    def wait_until_taken_in(self, start: float) -> float:
        """Seconds since ``start`` until every record is in the queue."""
        visitor = self.connect()
        while json.loads(visitor.get("/api/progress"))["indexing"]:
            Event().wait(0.2)
        return perf_counter() - start

    def memory(self) -> float:
        """The most memory that the server has held, in MB."""
        lines = Path(f"/proc/{self.pid}/status").read_text(encoding="ascii").splitlines()
        return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM")) / 1000


class Visitor:
    """One reviewer's connection, with its cookie and its token."""

    def __init__(self, connection: http.client.HTTPConnection) -> None:
        self._connection, self._cookie, self._token = connection, "", ""

    def enter(self, name: str) -> None:
        """Begin a session under a name."""
        self._send("POST", "/enter", f"name={name}".encode(), {"content-type": "application/x-www-form-urlencoded"})
        self._token = json.loads(self.get("/api/session"))["csrf"]

    def get(self, address: str) -> bytes:
        """The content of a page; raises ``RuntimeError`` when it is refused."""
        return self._send("GET", address)

    def decide(self, document: int, wanted: dict[str, object]) -> bytes:
        """Decide one cell."""
        body = json.dumps({**wanted, "request": uuid.uuid4().hex}).encode()
        headers = {"content-type": "application/json", "x-csrf-token": self._token}
        return self._send("POST", f"/api/documents/{document}/decisions", body, headers)

    def _send(self, method: str, address: str, body: bytes = b"", headers: dict[str, str] | None = None) -> bytes:
        cookie = {"cookie": self._cookie} if self._cookie else {}
        self._connection.request(method, address, body or None, {**(headers or {}), **cookie})
        answer = self._connection.getresponse()
        content = answer.read()
        if given := answer.headers.get("set-cookie"):
            self._cookie = given.split(";")[0]
        if answer.status >= 400:
            raise RuntimeError(f"{method} {address}: {answer.status} {content[:200]!r}")
        return content


@contextmanager
def serving(folder: Path) -> Iterator[Server]:
    """The review of a folder as a process of its own."""
    command = [sys.executable, str(ROOT / "cli.py"), "review", str(folder), "--port", "0", "--lang", "en"]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    assert process.stdout is not None
    try:
        line = process.stdout.readline()
        yield Server(int(line.rstrip("/\n").rpartition(":")[2]), process.pid)
    finally:
        process.terminate()
        process.wait()


def _pages(server: Server, records: int, first: float) -> list[Figure]:
    """Pages of the queue and a desk, with everything warm."""
    pages = {
        "the queue, documents by risk": "/",
        "  by cells": "/?view=cells",
        "  far behind": f"/?from={max(0, records - 50)}",
        "  filtered by origin and words": "/?view=cells&origin=read&words=record-0",
    }
    found = []
    for name, address in pages.items():
        seconds = median(server.visit(address) for _ in range(5))
        found.append(Figure(name, _ms(seconds), "<= 1000 ms", seconds <= 1))
    sizes = [len(_cells(server.connect().get(f"/desk/{number}"))) for number in range(1, _KINDS + 1)]
    largest = max(range(_KINDS), key=sizes.__getitem__)
    desk = median(server.visit(f"/desk/{largest + 1}") for _ in range(7))
    found.append(Figure(f"a desk with {sizes[largest]} cells, on the server", _ms(desk), "<= 300 ms", desk <= 0.3))
    return found


def _decisions(server: Server) -> list[Figure]:
    """Round trips of decisions: reviewers who look at a cell in between, and such that never pause."""
    calm = sorted(_team(server, 0, pausing=True))
    hurried = sorted(_team(server, REVIEWERS, pausing=False))
    memory = server.memory()
    middle, late = median(calm), calm[int(len(calm) * 0.95)]
    return [
        Figure(
            f"a decision, {REVIEWERS} reviewers at once who look for a second, median",
            _ms(middle),
            "<= 50 ms",
            middle <= 0.05,
        ),
        Figure("  95 of 100 within", _ms(late)),
        Figure(f"  {REVIEWERS} that never pause, median", _ms(median(hurried))),
        Figure("the most memory the server held", f"{memory:.0f} MB", "<= 300 MB", memory <= 300),
    ]


def _team(server: Server, offset: int, *, pausing: bool) -> list[float]:
    """Seconds of every decision of a team whose members each work on a document of their own."""
    together = Barrier(REVIEWERS)

    def work(number: int) -> list[float]:
        visitor, chance = server.connect(), Random(number)
        visitor.enter(f"reviewer{number}")
        document = offset + number + 1
        cells = _cells(visitor.get(f"/desk/{document}"))
        together.wait()
        found = []
        for turn, cell in enumerate(cells[:_DECISIONS]):
            if pausing:
                Event().wait(chance.uniform(*_PAUSE))
            wanted = {
                "form": cell["f"],
                "path": cell["p"],
                "ruling": "accept" if turn % 4 else "correct",
                "value": "12",
            }
            start = perf_counter()
            visitor.decide(document, wanted)
            found.append(perf_counter() - start)
        return found

    with ThreadPoolExecutor(REVIEWERS) as pool:
        return [seconds for one in pool.map(work, range(REVIEWERS)) for seconds in one]


def _cells(page: bytes) -> list[dict[str, object]]:
    """The cells of a desk that hold something, as its page knows them; codes left out."""
    data = page.partition(b'id="data">')[2].partition(b"</script>")[0]
    cells: list[dict[str, object]] = json.loads(data)["cells"]
    return [cell for cell in cells if "v" in cell and not str(cell["p"]).endswith(_CODES)]


def _ms(seconds: float) -> str:
    return f"{seconds * 1000:.0f} ms"


if __name__ == "__main__":
    for figure in measure(int(sys.argv[1]) if len(sys.argv) > 1 else RECORDS):
        print(f"{figure.name:<78} {figure.value:>10}  {figure.target}", flush=True)
