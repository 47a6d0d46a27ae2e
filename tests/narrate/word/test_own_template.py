"""Word templates of one's own: filled with the same values, and never more than filled."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from docx import Document

from extractor.errors import UsageError
from extractor.narrate.word import find_word_template, list_word_templates, render_word_template
from extractor.narrate.word.element import field
from tests import sample_record
from tests.narrate.word.reading import opened, part, qn

NATIONAL = sample_record.record(sample_record.national)


def _template(folder: Path, *paragraphs: str, name: str = "form.zh.docx") -> Path:
    document = Document()
    for paragraph in paragraphs:
        document.add_paragraph(paragraph)
    document.save(str(folder / name))
    return folder / name


def _changed(template: Path, change: Callable[[str, bytes], bytes], **added: bytes) -> Path:
    """The template with its parts changed, and others beside them."""
    stream = BytesIO()
    with ZipFile(template) as old, ZipFile(stream, "w") as new:
        for name in old.namelist():
            new.writestr(name, change(name, old.read(name)))
        for name, content in added.items():
            new.writestr(name.replace("__", "/"), content)
    template.write_bytes(stream.getvalue())
    return template


def _filled(template: Path, record: Any = NATIONAL) -> list[str]:
    return [paragraph.text for paragraph in opened(render_word_template([record], template, "zh")).paragraphs]


def test_placeholders_print_cells_with_their_mark_of_doubt(tmp_path: Path) -> None:
    template = _template(tmp_path, "项目：{{ stories[0].project }}", "总分：{{ stories[0].score }}")
    assert _filled(template) == ["项目：乡村道路照明改造项目", "总分：88〔待核〕"]


def test_filters_have_the_words_of_the_markdown_templates_without_its_backslashes(tmp_path: Path) -> None:
    template = _template(
        tmp_path, "{{ stories[0].expected|quoted }}", "{{ stories[0].money.executed|measured('万元') }}"
    )
    quoted, executed = _filled(template)
    assert quoted.startswith("“") and "\\" not in quoted
    assert executed == "288万元"


def test_rows_of_a_table_are_repeated(tmp_path: Path) -> None:
    document = Document()
    table = document.add_table(rows=3, cols=2)
    table.cell(0, 0).text = "{%tr for row in stories[0].indicators %}"
    table.cell(1, 0).text, table.cell(1, 1).text = "{{ row.name|cell }}", "{{ row.score|cell }}"
    table.cell(2, 0).text = "{%tr endfor %}"
    document.save(str(tmp_path / "form.zh.docx"))
    filled = opened(render_word_template([NATIONAL], tmp_path / "form.zh.docx", "zh"))
    names = [row.cells[0].text for row in filled.tables[0].rows]
    assert len(names) == len(set(names)) > 2


def test_the_same_records_give_the_same_bytes(tmp_path: Path) -> None:
    template = _template(tmp_path, "{{ stories[0].project }}")
    assert render_word_template([NATIONAL], template, "zh") == render_word_template([NATIONAL], template, "zh")


_HOSTILE = (
    "</w:t></w:r><w:r><w:instrText>DDE</w:instrText>", "{{ stories }}", "a & b < c > d 'e'", "{% raw %}", "*a* \\_b",
)  # fmt: skip


@pytest.mark.parametrize("hostile", _HOSTILE)
@pytest.mark.parametrize("place", ["project", "project|cell", "project.text"])
def test_text_of_a_document_stays_text(tmp_path: Path, hostile: str, place: str) -> None:
    record = sample_record.record(lambda page: sample_record.jinzhong(page, hostile))
    content = render_word_template([record], _template(tmp_path, f"{{{{ stories[0].{place} }}}}"), "zh")
    assert opened(content).paragraphs[0].text.removesuffix("〔待核〕") == hostile
    assert list(part(content, "word/document.xml").iter(qn("w:instrText"))) == []


@pytest.mark.parametrize(
    "words, fault",
    [
        ("共扣12分", "no cell carries"),
        ("{{ stories[0].score|replace('8', '9') }}", "no cell carries"),
        ("{{ stories[0].nothing }}", "nothing"),
        ("{{ stories[0].__class__ }}", "unsafe"),
        ("{{ ''.__class__.__mro__ }}", "unsafe"),
        ("{{ stories[0].project|safe }}", "safe"),
        ("{% autoescape false %}{{ stories[0].project }}{% endautoescape %}", "escaping"),
        ("{% if %}", "form.zh.docx"),
    ],
)
def test_a_template_that_goes_wrong_is_told_in_one_sentence(tmp_path: Path, words: str, fault: str) -> None:
    with pytest.raises(UsageError) as caught:
        render_word_template([NATIONAL], _template(tmp_path, words), "zh")
    said = "\n".join([str(caught.value), *getattr(caught.value, "__notes__", ())])
    assert fault in said and "form.zh.docx" in said


def test_page_numbers_and_captions_that_word_counts_are_no_figures_of_the_template(tmp_path: Path) -> None:
    document = Document()
    paragraph = document.add_paragraph("表")
    for run in field("SEQ 表 \\* ARABIC", "1"):
        paragraph._p.append(run)
    document.save(str(tmp_path / "form.zh.docx"))
    assert _filled(tmp_path / "form.zh.docx") == ["表1"]


@pytest.mark.parametrize("ending", ["docm", "dotm"])
def test_a_template_with_macros_is_refused_by_its_name(tmp_path: Path, ending: str) -> None:
    (tmp_path / f"form.zh.{ending}").write_bytes(b"")
    with pytest.raises(UsageError, match="宏"):
        find_word_template(tmp_path, "form", "zh")


@pytest.mark.parametrize("name", ["word__vbaProject.bin", "word__activeX__activeX1.xml", "word__embeddings__a.bin"])
def test_a_template_with_macros_inside_is_refused(tmp_path: Path, name: str) -> None:
    template = _changed(_template(tmp_path, "x"), lambda _, content: content, **{name: b"<a/>"})
    with pytest.raises(UsageError, match="含有宏或嵌入对象"):
        _filled(template)


def test_a_template_that_links_to_the_outside_is_refused_with_the_link(tmp_path: Path) -> None:
    link = (
        b'<Relationship Id="rId99" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/'
        b'attachedTemplate" Target="http://evil.example/t.dotm" TargetMode="External"/></Relationships>'
    )

    def change(name: str, content: bytes) -> bytes:
        return content.replace(b"</Relationships>", link) if name.endswith("document.xml.rels") else content

    template = _changed(_template(tmp_path, "x"), change)
    with pytest.raises(UsageError, match="evil.example"):
        _filled(template)


@pytest.mark.parametrize(
    "code", ["INCLUDETEXT http://x", "DDEAUTO c x", "HYPERLINK x", "PAGE {{ stories[0].project }}"]
)
def test_a_template_with_a_field_that_fetches_or_is_filled_is_refused(tmp_path: Path, code: str) -> None:
    document = Document()
    for run in field(code, "x"):
        document.add_paragraph()._p.append(run)
    document.save(str(tmp_path / "form.zh.docx"))
    with pytest.raises(UsageError, match="域代码"):
        _filled(tmp_path / "form.zh.docx")


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 no archive", b"<html>"])
def test_a_damaged_template_is_told_as_such(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "form.zh.docx").write_bytes(content)
    with pytest.raises(UsageError, match="不是完好的"):
        _filled(tmp_path / "form.zh.docx")


def test_entities_of_its_own_make_a_template_a_damaged_one(tmp_path: Path) -> None:
    def change(name: str, content: bytes) -> bytes:
        if name != "word/document.xml":
            return content
        head, _, rest = content.partition(b"?>")
        return head + b'?><!DOCTYPE w:document [<!ENTITY x SYSTEM "file:///etc/passwd">]>' + rest

    with pytest.raises(UsageError, match="不是完好的"):
        _filled(_changed(_template(tmp_path, "x"), change))


def test_a_template_is_found_by_name_and_language(tmp_path: Path) -> None:
    place = _template(tmp_path, "x")
    assert find_word_template(tmp_path, "form", "zh") == place
    assert find_word_template(tmp_path, "form", "en") is None
    assert find_word_template(tmp_path, "../form", "zh") is None
    assert find_word_template(None, "form", "zh") is None


def test_the_templates_of_a_folder_are_listed_with_their_languages(tmp_path: Path) -> None:
    for name in ("letter.zh.docx", "note.en.docx", "note.zh.docx", "~$note.zh.docx", "note.zh.md.j2", "old.docx"):
        (tmp_path / name).touch()
    (tmp_path / "folder.zh.docx").mkdir()
    assert list_word_templates(tmp_path) == (("letter", ("zh",)), ("note", ("zh", "en")))


def test_no_folder_has_no_templates(tmp_path: Path) -> None:
    assert list_word_templates(None) == list_word_templates(tmp_path / "missing") == ()
