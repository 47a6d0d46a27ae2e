"""Damage does what it says: the stated share of cells, one character each, and gold keeps the truth."""

from __future__ import annotations

from typing import Any

import pytest

from eval_set.generator import LAYOUTS, Recipe, make

NUMERIC = ("initial_budget", "adjusted_budget", "allocated", "executed", "weight", "execution_rate", "score")


def damaged(recipe: Recipe) -> dict[str, Any]:
    made: dict[str, Any] = make(recipe).expected["damaged"][0]
    return made


def cells(form: dict[str, Any], keys: tuple[str, ...]) -> int:
    """Count the cells with a digit of an undamaged table form under these keys."""
    rows = [*form["funds"], *form["indicators"], form["total"]]
    return sum(any(c.isdigit() for c in str(row.get(key))) for row in rows for key in keys if row.get(key))


def is_one_character_off(printed: str, true: str) -> bool:
    """Say whether one character was replaced, or one was dropped."""
    if len(printed) == len(true):
        return sum(a != b for a, b in zip(printed, true, strict=True)) == 1
    return any(printed == true[:place] + true[place + 1 :] for place in range(len(true)))


@pytest.mark.parametrize("share", [0.02, 0.08])
@pytest.mark.parametrize("seed", range(12))
def test_exactly_the_stated_share_of_numbers_has_one_wrong_character(share: float, seed: int) -> None:
    plain = make(Recipe("national", "tabs", "none", 0, seed)).expected["forms"][0]
    hurt = damaged(Recipe("national", "tabs", "digits", share, seed))
    assert len(hurt) == max(1, int(share * cells(plain, (*NUMERIC, "target", "actual")) + 0.5))
    assert all(is_one_character_off(change["printed"], change["true"]) for change in hurt.values())


def test_half_of_the_wrong_characters_are_letters_a_third_are_digits() -> None:
    kinds = [
        c["kind"] for seed in range(150) for c in damaged(Recipe("national", "tabs", "digits", 0.08, seed)).values()
    ]
    shares = {kind: kinds.count(kind) / len(kinds) for kind in ("letter", "digit")}
    assert abs(shares["letter"] - 0.5) < 0.1 and abs(shares["digit"] - 0.33) < 0.1


@pytest.mark.parametrize("layout", LAYOUTS)
def test_the_gold_of_a_misread_cell_is_what_stood_there(layout: str) -> None:
    plain = make(Recipe("poverty", layout, "none", 0, 8)).expected["forms"][0]
    hurt = make(Recipe("poverty", layout, "digits", 0.1, 8)).expected
    form = hurt["forms"][0]
    for path in hurt["damaged"][0]:
        name, _, key = path.partition("].")
        rows, _, index = name.partition("[")
        leaf = form[rows][int(index)][key] if index else form["total"][path.split(".")[1]]
        was = plain[rows][int(index)][key] if index else plain["total"][path.split(".")[1]]
        assert leaf == {"v": was, "how": "repaired"}


@pytest.mark.parametrize("seed", range(12))
def test_exactly_a_tenth_of_the_numeric_cells_is_lost(seed: int) -> None:
    plain = make(Recipe("national", "tabs", "none", 0, seed)).expected["forms"][0]
    hurt = damaged(Recipe("national", "tabs", "lost cells", 0.1, seed))
    assert len(hurt) == int(0.1 * cells(plain, NUMERIC) + 0.5)
    assert {change["printed"] for change in hurt.values()} == {""}


@pytest.mark.parametrize("layout", ["strips", "typeset strips"])
@pytest.mark.parametrize("seed", range(6))
def test_strips_cut_cleanly_lose_nothing(layout: str, seed: int) -> None:
    made = make(Recipe("city_project", layout, "strips", 0, seed))
    whole = make(Recipe("city_project", "tabs", "none", 0, seed))
    assert made.expected["damaged"] == [{}]
    assert sorted("".join(made.text.split())) == sorted("".join(whole.text.split()))


def test_worn_strips_lose_lines_and_gold_says_which() -> None:
    kinds = {
        change["kind"]
        for seed in range(8)
        for change in damaged(Recipe("city_project", "typeset strips", "strips", 2, seed)).values()
    }
    assert kinds == {"lost", "clipped"}


def test_a_file_is_scanned_when_characters_were_misread_or_the_page_was_cut() -> None:
    kinds = {
        name: make(Recipe("national", layout, name, 0.1, 2)).expected["source_kind"]
        for name, layout in (("none", "tabs"), ("lost cells", "tabs"), ("digits", "tabs"), ("strips", "strips"))
    }
    assert kinds == {"none": "digital", "lost cells": "digital", "digits": "ocr", "strips": "ocr"}
