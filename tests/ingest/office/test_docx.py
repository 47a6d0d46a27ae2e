"""Word documents: what is printed comes out, in order, in its place, once."""

from __future__ import annotations

import io
import zipfile
from time import process_time

import docx
import pytest

from extractor.values import Boundary
from tests.ingest.office.building import R, W, archive, cells_of, p, read, run, tbl, tc, texts_of, tr, word

PURL = "http://purl.oclc.org/ooxml"


def test_a_document_is_known_by_its_content() -> None:
    document = read(word(p("自评表")), "表.txt")

    assert (document.kind, document.name, document.text) == ("docx", "表.txt", "自评表\n")


def test_paragraphs_and_tables_keep_their_order() -> None:
    document = read(word(p("前") + tbl(tr("甲", "乙"), tr("丙", "丁")) + p("后")))

    assert cells_of(document) == [
        (None, None, "前"), (0, 0, "甲"), (0, 1, "乙"), (1, 0, "丙"), (1, 1, "丁"), (None, None, "后"),
    ]  # fmt: skip
    assert all(fragment.box is None for fragment in document.fragments)


def test_a_second_table_goes_on_counting_rows() -> None:
    document = read(word(tbl(tr("甲", "乙")) + p("间") + tbl(tr("丙", "丁"))))

    assert [(f.row, f.before) for f in document.fragments if f.column == 0] == [
        (0, Boundary.BLOCK),
        (1, Boundary.BLOCK),
    ]


def test_merged_cells_stand_once_and_keep_grid_columns() -> None:
    down, on = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
    body = tbl(
        tr(tc("甲", properties=down), tc("乙", properties='<w:gridSpan w:val="2"/>'), "丙"),
        tr(tc("", properties=on), "丁", "", "戊"),
    )

    assert cells_of(read(word(body))) == [
        (0, 0, "甲"), (0, 1, "乙"), (0, 3, "丙"), (1, 1, "丁"), (1, 2, ""), (1, 3, "戊"),
    ]  # fmt: skip


def test_old_merging_to_the_right_is_known() -> None:
    first, rest = '<w:hMerge w:val="restart"/>', '<w:hMerge w:val="continue"/>'
    body = tbl(tr(tc("甲", properties=first), tc("", properties=rest), "乙"))

    assert cells_of(read(word(body))) == [(0, 0, "甲"), (0, 2, "乙")]


def test_a_row_that_begins_late_keeps_its_columns() -> None:
    body = tbl(tr("甲", "乙"), tr("丙", properties='<w:gridBefore w:val="1"/>'))

    assert cells_of(read(word(body)))[2] == (1, 1, "丙")


def test_a_continuing_cell_under_nothing_is_a_cell() -> None:
    assert cells_of(read(word(tbl(tr(tc("甲", properties="<w:vMerge/>"), "乙")))))[0] == (0, 0, "甲")


def test_lines_of_a_cell_stand_below_each_other() -> None:
    assert texts_of(read(word(tbl(tr(tc("甲", "", "乙"), "丙"))))) == ["甲\n乙", "丙"]


@pytest.mark.parametrize(
    ("inside", "printed"),
    [
        (run("甲") + "<w:r><w:br/></w:r>" + run("乙"), ["甲", "乙"]),
        (run("甲") + f'<w:ins>{run("乙")}</w:ins><w:del><w:r><w:delText>丙</w:delText></w:r></w:del>', ["甲乙"]),
        (f"<w:moveFrom>{run('甲')}</w:moveFrom><w:moveTo>{run('乙')}</w:moveTo>", ["乙"]),
        (f'<w:hyperlink r:id="x">{run("甲")}</w:hyperlink>', ["甲"]),
        (f"<w:sdt><w:sdtPr/><w:sdtContent>{run('甲')}</w:sdtContent></w:sdt>", ["甲"]),
        (f"<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>{run('请输入')}</w:sdtContent></w:sdt>", []),
        (f"<w:r><w:rPr><w:vanish/></w:rPr><w:t>藏</w:t></w:r>{run('见')}", ["见"]),
        ("<w:r><w:fldChar/><w:instrText>PAGE</w:instrText><w:fldChar/></w:r>" + run("3"), ["3"]),
        (run("甲") + "<w:r><w:noBreakHyphen/><w:softHyphen/></w:r>" + run("乙"), ["甲-乙"]),
        (run("甲") + "<w:r><w:tab/><w:tab/></w:r>" + run("乙"), ["甲  乙"]),
        ("<m:oMath><m:f><m:num><m:r><m:t>3</m:t></m:r></m:num><m:den><m:r><m:t>4</m:t></m:r></m:den></m:f></m:oMath>",
         ["3/4"]),
    ],
)  # fmt: skip
def test_what_is_printed_of_a_paragraph(inside: str, printed: list[str]) -> None:
    assert texts_of(read(word(p(inside)) if printed else word(p(inside) + p("其他")))) == (printed or ["其他"])


@pytest.mark.parametrize(
    ("sign", "char"),
    [
        ('<w:sym w:font="Wingdings 2" w:char="F052"/>', "☑"),
        ('<w:sym w:font="Wingdings 2" w:char="00A3"/>', "☐"),
        ('<w:sym w:font="Wingdings" w:char="F0FE"/>', "☑"),
        ('<w:sym w:font="Symbol" w:char="F0B3"/>', "≥"),
        ('<w:rPr><w:rFonts w:ascii="Wingdings 2"/></w:rPr><w:t>R</w:t>', "☑"),
        (
            "<w:fldChar><w:ffData><w:checkBox><w:default w:val='0'/><w:checked/></w:checkBox></w:ffData></w:fldChar>",
            "☑",
        ),
        ("<w:fldChar><w:ffData><w:checkBox><w:default w:val='0'/></w:checkBox></w:ffData></w:fldChar>", "☐"),
        ("<w:t>☑</w:t>", "☑"),
        ('<w:sym w:font="没有的字体" w:char="2610"/>', "☐"),
    ],
)
def test_check_boxes_and_symbols_are_characters(sign: str, char: str) -> None:
    assert texts_of(read(word(p(f"<w:r>{sign}</w:r>", "是")))) == [f"{char}是"]


def test_a_check_box_control_shows_what_it_holds() -> None:
    control = f"<w:sdt><w:sdtPr><w14:checkbox/></w:sdtPr><w:sdtContent>{run('☒')}</w:sdtContent></w:sdt>"

    assert texts_of(read(word(p(control, "优")))) == ["☒优"]


def test_a_text_box_is_read_once() -> None:
    box = f"<w:txbxContent>{p('框内')}{tbl(tr('甲', '乙'))}</w:txbxContent>"
    shape = (
        f"<w:r><mc:AlternateContent><mc:Choice><w:drawing><wps:txbx>{box}</wps:txbx></w:drawing></mc:Choice>"
        f"<mc:Fallback><w:pict><v:textbox>{box}</v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )

    assert texts_of(read(word(p("外", shape)))) == ["外", "框内", "甲", "乙"]


def test_rows_and_cells_in_content_controls_are_in_the_table() -> None:
    cell = f"<w:sdt><w:sdtContent>{tc('甲')}</w:sdtContent></w:sdt>"
    row = f"<w:sdt><w:sdtContent>{tr('丙', '丁')}</w:sdtContent></w:sdt>"

    assert cells_of(read(word(f"<w:tbl>{tr(cell, '乙')}{row}</w:tbl>"))) == [
        (0, 0, "甲"), (0, 1, "乙"), (1, 0, "丙"), (1, 1, "丁"),
    ]  # fmt: skip


def test_a_deleted_row_is_gone() -> None:
    assert texts_of(read(word(tbl(tr("甲", "乙"), tr("丙", "丁", properties="<w:del/>"))))) == ["甲", "乙"]


def test_a_table_inside_a_cell_becomes_lines_of_the_cell() -> None:
    inner = tbl(tr("类款", "支出"), tr("201", "9"))
    rows = [tr(f"标签{n}", f"值{n}") for n in range(4)]

    assert texts_of(read(word(tbl(*rows, tr("执行情况", tc("全年", inner, "完"))))))[-1] == "全年\n类款 支出\n201 9\n完"


def test_a_table_that_only_arranges_others_is_taken_apart() -> None:
    form = tbl(tr("甲", "乙"), tr("丙", "丁"))

    assert cells_of(read(word(tbl(tr(tc("标题", form, "")))))) == [
        (None, None, "标题"), (0, 0, "甲"), (0, 1, "乙"), (1, 0, "丙"), (1, 1, "丁"),
    ]  # fmt: skip


PAGE = '<w:r><w:br w:type="page"/></w:r>'
RENDERED = "<w:r><w:lastRenderedPageBreak/></w:r>"


@pytest.mark.parametrize(
    ("body", "pages"),
    [
        (p("甲", PAGE) + p("乙"), [1, 2]),
        (p("甲", PAGE) + p(RENDERED, "乙"), [1, 2]),  # one break, said twice
        (p("甲") + p(RENDERED, "乙"), [1, 2]),
        (p("甲", RENDERED, "甲") + p("乙"), [1, 2]),
        ("<w:p><w:pPr><w:pageBreakBefore/></w:pPr>" + run("甲") + "</w:p>" + p("乙"), [1, 1]),
        (p("甲") + "<w:p><w:pPr><w:pageBreakBefore/></w:pPr>" + run("乙") + "</w:p>", [1, 2]),
        ("<w:p><w:pPr><w:sectPr/></w:pPr>" + run("甲") + "</w:p>" + p("乙") + "<w:sectPr/>", [1, 2]),
        ("<w:p><w:pPr><w:sectPr/></w:pPr>" + run("甲") + "</w:p>" + p("乙")
         + '<w:sectPr><w:type w:val="continuous"/></w:sectPr>', [1, 1]),
    ],
)  # fmt: skip
def test_pages_begin_where_word_begins_them(body: str, pages: list[int]) -> None:
    document = read(word(body))

    assert [fragment.page for fragment in document.fragments] == pages and document.pages == pages[-1]


def test_a_table_over_two_pages_stays_one_and_what_follows_is_on_the_second() -> None:
    rows = tr("甲", "乙"), tr(tc(p(RENDERED, "丙")), tc(p(RENDERED, "丁")))
    document = read(word(tbl(*rows) + p("后")))

    assert cells_of(document)[2] == (1, 0, "丙") and document.fragments[2].before is Boundary.ROW
    assert document.fragments[-1].page == 2


def test_headers_stand_in_front_footers_behind_page_numbers_nowhere() -> None:
    section = '<w:sectPr><w:headerReference w:type="default" r:id="hdr"/><w:footerReference r:id="ftr"/></w:sectPr>'
    parts = {"hdr": p("某市财政局"), "ftr": p("第 1 页 共 3 页") + p("- 2 -") + p("联系人：甲")}

    assert texts_of(read(word(p("正文") + section, **parts))) == ["某市财政局", "正文", "联系人：甲"]


def test_footnotes_stand_behind_and_their_marks_nowhere() -> None:
    notes = f'<w:footnote w:id="1">{p("注释一")}</w:footnote><w:footnote w:id="2">{p("没有提到")}</w:footnote>'

    document = read(word(p("20", '<w:r><w:footnoteReference w:id="1"/></w:r>') + p("末"), footnotes=notes))

    assert texts_of(document) == ["20", "末", "注释一"]


def test_lines_with_tab_stops_below_each_other_are_a_table() -> None:
    tab = "<w:r><w:tab/></w:r>"

    assert cells_of(read(word(p("项目名称", tab, "甲") + p("实施单位", tab, "乙")))) == [
        (0, 0, "项目名称"), (0, 1, "甲"), (1, 0, "实施单位"), (1, 1, "乙"),
    ]  # fmt: skip


def test_a_strict_file_reads_the_same() -> None:
    inside = zipfile.ZipFile(io.BytesIO(word(tbl(tr(tc("甲", properties='<w:gridSpan w:val="2"/>'), "乙")))))
    strict = {name: inside.read(name).decode() for name in inside.namelist()}
    for namespace, purl in ((W, f"{PURL}/wordprocessingml/main"), (R, f"{PURL}/officeDocument/relationships")):
        strict = {name: content.replace(namespace, purl) for name, content in strict.items()}

    assert cells_of(read(archive(dict(strict)))) == [(0, 0, "甲"), (0, 2, "乙")]


def test_twenty_pages_are_read_in_a_second() -> None:
    written = docx.Document()
    for _ in range(20):
        table = written.add_table(40, 8)
        for index, cell in enumerate(table._cells):
            cell.text = f"指标值{index}"
        written.add_page_break()
    out = io.BytesIO()
    written.save(out)

    began = process_time()
    document = read(out.getvalue())

    assert process_time() - began < 1.0 and document.pages == 21 and len(document.fragments) == 6400
