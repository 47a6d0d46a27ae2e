"""A reviewer at the desk, by keyboard alone: what the tests press, and what they then see.

Comes in: a page that shows the desk. Goes out: what is on it. Never clicks, and never waits for time to pass:
a decision is over when the server has answered and the page says so.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from extractor.values import Cell, Record

REASON = "内容与该栏通常的样式不符"


@dataclass(frozen=True)
class AtDesk:
    """The desk as its reviewer uses it."""

    page: Any

    def press(self, *keys: str) -> AtDesk:
        """Press keys that ask the server for nothing."""
        for key in keys:
            self.page.keyboard.press(key)
        return self

    def decide(self, *keys: str) -> AtDesk:
        """Press keys that each decide something, and wait for every answer."""
        for key in keys:
            with self.page.expect_response(lambda answer: answer.request.method == "POST"):
                self.page.keyboard.press(key)
            self.page.locator("body:not(.busy)").wait_for()
        return self

    def turn(self, key: str) -> AtDesk:
        """Press a key that brings another page, or this one anew, and wait for it."""
        with self.page.expect_event("load"):
            self.page.keyboard.press(key)
        return self

    def type(self, value: str) -> AtDesk:
        """Open the field for a correction and put a value in the place of the old one."""
        self.press("e")
        self.page.locator("#asked").wait_for()
        self.page.keyboard.insert_text(value)
        return self

    def save(self) -> AtDesk:
        """Save what was typed."""
        long = self.page.locator("textarea#asked").count()
        return self.decide("Control+Enter" if long else "Enter")

    def correct(self, value: str) -> AtDesk:
        """Correct the chosen cell."""
        return self.type(value).save()

    @property
    def path(self) -> str:
        """The path of the chosen cell."""
        return str(self.page.locator("#details h2 code").inner_text())

    @property
    def value(self) -> str:
        """The value of the chosen cell as the panel shows it."""
        return str(self.page.locator("#details .final").inner_text())

    @property
    def place(self) -> str:
        """Where the chosen cell stands among the open ones."""
        return str(self.page.locator("#place").inner_text())

    @property
    def said(self) -> str:
        """What the page told last."""
        self.page.locator("#says .said").wait_for()
        return str(self.page.locator("#says").inner_text())

    @property
    def spoken(self) -> str:
        """What a screen reader was told last, at once."""
        self.page.locator("#spoken p").first.wait_for(state="attached")
        return " | ".join(self.page.locator("#spoken p").all_text_contents())

    @property
    def focused(self) -> str:
        """What has the focus: the path of the chosen cell, or the tag and name of another element."""
        return str(
            self.page.evaluate(
                """() => {
                    const here = document.activeElement;
                    return here.matches("td.chosen") ? document.querySelector("#details h2 code")?.textContent
                        : `${here.tagName} ${here.id}`;
                }"""
            )
        )

    def is_through(self) -> bool:
        """Whether the page says that every cell is decided."""
        return bool(self.page.locator("#done").is_visible())


def tab_to(page: Any, selector: str, most: int = 60) -> None:
    """Press Tab until an element has the focus."""
    for _ in range(most):
        page.keyboard.press("Tab")
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
    raise AssertionError(f"{most} times Tab do not lead to {selector}")


def doubted(record: Record, doubts: Iterable[tuple[int, str]], candidates: tuple[str, ...] = ()) -> Record:
    """The record with these cells to review, and no others; ``candidates`` are their other readings."""
    wanted = set(doubts)

    def doubt(at: int, path: str, cell: Cell) -> Cell:
        if (at, path) not in wanted:
            return replace(cell, needs_review=False, reasons=())
        return replace(cell, needs_review=True, reasons=(REASON,), candidates=candidates)

    forms = tuple(
        replace(form, cells={path: doubt(at, path, cell) for path, cell in form.cells.items()})
        for at, form in enumerate(record.forms)
    )
    return replace(record, forms=forms)
