"""The folder of records: which files are records, and what happens when they change under our hands."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from extractor.errors import RecordError, UnreadableInputError
from extractor.record.record_json import dumps
from extractor.review.folder import RecordFolder
from tests import sample_record

RECORD = dumps(sample_record.record(sample_record.national))
OTHER = dumps(sample_record.record(sample_record.transfer))


def write(folder: Path, name: str, text: str = RECORD) -> Path:
    place = folder / f"{name}.json"
    place.write_text(text, encoding="utf-8")
    return place


@pytest.mark.parametrize("name", ["missing", "file"])
def test_what_is_no_folder_is_refused_in_one_sentence(tmp_path: Path, name: str) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(UnreadableInputError) as fault:
        RecordFolder(tmp_path / name)
    assert "give the output folder of recover" in fault.value.__notes__[0]


def test_only_record_files_of_the_folder_itself_are_listed(tmp_path: Path) -> None:
    for name in ("b", "a", ".hidden"):
        write(tmp_path, name)
    (tmp_path / "a.xlsx").write_bytes(b"")
    (tmp_path / "folder.json").mkdir()
    write(tmp_path / "folder.json", "inside")
    (tmp_path / "link.json").symlink_to(tmp_path / "a.json")
    assert list(RecordFolder(tmp_path).stamps()) == ["a", "b"]


def test_a_stamp_changes_with_its_file_alone(tmp_path: Path) -> None:
    write(tmp_path, "a"), write(tmp_path, "b")
    folder = RecordFolder(tmp_path)
    before = folder.stamps()
    write(tmp_path, "a", OTHER)
    assert [name for name, stamp in folder.stamps().items() if before[name] != stamp] == ["a"]


def test_a_record_is_read_once_and_anew_when_its_file_changes(tmp_path: Path) -> None:
    write(tmp_path, "a")
    folder = RecordFolder(tmp_path)
    first, stamp = folder.load_stamped("a")
    assert folder.load("a") is first
    write(tmp_path, "a", OTHER)
    assert folder.load("a").forms[0].form_type == "transfer"
    assert folder.load_stamped("a")[1] != stamp


def test_a_record_that_was_moved_away_is_one_sentence(tmp_path: Path) -> None:
    place = write(tmp_path, "照明")
    folder = RecordFolder(tmp_path)
    folder.load("照明")
    place.unlink()
    with pytest.raises(RecordError, match=r"照明\.json：无法读取") as fault:
        folder.load("照明")
    assert "照明.json: cannot be read (No such file or directory)" in fault.value.__notes__[0]


def test_a_file_too_large_to_be_shown_is_not_read(tmp_path: Path) -> None:
    os.truncate(write(tmp_path, "a"), 65 * 1024 * 1024)
    with pytest.raises(RecordError, match="超过复核页可处理的大小"):
        RecordFolder(tmp_path).load("a")


@pytest.mark.parametrize("text", ["", "{", "[]", "null", '{"schema": "jixiao/2"}', RECORD[:-200], "[" * 100_000])
def test_a_file_that_is_no_record_is_one_sentence(tmp_path: Path, text: str) -> None:
    write(tmp_path, "a", text)
    with pytest.raises(RecordError, match=r"a\.json"):
        RecordFolder(tmp_path).load("a")


def test_the_pages_of_a_document_are_those_with_an_image(tmp_path: Path) -> None:
    write(tmp_path, "a")
    (tmp_path / "a.pages").mkdir()
    for name in ("1.png", "2.jpg", "3.jpeg", "10.webp", "4.gif", "0.png", "02.png", "x.png", "12.png"):
        (tmp_path / "a.pages" / name).write_bytes(b"")
    (tmp_path / "a.pages" / "5.png").mkdir()
    folder = RecordFolder(tmp_path)
    assert folder.pages("a", 11) == [1, 2, 3, 10]
    assert folder.page_image("a", 3) == tmp_path.resolve() / "a.pages" / "3.jpeg"
    assert folder.pages("b", 11) == []
