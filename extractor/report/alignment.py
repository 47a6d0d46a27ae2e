"""Two lists of rows matched in order by what their key texts say, not by where they stand.

Comes in: rows as dicts. Goes out: pairs of row numbers, None where a row has no partner. Never
crosses two matches: rows of a form keep their order, so a lost row must not shift the others.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeVar

KEYS: dict[str, tuple[str, ...]] = {
    "indicators": ("level3", "target", "actual"),
    "scorecard": ("section", "group", "item"),
    "funds": ("stage", "source"),
    "evaluators": ("name", "phone"),
    "income_by_function": ("code", "name"),
}
# Two rows less alike than this are two different rows.
_ALIKE = 0.45

Pair = tuple[int | None, int | None]
_Item = TypeVar("_Item")


def plain_text(text: str) -> str:
    """The text in one width and without white space, as two prints of the same cell agree in it."""
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text))


def row_likeness(table: str) -> Callable[[Mapping[str, Any], Mapping[str, Any]], float]:
    """A measure from 0 to 1 of how alike two rows of a list are, by the key texts of that list."""
    from rapidfuzz import fuzz

    keys = KEYS.get(table)

    def likeness(one: Mapping[str, Any], other: Mapping[str, Any]) -> float:
        parts = []
        for key in keys or sorted({*one, *other}):
            left, right = plain_text(one.get(key) or ""), plain_text(other.get(key) or "")
            if left or right:
                parts.append(fuzz.ratio(left, right) / 100)
        # Rows without any key text are alike by being both nameless.
        return sum(parts) / len(parts) if parts else 1.0

    return likeness


def align(left: Sequence[_Item], right: Sequence[_Item], likeness: Callable[[_Item, _Item], float]) -> list[Pair]:
    """The pairs that make the sum of likeness greatest without crossing; unpaired rows stay in their place."""
    gain = [[0.0] * (len(right) + 1) for _ in range(len(left) + 1)]
    worth = [[likeness(one, other) - _ALIKE for other in right] for one in left]
    for row in range(len(left) - 1, -1, -1):
        for column in range(len(right) - 1, -1, -1):
            gain[row][column] = max(
                gain[row + 1][column], gain[row][column + 1], gain[row + 1][column + 1] + worth[row][column]
            )
    return _way(gain, worth)


def _way(gain: list[list[float]], worth: list[list[float]]) -> list[Pair]:
    """Walk back the choices that made the greatest sum."""
    rows, columns = len(gain) - 1, len(gain[0]) - 1
    row = column = 0
    pairs: list[Pair] = []
    while row < rows or column < columns:
        both = row < rows and column < columns
        if both and worth[row][column] > 0 and gain[row][column] == gain[row + 1][column + 1] + worth[row][column]:
            pairs.append((row, column))
            row, column = row + 1, column + 1
        elif row < rows and (column == columns or gain[row][column] == gain[row + 1][column]):
            pairs.append((row, None))
            row += 1
        else:
            pairs.append((None, column))
            column += 1
    return pairs
