"""A real browser over the comparison page: Chromium without a network, one for all tests of a module.

Every page that a test opens is watched: a dialog, an error of its script, or a request for anything
but the page itself fails the test, whatever else it is about.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from extractor import recover
from extractor.report.comparison import to_html
from extractor.values import Record

EVAL_SET = Path(__file__).parent.parent.parent / "eval_set"
QUIET = (
    "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync"
).split()


@dataclass
class Watch:
    """What a page did beside showing itself."""

    dialogs: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)

    def over(self, page: Any) -> None:
        page.on("dialog", self._dismiss)
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.on("console", lambda message: message.type == "error" and self.errors.append(message.text))
        page.context.on("request", lambda request: self.requests.append(request.url))

    def _dismiss(self, dialog: Any) -> None:
        self.dialogs.append(dialog.message)
        dialog.dismiss()


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """Chromium as the system has it; nothing is downloaded.

    It is closed with its module: while it runs, so does its event loop, in which no other test may stand.
    """
    playwright = pytest.importorskip("playwright.sync_api", reason="Playwright is missing: make test installs it.")
    found = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if found is None:
        pytest.skip("Chromium is missing: install the packages chromium and fonts-noto-cjk to look at pages.")
    with playwright.sync_playwright() as driver:
        running = driver.chromium.launch(executable_path=found, args=QUIET)
        yield running
        running.close()


@pytest.fixture
def show(browser: Any, tmp_path: Path) -> Iterator[Callable[..., Any]]:
    """Open the comparison page of a record: ``show(record, width=800, color_scheme="dark")``."""
    watch = Watch()
    opened: list[Any] = []

    def open_page(record: Record, width: int = 1280, **look: Any) -> Any:
        place = tmp_path / f"{len(opened)}.html"
        place.write_text(to_html(record), encoding="utf-8")
        context = browser.new_context(viewport={"width": width, "height": 900}, offline=True, **look)
        page = context.new_page()
        watch.over(page)
        page.goto(place.as_uri())
        opened.append(context)
        return page

    yield open_page
    for context in opened:
        context.close()
    assert (watch.dialogs, watch.errors) == ([], [])
    assert [url for url in watch.requests if not url.startswith("file://")] == []


@pytest.fixture(scope="session")
def recovered() -> Callable[[str], Record]:
    """The record of a document of the evaluation set, by its file name."""
    return cache(lambda name: recover(EVAL_SET / name))
