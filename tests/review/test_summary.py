"""What the queue knows of a record: which cells wait, why, and in which order they are drawn."""

from __future__ import annotations

from dataclasses import replace

from extractor.review.summary import LAW_BROKEN, summarise, unreadable
from extractor.review.values import DocumentSummary
from extractor.sheet.view import FormView
from extractor.values import Cell, Record
from tests import sample_record
from tests.review.decisions import two_forms

TOTAL, RATE, DATE = "total.score", "funds[1].execution_rate", "sign_off.filled_on"


def national(**cells: Cell) -> Record:
    """The national form, some of its cells replaced; ``a__b`` is the path ``a.b``."""
    record = sample_record.record(sample_record.national)
    form = record.forms[0]
    changed = {path.replace("__", "."): cell for path, cell in cells.items()}
    return replace(record, forms=(replace(form, cells={**form.cells, **changed}),))


def of(record: Record) -> DocumentSummary:
    return summarise(record, "a", "1")


def test_cells_that_wait_stand_in_the_order_of_the_form() -> None:
    assert [(cell.path, cell.order) for cell in of(national()).queue] == [(RATE, 0), (TOTAL, 1), (DATE, 2)]


def test_a_cell_tells_its_first_reason_and_the_laws_it_breaks() -> None:
    rate, total, _ = of(national()).queue
    assert (rate.reason, rate.reason_kind, rate.laws) == ("执行率格无文字，由执行数与预算数推出", rate.reason, ())
    assert (total.value, total.confidence, total.laws) == ("88", 0.61, ("scores_sum_to_total",))


def test_a_sure_cell_that_breaks_a_law_waits_for_that_law() -> None:
    sure = Cell("88", "88", "read", laws_broken=("scores_sum_to_total",))
    (total,) = [cell for cell in of(national(total__score=sure)).queue if cell.path == TOTAL]
    assert (total.reason, total.reason_kind) == ("各项得分之和等于总分", LAW_BROKEN)


def test_errors_warnings_and_the_lowest_confidence_are_counted() -> None:
    told = of(national())
    assert (told.forms, told.errors, told.warnings, told.lowest) == (1, 1, 1, 0.0)
    assert told.cells == len(national().forms[0].cells)


def test_a_record_without_doubts_has_nothing_to_wait_for(tmp_path: object) -> None:
    told = of(sample_record.record(sample_record.transfer))
    assert (told.queue, told.lowest, told.errors) == ((), 1.0, 0)


def test_the_cells_of_all_forms_are_numbered_through() -> None:
    record = two_forms()
    told = of(record)
    assert [cell.order for cell in told.queue] == list(range(len(told.queue)))
    assert {cell.form for cell in told.queue} <= {0, 1}
    assert told.title.startswith("河岸护栏更新；河岸护栏")


def test_a_title_is_short_and_a_form_without_a_name_has_that_of_its_kind() -> None:
    assert len(of(sample_record.record(lambda page: sample_record.national(page, "长" * 500))).title) == 80
    form = national().forms[0]
    nameless = replace(form, values={**form.values, "project_name": None, "title": None})
    assert of(replace(national(), forms=(nameless,))).title != ""


def test_a_file_that_is_no_record_has_a_name_and_a_fault() -> None:
    told = unreadable("a", "1", "a.json is not JSON")
    assert (told.name, told.fault, told.queue, told.lowest) == ("a", "a.json is not JSON", (), 1.0)


def test_every_cell_of_the_queue_can_be_drawn() -> None:
    record = sample_record.everything()
    for cell in of(record).queue:
        assert FormView.of(record.forms[cell.form]).value(cell.path) == cell.value
