"""The generator of the evaluation set: forms by family, layout, damage and seed, with what must come out.

Comes in: recipes. Goes out: specimens. Reads nothing but its own data; never imports the program it tests.
"""

from __future__ import annotations

from eval_set.generator.damages import DAMAGES
from eval_set.generator.draw import ROWS, recipes, table_recipes
from eval_set.generator.make import make
from eval_set.generator.mistakes import ERRORS
from eval_set.generator.recipe import FAMILIES, LAYOUTS, Recipe, Specimen

__all__ = [
    "DAMAGES",
    "ERRORS",
    "FAMILIES",
    "LAYOUTS",
    "ROWS",
    "Recipe",
    "Specimen",
    "make",
    "recipes",
    "table_recipes",
]
