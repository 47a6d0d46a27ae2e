"""Targets and results: comparator, number or range, unit; dates; words."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.notation import comparable, format_quantity, parse_quantity

UNITS = ("", "%", "次", "人次", "户", "万元", "元", "亿元", "天", "小时", "公里", "套/年")
COMPARATORS = ("", "≥", "≤", ">", "<", "=")


@pytest.mark.parametrize(
    ("text", "comparator", "value", "unit"),
    [
        ("≥650人次", "≥", "650", "人次"),
        ("≧650人次", "≥", "650", "人次"),
        ("⩾650人次", "≥", "650", "人次"),
        (">=650人次", "≥", "650", "人次"),
        ("大于等于650人次", "≥", "650", "人次"),
        ("不少于650人次", "≥", "650", "人次"),
        ("650人次以上", "≥", "650", "人次"),
        ("大于85%以上", ">", "85", "%"),
        ("＞85％", ">", "85", "%"),
        ("≤0.5小时", "≤", "0.5", "小时"),
        ("不超过3天", "≤", "3", "天"),
        ("3天以内", "≤", "3", "天"),
        ("＝1,200户", "=", "1200", "户"),
        ("95百分比", "", "95", "%"),
        ("1套/年", "", "1", "套/年"),
        ("2306", "", "2306", ""),
    ],
)
def test_a_quantity_has_comparator_value_and_unit(text: str, comparator: str, value: str, unit: str) -> None:
    quantity = parse_quantity(text)

    assert quantity is not None and quantity.value is not None
    assert (quantity.kind, quantity.comparator, str(quantity.value.value), quantity.unit) == (
        "number", comparator, value, unit,
    )  # fmt: skip


def test_a_product_of_price_and_count_gives_its_value() -> None:
    quantity = parse_quantity("20万/户*4")

    assert quantity is not None and quantity.value is not None
    assert f"{quantity.value.value}{quantity.unit}" == "80万"
    assert quantity.factors == (Decimal(20), Decimal(4))


@pytest.mark.parametrize("text", ["80%-90%", "80—90%", "80%至90%", "80～90％"])
def test_a_range_has_two_ends(text: str) -> None:
    quantity = parse_quantity(text)

    assert quantity is not None and quantity.value is not None and quantity.high is not None
    assert quantity.kind == "range"
    assert f"{quantity.value.value}-{quantity.high.value}{quantity.unit}" == "80-90%"


@pytest.mark.parametrize("text", ["2021年底前", "12月底前", "2021-05-01 00:00:00", "2019.7", "10.31日"])
def test_a_date_is_a_date(text: str) -> None:
    quantity = parse_quantity(text, 2021)

    assert quantity is not None
    assert quantity.kind == "date"


@pytest.mark.parametrize("text", ["显著提升", "无", "❾", "3个中心，并验收", "全部完成", "第2批"])
def test_anything_else_is_words(text: str) -> None:
    quantity = parse_quantity(text)

    assert quantity is not None
    assert quantity.kind == "word"


@pytest.mark.parametrize(
    ("one", "other", "can"),
    [
        ("1亿元", "5000万元", True),
        ("90%", "95", True),
        ("1年", "12个月", True),
        ("90户", "95%", False),
        ("3次", "好", False),
    ],
)
def test_quantities_compare_by_dimension(one: str, other: str, can: bool) -> None:
    first, second = parse_quantity(one), parse_quantity(other)

    assert first is not None and second is not None
    assert comparable(first, second) is can


def test_money_is_compared_in_yuan() -> None:
    first, second = parse_quantity("0.5亿元"), parse_quantity("5000万元")

    assert first is not None and second is not None
    assert first.span == second.span


@given(st.sampled_from(COMPARATORS), st.decimals(0, 10**7, places=2), st.integers(0, 2), st.sampled_from(UNITS))
def test_a_quantity_written_and_read_is_the_same(comparator: str, value: Decimal, places: int, unit: str) -> None:
    text = f"{comparator}{value:.{places}f}{unit}"
    quantity = parse_quantity(text)

    assert quantity is not None
    # 2019.7 and 2020.12 without a unit are months by their shape
    assert quantity.kind == "date" or format_quantity(quantity) == text


@given(st.text(max_size=70), st.one_of(st.none(), st.integers(2000, 2030)))
def test_no_text_makes_the_parser_fail(text: str, year: int | None) -> None:
    quantity = parse_quantity(text, year)

    assert quantity is None or quantity.text == text
