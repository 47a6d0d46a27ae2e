"""The table of verdicts: lists of cells that a person can take in."""

from __future__ import annotations

import pytest

from extractor.cli.verdicts import short_list


@pytest.mark.parametrize(
    ("cells", "shown"),
    [
        ((), ""),
        (("total.score",), "total.score"),
        (("funds[0].score",), "funds[0].score"),
        (("indicators[0].score", "indicators[1].score", "indicators[2].score"), "indicators[0-2].score"),
        (("indicators[0].score", "indicators[2].score"), "indicators[0].score, indicators[2].score"),
        (("indicators[0].weight", "indicators[1].score"), "indicators[0].weight, indicators[1].score"),
        (("a[0].x", "a[1].x", "total.score"), "a[0-1].x, total.score"),
    ],
)
def test_a_run_of_rows_of_one_column_is_one_entry(cells: tuple[str, ...], shown: str) -> None:
    assert short_list(cells) == shown
