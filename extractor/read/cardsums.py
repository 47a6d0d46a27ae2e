"""A column of scores that stands alone in its strip, put to the rows of the score card by its sums.

Comes in: the rows of a card with their weights, and the printed scores in order. Goes
out: which score belongs to which row, and the rows for which the sums leave it open.
A score is at most its weight, a section's total is the sum of its items, the card's
total that of its sections; lines were lost and doubled, so counts prove nothing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

_LOST, _LOST_MORE = 1.0, 0.35  # a row whose score was lost; a further one behind it
_STRAY, _DOUBLED = 1.5, 0.3  # a score that is of no row; one that repeats its neighbour
_OVER = 6.0  # a score above its weight
_FITS, _FAILS, _CANNOT = -1.5, 2.0, 3.0
_CLOSE = 1.0  # ways this little dearer leave a score open
_WIDTH = 100  # ways followed at a time
_AHEAD = 3  # scores passed over at one place


@dataclass(frozen=True, slots=True)
class CardRow:
    """A row of the card: section, item or total; its weight, and the digits of its score left of a cut.

    Weights are in hundredths of a point.
    """

    kind: str
    weight: int | None
    begun: str = ""


class _Way(NamedTuple):
    """One way to put the first scores to the first rows."""

    cost: float
    next: int  # the first score not yet used
    taken: tuple[int | None, ...]  # for each row so far the score it has
    section: int | None = None  # the total of the section that is open
    parts: int = 0  # sum of its items
    lacking: int = 0  # weights of its items without a score
    sections: int = 0  # sum of all sections
    unknown: bool = False  # a section's total is lost


def placed(rows: Sequence[CardRow], printed: Sequence[str]) -> tuple[Mapping[int, int], set[int]]:
    """For each score (by number) its row, and the rows for which another way is nearly as good with another value."""
    values = [[hundredths(row.begun + text) for text in printed] for row in rows]
    if len(rows) == len(printed) and _adds_up(rows, [values[n][n] for n in range(len(rows))]):
        return {n: n for n in range(len(rows))}, set()
    ways = [_Way(0.0, 0, ())]
    for number, row in enumerate(rows):
        ends = number + 1 == len(rows) or rows[number + 1].kind != "item"
        after: list[_Way] = []
        for way in ways:
            for step in _steps(way, row, values[number], printed):
                after.append(_closed(step) if ends and row.kind == "item" else step)
        ways = _best(after)
    ways = sorted(
        (way._replace(cost=way.cost + _passed(printed, way.next, len(printed))) for way in ways),
        key=lambda way: way.cost,
    )
    best = ways[0]
    close = [way for way in ways if way.cost < best.cost + _CLOSE]
    unsure = {n for n in range(len(rows)) if len({_value(values, way, n) for way in close}) > 1}
    return {score: n for n, score in enumerate(best.taken) if score is not None}, unsure


def _adds_up(rows: Sequence[CardRow], scores: Sequence[int | None]) -> bool:
    """True if the scores, one a row, are within their weights and every sum comes out: then no other way is as good."""
    way = _Way(0.0, 0, ())
    for number, (row, score) in enumerate(zip(rows, scores, strict=True)):
        if score is None or _height(score, row.weight) >= _OVER:
            return False
        way = _summed(way, row, score)
        if row.kind == "item" and (number + 1 == len(rows) or rows[number + 1].kind != "item"):
            way = _closed(way)
        if way.cost > 0:
            return False
        way = way._replace(cost=0.0)
    return True


def hundredths(text: str) -> int | None:
    """A printed score in hundredths of a point; None if it is no number.

    >>> hundredths("2.5")
    250
    """
    whole, _, rest = text.replace(",", "").partition(".")
    if not (whole or rest) or not (whole + rest).isdecimal() or len(rest) > 2:
        return None
    return int(whole or "0") * 100 + int((rest + "00")[:2])


def _value(values: Sequence[Sequence[int | None]], way: _Way, number: int) -> int | None:
    score = way.taken[number]
    return values[number][score] if score is not None else None


def _passed(printed: Sequence[str], start: int, end: int) -> float:
    """Cost of leaving out the scores from ``start`` to ``end``."""
    near = [{printed[n - 1] if n else "", printed[n + 1] if n + 1 < len(printed) else ""} for n in range(start, end)]
    return sum(_DOUBLED if printed[n] in around else _STRAY for n, around in zip(range(start, end), near, strict=True))


def _steps(way: _Way, row: CardRow, values: Sequence[int | None], printed: Sequence[str]) -> list[_Way]:
    """The ways on over one row: its score lost, or the next one, or one of the few behind it."""
    was_lost = bool(way.taken) and way.taken[-1] is None
    lost = way._replace(cost=way.cost + (_LOST_MORE if was_lost else _LOST), taken=(*way.taken, None))
    out = [lost._replace(section=None, parts=0, lacking=0, unknown=True)] if row.kind == "section" else [lost]
    if row.kind == "item":
        out = [lost._replace(lacking=way.lacking + (row.weight if row.weight is not None else 10_000))]
    for score in range(way.next, min(way.next + _AHEAD, len(printed))):
        value = values[score]
        if value is None:
            continue
        cost = way.cost + _passed(printed, way.next, score) + _height(value, row.weight)
        taken = way._replace(cost=cost, next=score + 1, taken=(*way.taken, score))
        out.append(_summed(taken, row, value))
    return out


def _height(value: int, weight: int | None) -> float:
    """Scores are near their weights, never above."""
    if weight is None or weight == 0:
        return 0.0 if value <= 10_000 else _OVER
    return _OVER if value > weight else 0.4 * (1 - value / weight)


def _summed(way: _Way, row: CardRow, value: int) -> _Way:
    if row.kind == "section":
        return way._replace(section=value, parts=0, lacking=0, sections=way.sections + value)
    if row.kind == "item":
        return way._replace(parts=way.parts + value)
    if way.unknown:
        return way._replace(cost=way.cost + (_CANNOT if way.sections > value else 0.0))
    return way._replace(cost=way.cost + (_FITS if abs(way.sections - value) <= 1 else _FAILS))


def _closed(way: _Way) -> _Way:
    """A section at its end: its items sum up to its total, or could with the lost ones."""
    cost = way.cost
    if way.section is not None:
        rest = way.section - way.parts
        if not way.lacking:
            cost += _FITS if abs(rest) <= 1 else _FAILS
        else:
            cost += _CANNOT if rest < 0 or rest > way.lacking else -0.4 if rest == way.lacking else 0.0
    return way._replace(cost=cost, section=None, parts=0, lacking=0)


def _best(ways: Sequence[_Way]) -> list[_Way]:
    """The cheapest ways, at most three of those that can only go on alike."""
    kept: list[_Way] = []
    alike: dict[tuple[object, ...], int] = {}
    for way in sorted(ways, key=lambda way: way.cost):
        key = (way.next, way.section, way.parts, way.lacking, way.sections, way.unknown)
        alike[key] = alike.get(key, 0) + 1
        if alike[key] <= 3:
            kept.append(way)
        if len(kept) >= _WIDTH:
            break
    return kept
