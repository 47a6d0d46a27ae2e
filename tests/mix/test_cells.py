"""One cell as two readers have it: what agreement lifts, what a dispute leaves to the laws, what stays flagged."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.mix.cells import alone, joined, same_value
from extractor.values import Alternative, Candidate, Choice, Span

STRIPS = "页面被切成竖条，各条行数不一，本值可能属于相邻行"
HERE, THERE = (Span(10, 14),), (Span(30, 34),)
PATH = "indicators[0].actual"


def offline(value: str | None, *reasons: str, spans: tuple[Span, ...] = HERE) -> Choice:
    made = Candidate(PATH, value, value or "", spans if value else (), "read" if value else "missing", 0.0, reasons)
    return Choice((Alternative((made,), 0.0),))


def model(value: str, spans: tuple[Span, ...] = HERE) -> dict[str, Candidate]:
    return {PATH: Candidate(PATH, value, value, spans, reader="some-model")}


def first(choice: Choice) -> Candidate:
    return choice.alternatives[0].candidates[0]


def test_agreement_on_the_same_text_lifts_a_doubt_about_its_place() -> None:
    choice, disputed = joined(offline("95%", STRIPS), model("95%"))
    assert (first(choice).reasons, disputed) == ((), frozenset())


def test_agreement_on_another_occurrence_lifts_nothing() -> None:
    choice, _ = joined(offline("95%", STRIPS), model("95%", THERE))
    assert first(choice).reasons == (STRIPS,)


def test_agreement_lifts_no_doubt_about_the_print_itself() -> None:
    choice, _ = joined(offline("95%", "标签残缺，按表式补全"), model("95%"))
    assert first(choice).reasons == ("标签残缺，按表式补全",)


def test_a_dispute_leaves_both_readings_the_surer_one_first() -> None:
    choice, disputed = joined(offline("95%"), model("59%", THERE))
    assert [way.candidates[0].value for way in choice.alternatives] == ["95%", "59%"]
    assert disputed == {PATH}


def test_a_doubtful_offline_reading_yields_to_the_models() -> None:
    choice, _ = joined(offline("95%", STRIPS), model("59%", THERE))
    assert first(choice).value == "59%" and first(choice).reasons == ("仅由模型读出，请核对",)


def test_what_the_offline_reader_missed_is_the_models_and_flagged() -> None:
    choice, disputed = joined(offline(None), model("59%"))
    assert (first(choice).value, first(choice).reasons) == ("59%", ("仅由模型读出，请核对",))
    assert disputed == {PATH}


def test_a_cell_of_the_model_alone_is_flagged() -> None:
    assert first(alone(model("59%")[PATH])).reasons == ("仅由模型读出，请核对",)


def test_a_label_put_whole_over_the_same_text_is_no_dispute() -> None:
    clipped = offline("服务对象满意度", "标签残缺，按表式补全")
    whole = Choice((Alternative((replace(first(clipped), origin="repaired"),), 0.0),))
    choice, disputed = joined(whole, model("服务对象满意"))
    assert (first(choice).value, disputed) == ("服务对象满意度", frozenset())


def test_a_cut_that_the_model_confirms_is_dearer_to_change() -> None:
    ways = tuple(
        Alternative((Candidate("funds[0].weight", a, a, HERE), Candidate("funds[0].score", b, b, THERE)), cost)
        for a, b, cost in (("10", "9.5", 0.0), ("1", "09.5", 0.4))
    )
    theirs = {"funds[0].weight": Candidate("funds[0].weight", "10", "10", HERE, reader="some-model")}
    choice, _ = joined(Choice(ways), theirs)
    assert choice.alternatives[1].cost - choice.alternatives[0].cost > 1.2


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("95%", "95％", True),
        ("9 5%", "95%", True),
        ("95%", "9.5%", False),
        (None, "", True),
        ("新建泵站三座，" * 12 + "完成。", "新建泵站三座，" * 12 + "完成", True),
        ("新建泵站3座，" * 12 + "完成。", "新建泵站3座，" * 11 + "新建泵站8座，完成。", False),
    ],
)
def test_values_are_the_same_but_for_white_space_width_and_a_trifle_of_long_prose(
    one: str | None, other: str | None, same: bool
) -> None:
    assert same_value(one, other) is same


@given(st.text("0123456789.%≥", min_size=1, max_size=6), st.text("0123456789.%≥", min_size=1, max_size=6))
def test_whatever_two_readers_read_both_readings_stay_in_the_choice(ours: str, theirs: str) -> None:
    choice, _ = joined(offline(ours), model(theirs, THERE))
    values = {way.candidates[0].value for way in choice.alternatives}
    assert {ours, theirs} <= values or same_value(ours, theirs)
