"""Rates are fractions, however they are printed."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.notation import format_rate, parse_rate


@pytest.mark.parametrize(
    ("text", "fraction", "decimals"),
    [
        ("97.5%", "0.975", 3),
        ("97.5％", "0.975", 3),
        ("97.5 %", "0.975", 3),
        ("0.97", "0.97", 2),
        ("97.5", "0.975", 3),
        ("100", "1", 2),
        ("1", "1", 2),
        ("1.02", "1.02", 2),
        ("0", "0", 2),
        ("5‰", "0.005", 3),
        ("95百分比", "0.95", 2),
    ],
)
def test_a_rate_is_read_as_a_fraction(text: str, fraction: str, decimals: int) -> None:
    rate = parse_rate(text)

    assert rate is not None
    assert (rate.value, rate.decimals) == (Decimal(fraction), decimals)


@pytest.mark.parametrize("text", ["", "%", "已完成", "97.5%左右", "❾%", "≥90%"])
def test_what_is_no_rate_is_none(text: str) -> None:
    assert parse_rate(text) is None


@given(st.decimals(0, 3, places=6), st.integers(0, 4))
def test_a_rate_written_and_read_is_the_same(fraction: Decimal, places: int) -> None:
    text = format_rate(fraction, places)
    rate = parse_rate(text)

    assert rate is not None
    assert format_rate(rate.value, places) == text
