"""The choices of a table form's author: which synonym, which dash, how labels are dressed.

Comes in: dice and a family. Goes out: a ``Template``.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from eval_set.generator.dice import Dice
from eval_set.generator.words import labels

WIDTHS = {
    "national": (14, 10, 12, 22, 14, 14, 8, 8, 20),
    "poverty": (14, 10, 12, 22, 8, 14, 14, 8, 20),
    "transfer": (14, 12, 14, 24, 18, 18, 22),
    "hubei": (14, 12, 16, 24, 18, 18, 8, 8),
    "sichuan": (14, 10, 12, 22, 8, 12, 8, 12, 8, 8, 18),
}
"""Least column widths on a typeset page, in half-width characters; only the first column is never wider."""


@dataclass(frozen=True, slots=True)
class Template:
    """The choices of one form's author: which synonym, which dash, how labels are dressed."""

    names: dict[str, str]
    columns: dict[str, str]
    rows: dict[str, str]
    dash: str = ""
    numbered: bool = False
    weighed_labels: bool = False
    rates_by_source: bool = True


def template(dice: Dice, family: str) -> Template:
    """Draw the template of a form."""
    entry = labels(family)
    names = {key: dice.usual(entry[key]) for key in entry if isinstance(entry[key], list) and _worded(entry[key])}
    return Template(
        names=names,
        columns={key: dice.usual(entry["columns"][key]) for key in entry["columns"]},
        rows={key: dice.usual(entry["rows"][key]) for key in entry["rows"]},
        dash=dice.weighted(("", 7), ("—", 2), ("-", 1)),
        numbered=dice.chance(0.15),
        weighed_labels=dice.chance(0.12),
        rates_by_source=dice.chance(0.8),
    )


def columns_of(family: str) -> int:
    """The columns of the widest table: the stub and all indicator columns."""
    return 1 + len(labels(family, "indicator_columns"))


def _worded(entry: list[Any]) -> bool:
    return bool(entry) and any("\u4e00" <= char <= "\u9fff" for char in str(entry[0]))
