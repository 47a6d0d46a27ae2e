"""A review by keyboard alone: from the queue to the export, every kind of decision, and what is then on disk."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Callable
from typing import Any
from urllib.parse import quote

import pytest

from extractor.values import Record
from tests.browser.review.at_desk import AtDesk, doubted, tab_to

Serve = Callable[..., Any]
Recovered = Callable[[str], Record]
STRIPS = [(0, path) for path in ("project_name", "funds[0].score", "indicators[0].actual", "indicators[1].score")]
FORMS = [(0, "project_name"), (0, "total.score"), (1, "indicators[0].score"), (2, "project_name")]


@pytest.fixture
def invented(recovered: Recovered) -> dict[str, Record]:
    """A form in strips and a file of three forms, each with four cells to review."""
    return {
        "strips": doubted(recovered("national-strips.txt"), STRIPS, ("85个", "8.5")),
        "three": doubted(recovered("three-forms-one-file.txt"), FORMS),
    }


@pytest.fixture
def strips(review: Serve, invented: dict[str, Record]) -> Any:
    """A review of the form in strips."""
    return review({"strips": invented["strips"]})


def at_desk(served: Any, name: str = "strips", cell: str = "") -> AtDesk:
    """The desk of a document, with a cell of its first form chosen, or the first open one."""
    chosen = f"?cell={quote(cell)}" if cell else ""
    return AtDesk(served.enter(at=f"/desk/{served.number(name)}{chosen}"))


def cell_of(served: Any, path: str, form: int = 0, name: str = "strips") -> tuple[str, str | None]:
    """What holds of a cell according to the store."""
    finals = {(one.place.form, one.place.path): one for one in served.desk.store.finals(served.number(name))}
    found = finals.get((form, path))
    return (found.ruling, found.value) if found else ("open", None)


def exported(page: Any, served: Any) -> dict[str, Any]:
    """Go to the export by keyboard, download the reviewed records, and read them from disk."""
    tab_to(page, 'nav a[href="/export"]')
    AtDesk(page).turn("Enter").press("j")
    with page.expect_download() as download:
        page.keyboard.press("Enter")
    place = served.folder / "records.zip"
    download.value.save_as(place)
    with zipfile.ZipFile(place) as archive:
        return {name.removesuffix(".json"): json.loads(archive.read(name)) for name in archive.namelist()}


PLAN = ("a", "改正后的值", "x", "n")
RULINGS = {"a": "accept", "x": "unreadable", "n": "absent"}


def clear(desk: AtDesk) -> dict[str, str]:
    """Decide every open cell of a document in turn, each in another way; returns key or value by path."""
    done: dict[str, str] = {}
    while not desk.is_through():
        how = PLAN[len(done) % len(PLAN)]
        done[desk.path] = how
        if how in RULINGS:
            desk.decide(how)
        else:
            desk.correct(how)
    return done


def review_all(served: Any) -> tuple[Any, dict[str, dict[str, str]]]:
    """From the queue through all documents and back, by keyboard alone; what was done, by document and path."""
    page = served.enter()
    desk = AtDesk(page).press("j").turn("Enter")
    done: dict[str, dict[str, str]] = {}
    while True:
        name = page.locator("h1").inner_text()
        done[name] = clear(desk)
        onward = page.locator("#following").count()
        desk.turn("Enter")
        if not onward:
            return page, done


def check_export(page: Any, served: Any, done: dict[str, dict[str, str]]) -> None:
    """Every decision is in the exported records, with who made it, and nothing else is."""
    records = exported(page, served)
    found = {
        name: {
            path: cell["review"]["ruling"] + (f" {cell['value']}" if cell["review"]["ruling"] == "correct" else "")
            for form in record["forms"]
            for path, cell in form["cells"].items()
            if "review" in cell and cell["review"]["by"] == ["沈知微"] and cell["origin"] == "reviewed"
        }
        for name, record in records.items()
    }
    wanted = {
        name: {path: RULINGS.get(how, f"correct {how}") for path, how in decisions.items()}
        for name, decisions in done.items()
    }
    assert found == wanted


def test_from_queue_to_export_by_keyboard_alone(review: Serve, invented: dict[str, Record]) -> None:
    records = {"strips": doubted(invented["strips"], STRIPS), "three": doubted(invented["three"], FORMS[1:])}
    served = review(records)

    page, done = review_all(served)
    assert {name: len(decisions) for name, decisions in done.items()} == {"strips": 4, "three": 3}
    assert page.locator(".open dd").inner_text() == "0" and page.locator("[data-line]").count() == 0
    check_export(page, served, done)


def test_real_documents_from_queue_to_export_by_keyboard_alone(review: Serve, real: Recovered) -> None:
    served = review({beginning: real(beginning) for beginning in ("000", "002")})

    page, done = review_all(served)
    assert set(done) == {"000", "002"} and len(done["000"]) > 1
    check_export(page, served, done)


def test_j_and_k_walk_the_open_cells_over_all_forms_and_round(review: Serve, invented: dict[str, Record]) -> None:
    desk = at_desk(review({"three": invented["three"]}), "three")

    walked = [(desk.place, desk.path)]
    for key in "jjjjk":
        desk.press(key)
        walked.append((desk.place, desk.path))
    paths = ["project_name", "total.score", "indicators[0].score", "project_name", "project_name", "project_name"]
    assert walked == list(zip(["1 / 4", "2 / 4", "3 / 4", "4 / 4", "1 / 4", "4 / 4"], paths, strict=True))
    assert desk.page.locator('.tab[aria-current="true"]').inner_text().startswith("3")


def test_typing_tells_which_laws_a_value_breaks_and_which_it_mends(strips: Any) -> None:
    desk = at_desk(strips).press("j")

    desk.type("5")
    broken = desk.page.locator(".trial .broken")
    broken.first.wait_for()
    assert any("95.89" in text for text in broken.all_inner_texts())
    desk.save()
    assert "打破" in desk.said and desk.page.locator(".finding.error").count() > 0

    desk = at_desk(strips, cell="funds[0].score").type("9.55")
    desk.page.locator(".trial .mended").first.wait_for()
    desk.save()
    assert "补正" in desk.said and desk.page.locator(".finding.error").count() == 0


def test_a_digit_takes_the_candidate_of_that_number(strips: Any) -> None:
    desk = at_desk(strips).press("j", "j").decide("1")

    assert cell_of(strips, "indicators[0].actual") == ("correct", "85个")
    assert desk.page.locator("td.reviewed").inner_text() == "85个"


@pytest.mark.parametrize(("key", "ruling", "shown"), [("x", "unreadable", "无法辨认"), ("n", "absent", "表中无此项")])
def test_a_cell_that_holds_nothing_to_read(key: str, ruling: str, shown: str, strips: Any) -> None:
    desk = at_desk(strips).decide(key)

    assert cell_of(strips, "project_name") == (ruling, None)
    again = at_desk(strips, "strips", cell="project_name")
    assert again.path == "project_name" and shown in again.page.locator(".decided").inner_text()
    assert desk.path == "funds[0].score"


def test_a_comment_goes_into_the_history_and_decides_nothing(strips: Any) -> None:
    desk = at_desk(strips).press("c")
    desk.page.keyboard.insert_text("请对照盖章页")
    desk.decide("Enter")

    desk.page.locator("ol.past", has_text="请对照盖章页").wait_for()
    assert cell_of(strips, "project_name") == ("open", None) and desk.path == "project_name"
    desk.turn("h")
    assert desk.page.locator("[data-line]").all_inner_texts()[0].endswith("请对照盖章页")


def test_a_row_is_added_filled_and_exported(strips: Any) -> None:
    desk = at_desk(strips).press("j", "j").turn("o")
    assert desk.path == "indicators[n1].level1" and "已保存" in desk.said

    desk.correct("产出指标").press("ArrowRight").correct("数量指标").press("ArrowRight").correct("新增站点数")
    rows = exported(desk.turn("q").page, strips)["strips"]["forms"][0]["values"]["indicators"]
    assert [row["level3"] for row in rows[:3]] == ["维护站点数量", "新增站点数", "投放车辆数"]
    assert (rows[1]["level1"], rows[1]["level2"], rows[1]["score"]) == ("产出指标", "数量指标", None)


def test_a_row_is_deleted_by_pressing_twice_and_comes_back_by_undo(strips: Any) -> None:
    desk = at_desk(strips).press("j", "j", "d")
    assert "再按一次" in desk.said and cell_of(strips, "indicators[0]") == ("open", None)

    desk.turn("d")
    assert cell_of(strips, "indicators[0]") == ("deleted", None)
    assert "维护站点数量" not in desk.page.locator("#forms").inner_text()
    desk.turn("u")
    assert "维护站点数量" in desk.page.locator("#forms").inner_text() and "撤销" in desk.said


def test_undo_takes_back_one_decision_after_the_other(strips: Any) -> None:
    desk = at_desk(strips).decide("a").correct("7").decide("x")

    undone = []
    for _ in range(3):
        desk.decide("u")
        undone.append((desk.path, desk.value))
    values = [
        ("indicators[0].actual", "58个"),
        ("funds[0].score", "9.55"),
        ("project_name", "沅岭县公共自行车系统维护"),
    ]
    assert undone == values and desk.page.locator("#count").inner_text() == "0 / 4"
    strips.watch.expected.append("409")
    desk.decide("u")
    assert "没有" in desk.said or "撤销" in desk.said


def test_all_open_cells_of_a_row_are_accepted_at_once(review: Serve, recovered: Recovered) -> None:
    row = [(0, f"indicators[0].{column}") for column in ("target", "actual", "score")]
    served = review({"strips": doubted(recovered("national-strips.txt"), [*row, (0, "total.score")])})

    desk = at_desk(served).decide("A")
    assert desk.path == "total.score" and desk.page.locator("#count").inner_text() == "3 / 4"


def test_all_cells_of_one_reason_are_lit_first_and_accepted_by_the_second_press(strips: Any) -> None:
    desk = at_desk(strips).press("R")
    assert desk.page.locator("td.on").count() == 4 and "再按一次" in desk.said

    desk.decide("R")
    assert desk.is_through() and cell_of(strips, "total.score") == ("open", None)


def test_a_key_between_the_two_presses_calls_the_second_off(strips: Any) -> None:
    desk = at_desk(strips).press("R", "e", "Escape", "R")

    assert "再按一次" in desk.said and cell_of(strips, "project_name") == ("open", None)


def test_what_is_typed_into_a_field_is_no_key_of_the_desk(strips: Any) -> None:
    desk = at_desk(strips).press("e")
    desk.page.keyboard.type("axn1udoq?")

    assert desk.page.locator("#asked").input_value() == "axn1udoq?" and desk.page.locator("dialog[open]").count() == 0
    desk.press("Escape")
    assert cell_of(strips, "project_name") == ("open", None) and desk.focused == "project_name"


def test_a_key_held_down_decides_once(strips: Any) -> None:
    desk = at_desk(strips)
    with desk.page.expect_response("**/decisions"):
        desk.page.keyboard.down("a")
        desk.page.keyboard.down("a")
    desk.page.locator("body:not(.busy)").wait_for()
    desk.page.keyboard.down("a")
    desk.page.keyboard.up("a")

    assert desk.page.locator("#count").inner_text() == "1 / 4" and desk.path == "funds[0].score"


def test_enter_goes_to_the_next_document_and_behind_the_last_one_to_the_queue(
    review: Serve, invented: dict[str, Record]
) -> None:
    served = review(invented)
    desk = AtDesk(served.enter()).press("j").turn("Enter").decide("a", "a", "a", "a").turn("Enter")
    assert desk.page.locator("h1").inner_text() == "three" and desk.place == "1 / 4"

    desk.decide("a", "a", "a", "a").turn("Enter")
    assert desk.page.url == f"{served.address}/"


def test_at_the_door_a_reviewer_gives_name_and_token_by_keyboard(review: Serve, invented: dict[str, Record]) -> None:
    served = review(invented, token="an open secret")
    page = served.open()
    page.goto(f"{served.address}/?view=cells")
    page.keyboard.insert_text("陆望舒")
    AtDesk(page).press("Tab").page.keyboard.insert_text("a wrong guess")
    AtDesk(page).turn("Enter")
    assert page.get_by_role("alert").count() == 1

    page.keyboard.insert_text("陆望舒")
    AtDesk(page).press("Tab").page.keyboard.insert_text("an open secret")
    AtDesk(page).turn("Enter")
    assert page.url == f"{served.address}/?view=cells" and page.locator(".who").inner_text().endswith("陆望舒")
