"""Runs without separators: labels are found inside them, and figures are cut from words."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractor.read.gluing import glued_pieces, is_glued, is_glued_page, no_labels
from extractor.read.inside import folded_with_places, label_spans
from tests.reading import FORM, glued, lexicon_for


def labels_in(text: str, family: str = "project_national") -> list[str]:
    return [text[start:end] for start, end in label_spans(text, lexicon_for(family))]


def pieces_of(text: str, family: str = "project_national") -> list[str]:
    return [text[start:end] for start, end, _ in glued_pieces(text, lexicon_for(family))]


@pytest.mark.parametrize(
    ("text", "labels"),
    [
        ("项目名称古井修缮主管部门文物局", ["项目名称", "主管部门"]),
        ("三级指标年度指标值实际完成值", ["三级指标", "年度指标值", "实际完成值"]),
        ("群众满意度90%", []),  # the end of a name
        ("各项费用合计支出三万元", []),  # a word of a sentence
        ("10总分10097.8", ["总分"]),
    ],
)
def test_a_label_counts_where_what_is_beside_it_says_so(text: str, labels: list[str]) -> None:
    assert labels_in(text) == labels


def test_a_project_keeps_the_last_word_of_its_name() -> None:
    assert labels_in("项目名称老旧水井改造项目主管部门水务局") == ["项目名称", "主管部门"]


def test_a_field_of_three_characters_may_follow_its_neighbours_value() -> None:
    assert "项目期" in labels_in("项目属性延续性项目项目期2023-01-01至2023-12-31项目概况", "project_jinzhong")


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("数量指标修缮古井≥6口6口2020", ["数量指标", "修缮古井", "≥6口", "6口", "2020"]),
        (
            "质量指标完工时间2023年9月底前2023年8月30日1010",
            ["质量指标", "完工时间", "2023年9月底前", "2023年8月30日", "1010"],
        ),
        ("社会效益指标文物安全明显提升明显提升3030", ["社会效益指标", "文物安全", "明显提升", "明显提升", "3030"]),
        ("社会效益指标管护机制健全基本健全12", ["社会效益指标", "管护机制", "健全", "基本健全", "12"]),
        ("数量指标抽检比例80%-90%85%10", ["数量指标", "抽检比例", "80%-90%", "85%", "10"]),
        ("数量指标看护人数62-79人70人10", ["数量指标", "看护人数", "62-79人", "70人", "10"]),
        (
            "数量指标指标1：修缮古井≥6口6口指标2：清淤古井≥3口3口",
            ["数量指标", "指标1：修缮古井", "≥6口", "6口", "指标2：清淤古井", "≥3口", "3口"],
        ),
        (
            "成本指标修缮成本≤82万元81万元22吨石料运费≤63元/吨60元/吨",
            ["成本指标", "修缮成本", "≤82万元", "81万元", "22", "吨石料运费", "≤63元/吨", "60元/吨"],
        ),
        (
            "经济效益指标增收效果健全健全节约费用≥22.4万元",
            ["经济效益指标", "增收效果", "健全", "健全", "节约费用", "≥22.4万元"],
        ),
    ],
)
def test_figures_dates_and_worded_results_are_cut_from_the_name(text: str, pieces: list[str]) -> None:
    assert pieces_of(text) == pieces


def test_comparator_and_unit_are_cut_off_where_the_form_has_columns_for_them() -> None:
    assert pieces_of("数量指标铺设管网≥28米", "sichuan") == ["数量指标", "铺设管网", "≥", "28", "米"]
    assert pieces_of("社会效益指标带动投资定性良好良好", "sichuan")[2:] == ["定性", "良好", "良好"]


def test_a_state_of_progress_is_cut_from_the_next_name() -> None:
    assert pieces_of("数量指标修缮古井6口6口已完成补配井栏9副", "project_jinzhong")[4:6] == ["已完成", "补配井栏"]


def test_blanks_inside_a_run_stay_boundaries() -> None:
    found = glued_pieces("年度资金总额 2,435.74 3,204.92", lexicon_for())

    assert [blank for *_, blank in found] == [False, True, True]


@pytest.mark.parametrize(
    "text",
    [
        "本表得分按全年实际值/年度指标值×指标分值计算。",
        "项目名称、主管部门、实施单位应当与批复一致",
        "使用单位满意度",
        "修缮古井六口，恢复井台原貌",
    ],
)
def test_prose_that_names_labels_is_no_run_of_cells(text: str) -> None:
    assert not is_glued(text, lexicon_for())


def test_a_whole_page_in_one_run_is_known_as_one() -> None:
    assert is_glued_page(glued(FORM), lexicon_for())
    assert not is_glued_page("修缮古井六口，恢复井台原貌。" * 30, lexicon_for())


@settings(max_examples=100, deadline=None)
@given(
    st.lists(st.sampled_from(["分值", "数量指标", "≥6口", "20", "95%", "修缮古井", "已完成", " "]), max_size=25).map(
        "".join
    )
)
def test_pieces_cover_the_run_in_order(text: str) -> None:
    found = glued_pieces(text, lexicon_for())

    assert "".join("".join(text[a:b].split()) for a, b, _ in found) == "".join(text.split())


@given(st.text(st.sampled_from("分值（A）１２ 　修缮\n"), max_size=20))
def test_the_comparison_form_knows_where_each_character_stood(text: str) -> None:
    folded, places = folded_with_places(text)

    assert len(folded) == len(places)
    assert all(not text[place].isspace() for place in places)


def test_a_word_of_sum_ends_a_name_and_is_no_cell_of_its_own() -> None:
    assert not is_glued("项目支出总额", lexicon_for())
    assert is_glued("项目资金年度资金总额", lexicon_for())


HEADER = "绩效指标一级指标二级指标三级指标年度指标值全年完成值分值得分偏差原因分析及改进措施"


@pytest.mark.parametrize(
    ("text", "no_label"),
    [
        ("总体目标年初设定目标实际完成情况年内修缮古井68口，年度资金713元按计划用完。", "年度资金"),  # behind a comma
        ("总体目标年初设定目标实际完成情况井体牢固，全部验收。实际完成古井63口。", "实际完成"),  # heads no column
        ("总体目标年初设定目标实际完成情况水井使用单位反映良好。绩效指标", "使用单位"),  # of the head
        (HEADER + "产出指标成本指标项目支出总额≤21.20万元20.10万元33.00", "项目支出"),  # begins a name
        (HEADER + "满意度指标服务对象满意度指标主管单位满意度≥85%85%1010", "主管单位"),
    ],
)
def test_a_label_that_a_sentence_or_a_name_holds_is_none(text: str, no_label: str) -> None:
    assert no_label not in labels_in(text, "project_national")
    assert no_label in text


def test_a_label_in_a_sentence_plays_no_role() -> None:
    text = "总体目标年初设定目标实际完成情况年内修缮古井68口，年度资金713元按计划用完。"

    spoken = no_labels(text, lexicon_for("project_national"))

    assert [text[start:end] for start, end in spoken] == ["年度资金"]


def test_a_remark_below_the_table_is_a_label() -> None:
    assert "说明" in labels_in("服务对象满意度指标村民满意度≥90%95%说明本表数据为年终决算前数据。", "transfer")
