"""PDF files of which pages are pictures: who reads them, and what is said where nobody can."""

from __future__ import annotations

from typing import Any, NamedTuple

import pytest

from extractor.errors import UnreadableInputError
from extractor.ingest.paging import Paging, parse_pages
from extractor.ingest.pdf import PdfIngester, page_images
from extractor.ingest.printed import Line, Word
from tests.ingest.pdf.written import COVER, UNNAMED, pdf, say


class Sheet(NamedTuple):
    """A page as a reader of pictures gives it."""

    blocks: tuple[Line, ...]
    image: Any
    width: float = 1654
    height: float = 2339


class FakeReader:
    """A reader of pictures that says which sheet it was given."""

    def __init__(self) -> None:
        self.shapes: list[tuple[int, ...]] = []

    def read_sheet(self, sheet: int, image: Any, dpi: float | None) -> tuple[Sheet, ...]:
        self.shapes.append(image.shape)
        return (Sheet((Line((Word(f"读出第{sheet}页", (1, 1, 2, 2), 0.8),)),), image),)


def test_only_pages_without_text_are_given_to_the_reader() -> None:
    reader = FakeReader()

    document = PdfIngester(lambda _sha256, _paging: reader).ingest(pdf(say("文字页"), COVER, say("又一页")), "表.pdf")

    assert document.text == "文字页\n\f读出第2页\n\f又一页\n"
    assert reader.shapes == [(2339, 1653, 3)]
    assert {f.score for f in document.fragments if f.page == 2} == {0.8}


def test_a_scan_with_text_over_it_is_read_anew() -> None:
    data = pdf(COVER + say("机器读过的文字", mode=3))

    assert PdfIngester(lambda _sha256, _paging: FakeReader()).ingest(data, "表.pdf").text == "读出第1页\n"


def test_a_stamp_with_a_page_number_on_a_scan_leaves_it_a_scan() -> None:
    data = pdf(COVER + say("第1页"))

    assert PdfIngester(lambda _sha256, _paging: FakeReader()).ingest(data, "表.pdf").text == "读出第1页\n"


def test_fonts_that_name_no_characters_send_a_page_to_the_reader_and_say_so() -> None:
    notes: list[str] = []
    data = pdf(say("项目名称" * 9), font=UNNAMED)

    document = PdfIngester(lambda _sha256, _paging: FakeReader()).ingest_pages(
        data, "表.pdf", Paging(on_note=lambda chinese, _english: notes.append(chinese))
    )

    assert document.text == "读出第1页\n"
    assert notes == ["表.pdf：第 1 页的字体没有文字编码，按图像处理。"]


def test_a_file_of_pictures_and_no_reader_is_one_sentence() -> None:
    with pytest.raises(UnreadableInputError, match=r"只有图像，没有文字；请安装 jixiao\[ocr\]") as caught:
        PdfIngester().ingest(pdf(COVER), "表.pdf")

    assert "holds only images" in caught.value.__notes__[0]


def test_fonts_that_name_no_characters_and_no_reader_is_one_sentence() -> None:
    with pytest.raises(UnreadableInputError, match="字体没有文字编码"):
        PdfIngester().ingest(pdf(say("项目名称" * 9), font=UNNAMED), "表.pdf")


def test_pages_that_nobody_reads_are_told_of_where_others_have_text() -> None:
    notes: list[str] = []

    document = PdfIngester().ingest_pages(
        pdf(say("文字页"), COVER, COVER), "表.pdf", Paging(on_note=lambda chinese, _english: notes.append(chinese))
    )

    assert document.text == "文字页\n"
    assert notes == ["表.pdf：第 2-3 页只有图像，没有读；请安装 jixiao[ocr] 后重试。"]


def test_pictures_of_pages_come_one_by_one() -> None:
    pictures = list(page_images(pdf(say("甲"), COVER, say("丙")), dpi=100, pages=parse_pages("2-")))

    assert [(number, image.shape, dpi) for number, image, dpi in pictures] == [
        (2, (1169, 826, 3), 100),
        (3, (1169, 826, 3), 100),
    ]
    assert pictures[0][1].min() == 0 and pictures[1][1].max() == 255


def test_a_page_larger_than_any_paper_comes_smaller() -> None:
    ((_, image, dpi),) = page_images(pdf(say("甲"), page="/MediaBox [0 0 30000 30000]"))

    assert image.shape == (6000, 6000, 3)
    assert dpi == pytest.approx(14.4)
