"""No figure reaches a narrative unless a cell or a stated formula carries it."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from extractor.narrate.guard import clean, traced, unmarked, untraced


def test_a_traced_figure_passes() -> None:
    assert untraced(f"得{traced('19.5')}分") == ()


def test_a_typed_figure_is_found_with_its_surroundings() -> None:
    assert untraced(f"得{traced('19.5')}分，共5项") == ("得…分，共5项",)


def test_a_figure_glued_to_a_traced_one_is_found() -> None:
    assert len(untraced(f"{traced('19')}5")) == 1


@given(st.text())
def test_traced_text_passes_whatever_it_says_and_is_read_without_marks(text: str) -> None:
    marked = "得" + traced(text) + "分"

    assert untraced(marked) == ()
    assert unmarked(marked) == unmarked("得" + text + "分")


@given(st.text(), st.integers(0, 10**6))
def test_no_document_text_can_hide_a_typed_figure(text: str, number: int) -> None:
    assert untraced(traced(clean(text)) + f" {number} " + traced(clean(text)))
