"""The likeliest reading of a line, and the next likely ones."""

from __future__ import annotations

import pytest

pytest.importorskip("numpy", reason="the extra [ocr] is not installed")
import numpy as np

from extractor.ingest.scan.decoding import Reading, decode
from extractor.ingest.scan.words import agreed

ALPHABET = ("", "8", "3", ".", "0")


def steps(*rows: dict[int, float]) -> object:
    """Steps with these likelihoods; what is left over goes to the blank."""
    out = np.zeros((len(rows), len(ALPHABET)), np.float32)
    for step, row in enumerate(rows):
        for index, p in row.items():
            out[step, index] = p
        out[step, 0] += 1 - sum(row.values())
    return out


def test_repeated_steps_are_one_character_and_a_blank_parts_two() -> None:
    reading = decode(steps({1: 1}, {1: 1}, {}, {1: 1}, {3: 1}, {4: 1}), ALPHABET)
    assert reading.text == "88.0" and reading.others == ()


def test_the_second_likeliest_character_makes_another_reading() -> None:
    reading = decode(steps({1: 0.6, 2: 0.4}, {}, {4: 1}), ALPHABET)
    assert reading.text == "80" and reading.others == ("30",)
    assert reading.score == pytest.approx(0.6)


def test_a_point_that_may_be_there_is_told() -> None:
    reading = decode(steps({1: 1}, {3: 0.3}, {4: 1}), ALPHABET)
    assert reading.text == "80" and reading.others == ("8.0",)


def test_a_sure_line_has_no_other_reading() -> None:
    assert decode(steps({1: 0.999}, {4: 0.999}), ALPHABET).others == ()


def test_characters_have_places_along_the_line() -> None:
    reading = decode(steps({}, {1: 1}, {}, {4: 1}, {}, {}, {}, {}), ALPHABET, share=0.5)
    assert [one.place for one in reading.characters] == [0.375, 0.875]


def test_nothing_reads_as_nothing() -> None:
    assert decode(steps({}, {}), ALPHABET) == Reading("", 0.0)


def test_what_most_looks_say_is_taken_and_the_rest_is_told() -> None:
    reading = agreed(Reading("≥5", 0.6), [Reading("25", 0.7), Reading("25", 0.8), Reading("≥5", 0.3)])
    assert reading.text == "25" and reading.others == ("≥5",)
    assert reading.score == pytest.approx(1.5 / 4.5)


def test_looks_that_agree_are_as_sure_as_they_are() -> None:
    assert agreed(Reading("9", 0.8), [Reading("9", 1.0)] * 3).score == pytest.approx(4.2 / 4.5)
