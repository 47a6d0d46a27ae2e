"""The workbook looks like the form, keeps printed digits, and never runs document text."""

from __future__ import annotations

import io
import json
import re
from dataclasses import replace

import openpyxl
import pytest
from openpyxl.cell.cell import Cell as SheetCell
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from extractor.report.cell_style import number_of
from extractor.report.workbook import to_xlsx
from extractor.values import Record, Review
from tests import sample_record


def _book(record: Record) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(to_xlsx(record)))


def _find(sheet: Worksheet, text: str) -> SheetCell:
    return next(cell for row in sheet.iter_rows() for cell in row if cell.value == text)


def test_each_form_has_its_sheet_and_the_lists_follow() -> None:
    names = _book(sample_record.everything()).sheetnames

    lists = ["laws", "cells", "findings", "overview", "workings"]
    assert [name.split(" ")[0] for name in names] == ["1", "2", "3", "4", *lists]


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
    assert len({name.lower() for name in names}) == 3 + 5 and all(len(name) <= 31 for name in names)


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


HOSTILE = (
    "=1+1", "+cmd|' /C calc'!A0", "-2+3", "@SUM(1)", "{=1}", "=HYPERLINK(\"http://x.example\")", "http://x.example",
    "mailto:a@x.example", "internal:cells!A1", "external:c:\\\\x.xlsx", "\t=1", "'=1", "1'!$A$1)+SORT(2",
)  # fmt: skip


def _poisoned(text: str) -> Record:
    """A form in which every cell that is a text, and all that is told of it, is hostile."""
    record = sample_record.record(lambda page: sample_record.national(page, project=text, note=text))
    form = record.forms[0]
    cells = {
        path: replace(cell, raw=text, value=cell.value if cell.value is None else text, proof=text, reasons=(text,),
                      candidates=(text,), proposed_by=(text,), needs_review=True)
        for path, cell in form.cells.items()
    }  # fmt: skip
    found = tuple(replace(one, message=text, expected=text, found=text, citation=text) for one in form.findings)
    values = json.loads(json.dumps(form.values), object_hook=lambda node: {
        key: text if isinstance(value, str) and key not in ("source", "stage") else value for key, value in node.items()
    })  # fmt: skip
    return replace(record, forms=(replace(form, cells=cells, findings=found, values=values),))


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_in_every_cell_is_never_a_formula_or_a_link(text: str) -> None:
    for sheet in _book(_poisoned(text)):
        for cell in (cell for row in sheet.iter_rows() for cell in row):
            if cell.data_type == "f":
                # A sheet's name is in quotation marks; nothing else of a document stands in a formula.
                without_names = re.sub(r"'(?:[^']|'')+'!", "SHEET!", str(cell.value))
                assert text not in without_names and re.fullmatch(FORMULA, without_names), cell.coordinate
            if cell.hyperlink:
                assert cell.hyperlink.target is None and re.fullmatch(
                    r"('.+'|laws)![A-Z]+\d+", str(cell.hyperlink.location)
                )


# What our formulas are made of: functions, addresses, numbers, operators, and words of the program in quotation marks.
FORMULA = r"""(?:"[^"]*"|[A-Z]+\(|\$?[A-Z]+\$?\d+|(?:SHEET|laws|workings)!|TRUE|FALSE|[\d.,()+\-*/^&<>={}: ])+"""


def test_a_project_named_like_a_function_leaves_its_formulas_whole() -> None:
    book = _book(sample_record.record(lambda page: sample_record.national(page, project="SORT(UNIQUE(甲)) MAP(乙)")))

    name = book.sheetnames[0]
    read = str(book["workings"]["D2"].value)
    assert read.startswith(f"=IF('{name}'!$") and "_xlfn" not in read


def test_a_law_names_its_cells_and_leads_to_its_result() -> None:
    book = _book(sample_record.record(sample_record.national))
    line = next(row for row in book["laws"].iter_rows(min_row=2) if row[1].value == "各项得分之和等于总分")

    assert line[2].value == "指标1·得分 至 指标5·得分（H12:H16）；资金1·得分（I6）；总分（H17）"
    assert (line[3].value, line[3].hyperlink and line[3].hyperlink.location) == (
        "H12:H16 + I6 = H17",
        f"'{book.sheetnames[0]}'!H17",
    )
    assert [cell.data_type for cell in line[4:10]] == ["f"] * 6


def test_a_viewer_that_recalculates_nothing_shows_the_broken_sum() -> None:
    data = to_xlsx(sample_record.record(sample_record.national))
    rows = openpyxl.load_workbook(io.BytesIO(data), data_only=True)["laws"].iter_rows(min_row=2, values_only=True)
    line = next(row for row in rows if row[1] == "各项得分之和等于总分")

    assert line[4:9] == (86, 88, 2, "不符", "错误")


def test_the_total_turns_red_and_green_by_its_laws() -> None:
    sheet = _book(sample_record.record(sample_record.national)).worksheets[0]

    rules = {str(area.sqref): [rule.formula[0] for rule in area.rules] for area in sheet.conditional_formatting}
    assert rules["H17"] == [f"$M$17={level}" for level in (4, 2, 1)]
    assert str(sheet["M17"].value).startswith("=MAX(laws!$N$") and sheet.column_dimensions["L"].hidden
    assert sheet.print_area == f"'{sheet.title}'!$A$1:$I$18"


def test_a_comment_says_who_proposed_another_reading_and_what_the_reviewer_decided() -> None:
    record = sample_record.record(sample_record.national)
    form = record.forms[0]
    decided = Review("correct", ("甲", "乙"), "2026-01-02T03:04:05Z", "86", "read", "与原件核对")
    cell = replace(form.cells["total.score"], origin="reviewed", candidates=("86", "89"), proposed_by=("laws", "qwen"),
                   review=decided)  # fmt: skip
    changed = replace(record, forms=(replace(form, cells={**form.cells, "total.score": cell}),))

    comment = next(cell for row in _book(changed).worksheets[0].iter_rows() for cell in row if cell.value == 88).comment
    assert comment is not None and "其他读法：86（勾稽）、89（qwen）" in comment.text
    assert "复核：改正（甲、乙，2026-01-02），原为 86；与原件核对" in comment.text


def test_a_form_without_laws_has_neither_laws_nor_workings() -> None:
    record = sample_record.record(sample_record.national)
    bare = replace(record.forms[0], values={"title": "自评表"}, cells={}, findings=())

    assert _book(replace(record, forms=(bare,))).sheetnames[1:] == ["cells", "findings", "overview"]


def test_sheets_are_printed_across_one_page_with_their_heads_repeated() -> None:
    book = _book(sample_record.record(sample_record.national))

    for sheet in book:
        # On ``workings`` stand two tables with heads of their own, the second one on a new page.
        heads = None if sheet.title == "workings" else "$1:$1"
        assert (sheet.print_title_rows, sheet.page_setup.fitToHeight) == (heads, 0), sheet.title
    (page_break,) = book["workings"].row_breaks.brk
    assert book["workings"].cell(page_break.id + 1, 2).value == "算法"
    assert {book[name].page_setup.orientation for name in ("laws", "cells", "findings")} == {"landscape"}


def test_of_the_list_of_cells_those_columns_are_printed_that_fit_in_letters_one_can_read() -> None:
    sheet = _book(sample_record.record(sample_record.national))["cells"]

    printed = [sheet.cell(1, column).value for column in range(1, 11)]
    width = sum(sheet.column_dimensions[get_column_letter(column)].width for column in range(1, 11))
    assert sheet.print_area == f"'cells'!$A$1:$J${sheet.max_row}"
    assert printed[0] == "表" and printed[-1] == "依据"
    assert width < 220  # 7 points and more on A4 lying
