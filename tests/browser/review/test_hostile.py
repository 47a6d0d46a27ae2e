"""Hostile text stays text on every page of the review, wherever it comes from."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from extractor.values import Record
from tests import sample_record
from tests.browser.hostile import HOSTILE
from tests.browser.review.at_desk import AtDesk, doubted

NAMED = "'><svg onload=window.ran=1>"
FOREIGN = (
    "script:not([src]):not([type='application/json']), main img, iframe, body meta, body style, svg[onload], [onerror]"
)


def hostile(text: str) -> Record:
    """A record with a hostile project, note and candidate."""
    record = sample_record.record(lambda form: sample_record.national(form, project=text, note=text))
    return doubted(record, [(0, "project_name"), (0, "indicators[0].deviation_note")], (text,))


def serve(review: Callable[..., Any], **wanted: Any) -> Any:
    """A review of a record for each hostile text; files carry as much of it in their names as they can."""
    records = {f"{at} {text.replace('/', '⁄')}": hostile(text) for at, text in enumerate(HOSTILE)}
    return review(records, folder=NAMED, **wanted)


def check(page: Any, *selectors: str, texts: Iterable[str] = HOSTILE) -> None:
    """Nothing ran, nothing foreign came in, and the text is there to be read in all these places."""
    assert page.evaluate("window.ran") is None and page.locator(FOREIGN).count() == 0
    for selector in selectors:
        shown = "\n".join(page.locator(selector).all_text_contents())
        assert (selector, [text for text in texts if text.strip() not in shown]) == (selector, [])


def test_in_the_lists_and_what_goes_out(review: Callable[..., Any]) -> None:
    served = serve(review)
    served.watch.expected.append("422")  # an address that names no document
    page = served.enter(NAMED, at="/?state=all")
    check(page, "main.list", texts=[text[:80] for text in HOSTILE])  # a title is cut to 80 characters
    assert page.locator("h1").inner_text() == NAMED and page.locator(".who").inner_text().endswith(NAMED)

    for at in (
        "/?view=cells",
        "/history",
        "/agreement",
        "/export",
        f"/desk/{NAMED}",
        f"/?words={NAMED}",
        f"/enter?to={NAMED}",
    ):
        page.goto(served.address + at)
        check(page, *(["main.list"] if "cells" in at else []))


CELLS = (*(f"indicators[{row}].level3" for row in range(5)), "project_name", "objective.expected", "title")


def test_at_the_desk_in_what_is_written_and_in_the_history(review: Callable[..., Any]) -> None:
    record = doubted(hostile(HOSTILE[0]), [(0, path) for path in CELLS], tuple(HOSTILE))
    served = review({"one": record})
    desk = AtDesk(served.enter(NAMED, at="/desk/1"))
    check(desk.page, "#details .candidates")
    check(desk.page, "td.slot", "#source", texts=HOSTILE[:1])

    for _ in CELLS:
        text = HOSTILE[CELLS.index(desk.path)]
        desk.press("c").page.keyboard.insert_text(text)
        desk.decide("Enter").correct(text)
    desk.page.goto(f"{served.address}/desk/1")
    check(desk.page, "#forms td.slot")
    desk.page.goto(f"{served.address}/history")
    check(desk.page, "table.history td.valued", "table.history td:last-child")


def test_in_what_laws_say_of_a_value(review: Callable[..., Any]) -> None:
    served = review({"one": sample_record.record(sample_record.national)})
    desk = AtDesk(served.enter(at="/desk/1?cell=indicators[1].level3"))
    for text in HOSTILE[:3]:
        desk.page.goto(f"{served.address}/desk/1?cell=indicators[1].level3")
        desk.correct(text)
        desk.page.goto(f"{served.address}/desk/1?cell=indicators[1].score")
        desk.type("1").page.locator(".trial .broken", has_text=text).first.wait_for()
        desk.save()
        check(desk.page, ".findings", "#says", "#spoken", texts=[text])
        desk.correct("15")


def test_in_the_report_that_goes_out(review: Callable[..., Any]) -> None:
    served = serve(review)
    page = served.enter(NAMED, at=f"/desk/{served.number(f'0 {HOSTILE[0]}'.replace('/', '⁄'))}")
    AtDesk(page).correct(HOSTILE[2])
    page.goto(f"{served.address}/export")
    with page.expect_download() as download:
        AtDesk(page).press("j", "j", "Enter")
    place = served.folder.parent / "review.html"
    download.value.save_as(place)
    served.watch.address = place.as_uri()

    page.goto(place.as_uri())
    assert page.evaluate("window.ran") is None and HOSTILE[2] in page.locator("body").inner_text()


def test_in_a_double_reading(review: Callable[..., Any]) -> None:
    served = review({"one": hostile(HOSTILE[3])}, readers=2)
    AtDesk(served.enter(NAMED, at="/desk/1")).correct(HOSTILE[0])
    desk = AtDesk(served.enter("何照", at="/desk/1")).correct(HOSTILE[1])

    desk.page.goto(f"{served.address}/agreement")
    check(desk.page, "table", texts=[NAMED])
    desk.page.goto(f"{served.address}/desk/1?settle=1")
    check(desk.page, "#details .candidates", texts=[NAMED, HOSTILE[0], HOSTILE[1]])
