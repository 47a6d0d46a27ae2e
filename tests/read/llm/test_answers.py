"""Answers with their pointers followed: rows, fields, faults and what they ask again for."""

from __future__ import annotations

from extractor.read.llm.answers import Answers
from extractor.read.llm.candidates import reading_of
from extractor.read.llm.faults import faults_of
from extractor.values import Reading
from tests.asking import followed, page_in, topics_for
from tests.reading import FORM, family_named, proposals, tabs

TEXT = tabs(FORM)


def specs() -> dict[str, object]:
    return {spec.path: spec for topic in topics_for(TEXT) for spec in topic.fields}


def read(answers: Answers) -> Reading:
    return reading_of(answers, specs(), family_named("project_national"), TEXT, "model")[0]  # type: ignore[arg-type]


def values(answer: dict[str, list[str]]) -> dict[str, str | None]:
    return {path: candidate.value for path, candidate in proposals(read(followed(TEXT, answer))).items()}


def why(answer: dict[str, list[str]]) -> dict[str, str]:
    family = family_named("project_national")
    found = faults_of(followed(TEXT, answer), specs(), family, page_in(TEXT))  # type: ignore[arg-type]
    return {fault.place: fault.why for fault in found}


def test_a_field_is_answered_by_its_name() -> None:
    assert values({"fields": ["项目名称=3.2", "年度=2"]})["project_name"] == "古井保护修缮"
    assert values({"fields": ["年度=2"]})["fiscal_year"] == "2023"


def test_any_label_of_a_field_names_it() -> None:
    assert values({"fields": ["项目实施单位=4.4"]})["implementing_unit"] == "云岫县古建所"


def test_a_name_that_nobody_asked_for_is_passed_over() -> None:
    assert followed(TEXT, {"fields": ["合计得分=3.2", "项目名称", "=3.2"]}).fields == {}


def test_a_row_of_the_table_gives_a_row_of_cells() -> None:
    found = values({"indicators": ["11|2|3|4|5|6|7|8|9"]})
    assert found["indicators[0].level3"] == "修缮古井数量"
    assert (found["indicators[0].target"], found["indicators[0].score"]) == ("≥6口", "20")


def test_merged_labels_left_blank_are_carried_down() -> None:
    found = values({"indicators": ["11|2|3|4|5|6|7|8|9", "12|||4|5|6|7|8|9"]})
    assert (found["indicators[1].level1"], found["indicators[1].level2"]) == ("产出指标", "数量指标")


def test_the_source_of_money_follows_from_the_label_pointed_at() -> None:
    found = values({"funds": ["6|2|3|4|5|6|7|8", "7|2|3|4|5"]})
    assert (found["funds[0].source"], found["funds[1].source"]) == ("total", "fiscal")
    assert found["funds[1].executed"] == "57"


def test_a_candidate_is_the_documents_text_and_says_who_proposed_it() -> None:
    candidate = proposals(read(followed(TEXT, {"fields": ["项目名称=3.2"]})))["project_name"]
    assert TEXT[candidate.spans[0].start : candidate.spans[0].end] == candidate.raw == candidate.value
    assert candidate.reader == "model"


def test_a_restored_text_is_a_suggestion_and_never_the_value() -> None:
    candidate = proposals(read(followed(TEXT, {"fields": ["总得分=16.8=100"]})))["total.score"]
    assert (candidate.value, candidate.others) == ("97.8", ("100",))
    assert "应读作“100”" in candidate.reasons[0]


def test_a_row_in_which_nothing_is_found_is_no_row() -> None:
    answers = followed(TEXT, {"indicators": ["11|2|3|||||||", "12|||4|5|6|7|8|9"]})
    reading, places = reading_of(answers, specs(), family_named("project_national"), TEXT, "model")  # type: ignore[arg-type]
    assert (reading.rows["indicators"], places["indicators[0]"]) == (1, "indicators[1]")


def test_a_pointer_out_of_range_is_asked_again() -> None:
    assert why({"fields": ["项目名称=77.1"]}) == {"project_name": "你答 77.1，没有第77行"}


def test_a_row_of_the_wrong_width_is_asked_again_cell_by_cell() -> None:
    found = why({"indicators": ["11|2|3|4|5|6|7|8|9|9|9"]})
    assert found["indicators[0].target"] == "该行写了10格，应为8格"


def test_a_text_of_the_wrong_type_is_asked_again() -> None:
    assert "不像分数" in why({"fields": ["总得分=3.2"]})["total.score"]


def test_a_label_taken_for_a_value_is_asked_again() -> None:
    assert "是栏目名" in why({"fields": ["项目名称=3.1"]})["project_name"]


def test_one_piece_of_text_in_two_cells_is_asked_again_for_both() -> None:
    found = why({"fields": ["主管部门=4.2", "实施单位=4.2"]})
    assert set(found) == {"supervising_department", "implementing_unit"}


def test_a_merged_label_may_serve_several_rows() -> None:
    assert why({"indicators": ["11|2|3|4|5|6|7|8|9", "12|11.2|11.3|4|5|6|7|8|9"]}) == {}


def test_a_sound_answer_has_no_fault() -> None:
    assert why({"fields": ["项目名称=3.2", "主管部门=4.2", "实施单位=4.4", "总得分=16.8"]}) == {}
