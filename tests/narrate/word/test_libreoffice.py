"""Another program opens the documents: LibreOffice makes a PDF of them that holds the words and the fonts."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from extractor.narrate.word import write_word
from tests import sample_record
from tests.narrate.word.reading import report

SOFFICE = shutil.which("soffice")
TOOLS = ("pdftotext", "pdfinfo", "pdffonts")
HAS_WRITER = SOFFICE is not None and (Path(os.path.realpath(SOFFICE)).parent / "libswlo.so").exists()
pytestmark = [
    pytest.mark.skipif(not HAS_WRITER, reason="LibreOffice Writer is not installed (on Debian: libreoffice-writer)"),
    pytest.mark.skipif(not all(map(shutil.which, TOOLS)), reason="poppler-utils is not installed"),
]


def _pdf(content: bytes, folder: Path) -> Path:
    (folder / "report.docx").write_bytes(content)
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = [str(SOFFICE), profile, "--headless", "--convert-to", "pdf", "--outdir", str(folder)]
    subprocess.run([*command, str(folder / "report.docx")], check=True, capture_output=True, timeout=180)
    return folder / "report.pdf"


def _said(tool: str, *arguments: str) -> str:
    return subprocess.run([tool, *arguments], check=True, capture_output=True, text=True, timeout=60).stdout


def test_a_report_becomes_a_pdf_with_its_words_pages_and_fonts(tmp_path: Path) -> None:
    pdf = _pdf(report(sample_record.record(sample_record.national)), tmp_path)
    words = re.sub(r"\s", "", _said("pdftotext", str(pdf), "-"))
    pages = int(re.findall(r"Pages:\s+(\d+)", _said("pdfinfo", str(pdf)))[0])
    fonts = _said("pdffonts", str(pdf)).splitlines()[2:]
    assert "乡村道路照明改造" in words and "自评总分88分〔待核〕" in words
    assert pages > 0 and all(f"—{page}—" in words for page in range(1, pages + 1))
    assert fonts and all(re.search(r"\byes (yes|no) (yes|no)\b", font) for font in fonts)


def test_22_lines_of_28_letters_fill_a_page(tmp_path: Path) -> None:
    # Given 22 lines of a single paragraph whose first line is two letters short, and two lines more: one is a widow
    full = "国" * (22 * 28 - 2)
    # When they are set
    first = _said("pdftotext", "-layout", str(_pdf(write_word(full + "民" * 30, "zh"), tmp_path)), "-").split("\f")
    # Then the first page holds 22 lines, and what is over stands on the second
    lines = [line.strip() for line in first[0].splitlines() if "国" in line]
    assert [len(line) for line in lines] == [26, *[28] * 21]
    assert "民" in first[1]
