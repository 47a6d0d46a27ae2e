"""Headers: labels count, never positions."""

from __future__ import annotations

from extractor.read.header import split_header
from tests.reading import atoms_in, family_named, lexicon_for, texts_of


def header_of(text: str, block: str = "indicators", family: str = "project_national") -> tuple[list[str], list[str]]:
    columns, data = split_header(atoms_in(text, family), block, family_named(family), lexicon_for(family))
    return [column.key for column in columns if not column.weak], texts_of(data)


def test_columns_stand_in_printed_order() -> None:
    keys, data = header_of(
        "一级指标\t二级指标\t三级指标\t分值\t年度指标值\t实际完成值\t得分\n产出指标\t数量指标\t修缮\n"
    )

    assert keys == ["level1", "level2", "level3", "weight", "target", "actual", "score"]
    assert data == ["产出指标", "数量指标", "修缮"]


def test_a_header_may_stand_in_two_rows() -> None:
    keys, data = header_of(
        "一级指标\t二级指标\t三级指标\t年度\t实际\t分值\t得分\t偏差原因分析\n\t\t\t指标值\t完成值\t\t\t及改进措施\n产出指标\t数量指标\t修缮\n"
    )

    assert keys == ["level1", "level2", "level3", "target", "actual", "weight", "score", "deviation_note"]
    assert data == ["产出指标", "数量指标", "修缮"]


def test_the_second_half_of_a_glued_header_may_stand_behind_the_others() -> None:
    keys, _ = header_of(
        "一级指标二级指标三级指标年度完成值标准分得分偏差原因分析及改进措施指标值产出指标数量指标修缮≥6口6口2020"
    )

    assert keys[3:] == ["target", "actual", "weight", "score", "deviation_note"]


def test_a_header_may_stand_behind_its_rows() -> None:
    keys, data = header_of("年度资金总额\t62.5\t60\t57\n项目资金\t年初预算数\t全年预算数\t全年执行数\n", "funds")

    assert keys == ["initial_budget", "adjusted_budget", "executed"]
    assert data == ["年度资金总额", "62.5", "60", "57"]


def test_a_lost_header_leaves_the_family_with_its_own_columns() -> None:
    keys, _ = header_of("产出指标\t数量指标\t修缮\t≥6口\t6口\t20\t20\n")

    assert keys == ["level1", "level2", "level3", "target", "actual", "weight", "score", "deviation_note"]


def test_a_header_and_rows_on_one_line_are_told_apart() -> None:
    _, data = header_of("三级指标 年度指标值 实际完成值 分值 得分 修缮 ≥6口 6口 20 20\n")

    assert data == ["修缮", "≥6口", "6口", "20", "20"]


def test_one_character_of_a_narrow_column_names_it() -> None:
    keys, data = header_of(
        "一级指标\t二级指标\t三级指标\t年度指标值\t完成值\t权\t得分\n产出指标\t数量指标\t修缮\t≥6口\t6口\t20\t19\n"
    )

    assert keys == ["level1", "level2", "level3", "target", "actual", "weight", "score"]
    assert data == ["产出指标", "数量指标", "修缮", "≥6口", "6口", "20", "19"]


def test_an_unknown_header_where_a_level_stands_is_that_of_the_level() -> None:
    keys, data = header_of(
        "分类\t二级指标\t三级指标\t年度指标值\t完成值\t得分\n产出指标\t质量指标\t修缮\t≥6口\t6口\t19\n"
    )

    assert not [key for key in keys if key.startswith("?")]
    assert data == ["产出指标", "质量指标", "修缮", "≥6口", "6口", "19"]
