"""Amounts that run together, parted by the rate that the same row prints."""

from __future__ import annotations

import pytest

from extractor.notation.text import fold
from extractor.read.alignment import Column
from extractor.read.atoms import Atom
from extractor.read.quotient import parted_by_rate
from extractor.values import Boundary

COLUMNS = [
    Column("adjusted_budget", "money", 0.6),
    Column("executed", "money", 0.6),
    Column("execution_rate", "rate", 0.3),
]


def values(*texts: str) -> list[Atom]:
    return [Atom(0, len(text), text, fold(text), Boundary.NONE, loose=True) for text in texts]


def test_the_rate_says_where_the_executed_amount_begins() -> None:
    found = parted_by_rate(values("98.44", "93.78%"), COLUMNS)

    assert [atom.text for atom in found] == ["9", "8.44", "93.78%"]


def test_without_a_rate_the_run_stays_whole() -> None:
    assert [atom.text for atom in parted_by_rate(values("98.44"), COLUMNS)] == ["98.44"]


def test_amounts_in_cells_of_their_own_are_not_parted() -> None:
    cells = [Atom(0, 5, "98.44", "98.44", Boundary.CELL), *values("93.78%")]

    assert parted_by_rate(cells, COLUMNS) == cells


@pytest.mark.parametrize("run", ["9B.44", "98,44", "98.44万元", "O.0O"])
def test_a_run_with_other_characters_than_digits_does_no_harm(run: str) -> None:
    found = parted_by_rate(values(run, "93.78%"), COLUMNS)

    assert "".join(atom.text for atom in found) == f"{run}93.78%"
