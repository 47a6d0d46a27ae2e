"""Ranges of pages as a user writes them."""

from __future__ import annotations

import pytest

from extractor.errors import UsageError
from extractor.ingest.paging import parse_pages


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("1-3,5", [1, 2, 3, 5]),
        ("4", [4]),
        ("5-", [5, 6]),
        ("-2", [1, 2]),
        (" 2 － 3，6 ", [2, 3, 6]),
        ("3,1-3", [1, 2, 3]),
        ("90-99", []),
    ],
)
def test_a_range_gives_the_pages_that_a_file_has_of_it(text: str, numbers: list[int]) -> None:
    assert parse_pages(text).within(6) == numbers


@pytest.mark.parametrize("text", ["", "0", "3-1", "a", "1,,2", "1-2-3", "-", "-0"])
def test_what_is_no_range_is_one_sentence(text: str) -> None:
    with pytest.raises(UsageError, match="请写成 1-20,35") as caught:
        parse_pages(text)

    assert caught.value.__notes__
