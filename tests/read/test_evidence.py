"""What contents say about two pieces belonging together."""

from __future__ import annotations

import pytest

from extractor.read.evidence import agreement, plain_amount


@pytest.mark.parametrize(
    ("target", "actual"),
    [("≥98%", "100%"), ("≤700元/亩", "655元/亩"), ("2022年6月底前", "2022年6月7日"), ("良好", "较好")],
)
def test_a_result_of_the_kind_and_size_of_its_target_speaks_for_the_pair(target: str, actual: str) -> None:
    assert agreement(target, actual) < 0


@pytest.mark.parametrize(
    ("target", "actual"), [("≥98%", "900%"), ("≥98%", "655元/亩"), ("12台", "1本达到预期"), ("2022年6月底前", "14台")]
)
def test_a_result_of_another_kind_or_size_speaks_against_it(target: str, actual: str) -> None:
    assert agreement(target, actual) > 0


def test_amounts_compare_without_the_zeros_at_their_end() -> None:
    assert plain_amount("1,253.50") == plain_amount("1253.5")


def test_a_small_number_is_no_amount_to_tell_rows_by() -> None:
    assert plain_amount("25") == ""
