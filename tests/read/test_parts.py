"""The smaller parts of the reader: objective, people, card, notes, units, wraps, seams, title, blocks, department."""

from __future__ import annotations

import pytest

from extractor.read.blocks import split_blocks
from extractor.read.card import card_end
from extractor.read.department import read_department
from extractor.read.notes import without_notes
from extractor.read.objective import CUT_GUESSED, DISPLACED, read_objective, with_displaced
from extractor.read.people import cut_people
from extractor.read.seams import seam
from extractor.read.titles import read_title
from extractor.read.wraps import join_wrapped
from extractor.values import Candidate, Choice
from tests.reading import (
    FORM,
    FUNDS,
    HEAD,
    INDICATORS,
    atoms_in,
    family_named,
    lexicon_for,
    reading_of,
    tabs,
    texts_of,
)


def candidates(choices: list[Choice]) -> dict[str, Candidate]:
    return {c.path: c for choice in choices for c in choice.alternatives[0].candidates}


def test_goals_below_their_labels_are_told_apart_by_their_cells() -> None:
    text = "年度总体目标\t预期目标\t实际完成情况\n\t修缮古井六口。\t修缮古井五口。\n"

    found = candidates(read_objective(atoms_in(text), text)[0])

    assert (found["objective.expected"].value, found["objective.actual"].value) == ("修缮古井六口。", "修缮古井五口。")


def test_goals_parted_by_a_blank_behind_the_stop_are_cut_there() -> None:
    text = "预期目标\t实际完成情况\n修缮古井，共六口。 修缮古井，共五口。\n"

    found = candidates(read_objective(atoms_in(text), text)[0])

    assert (found["objective.actual"].value, found["objective.actual"].reasons) == ("修缮古井，共五口。", ())


def test_goals_without_any_boundary_are_cut_at_a_stop_and_flagged() -> None:
    text = "年度总体目标预期目标实际完成情况修缮古井六口。立碑两通。修缮古井五口。立碑两通。"

    found = candidates(read_objective(atoms_in(text), text)[0])

    assert CUT_GUESSED in found["objective.expected"].reasons


def test_goals_without_any_boundary_part_where_plans_end_and_results_begin() -> None:
    text = "年度总体目标预期目标实际完成情况年内修缮古井六口。全年安排资金，确保完工。实际完成修缮古井五口。"

    found = candidates(read_objective(atoms_in(text), text)[0])

    assert (found["objective.actual"].value, found["objective.actual"].reasons) == ("实际完成修缮古井五口。", ())


def test_goals_printed_before_their_labels_are_taken_and_flagged() -> None:
    text = "修缮古井六口，恢复井台原貌。\n修缮古井五口，井台原貌恢复。\n预期目标\t实际完成情况\n"
    first, second, *labels = atoms_in(text)

    block, spare = with_displaced(labels, [first, second])

    assert spare == []
    assert DISPLACED in candidates(read_objective(block, text)[0])["objective.actual"].reasons


def test_name_title_and_department_without_boundaries_are_cut_at_the_title() -> None:
    found = atoms_in("评价人员姓名职称/职务科室联系电话柳溪云副主任文物保护科0300-1234567\n", "project_jinzhong")

    assert texts_of(cut_people(found))[-4:] == ["柳溪云", "副主任", "文物保护科", "0300-1234567"]


def test_the_total_of_a_card_is_its_last_total_label() -> None:
    rows, label, behind = card_end(atoms_in("项目目标\t合计\t3\n综合得分\t100\t98\n", "project_jinzhong"))

    assert label is not None
    assert (label.norm, len(rows), texts_of(behind)) == ("综合得分", 3, ["100", "98"])


@pytest.mark.parametrize(
    "note",
    ["注：1.得分最高不超过权重。\n2.按实际完成值计算。\n", "3、\n", "— 2 —\n"],
)
def test_notes_and_markers_are_no_part_of_the_form(note: str) -> None:
    kept, notes = without_notes(atoms_in(f"总分\t100\t98\n{note}填报人：柳溪云\n"))

    assert texts_of(kept) == ["总分", "100", "98", "填报人:", "柳溪云"]
    assert notes


def test_a_note_that_is_a_field_of_the_form_stays() -> None:
    kept, _ = without_notes(atoms_in("说明\t无\n", "transfer"))

    assert texts_of(kept) == ["说明", "无"]


def test_a_label_wrapped_over_lines_is_one_label() -> None:
    found = join_wrapped(atoms_in("绩\n效\n指\n标\t一级指标\n\t社会效益\n指标\t修缮\n"), lexicon_for())

    assert texts_of(found) == ["绩效指标", "一级指标", "社会效益指标", "修缮"]


def test_what_makes_no_label_is_not_joined() -> None:
    found = join_wrapped(atoms_in("数量指标\n修缮\n古井\n"), lexicon_for())

    assert texts_of(found) == ["数量指标", "修缮", "古井"]


def test_a_note_and_the_next_name_are_told_apart_by_how_they_end_and_begin() -> None:
    text = "设备到货较晚开展培训次数"

    assert seam(text) == text.index("开展")
    assert seam("修缮古井数量") is None


def test_the_title_goes_without_the_year_in_its_brackets() -> None:
    text = "项目支出绩效自评表（2023年度）\n项目名称\t古井\n"

    choices, rest = read_title(atoms_in(text), family_named("project_national"), text)

    found = candidates(choices)
    assert (found["title"].value, found["fiscal_year"].value) == ("项目支出绩效自评表", "2023")
    assert texts_of(rest) == ["项目名称", "古井"]


def test_labels_say_which_part_of_the_form_begins() -> None:
    blocks = split_blocks(atoms_in(tabs(FORM[2:])), family_named("project_national"))

    assert [block for block in blocks] == ["fields", "funds", "objective", "indicators"]
    assert texts_of(blocks["funds"])[0] == "项目资金(万元)"


@pytest.mark.parametrize(
    ("said", "unit"),
    [("单位：元", "元"), ("金额单位：万元", "万元"), ("", "万元")],
)
def test_the_unit_of_money_is_the_one_that_the_form_says(said: str, unit: str) -> None:
    text = tabs((*HEAD, (said,), ("项目资金", *FUNDS[0][1:]), *FUNDS[1:], *INDICATORS))

    assert reading_of(text).units[""] == unit


def test_the_unit_may_stand_in_the_header_of_the_table() -> None:
    text = tabs((*HEAD, ("项目资金（元）", *FUNDS[0][1:]), *FUNDS[1:], *INDICATORS))

    assert reading_of(text).units[""] == "元"


def staff_of(text: str) -> dict[str, str | None]:
    from extractor.values import Alternative, Span

    prose = Candidate("narratives.staffing", text, text, (Span(0, len(text)),))
    choices, _ = read_department((), [Choice((Alternative((prose,), 0.0),))], text)
    return {path.rpartition(".")[2]: c.value for path, c in candidates(choices).items()}


@pytest.mark.parametrize(
    "text",
    ["2023年末实有96人，其中在职58人，离休1人，退休37人。", "实有人数96人，在职人员58人，离休人员1人，退休人员37人。"],
)
def test_staff_counts_are_found_in_the_prose(text: str) -> None:
    assert staff_of(text) == {"total": "96", "active": "58", "retired_cadres": "1", "retired": "37"}
