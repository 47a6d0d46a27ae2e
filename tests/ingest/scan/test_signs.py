"""Signs that the engine takes for something else are put back, and are never sure of themselves."""

from __future__ import annotations

import pytest

from extractor.ingest.scan.decoding import Character, Reading
from extractor.ingest.scan.signs import with_sign


def test_a_lone_letter_that_may_be_a_comparator_is_one_and_is_not_sure() -> None:
    found = with_sign(Reading("W", 0.8, ("≥", "V")))
    assert (found.text, found.others, found.score) == ("≥", ("W", "V"), 0.5)


def test_a_lone_letter_like_a_comparator_stays_and_is_not_sure() -> None:
    assert with_sign(Reading("V", 0.99)) == Reading("V", 0.5)


@pytest.mark.parametrize("reading", [Reading("A", 0.99), Reading("W95", 0.8, ("≥95",)), Reading("7", 0.8, ("≥",))])
def test_other_readings_of_letters_stay_as_they_are(reading: Reading) -> None:
    assert with_sign(reading) == reading


@pytest.mark.parametrize(
    ("text", "others", "value"),
    [
        ("10000", ("100°0", "1000"), "100%"),
        ("91.6700", ("91.67ºo", "91.670 0"), "91.67%"),
        ('97"a', ('97"0',), "97%"),
        ("≥90°。", ("≥90° a",), "≥90%"),
        ("9500", ("950", "100%0"), "9500"),  # the other reading is of another figure
        ("100v0", ("100%0", "100v"), "100%"),
    ],
)
def test_a_figure_with_a_ring_behind_it_has_a_per_cent_sign(text: str, others: tuple[str, ...], value: str) -> None:
    found = with_sign(Reading(text, 0.4, others))
    assert found.text == value
    assert found.score <= 0.5 or value == text


@pytest.mark.parametrize("text", ["10000", "30°", "12间", "25°C", "5.00", "100%"])
def test_figures_without_a_ring_stay_as_they_are(text: str) -> None:
    assert with_sign(Reading(text, 0.4, ("1000", "5.0"))).text == text


def test_a_sign_of_several_characters_has_one_place() -> None:
    characters = tuple(Character(one, at / 6, 0.9) for at, one in enumerate("100°0"))
    found = with_sign(Reading("100°0", 0.4, (), characters))
    assert [(one.text, one.place) for one in found.characters] == [("1", 0.0), ("0", 1 / 6), ("0", 2 / 6), ("%", 4 / 6)]
