"""How well a text fits a type: lower is better, and a value of the wrong type is out of the question."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.read.fit import fit

KINDS = [
    "points",
    "money",
    "rate",
    "quantity",
    "name",
    "note",
    "level1",
    "level2",
    "progress",
    "person",
    "phone",
    "date",
]


@pytest.mark.parametrize(
    ("text", "better", "worse"),
    [
        ("12.5", "points", "rate"),
        ("95%", "rate", "points"),
        ("1037.7%", "quantity", "rate"),  # two glued cells rather than a rate
        ("0.93", "points", "phone"),
        ("≥6口", "quantity", "name"),
        ("修缮古井数量", "name", "quantity"),
        ("明显提升", "quantity", "name"),
        ("0300-1234567", "phone", "money"),
        ("-", "note", "points"),
    ],
)
def test_a_text_fits_its_own_type_best(text: str, better: str, worse: str) -> None:
    assert fit(better, text) < fit(worse, text)


@given(st.sampled_from(KINDS), st.text(max_size=20))
def test_every_text_has_a_cost_in_every_type(kind: str, text: str) -> None:
    assert 0.0 <= fit(kind, text) <= 6.0
