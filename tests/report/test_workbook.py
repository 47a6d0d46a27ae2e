"""The workbook looks like the form, keeps printed digits, and never runs document text."""

from __future__ import annotations

import io
from dataclasses import replace

import openpyxl
import pytest
from openpyxl.cell.cell import Cell as SheetCell
from openpyxl.worksheet.worksheet import Worksheet

from extractor.report.cell_style import number_of
from extractor.report.workbook import to_xlsx
from extractor.values import Record
from tests import sample_record


def _book(record: Record) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(to_xlsx(record)))


def _find(sheet: Worksheet, text: str) -> SheetCell:
    return next(cell for row in sheet.iter_rows() for cell in row if cell.value == text)


def test_each_form_has_its_sheet_and_the_lists_follow() -> None:
    names = _book(sample_record.everything()).sheetnames

    assert [name.split(" ")[0] for name in names] == ["1", "2", "3", "4", "cells", "findings", "overview"]


def test_the_title_is_merged_over_the_width_of_the_form() -> None:
    sheet = _book(sample_record.record(sample_record.national)).worksheets[0]

    assert sheet["A1"].value == "2023年乡村公共照明专项资金项目支出绩效自评表"
    assert "A1:I1" in {str(area) for area in sheet.merged_cells.ranges}


def test_a_level_one_label_is_merged_over_its_rows() -> None:
    sheet = _book(sample_record.record(sample_record.national)).worksheets[0]

    label = _find(sheet, "产出指标")
    assert f"{label.coordinate}:{label.column_letter}{label.row + 2}" in {
        str(area) for area in sheet.merged_cells.ranges
    }


def test_a_number_can_be_computed_with_and_keeps_its_decimals() -> None:
    sheet = _book(sample_record.record(sample_record.jinzhong)).worksheets[0]

    amount = next(cell for row in sheet.iter_rows() for cell in row if cell.value == 60)
    assert amount.number_format == "0.00"


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("40.00", (40.0, "0.00")),
        ("-50", (-50.0, "0")),
        ("38.9%", (0.389, "0.0%")),
        ("007", None),
        ("+5", None),
        ("1e5", None),
        ("≥95%", None),
        ("1234567890.1234567", None),
        ("❾", None),
    ],
)
def test_only_plain_numbers_become_numbers(text: str, number: tuple[float, str] | None) -> None:
    assert number_of(text) == number


@pytest.mark.parametrize("text", ["=1+1", "+cmd|' /C calc'!A0", "-2+3", "@SUM(1)", "http://x.example", "{=1}"])
def test_document_text_stays_text(text: str) -> None:
    record = sample_record.record(lambda page: sample_record.national(page, project=text))

    cells = [cell for sheet in _book(record) for row in sheet.iter_rows() for cell in row if cell.value == text]
    assert len(cells) >= 2
    assert {cell.data_type for cell in cells} == {"s"} and not any(cell.hyperlink for cell in cells)


def test_a_cell_to_review_is_amber_and_says_why() -> None:
    sheet = _book(sample_record.record(sample_record.national)).worksheets[0]

    score = next(cell for row in sheet.iter_rows() for cell in row if cell.value == 88)
    assert score.fill.fgColor.rgb == "FFFFE9A8"
    assert score.comment is not None and "与各项得分之和不符" in score.comment.text


def test_the_cell_that_a_broken_law_is_about_has_a_red_border() -> None:
    sheet = _book(sample_record.record(sample_record.national)).worksheets[0]

    total = next(cell for row in sheet.iter_rows() for cell in row if cell.value == 88)
    part = next(cell for row in sheet.iter_rows() for cell in row if cell.value == 19.5)
    assert total.border.left.style == "medium" and total.border.left.color.rgb == "FFC0281C"
    assert part.border.left.style == "thin" and part.border.bottom.color.rgb == "FFC0281C"


def test_a_missing_cell_is_hatched_and_a_repaired_one_says_what_proves_it() -> None:
    sheet = _book(sample_record.record(sample_record.national)).worksheets[0]

    label, repaired = _find(sheet, "填报日期"), _find(sheet, "≥480盏")
    hatched = [cell for cell in sheet[label.row] if cell.fill.patternType == "lightUp"]
    assert hatched and repaired.comment is not None and "2480盏" in repaired.comment.text


def test_the_cells_sheet_lists_every_cell_with_its_evidence() -> None:
    record = sample_record.record(sample_record.transfer)
    sheet = _book(record)["cells"]

    paths = [cell.value for cell in sheet["B"]][1:]
    assert set(paths) == set(record.forms[0].cells)


def test_same_record_same_bytes() -> None:
    record = sample_record.record(sample_record.department)

    assert to_xlsx(record) == to_xlsx(record)


def test_sheet_names_survive_projects_of_the_same_long_and_odd_name() -> None:
    odd = "甲/乙:丙*丁?[戊]\\己'" * 5
    record = sample_record.record(*[lambda page: sample_record.national(page, project=odd)] * 3)

    names = _book(record).sheetnames
    assert len({name.lower() for name in names}) == 6 and all(len(name) <= 31 for name in names)


def test_control_characters_and_lone_surrogates_do_not_break_the_file() -> None:
    record = sample_record.record(lambda page: sample_record.national(page, project="甲\x00\x1b乙\ud800"))

    assert _find(_book(record).worksheets[0], "甲��乙�")


def test_a_record_without_forms_still_gives_a_workbook() -> None:
    empty = replace(sample_record.everything(), forms=())

    assert _book(empty).sheetnames == ["cells", "findings", "overview"]


def test_a_wide_number_shrinks_and_is_never_cut_off() -> None:
    sheet = _book(sample_record.record(sample_record.jinzhong)).worksheets[0]

    amount = next(cell for row in sheet.iter_rows() for cell in row if cell.value == 60)
    assert (amount.alignment.shrink_to_fit, amount.alignment.wrap_text) == (True, None)


def test_the_list_of_cells_says_in_english_why_a_cell_needs_review() -> None:
    record = sample_record.record(sample_record.national)
    form = record.forms[0]
    cell = replace(form.cells["total.score"], reasons=("内容与该栏通常的样式不符",))
    changed = replace(record, forms=(replace(form, cells={**form.cells, "total.score": cell}),))

    told = [row[-1].value for row in _book(changed)["cells"].iter_rows() if row[1].value == "total.score"]
    assert told == ["the content does not look like what usually stands here"]
