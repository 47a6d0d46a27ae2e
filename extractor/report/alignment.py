"""Two lists of rows matched by what their key texts say, not by where they stand.

Comes in: rows as dicts. Goes out: pairs of row numbers, None where a row has no partner. Rows of a form
keep their order, so a lost row must not shift the others: two matches cross only where both rows say so plainly.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeVar

# What tells one row of a list from another, and how much it tells. A code is the same or it is not.
KEYS: dict[str, dict[str, float]] = {
    "indicators": {"level3": 3, "target": 1, "actual": 1, "level2": 0.5, "weight": 0.5, "score": 0.5},
    "scorecard": {"section": 1, "group": 1, "item": 2, "analysis": 0.5},
    "funds": {"stage": 1, "source": 2, "initial_budget": 0.5, "adjusted_budget": 0.5, "allocated": 0.5, "executed": 1},
    "evaluators": {"name": 2, "phone": 1},
    "income_by_function": {"code": 1, "name": 1},
}
_EXACT = frozenset({"stage", "source", "initial_budget", "adjusted_budget", "allocated", "executed", "weight", "score"})
# A text that only one of two rows has tells less against them than two that differ: it may be lost.
_LOST = 0.3
# Two rows less alike than this are two different rows.
_ALIKE = 0.45
# Two rows at least this alike are the same row wherever it stands.
_SURE = 0.8
_UNSURE = 0.79

Pair = tuple[int | None, int | None]
_Item = TypeVar("_Item")


def plain_text(text: str) -> str:
    """The text in one width and without white space, as two prints of the same cell agree in it."""
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text))


def row_likeness(table: str) -> Callable[[Mapping[str, Any], Mapping[str, Any]], float]:
    """A measure from 0 to 1 of how alike two rows of a list are, by the key texts of that list."""
    from rapidfuzz import fuzz

    keys = KEYS.get(table)
    name = max(keys, key=lambda key: keys[key]) if keys else None

    def likeness(one: Mapping[str, Any], other: Mapping[str, Any]) -> float:
        found = weights = 0.0
        for key, weight in (keys or dict.fromkeys(sorted({*one, *other}), 1.0)).items():
            left, right = plain_text(one.get(key) or ""), plain_text(other.get(key) or "")
            if left or right:
                weights += weight if left and right else weight * _LOST
                alike = float(left == right) if key in _EXACT else fuzz.ratio(left, right) / 100
                found += weight * alike
        # Rows without any key text are alike by being both nameless, but nothing is sure of a row without a name.
        worth = found / weights if weights else 1.0
        return worth if name is None or (one.get(name) and other.get(name)) else min(worth, _UNSURE)

    return likeness


def match_rows(left: Sequence[_Item], right: Sequence[_Item], likeness: Callable[[_Item, _Item], float]) -> list[Pair]:
    """The pairs of ``align``, and in place of doubtful ones those of rows that moved past others.

    In the order of the left; what only the right has stands behind the row it follows there.
    """
    pairs = align(left, right, likeness)
    kept = {
        (one, other)
        for one, other in pairs
        if one is not None and other is not None and likeness(left[one], right[other]) >= _SURE
    }
    ones = [at for at in range(len(left)) if at not in {one for one, _ in kept}]
    others = [at for at in range(len(right)) if at not in {other for _, other in kept}]
    moved = _sure_pairs(ones, others, lambda one, other: likeness(left[one], right[other]))
    ones = [at for at in ones if at not in {one for one, _ in moved}]
    others = [at for at in others if at not in {other for _, other in moved}]
    before = sorted(one for one, _ in kept), sorted(other for _, other in kept)

    def beside_kept(one: int, other: int) -> float:
        crossing = bisect_left(before[0], one) != bisect_left(before[1], other)
        return 0.0 if crossing else likeness(left[one], right[other])

    rest = align(ones, others, beside_kept)
    found = kept | moved | {(ones[a], others[b]) for a, b in rest if a is not None and b is not None}
    return _in_order(found, len(left), len(right))


def is_moved(pairs: Sequence[Pair]) -> list[bool]:
    """Which pairs stand in another order on the right: those beside the longest run that keeps its order.

    A row that only slipped because rows above it are lost or new has not moved.
    """
    ends: list[int] = []  # the last right row of the best run of each length
    run: list[tuple[int, int]] = []  # for each pair of two rows: its place among the pairs, and its length of run
    for at, (one, other) in enumerate(pairs):
        if one is not None and other is not None:
            length = bisect_left(ends, other)
            ends[length:] = [other, *ends[length + 1 :]]
            run.append((at, length))
    steady: set[int] = set()
    wanted = len(ends) - 1
    for at, length in reversed(run):
        if length == wanted:
            steady.add(at)
            wanted -= 1
    return [one is not None and other is not None and at not in steady for at, (one, other) in enumerate(pairs)]


def _sure_pairs(
    ones: Sequence[int], others: Sequence[int], likeness: Callable[[int, int], float]
) -> set[tuple[int, int]]:
    """The pairs that are alike beyond doubt, the most alike first; each row once."""
    worth = [(likeness(one, other), one, other) for one in ones for other in others]
    found: set[tuple[int, int]] = set()
    taken: tuple[set[int], set[int]] = (set(), set())
    for value, one, other in sorted(worth, key=lambda item: (-item[0], abs(item[1] - item[2]), item[1])):
        if value >= _SURE and one not in taken[0] and other not in taken[1]:
            found.add((one, other))
            taken[0].add(one)
            taken[1].add(other)
    return found


def _in_order(found: set[tuple[int, int]], lefts: int, rights: int) -> list[Pair]:
    """All rows of both sides: the left in its order, each lonely row of the right behind its neighbour there."""
    partner = dict(found)
    lonely = set(range(rights)) - {other for _, other in found}
    pairs: list[Pair] = []

    def follow(other: int) -> None:
        while other in lonely:
            lonely.discard(other)
            pairs.append((None, other))
            other += 1

    follow(0)
    for one in range(lefts):
        pairs.append((one, partner.get(one)))
        if one in partner:
            follow(partner[one] + 1)
    return pairs


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
