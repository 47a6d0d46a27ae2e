"""Tables: real ones, with captions, repeated headers and columns as wide as they need to be."""

from __future__ import annotations

from typing import Any

from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Pt

from tests.narrate.word.reading import qn, texts, written

TABLE = "| 指标 | 年度指标值 | 分值 |\n|---|---|---:|\n| 就餐人数 | ≥52000人次 | 8 |\n| 满意度 | ≥90% | 10 |\n"


def _widths(table: Any) -> list[int]:
    return [int(column.get(qn("w:w"))) for column in table._tbl.tblGrid]


def test_a_table_has_a_caption_that_word_counts() -> None:
    document = written(f"# 题\n\n## 一、完成情况\n\n{TABLE}")
    assert texts(document)[-1] == ("Caption", "表1 完成情况")
    caption = document.paragraphs[-1]
    assert [code.text.strip() for code in caption._p.iter(qn("w:instrText"))] == [r"SEQ 表 \* ARABIC"]
    assert caption.paragraph_format.keep_with_next


def test_a_caption_of_the_text_is_taken_instead() -> None:
    document = written(f"# 题\n\n表1 资金情况\n\n{TABLE}")
    assert texts(document)[1:] == [("Caption", "表1 资金情况")]


def test_the_caption_names_the_form_where_there_are_several() -> None:
    document = written(f"# 汇总\n\n## 食堂绩效情况\n\n### 完成情况\n\n{TABLE}")
    assert texts(document)[-1] == ("Caption", "表1 食堂绩效情况：完成情况")


def test_the_header_is_repeated_and_no_row_is_torn() -> None:
    rows = written(TABLE).tables[0]._tbl.tr_lst
    assert [row.trPr.find(qn("w:tblHeader")) is not None for row in rows] == [True, False, False]
    assert all(row.trPr.find(qn("w:cantSplit")) is not None for row in rows)


def _kept(rows: int) -> list[bool | None]:
    table = written("| 甲 |\n|---|\n" + "| 乙 |\n" * rows).tables[0]
    return [row.cells[0].paragraphs[0].paragraph_format.keep_with_next for row in table.rows]


def test_a_short_table_stays_whole() -> None:
    assert _kept(3) == [True, True, True, None]


def test_no_page_ends_or_begins_in_a_single_row_of_a_long_table() -> None:
    kept = _kept(12)
    assert (kept[:2], set(kept[2:-2]), kept[-2:]) == ([True, True], {None}, [True, None])


def test_numbers_stand_on_the_right_and_words_on_the_left() -> None:
    _, row, _ = written(TABLE).tables[0].rows
    assert [cell.paragraphs[0].alignment for cell in row.cells] == [
        WD_ALIGN_PARAGRAPH.LEFT,
        WD_ALIGN_PARAGRAPH.LEFT,
        WD_ALIGN_PARAGRAPH.RIGHT,
    ]


def test_a_table_is_as_wide_as_the_text() -> None:
    assert sum(_widths(written(TABLE).tables[0])) == round(156 * 1440 / 25.4)


def test_a_long_column_gets_more_than_a_short_one_and_no_figure_is_broken() -> None:
    long = "这是一个很长的指标名称，要折成好几行才放得下，因此应当比别的列宽一些"
    table = written(f"| 名称 | 金额（万元） |\n|---|---:|\n| {long} | 123456789.12 |\n").tables[0]
    name, amount = _widths(table)
    assert name > amount > 12 * 10.5 * 20 / 2


def test_a_table_of_many_columns_gets_smaller_letters() -> None:
    columns = 14
    line = "|" + " 123456.78 |" * columns
    table = written(f"|{' 列 |' * columns}\n|{'---|' * columns}\n{line}\n").tables[0]
    assert table.cell(1, 0).paragraphs[0].runs[0].font.size.pt < 10.5
    assert sum(_widths(table)) == round(156 * 1440 / 25.4)


def test_a_header_that_is_too_wide_breaks_before_its_unit() -> None:
    head = "| 项目 | 单位 | 年度 | 预算数（万元） | 执行数（万元） | 执行率 | 总分 | 等次 |"
    row = "| 沅岭县公共自行车系统维护项目 | 沅岭县市政设施服务所 | 2022 | 146 | 139.43 | 95.5% | 95.89 | 优 |"
    table = written(f"{head}\n|---|---|---|---:|---:|---:|---:|---|\n{row}\n").tables[0]
    assert table.cell(0, 3).text == "预算数\n（万元）"


def test_doubts_and_notes_stand_in_cells_too() -> None:
    document = written("| 甲 |\n|---|\n| 93%〔待核〕[^1] |\n\n[^1]: 表列为92%。\n")
    cell = document.tables[0].cell(1, 0).paragraphs[0]._p
    assert [run.text for run in cell.iter(qn("w:t"))] == ["93%", "〔待核〕"]
    assert len(list(cell.iter(qn("w:footnoteReference")))) == 1


def test_a_figure_is_not_parted_from_its_unit() -> None:
    row = "某项目一个很长的名称，写了又写|某单位一个很长的名称|20435.6966万元|5374.8666万元|26.3%"
    table = written(f"|项目|单位|预算合计|执行合计|占比|\n|---|---|--:|--:|--:|\n|{row}|\n").tables[0]
    size = table.cell(1, 2).paragraphs[0].runs[0].font.size or Pt(10.5)
    assert _widths(table)[2] > size.pt * 20 * (9 * 0.55 + 2)


def test_smaller_letters_come_before_narrow_columns() -> None:
    heads = "|".join(f"列{number}" for number in range(6))
    numbers = "|".join(["20435.6966"] * 6)
    text = f"|名称|{heads}|\n{'|---' * 7}|\n|社区老年食堂服务网络运营维护|{numbers}|\n"
    table = written(text).tables[0]
    size = table.cell(1, 0).paragraphs[0].runs[0].font.size
    assert size is not None and size.pt < 10.5
    assert _widths(table)[0] >= 6 * size.pt * 20
