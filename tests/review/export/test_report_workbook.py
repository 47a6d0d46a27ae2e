"""The workbook of a review: the same as the page, with the whole log; text stays text."""

from __future__ import annotations

import io
import zipfile

import openpyxl
import pytest
from openpyxl.workbook import Workbook

from extractor.review.export.digest import digest
from extractor.review.export.report_workbook import to_xlsx
from tests.review.export.scene import HOSTILE, MADE, document, lively, said, untouched
from tests.sample_record import national, record


def opened(data: bytes) -> Workbook:
    return openpyxl.load_workbook(io.BytesIO(data))


def column(book: Workbook, sheet: str, head: str) -> list[object]:
    rows = list(book[sheet].iter_rows(values_only=True))
    at = next(number for number, said in enumerate(rows[0]) if str(said).startswith(head))
    return [row[at] for row in rows[1:]]


@pytest.fixture(scope="module")
def book() -> Workbook:
    return opened(to_xlsx([digest(lively()), digest(untouched())], "out", MADE))


def test_the_sheets_are_figures_changes_log_laws_and_what_is_open(book: Workbook) -> None:
    assert book.sheetnames == ["概况", "更改", "全部决定", "勾稽", "未决"]


def test_changes_and_decisions_that_do_not_fit_are_listed(book: Workbook) -> None:
    paths = column(book, "更改", "路径")

    assert len(paths) == len(digest(lively()).changes) + 2 and "indicators[9].score" in paths
    assert column(book, "更改", "现值")[0] == "86"


def test_the_whole_log_is_there_with_what_was_overtaken(book: Workbook) -> None:
    assert column(book, "全部决定", "序号") == list(range(1, 14))
    assert str(column(book, "全部决定", "状态")[0]).startswith("已被取代")


def test_laws_are_told_in_both_languages(book: Workbook) -> None:
    assert "复核后相符\nmended by the review" in column(book, "勾稽", "结果")
    assert any("weights add up" in str(law) for law in column(book, "勾稽", "勾稽规则"))


@pytest.mark.parametrize(
    "hostile", [HOSTILE, "=1+1", "+1", "-1", "@SUM(A1)", "http://x.example", "\ud800\x00", "9" * 40]
)
def test_a_value_never_becomes_a_formula_a_link_or_a_number(hostile: str) -> None:
    form = record(national)
    reviewed = document(form, [said(form, 0, "sign_off.handler", "correct", hostile, comment=hostile)])

    data = to_xlsx([digest(reviewed)], hostile, MADE)

    cell = opened(data)["更改"]["F2"]
    assert cell.data_type == "s" and str(cell.value).startswith(hostile.strip("\ud800\x00")[:1])
    with zipfile.ZipFile(io.BytesIO(data)) as parts:
        assert not any(b"<f>" in parts.read(name) for name in parts.namelist() if "worksheets" in name)
        assert not any(b"hyperlink" in parts.read(name) for name in parts.namelist() if "worksheets" in name)


def test_the_same_review_gives_the_same_bytes() -> None:
    assert to_xlsx([digest(lively())], "out", MADE) == to_xlsx([digest(lively())], "out", MADE)
