"""The narrative says what the cells say, in words a finance bureau would use, and nothing else."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractor.errors import UsageError
from extractor.narrate import draft
from extractor.values import Cell
from tests import sample_record
from tests.narrate.claims import check

BUILDERS = [sample_record.national, sample_record.jinzhong, sample_record.transfer, sample_record.department]


@pytest.mark.parametrize("build", BUILDERS)
@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_number_is_a_cell_a_count_of_rows_or_a_formula_that_is_right(build: Any, language: Any) -> None:
    record = sample_record.record(build)

    found = check(draft([record], language=language), record.forms)
    assert found.false == [] and found.checked > 8


def test_the_project_is_told_with_unit_money_and_score() -> None:
    text = draft([sample_record.record(sample_record.national)])

    assert text.startswith("# 2023年度乡村道路照明改造项目绩效情况\n")
    assert "该项目由青禾县公路站实施，主管部门为云岫市交通运输局。" in text
    assert "年初预算300万元，全年预算320万元，比年初增加20万元（320－300）。全年执行288万元，预算执行率90%，" in text
    assert "尚有32万元（320－288）未执行。资金来源为财政拨款。" in text
    assert "预算执行率分值10分，得9分。" in text
    assert "自评总分88分〔待核〕[^2]（满分100分）。" in text


def test_lost_marks_come_with_the_reason_that_the_form_gives() -> None:
    text = draft([sample_record.record(sample_record.national)])

    assert "得19.5分，扣0.5分（20－19.5）。表内说明：“两处灯杆基础待验收，次月补齐”。" in text
    assert "超出指标值3个百分点（93－90），得7.5分，扣2.5分（10－7.5）。表内未说明原因。" in text


def test_broken_laws_doubts_and_missing_cells_are_told() -> None:
    text = draft([sample_record.record(sample_record.national)])

    assert "表内数据有1处勾稽不符[^2]，另有1处需作说明[^1]，报送前应予核实。" in text
    assert "\n[^2]: 各项得分77＋执行率得分9＝86，与总分88相差2。依据：财预〔2020〕10号。" in text
    assert "- 总分“88”（与各项得分之和不符）。" in text
    assert "应有而未能识读的内容：填报日期。" in text


def test_a_warning_that_rests_on_a_cell_in_doubt_is_marked() -> None:
    record = sample_record.record(sample_record.national)
    form = record.forms[0]
    warning = replace(form.findings[0], severity="warning", cells=("total.score",), message="总分偏高")
    sure = replace(warning, cells=("total.weight",), message="总分值不足")

    text = draft([replace(record, forms=(replace(form, findings=(warning, sure)),))])

    assert ": 总分偏高〔待核〕。" in text and ": 总分值不足。" in text


def test_a_score_card_is_told_by_its_sections() -> None:
    text = draft([sample_record.record(sample_record.jinzhong)])

    assert "投入分值20分，得18分；产出分值80分，得77.5分。" in text
    assert "支出占预算的75%（60÷80），尚有20万元（80－60）未执行。" in text


def test_a_form_without_marks_claims_none() -> None:
    text = draft([sample_record.record(sample_record.transfer)])

    assert "设绩效指标2项。" in text and "2项均达到年度指标值。" in text
    assert "该表未设分值，不计算总分。" in text


def test_a_department_is_told_with_its_balance_and_staff() -> None:
    text = draft([sample_record.record(sample_record.department)])

    assert "年末实有86人，其中在职60人、离休1人、退休25人。" in text
    assert "上年结转12.5万元，年初预算1800万元，预算调减50万元" in text
    assert "本年收入合计1700万元（表列17000000元）" in text


def test_several_records_begin_with_a_summary_whose_sums_are_stated() -> None:
    records = [
        sample_record.record(sample_record.national),
        sample_record.record(sample_record.jinzhong, name="乙.txt"),
    ]

    text = draft(records)
    assert text.startswith("# 绩效自评情况汇总\n\n本次汇总绩效自评材料2份，含自评表2张，均为项目自评表。")
    assert "项目预算合计400万元（320＋80），执行合计348万元（288＋60），执行合计占预算合计的87%" in text


def test_sums_over_several_years_say_so() -> None:
    later = replace(sample_record.record(sample_record.national), forms=())
    form = sample_record.record(sample_record.national).forms[0]
    year = replace(form.cells["fiscal_year"], value="2031")
    other = replace(form, values={**form.values, "fiscal_year": "2031"}, cells={**form.cells, "fiscal_year": year})

    text = draft([sample_record.record(sample_record.national), replace(later, forms=(other,))])

    assert f"各表分属不同年度（{form.values['fiscal_year']}年、2031年）" in text


def test_a_form_of_which_nothing_is_left_is_told_in_whole_sentences() -> None:
    record = sample_record.everything()
    bare = [replace(form, values={"indicators": [], "funds": []}, cells={}, findings=()) for form in record.forms]

    text = draft([replace(record, forms=tuple(bare))])
    assert "实施单位和主管部门未填列或未能识读。" in text and "资金数额未填列或未能识读。" in text
    assert "绩效目标完成情况未填列或未能识读。" in text
    assert not re.search(r"[，、：]。|。。|None|（）|“”", text)


@pytest.mark.parametrize("text", ["# 甲\n## 乙", "| 甲 | 乙 |", "<script>", "{{ 7 * 7 }}", "[甲](x)", "\ue0f07\ue0f1"])
def test_document_text_is_data(text: str) -> None:
    record = sample_record.record(lambda page: sample_record.national(page, project=text))
    plain = draft([sample_record.record(sample_record.national)])

    written = draft([record])
    assert "49" not in written and "\ue0f0" not in written
    assert [line[:3] for line in written.split("\n")][1:] == [line[:3] for line in plain.split("\n")][1:]


@settings(max_examples=30, deadline=None)
@given(st.text(max_size=30), st.text(max_size=30))
def test_no_text_of_a_document_breaks_the_draft(project: str, note: str) -> None:
    record = sample_record.record(lambda page: sample_record.national(page, project=project, note=note))

    assert draft([record]).startswith("# ") and draft([record], language="en").startswith("# ")


def test_an_unknown_template_is_named_with_those_there_are() -> None:
    with pytest.raises(UsageError, match="'essay'; there are: brief, memo, portfolio, report, summary"):
        draft([sample_record.everything()], template="essay")


def test_a_template_of_ones_own_may_print_cells(tmp_path: Path) -> None:
    (tmp_path / "line.zh.md.j2").write_text("{{ stories[0].project }}：{{ stories[0].score }}分", encoding="utf-8")

    text = draft([sample_record.record(sample_record.national)], template="line", folder=tmp_path)
    assert text.startswith("乡村道路照明改造项目：88〔待核〕[^1]分\n\n[^1]: ")


def test_the_summary_table_names_the_unit_of_money_once_or_behind_each_amount() -> None:
    records = [
        sample_record.record(sample_record.national),
        sample_record.record(sample_record.jinzhong, name="乙.txt"),
    ]
    form = records[1].forms[0]
    mixed = [records[0], replace(records[1], forms=(replace(form, units={"": "元"}),))]

    assert "| 预算数（万元） | 执行数（万元） |" in draft(records)
    assert "| 320万元 | 288万元 |" in draft(mixed) and "| 80.00元 | 60.00元 |" in draft(mixed)
    assert "以元计，项目预算合计80元，执行合计60元，" in draft(mixed)


def test_a_period_is_told_as_an_official_text_writes_dates() -> None:
    text = draft([sample_record.record(sample_record.jinzhong)])

    assert re.search(r"实施期自\d{4}年[1-9]\d?月[1-9]\d?日至", text)


def test_a_row_that_says_nothing_beside_its_name_is_left_out_of_the_table() -> None:
    record = sample_record.record(sample_record.national)
    form = record.forms[0]
    bare = {**dict.fromkeys(form.values["indicators"][0]), "level3": "只有名称的一行"}
    values = {**form.values, "indicators": [*form.values["indicators"], bare]}

    assert "只有名称的一行" not in draft([replace(record, forms=(replace(form, values=values),))])


def test_reasons_are_told_in_the_language_of_the_narrative() -> None:
    record = sample_record.record(sample_record.national)
    form = record.forms[0]
    cells = {**form.cells, "grade": Cell(None, "", "blank", True, ("内容与该栏通常的样式不符",))}

    english = draft([replace(record, forms=(replace(form, cells=cells),))], language="en")
    assert "does not look like what usually stands here" in english


def test_a_doubtful_text_is_quoted_only_in_its_beginning() -> None:
    record = sample_record.record(sample_record.jinzhong)
    form = record.forms[0]
    prose = "本项目按计划推进并完成验收。" * 20
    cells = {**form.cells, "narratives.overview": Cell(prose, prose, "stitched", True, ("标签残缺，按表式补全",))}
    values = {**form.values, "narratives": {**form.values["narratives"], "overview": prose}}

    text = draft([replace(record, forms=(replace(form, cells=cells, values=values),))])
    assert "……”〔待核〕" in text and text.count("本项目按计划推进并完成验收") <= 8


def test_a_finding_names_the_indicator_that_it_is_about() -> None:
    record = sample_record.record(sample_record.national)
    form = record.forms[0]
    finding = replace(form.findings[0], severity="warning", cells=("indicators[0].target",), message="没有写明方向。")

    text = draft([replace(record, forms=(replace(form, findings=(finding,)),))])
    assert f"[^1]: “{form.values['indicators'][0]['level3']}”：没有写明方向。" in text
