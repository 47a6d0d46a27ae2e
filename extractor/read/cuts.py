"""Ways to cut a run of glued figures into the cells that a row expects.

Comes in: a run such as ``87487487410100%`` and the columns it should fill. Goes
out: the cuts with a cost each, cheapest first. What arithmetic can say within the
run (executed ÷ budget is the rate, a score is at most its weight) is already in the
cost; what needs the whole form is left to deciding.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from extractor.notation.confusion import LETTERS, as_digits
from extractor.read.fit import COMPARATOR

_LETTERS = re.escape(LETTERS)
_RUN = re.compile(
    rf"(?P<lead>{COMPARATOR}?)(?P<run>[\d.,{_LETTERS}]*\d[\d.,{_LETTERS}]*)(?P<tail>[^\d.,{_LETTERS}].*)?"
)
_PART = re.compile(r"(?:0|[1-9]\d*)(?:\.\d+)?")
_MOST_DIGITS = 34
_KEPT = 12
_CUT_COST = 0.35
_LETTER_COST = 0.3
_MOST_PLACES = 7  # of an amount in 万元; in 元 it may have more, at a cost
_ALIKE = 3  # digits that two equal amounts must have to be no chance


@dataclass(frozen=True, slots=True)
class Cut:
    """One way to cut a run: the parts in order (the last one keeps the unit) and what the way costs."""

    parts: tuple[str, ...]
    cost: float


@lru_cache(maxsize=8192)
def cuts(text: str, columns: tuple[str, ...]) -> tuple[Cut, ...]:
    """Cheapest cuts of ``text`` into one part a column; empty if it is no run of figures or too short."""
    match = _RUN.fullmatch(text)
    if not match or sum(char.isdigit() for char in text) < len(columns) or len(text) > _MOST_DIGITS:
        return ()
    printed, tail = match["run"].replace(",", ""), match["tail"] or ""
    run = as_digits(printed)
    if match["lead"] and columns[0] not in ("target", "actual"):
        return ()
    letters = _LETTER_COST * sum(a != b for a, b in zip(run, printed, strict=True))
    found = [
        Cut(_as_printed(printed, parts, match["lead"], tail), cost + letters)
        for parts in _partitions(run, len(columns))
        if (cost := _cost(parts, tail, columns)) < 6
    ]
    found.sort(key=lambda cut: cut.cost)
    return tuple(found[:_KEPT])


def _as_printed(printed: str, parts: Sequence[str], lead: str, tail: str) -> tuple[str, ...]:
    """The parts as the page prints them, letters that stand for digits included."""
    ends = list(itertools.accumulate(len(part) for part in parts))
    pieces = [printed[end - len(part) : end] for part, end in zip(parts, ends, strict=True)]
    return (lead + pieces[0], *pieces[1:-1], pieces[-1] + tail) if len(pieces) > 1 else (lead + pieces[0] + tail,)


def _partitions(run: str, count: int) -> Iterator[tuple[str, ...]]:
    """All ways to cut a run of digits and points into ``count`` well-formed numbers."""
    if count == 1:
        if _PART.fullmatch(run):
            yield (run,)
        return
    for end in range(1, len(run) - count + 2):
        head = run[:end]
        if run[end] != "." and not head.endswith(".") and _PART.fullmatch(head):
            for rest in _partitions(run[end:], count - 1):
                yield (head, *rest)


def _cost(parts: Sequence[str], tail: str, columns: Sequence[str]) -> float:
    """Oddity of a cut: shape of the parts, their types, and the relations among them."""
    row = dict(zip(columns, parts, strict=True))
    numbers = {key: Decimal(part) for key, part in row.items()}
    cost = _CUT_COST * (len(parts) - 1)
    for part in parts:
        whole, _, decimals = part.partition(".")
        cost += 0.8 * max(0, len(decimals) - 2) + max(0, len(whole) - _MOST_PLACES)
    if tail and columns[-1] not in ("target", "actual", "execution_rate", "progress", "executed", "adjusted_budget"):
        cost += 4.0
    return cost + _points_cost(numbers) + money_cost(numbers)


def _points_cost(numbers: Mapping[str, Decimal]) -> float:
    weight, score = numbers.get("weight"), numbers.get("score")
    cost = 0.0
    if weight is not None:
        cost += 4.0 if weight > 100 else 0.3 if weight > 40 else 0.0
        cost += 1.5 if weight == 0 else 0.0
    if score is not None:
        cost += 4.0 if score > 100 else 0.6 if score > 40 and weight is None else 0.0
    if weight is not None and score is not None:
        cost += 4.0 if score > weight else -0.5 if score == weight else 0.0
    return cost


def money_cost(numbers: Mapping[str, Decimal]) -> float:
    """What the relations of one money row say: rate = executed ÷ budget, score = weight × rate, amounts repeat."""
    cost = 0.0
    budget, executed, rate = numbers.get("adjusted_budget"), numbers.get("executed"), numbers.get("execution_rate")
    if budget and executed is not None:
        cost += 1.5 if executed > budget else 0.0
        if rate is not None:
            if executed and not rate:
                cost += 2.0  # hardly anything was spent: mostly the first digits of the rate stand elsewhere
            off = abs(executed / budget * 100 - rate)
            exponent = rate.as_tuple().exponent  # the rate is as exact as it is printed
            step = Decimal(1).scaleb(exponent) if isinstance(exponent, int) else Decimal(1)
            cost += (-1.5 if rate else 0.0) if off <= step else 0.5 if off <= 1 else 3.0
        elif budget == executed:
            cost -= 0.3
    initial = numbers.get("initial_budget")
    if initial is not None and budget:
        cost += -0.3 if initial == budget else 0.8 if not Decimal("0.1") < initial / budget < 10 else 0.0
    weight, score = numbers.get("weight"), numbers.get("score")
    if rate is not None and weight is not None and score is not None:
        off = abs(weight * min(rate, Decimal(100)) / 100 - score)
        cost += -1.0 if off <= Decimal("0.051") else 1.5
    return cost
