"""Dates and periods: how exact the print is, and the days it can mean."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.notation import parse_date, parse_period


@pytest.mark.parametrize(
    ("text", "iso", "before"),
    [
        ("2021-01-01", "2021-01-01", False),
        ("2021/1/1", "2021-01-01", False),
        ("2021年12月31日前", "2021-12-31", True),
        ("2021年12月31日之前", "2021-12-31", True),
        ("2021年12月底前", "2021-12-31", True),
        ("12月底前", "2021-12-31", True),
        ("2月底", "2021-02-28", False),
        ("2021年底前", "2021-12-31", True),
        ("年底前", "2021-12-31", True),
        ("10.31日", "2021-10-31", False),
        ("2019.7", "2019-07", False),
        ("2020.12", "2020-12", False),
        ("201905", "2019-05", False),
        ("20190501", "2019-05-01", False),
        ("2019-05-01 00:00:00", "2019-05-01", False),
        ("2021年", "2021", False),
        ("２０２１年３月", "2021-03", False),
    ],
)
def test_a_date_is_as_exact_as_its_print(text: str, iso: str, before: bool) -> None:
    printed = parse_date(text, 2021)

    assert printed is not None
    assert (printed.iso, printed.before) == (iso, before)


@pytest.mark.parametrize("text", ["", "2021年13月", "2021-02-30", "97.5", "1年", "12个月", "按时完成", "❷月"])
def test_what_is_no_date_is_none(text: str) -> None:
    assert parse_date(text, 2021) is None


def test_a_deadline_without_a_year_needs_the_forms_year() -> None:
    assert parse_date("12月底前") is None


def test_a_month_can_mean_any_of_its_days() -> None:
    printed = parse_date("2020.2")

    assert printed is not None
    assert (printed.earliest, printed.latest) == (date(2020, 2, 1), date(2020, 2, 29))


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("2021-01-01至2021-12-31", "2021-01-01", "2021-12-31"),
        ("2021-01-01-2021-12-31", "2021-01-01", "2021-12-31"),
        ("2021年1月1日—2021年12月31日", "2021-01-01", "2021-12-31"),
        ("201905至202012", "2019-05", "2020-12"),
        ("2021年1月-12月", "2021-01", "2021-12"),
        ("2021.1-2021.12", "2021-01", "2021-12"),
        ("2021年", "2021", "2021"),
    ],
)
def test_a_period_has_two_ends(text: str, start: str, end: str) -> None:
    period = parse_period(text)

    assert period is not None
    assert (period[0].iso, period[1].iso) == (start, end)


@pytest.mark.parametrize("text", ["", "2021-12-31至2021-01-01", "2021-01-01", "长期"])
def test_what_is_no_period_is_none(text: str) -> None:
    assert parse_period(text) is None


days = st.dates(date(1990, 1, 1), date(2090, 12, 31))
SHAPES = ("{0.year}-{0.month:02d}-{0.day:02d}", "{0.year}年{0.month}月{0.day}日", "{0.year}.{0.month}.{0.day}")


@given(days, st.sampled_from(SHAPES))
def test_a_day_written_and_read_is_the_same(day: date, shape: str) -> None:
    printed = parse_date(shape.format(day))

    assert printed is not None
    assert printed.earliest == printed.latest == day


@given(st.text(max_size=90), st.one_of(st.none(), st.integers(-5, 99999)))
def test_no_text_makes_the_parsers_fail(text: str, year: int | None) -> None:
    parse_date(text, year)
    parse_period(text, year)
