"""``jixiao draft --format docx``: a document with a name, by the program's looks or by a template of one's own."""

from __future__ import annotations

from pathlib import Path

import pytest
from docx import Document
from typer.testing import CliRunner, Result

from extractor.cli.app import app
from extractor.record.record_json import dumps
from tests import sample_record


def draft(*arguments: object) -> Result:
    return CliRunner().invoke(app, ["draft", *map(str, arguments)], env={"JIXIAO_LANG": "en", "COLUMNS": "200"})


@pytest.fixture
def record(tmp_path: Path) -> Path:
    place = tmp_path / "form.json"
    place.write_text(dumps(sample_record.record(sample_record.national)), encoding="utf-8")
    return place


def test_a_narrative_becomes_a_document(record: Path, tmp_path: Path) -> None:
    assert draft(record, "--format", "docx", "-o", tmp_path / "form.docx").exit_code == 0
    assert Document(str(tmp_path / "form.docx")).paragraphs[0].text.endswith("绩效情况")


def test_a_name_that_ends_in_docx_says_the_format(record: Path, tmp_path: Path) -> None:
    assert draft(record, "-o", tmp_path / "form.docx").exit_code == 0
    assert (tmp_path / "form.docx").read_bytes().startswith(b"PK")


def test_a_document_needs_a_name(record: Path) -> None:
    result = draft(record, "--format", "docx")
    assert result.exit_code == 2
    assert "give it a name with -o" in result.stderr or "请用 -o" in result.stderr


def test_a_document_that_is_there_is_kept(record: Path, tmp_path: Path) -> None:
    (tmp_path / "form.docx").write_text("mine")
    assert draft(record, "-o", tmp_path / "form.docx").exit_code == 3
    assert (tmp_path / "form.docx").read_text() == "mine"


def test_letters_have_no_pictures(record: Path, tmp_path: Path) -> None:
    assert draft(record, "--template", "memo", "-o", tmp_path / "memo.docx").exit_code == 0
    assert len(Document(str(tmp_path / "memo.docx")).inline_shapes) == 0


def test_a_word_template_of_ones_own_is_taken(record: Path, tmp_path: Path) -> None:
    own = tmp_path / "templates"
    own.mkdir()
    template = Document()
    template.add_paragraph("得分：{{ stories[0].score }}")
    template.save(str(own / "sheet.zh.docx"))
    result = draft(record, "--templates", own, "--template", "sheet", "-o", tmp_path / "sheet.docx")
    assert result.exit_code == 0
    assert [p.text for p in Document(str(tmp_path / "sheet.docx")).paragraphs] == ["得分：88〔待核〕"]
