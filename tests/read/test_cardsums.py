"""Scores that stand alone in their strip go to the rows of the card by its sums."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from extractor.read.cardsums import CardRow, hundredths, placed

# A card of two sections: 10 points of 6 and 4, 10 points of 5, 3 and 2; the total is 20.
CARD = [
    CardRow("section", 1000), CardRow("item", 600), CardRow("item", 400),
    CardRow("section", 1000), CardRow("item", 500), CardRow("item", 300), CardRow("item", 200),
    CardRow("total", 2000),
]  # fmt: skip
FULL = ["10.00", "6.00", "4.00", "9.00", "5.00", "2.50", "1.50", "19.00"]


def test_scores_that_tally_and_add_up_go_row_by_row_without_doubt() -> None:
    rows, unsure = placed(CARD, FULL)
    assert rows == {n: n for n in range(8)}
    assert not unsure


def test_a_score_that_the_strip_printed_twice_is_of_no_row() -> None:
    rows, unsure = placed(CARD, [*FULL[:5], "5.00", *FULL[5:]])  # the 5.00 of an item, doubled
    assert [row for row in range(8) if row not in rows.values()] == []
    assert len(rows) == 8 and not unsure


def test_where_a_score_is_lost_the_sums_say_which() -> None:
    rows, _ = placed(CARD, ["10.00", "4.00", "9.00", "5.00", "2.50", "1.50", "19.00"])  # 6.00 is gone
    assert rows == {0: 0, 1: 2, 2: 3, 3: 4, 4: 5, 5: 6, 6: 7}


def test_a_score_that_could_stand_on_two_rows_leaves_both_open() -> None:
    card = [CardRow("section", 600), CardRow("item", 300), CardRow("item", 300), CardRow("total", 600)]
    _, unsure = placed(card, ["5.50", "3.00", "5.50"])  # 3.00 and 2.50: which row lost its score?
    assert unsure == {1, 2}


def test_a_score_cut_between_strips_is_summed_whole() -> None:
    card = [
        CardRow("section", 600, "5"),
        CardRow("item", 300, "3"),
        CardRow("item", 300, "2"),
        CardRow("total", 600, "5"),
    ]
    assert placed(card, [".50", ".00", ".50", ".50"]) == ({0: 0, 1: 1, 2: 2, 3: 3}, set())


@given(st.integers(min_value=0, max_value=99_999))
def test_hundredths_reads_every_printed_amount_of_points(points: int) -> None:
    assert hundredths(f"{points // 100}.{points % 100:02d}") == points


def test_hundredths_of_what_is_no_number_are_none() -> None:
    assert hundredths("优") is None
