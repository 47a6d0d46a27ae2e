"""How the review looks: no word of the other language, nothing cut off on any screen, the whole form on paper."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any

import pytest

from extractor.record.record_json import dumps, loads
from extractor.values import Record
from tests.browser.review.at_desk import AtDesk, doubted
from tests.browser.review.conftest import SIZES

LISTS = (
    "/?state=all",
    "/?view=cells",
    "/?view=disagreements",
    "/history",
    "/agreement",
    "/export",
    "/enter",
    "/desk/99",
)
CJK = re.compile("[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]")
OUR_NAMES = re.compile(
    r"jixiao|review|recover|evaluate|origin|reviewed|expected\.json|JSON|UTC|Cohen|Ctrl|Enter|Esc|--\w+|FOLDER"
)
WORDS = """() => {
    const theirs = "script, style, noscript, code, kbd, [aria-hidden=true], [lang]:not(html)";
    const ours = element => element && !element.closest(theirs);
    const found = [document.title];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) if (ours(walker.currentNode.parentElement)) found.push(walker.currentNode.data.trim());
    for (const element of document.querySelectorAll("[aria-label], [title], [placeholder], [alt]")) {
        if (!ours(element)) continue;
        for (const name of ["aria-label", "title", "placeholder", "alt"]) found.push(element.getAttribute(name) || "");
    }
    return found.filter(Boolean);
}"""
Serve = Callable[..., Any]
Recovered = Callable[[str], Record]


def written_in(record: Record, letter: str, other: re.Pattern[str]) -> Record:
    """The record of the same document in an alphabet of one letter: what is left of the other is of the page."""

    def write(node: Any) -> Any:
        if isinstance(node, str):
            return other.sub(letter, node)
        if isinstance(node, list):
            return [write(item) for item in node]
        return {key: write(item) for key, item in node.items()} if isinstance(node, dict) else node

    data = json.loads(dumps(record))
    data["text"] = write(data["text"])
    for form in data["forms"]:
        codes = [(row["stage"], row["source"]) for row in form["values"]["funds"]]
        form["values"] = write(form["values"]) | {"form_type": form["form_type"]}
        for row, (stage, source) in zip(form["values"]["funds"], codes, strict=True):
            row |= {"stage": stage, "source": source}
        form["unplaced"] = write(form["unplaced"])
        for path, cell in form["cells"].items():
            coded = path.endswith((".stage", ".source")) or path == "form_type"
            for key in ("raw", "evidence", "candidates", *(() if coded else ("value",))):
                cell[key] = write(cell[key])
        for finding in form["findings"]:
            finding |= {key: write(finding[key]) for key in ("message_en", "expected", "found")}
    return loads(json.dumps(data))


def test_english_pages_have_no_word_of_chinese(review: Serve, recovered: Recovered) -> None:
    names = ("national-strips.txt", "national-pipes-spilling.md", "city-department-tabs.txt")
    records = {name.split(".")[0]: written_in(recovered(name), "x", CJK) for name in names}
    served = review(records, readers=2)
    served.watch.expected.append("404")
    first = served.number("national-strips")
    AtDesk(served.enter("Lu", at=f"/desk/{first}")).decide("a")
    AtDesk(served.enter("He", at=f"/desk/{first}")).decide("n")

    page = served.enter("Shen", language="en")
    left: dict[str, list[str]] = {}
    for at in (*LISTS, *(f"/desk/{number}" for number in range(1, 4)), f"/desk/{first}?settle=1"):
        page.goto(served.address + at)
        if at.startswith("/desk/") and page.locator("td.chosen").count():
            page.locator("#details .story:not([aria-busy])").wait_for(state="attached")
        left[at] = [text for text in page.evaluate(WORDS) if CJK.search(text)]
    AtDesk(page).press("e", "Escape", "c", "Escape").decide("1")
    left["said"] = [text for text in page.evaluate(WORDS) if CJK.search(text)]
    assert {at: texts for at, texts in left.items() if texts} == {}


def test_chinese_pages_have_no_word_of_english(review: Serve, recovered: Recovered) -> None:
    latin = re.compile("[A-Za-z]")
    names = ("city-department-tabs.txt", "national-strips.txt")
    records = {f"文档{at}": written_in(recovered(name), "字", latin) for at, name in enumerate(names)}
    served = review(records, folder="自评", readers=2)
    served.watch.expected.append("404")
    AtDesk(served.enter("陆", at="/desk/2")).decide("a")
    AtDesk(served.enter("何", at="/desk/2")).decide("n")

    page = served.enter("沈")
    left: dict[str, list[str]] = {}
    for at in (*LISTS, "/desk/1", "/desk/2", "/desk/2?settle=1"):
        page.goto(served.address + at)
        texts = [OUR_NAMES.sub("", text) for text in page.evaluate(WORDS)]
        left[at] = [text for text in texts if re.search("[A-Za-z]{3,}", text)]
    assert {at: texts for at, texts in left.items() if texts} == {}


def test_the_other_language_keeps_the_cell_and_the_filters(review: Serve, recovered: Recovered) -> None:
    served = review({"one": doubted(recovered("three-forms-one-file.txt"), [(0, "total.score"), (2, "total.score")])})
    desk = AtDesk(served.enter(at="/desk/1")).press("j")
    place = desk.place

    desk.page.locator("#language").focus()
    desk.turn("Enter")
    assert (desk.place, desk.path, desk.page.locator("html").get_attribute("lang")) == (place, "total.score", "en")
    desk.page.goto(f"{served.address}/?view=cells&state=all&words=one")
    desk.page.locator("#language").focus()
    desk.turn("Enter")
    assert desk.page.url.endswith("/?view=cells&state=all&words=one") and desk.page.locator("[data-line]").count() == 2


OVERFLOW = """() => [document.documentElement, ...document.querySelectorAll("#source, #forms, #details, .tabs, header")]
    .filter(element => element.scrollWidth > element.clientWidth + 1).map(element => element.id || element.tagName)"""
COVERED = """selector => {
    const box = document.querySelector(selector).getBoundingClientRect();
    const top = document.elementFromPoint((box.left + box.right) / 2, (box.top + box.bottom) / 2);
    return !top?.closest(selector);
}"""


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("size", SIZES)
def test_nothing_is_cut_off_or_covered(size: str, language: str, standing_review: Serve, recovered: Recovered) -> None:
    names = ("national-pipes-spilling.md", "three-forms-one-file.txt", "city-project-tabs.txt")
    records = {f"{at} {'一个很长的文件名' * 5}": recovered(name) for at, name in enumerate(names)}
    served = standing_review(records, folder=size + language, readers=2)
    served.watch.expected.append("404")
    page = served.enter("欧阳沈知微与陆望舒", language=language, size=SIZES[size])

    wide = {}
    # English words are the longer ones: lists that hold those hold the others.
    for at in (*(LISTS if language == "en" else ()), "/desk/2", "/desk/3", "/desk/1?cell=total.score"):
        page.goto(served.address + at)
        wide[at] = page.evaluate(OVERFLOW)
    assert {at: names for at, names in wide.items() if names} == {}
    assert page.locator("header").bounding_box()["height"] < 60
    AtDesk(page).decide("a")
    assert [name for name in ("td.chosen", "mark.chosen", "button[data-key=a]") if page.evaluate(COVERED, name)] == []


@pytest.mark.parametrize("size", SIZES)
def test_the_chosen_cell_stays_in_sight_when_the_panel_grows(size: str, review: Serve, recovered: Recovered) -> None:
    served = review({"one": recovered("city-project-tabs.txt")})
    desk = AtDesk(served.enter(at="/desk/1?cell=total.score", size=SIZES[size]))
    desk.type("3").page.locator(".trial p").first.wait_for()

    assert not desk.page.evaluate(COVERED, "td.chosen") and not desk.page.evaluate(COVERED, "#asked")


def test_on_paper_the_whole_form_stands_and_the_tools_are_gone(review: Serve, recovered: Recovered) -> None:
    served = review({"one": recovered("three-forms-one-file.txt")})
    page = served.enter(at="/desk/1?cell=total.score")
    page.emulate_media(media="print")

    assert [page.locator("article.form").nth(at).is_visible() for at in range(3)] == [True] * 3
    assert not any(page.locator(name).is_visible() for name in ("header", ".tabs", "#details", "#done", "#help"))
    cut = """() => [...document.querySelectorAll("main, #right, #forms, #source")]
        .filter(one => one.scrollHeight > one.clientHeight + 1).map(one => one.id || one.tagName)"""
    assert page.evaluate(cut) == []
    pages = len(re.findall(rb"/Type\s*/Page\b", page.pdf()))
    assert pages >= 4  # a page or more to a form, and the source


def test_what_is_said_leaves_the_form_and_the_findings_uncovered(review: Serve, recovered: Recovered) -> None:
    served = review({"one": recovered("national-strips.txt")})
    desk = AtDesk(served.enter(at="/desk/1?cell=total.score", size=SIZES["screen"])).correct("5")

    said, forms = (desk.page.locator(name).bounding_box() for name in ("#says .said", "#right"))
    assert said["x"] + said["width"] <= forms["x"]
