"""The page of two records in a browser: walking the differences, both languages, hostile text that runs nothing."""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from extractor.report.difference_page import PageOrder, to_html
from extractor.report.matching import compare
from extractor.values import Record
from tests import sample_record
from tests.browser.conftest import Watch
from tests.browser.test_comparison_page import HOSTILE, contrast

Open = Callable[..., Any]


@pytest.fixture
def differ(browser: Any, tmp_path: Path) -> Iterator[Open]:
    """Open the page of two records: ``differ(left, right, width=820, color_scheme="dark")``."""
    watch = Watch()
    opened: list[Any] = []

    def open_page(left: Record, right: Any, width: int = 1280, **look: Any) -> Any:
        place = tmp_path / f"{len(opened)}.html"
        place.write_text(to_html(compare(left, right), PageOrder("左.json", "右.json")), encoding="utf-8")
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


def whole() -> Record:
    return sample_record.record(sample_record.national, sample_record.transfer)


def edited() -> Record:
    """Two cells changed, one row moved, one row gone, and the forms the other way round."""
    record = whole()
    values = copy.deepcopy(dict(record.forms[0].values))
    values.update(project_name="乡村道路亮化改造项目")
    values["total"]["score"] = "86"
    values["indicators"].insert(0, values["indicators"].pop(3))
    del values["indicators"][2]
    return replace(record, forms=(record.forms[1], replace(record.forms[0], values=values)))


def test_j_and_k_walk_the_differences(differ: Open) -> None:
    page = differ(whole(), edited())

    walked = []
    for key in "jjjjk":
        page.keyboard.press(key)
        walked.append((page.locator("#place").inner_text(), page.locator(".chosen").inner_text().split("\n")[0]))
    assert [place for place, _ in walked] == ["1 / 4", "2 / 4", "3 / 4", "4 / 4", "3 / 4"]
    assert walked[0][1].startswith("项目名称") and walked[3][1].startswith("总分")
    assert page.evaluate("document.activeElement.classList.contains('chosen')")
    box = page.locator(".chosen").bounding_box()
    assert box["y"] > 0 and box["y"] + box["height"] < 900

    page.keyboard.press("Escape")
    assert page.locator(".chosen").count() == 0


def test_changed_characters_and_moved_rows_are_shown(differ: Open) -> None:
    page = differ(whole(), edited())

    assert page.locator("del").first.inner_text() == "照明" and page.locator("ins").first.inner_text() == "亮化"
    assert "第 4 行 → 第 1 行" in page.locator("tr.row", has_text="移位").inner_text()
    assert page.locator("tr.only_left").count() == 1


def test_what_agrees_is_shown_on_demand(differ: Open) -> None:
    page = differ(whole(), edited())

    assert page.locator("tr.plain:visible").count() == 0
    page.keyboard.press("a")
    assert page.locator("tr.plain:visible").count() == page.locator("tr.plain").count() > 20
    page.locator("#everything").uncheck()
    assert page.locator("tr.plain:visible").count() == 0


def test_the_switch_speaks_english_and_back(differ: Open) -> None:
    page = differ(whole(), edited())

    seen = [page.locator("h1").inner_text()]
    for _ in range(2):
        page.locator("#language").click()
        seen.append(page.locator("h1").inner_text())
    assert seen == ["逐格比较", "Differences", "逐格比较"]


def test_in_english_no_chinese_is_left_but_that_of_the_document(differ: Open) -> None:
    page = differ(whole(), edited())

    page.locator("#language").click()
    labels = page.locator("h3, summary, tr:not(.row) th, .badge, .figures").all_inner_texts()
    assert [text for text in labels if any("\u4e00" <= char <= "\u9fff" for char in text)] == []
    assert page.evaluate("document.documentElement.lang") == "en"
    assert page.locator("#next").get_attribute("aria-label") == "next difference"


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_stays_text_and_runs_nothing(text: str, differ: Open) -> None:
    hostile = sample_record.record(lambda form: sample_record.national(form, project=text, note=text))
    page = differ(sample_record.record(sample_record.national), hostile)

    for key in "ajk":
        page.keyboard.press(key)
    page.locator("#language").click()

    assert page.evaluate("window.ran") is None
    assert text.strip() in [shown.strip() for shown in page.locator("td.right .value").all_text_contents()]
    assert page.url.startswith("file://") and page.locator("img, svg, iframe, textarea").count() == 0


@pytest.mark.parametrize("width", [820, 1280, 1920])
def test_nothing_sticks_out_sideways(width: int, differ: Open) -> None:
    page = differ(whole(), edited(), width=width)

    page.keyboard.press("a")
    assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") == 0


def test_marks_are_readable_in_light_and_dark(differ: Open) -> None:
    look = "element => [getComputedStyle(element).color, getComputedStyle(element).backgroundColor]"
    for scheme in ("light", "dark"):
        page = differ(whole(), edited(), color_scheme=scheme)
        for mark in ("del", "ins", "body"):
            assert contrast(*page.locator(mark).first.evaluate(look)) >= 4.5


def test_on_paper_the_tools_are_gone(differ: Open) -> None:
    page = differ(whole(), edited())

    page.emulate_media(media="print")
    assert page.locator("#language").is_hidden() and page.locator(".walk").is_hidden()
    assert len(page.pdf()) > 10_000
