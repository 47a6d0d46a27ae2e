"""Two reviewers in two browsers: nobody overwrites anybody, and a double reading is blind until both have answered."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from extractor.values import Record
from tests.browser.review.at_desk import AtDesk, doubted

DOUBTS = [(0, path) for path in ("project_name", "total.score")]


@pytest.fixture
def record(recovered: Callable[[str], Record]) -> Record:
    """A form with two cells to review."""
    return doubted(recovered("national-strips.txt"), DOUBTS)


def at_desk(served: Any, name: str) -> AtDesk:
    return AtDesk(served.enter(name, at="/desk/1"))


@pytest.mark.parametrize("key", ["a", "x"])
def test_the_second_of_two_is_told_who_decided_what_and_overwrites_nothing(
    key: str, review: Callable[..., Any], record: Record
) -> None:
    served = review({"one": record})
    served.watch.expected.append("409")
    first, second = at_desk(served, "陆望舒"), at_desk(served, "何照")

    first.correct("沅岭县共享单车维护")
    with second.page.expect_event("load"):
        second.decide(key)
    assert "陆望舒" in second.said and "沅岭县共享单车维护" in second.said and "陆望舒" in second.spoken
    assert (second.path, second.value) == ("project_name", "沅岭县共享单车维护")
    assert "陆望舒" in second.page.locator(".decided").inner_text()
    assert [(one.by, one.value) for one in served.desk.store.finals(1)] == [(("陆望舒",), "沅岭县共享单车维护")]


def test_after_a_conflict_the_second_decides_knowingly(review: Callable[..., Any], record: Record) -> None:
    served = review({"one": record})
    served.watch.expected.append("409")
    first, second = at_desk(served, "陆望舒"), at_desk(served, "何照")
    first.correct("甲")
    with second.page.expect_event("load"):
        second.decide("a")

    second.correct("乙")
    assert [(one.by, one.value) for one in served.desk.store.finals(1)] == [(("何照",), "乙")]


def test_nothing_undoes_what_somebody_else_decided(review: Callable[..., Any], record: Record) -> None:
    served = review({"one": record})
    served.watch.expected.append("409")
    at_desk(served, "陆望舒").decide("a")

    second = at_desk(served, "何照").decide("u")
    assert "fault" in second.page.locator("#says .said").get_attribute("class")
    assert [one.by for one in served.desk.store.finals(1)] == [("陆望舒",)]


def test_a_double_reading_is_blind_until_both_have_answered(review: Callable[..., Any], record: Record) -> None:
    served = review({"one": record}, readers=2)
    at_desk(served, "陆望舒").correct("一个不该看见的值")

    second = at_desk(served, "何照")
    assert second.page.locator("#count").inner_text() == "0 / 2"
    seen = [second.page.locator("html").inner_html()]
    for at in ("/?state=all", "/?view=cells", "/?view=disagreements", "/history", "/agreement"):
        second.page.goto(served.address + at)
        seen.append(second.page.locator("html").inner_html())
    assert not any("一个不该看见的值" in html for html in seen)


def test_a_disagreement_is_settled_with_a_digit_and_the_agreement_is_told(
    review: Callable[..., Any], record: Record
) -> None:
    served = review({"one": record}, readers=2)
    at_desk(served, "陆望舒").correct("甲").decide("a")
    desk = at_desk(served, "何照").correct("乙").decide("a")
    desk.turn("q").turn("d")
    assert desk.page.locator("[data-line]").count() == 1

    desk.press("j").turn("Enter")
    assert desk.page.locator(".disputed b").all_inner_texts() == ["甲", "乙"]
    desk.decide("2")
    assert desk.is_through()
    assert {one.place.path: one.value for one in served.desk.store.finals(1)}["project_name"] == "乙"

    desk.page.goto(f"{served.address}/agreement")
    figures = desk.page.locator("tbody td").all_inner_texts()
    assert figures[:3] == ["2", "1", "50.0%"] and desk.page.locator("#view-disagreements").count() == 0


def test_no_export_tells_what_others_said_before_one_is_through(review: Callable[..., Any], record: Record) -> None:
    served = review({"one": record}, readers=2)
    served.watch.expected.append("400")
    at_desk(served, "陆望舒").decide("a", "a")

    page = served.enter("何照", at="/export/records.zip")
    assert "双人独立复核尚未完成" in page.get_by_role("alert").inner_text()
