"""The prose reads as a person wrote it: no slip of number, no sentence twice, nothing of the form passed over."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest

from extractor.narrate import draft
from extractor.values import Cell, Finding, Record
from tests import sample_record
from tests.sample_record import Page, record

_KEYS = ("level1", "level3", "target", "actual", "weight", "score", "deviation_note")


def _form(*rows: str, findings: Sequence[Finding] = (), sources: Sequence[str] = (), **head: str) -> Record:
    """A form with one indicator a line: level 1, name, target, result, weight, score, note."""

    def build(page: Page) -> Any:
        for path, text in ({"project_name": "河道清淤", "fiscal_year": "2023"} | head).items():
            page.row((text, path))
        for at, row in enumerate(rows):
            cells = dict(zip(_KEYS, row.split("|"), strict=False))
            page.row(*((text, f"indicators[{at}].{key}") for key, text in cells.items()))
        for at, source in enumerate(sources):
            page.set(f"funds[{at}].source", Cell(source, source, "read"))
        return page.form("project_national", "project_national", findings=tuple(findings))

    return record(build)


def _finding(law: str, severity: str, cells: tuple[str, ...], message: str) -> Finding:
    return Finding(law, "broken", severity, cells, message, "differs", None, None, None, None)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("rows", "chinese", "english"),
    [
        (
            ["产出指标|清淤长度|≥8公里|9公里"],
            "判断的指标1项，达到指标值。",
            "1 target can be judged by figures; it was reached.",
        ),
        (
            ["产出指标|清淤长度|≥8公里|9公里", "产出指标|合格率|≥90%|95%"],
            "判断的指标2项，均达到指标值。",
            "2 targets can be judged by figures; all were reached.",
        ),
        (
            ["产出指标|清淤长度|≥8公里|7公里", "产出指标|合格率|≥90%|95%"],
            "判断的指标2项，达到1项，未达到1项：“清淤长度”比指标值少1公里",
            "2 targets can be judged by figures: 1 was reached and 1 missed: “清淤长度”, 1公里 below",
        ),
        (
            ["产出指标|清淤长度|≥8公里|7公里", "产出指标|合格率|≥90%|80%"],
            "判断的指标2项，均未达到指标值：“清淤长度”",
            "2 targets can be judged by figures; all were missed: “清淤长度”",
        ),
    ],
)  # fmt: skip
def test_targets_are_counted_in_the_right_number(rows: list[str], chinese: str, english: str) -> None:
    form = _form(*rows)

    assert chinese in draft([form], "brief")
    assert english in draft([form], "brief", "en")


def test_a_result_apart_from_a_bare_target_is_told_without_a_verdict() -> None:
    form = _form("产出指标|巡查人数|488人|390人")

    assert "与指标值有出入、指标值未注明上下限的1项：“巡查人数”比指标值少98人（488－390）。" in draft([form], "brief")
    assert "1 result differs from a target that is neither floor nor ceiling: “巡查人数”" in draft(
        [form], "brief", "en"
    )
    assert "与指标值有出入、指标值未注明上下限的1项，为“巡查人数”。" in draft([form], "report")


def test_a_note_on_a_row_that_lost_no_marks_is_quoted_in_the_report() -> None:
    form = _form("产出指标|推送条数|≥10条|25条|5|5|发布次数增多", "产出指标|合格率|≥90%|95%|5|5|无")

    report = draft([form], "report")

    assert "各计分事项均未扣分。" in report and "表内未填报存在的问题" not in report
    assert "表内对指标的说明：“推送条数”为“发布次数增多”。" in report


def test_a_bare_figure_is_no_reason() -> None:
    form = _form("产出指标|完成率|100%|95.7%|10|9|95.70%")

    assert "扣1分（10－9）。表内只填计算结果95.7%，未说明原因。" in draft([form], "report")
    assert "“完成率”扣1分。" in draft([form], "brief")


def test_a_row_stands_once_in_the_analysis_of_its_group() -> None:
    missed = _finding("missed_target_loses_marks", "error", ("indicators[0].actual",), "「活跃度」未达标却得满分")
    form = _form("产出指标|活跃度|≥90%|≥15%|5|5", "产出指标|成本|≤5万元|≤5万元|5|5", findings=[missed])

    report = draft([form], "report")

    assert "未达到指标值的1项，为“活跃度”，指标值为≥90%，实际完成值为≥15%" in report
    assert "“成本”的完成值填报为数值区间" in report and "“活跃度”、“成本”" not in report


@pytest.mark.parametrize(
    ("rows", "chinese", "english"),
    [
        (
            ["一|甲|≥1个|2个"],
            "“甲”实际完成值为2个，超出指标值1个",
            "The target of “甲” was reached: result 2个, 1个 above",
        ),
        (["一|甲|≥2个|1个"], "“甲”未达到指标值，指标值为≥2个", "The target was missed: “甲”, target ≥2个"),
        (
            ["一|甲|≥1个|2个", "一|乙|≥2个|1个"],
            "达到指标值的1项，为“甲”，实际完成值为2个",
            "1 target was reached: “甲”",
        ),
        (
            ["一|甲|≥1个|2个", "一|乙|≥1个|1个"],
            "各项均达到指标值，其中“甲”实际",
            "All targets were reached, among them “甲”",
        ),
    ],
)
def test_one_row_is_told_as_one(rows: list[str], chinese: str, english: str) -> None:
    assert chinese in draft([_form(*rows)], "report")
    assert english in draft([_form(*rows)], "report", "en")


def test_a_long_sum_is_not_written_out() -> None:
    five = _form(*(f"产出指标|指标{at}|≥{at}个|{at}个|10|10" for at in "甲乙丙丁戊"))
    two = _form("产出指标|甲|≥1个|1个|10|9", "产出指标|乙|≥1个|1个|10|10")

    assert "分值合计50分，得50分。" in draft([five], "report")
    assert "分值合计20分（10＋10），得19分（9＋10）。" in draft([two], "report")


def test_the_year_is_not_said_twice() -> None:
    form = _form("产出指标|甲|≥1个|1个", project_name="2023年河道清淤")

    assert "本简报依据“2023年河道清淤”绩效自评表编写。" in draft([form], "brief")
    assert draft([form], "memo", "en").startswith("# Review of the self-evaluation of 2023年河道清淤\n")


def test_the_same_words_about_two_sources_name_the_sources() -> None:
    said = [_finding("execution_rate", "note", (f"funds[{at}].executed",), "232.63 ÷ 597 = 38.97%") for at in (0, 1)]
    form = _form("产出指标|甲|≥1个|1个", findings=said, sources=["total", "other"])

    assert "1. 资金总额：232.63÷597＝38.97%。\n2. 其他资金：232.63÷597＝38.97%。" in draft([form], "memo")


def test_questions_about_one_score_say_which_indicator_they_are_about() -> None:
    law = "missed_target_costs_completion"
    said = [_finding(law, "warning", (f"indicators[{at}].actual", "scorecard[0].score"), "未达到") for at in (0, 1)]
    form = _form("产出指标|清淤长度|≥8公里|7公里", "产出指标|合格率|≥90%|80%", findings=said)

    memo = draft([form], "memo")

    assert "对照“清淤长度”的完成情况，" in memo and "对照“合格率”的完成情况，" in memo


def test_a_long_name_is_cut_where_cells_are_listed() -> None:
    name = "组织全市规模以上企业参加规范化管理并新培育一批达标企业和先进企业以及优秀企业"
    said = _finding("lost_marks_have_reason", "warning", ("indicators[0].actual",), "需说明")

    memo = draft([_form(f"产出指标|{name}|≥8家|7家", findings=[said])], "memo")

    assert f"“{name[:30]}……”实际完成值的偏差原因是什么？" in memo


@pytest.mark.parametrize(
    ("target", "actual", "told"),
    [
        ("2019-12-01 00:00:00", "2020.12", "指标值为2019年12月1日，实际完成值为2020年12月，晚于时限"),
        ("2023年10月30日", "12月30日", "指标值为2023年10月30日，实际完成值为12月30日，逾期61天"),
    ],
)
def test_deadlines_are_written_as_dates(target: str, actual: str, told: str) -> None:
    report = draft([_form(f"产出指标|支付时间|{target}|{actual}")], "report")

    assert told in report and "00:00" not in report


def test_all_money_from_one_source_reads_as_a_sentence() -> None:
    text = draft([record(sample_record.national)], "summary", "en")

    assert "All of it came from the fiscal appropriation." in text
