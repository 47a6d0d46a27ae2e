"""Plain printed numbers: what is one, what only looks like one, and the interval it stands for."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.notation import Interval, fold, format_number, interval, parse_number, parse_rate

FULL_WIDTH = str.maketrans("0123456789.,-%", "０１２３４５６７８９．，－％")


@pytest.mark.parametrize(
    ("text", "value", "decimals"),
    [
        ("40.00", "40.00", 2),
        ("12,345.60", "12345.60", 2),
        ("12，345.60", "12345.60", 2),
        ("1 071", "1071", 0),
        ("40 .00", "40.00", 2),
        ("−5", "-5", 0),
        ("－ 5", "-5", 0),
        ("２００", "200", 0),
        (" 7.5 ", "7.5", 1),
    ],
)
def test_a_printed_number_keeps_value_and_places(text: str, value: str, decimals: int) -> None:
    printed = parse_number(text)

    assert printed is not None
    assert (str(printed.value), printed.decimals) == (value, decimals)


@pytest.mark.parametrize("text", ["", "-", "—", "(1.3)", "1.", ".5", "1,2", "5 5", "4O", "12万", "❾", "²", "1e5", "一"])
def test_what_only_looks_like_a_number_is_none(text: str) -> None:
    assert parse_number(text) is None


def test_a_print_stands_for_what_rounds_to_it_or_was_cut_to_it() -> None:
    printed = parse_number("86.2")

    assert printed is not None
    assert interval(printed) == Interval(Decimal("86.15"), Decimal("86.25"))
    assert printed.wide == Interval(Decimal("86.15"), Decimal("86.3"))


def test_intervals_meet_and_share() -> None:
    one, other = Interval(Decimal(0), Decimal(5)), Interval(Decimal(5), Decimal(9))

    assert one.meets(other)
    assert one.within(other) == Interval(Decimal(5), Decimal(5))
    assert one.within(Interval(Decimal(6), Decimal(9))) is None


def test_folding_maps_width_only() -> None:
    assert fold("Ａ１％　①²") == "A1% ①²"


numbers = st.decimals(min_value=-(10**12), max_value=10**12, places=4)


@given(numbers, st.integers(0, 4))
def test_a_number_written_and_read_is_the_same(value: Decimal, places: int) -> None:
    text = format_number(value, places)
    printed = parse_number(text)

    assert printed is not None
    assert (printed.value, printed.decimals) == (Decimal(text), places)


@given(numbers)
def test_width_and_thousands_separators_do_not_matter(value: Decimal) -> None:
    plain, wide = parse_number(f"{value}"), parse_number(f"{value:,}".translate(FULL_WIDTH))

    assert plain is not None and wide is not None
    assert plain.value == wide.value


@given(st.decimals(0, 10**6, places=5), st.integers(0, 4))
def test_a_rounded_value_lies_in_the_interval_of_its_print(value: Decimal, places: int) -> None:
    printed = parse_number(format_number(value, places))

    assert printed is not None
    assert printed.rounded.low <= value <= printed.rounded.high


@given(st.text(max_size=60))
def test_no_text_makes_the_parsers_fail(text: str) -> None:
    parse_number(text)
    parse_rate(text)
