"""Misread characters: digits, decimal points, per cent signs, comparators.

Comes in: a sheet, dice, a share of cells. Goes out: the sheet with one character of each chosen cell
changed, and what was changed. Never touches more than one character of a cell.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal, InvalidOperation

from eval_set.generator.dice import Dice
from eval_set.generator.sheet import Cell, Change, Sheet, kind_of

LETTERS = {"0": "OoDQ", "1": "lI|!", "2": "Zz", "4": "A", "5": "Ss", "6": "b", "8": "B", "9": "gq"}
"""Letters and signs that recognition reads for a digit."""
DIGITS = {"0": "68", "1": "7", "2": "7", "3": "8", "4": "9", "5": "6", "6": "80", "7": "1", "8": "363", "9": "40"}
"""Digits that recognition reads for another."""
COMPARATORS = "≥≧⩾≤≦"

Edit = tuple[str, str]
"""The text as misread, and the kind of misreading."""


def digits(sheet: Sheet, dice: Dice, severity: float) -> Sheet:
    """Misread one character in that share of the numeric and quantity cells, at least one.

    Half of the faults are letters for digits, a third digits for digits, the rest points, commas and per cent signs.
    """
    places = list(numbers(sheet))
    chosen = dice.sample(places, min(len(places), share_of(severity, len(places))))
    for row, column in sorted(chosen):
        cell = sheet.rows[row].cells[column]
        text, kind = _misread(cell.text, dice)
        change = Change(text, cell.text, kind)
        sheet = sheet.with_cell(row, column, replace(cell, text=text)).with_damage({cell.paths[0]: change})
    return sheet


def share_of(severity: float, count: int) -> int:
    """Return how many of so many cells a share is: rounded half up, at least one."""
    return max(1, int(severity * count + 0.5)) if count else 0


def numbers(sheet: Sheet) -> Iterator[tuple[int, int]]:
    """Walk the undamaged cells that print a number, a target or a result with a digit, one for each leaf."""
    seen = set(sheet.damaged)
    for row, column, cell in sheet.cells():
        if cell.role == "value" and cell.paths and kind_of(cell.paths[0], cell.text) != "text":
            if cell.paths[0] not in seen:
                seen.add(cell.paths[0])
                yield row, column


def _misread(text: str, dice: Dice) -> Edit:
    """Change one character; a kind that the text does not offer gives way to the next."""
    kinds = {"letter": 3, "digit": 2, "point": 1}
    order = [dice.weighted(*kinds.items())]
    order += [kind for kind in kinds if kind not in order]
    for kind in order:
        edits = [edit for edit in _EDITS[kind](text) if not same_number(edit[0], text)]
        if edits:
            return dice.pick(edits)
    raise AssertionError(f"{text!r} holds a digit")


def _swapped(text: str, table: dict[str, str], kind: str) -> list[Edit]:
    return [
        (text[:place] + other + text[place + 1 :], kind)
        for place, char in enumerate(text)
        for other in dict.fromkeys(table.get(char, ""))
    ]


def _letters(text: str) -> list[Edit]:
    return _swapped(text, LETTERS, "letter")


def _others(text: str) -> list[Edit]:
    return _swapped(text, DIGITS, "digit")


def _points(text: str) -> list[Edit]:
    edits: list[Edit] = []
    for place, char in enumerate(text):
        if char == ".":
            edits += [(text[:place] + text[place + 1 :], "point"), (text[:place] + "," + text[place + 1 :], "point")]
        if char == "%":
            edits.append((text[:place] + text[place + 1 :], "percent"))
    return edits


_EDITS = {"letter": _letters, "digit": _others, "point": _points}


def same_number(one: str, other: str) -> bool:
    """Say whether two prints are the same number: a lost point behind which nothing stood is no damage."""
    try:
        return Decimal(one.replace(",", "")) == Decimal(other.replace(",", ""))
    except InvalidOperation:
        return one == other


def without_bars(sheet: Sheet) -> Sheet:
    """Print l where a 1 was read as a bar: in a table drawn with bars it would be a border."""
    for row, column, cell in list(sheet.cells()):
        if "|" in cell.text:
            change = replace(sheet.damaged[cell.paths[0]], printed=cell.text.replace("|", "l"))
            cell = replace(cell, text=change.printed)
            sheet = sheet.with_cell(row, column, cell).with_damage({cell.paths[0]: change})
    return sheet


def comparators(sheet: Sheet, dice: Dice, severity: float) -> Sheet:
    """Misread the comparator of that share of the targets that have one: as 2, >, W, or not at all."""
    places = [
        (row, column)
        for row, column, cell in sheet.cells()
        if cell.paths and cell.paths[0].endswith(".target") and cell.text[:1] in COMPARATORS
        if cell.role == "value" and cell.text and cell.paths[0] not in sheet.damaged
    ]
    for row, column in sorted(dice.sample(places, min(len(places), share_of(severity, len(places))))):
        cell = sheet.rows[row].cells[column]
        text = dice.weighted(("2", 3), (">" if cell.text[0] in "≥≧⩾" else "<", 2), ("W", 2), ("", 2)) + cell.text[1:]
        sheet = _struck(sheet, row, column, cell, text, "comparator")
    return sheet


def _struck(sheet: Sheet, row: int, column: int, cell: Cell, text: str, kind: str) -> Sheet:
    changes = {path: Change(text, cell.text, kind) for path in cell.paths}
    return sheet.with_cell(row, column, replace(cell, text=text)).with_damage(changes)
