"""Draws of recipes: balanced over the grid, or the recipes of one row of the target table.

Comes in: a count and a seed. Goes out: recipes, all different. Other seeds give other forms.
"""

from __future__ import annotations

from collections.abc import Callable

from eval_set.generator.damages import DAMAGES
from eval_set.generator.dice import Dice
from eval_set.generator.mistakes import ERRORS
from eval_set.generator.recipe import LAYOUTS, STRIPS, Recipe

_SHARES = (
    ("national", 6),
    ("poverty", 4),
    ("transfer", 3),
    ("city_project", 4),
    ("hubei", 2),
    ("sichuan", 2),
    ("city_department", 2),
)
_CUT = (("city_project", 6), ("national", 3), ("poverty", 3), ("transfer", 2), ("hubei", 1), ("sichuan", 1))
"""How often a family comes: by how often it is met; in strips mostly the city's."""
_DIGITAL = tuple(layout for layout in LAYOUTS if layout not in STRIPS)
_ROWED = ("tabs", "cells", "pipes", "spaces")
_MIXED = (
    "digits+lost cells",
    "digits+labels",
    "digits+comparators",
    "digits+page furniture",
    "labels+glued cells",
    "lost cells+label above",
    "full width+wrapped lines",
    "digits+glued cells",
    "labels+vanished blanks",
    "chunk markers+instructions",
    "blank rows+repeated amounts",
    "several forms+digits",
    "header behind+split header",
)
_STRUCTURE = tuple(name for name in DAMAGES if name not in ("none", "digits", "lost cells", "strips"))

Draw = Callable[[Dice, int], Recipe]


def _family(dice: Dice, layout: str) -> str:
    shares: tuple[tuple[str, int], ...] = _CUT if layout in STRIPS else _SHARES
    return dice.weighted(*shares)


def _turn(place: int, names: tuple[str, ...]) -> str:
    return names[place % len(names)]


def _plain(layouts: tuple[str, ...], damage: str, severity: float) -> Draw:
    def draw(dice: Dice, place: int) -> Recipe:
        layout = _turn(place, layouts)
        return Recipe(_family(dice, layout), layout, damage, severity, _seed(dice))

    return draw


def _glued(dice: Dice, place: int) -> Recipe:
    if place % 3 < 2:
        return _plain(("glued", "one line"), "none", 0)(dice, place % 3)
    return _plain(("tabs", "spaces"), "glued cells", dice.pick((0.2, 0.4, 0.6)))(dice, place // 3)


def _strips(dice: Dice, place: int) -> Recipe:
    layout = _turn(place, STRIPS)
    return Recipe(_family(dice, layout), layout, "strips", place // 2 % 3, _seed(dice))


def _error(dice: Dice, place: int) -> Recipe:
    error = _turn(place, tuple(ERRORS))
    family = dice.pick(ERRORS[error].families)
    return Recipe(family, dice.pick(_DIGITAL), "none", 0, _seed(dice), error)


def _structure(dice: Dice, place: int) -> Recipe:
    name = _turn(place, _STRUCTURE)
    layout = dice.pick(_ROWED) if name != "several forms" else dice.pick((*_ROWED, "one line", "glued"))
    return Recipe(_family(dice, layout), layout, name, DAMAGES[name].usual, _seed(dice))


def _mixture(dice: Dice, place: int) -> Recipe:
    name = _turn(place, _MIXED)
    layout = dice.pick((*_ROWED, "html")) if "glued" not in name else dice.pick(("tabs", "spaces"))
    return Recipe(_family(dice, layout), layout, name, DAMAGES[name.split("+")[0]].usual, _seed(dice))


def _worn_strips(dice: Dice, place: int) -> Recipe:
    layout = _turn(place, STRIPS)
    return Recipe(_family(dice, layout), layout, "strips+digits", place % 3, _seed(dice))


def _seed(dice: Dice) -> int:
    return dice.randrange(10**8)


_ROWS: dict[str, Draw] = {
    "none": _plain(LAYOUTS[:8], "none", 0),
    "glued": _glued,
    "strips": _strips,
    "digits 2 %": _plain(LAYOUTS, "digits", 0.02),
    "digits 8 %": _plain(LAYOUTS, "digits", 0.08),
    "lost 10 %": _plain(LAYOUTS, "lost cells", 0.1),
    "human error": _error,
}
ROWS = tuple(_ROWS)
"""The rows of the target table."""
_GRID = (*_ROWS.values(), _structure, _mixture, _worn_strips)


def table_recipes(row: str, count: int, seed: int) -> list[Recipe]:
    """Return so many recipes of one row of the target table. Raises ``ValueError`` for an unknown row."""
    if row not in _ROWS:
        raise ValueError(f"no such row: {row}; there are {', '.join(ROWS)}")
    dice = Dice("row", row, seed)
    return [_ROWS[row](dice, place) for place in range(count)]


def recipes(count: int, seed: int) -> list[Recipe]:
    """Return so many recipes: the rows of the table, single and mixed damages, in turn."""
    dice = Dice("grid", seed)
    return [_GRID[place % len(_GRID)](dice, place // len(_GRID)) for place in range(count)]
