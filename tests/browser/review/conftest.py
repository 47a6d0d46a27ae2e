"""A real review in a real browser: the application served on loopback, every page watched.

Comes in: records by name. Goes out: a running server, and pages of reviewers who have entered. A dialog,
an error of a script, a violation of the page's policy, or a request to another host fails the test,
whatever else it is about.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import uvicorn

from extractor import recover
from extractor.decide.forced import forced_by
from extractor.family import load_families
from extractor.record.record_json import dumps
from extractor.review.desk import Desk, Laws
from extractor.review.web.server import Serving, listen, open_review
from extractor.settings import read_settings
from extractor.values import Record

ROOT = Path(__file__).parents[3]
EVAL_SET = ROOT / "eval_set"
DOCUMENTS = ROOT.parent / "shared" / "documents"
SIZES = {"laptop": (1280, 800), "screen": (1920, 1080), "tablet": (820, 1180)}


@dataclass
class Watch:
    """What pages did beside showing themselves; ``expected`` are the errors that a test is about."""

    address: str
    faults: list[str] = field(default_factory=list)
    expected: list[str] = field(default_factory=list)

    def over(self, context: Any) -> None:
        """Watch a browser and every page that it opens."""
        context.on("request", lambda one: one.url.startswith((self.address, "data:")) or self._note(f"asks {one.url}"))
        context.on("response", lambda one: one.status >= 500 and self._note(f"{one.status} {one.url}"))
        context.on("weberror", lambda one: self._note(f"{one.error}"))
        context.on("console", lambda one: one.type == "error" and self._note(one.text))
        context.on("dialog", self._dismiss)

    def _note(self, fault: str) -> None:
        if not any(words in fault for words in self.expected):
            self.faults.append(fault)

    def _dismiss(self, dialog: Any) -> None:
        self._note(f"dialog {dialog.message}")
        dialog.dismiss()


@dataclass
class Review:
    """A running review: its address, its folder, and what watches its pages."""

    address: str
    folder: Path
    desk: Desk
    watch: Watch
    open: Callable[..., Any]
    token: str | None = None

    def enter(self, name: str = "沈知微", *, at: str = "/", language: str = "zh", **look: Any) -> Any:
        """A page of a reviewer who has said who they are, in a browser of their own."""
        page = self.open(**look)
        said = {"name": name, "token": self.token or "", "to": "/assets/icon.svg"}
        page.context.request.post(f"{self.address}/enter", form=said)
        page.context.request.post(f"{self.address}/language", form={"to": language, "back": "/assets/icon.svg"})
        page.goto(f"{self.address}{at}")
        return page

    def number(self, name: str) -> int:
        """The number of a document in the store."""
        for number in range(1, 100):
            line = self.desk.store.document(number)
            if line is not None and line.name == name:
                return number
        raise LookupError(name)


@cache
def _laws() -> Laws:
    settings = read_settings(reader="offline", family_folders=(), environ={})
    return Laws(load_families(()), settings.laws, forced_by)


class Reviews:
    """Serves reviews below a folder, and opens browsers for their reviewers, until it is closed."""

    def __init__(self, browser: Any, folder: Path) -> None:
        self._browser, self._folder = browser, folder
        self._contexts: list[Any] = []
        self._running: list[tuple[uvicorn.Server, threading.Thread]] = []
        self._watches: list[Watch] = []

    def __call__(self, records: Mapping[str, Record], folder: str = "out", **wanted: Any) -> Review:
        """Serve the review of some records: ``review({"a": record}, readers=2, reviewer="沈")``."""
        place = self._folder / folder
        place.mkdir(exist_ok=True)
        for name, record in records.items():
            (place / f"{name}.json").write_text(dumps(record), encoding="utf-8")
        asked = Serving(place, port=0, **wanted)
        bound = listen(asked)
        app, indexing = open_review(asked, _laws())
        assert indexing.start() is None
        server = uvicorn.Server(uvicorn.Config(app, log_level="error", access_log=False, lifespan="off"))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [bound]}, daemon=True)
        thread.start()
        self._running.append((server, thread))
        watch = Watch(f"http://127.0.0.1:{bound.getsockname()[1]}")
        self._watches.append(watch)

        def open_page(size: tuple[int, int] = SIZES["laptop"], **look: Any) -> Any:
            context = self._browser.new_context(viewport={"width": size[0], "height": size[1]}, **look)
            context.set_default_timeout(15_000)
            self._contexts.append(context)
            watch.over(context)
            return context.new_page()

        return Review(watch.address, place, app.state.parts.desk, watch, open_page, asked.token)

    def close(self) -> None:
        """End everything; fails where a page did what no page may do."""
        self.check()
        for context in self._contexts:
            context.close()
        for server, thread in self._running:
            server.should_exit = True
            thread.join(10)

    def check(self) -> None:
        """Fail where a page did what no page may do."""
        assert [fault for watch in self._watches for fault in watch.faults] == []


@pytest.fixture
def review(browser: Any, tmp_path: Path) -> Iterator[Reviews]:
    """Serves the reviews of one test."""
    reviews = Reviews(browser, tmp_path)
    yield reviews
    reviews.close()


@pytest.fixture(scope="module")
def standing_review(browser: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Reviews]:
    """Serves reviews that all tests of a module look at and none changes."""
    reviews = Reviews(browser, tmp_path_factory.mktemp("standing"))
    yield reviews
    reviews.close()


@pytest.fixture(scope="session")
def recovered() -> Callable[[str], Record]:
    """The record of a document of the evaluation set, by its file name."""
    return cache(lambda name: recover(EVAL_SET / name))


@pytest.fixture(scope="session")
def real() -> Callable[[str], Record]:
    """The record of a real document, by the beginning of its file name; skips where there are none."""

    @cache
    def recover_real(beginning: str) -> Record:
        found = sorted(DOCUMENTS.glob(f"{beginning}*.txt"))
        if not found:
            pytest.skip("the real documents are not beside this checkout (../shared/documents): nothing to review")
        return recover(found[0])

    return recover_real
