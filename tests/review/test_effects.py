"""What a decision does to the laws: those that turned are named, and no others."""

from __future__ import annotations

from extractor.review.effects import Effects, document_effects, effects
from extractor.review.values import Final
from extractor.values import FormRecord
from tests.review.decisions import added, applied, final, form


def change(before: FormRecord, *finals: Final) -> Effects:
    return effects(applied(before), applied(before, *finals))


def laws(judgements: tuple[object, ...]) -> list[str]:
    return sorted(getattr(one, "law", "") for one in judgements)


def test_a_right_correction_mends_the_sum_and_breaks_nothing() -> None:
    # given scores that add up to 87 under a total of 97
    found = change(form(score="20"), final("indicators[2].score", "correct", "30", "20"))
    # then the sum is mended, said with what was wrong
    assert "scores_sum_to_total" in laws(found.mended)
    assert (found.broken, found.still_broken) == ((), 0)
    assert "87" in next(one.message for one in found.mended if one.law == "scores_sum_to_total")


def test_a_wrong_correction_breaks_what_held() -> None:
    found = change(form(), final("indicators[2].score", "correct", "36", "30"))

    assert {"scores_sum_to_total", "score_at_most_weight"} <= set(laws(found.broken))
    assert found.mended == ()


def test_a_cell_that_no_law_knows_turns_nothing() -> None:
    assert change(form(), final("sign_off.handler", "correct", "某人")) == Effects()


def test_what_stays_broken_is_counted_and_not_told() -> None:
    found = change(form(score="20"), final("indicators[2].score", "correct", "25", "20"))

    assert (laws(found.mended).count("scores_sum_to_total"), found.still_broken >= 1) == (0, True)


def test_a_cell_that_cannot_be_read_makes_a_broken_law_untestable_not_mended() -> None:
    found = change(form(score="36"), final("indicators[2].score", "unreadable", suggestion="36"))

    assert "scores_sum_to_total" in laws(found.untestable)
    assert "scores_sum_to_total" not in laws(found.mended)


def test_deleting_a_row_turns_no_law_by_moving_the_rows_below() -> None:
    # given an indicator whose score is above its weight, and a row above it that is taken out
    before = form(score="36")
    gone = final("indicators[1]", "deleted")
    # then the law about the lower row is still broken, though its row has another number now
    found = change(before, gone)
    assert "score_at_most_weight" not in laws(found.mended) + laws(found.broken)
    assert found.still_broken >= 1


def test_a_row_that_is_put_back_mends_the_sum_and_cells_go_by_their_stable_names() -> None:
    # given a form whose third indicator was deleted by mistake, and then typed in again
    before = form()
    gone = final("indicators[2]", "deleted", entry=1)
    cells = {"level1": "效益指标", "level3": "行人安全感", "weight": "30", "score": "30"}
    again = [
        added("indicators[n1]", "indicators[1]", entry=2),
        *(final(f"indicators[n1].{key}", "correct", value, entry=3) for key, value in cells.items()),
    ]

    lost = effects(applied(before), applied(before, gone))
    back = effects(applied(before, gone), applied(before, gone, *again))

    assert {"scores_sum_to_total", "weights_sum_to_total"} <= set(laws(lost.broken))
    assert {"scores_sum_to_total", "weights_sum_to_total"} <= set(laws(back.mended))
    assert all("indicators[2]" not in path for one in lost.broken for path in one.cells)


def test_taking_a_decision_back_is_the_mirror_of_making_it() -> None:
    before, decided = form(), final("indicators[2].score", "correct", "36", "30")

    there, back = change(before, decided), effects(applied(before, decided), applied(before))

    assert laws(there.broken) == laws(back.mended)


def test_effects_of_a_document_go_form_by_form() -> None:
    one = applied(form())
    other = applied(form(), final("indicators[2].score", "correct", "36", "30"))

    quiet, loud = document_effects([one, one], [one, other])

    assert quiet == Effects() and loud.broken
