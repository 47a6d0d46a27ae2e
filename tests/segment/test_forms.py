"""Where forms begin and end, and which family each is of."""

from __future__ import annotations

import pytest

from extractor.errors import FamilyError
from extractor.family import load_families
from extractor.ingest import ingest_text
from extractor.segment import segment
from tests.reading import FORM, FUNDS, HEAD, INDICATORS, LAYOUTS, segments_of, tabs

NOTICE = """关于报送2023年度绩效自评材料的通知
请各单位填报《项目支出绩效自评表》，表中项目名称、主管部门、实施单位应与批复一致；
年初预算数、全年预算数、全年执行数、分值、执行率、得分按决算口径填写。
一级指标、二级指标、三级指标、年度指标值、实际完成值逐项填报。
附件：项目支出绩效自评表
"""
TABLE_OF_CASES = """| case | family | what it shows |
|---|---|---|
| `plain` | national | merged labels, `年度资金总额`, a row 合计 |
| `split` | national | a header in two rows (`年度` / `指标值`), `产出指标(50分)`, 实施单位 |
"""


@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_form_is_found_in_every_layout(layout: str) -> None:
    (form,) = segments_of(LAYOUTS[layout](FORM))

    assert form.family == "project_national"
    assert len(form.strips) == 1


@pytest.mark.parametrize("text", [NOTICE, TABLE_OF_CASES, "项目支出绩效自评表\n", ""])
def test_a_text_that_speaks_of_forms_is_none(text: str) -> None:
    assert segments_of(text or "\n") == ()


def test_two_forms_in_one_file_come_in_source_order() -> None:
    other = (("部门预算项目支出绩效自评表",), *HEAD[1:], *FUNDS, *INDICATORS)

    first, second = segments_of(NOTICE + "\n" + tabs(FORM) + "\n— 2 —\n\n" + tabs(other))

    assert first.end <= second.start
    assert first.start >= len("关于报送")


def test_rows_of_central_money_do_not_make_a_national_form_a_transfer() -> None:
    funds = (
        *FUNDS[:2],
        ("", "其中：中央补助", "40", "40", "38", "", "95%", ""),
        ("", "地方资金", "20", "20", "19", "", "95%", ""),
    )
    head = (*HEAD[:3], ("主管部门", "文物局", "资金使用单位", "古建所"))

    (form,) = segments_of(tabs((*head, *funds, *INDICATORS)))

    assert form.family == "project_national"


def test_a_title_that_several_layouts_share_needs_a_sign_of_the_special_one() -> None:
    plain = (("财政支出项目绩效自评表",), *HEAD[1:], *FUNDS, *INDICATORS)
    (form,) = segments_of(tabs(plain))
    (carded,) = segments_of(
        tabs((*plain, ("评分表", "二级指标", "三级指标", "指标分值", "评价得分"), ("综合得分", "", "", "100", "97")))
    )

    assert form.family != "project_jinzhong"
    assert carded.family == "project_jinzhong"


def test_pipes_inside_a_line_are_borders_of_cells() -> None:
    (form,) = segments_of("项目支出绩效自评表\n" + "\n".join(" | ".join(row) for row in FORM[1:]))

    assert "古井保护修缮" in [fragment.text for fragment in form.strips[0]]


def test_a_family_that_is_asked_for_is_taken() -> None:
    document = ingest_text(tabs(FORM), "form.txt")

    (form,) = segment(document, load_families(), family="transfer", source_kind="ocr")

    assert (form.family, form.source_kind) == ("transfer", "ocr")


def test_an_unknown_family_is_named_in_the_error() -> None:
    with pytest.raises(FamilyError, match="provincial"):
        segment(ingest_text("x\n", "form.txt"), load_families(), family="provincial")


@pytest.mark.parametrize(
    ("weight", "kind"),
    [("20", "digital"), ("2O", "ocr"), ("l5", "ocr")],
)
def test_a_letter_inside_a_number_tells_a_scan(weight: str, kind: str) -> None:
    (form,) = segments_of(tabs(FORM).replace("\t20\t20", f"\t{weight}\t20"))

    assert form.source_kind == kind


def test_points_behind_a_level_label_are_no_sign_of_the_form_that_prints_them_behind_its_stubs() -> None:
    pointed = [tuple("效益指标(20分)" if cell == "效益指标" else cell for cell in row) for row in INDICATORS]
    (form,) = segments_of(tabs((("项目绩效自评表",), *HEAD[1:], *FUNDS, *pointed)))

    assert form.family == "project_national"
