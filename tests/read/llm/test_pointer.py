"""Pointers name text of the page, or they are faults: nothing of the answer becomes text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.read.llm.pointer import Pointed, PointerFault
from tests.asking import resolver_for
from tests.reading import FORM, tabs

TEXT = tabs(FORM)
GLUED = tabs([*FORM, ("备注", "甲得20，乙得20，丙得10+5=15，执行率95.00%")])


def text_at(pointer: str, row: int | None = None, text: str = TEXT) -> str:
    pointed = resolver_for(text).follow(pointer, row)
    assert pointed is not None
    return pointed.atom.text


def test_a_row_and_a_cell_name_a_cell() -> None:
    assert text_at("3.2") == "古井保护修缮"


def test_a_cell_alone_is_one_of_the_row_that_the_answer_row_begins_with() -> None:
    assert text_at("4", row=4) == "云岫县古建所"


def test_a_row_alone_names_its_only_cell() -> None:
    assert text_at("1") == "项目支出绩效自评表"


def test_pieces_are_joined_in_the_order_given() -> None:
    pointed = resolver_for(TEXT).follow("4.4+3.2")
    assert pointed is not None
    assert (pointed.atom.text, len(pointed.atom.more)) == ("云岫县古建所古井保护修缮", 1)


def test_a_part_is_found_in_its_cell() -> None:
    assert text_at("3.2:保护") == "保护"


def test_a_part_between_two_marks_needs_only_its_ends() -> None:
    assert text_at("9.2:修缮~井台") == "修缮古井六口，恢复井台"
    assert text_at("9.2:~六口") == "修缮古井六口"
    assert text_at("9.2:恢复~") == "恢复井台原貌。"


def test_the_same_part_named_again_is_its_next_occurrence() -> None:
    resolver = resolver_for(GLUED)
    first, second = resolver.follow("17.2:20"), resolver.follow("17.2:20")
    assert first is not None and second is not None
    assert second.atom.start > first.atom.end


def test_what_is_left_of_a_cell_is_named_by_its_place_alone() -> None:
    resolver = resolver_for(TEXT)
    resolver.follow("9.2:~六口")
    rest = resolver.follow("9.2")
    assert rest is not None and rest.atom.text == "，恢复井台原貌。"


def test_signs_of_the_notation_inside_a_part_are_text_where_the_cell_has_them() -> None:
    assert text_at("17.2:10+5=15", text=GLUED) == "10+5=15"


def test_a_restored_text_stands_beside_what_is_printed() -> None:
    pointed = resolver_for(TEXT).follow("3.2=古井维护修缮")
    assert pointed is not None
    assert (pointed.atom.text, pointed.restored) == ("古井保护修缮", "古井维护修缮")


def test_each_piece_can_be_restored() -> None:
    pointed = resolver_for(TEXT).follow("3.2=古桥+4.4")
    assert pointed is not None and pointed.restored == "古桥云岫县古建所"


@pytest.mark.parametrize("blank", ["", " ", "-", "null", "无", "6.1"])
def test_a_blank_pointer_names_nothing(blank: str) -> None:
    assert resolver_for(TEXT).follow(blank) is None


@pytest.mark.parametrize(
    ("pointer", "why"),
    [
        ("99.1", "没有第99行"),
        ("3.9", "第3行只有2格"),
        ("4", "须写明第几格"),
        ("3.2:不在此处", "没有“不在此处”"),
        ("古井保护修缮", "不是指针"),
        ("3.2+", "不是指针"),
        ("3.2:古~无此", "没有“古~无此”"),
        ("1.1+" * 2000 + "1.1", "过长"),
    ],
)
def test_a_pointer_that_leads_nowhere_is_a_fault_that_says_why(pointer: str, why: str) -> None:
    with pytest.raises(PointerFault, match=why):
        resolver_for(TEXT).follow(pointer)


@given(st.text(max_size=30) | st.from_regex(r"\d{1,3}(\.\d{1,2})?([:+=~].{0,8}){0,3}", fullmatch=True))
def test_whatever_a_model_writes_only_text_of_the_document_comes_out(pointer: str) -> None:
    resolver = resolver_for(TEXT)
    try:
        pointed: Pointed | None = resolver.follow(pointer, 3)
    except PointerFault:
        return
    if pointed is not None:
        spans = [(pointed.atom.start, pointed.atom.end), *((span.start, span.end) for span in pointed.atom.more)]
        assert pointed.atom.text == "".join(TEXT[start:end] for start, end in spans)
