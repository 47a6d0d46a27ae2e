"""Rows of two readers are matched by the text they point to, whatever their numbers and order."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from extractor.mix.rows import Row, match_rows
from extractor.values import Candidate, Span

KEYS = ("level3", "target", "actual", "score")


def row(line: int, *keys: str, of: tuple[int, ...] = ()) -> Row:
    """A row whose cells stand on a line of the text; ``of`` gives single cells another line."""
    lines = dict(zip(keys or KEYS, of or [line] * len(keys or KEYS), strict=True))
    places = {key: 100 * at + 10 * KEYS.index(key) for key, at in lines.items()}
    return {key: Candidate(key, f"{key}{lines[key]}", "", (Span(start, start + 5),)) for key, start in places.items()}


def test_rows_in_another_order_are_the_same_rows() -> None:
    match = match_rows({0: row(1), 1: row(2)}, {0: row(2), 1: row(1)}, ())
    assert (match.pairs, match.new) == ({0: 1, 1: 0}, ())


def test_a_row_is_told_by_most_of_its_cells() -> None:
    shifted = row(1, *KEYS, of=(1, 1, 2, 1))
    assert match_rows({0: row(1), 1: row(2)}, {0: shifted}, ()).pairs == {0: 0}


def test_a_row_of_text_that_found_no_place_is_new() -> None:
    match = match_rows({0: row(1)}, {0: row(1), 1: row(5)}, (Span(500, 560),))
    assert match.new == (1,)


def test_a_row_of_labels_or_of_other_cells_text_is_none() -> None:
    match = match_rows({0: row(1)}, {0: row(1), 1: row(7)}, ())
    assert (match.pairs, match.new) == ({0: 0}, ())


@given(st.permutations(range(6)))
def test_any_order_of_the_same_rows_is_matched_row_by_row(order: list[int]) -> None:
    match = match_rows({n: row(n) for n in range(6)}, {j: row(n) for j, n in enumerate(order)}, ())
    assert match.pairs == dict(enumerate(order))
