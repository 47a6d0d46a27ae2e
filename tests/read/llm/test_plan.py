"""Which rows go into which request: small sections together, long ones parted, nothing lost."""

from __future__ import annotations

from extractor.read.llm.plan import LONGEST, halves, portions_of
from tests.asking import page_in, topics_for
from tests.reading import FORM, HEAD, INDICATORS, Rows, family_named, tabs

FAMILY = family_named("project_national")


def long_form(rows: int) -> Rows:
    many = [
        ("", "", "", f"第{n}条渠道整修长度及其附属设施完好率", "≥6公里", "6公里", "1", "1", "按期") for n in range(rows)
    ]
    return (*HEAD, *FORM[4:9], *INDICATORS[:2], *many, INDICATORS[-1])


def test_a_form_of_usual_size_is_one_request() -> None:
    text = tabs(FORM)
    (portion,) = portions_of(page_in(text), topics_for(text), FAMILY, ())
    assert len(portion.rows) == len(page_in(text).rows)


def test_a_long_table_is_parted_and_every_row_is_shown() -> None:
    text = tabs(long_form(300))
    page = page_in(text)
    portions = portions_of(page, topics_for(text), FAMILY, ())
    assert len(portions) > 2
    assert {row for portion in portions for row in portion.rows} == {row.number for row in page.rows}
    assert all(sum(len(page.line(row)) for row in portion.rows) <= LONGEST + 200 for portion in portions)


def test_the_header_goes_with_every_part_of_a_table() -> None:
    text = tabs(long_form(300))
    page = page_in(text)
    tables = [p for p in portions_of(page, topics_for(text), FAMILY, ()) if p.topics[0].table == "indicators"]
    assert all("三级指标" in page.line(portion.rows[0]) for portion in tables)


def test_hidden_rows_are_in_no_request() -> None:
    text = tabs(FORM)
    (portion,) = portions_of(page_in(text), topics_for(text), FAMILY, (3, 4))
    assert not {3, 4} & set(portion.rows)


def test_an_answer_that_was_cut_off_is_asked_for_in_halves() -> None:
    text = tabs(long_form(60))
    page = page_in(text)
    (whole,) = portions_of(page, topics_for(text), FAMILY, ())
    first, second = halves(page, whole, FAMILY)
    assert first.topics + second.topics == whole.topics


def test_a_table_alone_is_halved_between_its_rows() -> None:
    text = tabs(long_form(60))
    page = page_in(text)
    table = next(topic for topic in topics_for(text) if topic.table == "indicators")
    (whole,) = portions_of(page, [table], FAMILY, ())
    parts = halves(page, whole, FAMILY)
    assert len(parts) == 2 and {row for part in parts for row in part.rows} == set(whole.rows)


def test_what_cannot_be_parted_is_not() -> None:
    text = tabs(FORM)
    page = page_in(text)
    prose = next(topic for topic in topics_for(text) if topic.name == "prose")
    (whole,) = portions_of(page, [prose], FAMILY, ())
    assert halves(page, whole, FAMILY) == []
