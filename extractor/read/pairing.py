"""Rows and the lines of the next strip paired in order at minimum cost, and how sure each pair is.

Comes in: the rows put together so far, the lines of the next strip, and pairs that are
known beforehand. Goes out: pairs in page order; one that could as well be another is
marked as open. Never looks at more than the cost of a pair.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from extractor.family import Family
from extractor.lexicon import Lexicon
from extractor.read.evidence import Evidence
from extractor.read.line import Line, norms
from extractor.read.match import line_cost

_ALONE_LINE = 1.6  # a line that no row claims
_ALONE_TAIL = 0.15  # the rest of a wrapped cell needs no row
_COPY = 0.3
_KNOWN = 8.0
_CLOSE = 0.45  # another partner this little dearer leaves the pair open
_FAR = 30  # rows and lines further apart than this, by their share of the page, are not compared


@dataclass(frozen=True, slots=True)
class Pair:
    """A row, the line that goes on with it, or one of them alone.

    ``open``: the row could as well have another line; ``cost``: of the pair.
    """

    row: int | None
    line: int | None
    open: bool = False
    cost: float = 0.0


def paired(
    rows: Sequence[Line], lines: Sequence[Line], known: Mapping[int, int], lexicon: Lexicon, family: Family
) -> list[Pair]:
    """Rows and lines in order at minimum cost; ``known`` gives the row of lines whose row is proved."""
    height, count = len(rows), len(lines)
    cost = _costs(rows, lines, known, lexicon, family)
    alone = [_alone(lines, j) for j in range(count)]
    misses = [row.misses for row in rows]
    before = _sums(cost, misses, alone)
    after = _sums([row[::-1] for row in cost[::-1]], misses[::-1], alone[::-1])
    pairs: list[Pair] = []
    i = j = 0
    limit = before[height][count] + _CLOSE
    left = [[after[height - a][count - b] for b in range(count + 1)] for a in range(height + 1)]
    while i < height or j < count:
        options = []
        if i < height and j < count:
            options.append((round(cost[i][j] + left[i + 1][j + 1], 6), 1, 0))
        if i < height:
            options.append((round(misses[i] + left[i + 1][j], 6), 2, 1))
        if j < count:  # a row that only this strip shows stands before the rows below it
            early = i < height and _stands_before(lines[j], rows, i)
            options.append((round(alone[j] + left[i][j + 1], 6), 0 if early else 3, 2))
        step = min(options)[2]
        unsure = step == 0 and j not in known and _rival(i, j, cost, before, left, misses[i], limit, lines)
        pairs.append(Pair(i if step != 2 else None, j if step != 1 else None, unsure, cost[i][j] if step == 0 else 0.0))
        i, j = i + (step != 2), j + (step != 1)
    return pairs


def _stands_before(line: Line, rows: Sequence[Line], i: int) -> bool:
    """True for a fixed row that no row before shows, where the rows from ``i`` on are below it."""
    if line.slot is None:
        return False
    below = [row.slot for row in rows[i:] if row.slot is not None and row.slot[0] == line.slot[0]]
    here = rows[i].slot
    if below:
        return here is not None and here > line.slot
    return any(row.slot is not None and row.slot[0] == line.slot[0] for row in rows[:i])


def _costs(
    rows: Sequence[Line], lines: Sequence[Line], known: Mapping[int, int], lexicon: Lexicon, family: Family
) -> list[list[float]]:
    height, count = len(rows), len(lines)
    taken = set(known.values())
    reach = max(_FAR, abs(height - count) + 12)
    evidence = Evidence.of(rows, lines, lexicon)
    out: list[list[float]] = []
    for i, row in enumerate(rows):
        line_costs = []
        for j, line in enumerate(lines):
            if j in known or i in taken:
                value = -_KNOWN if known.get(j) == i else _KNOWN
            elif abs(i * count - j * height) > reach * max(height, count):
                value = _KNOWN
            else:
                value = line_cost(row, line, lexicon, family) + evidence.cost(row, line)
            line_costs.append(value)
        out.append(line_costs)
    return out


def _alone(lines: Sequence[Line], j: int) -> float:
    return _ALONE_TAIL if lines[j].tail else _ALONE_LINE * (_COPY if is_copy(lines, j) else 1.0)


def is_copy(lines: Sequence[Line], index: int) -> bool:
    """True for a line that repeats its neighbour: a row that the strip printed twice."""
    printed = norms(lines[index])
    return any(0 <= near < len(lines) and norms(lines[near]) == printed for near in (index - 1, index + 1))


def _sums(cost: Sequence[Sequence[float]], misses: Sequence[float], alone: Sequence[float]) -> list[list[float]]:
    """Least cost of the first rows with the first lines, for every number of each."""
    height, count = len(misses), len(alone)
    best = [[0.0] * (count + 1) for _ in range(height + 1)]
    for j in range(count):
        best[0][j + 1] = best[0][j] + alone[j]
    for i in range(height):
        row, above, costs, miss = best[i + 1], best[i], cost[i], misses[i]
        row[0] = above[0] + miss
        for j in range(count):
            low = above[j] + costs[j]
            if above[j + 1] + miss < low:
                low = above[j + 1] + miss
            if row[j] + alone[j] < low:
                low = row[j] + alone[j]
            row[j + 1] = low
    return best


def _rival(
    i: int, j: int, cost: Sequence[Sequence[float]], before: Sequence[Sequence[float]], left: Sequence[Sequence[float]],
    miss: float, limit: float, lines: Sequence[Line],
) -> bool:  # fmt: skip
    """True if row ``i`` could at nearly the same total cost go on with a line of other text, or with none."""
    printed = norms(lines[j])
    if any(before[i][b] + miss + left[i + 1][b] < limit for b in range(len(lines) + 1)):
        return True
    return any(
        before[i][b] + cost[i][b] + left[i + 1][b + 1] < limit and norms(line) != printed
        for b, line in enumerate(lines)
        if b != j
    )
