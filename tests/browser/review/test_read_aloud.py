"""The review without seeing it: focus, names, landmarks, and what a screen reader is told."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from extractor.values import Record
from tests.browser.review.at_desk import REASON, AtDesk, doubted

DOUBTS = [(0, path) for path in ("project_name", "funds[0].score", "indicators[0].actual")]
NAMELESS = """() => [...document.querySelectorAll("button, a, input:not([type=hidden]), select, textarea, progress")]
    .filter(control => control.checkVisibility())
    .filter(control => !(control.innerText?.trim() || control.textContent.trim() || control.getAttribute("aria-label")
        || [...(control.labels || [])].some(label => label.textContent.trim())))
    .map(control => control.outerHTML.slice(0, 120))"""


@pytest.fixture
def served(review: Callable[..., Any], recovered: Callable[[str], Record]) -> Any:
    """A review of one form with three cells to look at, the last of which has another reading."""
    return review({"one": doubted(recovered("national-strips.txt"), DOUBTS, ("85个",))})


@pytest.fixture
def desk(served: Any) -> AtDesk:
    return AtDesk(served.enter(at="/desk/1"))


def test_the_focus_follows_the_chosen_cell(desk: AtDesk) -> None:
    places = [desk.focused]
    for key in ("j", "ArrowLeft", "k"):
        places.append(desk.press(key).focused)

    assert places == ["project_name", "funds[0].score", "funds[0].execution_rate", "project_name"]


def test_a_chosen_cell_is_told_with_its_name_value_reason_and_how_many_candidates(desk: AtDesk) -> None:
    desk.press("j", "j")

    desk.page.locator("#spoken", has_text="58个").wait_for(state="attached")
    spoken = desk.spoken
    assert "指标1·实际完成值：58个" in spoken and REASON in spoken and "1 个候选" in spoken


def test_a_decision_is_told_and_then_the_cell_that_comes_next(desk: AtDesk) -> None:
    desk.decide("a")
    desk.page.locator("#spoken", has_text="已保存").wait_for(state="attached")
    saved, following = desk.spoken.split(" | ")

    assert saved == "已保存。" and following.startswith("资金1·得分：9.55") and REASON in following


def test_a_decision_tells_the_laws_it_turns(desk: AtDesk) -> None:
    desk.press("j").correct("5")

    desk.page.locator("#spoken", has_text="打破").wait_for(state="attached")
    assert "95.89" in desk.spoken


def test_one_live_region_speaks_and_no_other(desk: AtDesk) -> None:
    live = desk.page.locator("[aria-live]:not([aria-live=off]), [role=status], [role=alert], output")

    assert live.evaluate_all("regions => regions.map(region => region.id)") == ["spoken"]


@pytest.mark.parametrize("keys", ["a", "x", "n", "1"])
def test_the_focus_is_on_the_next_cell_after_a_decision(keys: str, desk: AtDesk) -> None:
    desk.press("j", "j", "k").decide(*("a" if keys == "1" else keys))

    assert desk.focused == "indicators[0].actual"
    desk.decide(keys)
    assert desk.focused == "project_name"


def test_the_focus_comes_back_from_the_field_the_comment_and_the_help(desk: AtDesk) -> None:
    found = {}
    for key in "ec?":
        desk.press(key)
        assert desk.focused != "project_name"
        found[key] = desk.press("Escape").focused

    assert found == dict.fromkeys("ec?", "project_name")


def test_the_focus_is_never_lost_while_a_value_is_being_saved(desk: AtDesk) -> None:
    desk.page.route("**/decisions", lambda route: (found.append(desk.focused), route.continue_()))
    found: list[str] = []
    desk.correct("另一个项目")

    assert found == ["project_name"] and desk.focused == "funds[0].score"


def test_the_focus_stays_in_the_panel_for_who_works_there(desk: AtDesk) -> None:
    desk.page.goto(desk.page.url + "?cell=title")
    desk.page.locator("button[data-key=a]").focus()
    desk.decide("Enter")

    assert desk.page.evaluate("document.activeElement.dataset.key") == "a" and desk.path == "title"


def test_tab_goes_through_the_page_in_the_order_in_which_it_is_read(desk: AtDesk) -> None:
    places = ["header", "#source", "article.form", "#details"]
    met = ["article.form"]
    for _ in range(40):
        desk.press("Tab")
        place = desk.page.evaluate("places => places.find(one => document.activeElement.closest(one))", places)
        if place and place not in met[-1:]:
            met.append(place)
    assert met[:5] == ["article.form", "#details", "header", "#source", "article.form"]


def test_landmarks_and_headings_are_there_and_every_control_has_a_name(served: Any) -> None:
    page = served.enter()
    for at in ("/", "/?view=cells", "/history", "/agreement", "/export", "/enter", "/desk/1"):
        page.goto(served.address + at)
        counts = [page.locator(name).count() for name in ("main", "body > header", "h1")]
        assert (at, counts) == (at, [1, 1, 1])
        assert (at, page.evaluate(NAMELESS)) == (at, [])


def test_the_first_tab_offers_to_skip_to_the_content(served: Any) -> None:
    page = served.enter()
    page.keyboard.press("Tab")

    assert page.evaluate("document.activeElement.getAttribute('href')") == "#content"
    assert page.locator(".skip").bounding_box()["x"] >= 0
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('main') !== null")
