"""From a recipe to a specimen: facts, sheet, human error, damage, layout, gold.

Comes in: a ``Recipe``. Goes out: a ``Specimen``. Pure: the same recipe gives the same bytes in any process.
"""

from __future__ import annotations

import copy
from typing import Any

from eval_set.generator.build import facts
from eval_set.generator.characters import without_bars
from eval_set.generator.city_department import city_department
from eval_set.generator.city_project import city_project
from eval_set.generator.damages import Plan, damage, plan, severity_of
from eval_set.generator.dice import Dice
from eval_set.generator.forced import forced
from eval_set.generator.layouts import DIGITAL
from eval_set.generator.mistakes import plant
from eval_set.generator.project_sheet import project_sheet
from eval_set.generator.recipe import STRIPS, Recipe, Specimen
from eval_set.generator.sheet import NUMERIC, Sheet, kind_of, leaf_at, set_leaf
from eval_set.generator.strips import strips

_NEXT = 100_000_007
"""How far apart the seeds of forms in one file lie: out of reach of the draws."""
Changes = dict[str, dict[str, str]]
"""What damage did to a form's cells, by path: what is printed, what stood there, the kind of fault."""
_ATTEMPTS = 60
"""Forms tried for a place for a human error."""


def make(recipe: Recipe) -> Specimen:
    """Make the specimen of a recipe. Raises ``ValueError`` for a name that no table lists."""
    steps = plan(recipe.damage, recipe.severity)
    count = int(severity_of("several forms", steps, 1))
    made = [_form(recipe, steps, recipe.seed + number * _NEXT) for number in range(count)]
    expected = _expected(recipe, steps)
    expected["damaged"] = [changes for _, _, changes in made]
    expected["forms"] = [form for _, form, _ in made]
    return Specimen(recipe, "\n".join(text for text, _, _ in made), expected)


def _form(recipe: Recipe, steps: list[Plan], seed: int) -> tuple[str, dict[str, Any], Changes]:
    """Make one form of a file: its text, its gold, and what damage changed."""
    sheet, findings = _stated(recipe, seed)
    sheet = damage(sheet, steps, seed)
    if recipe.layout == "pipes":
        sheet = without_bars(sheet)
    text, sheet = _laid_out(sheet, recipe, steps, seed)
    return text, {**_gold(sheet), "findings": findings}, _changes(sheet)


def _stated(recipe: Recipe, seed: int) -> tuple[Sheet, list[dict[str, Any]]]:
    """Make the form as its author printed it: with the recipe's human error in the file's first form.

    A form that has no place for the error gives way to the next that has.
    """
    if recipe.error is None or seed != recipe.seed:
        return sheet_of(recipe.family, seed), []
    for attempt in range(_ATTEMPTS):
        dice = Dice("error", seed, recipe.error, attempt)
        planted = plant(sheet_of(recipe.family, seed + attempt * _NEXT * 10), recipe.error, dice)
        if planted is not None:
            return planted
    raise ValueError(f"no form of the family {recipe.family} has a place for the error {recipe.error!r}")


def sheet_of(family: str, seed: int) -> Sheet:
    """Lay out the consistent form of a family and a seed, before errors and damage."""
    dice = Dice("template", family, seed)
    what = facts(family, seed)
    if family == "city_project":
        return city_project(what, dice)
    if family == "city_department":
        return city_department(what.project, what.print.money, dice)
    return project_sheet(what, dice)


def _laid_out(sheet: Sheet, recipe: Recipe, steps: list[Plan], seed: int) -> tuple[str, Sheet]:
    dice = Dice("layout", recipe.layout, seed)
    if recipe.layout in STRIPS:
        severity = int(severity_of("strips", steps))
        return strips(sheet, dice, severity, typeset=recipe.layout == "typeset strips")
    return DIGITAL[recipe.layout](sheet, dice), sheet


def _expected(recipe: Recipe, steps: list[Plan]) -> dict[str, Any]:
    """What an expected file says of its document, before its forms."""
    scanned = recipe.layout in STRIPS or any(step.misreads for step in steps)
    suffix = Specimen(recipe, "", {}).suffix
    return {
        "document": recipe.name + suffix,
        "layout": recipe.layout,
        "source_kind": "ocr" if scanned else "digital",
        "family": recipe.family,
        "damage": recipe.damage,
        "severity": recipe.severity,
    }


def _gold(sheet: Sheet) -> dict[str, Any]:
    """The record with what damage leaves of each leaf: repaired, inferred, lost, ambiguous."""
    record = copy.deepcopy(sheet.record)
    surely, perhaps = _forced(sheet)
    for path, change in sheet.damaged.items():
        true = leaf_at(sheet.record, path)
        if path in sheet.ambiguous:
            leaf = {"v": true, "how": "ambiguous"}
        elif change.kind != "lost":
            leaf = {"v": true, "how": "repaired"}
        elif path in surely:
            leaf = {"v": true, "how": "inferred"}
        else:
            leaf = {"skip": True} if path in perhaps else {"lost": True}
        set_leaf(record, path, leaf)
    for path in sheet.ambiguous - sheet.damaged.keys():
        set_leaf(record, path, {"v": leaf_at(sheet.record, path), "how": "ambiguous"})
    for path in sheet.skipped:
        set_leaf(record, path, {"skip": True})
    return record


def _forced(sheet: Sheet) -> tuple[frozenset[str], frozenset[str]]:
    """The lost numbers that follow from what is left, and those that follow only with more than the form says.

    The second kind may be had or not, and is not scored: it takes a misread number put right first, or the
    rule that a total weight is 100.
    """
    numbers = {path: change.kind for path, change in sheet.damaged.items() if _is_number(sheet, path)}
    lost = {path for path, kind in numbers.items() if kind == "lost"}
    misread = {path for path, kind in numbers.items() if kind in ("digit", "point")}
    surely = forced(sheet.record, lost | misread)
    by_rule = {"total.weight"} & lost
    return surely, (forced(sheet.record, lost - by_rule) | by_rule) if misread or by_rule else surely


def _is_number(sheet: Sheet, path: str) -> bool:
    return kind_of(path, str(leaf_at(sheet.record, path))) == "numeric" and path.rsplit(".", 1)[-1] in NUMERIC


def _changes(sheet: Sheet) -> Changes:
    return {
        path: {"printed": change.printed, "true": change.true, "kind": change.kind}
        for path, change in sorted(sheet.damaged.items())
    }
