"""PDF files with text: what is printed, where, and in which cell."""

from __future__ import annotations

import pytest

from extractor.ingest.paging import Paging, parse_pages
from extractor.ingest.pdf import PdfIngester, page_images
from extractor.values import Document
from tests.ingest.pdf.written import COVER, pdf, say, stream, table

FORM = [["项目", "分值"], ["数量", "10"]]
FORM_TEXT = "项目\t分值\n数量\t10\n"


def read(data: bytes, **wishes: object) -> Document:
    """Ingest with no reader of pictures."""
    return PdfIngester().ingest_pages(data, "表.pdf", Paging(**wishes))  # type: ignore[arg-type]


def test_a_ruled_table_and_the_line_above_it() -> None:
    document = read(pdf(say("自评表", y=740) + table(FORM)))

    assert document.text == "自评表\n" + FORM_TEXT
    assert (document.kind, document.pages) == ("pdf", 1)


def test_boxes_are_pixels_at_200_dpi_from_the_upper_left() -> None:
    # given a cell from 72 to 172 points, its upper side 700 points from the foot of a page of 842
    cell = next(f for f in read(pdf(table(FORM))).fragments if f.text == "项目")

    assert cell.box == pytest.approx((200, (842 - 700) * 200 / 72, 172 * 200 / 72, (842 - 676) * 200 / 72), abs=0.5)


@pytest.mark.parametrize("quarters", [90, 180, 270])
def test_a_page_that_is_turned_reads_as_one_sees_it(quarters: int) -> None:
    # given text that lies as the rotation of the page makes it stand upright
    turns = {90: "0 1 -1 0 595 0 cm ", 180: "-1 0 0 -1 595 842 cm ", 270: "0 -1 1 0 0 842 cm "}
    page = f"/MediaBox [0 0 595 842] /Rotate {quarters}"

    assert read(pdf(turns[quarters] + table(FORM, y=400), page=page)).text == FORM_TEXT


@pytest.mark.parametrize("turn", ["0 1 -1 0 595 0 cm ", "-1 0 0 -1 595 842 cm ", "0 -1 1 0 0 842 cm "])
def test_a_table_printed_sideways_is_turned_and_so_is_its_picture(turn: str) -> None:
    data = pdf(turn + table(FORM, y=400))

    document = read(data)
    ((_, picture, _),) = page_images(data)

    assert document.text == FORM_TEXT
    left, top, right, bottom = (round(value) for value in document.fragments[0].box or ())
    assert picture[(top + bottom) // 2, left - 2 : left + 3].min() < 128  # the left border of the first cell
    assert picture[top - 2 : top + 3, (left + right) // 2].min() < 128


def test_places_count_from_the_part_of_the_page_that_shows() -> None:
    page = "/MediaBox [0 0 595 842] /CropBox [50 100 500 800]"

    cell = read(pdf(table(FORM), page=page)).fragments[0]

    assert cell.box is not None
    assert cell.box[:2] == pytest.approx((22 * 200 / 72, 100 * 200 / 72), abs=0.5)


def test_rules_may_be_thin_bars_or_the_edges_of_coloured_cells() -> None:
    bars = "".join(f"72 {y} 200 0.5 re f " for y in (700, 676, 652)) + "".join(
        f"{x} 652 0.5 48 re f " for x in (72, 172, 272)
    )
    areas = "".join(f"0.8 0.9 1 rg {x} {y} 100 24 re f " for x in (72, 172) for y in (676, 652)) + "0 g "
    words = say("项目", 76, 683) + say("分值", 176, 683) + say("数量", 76, 659) + say("10", 176, 659)

    assert read(pdf(bars + words)).text == read(pdf(areas + words)).text == FORM_TEXT


def test_rules_inside_a_form_object_count_where_it_is_drawn() -> None:
    form = stream(
        "/Type /XObject /Subtype /Form /BBox [0 0 600 900] /Matrix [1 0 0 1 10 0]",
        b"0 0 100 24 re S 100 0 100 24 re S",
    )

    assert read(pdf("q 1 0 0 1 62 690 cm /X Do Q " + say("甲", 80, 695) + say("乙", 180, 695), extra=[form])).text == (
        "甲\t乙\n"
    )


def test_white_lines_are_no_rules() -> None:
    assert "\t" not in read(pdf("1 1 1 RG 1 g " + table(FORM))).text


def test_text_printed_twice_to_look_bold_stands_once() -> None:
    assert read(pdf(say("项目名称") + say("项目名称", 72.3))).text == "项目名称\n"


def test_the_same_text_in_two_places_stands_twice() -> None:
    assert read(pdf(say("10", y=700) + say("10", y=650))).text == "10\n10\n"


def test_a_word_that_runs_over_a_border_is_cut_there() -> None:
    boxes = "72 690 60 24 re S 132 690 60 24 re S "

    assert read(pdf(boxes + say("甲乙丙丁戊己", 92, 697))).text == "甲乙丙\t丁戊己\n"


def test_a_watermark_across_the_page_is_in_no_cell() -> None:
    mark = say("内部资料", 100, 600, 40, turn="0.7 0.7 -0.7 0.7")

    assert read(pdf(mark + table(FORM))).text == FORM_TEXT + "内部资料\n"


def test_text_over_a_scan_is_less_sure_than_text() -> None:
    scores = {f.score for f in read(pdf(COVER + say("项目名称" * 3, mode=3))).fragments}

    assert scores == {0.9}


def test_invisible_text_under_visible_text_is_left_out() -> None:
    assert read(pdf(say("项目名称") + say("隐藏", y=600, mode=3))).text == "项目名称\n"


def test_a_number_in_a_form_field_is_a_part_of_the_print() -> None:
    # given a field whose appearance says 42
    appearance = stream(
        "/Type /XObject /Subtype /Form /BBox [0 0 100 20] /Resources << /Font << /F 4 0 R >> >>",
        b"BT /F 12 Tf 2 5 Td (42) Tj ET",
    )
    field = (
        b"<< /Type /Annot /Subtype /Widget /FT /Tx /T (a) /V (42) /F 4 /Rect [176 683 270 700] /AP << /N 10 0 R >> >>"
    )
    data = pdf(say("得分", y=687), page="/MediaBox [0 0 595 842] /Annots [11 0 R]", extra=[appearance, field])

    assert read(data).text == "得分\n42\n"


def test_a_table_goes_on_over_the_page_and_its_page_numbers_are_lines() -> None:
    first = table(FORM, y=100) + say("第1页", 280, 20)

    document = read(pdf(first, table(FORM, y=800)))

    assert document.text == FORM_TEXT + "第1页\n\f" + FORM_TEXT
    assert [f.row for f in document.fragments if f.row is not None] == [0, 0, 1, 1, 2, 2, 3, 3]


def test_only_the_pages_asked_for_are_read_and_each_is_told_of() -> None:
    heard: list[tuple[int, int]] = []
    data = pdf(*(say(f"第{n}页") for n in range(1, 6)))

    document = read(data, pages=parse_pages("2-3,5,9"), on_page=lambda number, total: heard.append((number, total)))

    assert document.text == "第2页\n\f第3页\n\f第5页\n"
    assert heard == [(2, 3), (3, 3), (5, 3)]


def test_what_is_no_pdf_is_not_accepted() -> None:
    ingester = PdfIngester()

    assert ingester.accepts(b"%PDF-1.4\n", "a.txt")
    assert ingester.accepts(b"junk %PDF-1.4\n", "a.pdf")
    assert not ingester.accepts("关于 %PDF- 的说明".encode(), "a.txt")
