"""A lost score is given only if the laws leave no other value."""

from __future__ import annotations

from tests.decide.small_forms import CARD, decided


def test_a_total_that_only_full_marks_reach_gives_every_lost_score() -> None:
    # given a section of 20 with the score 20.00 and two items without a score
    text = CARD.format(投入="20.00", a="", b="", total="20.00").replace("\t3\t\n", "\t3\n")
    form = decided(text)
    # then both are full marks, and say why
    found = form.cells["scorecard[1].score"]
    assert (found.value, found.origin, found.needs_review) == ("3.00", "inferred", False)
    assert "20.00" in (found.proof or "")
    assert form.values["scorecard"][6]["score"] == "3.00"


def test_two_lost_scores_that_could_share_the_loss_stay_missing() -> None:
    text = CARD.format(投入="19.00", a="", b="", total="19.00").replace("\t3\t\n", "\t3\n")
    found = decided(text).cells["scorecard[1].score"]
    assert (found.value, found.origin, found.needs_review) == (None, "missing", True)


def test_one_lost_score_is_what_is_left_of_the_section() -> None:
    text = CARD.format(投入="19.40", a="3.00", b="", total="19.40").replace("\t3\t\n", "\t3\n")
    found = decided(text).cells["scorecard[6].score"]
    assert (found.value, found.origin) == ("2.40", "inferred")


def test_nothing_is_inferred_for_a_cell_that_is_printed_empty() -> None:
    form = decided(CARD.format(投入="17.00", a="", b="3.00", total="17.00"))
    assert form.cells["scorecard[1].score"].value is None
