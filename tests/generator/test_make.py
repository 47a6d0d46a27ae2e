"""A recipe determines its specimen: the same bytes in any process, other seeds other forms."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from eval_set.generator import DAMAGES, ERRORS, FAMILIES, LAYOUTS, ROWS, Recipe, make, recipes, table_recipes

ROOT = Path(__file__).parents[2]
DIGEST = """
import hashlib, json
from eval_set.generator import make, recipes
digest = hashlib.sha256()
for recipe in recipes(40, 7):
    made = make(recipe)
    digest.update(made.text.encode() + json.dumps(made.expected, ensure_ascii=False).encode())
print(digest.hexdigest())
"""


def digest_here() -> str:
    digest = hashlib.sha256()
    for recipe in recipes(40, 7):
        made = make(recipe)
        digest.update(made.text.encode() + json.dumps(made.expected, ensure_ascii=False).encode())
    return digest.hexdigest()


@pytest.mark.parametrize("hash_seed", ["0", "4711"])
def test_the_same_recipe_gives_the_same_bytes_in_a_fresh_process(hash_seed: str) -> None:
    environment = {**os.environ, "PYTHONHASHSEED": hash_seed, "PYTHONPATH": str(ROOT)}
    run = subprocess.run(
        [sys.executable, "-c", DIGEST], cwd=ROOT, env=environment, capture_output=True, text=True, check=True
    )
    assert run.stdout.strip() == digest_here()


def test_other_seeds_give_other_forms() -> None:
    texts = {make(Recipe("national", "tabs", "none", 0, seed)).text for seed in range(30)}
    assert len(texts) == 30


def test_the_same_form_comes_in_every_layout() -> None:
    names = {make(Recipe("poverty", layout, "none", 0, 3)).expected["forms"][0]["project_name"] for layout in LAYOUTS}
    assert len(names) == 1


@pytest.mark.parametrize("family", FAMILIES)
@pytest.mark.parametrize("layout", LAYOUTS)
def test_every_family_comes_in_every_layout_under_every_damage(family: str, layout: str) -> None:
    for name, damage in DAMAGES.items():
        made = make(Recipe(family, layout, name, damage.usual, 11))
        assert made.text.strip() and made.expected["forms"]


def test_an_unknown_damage_is_refused_by_name() -> None:
    with pytest.raises(ValueError, match="no such damage: rain"):
        make(Recipe("national", "tabs", "rain", 1, 1))


def test_several_forms_in_one_file_have_a_gold_each() -> None:
    made = make(Recipe("national", "tabs", "several forms", 3, 5))
    names = [form["project_name"] for form in made.expected["forms"]]
    assert len(set(names)) == 3 and all(name in made.text for name in names)
    assert made.expected["damaged"] == [{}, {}, {}]


def test_no_two_recipes_of_a_draw_share_a_name() -> None:
    drawn = recipes(600, 1)
    assert len({recipe.name for recipe in drawn}) == 600


def test_a_draw_covers_families_layouts_damages_and_errors() -> None:
    drawn = recipes(600, 1)
    damages = {name for recipe in drawn for name in recipe.damage.split("+")}
    assert {recipe.family for recipe in drawn} == set(FAMILIES)
    assert {recipe.layout for recipe in drawn} == set(LAYOUTS)
    assert damages == set(DAMAGES)
    assert {recipe.error for recipe in drawn} == {None, *ERRORS}


@pytest.mark.parametrize("row", ROWS)
def test_two_seeds_of_a_row_share_no_form(row: str) -> None:
    one, other = table_recipes(row, 50, 1), table_recipes(row, 50, 2)
    assert not {recipe.seed for recipe in one} & {recipe.seed for recipe in other}
