"""Print that could not be read leaves no empty cell."""

from __future__ import annotations

import pytest

pytest.importorskip("cv2", reason="the extra [ocr] is not installed")
pytest.importorskip("onnxruntime", reason="the extra [ocr] is not installed")
pytest.importorskip("rapidocr", reason="the extra [ocr] is not installed")

from extractor.ingest.printed import Page, Table, document_of
from extractor.ingest.scan.reader import ReadPage, ScanReader
from tests.ingest.scan.damaging import blurred, noisy, sealed
from tests.ingest.scan.drawing import Pixels, form

ROWS = [["年度资金总额", "80", "72", ""], ["当年财政拨款", "", "60", "12"]]


def read(page: Pixels) -> ReadPage:
    (found,) = ScanReader().read(page, 200)
    return found


def unread(page: ReadPage) -> list[tuple[int, int]]:
    """The cells in which something is printed that was not read."""
    (table,) = (block for block in page.blocks if isinstance(block, Table))
    return [(cell.row, cell.column) for cell in table.cells if cell.lines and not cell.text]


@pytest.mark.parametrize("strength", [6, 9, 12])
def test_a_figure_that_is_blurred_beyond_reading_is_told(strength: float) -> None:
    page = form(ROWS)
    page[155:205, 585:805] = blurred(page[155:205, 585:805], strength)  # the 72

    found = read(page)

    assert unread(found) == [(0, 2)]
    document = document_of([Page(1, found.blocks, found.width, found.height)], "scan.png", "0" * 64, "image")
    (fragment,) = (fragment for fragment in document.fragments if (fragment.row, fragment.column) == (0, 2))
    assert (fragment.text, fragment.score) == ("", 0.0)


@pytest.mark.parametrize("page", [form(ROWS), noisy(form(ROWS), 9), sealed(form(ROWS), (0.6, 0.5), 90)])
def test_empty_cells_are_empty_also_under_grain_and_seals(page: Pixels) -> None:
    assert unread(read(page)) == []
