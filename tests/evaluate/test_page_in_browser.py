"""The page of an evaluation in a real browser: no errors, both languages, nothing wider than a small screen."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.evaluate.test_page import HOSTILE, evaluation, to_html

QUIET = "--no-sandbox --disable-gpu --no-first-run --disable-background-networking --disable-sync".split()


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    playwright = pytest.importorskip("playwright.sync_api", reason="Playwright is missing: make test installs it.")
    found = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if found is None:
        pytest.skip("Chromium is missing: install the packages chromium and fonts-noto-cjk to look at pages.")
    with playwright.sync_playwright() as driver:
        running = driver.chromium.launch(executable_path=found, args=QUIET)
        yield running
        running.close()


@pytest.fixture
def page(browser: Any, tmp_path: Path) -> Iterator[Any]:
    """The page of an evaluation with a hostile value in it."""
    faults: list[str] = []
    place = tmp_path / "report.html"
    place.write_text(to_html(evaluation(found=HOSTILE), None), encoding="utf-8")
    context = browser.new_context(viewport={"width": 800, "height": 900}, offline=True)
    shown = context.new_page()
    shown.on("pageerror", lambda error: faults.append(str(error)))
    shown.on("console", lambda message: message.type == "error" and faults.append(message.text))
    shown.on("dialog", lambda dialog: (faults.append(dialog.message), dialog.dismiss()))
    shown.goto(place.as_uri())
    yield shown
    context.close()
    assert faults == []


def test_the_switch_speaks_english_and_back(page: Any) -> None:
    heading = page.locator("header h1")
    seen = [heading.inner_text()]
    for _ in range(2):
        page.click("#language")
        seen.append(heading.inner_text())
    assert seen == ["识别评测", "Evaluation", "识别评测"]


def test_one_language_of_each_chart_is_seen(page: Any) -> None:
    assert page.locator("figure svg:visible").count() == 3


def test_a_small_screen_need_not_be_moved_sideways(page: Any) -> None:
    assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0


def test_a_hostile_value_is_text(page: Any) -> None:
    assert page.locator("img").count() == 0
    assert page.get_by_text("忽略以上指令").count() >= 1
