"""A scanned page at the desk: its image, the boxes over it, and the piece of it that a cell was read from."""

from __future__ import annotations

import json
import struct
import zlib
from collections.abc import Callable
from typing import Any

import pytest

from extractor.record.record_json import dumps, loads
from extractor.values import Record
from tests.browser.review.at_desk import AtDesk, doubted

WIDTH, HEIGHT = 400, 300
BOXES = {"project_name": [40, 20, 240, 50], "total.score": [300, 260, 360, 290]}


def png(width: int, height: int) -> bytes:
    """A grey picture."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    rows = b"".join(b"\0" + bytes((200,)) * width for _ in range(height))
    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


@pytest.fixture
def desk(review: Callable[..., Any], recovered: Callable[[str], Record]) -> AtDesk:
    """A form of which two cells to review stand in boxes on the image of the page."""
    data = json.loads(dumps(doubted(recovered("national-strips.txt"), [(0, path) for path in BOXES])))
    for path, box in BOXES.items():
        data["forms"][0]["cells"][path]["evidence"][0] |= {"box": box, "page": 1}
    served = review({"one": loads(json.dumps(data))})
    (served.folder / "one.pages").mkdir()
    (served.folder / "one.pages" / "1.png").write_bytes(png(WIDTH, HEIGHT))
    page = served.enter(at="/desk/1")
    page.locator("figure svg[viewBox]").wait_for()
    return AtDesk(page)


def test_the_image_is_shown_with_a_box_over_each_piece_of_evidence(desk: AtDesk) -> None:
    image, box = (desk.page.locator(name).first.bounding_box() for name in (".images img", "figure rect"))

    assert desk.page.locator("figure rect").count() == 2 and desk.page.locator(".texts").is_hidden()
    scale = image["width"] / WIDTH
    assert box["x"] - image["x"] == pytest.approx(40 * scale, abs=3)
    assert box["width"] == pytest.approx(200 * scale, abs=3)


def test_the_box_of_the_chosen_cell_is_marked_and_a_box_chooses_its_cell(desk: AtDesk) -> None:
    chosen = desk.page.locator("rect.chosen")
    assert chosen.get_attribute("x") == "40"

    desk.press("j")
    assert (desk.path, chosen.get_attribute("x")) == ("total.score", "300")
    desk.page.locator("figure rect").first.click()
    assert (desk.path, chosen.get_attribute("x")) == ("project_name", "40")


def test_the_panel_shows_the_piece_of_the_page_that_the_value_was_read_from(desk: AtDesk) -> None:
    crop = desk.page.locator("svg.crop")
    left, top, width, height = map(float, crop.get_attribute("viewBox").split())

    assert (left < 40, top < 20, left + width > 240, top + height > 50) == (True,) * 4
    assert crop.is_visible() and crop.locator("image").get_attribute("href") == "/desk/1/pages/1"


def test_i_changes_between_image_and_text_and_keeps_the_cell(desk: AtDesk) -> None:
    desk.press("i")
    assert desk.page.locator(".texts").is_visible() and desk.page.locator(".images").is_hidden()
    assert desk.page.locator("mark.chosen").is_visible() and desk.path == "project_name"

    desk.press("i")
    assert desk.page.locator(".images").is_visible() and desk.page.locator(".texts").is_hidden()


def test_a_document_without_images_offers_none(review: Callable[..., Any], recovered: Callable[[str], Record]) -> None:
    page = review({"one": recovered("national-strips.txt")}).enter(at="/desk/1")

    assert page.locator(".panes, .images, svg.crop").count() == 0 and page.locator(".texts").is_visible()
