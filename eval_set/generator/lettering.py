"""Damage to labels: look-alike characters, characters dropped or doubled, full-width digits, tick boxes.

Comes in: a sheet, dice, a share of labels or cells. Goes out: the sheet; a label that shows a leaf is on
record with what the family knows it to be. Never touches names and prose, which no family knows.
"""

from __future__ import annotations

from dataclasses import replace

from eval_set.generator.characters import numbers, share_of
from eval_set.generator.dice import Dice
from eval_set.generator.sheet import Cell, Change, Sheet

ALIKE = str.maketrans("未末元日目己已标指值度实效算土性额预完", "末未兀目日已己杯揩直庋宝郊篡士牲颔顸宪")
"""Characters that recognition takes for one another."""
_WIDE = str.maketrans("0123456789.%-", "０１２３４５６７８９．％－")
_TICKS = {"□": ("口", "0", "O", "口"), "☑": ("√", "☑", "√")}


def labels(sheet: Sheet, dice: Dice, severity: float) -> Sheet:
    """Damage one character in that share of the labels: read as another, dropped, or doubled."""
    places = [
        (row, column)
        for row, column, cell in sheet.cells()
        if cell.role in ("label", "level") and len(cell.text.strip()) >= 3
    ]
    for row, column in sorted(dice.sample(places, min(len(places), share_of(severity, len(places))))):
        cell = sheet.rows[row].cells[column]
        sheet = _relabelled(sheet, row, column, cell, _spoilt(cell.text, dice))
    return _ticked(sheet, dice)


def _relabelled(sheet: Sheet, row: int, column: int, cell: Cell, text: str) -> Sheet:
    leaves = [path for path in cell.paths if not path.endswith(".source")]
    changes = {path: Change(text, cell.text, "label") for path in leaves}
    return sheet.with_cell(row, column, replace(cell, text=text)).with_damage(changes)


def _spoilt(text: str, dice: Dice) -> str:
    alike = [place for place, char in enumerate(text) if char.translate(ALIKE) != char]
    if alike and dice.chance(0.6):
        place = dice.pick(alike)
        return text[:place] + text[place].translate(ALIKE) + text[place + 1 :]
    words = [place for place, char in enumerate(text) if "\u4e00" <= char <= "\u9fff"]
    place = dice.pick(words or range(len(text)))
    return text[:place] + text[place] * dice.pick((0, 2)) + text[place + 1 :]


def _ticked(sheet: Sheet, dice: Dice) -> Sheet:
    """Read the boxes of a tick-box row as 口, 0 or O."""
    for row, column, cell in list(sheet.cells()):
        if cell.role == "ticks":
            text = "".join(dice.pick(_TICKS.get(char, (char,))) for char in cell.text)
            sheet = sheet.with_cell(row, column, replace(cell, text=text))
    return sheet


def full_width(sheet: Sheet, dice: Dice, severity: float) -> Sheet:
    """Print that share of the numeric and quantity cells in full-width characters; their values stay."""
    places = list(numbers(sheet))
    for row, column in sorted(dice.sample(places, min(len(places), share_of(severity, len(places))))):
        cell = sheet.rows[row].cells[column]
        sheet = sheet.with_cell(row, column, replace(cell, text=cell.text.translate(_WIDE)))
    return sheet
