"""Workbooks: what a sheet shows comes out, in its place, as it is shown."""

from __future__ import annotations

import datetime
import io
from typing import Any

import openpyxl
import pytest

from extractor.ingest.office.convert import libreoffice
from tests.ingest.office.building import book, cells_of, read, texts_of


def saved(workbook: openpyxl.Workbook) -> bytes:
    out = io.BytesIO()
    workbook.save(out)
    return out.getvalue()


def shown(value: Any, number_format: str = "General") -> str:
    """What the cell B1 shows; A1 keeps the sheet from being empty."""
    workbook = openpyxl.Workbook()
    sheet = workbook.active
    sheet["A1"], sheet["B1"] = "值", value
    sheet["B1"].number_format = number_format
    texts = texts_of(read(saved(workbook)))
    return texts[1] if len(texts) > 1 else ""


@pytest.mark.parametrize(
    ("value", "number_format", "text"),
    [
        (20.0, "General", "20"),
        (0.1 + 0.2, "General", "0.3"),
        (1234567890123, "General", "1234567890123"),
        (0.95666666666666667, "General", "0.956666667"),
        (-3.5, "General", "-3.5"),
        ("0012", "@", "0012"),
        (12, "@", "12"),
        (True, "General", "TRUE"),
        ("#DIV/0!", "General", "#DIV/0!"),
        (0.957, "0.00%", "95.70%"),
        (0.957, "0%", "96%"),
        (1, "0%", "100%"),
        (1234567.891, "#,##0.00", "1,234,567.89"),
        (1234567.891, "#,##0", "1,234,568"),
        (2.675, "0.00", "2.68"),
        (9.5, "0.00_ ", "9.50"),
        (-9.5, "0.00_);[Red]\\(0.00\\)", "(9.50)"),
        (1234.5, '_ * #,##0.00_ ;_ * \\-#,##0.00_ ;_ * "-"??_ ;_ @_ ', "1,234.50"),
        (0, '_ * #,##0.00_ ;_ * \\-#,##0.00_ ;_ * "-"??_ ;_ @_ ', "-"),
        (586.4, '0.0"万元"', "586.4万元"),
        (5, 'General"分"', "5分"),
        ("甲", '@"（章）"', "甲（章）"),
        (datetime.date(2023, 3, 5), 'yyyy"年"m"月"', "2023年3月"),
        (datetime.date(2023, 3, 5), '[$-804]yyyy"年"m"月"d"日";@', "2023年3月5日"),
        (datetime.date(2023, 3, 5), "yyyy-mm-dd", "2023-03-05"),
        (datetime.date(2023, 3, 5), "mm-dd-yy", "2023/3/5"),  # format 14: the short date of the system
        (datetime.date(2023, 3, 5), "[$-F800]dddd, mmmm dd, yyyy", "2023年3月5日"),
        (datetime.date(2023, 3, 5), "[$-804]aaaa", "星期日"),
        (datetime.datetime(2023, 3, 5, 14, 30), "yyyy/m/d h:mm", "2023/3/5 14:30"),
        (5, "0" * 300, "5"),
        (5, '0"', "5"),
    ],
)
def test_a_value_is_shown_in_its_format(value: Any, number_format: str, text: str) -> None:
    assert shown(value, number_format) == text


@pytest.mark.parametrize(
    ("number", "stored", "text"),
    [
        (31, "45000", "2023年3月15日"),
        (57, "45000", "2023年3月"),
        (10, "0.5", "50.00%"),
        (999, "5.10", "5.1"),
        (14, "x", "x"),
    ],
)
def test_formats_named_by_number_alone_are_those_of_chinese_programs(number: int, stored: str, text: str) -> None:
    styles = f'<cellXfs><xf numFmtId="0"/><xf numFmtId="{number}"/></cellXfs>'
    sheet = f'<sheetData><row><c t="inlineStr"><is><t>甲</t></is></c><c s="1"><v>{stored}</v></c></row></sheetData>'

    assert texts_of(read(book(sheet, styles=styles))) == ["甲", text]


def test_days_may_be_counted_from_1904() -> None:
    styles = '<cellXfs><xf numFmtId="0"/><xf numFmtId="31"/></cellXfs>'
    sheet = '<sheetData><row><c s="1"><v>43538</v></c><c><v>1</v></c></row></sheetData>'
    properties = '<workbookPr date1904="1"/>'

    assert texts_of(read(book(sheet, styles=styles, properties=properties))) == ["2023年3月15日", "1"]


def test_zeros_that_the_sheet_hides_are_hidden() -> None:
    view = '<sheetViews><sheetView showZeros="0"/></sheetViews>'
    cells = "".join(f"<c><v>{number}</v></c>" for number in (1, 0, 2))

    assert texts_of(read(book(f"{view}<sheetData><row>{cells}</row></sheetData>"))) == ["1", "", "2"]


def test_rich_text_is_one_text_without_its_pronunciation() -> None:
    shared = "<si><r><t>自</t></r><r><t>评</t></r><rPh><t>ziping</t></rPh></si><si><t>甲_x000D_\n乙</t></si>"
    sheet = '<sheetData><row><c t="s"><v>0</v></c><c t="s"><v>1</v></c><c t="s"><v>9</v></c></row></sheetData>'

    assert texts_of(read(book(sheet, shared=shared))) == ["自评", "甲\n乙"]


def test_a_formula_shows_its_saved_value() -> None:
    cells = '<c><f>1+1</f><v>2</v></c><c t="str"><f>"甲"</f><v>甲</v></c><c t="e"><f>1/0</f><v>#N/A</v></c>'

    assert texts_of(read(book(f"<sheetData><row>{cells}</row></sheetData>"))) == ["2", "甲", "#N/A"]


@pytest.mark.skipif(libreoffice() is None, reason="LibreOffice is not installed")
def test_formulas_without_a_value_are_computed_by_libreoffice() -> None:
    workbook = openpyxl.Workbook()
    workbook.active.append(["合计", "=60+39.5"])

    assert texts_of(read(saved(workbook))) == ["合计", "99.5"]


def test_a_formula_that_reaches_out_of_the_workbook_is_never_computed() -> None:
    workbook = openpyxl.Workbook()
    workbook.active.append(["甲", '=WEBSERVICE("file:///etc/passwd")', "=1+1", "乙"])

    assert texts_of(read(saved(workbook))) == ["甲", "", "", "乙"]


def test_merged_cells_stand_once_and_keep_grid_columns() -> None:
    workbook = openpyxl.Workbook()
    for row in (["标题", None, None], ["甲", "乙", "丙"], [None, "丁", None]):
        workbook.active.append(row)
    for area in ("A1:C1", "A2:A3", "B3:C3"):
        workbook.active.merge_cells(area)

    assert cells_of(read(saved(workbook))) == [
        (0, 0, "标题"), (1, 0, "甲"), (1, 1, "乙"), (1, 2, "丙"), (2, 1, "丁"),
    ]  # fmt: skip


def test_blank_rows_part_tables_and_single_texts_are_lines() -> None:
    workbook = openpyxl.Workbook()
    for row in (["附件"], [], ["甲", "乙"], [], ["丙", None], ["丁", "戊"], [], ["注：一"]):
        workbook.active.append(row)

    assert cells_of(read(saved(workbook))) == [
        (None, None, "附件"), (0, 0, "甲"), (0, 1, "乙"), (1, 0, "丙"), (1, 1, ""), (2, 0, "丁"), (2, 1, "戊"),
        (None, None, "注：一"),
    ]  # fmt: skip


def test_a_blank_row_between_lines_belongs_to_its_table() -> None:
    styles = (
        '<borders><border/><border><left style="thin"/></border></borders><cellXfs><xf/><xf borderId="1"/></cellXfs>'
    )
    row = '<row><c s="1" t="inlineStr"><is><t>甲</t></is></c><c s="1"><v>1</v></c></row>'
    sheet = f'<sheetData>{row}<row><c s="1"/><c s="1"/></row>{row}</sheetData>'

    assert [place[:2] for place in cells_of(read(book(sheet, styles=styles)))] == [
        (r, c) for r in range(3) for c in (0, 1)
    ]


def test_hidden_sheets_rows_and_columns_are_left_out() -> None:
    workbook = openpyxl.Workbook()
    first, hidden, last = workbook.active, workbook.create_sheet(), workbook.create_sheet()
    for row in (["甲", "藏", "乙"], ["藏", "藏", "藏"], ["丙", "藏", "丁"]):
        first.append(row)
    first.column_dimensions["B"].hidden = first.row_dimensions[2].hidden = True
    hidden.append(["藏", "藏"])
    hidden.sheet_state = "veryHidden"
    last.append(["戊", "己"])
    document = read(saved(workbook))

    assert cells_of(document) == [
        (0, 0, "甲"), (0, 1, "乙"), (1, 0, "丙"), (1, 1, "丁"), (2, 0, "戊"), (2, 1, "己"),
    ]  # fmt: skip
    assert [fragment.page for fragment in document.fragments] == [1] * 4 + [2] * 2 and document.kind == "xlsx"


def test_a_merged_cell_whose_first_row_is_hidden_shows_its_text_below() -> None:
    workbook = openpyxl.Workbook()
    for row in (["甲", "藏"], [None, "乙"], ["丙", "丁"]):
        workbook.active.append(row)
    workbook.active.merge_cells("A1:A2")
    workbook.active.row_dimensions[1].hidden = True

    assert cells_of(read(saved(workbook))) == [(0, 0, "甲"), (0, 1, "乙"), (1, 0, "丙"), (1, 1, "丁")]


def test_cells_without_a_reference_follow_each_other() -> None:
    sheet = "<sheetData><row><c><v>1</v></c><c><v>2</v></c></row><row><c><v>3</v></c></row></sheetData>"

    assert cells_of(read(book(sheet))) == [(0, 0, "1"), (0, 1, "2"), (1, 0, "3"), (1, 1, "")]


def test_formats_over_the_whole_sheet_cost_nothing() -> None:
    merged = '<mergeCells><mergeCell ref="A1:XFD1"/><mergeCell ref="C2:C1048576"/></mergeCells>'
    styled = '<c r="XFD2" s="1"/>'
    rows = (
        f'<row r="1"><c r="A1"><v>1</v></c></row><row r="2"><c r="A2"><v>2</v></c><c r="B2"><v>3</v></c>{styled}</row>'
    )
    styles = (
        '<borders><border/><border><left style="thin"/></border></borders><cellXfs><xf/><xf borderId="1"/></cellXfs>'
    )
    sheet = f'<sheetData>{rows}<row r="1048576"><c r="XFD1048576" s="1"/></row></sheetData>{merged}'
    document = read(book(sheet, styles=styles))

    assert [text for text in texts_of(document) if text] == ["1", "2", "3"] and len(document.fragments) < 300
