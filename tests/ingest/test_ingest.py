"""Files from the disk: what is read, and the sentence for what cannot be."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

import pytest

from extractor.errors import UnreadableInputError
from extractor.ingest import Limits, ingest, ingest_bytes, ingest_text


def test_a_document_carries_the_name_and_checksum_of_its_file(tmp_path: Path) -> None:
    path = tmp_path / "表.md"
    path.write_bytes("| 甲 | 5 |\r\n".encode())

    document = ingest(path)

    assert (document.name, document.sha256) == ("表.md", hashlib.sha256(path.read_bytes()).hexdigest())


@pytest.mark.parametrize("name", ["form.txt", "form.text", "form", "form.docx", "form.csv"])
def test_what_holds_text_is_text_whatever_its_name(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text("甲\t5", encoding="utf-8")

    assert ingest(str(tmp_path / name)).kind == "text"


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(UnreadableInputError, match=r"没有\.txt：文件不存在"):
        ingest(tmp_path / "没有.txt")


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    with pytest.raises(UnreadableInputError, match="是文件夹"):
        ingest(tmp_path)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_that_may_not_be_read_says_so(tmp_path: Path) -> None:
    path = tmp_path / "form.txt"
    path.touch(mode=0o000)

    with pytest.raises(UnreadableInputError, match="没有读取权限"):
        ingest(path)


def test_an_impossible_path_is_one_sentence_too() -> None:
    with pytest.raises(UnreadableInputError, match="无法读取"):
        ingest("a\0b")


@pytest.mark.parametrize("data", [b"", b" \r\n\t\n", b"\xff\xfe", b"\xef\xbb\xbf\n"])
def test_an_empty_file_is_said_to_be_empty(data: bytes) -> None:
    with pytest.raises(UnreadableInputError, match="空文件"):
        ingest_bytes(data, "form.txt")


def test_a_file_above_the_limit_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "form.txt"
    path.write_bytes(b"a" * 2049)

    with pytest.raises(UnreadableInputError, match="上限"):
        ingest(path, limits=Limits(bytes=2048))


def test_an_empty_text_is_a_document_without_fragments() -> None:
    assert ingest_text("").fragments == ()


def test_a_text_and_its_file_give_the_same_document() -> None:
    text = "甲\t5\n\n乙\t6\n"

    assert ingest_text(text, "form.txt") == ingest_bytes(text.encode(), "form.txt")


def test_a_line_of_five_million_characters_is_one_fragment() -> None:
    assert len(ingest_text("项目名称甲202010100.00%10" * 250_000).fragments) == 1
