"""Which cells the laws leave one value once people have decided others."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from extractor.decide.forced import forced_by
from extractor.family import load_families
from extractor.laws import LawSettings
from extractor.record.skeleton import leaves, put
from extractor.values import Cell, Forced, FormRecord, Review
from extractor.wording import proof_label
from tests.decide.small_forms import CARD, NATIONAL, decided

CHINESE = re.compile("[\u4e00-\u9fff]")
# A card whose section of 19.40 has lost two of its scores.
TWO_LOST = CARD.format(投入="19.40", a="", b="", total="19.40").replace("\t3\t\n", "\t3\n")


def forced(form: FormRecord) -> dict[str, Forced]:
    laws = load_families()[form.family].laws or None
    return {one.path: one for one in forced_by(form, laws, LawSettings())}


def stand(form: FormRecord, path: str, value: str | None, **look: object) -> FormRecord:
    """The form with another value and another trail in one cell."""
    values = _copy(form.values)
    assert put(values, path, value)
    cell = replace(form.cells.get(path) or Cell(None, "", "blank"), value=value, **look)  # type: ignore[arg-type]
    return replace(form, values=values, cells={**form.cells, path: cell})


def _copy(node: object) -> object:
    if isinstance(node, dict):
        return {key: _copy(value) for key, value in node.items()}
    return [_copy(item) for item in node] if isinstance(node, list) else node


def reviewed(form: FormRecord, path: str, value: str | None, ruling: str = "correct") -> FormRecord:
    said = Review(ruling, ("林",), "2026-03-05T12:00:00Z", None, "missing")
    return stand(form, path, value, origin="reviewed", needs_review=False, reasons=(), review=said)


def doubtful(form: FormRecord, path: str, value: str) -> FormRecord:
    return stand(form, path, value, origin="read", needs_review=True, reasons=("可能误读",))


def test_a_form_without_a_cell_in_question_forces_nothing() -> None:
    assert forced(decided(NATIONAL, "digital")) == {}


def test_of_two_lost_scores_the_second_follows_once_the_first_is_reviewed() -> None:
    # given a section of 19.40 with two lost scores, which no law tells apart
    form = decided(TWO_LOST)
    assert forced(form) == {}
    # when a reviewer reads the first
    found = forced(reviewed(form, "scorecard[1].score", "2.40"))
    # then the second is what is left, with the decimals of its column and a proof
    assert (list(found), found["scorecard[6].score"].value) == (["scorecard[6].score"], "3.00")
    assert "19.40" in found["scorecard[6].score"].proof


def test_the_proof_can_be_read_in_english_and_ends_in_the_value() -> None:
    proof = proof_label(forced(reviewed(decided(TWO_LOST), "scorecard[1].score", "2.40"))["scorecard[6].score"].proof)

    assert proof.zh.endswith("⇒ 3.00") and proof.en.endswith("⇒ 3.00")
    assert CHINESE.search(proof.zh)
    assert not CHINESE.search(proof.en.replace("投入", ""))


def test_a_doubtful_cell_is_told_the_value_that_the_sure_ones_leave() -> None:
    # given a score read as 36 and flagged, under a total of 97 that a reviewer confirmed
    form = reviewed(doubtful(decided(NATIONAL, "digital"), "indicators[2].score", "36"), "total.score", "97", "accept")

    assert forced(form)["indicators[2].score"].value == "30"


def test_a_doubtful_cell_that_holds_what_is_forced_is_left_alone() -> None:
    assert forced(doubtful(decided(NATIONAL, "digital"), "indicators[2].score", "30")) == {}


def test_a_doubtful_cell_proves_nothing_about_another() -> None:
    # given two scores in doubt under a total that full marks would pass: neither may be a ground of the other
    form = reviewed(decided(NATIONAL, "digital"), "total.score", "95")
    form = doubtful(form, "indicators[2].score", "28")
    form = doubtful(form, "indicators[3].score", "9")

    assert forced(form) == {}


def test_two_scores_in_doubt_are_both_forced_where_only_full_marks_reach_the_total() -> None:
    form = doubtful(decided(NATIONAL, "digital"), "indicators[2].score", "25")
    form = doubtful(form, "indicators[3].score", "9")

    assert {one.path: one.value for one in forced(form).values()} == {
        "indicators[2].score": "30",
        "indicators[3].score": "10",
    }


def test_nothing_is_proposed_for_a_cell_that_was_reviewed() -> None:
    wrong = reviewed(decided(NATIONAL, "digital"), "indicators[2].score", "36")
    unreadable = reviewed(decided(NATIONAL, "digital"), "indicators[2].score", None, "unreadable")

    assert forced(wrong) == forced(unreadable) == {}


def test_what_a_reviewer_could_not_read_is_no_zero() -> None:
    # given one score that cannot be read and one in doubt: both are unknown to the sum
    form = reviewed(decided(NATIONAL, "digital"), "total.score", "95")
    form = reviewed(form, "indicators[2].score", None, "unreadable")

    assert forced(doubtful(form, "indicators[3].score", "9")) == {}


def test_what_is_absent_takes_no_part() -> None:
    # given a row whose weight and score a reviewer says are not there: the rest must make up the total
    form = decided(NATIONAL, "digital")
    form = reviewed(reviewed(form, "indicators[3].score", None, "absent"), "total.score", "87")

    assert forced(doubtful(form, "indicators[2].score", "36"))["indicators[2].score"].value == "30"


SCORES = [f"indicators[{row}].score" for row in range(4)] + ["funds[0].score", "total.score"]
SLOW = settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@SLOW
@given(path=st.sampled_from(SCORES), digits=st.integers(0, 99))
def test_one_number_in_doubt_among_sure_ones_is_always_set_right(path: str, digits: int) -> None:
    form = decided(NATIONAL, "digital")
    right = dict(leaves(form.values))[path]

    found = forced(doubtful(form, path, str(digits)))

    assert {one.path: one.value for one in found.values()} == ({} if str(digits) == right else {path: right})


@pytest.mark.parametrize("text", [NATIONAL, TWO_LOST])
def test_what_is_forced_is_forced_no_more_once_it_is_taken(text: str) -> None:
    form = decided(text)
    for one in forced(form).values():
        form = reviewed(form, one.path, one.value)

    assert forced(form) == {}
