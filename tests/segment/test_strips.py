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


def test_a_strip_begins_though_its_labels_are_halves_and_blank_lines_stand_elsewhere_too() -> None:
    left = (
        "项目名\t桥梁加固\n称\n主管部\t青槐县交通局\n门\n年度资金总额\n"
        "绩效指\t一级指标\t二级指标\n标\n产出指标\t数量指标\n总分"
    )
    middle = (
        "项目绩效自评表\n实施单位\t青槐县桥梁所\n全年预\t全年执行数\n算数\n80\t72\n\n三级指标\t指标值\n加固桥梁数\t≥4座"
    )
    right = "分值\t执行率\t得分\n10\t90%\t9\n实际完\t分值\t得分\n成值\n4座\t90\t90"
    assert strips_of(f"{left}\n\n{middle}\n\n{right}") == ["项目名", "项目绩效自评表", "分值"]


def test_a_title_that_a_strip_prints_again_further_down_begins_no_form() -> None:
    left = "项目名称\t桥梁加固\n主管部门\t青槐县交通局\n绩效指标\t一级指标\t二级指标\n\t产出指标\t数量指标"
    right = "项目支出绩效自评表\n（2022年度）\n三级指标\t指标值\n加固桥梁数\t≥4座\n项目支出绩效自评表\n检测桥梁数\t≥9座"
    forms = segment(ingest_text(f"{left}\n\n{right}", "page.txt"), load_families())
    assert [len(form.strips) for form in forms] == [2]
