"""The page of GB/T 9704-2012: measures, lines, fonts, headings, page numbers."""

from __future__ import annotations

from typing import Any

import pytest

from extractor.narrate.word import write_word
from tests.narrate.word.reading import body, opened, part, qn, style_of, texts, written

REPORT = "# 某项目绩效自评报告\n\n正文。\n\n## 基本情况\n\n### 项目概况\n\n#### 来源\n"


def test_the_page_is_a4_with_the_margins_of_the_standard() -> None:
    section = written(REPORT).sections[0]
    millimetres = [round(length.mm) for length in (section.page_width, section.page_height)]
    margins = [round(side.mm, 1) for side in (section.top_margin, section.left_margin)]
    text_width = section.page_width - section.left_margin - section.right_margin
    text_height = section.page_height - section.top_margin - section.bottom_margin
    assert millimetres == [210, 297]
    assert margins == [37.0, 28.0]
    assert (round(text_width / 36000), round(text_height / 36000)) == (156, 225)


def test_22_lines_fill_the_text_area_and_28_letters_a_line() -> None:
    document = written(REPORT)
    section, look = document.sections[0], style_of(document, "BodyText")
    line = look.paragraph_format.line_spacing
    squeeze = int(look.element.rPr.find(qn("w:spacing")).get(qn("w:val"))) / 20
    height = (section.page_height - section.top_margin - section.bottom_margin) / 12700
    width = (section.page_width - section.left_margin - section.right_margin) / 12700
    assert 28 <= line.pt <= 29
    assert int(height // line.pt) == 22
    assert int(width // (look.font.size.pt + squeeze)) == 28
    assert body(document).sectPr.find(qn("w:docGrid")).get(qn("w:linePitch")) == str(round(line.pt * 20))


@pytest.mark.parametrize(
    "style, font, size",
    [
        ("BodyText", "仿宋_GB2312", 16),
        ("Title", "方正小标宋简体", 22),
        ("Heading1", "黑体", 16),
        ("Heading2", "楷体_GB2312", 16),
        ("Heading3", "仿宋_GB2312", 16),
        ("Caption", "黑体", 12),
        ("TableText", "仿宋_GB2312", 10.5),
        ("Footer", "宋体", 14),
    ],
)
def test_each_kind_of_paragraph_has_its_font_and_size(style: str, font: str, size: float) -> None:
    look = style_of(written(REPORT), style)
    fonts = look.element.rPr.rFonts
    assert fonts.get(qn("w:eastAsia")) == font
    assert look.font.size.pt == size
    assert fonts.get(qn("w:ascii")) == ("宋体" if style == "Footer" else "Times New Roman")


def test_every_font_says_what_stands_in_for_it() -> None:
    fonts = part(write_word(REPORT, "zh"), "word/fontTable.xml")
    instead = {font.get(qn("w:name")): font.find(qn("w:altName")).get(qn("w:val")) for font in fonts}
    assert instead["仿宋_GB2312"] == "仿宋"
    assert instead["仿宋"] == "FangSong"
    assert instead["FangSong"] == "Noto Serif CJK SC"
    assert instead["方正小标宋简体"] == "宋体"


def test_the_body_is_indented_by_two_letters_and_the_title_stands_in_the_middle() -> None:
    document = written(REPORT)
    assert style_of(document, "BodyText").element.pPr.ind.get(qn("w:firstLineChars")) == "200"
    assert style_of(document, "Title").element.pPr.jc.get(qn("w:val")) == "center"


def test_headings_without_numbers_are_counted_by_word() -> None:
    document = written(REPORT)
    heading = document.paragraphs[2]
    assert texts(document)[2:] == [("Heading1", "基本情况"), ("Heading2", "项目概况"), ("Heading3", "来源")]
    numbering = document.part.numbering_part.element
    formats = [level.find(qn("w:lvlText")).get(qn("w:val")) for level in numbering[0].findall(qn("w:lvl"))]
    assert heading._p.pPr.numPr.numId.val == 1
    assert formats == ["%1、", "（%2）", "%3.", "（%4）"]


def test_headings_that_bring_their_numbers_keep_them_and_take_the_font_of_their_kind() -> None:
    document = written("# 报告\n\n## 一、概况\n\n### （一）来源\n\n#### 1．甲\n\n## 附：一览\n")
    assert texts(document)[1:] == [
        ("Heading1", "一、概况"),
        ("Heading2", "（一）来源"),
        ("Heading3", "1．甲"),
        ("PartTitle", "附：一览"),
    ]
    assert all(paragraph._p.pPr.numPr is None for paragraph in document.paragraphs)


def test_a_heading_stays_with_what_follows() -> None:
    document = written(REPORT)
    assert all(style_of(document, f"Heading{level}").paragraph_format.keep_with_next for level in (1, 2, 3))


def test_a_paragraph_that_announces_a_list_stays_with_it() -> None:
    document = written("扣分事项如下：\n\n- 甲\n")
    assert document.paragraphs[0].paragraph_format.keep_with_next


def test_page_numbers_stand_between_dashes_on_the_outer_side() -> None:
    document = written(REPORT)
    odd, even = document.sections[0].footer, document.sections[0].even_page_footer
    assert document.settings.odd_and_even_pages_header_footer
    for footer, side in ((odd, "right"), (even, "left")):
        paragraph = footer.paragraphs[0]._p
        assert "".join(t.text for t in paragraph.iter(qn("w:t"))) == "— 1 —"
        assert [code.text.strip() for code in paragraph.iter(qn("w:instrText"))] == ["PAGE"]
        assert paragraph.pPr.jc.get(qn("w:val")) == side
        assert paragraph.pPr.ind.get(qn(f"w:{side}Chars")) == "100"


def test_english_keeps_the_page_and_has_its_own_letters() -> None:
    document = opened(write_word("# A report\n\nWords.\n\n## The project\n", "en"))
    look = style_of(document, "BodyText")
    assert round(document.sections[0].top_margin.mm) == 37
    assert (look.font.name, look.font.size.pt) == ("Times New Roman", 12)
    assert look.element.pPr.ind.get(qn("w:firstLineChars")) == "0"
    assert style_of(document, "Heading1").font.bold


def test_a_title_of_two_lines_breaks_before_the_words_that_say_what_it_is() -> None:
    document = written("# 2023年度梧桐巷社区食堂运营补贴项目支出绩效自评报告\n")
    assert document.paragraphs[0].text == "2023年度梧桐巷社区食堂运营补贴\n项目支出绩效自评报告"


def test_a_short_title_stays_on_one_line() -> None:
    assert written("# 食堂绩效情况\n").paragraphs[0].text == "食堂绩效情况"


def test_whom_a_letter_is_for_stands_without_an_indent_and_each_letter_on_its_own_page() -> None:
    document = written("# 复核意见\n\n松涧县民政局：\n\n正文。\n\n# 复核意见\n\n青陂市民政局：\n\n正文。\n")
    assert [style for style, _ in texts(document)][:3] == ["Title", "Normal", "BodyText"]
    assert [p.paragraph_format.page_break_before for p in document.paragraphs] == [None, None, None, True, None, None]


_ORDERS = {
    "pPr": "pStyle keepNext keepLines pageBreakBefore numPr snapToGrid spacing ind jc outlineLvl rPr".split(),
    "rPr": "rStyle rFonts b bCs i iCs spacing sz szCs highlight vertAlign lang".split(),
    "sectPr": "headerReference footerReference pgSz pgMar docGrid".split(),
    "tblPr": "tblStyle tblW jc tblInd tblBorders tblLayout tblCellMar".split(),
    "tcPr": "tcW vAlign".split(),
}


def _disordered(root: Any) -> list[str]:
    found = []
    for kind, order in _ORDERS.items():
        for element in root.iter(qn(f"w:{kind}")):
            names = [child.tag.rpartition("}")[2] for child in element]
            if [order.index(name) for name in names] != sorted(order.index(name) for name in names):
                found.append(f"{kind}: {' '.join(names)}")
    return found


@pytest.mark.parametrize("name", ["document", "styles", "numbering", "footnotes", "footer1"])
def test_properties_stand_in_the_order_of_the_schema_since_word_refuses_any_other(name: str) -> None:
    markdown = (
        "# 题\n\n## 概况\n\n甲**乙**〔待核〕[^1]，*丙*：\n\n1. 一\n   - 二\n\n> 引\n\n"
        "| 列 | 数（万元） |\n|---|---:|\n| 甲〔待核〕[^2] | 1 |\n\n尾\n\n[^1]: 注〔待核〕\n\n[^2]: 注\n"
    )
    assert _disordered(part(write_word(markdown, "zh"), f"word/{name}.xml")) == []
