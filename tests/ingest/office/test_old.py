"""Old office files: told apart by what they hold, converted by LibreOffice where it is installed."""

from __future__ import annotations

import io
import struct
import subprocess
from pathlib import Path

import openpyxl
import pytest

from extractor.errors import UndecodableInputError
from extractor.ingest import ingest_bytes
from extractor.ingest.office.convert import libreoffice
from extractor.ingest.office.ole import MAGIC
from tests.ingest.office.building import Spot, archive, as_docx, as_xlsx, cells_of, read

needs_libreoffice = pytest.mark.skipif(libreoffice() is None, reason="LibreOffice is not installed")

FORM = (Spot(0, 0, "甲", 2, 1), Spot(0, 1, "乙"), Spot(0, 2, "丙"), Spot(1, 1, "丁", 1, 2))
PLACES = [(0, 0, "甲"), (0, 1, "乙"), (0, 2, "丙"), (1, 1, "丁")]


def ole(*streams: str) -> bytes:
    """A smallest OLE2 file: a header, one sector of the allocation table, one of the directory."""
    free, end, table = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
    header = MAGIC + bytes(16) + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + bytes(6)
    header += struct.pack("<IIIIIIIIIII", 0, 1, 1, 0, 4096, end, 0, end, 0, 0, free)[:40] + struct.pack(
        "<109I", 0, *[free] * 108
    )
    header = header[:512].ljust(512, b"\xff")
    names = ["Root Entry", *streams]
    entries = b""
    for index in range(4):
        name = names[index] if index < len(names) else ""
        stored = (name + "\0").encode("utf-16-le") if name else b""
        kind = 5 if index == 0 else 2 if name else 0
        right = index + 1 if 0 < index < len(names) - 1 else free
        child = 1 if index == 0 and streams else free
        entries += stored.ljust(64, b"\0") + struct.pack("<HBBIII", len(stored), kind, 1, free, right, child)
        entries += bytes(36) + struct.pack("<IQ", end, 0)
    return header + struct.pack("<128I", table, end, *[free] * 126) + entries


def refused(data: bytes) -> str:
    with pytest.raises(UndecodableInputError) as fault:
        ingest_bytes(data, "表.doc")
    assert fault.value.__notes__[0].startswith("表.doc: ")
    return str(fault.value)


def test_an_encrypted_document_is_called_protected() -> None:
    assert "密码" in refused(ole("EncryptionInfo", "EncryptedPackage"))


def test_what_another_program_wrote_is_never_converted() -> None:
    assert "演示文稿" in refused(ole("PowerPoint Document"))
    assert "OpenDocument" in refused(
        archive({"mimetype": "application/vnd.oasis.opendocument.presentation"}, compression=0)
    )


def test_a_damaged_container_is_called_so() -> None:
    assert "损坏" in refused(MAGIC + bytes(600))


@needs_libreoffice
def test_a_container_that_lies_about_its_content_is_refused_or_empty() -> None:
    with pytest.raises(Exception, match="无法转换|空文件"):
        ingest_bytes(ole("WordDocument"), "表.doc")


def test_without_libreoffice_its_name_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/nowhere")

    assert "LibreOffice" in refused(b"{\\rtf1 a}")


def written_anew(data: bytes, before: str, after: str, folder: Path) -> bytes:
    """The file as LibreOffice writes it in another format."""
    source = folder / f"source.{before}"
    source.write_bytes(data)
    command = [str(libreoffice()), f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless"]
    subprocess.run(
        [*command, "--convert-to", after, "--outdir", str(folder), str(source)], check=True, capture_output=True
    )
    return (folder / f"source.{after}").read_bytes()


@needs_libreoffice
@pytest.mark.parametrize("kind", ["doc", "rtf", "odt"])
def test_an_old_document_reads_as_the_new_one_would(kind: str, tmp_path: Path) -> None:
    document = read(written_anew(as_docx(["前", FORM, "后"]), "docx", kind, tmp_path), f"表.{kind}")

    assert (document.kind, cells_of(document)) == ("docx", [(None, None, "前"), *PLACES, (None, None, "后")])


@needs_libreoffice
@pytest.mark.parametrize("kind", ["xls", "ods"])
def test_an_old_workbook_reads_as_the_new_one_would(kind: str, tmp_path: Path) -> None:
    document = read(written_anew(as_xlsx([FORM]), "xlsx", kind, tmp_path), f"表.{kind}")

    assert (document.kind, cells_of(document)) == ("xlsx", PLACES)


@needs_libreoffice
def test_numbers_of_an_old_workbook_keep_their_formats(tmp_path: Path) -> None:
    workbook, out = openpyxl.Workbook(), io.BytesIO()
    workbook.active.append(["率", 0.957, 45000])
    workbook.active["B1"].number_format, workbook.active["C1"].number_format = "0.00%", 'yyyy"年"m"月"'
    workbook.save(out)

    assert [text for *_, text in cells_of(read(written_anew(out.getvalue(), "xlsx", "xls", tmp_path)))] == [
        "率", "95.70%", "2023年3月",
    ]  # fmt: skip


@needs_libreoffice
def test_an_old_document_cannot_bring_other_files_in(tmp_path: Path) -> None:
    (secret := tmp_path / "secret.txt").write_text("secret-words")
    field = rf'{{\field{{\*\fldinst INCLUDETEXT "{secret.as_posix()}"}}{{\fldrslt old}}}}'

    document = read(rf"{{\rtf1\ansi before {field} behind}}".encode(), "表.rtf")

    assert "secret-words" not in document.text and "before" in document.text
