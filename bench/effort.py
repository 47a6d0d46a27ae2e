"""What a review asks of a person: keystrokes and screens to clear a document whose suggestions are all right.

Comes in: a folder of documents. Goes out: ``Figure`` values. Every key is really pressed, in Chromium, at a
server of its own; what a person reads and scrolls in between is not counted. Run alone:
``python -m bench.effort FOLDER_OF_DOCUMENTS``.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from bench.measures import EVAL_SET, Figure
from bench.reviewing import serving

_SUFFIXES = (".txt", ".md", ".html", ".pdf", ".png")
_BROWSERS = ("chromium", "chromium-browser", "google-chrome")
_FLAGS = "--no-sandbox --disable-gpu --no-first-run --disable-background-networking --disable-component-update".split()


@dataclass(frozen=True, slots=True)
class Effort:
    """What one document took: its open cells, the keys pressed for it, the pages that were loaded for it."""

    name: str
    cells: int
    keys: int
    screens: int
    used: str = ""


@dataclass(frozen=True, slots=True)
class Open:
    """One open cell: its form, its row (itself where it stands in none), and the first reason to look at it."""

    form: int
    path: str
    row: str
    reason: str


def measure(documents: Path = EVAL_SET) -> list[Figure]:
    """Keystrokes and screens for every document of a folder that has an open cell, and all together."""
    found = efforts(documents)
    if found is None:
        return [Figure("keystrokes to clear a document", "not measured: needs Chromium and Playwright")]
    cells, keys, screens = (sum(getattr(one, name) for one in found) for name in ("cells", "keys", "screens"))
    return [
        *(
            Figure(f"{one.name}: {one.cells} open cells", f"{one.keys} keys, {one.screens} screens")
            for one in found
            if one.cells
        ),
        Figure(f"{len(found)} documents, {cells} open cells", f"{keys} keys, {screens} screens"),
    ]


def efforts(documents: Path) -> list[Effort] | None:
    """The effort for each document in the order of the queue, None where there is no browser."""
    browser = next(filter(None, map(shutil.which, _BROWSERS)), None)
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        return None
    if browser is None:
        return None
    with tempfile.TemporaryDirectory() as place:
        untouched = _recover_all(documents, Path(place))
        with serving(Path(place)) as server, sync_playwright() as driver:
            running = driver.chromium.launch(executable_path=browser, args=_FLAGS)
            page = running.new_page()
            page.goto(f"http://127.0.0.1:{server.port}/")
            found = list(_clear_all(page))
            running.close()
    through = {one.name for one in found}
    return found + [Effort(name, 0, 0, 0) for name in untouched if name not in through]


def _recover_all(documents: Path, folder: Path) -> list[str]:
    """Write the record of every document that holds a form into a folder; their names."""
    from extractor import recover
    from extractor.errors import JixiaoError
    from extractor.record.record_json import dumps

    names = []
    for document in sorted(documents.iterdir()):
        if document.suffix not in _SUFFIXES or document.stem == "README":
            continue
        try:
            record = recover(document)
        except JixiaoError:
            continue
        (folder / f"{document.stem}.json").write_text(dumps(record), encoding="utf-8")
        names.append(document.stem)
    return names


def _clear_all(page: Any) -> Iterator[Effort]:
    """Clear one document after the other, as the queue gives them; the queue is the first screen."""
    if not page.locator("[data-line]").count():
        return
    screens = 1
    while True:
        with page.expect_event("load"):
            page.keyboard.press("Enter")
        onward = page.locator("#following").count()
        yield replace(_clear(page), screens=screens + 1)
        if not onward:
            return
        screens = 0


def _clear(page: Any) -> Effort:
    """Accept every open cell of a document with as few keys as accept it honestly; one key opened it."""
    left = _open_cells(page)
    cells, used = len(left), ""
    while left:
        here = _here(page, left)
        alike = {one for one in left if one.reason == here.reason and one.form == here.form and here.reason}
        row = {one for one in left if (one.form, one.row) == (here.form, here.row)}
        best = max((({here}, "a"), (row, "A"), (alike, "RR")), key=lambda way: len(way[0]) / len(way[1]))
        for key in best[1][:-1]:
            page.keyboard.press(key)
        with page.expect_response(lambda answer: answer.request.method == "POST"):
            page.keyboard.press(best[1][-1])
        page.locator("body:not(.busy)").wait_for()
        left, used = left - best[0], used + best[1]
    if page.locator("#done").is_hidden():
        raise SystemExit(f"bench: {page.url} is not through after the keys {used}")
    return Effort(str(page.locator("h1").inner_text()), cells, len(used) + 1, 1, used)


def _open_cells(page: Any) -> set[Open]:
    """The open cells of the desk, as its page knows them."""
    data = page.evaluate("JSON.parse(document.getElementById('data').textContent)")
    cells = [data["cells"][number] for number in data["desk"]["walk"]]
    return {
        Open(cell["f"], cell["p"], cell["p"].rpartition("]")[0] or cell["p"], (cell.get("w") or [[""]])[0][0])
        for cell in cells
        if "d" not in cell
    }


def _here(page: Any, left: set[Open]) -> Open:
    """The open cell that is chosen."""
    path = page.locator("#details h2 code").inner_text()
    form = int(page.locator("article.form:visible").get_attribute("data-form"))
    return next(one for one in left if (one.form, one.path) == (form, path))


if __name__ == "__main__":
    for effort in efforts(Path(sys.argv[1]) if len(sys.argv) > 1 else EVAL_SET) or []:
        print(
            f"{effort.name:<44} {effort.cells:>4} open {effort.keys:>4} keys {effort.screens:>3} screens  {effort.used}"
        )
