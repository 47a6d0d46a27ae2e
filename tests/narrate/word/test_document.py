"""A narrative becomes a document: words, marks, notes, tables, and nothing of what a document may try."""

from __future__ import annotations

from io import BytesIO
from typing import Any
from zipfile import ZipFile

import pytest
from docx.enum.text import WD_ALIGN_PARAGRAPH

from extractor.narrate import narrate
from extractor.narrate.guard import traced
from extractor.narrate.word import write_word
from tests import sample_record
from tests.narrate.word.reading import body, opened, part, qn, report, style_of, texts, written


def test_the_words_of_a_narrative_arrive_without_trace_marks() -> None:
    narrative = narrate([sample_record.record(sample_record.national)], "summary")
    document = opened(write_word(narrative.marked, "zh"))
    words = "".join(t.text for t in body(document).iter(qn("w:t")))
    assert "自评总分88分" in words
    assert not any("\ue000" <= sign <= "\uf8ff" or sign >= "\U000f0000" for sign in words)


def test_the_same_narrative_gives_the_same_bytes_and_no_date() -> None:
    record = sample_record.record(sample_record.national)
    content = report(record)
    assert content == report(record)
    with ZipFile(BytesIO(content)) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        core = archive.read("docProps/core.xml").decode()
        assert not any(name.endswith(("thumbnail.jpeg", "app.xml")) for name in archive.namelist())
    assert "created" not in core and "python-docx" not in core


def test_the_title_is_a_property_of_the_document() -> None:
    assert written("# 食堂绩效情况\n").core_properties.title == "食堂绩效情况"


def test_what_is_to_be_checked_is_highlighted() -> None:
    runs = [run for run in written("得98分〔待核〕，余下无误。\n").paragraphs[0].runs]
    assert [(run.text, run.font.highlight_color is not None) for run in runs] == [
        ("得98分", False),
        ("〔待核〕", True),
        ("，余下无误。", False),
    ]


def test_quotation_marks_take_the_width_of_the_chinese() -> None:
    run = written("目标为：“开设食堂”。\n").paragraphs[0].runs[0]
    assert run._r.rPr.rFonts.get(qn("w:hint")) == "eastAsia"


def test_in_english_the_marks_around_a_chinese_name_are_those_of_the_latin_font() -> None:
    mark = written("The grade is “优”.\n", "en").paragraphs[0].runs[1]
    assert (mark.text, mark._r.rPr.rFonts.get(qn("w:eastAsia"))) == ("“", "Times New Roman")


def test_english_is_not_spaced_out_to_a_straight_edge() -> None:
    looks = [style_of(written("Text.\n", "en"), name) for name in ("BodyText", "ListBullet", "Heading1")]
    assert {look.paragraph_format.alignment for look in looks} == {WD_ALIGN_PARAGRAPH.LEFT}


def test_a_stop_before_the_closing_marks_does_not_keep_words_from_being_bold() -> None:
    first, second = written("- **得分。**有总分的表。\n").paragraphs[0].runs
    assert (first.text, first.bold, second.text, second.bold) == ("得分。", True, "有总分的表。", None)


def test_two_notes_at_one_place_are_told_apart() -> None:
    document = written("需作说明[^1][^2]。\n\n[^1]: 甲。\n[^2]: 乙。\n")
    commas = [run for run in document.paragraphs[0].runs if run.text == ","]
    assert [run.style.style_id for run in commas] == ["FootnoteReference"]


def test_notes_of_a_table_of_many_pages_stand_under_it() -> None:
    rows = "| 己 | 庚[^1] |\n| 辛 | 壬[^2] |\n" * 20
    content = write_word(f"甲[^1]。\n\n| 丁 | 戊 |\n|---|---|\n{rows}\n完[^2]。\n\n[^1]: 子。\n[^2]: 丑。\n", "zh")
    document = opened(content)
    assert len(part(content, "word/footnotes.xml")) == 3  # two lines, and the note of the text
    assert document.tables[0].cell(2, 1).text == "壬注1"
    assert texts(document)[-2:] == [("FootnoteText", "注1：丑。"), ("BodyText", "完注1。")]


def test_an_appendix_has_a_page_of_its_own_and_its_title_names_the_table() -> None:
    document = written("# 甲\n\n## 一、乙\n\n丙。\n\n## 附：一览\n\n| 丁 | 戊 |\n|---|---|\n| 己 | 庚 |\n")
    title = next(one for one in document.paragraphs if one.text == "附：一览")
    assert title.style.style_id == "PartTitle" and title.paragraph_format.page_break_before
    assert "Caption" not in {style for style, _ in texts(document)}


def test_bold_emphasis_and_quotations_have_their_looks() -> None:
    document = written("**甲**和*乙*\n\n> 丙\n")
    first, _, second = document.paragraphs[0].runs
    assert first.bold
    assert second._r.rPr.rFonts.get(qn("w:eastAsia")) == "楷体_GB2312"
    assert texts(document)[1] == ("Quote", "丙")


def test_each_numbered_list_begins_at_one() -> None:
    document = written("1. 甲\n2. 乙\n\n正文\n\n1. 丙\n")
    numbers = [p._p.pPr.numPr.numId.val for p in document.paragraphs if p.style.style_id == "ListNumber"]
    assert numbers[0] == numbers[1] != numbers[2]


def test_footnotes_are_real_ones() -> None:
    content = write_word("依据办法[^1]，得分有误[^2]。\n\n[^1]: 财预〔2020〕10号。\n\n[^2]: 合计不符〔待核〕。\n", "zh")
    notes = part(content, "word/footnotes.xml").findall(qn("w:footnote"))
    words = ["".join(t.text for t in note.iter(qn("w:t"))).strip() for note in notes]
    references = [one.get(qn("w:id")) for one in body(opened(content)).iter(qn("w:footnoteReference"))]
    assert [note.get(qn("w:type")) for note in notes[:2]] == ["separator", "continuationSeparator"]
    assert words[2:] == ["财预〔2020〕10号。", "合计不符〔待核〕。"]
    assert references == ["1", "2"] == [note.get(qn("w:id")) for note in notes[2:]]
    with ZipFile(BytesIO(content)) as archive:
        assert b"footnotes+xml" in archive.read("[Content_Types].xml")
        assert b"relationships/footnotes" in archive.read("word/_rels/document.xml.rels")


def test_a_second_reference_repeats_the_number_of_the_note() -> None:
    document = written("甲[^a]，乙[^a]。\n\n[^a]: 注。\n")
    assert len(list(body(document).iter(qn("w:footnoteReference")))) == 1
    assert [code.text.strip() for code in body(document).iter(qn("w:instrText"))] == [r"NOTEREF _note1 \f \h"]


def test_a_note_that_nothing_refers_to_is_not_lost() -> None:
    assert written("甲。\n\n[^9]: 没有引用的注。\n").paragraphs[-1].text == "附注：没有引用的注。"


def test_a_reference_to_no_note_is_text() -> None:
    assert written("见[^7]处。\n").paragraphs[0].text == "见[^7]处。"


@pytest.mark.parametrize(
    "hostile",
    [
        "</w:t></w:r><w:r><w:instrText>DDEAUTO c:\\\\x</w:instrText>",
        "<script>alert(1)</script>",
        "{ INCLUDETEXT http://x }",
        "[点此](http://evil.example)",
        "![图](http://evil.example/a.png)",
        "a\ufffe\uffff\x0bb",
    ],
)
def test_text_of_a_document_is_never_more_than_text(hostile: str) -> None:
    content = write_word(f"# 题\n\n正文{hostile}\n", "zh")
    root = part(content, "word/document.xml")
    assert list(root.iter(qn("w:instrText"), qn("w:hyperlink"), qn("w:drawing"))) == []
    with ZipFile(BytesIO(content)) as archive:
        assert all(b"External" not in archive.read(n) for n in archive.namelist() if n.endswith(".rels"))


def test_a_line_of_dashes_under_a_text_makes_no_heading_of_it() -> None:
    assert texts(written("正文\n\n---\n\n正文\n---\n"))[0] == ("BodyText", "正文")


@pytest.mark.parametrize("build", [sample_record.national, sample_record.jinzhong, sample_record.transfer,
                                   sample_record.department])  # fmt: skip
@pytest.mark.parametrize("template", ["summary", "report", "memo", "brief"])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_narrative_of_every_form_is_written_whole(build: Any, template: str, language: Any) -> None:
    record = sample_record.record(build)
    narrative = narrate([record], template, language)
    document = opened(write_word(narrative.marked, language))
    words = "".join(t.text for root in (body(document),) for t in root.iter(qn("w:t")))
    figures = "".join(sign for sign in narrative.markdown.partition("\n[^1]:")[0] if sign in "〔％%待核")
    assert all(words.count(sign) >= figures.count(sign) for sign in set(figures))


def test_traced_text_may_stand_anywhere() -> None:
    markdown = f"# {traced('甲')}绩效\n\n- **{traced('乙')}**（{traced('丙')}）：扣{traced('0.5')}分\n"
    assert [words for _, words in texts(written(markdown))] == ["甲绩效", "乙（丙）：扣0.5分"]
