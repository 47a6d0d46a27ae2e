"""From bytes to text: the encoding is found out, never guessed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.errors import InputError, UndecodableInputError
from extractor.ingest import ingest_bytes

FORM = "项目支出绩效自评表\n（2023年度）\n项目名称\t图书馆夜间开放经费\n年度资金总额\t120.5\t≥95%\t10\n"


@pytest.mark.parametrize(
    ("written", "found"),
    [
        ("utf-8", "utf-8"),
        ("utf-8-sig", "utf-8"),
        ("utf-16", "utf-16-le"),
        ("utf-16-le", "utf-16-le"),
        ("utf-16-be", "utf-16-be"),
        ("utf-32", "utf-32-le"),
        ("gbk", "gb18030"),
        ("gb18030", "gb18030"),
    ],
)
def test_every_common_encoding_gives_the_same_text(written: str, found: str) -> None:
    document = ingest_bytes(FORM.encode(written), "form.txt")

    assert (document.text, document.encoding) == (FORM, found)


@pytest.mark.parametrize("words", ["项目名称", "总分\t100\t优", "完成率\t≥90%\t9"])
def test_a_few_words_in_gbk_are_enough(words: str) -> None:
    assert ingest_bytes(words.encode("gbk"), "form.txt").text == words


def test_all_kinds_of_newline_become_one() -> None:
    assert ingest_bytes("甲\r\n乙\r丙\n".encode(), "form.txt").text == "甲\n乙\n丙\n"


def test_a_file_cut_off_inside_a_character_is_still_read() -> None:
    assert ingest_bytes("自评表".encode()[:-1], "form.txt").text == "自评\ufffd"
    assert ingest_bytes(FORM.encode("gbk") + b"\xcf", "form.txt").text == FORM + "\ufffd"


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"PK\x03\x04\x14\x00", "docx"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "xls"),
        (b"text\x00\x01\x02\x03\xff\xfe\x00", "零字节"),
        ("甲\n乙".encode() + b"\n\xff\xff\xff\n", "第 3 行"),
        ("プロジェクト評価表、サービスの予算と実績について。\n".encode("shift_jis"), "不像中文"),
        ("專案支出績效自評表，專案名稱與預算執行數。\n".encode("big5"), "更像 big5"),
        (b"\xff\xfe\x00\xd8\x41\x00", "文件头标明"),
    ],
)
def test_what_is_no_text_is_refused_with_what_it_looks_like(data: bytes, kind: str) -> None:
    with pytest.raises(UndecodableInputError, match=kind) as fault:
        ingest_bytes(data, "form.txt")

    assert str(fault.value).startswith("form.txt：") and fault.value.__notes__[0].startswith("form.txt: ")


@pytest.mark.parametrize(
    ("data", "kind"),
    [(b"%PDF-1.7\n%\xe2\xe3", "PDF"), (b"\x89PNG\r\n\x1a\n\x00", "图像"), (b"\xff\xd8\xff\xe0", "图像")],
)
def test_the_beginning_of_a_file_with_pages_is_told_as_what_it_is_and_damaged(data: bytes, kind: str) -> None:
    with pytest.raises(InputError, match=kind) as fault:
        ingest_bytes(data, "form.txt")

    assert str(fault.value).startswith("form.txt：") and fault.value.__notes__[0].startswith("form.txt: ")


@given(st.binary(max_size=200))
def test_any_bytes_are_read_whole_or_refused(data: bytes) -> None:
    try:
        document = ingest_bytes(data, "form.txt")
    except Exception as fault:  # noqa: BLE001 - the claim is about every exception
        assert type(fault).__name__ in ("UndecodableInputError", "UnreadableInputError")
    else:
        document.text.encode("utf-8")


@given(st.text(min_size=1))
def test_utf_8_is_always_known(text: str) -> None:
    data = ("甲" + text.replace("\r", "").replace("\0", "")).encode()

    assert ingest_bytes(data, "form.txt").text == data.decode()
