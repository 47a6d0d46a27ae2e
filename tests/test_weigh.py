"""What an OCR engine was not sure of: it costs certainty, and its other readings are the first that the laws try."""

from __future__ import annotations

from collections.abc import Mapping

from extractor.doubts import INK_UNREAD
from extractor.ingest.printed import Cell, Line, Page, Table, Word, document_of
from extractor.pipeline import recover_document
from extractor.settings import Settings
from extractor.values import FormRecord
from tests.decide.small_forms import NATIONAL

SURE = 0.99


def scanned(words: Mapping[str, Word], *, guessed: bool = False) -> FormRecord:
    """The form as a scan gives it; ``words`` are what the engine reads in place of some texts.

    ``guessed`` says that its table has no lines.
    """
    blocks: list[Line | Table] = []
    cells = []
    for row, line in enumerate(NATIONAL.splitlines()):
        texts = line.split("\t")
        if len(texts) == 1:
            blocks.append(Line((Word(line, (0, 0, 9, 9), SURE),)))
        for column, text in enumerate(texts if len(texts) > 1 else ()):
            word = words.get(text, Word(text, (column * 10.0, row * 10.0, column * 10 + 9.0, row * 10 + 9.0), SURE))
            cells.append(Cell(row, column, (Line((word,)),) if text else ()))
    page = Page(1, (*blocks, Table(tuple(cells), guessed=guessed)), 2000, 1000)
    document = document_of([page], "form.png", "0" * 64, "image")
    return recover_document(document, Settings(source_kind="ocr")).forms[0]


def test_a_sure_scan_is_the_form() -> None:
    form = scanned({})
    assert form.values["total"]["score"] == "97"
    assert not form.cells["total.score"].needs_review


def test_a_word_that_the_engine_is_not_sure_of_is_flagged_where_no_law_proves_it() -> None:
    form = scanned({"河岸护栏更新": Word("河岸护栏更薪", (0, 0, 9, 9), 0.55)})
    assert form.cells["project_name"].needs_review


def test_the_same_doubt_is_lifted_where_the_laws_prove_the_figure() -> None:
    form = scanned({"97": Word("97", (0, 0, 9, 9), 0.7)})
    assert (form.values["total"]["score"], form.cells["total.score"].needs_review) == ("97", False)


def test_a_misread_figure_is_what_else_the_engine_saw_where_the_laws_prove_that() -> None:
    """41 does not look like 97: without what the engine saw, nobody would try that."""
    form = scanned({"97": Word("41", (0, 0, 9, 9), 0.5, ("97",))})

    cell = form.cells["total.score"]

    assert (form.values["total"]["score"], cell.origin, cell.raw) == ("97", "repaired", "41")
    assert cell.proof is not None


def test_what_else_the_engine_saw_is_not_taken_without_proof() -> None:
    form = scanned({"36公里": Word("36公里", (0, 0, 9, 9), SURE, ("38公里",))})
    assert form.values["indicators"][0]["actual"] == "36公里"


def test_a_bound_beside_what_the_engine_saw_proves_nothing() -> None:
    """A score of 41 is above its weight and 1 is not; but only 18 adds up."""
    form = scanned({"18": Word("41", (0, 0, 9, 9), 0.5, ("1",))})
    assert form.cells["indicators[0].score"].needs_review


def test_an_author_s_slip_that_was_read_surely_stays() -> None:
    form = scanned({"97": Word("96", (0, 0, 9, 9), 0.97, ("97",))})

    cell = form.cells["total.score"]

    assert (cell.value, cell.origin, cell.needs_review) == ("96", "read", True)


def test_cells_of_a_table_without_lines_are_looked_at_but_for_those_that_a_sum_proves() -> None:
    form = scanned({}, guessed=True)

    assert form.cells["indicators[0].level1"].needs_review
    assert form.cells["indicators[0].target"].needs_review
    assert not form.cells["indicators[0].score"].needs_review


def test_a_cell_in_which_something_was_printed_and_not_read_is_missed() -> None:
    # 36公里 was there, nothing says what
    cell = scanned({"36公里": Word("", (0, 0, 9, 9), 0.0)}).cells["indicators[0].actual"]
    assert (cell.value, cell.origin, cell.reasons) == (None, "missing", (INK_UNREAD,))


def test_what_was_printed_and_not_read_is_worked_out_where_the_laws_leave_one_figure() -> None:
    cell = scanned({"18": Word("", (0, 0, 9, 9), 0.0)}).cells["indicators[0].score"]
    assert (cell.value, cell.origin) == ("18", "inferred")


def test_an_empty_cell_is_empty() -> None:
    cell = scanned({"36公里": Word("", (0, 0, 9, 9), 1.0)}).cells["indicators[0].actual"]
    assert cell.origin == "blank"
