"""One flat table over many records."""

from __future__ import annotations

import csv
import io

import openpyxl
import pytest

from extractor.errors import UsageError
from extractor.report.export import TABLES, columns, rows, to_csv, to_xlsx
from tests import sample_record


def _read(data: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"))))


def test_indicators_of_all_forms_stand_in_one_table() -> None:
    records = [sample_record.everything(), sample_record.record(sample_record.national, name="乙.txt")]

    found = rows(records, "indicators")
    assert len(found) == 5 + 3 + 2 + 5
    assert (found[-1]["document"], found[-1]["form"], found[-1]["year"]) == ("乙.txt", "1", "2023")


def test_a_row_says_which_of_its_cells_need_review() -> None:
    found = rows([sample_record.record(sample_record.national)], "funds")

    assert [row["needs_review"] for row in found] == [None, "execution_rate", None]


@pytest.mark.parametrize("table", TABLES)
def test_csv_gives_back_every_value(table: str) -> None:
    found = rows([sample_record.everything()], table)

    read = _read(to_csv(found, table, "en"))
    assert len(read) == len(found) > 0
    assert read[0]["document"] == "样表.txt"


def test_csv_begins_with_a_byte_order_mark_and_chinese_heads() -> None:
    data = to_csv([], "funds")

    assert data.startswith(b"\xef\xbb\xbf" + "文件,表号,标题,项目名称".encode())


@pytest.mark.parametrize("text", ["=1+1", "+1+1", "-1+1", "@SUM(A1)", "\t=1", " =1", "＝1+1", "\x00=1"])
def test_a_text_that_a_spreadsheet_would_run_is_disarmed(text: str) -> None:
    record = sample_record.record(lambda page: sample_record.national(page, note="甲"))
    found = [{**row, "deviation_note": text} for row in rows([record], "indicators")]

    shown = _read(to_csv(found, "indicators"))[0]["偏差原因分析及改进措施"]
    assert shown.startswith(("'", "�"))


def test_a_negative_number_stays_a_number() -> None:
    found = [{"difference": "-2.5"}]

    assert _read(to_csv(found, "findings"))[0]["相差"] == "-2.5"


def test_the_workbook_holds_numbers_and_no_formulas() -> None:
    record = sample_record.record(lambda page: sample_record.national(page, project="=1+1"))
    sheet = openpyxl.load_workbook(io.BytesIO(to_xlsx(rows([record], "funds"), "funds"))).active

    first = dict(zip(columns("funds"), sheet[2], strict=True))
    assert (first["project"].value, first["project"].data_type) == ("=1+1", "s")
    assert (first["execution_rate"].value, first["execution_rate"].number_format) == (0.9, "0%")


def test_an_unknown_table_is_named_with_those_there_are() -> None:
    with pytest.raises(UsageError, match="'people'.*indicators, funds, findings, cells, portfolio"):
        rows([], "people")


def test_findings_and_reasons_are_told_in_the_language_of_the_table() -> None:
    records = [sample_record.record(sample_record.national)]

    finding = records[0].forms[0].findings[0]
    assert rows(records, "findings")[0]["message"] == finding.message
    assert rows(records, "findings", "en")[0]["message"] == finding.message_en
