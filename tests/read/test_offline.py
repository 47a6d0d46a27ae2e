"""One form reads the same in every layout, and nothing comes out that is not in the text."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractor.read.objective import CUT_GUESSED
from tests.reading import (
    FORM,
    FUNDS,
    HEAD,
    INDICATORS,
    LAYOUTS,
    OBJECTIVE,
    blanks,
    glued,
    html,
    lines,
    proposals,
    reading_of,
    segments_of,
    table_of,
    tabs,
    values_of,
)

PLAIN = values_of(tabs(FORM))


def test_a_plain_form_is_read_whole() -> None:
    assert PLAIN["project_name"] == "古井保护修缮"
    assert table_of(PLAIN, "funds", 0) == {
        "stage": "all",
        "source": "total",
        "initial_budget": "62.5",
        "adjusted_budget": "60",
        "executed": "57",
        "weight": "10",
        "execution_rate": "95%",
        "score": "9.5",
    }
    assert table_of(PLAIN, "indicators", 1) == {
        "level1": "产出指标",
        "level2": "数量指标",
        "level3": "补配井栏数量",
        "target": "≥9副",
        "actual": "8副",
        "weight": "15",
        "score": "13.3",
        "deviation_note": "石料短缺",
    }
    assert (PLAIN["total.weight"], PLAIN["total.score"]) == ("100", "97.8")


@pytest.mark.parametrize("layout", LAYOUTS)
def test_every_layout_gives_the_same_values(layout: str) -> None:
    assert values_of(LAYOUTS[layout](FORM)) == PLAIN


def test_a_page_may_change_its_layout_from_table_to_table() -> None:
    text = html(HEAD) + "\n" + tabs(FUNDS) + blanks(OBJECTIVE) + "\n" + lines(INDICATORS)

    assert values_of(text) == PLAIN


def test_headers_may_stand_behind_their_rows() -> None:
    swapped = (*HEAD, *FUNDS[1:], FUNDS[0], *OBJECTIVE, *INDICATORS[1:], INDICATORS[0])

    assert values_of(tabs(swapped)) == PLAIN


def test_a_printed_empty_cell_is_blank_and_points_at_its_place() -> None:
    text = tabs(FORM)

    weight = proposals(reading_of(text))["funds[1].weight"]

    assert (weight.value, weight.origin) == (None, "blank")
    assert all(span.start == span.end for span in weight.spans)


@pytest.mark.parametrize("layout", LAYOUTS)
def test_every_value_is_the_text_of_its_evidence(layout: str) -> None:
    text = LAYOUTS[layout](FORM)
    (form,) = segments_of(text)

    for found in proposals(reading_of(text)).values():
        if found.value is not None and found.path.rpartition(".")[2] not in ("stage", "source"):
            printed = "".join(form.document.text[span.start : span.end] for span in found.spans)
            assert found.value.replace(" ", "") in printed.replace(" ", "") + "指标1：", found.path


def test_no_place_in_the_text_is_read_twice() -> None:
    found = [c for c in proposals(reading_of(tabs(FORM))).values() if c.value is not None]
    once = [c for c in found if c.path.rpartition(".")[2] not in ("stage", "source", "level1", "level2", "fiscal_year")]

    places = sorted((span.start, span.end) for c in once for span in c.spans)

    assert all(a[1] <= b[0] for a, b in zip(places, places[1:], strict=False))


def test_reading_twice_gives_the_same() -> None:
    assert reading_of(glued(FORM)) == reading_of(glued(FORM))


def test_two_goals_without_a_boundary_are_cut_at_the_stop_and_flagged_if_that_is_a_guess() -> None:
    goals = "修缮古井六口。恢复井台原貌。修缮古井六口。井台原貌恢复。"
    rows = (*HEAD, *FUNDS, OBJECTIVE[0], ("", goals), *INDICATORS)

    expected = proposals(reading_of(tabs(rows)))["objective.expected"]

    assert expected.value is not None
    assert expected.value == goals or CUT_GUESSED in expected.reasons


@settings(max_examples=40, deadline=None)
@given(
    st.lists(
        st.sampled_from(["分值", "数量指标", "12", "95%", "≥3个", "总分", "\t", "\n", "修缮", "|", "得分"]), max_size=40
    )
)
def test_whatever_stands_between_the_tables_never_breaks_the_reader(junk: list[str]) -> None:
    between = re.sub(r"\n+", "\n", "".join(junk))  # behind a blank line a strip of a cut page may begin
    text = tabs((*HEAD, *FUNDS)) + between + "\n" + tabs(INDICATORS)

    assert values_of(text)["project_name"] == "古井保护修缮"


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 200))
def test_a_form_cut_off_anywhere_is_read_as_far_as_it_goes(end: int) -> None:
    text = tabs(FORM)
    cut = text[: len(tabs(HEAD)) + len(tabs(FUNDS)) + end]

    assert table_of(values_of(cut), "funds", 0) == table_of(PLAIN, "funds", 0)
