"""Where a stretch of the text stands: its page, and the box around what was printed there."""

from __future__ import annotations

import pytest

from extractor import recover
from extractor.ingest import ingest_text
from extractor.ingest.printed import Cell, Line, Page, Table, Word, document_of
from extractor.places import Places
from extractor.values import Span


def word(text: str, left: float, top: float) -> Line:
    return Line((Word(text, (left, top, left + 10 * len(text), top + 10)),))


SCORES = Table((
    Cell(0, 0, (word("分值", 0, 20),)),
    Cell(0, 1, (word("10", 50, 20), word("分", 50, 32))),
))  # fmt: skip
REST = Table((Cell(0, 0, (word("得分", 0, 0),)), Cell(0, 1, ())), continues=True)
PAGES = (Page(1, (word("自评表", 40, 5), SCORES)), Page(2, (REST,)))


def span_of(text: str, piece: str) -> Span:
    return Span(text.index(piece), text.index(piece) + len(piece))


@pytest.mark.parametrize(
    ("piece", "page", "box"),
    [
        ("自评表", 1, (40, 5, 70, 15)),
        ("10", 1, (50, 20, 70, 42)),  # the cell is what has a place: both its lines
        ("分值\t10", 1, (0, 20, 70, 42)),
        ("得分", 2, (0, 0, 20, 10)),
        ("得", 2, (0, 0, 20, 10)),
    ],
)
def test_a_span_has_the_page_and_the_box_of_what_it_touches(
    piece: str, page: int, box: tuple[float, float, float, float]
) -> None:
    document = document_of(PAGES, "form.pdf", "0" * 64, "pdf")

    found = Places(document).evidence(span_of(document.text, piece))

    assert (found.text, found.page, found.box) == (piece, page, box)


def test_the_text_of_pages_is_rows_with_tabs_and_a_form_feed_between_two_pages() -> None:
    document = document_of(PAGES, "form.pdf", "0" * 64, "pdf")

    assert document.text == "自评表\n分值\t10\n分\n\f得分\t\n"
    assert [(piece.text, piece.row, piece.column) for piece in document.fragments] == [
        ("自评表", None, None), ("分值", 0, 0), ("10\n分", 0, 1), ("得分", 1, 0), ("", 1, 1),
    ]  # fmt: skip
    assert (document.pages, document.dpi) == (2, 200)


def test_a_text_file_has_pages_by_form_feeds_and_no_boxes() -> None:
    document = ingest_text("第一页\n\f第二页\n")
    found = Places(document).evidence(span_of(document.text, "第二页"))
    assert (found.page, found.box, document.dpi) == (2, None, None)


def test_a_record_says_on_which_page_a_cell_stands() -> None:
    record = recover("eval_set/three-forms-one-file.txt")
    assert all(piece.page >= 1 for form in record.forms for cell in form.cells.values() for piece in cell.evidence)
