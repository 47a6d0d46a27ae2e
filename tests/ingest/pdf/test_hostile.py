"""PDF files that are broken, locked, or made to harm: one sentence each, within bounds."""

from __future__ import annotations

import time
import zlib

import pytest

from extractor.errors import InputError, UndecodableInputError, UnreadableInputError
from extractor.ingest.paging import Paging, parse_pages
from extractor.ingest.pdf import Budget, PdfIngester
from tests.ingest.pdf.written import COVER, IMAGE, deflated, pdf, say, stream, table, written

WHOLE = pdf(table([["项目", "分值"], ["数量", "10"]]))
LOCK = f"/Encrypt << /Filter /Standard /V 1 /R 2 /O <{'ab' * 32}> /U <{'cd' * 32}> /P -4 >> /ID [<00> <00>]"
SMALL = Budget(opening=20, page=3, memory=400 << 20)


def read(data: bytes, budget: Budget = SMALL) -> str:
    return PdfIngester(budget=budget).ingest_pages(data, "表.pdf", Paging(on_note=lambda _c, _e: None)).text


@pytest.mark.parametrize(
    "data",
    [b"%PDF-", b"%PDF-1.7\n" + bytes(range(256)) * 40, WHOLE[: len(WHOLE) // 2]],
    ids=["mark", "garbage", "truncated"],
)
def test_a_damaged_file_is_one_sentence(data: bytes) -> None:
    with pytest.raises(UndecodableInputError, match="^表.pdf：PDF 已损坏或不完整") as caught:
        read(data)

    assert caught.value.__notes__[0].startswith("表.pdf: the PDF is damaged")


def test_a_locked_file_is_one_sentence() -> None:
    with pytest.raises(UnreadableInputError, match="PDF 设有密码"):
        read(pdf("", trailer=LOCK))


def test_a_file_without_pages_is_one_sentence() -> None:
    with pytest.raises(UnreadableInputError, match="没有任何页面"):
        read(pdf())


def test_pages_that_do_not_exist_are_a_fault_of_the_caller() -> None:
    with pytest.raises(UnreadableInputError, match="共 1 页，没有所选的页"):
        PdfIngester().ingest_pages(WHOLE, "表.pdf", Paging(parse_pages("7-9")))


_LOOP = [
    stream("/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /X 10 0 R >> >>", b"/X Do /X Do")
]
_TREE = [
    stream(
        f"/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /X {11 + n} 0 R >> >>", b"/X Do " * 10
    )
    for n in range(9)
] + [stream("/Type /XObject /Subtype /Form /BBox [0 0 9 9]", b"0 0 10 10 re S")]
HOSTILE = {
    "a content of 700 MB": pdf(deflated(b"0 0 m 1 1 l S\n", 50_000_000)),
    "saved states without end": pdf(deflated(b"q ", 30_000_000)),
    "a stream compressed twice": pdf(
        stream("/Filter [/FlateDecode /FlateDecode]", zlib.compress(zlib.compress(b"\0" * (1 << 29), 9), 9))
    ),
    "a form that draws itself": pdf("/X Do", extra=_LOOP),
    "forms in forms, a thousand million in all": pdf("/X Do", extra=_TREE),
    "pages that are their own parents": written(
        {1: b"<< /Type /Catalog /Pages 2 0 R >>", 2: b"<< /Type /Pages /Kids [2 0 R 2 0 R] /Count 2 >>"}
    ),
    "a million characters": pdf(" ".join(say("文字" * 500, y=n) for n in range(1000))),
}


@pytest.mark.parametrize("data", HOSTILE.values(), ids=HOSTILE)
def test_a_bomb_is_one_sentence_within_bounds(data: bytes) -> None:
    start = time.monotonic()

    with pytest.raises(InputError) as caught:
        read(data)

    assert str(caught.value).startswith("表.pdf：")
    assert str(caught.value).count("。") == 1
    assert time.monotonic() - start < 40


@pytest.mark.parametrize(
    ("data", "text"),
    [
        (pdf(say("文字"), count=2_000_000_000), "文字\n"),
        (pdf(say("文字"), page="/MediaBox [0 0 0 0]"), "文字\n"),
        (pdf(say("文字"), page="/MediaBox [0 0 30000 30000]"), "文字\n"),
        (pdf(say("文字") + "1 0 0 1 0 0 cm " * 1000), "文字\n"),
    ],
    ids=["a count that lies", "no size", "a page of 10 m", "many matrices"],
)
def test_what_is_odd_but_harmless_is_read(data: bytes, text: str) -> None:
    assert read(data) == text


def test_a_page_that_takes_too_long_is_left_out_and_told_of() -> None:
    notes: list[str] = []
    data = pdf(say("第1页"), "/X Do", say("第3页"), extra=_LOOP)

    document = PdfIngester(budget=SMALL).ingest_pages(
        data, "表.pdf", Paging(on_note=lambda chinese, _english: notes.append(chinese))
    )

    assert document.text == "第1页\n\f第3页\n"
    assert notes == ["表.pdf：第 2 页已损坏或超出时间、内存限度，没有读。"]
    assert document.unread == (2,)


def test_an_image_larger_than_memory_costs_its_page_only() -> None:
    image = stream(IMAGE.format(60_000, 60_000) + " /Filter /FlateDecode", zlib.compress(b"\0" * (1 << 28), 9))

    assert read(pdf(say("文字" * 20) + COVER, image=image)) == "文字" * 20 + "\n"


def test_of_a_very_long_file_the_first_500_pages_are_read_and_the_rest_is_told_of() -> None:
    notes: list[str] = []
    data = pdf(*(say(f"第{n}页") for n in range(1, 701)))

    document = PdfIngester().ingest_pages(
        data, "表.pdf", Paging(on_note=lambda chinese, _english: notes.append(chinese))
    )

    assert document.pages == 500
    assert notes == ["表.pdf：共 700 页，只读了前 500 页；其余的请用 --pages 指定。"]
