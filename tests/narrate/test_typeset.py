"""Sentences of findings and quotations stand in a narrative as its own do: marks, spaces, one and many."""

from __future__ import annotations

import re

import pytest

from extractor.narrate.said import Said, printed_date
from extractor.narrate.typeset import close_up, nested, set_sentence


@pytest.mark.parametrize(
    ("message", "values", "told"),
    [
        ("各项得分 77 + 执行率得分 9 = 86，与总分 88 相差 2", [], "各项得分77＋执行率得分9＝86，与总分88相差2"),
        ("支出 50 ÷ 预算 200 = 25.00%", [], "支出50÷预算200＝25.00%"),
        ("完成值「无」却不是数字", ["无"], "完成值“无”却不是数字"),
        ("「“双创”活跃度」未达标", [], "“‘双创’活跃度”未达标"),
        ("指标值 中长期，完成值 中长期，得分 5/10", ["中长期"], "指标值“中长期”，完成值“中长期”，得分5/10"),
        ("指标值 ≥1天 可以衡量", ["≥1天"], "指标值≥1天可以衡量"),
        ("时限 2019-12-01 00:00:00，已逾期", [], "时限2019-12-01，已逾期"),
        ("文字写「共 3 项, 全部完成」", [], "文字写“共 3 项, 全部完成”"),  # a quotation is left as it is
    ],
)
def test_a_finding_in_chinese(message: str, values: list[str], told: str) -> None:
    assert set_sentence(message, values, "zh") == told


@pytest.mark.parametrize(
    ("message", "told"),
    [
        ("1 indicator(s) of 可持续影响 are reported", "1 indicator of 可持续影响 is reported"),
        ("3 indicator(s) of 可持续影响 are reported", "3 indicators of 可持续影响 are reported"),
        ("all was done, but 1 target(s) were missed", "all was done, but 1 target was missed"),
        ("11 target(s) were missed", "11 targets were missed"),
        ("the project has run 1 year(s): not measured", "the project has run 1 year: not measured"),
        ("200% of the target, no reason: target too low?", "200% of the target, no reason (target too low?)"),
        ("full marks (10/10、8/8)", "full marks (10/10, 8/8)"),
    ],
)
def test_a_finding_in_english(message: str, told: str) -> None:
    assert set_sentence(message, [], "en") == told


@pytest.mark.parametrize("language", ["zh", "en"])
def test_no_word_and_no_figure_of_a_finding_changes(language: str) -> None:
    message = "「甲 3 项」指标值 较好，完成值 一般，得分 12 / 15 = 80%：1 - 2、3 + 4"

    told = set_sentence(message, ["较好", "一般"], language)  # type: ignore[arg-type]

    assert re.findall(r"\w+", re.sub(r"\s", "", told)) and re.sub(r"\W", "", told) == re.sub(r"\W", "", message)


@pytest.mark.parametrize(
    ("text", "inner"),
    [
        ("“青年友好”企业", "‘青年友好’企业"),
        ('"青年友好"企业', "‘青年友好’企业"),
        ("落实“一件", "落实‘一件’"),  # cut inside a quotation
        ('管径5"', '管径5"'),
    ],
)
def test_marks_within_marks_are_the_single_ones(text: str, inner: str) -> None:
    assert nested(text) == inner


def test_spaces_that_fill_a_cell_are_closed_between_chinese_words_only() -> None:
    assert close_up("档案服 务中心 A 座 3 层") == "档案服务中心 A 座 3 层"


@pytest.mark.parametrize(
    ("text", "chinese", "english"),
    [
        ("2020.12", "2020年12月", "December 2020"),
        ("2020/6/1", "2020年6月1日", "1 June 2020"),
        ("2019-12-01", "2019年12月1日", "1 December 2019"),
        ("12月30日", "12月30日", "30 December"),
        ("2022年11月30日前", "2022年11月30日前", "by 30 November 2022"),
        ("2020.13", None, None),
        ("15.3", None, None),
        ("2021年底前", None, None),
        ("2021年", None, None),
    ],
)
def test_dates_are_written_out_however_they_are_printed(text: str, chinese: str | None, english: str | None) -> None:
    told = [printed_date(Said(text, ("1:a",)), language) for language in ("zh", "en")]  # type: ignore[arg-type]

    assert [date.text if date else None for date in told] == [chinese, english]
