"""Where a page that was cut into vertical strips begins anew."""

from __future__ import annotations

from extractor.family import load_families
from extractor.ingest import ingest_text
from extractor.segment import segment

LEFT = """项目支出绩效自评表
项目名称\t河堤灯光更新
主管部门\t青槐县水务局\t实施单位\t青槐县河道站
项目资金（万元）\t\t年初预算数\t全年预算数
\t年度资金总额\t80\t80
绩效指标\t一级指标\t二级指标\t三级指标
\t产出指标\t数量指标\t更换路灯数量
\t\t质量指标\t验收合格率
总分"""
WEIGHTS = "分值\n10\n分值\n50\n40\n100"
RIGHT = """全年执行数\t得分
72\t9
年度指标值\t实际完成值\t得分
≥40盏\t42盏\t50
≥95%\t97%\t40"""


def strips_of(text: str) -> list[str]:
    """First text of each strip of the one form in ``text``."""
    form = segment(ingest_text(text, "page.txt"), load_families())[0]
    return [strip[0].text for strip in form.strips]


def test_a_page_in_one_piece_is_one_strip() -> None:
    assert len(strips_of(LEFT)) == 1


def test_a_strip_begins_where_a_table_gets_a_header_of_other_columns() -> None:
    assert strips_of(f"{LEFT}\n\n{RIGHT}") == ["项目支出绩效自评表", "全年执行数"]


def test_a_strip_that_heads_each_table_once_has_ended_at_the_next_header() -> None:
    assert strips_of(f"{LEFT}\n\n{WEIGHTS}\n\n{RIGHT}") == ["项目支出绩效自评表", "分值", "全年执行数"]
