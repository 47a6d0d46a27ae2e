"""Lost cells: numbers that left no text behind.

Comes in: a sheet, dice, a share of the numeric cells. Goes out: the sheet with these cells empty. A row of
money keeps at least one amount: without any it could not be told from a row that was printed blank.
"""

from __future__ import annotations

import re
from dataclasses import replace

from eval_set.generator.characters import numbers, share_of
from eval_set.generator.dice import Dice
from eval_set.generator.sheet import MONEY, Change, Sheet, kind_of

_MONEY_ROW = re.compile(r"(funds\[\d+\])\.(\w+)")


def lost_cells(sheet: Sheet, dice: Dice, severity: float) -> Sheet:
    """Empty that share of the numeric cells (money, weights, rates, scores), at least one."""
    places = [at for at in numbers(sheet) if _kind(sheet, at) == "numeric"]
    wanted = share_of(severity, len(places))
    kept = _amounts_left(sheet, places)
    for row, column in dice.sample(places, len(places)):
        if wanted == 0:
            break
        cell = sheet.rows[row].cells[column]
        money = _money_row(cell.paths[0])
        if money is not None:
            if kept[money] == 1:
                continue
            kept[money] -= 1
        sheet = sheet.with_cell(row, column, replace(cell, text="", role="lost"))
        sheet = sheet.with_damage({cell.paths[0]: Change("", cell.text, "lost")})
        wanted -= 1
    return sheet


def _kind(sheet: Sheet, at: tuple[int, int]) -> str:
    cell = sheet.rows[at[0]].cells[at[1]]
    return kind_of(cell.paths[0], cell.text)


def _money_row(path: str) -> str | None:
    found = _MONEY_ROW.fullmatch(path)
    return found[1] if found and found[2] in MONEY else None


def _amounts_left(sheet: Sheet, places: list[tuple[int, int]]) -> dict[str, int]:
    left: dict[str, int] = {}
    for row, column in places:
        money = _money_row(sheet.rows[row].cells[column].paths[0])
        if money is not None:
            left[money] = left.get(money, 0) + 1
    return left
