"""Labels with a value beside them: the value of its row, else flagged."""

from __future__ import annotations

from extractor.doubts import DISPLACED
from extractor.read.fields import NAME_END_GUESSED, iso, read_fields
from extractor.values import Candidate
from tests.reading import atoms_in, family_named


def read(text: str, family: str = "project_national") -> dict[str, Candidate]:
    choices, _ = read_fields(atoms_in(text, family), family_named(family), text)
    return {c.path: c for choice in choices for c in choice.alternatives[0].candidates}


def test_a_value_belongs_to_the_label_before_it() -> None:
    found = read("项目名称\t古井修缮\t\n主管部门\t文物局\t实施单位\t古建所\n")

    assert found["project_name"].value == "古井修缮"
    assert found["implementing_unit"].value == "古建所"


def test_a_label_without_a_value_is_blank_and_shows_where_it_stands() -> None:
    found = read("项目名称\t古井修缮\n主管部门\t\n")["supervising_department"]

    assert (found.value, found.origin, found.spans[0].start) == (None, "blank", 10)


def test_labels_and_then_as_many_values_are_paired_in_order_and_flagged() -> None:
    found = read("项目名称\n主管部门\n实施单位\n古井修缮\n文物局\n古建所\n")

    assert [found[key].value for key in ("project_name", "supervising_department", "implementing_unit")] == [
        "古井修缮",
        "文物局",
        "古建所",
    ]
    assert all(DISPLACED in c.reasons for c in found.values())


def test_a_code_beside_the_label_of_a_department_is_its_code() -> None:
    found = read("主管部门\t208001\n")

    assert (found["department_code"].value, found["supervising_department"].value) == ("208001", None)


def test_a_period_gives_its_two_ends() -> None:
    found = read("项目期\t202305至202311\n", "project_jinzhong")

    assert (found["project_period.start"].value, found["project_period.end"].value) == ("2023-05", "2023-11")


def test_a_period_that_cannot_be_read_is_missing_and_says_so() -> None:
    found = read("项目期\t一年左右\n", "project_jinzhong")["project_period.start"]

    assert (found.value, found.origin) == (None, "missing")
    assert found.reasons


def test_a_date_without_figures_is_blank() -> None:
    assert read("填报日期：  年  月  日\n")["sign_off.filled_on"].value is None


def test_dates_come_in_one_form() -> None:
    assert [iso(text) for text in ("2023年6月4日", "20230604", "202306", "2023-6", "六月")] == [
        "2023-06-04",
        "2023-06-04",
        "2023-06",
        "2023-06",
        None,
    ]


def test_a_phone_belongs_to_the_label_that_comes_next_in_the_form() -> None:
    found = read(
        "单位负责人\t柳溪云\t联系电话\t0300-1234567\n经办人：白石\t联系电话：0300-7654321\n", "department_jinzhong"
    )

    assert found["department.phone"].value == "0300-1234567"
    assert found["sign_off.phone"].value == "0300-7654321"


def test_a_name_that_may_share_its_last_word_with_the_next_label_is_doubted() -> None:
    text = "项目名称古井保护修缮项目主管部门云岫县文物局实施单位云岫县古建所"

    assert NAME_END_GUESSED in read(text)["project_name"].reasons
    assert read(f"{text}。古井保护修缮项目已完成。")["project_name"].reasons == ()
