"""The table of damages and the order in which they strike.

Comes in: a sheet and the steps of a recipe. Goes out: the damaged sheet. Characters go wrong first, then
cells, then rows: a misread character is on the page before a converter takes the page apart.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from eval_set.generator.characters import comparators, digits
from eval_set.generator.dice import Dice
from eval_set.generator.furniture import chunk_markers, instructions, page_furniture, wrapped_lines
from eval_set.generator.lettering import full_width, labels
from eval_set.generator.lost import lost_cells
from eval_set.generator.sheet import Sheet
from eval_set.generator.structure import (
    blank_rows,
    glued_cells,
    header_behind,
    label_above,
    repeated_amounts,
    shared_score,
    split_header,
    vanished_blanks,
)

Strike = Callable[[Sheet, Dice, float], Sheet]


@dataclass(frozen=True, slots=True)
class Damage:
    """One kind of damage: what ``severity`` means, its usual value, whether characters are misread."""

    meaning: str
    usual: float
    strike: Strike | None = None
    misreads: bool = False


DAMAGES: dict[str, Damage] = {
    "none": Damage("0", 0),
    "shared score": Damage("pairs of rows with one weight and score", 1, shared_score),
    "digits": Damage("share of numeric and quantity cells with one wrong character", 0.08, digits, True),
    "comparators": Damage("share of targets whose comparator is misread or dropped", 0.2, comparators, True),
    "lost cells": Damage("share of numeric cells that left no text", 0.1, lost_cells),
    "labels": Damage("share of labels with a character misread, dropped or doubled", 0.1, labels, True),
    "full width": Damage("share of numeric and quantity cells in full-width characters", 0.2, full_width),
    "blank rows": Damage("unfilled rows of the template", 2, blank_rows),
    "wrapped lines": Damage("share of worded cells broken over lines", 0.1, wrapped_lines),
    "instructions": Damage("labels with an instruction left in, and a remark at the foot", 1, instructions),
    "glued cells": Damage("share of the rows of numbers with neighbouring cells glued", 0.3, glued_cells),
    "repeated amounts": Damage("1 or 2 more prints of every amount in some columns", 1, repeated_amounts),
    "split header": Damage("1: the indicators' header in two rows", 1, split_header),
    "header behind": Damage("1 money header behind its rows, 2 the indicators' too", 1, header_behind),
    "label above": Damage("share of rows with their labels in a row above", 0.2, label_above),
    "vanished blanks": Damage("share of rows without their empty cells", 0.5, vanished_blanks),
    "chunk markers": Damage("share of rows with a number in front", 0.2, chunk_markers),
    "page furniture": Damage("1 around the form, 2 inside the table too", 1, page_furniture),
    "several forms": Damage("forms in one file", 2),
    "strips": Damage("0 clean cuts, 1 some lines lost, doubled or stray, 2 many; layouts of strips only", 1),
}
"""Every kind of damage by name, in the order in which they strike."""


@dataclass(frozen=True, slots=True)
class Plan:
    """One step of a recipe: a damage and its severity."""

    name: str
    severity: float

    @property
    def misreads(self) -> bool:
        """Whether characters of the source were misread."""
        return DAMAGES[self.name].misreads


def plan(names: str, severity: float) -> list[Plan]:
    """Read ``digits+lost cells``: the severity is the first one's. Raises ``ValueError`` for an unknown name."""
    parts = names.split("+")
    unknown = [name for name in parts if name not in DAMAGES]
    if unknown:
        raise ValueError(f"no such damage: {unknown[0]}; there are {', '.join(DAMAGES)}")
    steps = [Plan(name, DAMAGES[name].usual if place else severity) for place, name in enumerate(parts)]
    return sorted(steps, key=lambda step: list(DAMAGES).index(step.name))


def severity_of(name: str, steps: list[Plan], otherwise: float = 0) -> float:
    """Return the severity of one damage of a recipe, or ``otherwise`` where it has none of the kind."""
    return next((step.severity for step in steps if step.name == name), otherwise)


def damage(sheet: Sheet, steps: list[Plan], seed: int) -> Sheet:
    """Let every damage of the recipe strike the sheet."""
    for step in steps:
        strike = DAMAGES[step.name].strike
        if strike is not None:
            sheet = strike(sheet, Dice("damage", step.name, seed), step.severity)
    return sheet
