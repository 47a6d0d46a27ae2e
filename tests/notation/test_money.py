"""Amounts in 元, whatever unit they are printed in."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.notation import find_amounts, parse_amount, unit_factor


@pytest.mark.parametrize(
    ("text", "unit", "yuan"),
    [
        ("12.5万元", "", "125000"),
        ("12.5", "万元", "125000"),
        ("12.5元", "万元", "12.5"),
        ("1,200 万元", "元", "12000000"),
        ("０.５亿元", "", "50000000"),
        ("15万", "", "150000"),
        ("-3.2", "万元", "-32000"),
    ],
)
def test_an_amount_is_exact_in_yuan(text: str, unit: str, yuan: str) -> None:
    amount = parse_amount(text, unit)

    assert amount is not None
    assert amount.yuan == Decimal(yuan)


@pytest.mark.parametrize(("text", "unit"), [("12.5", ""), ("万元", ""), ("12.5户", "万元"), ("", "元")])
def test_an_amount_without_number_or_unit_is_none(text: str, unit: str) -> None:
    assert parse_amount(text, unit) is None


def test_the_step_is_the_last_printed_digit_in_yuan() -> None:
    amount = parse_amount("12.50万元")

    assert amount is not None
    assert amount.step == 100


def test_prose_gives_its_amounts_in_order_and_counts_nothing_else() -> None:
    prose = "下达资金92.5万元，惠及8万人、3户，其中设备60,500元，余款1.5亿元。"

    amounts = list(find_amounts(prose))

    assert [amount.yuan for amount in amounts] == [925000, 60500, 150000000]
    assert [prose[amount.start : amount.end] for amount in amounts] == ["92.5万元", "60,500元", "1.5亿元"]


def test_what_is_no_unit_of_money_has_no_factor() -> None:
    assert unit_factor("户") is None


@given(st.text(max_size=80), st.sampled_from(["", "元", "万元", "户"]))
def test_no_text_makes_the_parsers_fail(text: str, unit: str) -> None:
    parse_amount(text, unit)
    list(find_amounts(text))
