"""The comparison page in a browser: both sides find each other, and a document's text runs nothing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from extractor.values import Record
from tests import sample_record
from tests.browser.hostile import HOSTILE

Show = Callable[..., Any]
Recovered = Callable[[str], Record]

EVAL_SET = Path(__file__).parent.parent.parent / "eval_set"
WITH_FORMS = sorted(
    path.name for path in EVAL_SET.iterdir() if path.suffix in (".txt", ".md", ".html") and "README" not in path.name
)
WITH_FORMS.remove("no-form-notice.txt")
REASON = "内容与该栏通常的样式不符"


def doubted(record: Record, *paths: str) -> Record:
    """The record with these cells of its first form to review, and no others."""
    cells = {
        path: replace(cell, needs_review=path in paths, reasons=(REASON,) if path in paths else ())
        for path, cell in record.forms[0].cells.items()
    }
    return replace(record, forms=(replace(record.forms[0], cells=cells), *record.forms[1:]))


def in_view(page: Any, selector: str) -> bool:
    """Whether an element can be seen within the pane that it scrolls in."""
    return bool(
        page.locator(selector).first.evaluate(
            """element => {
                const box = element.getBoundingClientRect();
                const pane = element.closest("#source, #forms").getBoundingClientRect();
                return box.bottom > pane.top && box.top < pane.bottom;
            }"""
        )
    )


def text_of(page: Any, selector: str) -> list[str]:
    return [text.strip() for text in page.locator(selector).all_inner_texts()]


@pytest.mark.parametrize("name", ["national-strips.txt", "national-html-spans.html", "city-project-tabs.txt"])
def test_a_click_on_a_cell_shows_its_text_in_the_source(name: str, show: Show, recovered: Recovered) -> None:
    record = recovered(name)
    score = record.forms[0].cells["total.score"]
    page = show(record)

    page.locator("td.slot", has_text=score.value).last.click()

    assert text_of(page, "mark.chosen") and set(text_of(page, "mark.chosen")) <= {
        e.text.strip() for e in score.evidence
    }
    assert in_view(page, "mark.chosen")


@pytest.mark.parametrize("name", ["national-strips.txt", "national-one-line.txt", "city-department-tabs.txt"])
def test_a_click_on_the_source_shows_the_cell(name: str, show: Show, recovered: Recovered) -> None:
    record = recovered(name)
    path = "indicators[2].level3" if "indicators[2].level3" in record.forms[0].cells else "scorecard[2].item"
    page = show(record)

    page.locator("#source").get_by_text(record.forms[0].cells[path].evidence[0].text, exact=True).first.click()

    assert record.forms[0].cells[path].value in text_of(page, "td.chosen")
    assert in_view(page, "td.chosen") and path in page.locator("#details code").inner_text()


def test_resting_on_a_cell_lights_both_sides_and_moving_away_lets_go(show: Show, recovered: Recovered) -> None:
    page = show(recovered("national-tabs.txt"))

    page.locator("td[data-c]").nth(2).hover()
    assert page.locator("td.on").count() == 1 and page.locator("mark.on").count() >= 1
    page.locator("h1").hover()
    assert page.locator(".on").count() == 0


def test_j_and_k_walk_the_cells_to_review_and_escape_lets_go(show: Show, recovered: Recovered) -> None:
    page = show(doubted(recovered("national-tabs.txt"), "project_name", "total.score"))

    walked = []
    for key in "jjk":
        page.keyboard.press(key)
        walked.append((page.locator("#place").inner_text(), page.locator("#details code").inner_text()))
    assert walked == [("1 / 2", "project_name"), ("2 / 2", "total.score"), ("1 / 2", "project_name")]

    page.keyboard.press("Escape")
    assert page.locator("#details").is_hidden() and page.locator(".chosen").count() == 0


def test_a_cell_to_review_says_why_while_the_pointer_rests_on_it(show: Show, recovered: Recovered) -> None:
    page = show(doubted(recovered("national-tabs.txt"), "total.score"))

    assert page.locator("td.review").get_attribute("title") == REASON
    page.locator("#language").click()
    assert "usually stands here" in page.locator("td.review").get_attribute("title")


def test_only_to_review_hides_the_parts_that_are_certain(show: Show, recovered: Recovered) -> None:
    page = show(doubted(recovered("national-tabs.txt"), "total.score"))

    page.locator("#only").check()
    assert page.locator("table.indicators").is_visible() and page.locator("table.funds").is_hidden()
    page.locator("#only").uncheck()
    assert page.locator("table.funds").is_visible()


def test_a_form_without_doubts_offers_no_walk(show: Show, recovered: Recovered) -> None:
    page = show(doubted(recovered("national-tabs.txt")))

    assert page.locator(".walk").is_hidden() and page.locator(".only").is_hidden()


def test_the_language_switch_reaches_labels_findings_and_reasons(show: Show, recovered: Recovered) -> None:
    page = show(doubted(recovered("national-tabs.txt"), "project_name"))
    page.keyboard.press("j")

    page.locator("#language").click()
    english = page.locator("body").inner_text()
    assert "initial budget" in english and "the content does not look like" in page.locator("#details").inner_text()

    page.locator("#language").click()
    assert "年初预算数" in page.locator("body").inner_text() and REASON in page.locator("#details").inner_text()


def test_a_finding_leads_to_its_cells(show: Show, recovered: Recovered) -> None:
    page = show(recovered("national-pipes-spilling.md"))

    button = page.locator(".finding.error [data-go]").last
    label = button.inner_text()
    button.click()

    assert page.locator("td.chosen").inner_text() in label
    assert in_view(page, "td.chosen") and in_view(page, "mark.chosen")


def test_each_form_has_a_tab_and_the_source_follows(show: Show, recovered: Recovered) -> None:
    page = show(recovered("three-forms-one-file.txt"))

    page.locator(".tab").nth(1).click()
    assert [page.locator("article.form").nth(at).is_visible() for at in range(3)] == [False, True, False]
    assert page.locator('.region[data-region="1"]').get_attribute("class") == "region current"
    page.keyboard.press("3")
    assert page.locator("article.form").nth(2).is_visible() and in_view(page, '.region[data-region="2"]')


def test_a_click_on_the_source_of_another_form_turns_to_it(show: Show, recovered: Recovered) -> None:
    page = show(recovered("three-forms-one-file.txt"))

    page.locator('.region[data-region="2"] mark').first.click()
    assert page.locator("article.form").nth(2).is_visible() and page.locator("article.form").nth(0).is_hidden()


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_stays_text_and_runs_nothing(text: str, show: Show) -> None:
    page = show(sample_record.record(lambda form: sample_record.national(form, project=text, note=text)))

    page.locator("td.slot", has_text="照明").first.click()
    page.locator("#language").click()
    page.keyboard.press("j")

    assert page.evaluate("window.ran") is None
    assert text.strip() in [shown.strip() for shown in page.locator("td.value").all_text_contents()]
    assert page.url.startswith("file://") and page.locator("img, svg, iframe, textarea").count() == 0


def test_dark_and_light_differ_and_both_have_readable_ink(show: Show, recovered: Recovered) -> None:
    look = "[getComputedStyle(document.body).color, getComputedStyle(document.body).backgroundColor]"
    light, dark = (
        show(recovered("national-tabs.txt"), color_scheme=scheme).evaluate(look) for scheme in ("light", "dark")
    )

    assert light != dark and all(contrast(*pair) > 7 for pair in (light, dark))


def contrast(ink: str, ground: str) -> float:
    """The contrast of two ``rgb(…)`` colours by their relative luminance."""

    def luminance(colour: str) -> float:
        parts = [int(part) / 255 for part in colour[4:-1].split(",")]
        red, green, blue = (p / 12.92 if p <= 0.03928 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    one, other = sorted((luminance(ink), luminance(ground)))
    return (other + 0.05) / (one + 0.05)


def test_on_paper_all_forms_stand_and_the_tools_are_gone(show: Show, recovered: Recovered) -> None:
    page = show(recovered("three-forms-one-file.txt"))

    page.emulate_media(media="print")
    assert [page.locator("article.form").nth(at).is_visible() for at in range(3)] == [True] * 3
    assert page.locator(".tools").is_hidden() and page.locator("#language").is_hidden()
    assert len(page.pdf()) > 10_000


@pytest.mark.parametrize("name", WITH_FORMS)
def test_nothing_sticks_out_sideways(name: str, show: Show, recovered: Recovered) -> None:
    overflow = """[document.documentElement, document.getElementById("source"), document.getElementById("forms")]
        .map(element => element.scrollWidth - element.clientWidth)"""

    page = show(recovered(name), width=800)
    narrow = page.evaluate(overflow)
    page.locator("#language").click()
    page.set_viewport_size({"width": 1280, "height": 900})

    assert (narrow, page.evaluate(overflow)) == ([0, 0, 0], [0, 0, 0])
