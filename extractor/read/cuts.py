"""Ways to cut a run of glued figures into the cells that a row expects.

Comes in: a run such as ``87487487410100%`` and the columns it should fill. Goes
out: the cuts with a cost each, cheapest first. What arithmetic can say within the
run (executed ÷ budget is the rate, a score is at most its weight) is already in the
cost; what needs the whole form is left to deciding.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
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
_GROUPS = re.compile(r"\d,\d{3}")
_ONE_DECIMAL = re.compile(r"\.\d$")
_MOST_DIGITS = 60
_FEW_DIGITS = 34  # more are amounts in 元, which have two decimals at most
_KEPT = 12
_CUT_COST = 0.35
_SPLIT_DECIMALS = 0.5
_UNIT_OF_NEXT = 0.8  # ≥26.8万元 is rather one target than ≥2 and 6.8万元
_AMOUNTS = frozenset(("initial_budget", "adjusted_budget", "allocated", "executed"))
_LOST_POINT = 1.0  # 4|400: the points set and all of them reached, but for the point
_OTHER_ZEROS = 0.4  # one number printed as 33.8 and as 33.80
_LETTER_COST = 0.3
_LONG_COST = 0.15
_MOST_DECIMALS = 6
_USUAL_PLACES, _MOST_PLACES = 7, 10  # of an amount in 万元; in 元 it has more
_TELLING = 10
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
    if not match or len(text) > _MOST_DIGITS or sum(map(str.isdigit, as_digits(match["run"]))) < len(columns):
        return ()
    printed, tail = match["run"].replace(",", ""), match["tail"] or ""
    grouped = _whole_groups(match["run"])
    points = "," in match["run"] and not _GROUPS.search(match["run"])  # 6,97: a point read as a comma
    if points:
        printed, grouped = match["run"], _whole_groups("")
    run = as_digits(printed).replace(",", ".")
    if match["lead"] and columns[0] not in ("target", "actual"):
        return ()
    oddities = _LETTER_COST * sum(a != b for a, b in zip(run, printed, strict=True))
    if match["lead"] and tail and len(columns) > 1:
        oddities += _UNIT_OF_NEXT
    found = [
        Cut(_as_printed(printed, parts, match["lead"], tail), cost + oddities)
        for parts in _partitions(run, len(columns), _MOST_DECIMALS if len(run) <= _FEW_DIGITS else 2)
        if grouped(parts)
        if (cost := _cost(parts, tail, columns)) < 6
    ]
    found.sort(key=lambda cut: cut.cost)
    return tuple(found[:_KEPT])


def _whole_groups(printed: str) -> Callable[[Sequence[str]], bool]:
    """Whether parts leave the thousands of a run whole: 1,607.851,313.2 is 1,607.85 and 1,313.2, nothing else."""
    at = -1
    commas: list[int] = []  # places of the commas, in digits and points before each
    for char in printed:
        at += char != ","
        if char == ",":
            commas.append(at + 1)

    def whole(parts: Sequence[str]) -> bool:
        start = 0
        for part in parts:
            digits = len(part.partition(".")[0])
            inside = [place - start for place in commas if start <= place < start + len(part)]
            if inside and inside != list(range(digits - 3 * len(inside), digits, 3)) or 0 in inside:
                return False
            start += len(part)
        return True

    return whole


def _as_printed(printed: str, parts: Sequence[str], lead: str, tail: str) -> tuple[str, ...]:
    """The parts as the page prints them, letters that stand for digits included."""
    ends = list(itertools.accumulate(len(part) for part in parts))
    pieces = [printed[end - len(part) : end] for part, end in zip(parts, ends, strict=True)]
    return (lead + pieces[0], *pieces[1:-1], pieces[-1] + tail) if len(pieces) > 1 else (lead + pieces[0] + tail,)


def _partitions(run: str, count: int, decimals: int) -> Iterator[tuple[str, ...]]:
    """All ways to cut a run of digits and points into ``count`` well-formed numbers of at most so many decimals."""
    point = run.find(".")
    longest = len(run) if point < 0 else point + 1 + decimals
    if count == 1:
        if len(run) <= longest and _PART.fullmatch(run):
            yield (run,)
        return
    if run.count(".") > count:
        return
    for end in range(1, min(len(run) - count + 1, longest) + 1):
        head = run[:end]
        if run[end] != "." and not head.endswith(".") and _PART.fullmatch(head):
            for rest in _partitions(run[end:], count - 1, decimals):
                yield (head, *rest)


def _cost(parts: Sequence[str], tail: str, columns: Sequence[str]) -> float:
    """Oddity of a cut: shape of the parts, their types, and the relations among them."""
    row = dict(zip(columns, parts, strict=True))
    numbers = {key: Decimal(part) for key, part in row.items()}
    cost = _CUT_COST * (len(parts) - 1)
    for part, behind in itertools.pairwise((*parts, "")):
        if _ONE_DECIMAL.search(part) and len(behind) == 1:
            cost += _SPLIT_DECIMALS  # 7.00 is rather one number than 7.0 and 0
        whole, _, decimals = part.partition(".")
        cost += 0.8 * max(0, len(decimals) - 2) + max(0, len(whole) - _MOST_PLACES)
        cost += _LONG_COST * max(0, min(len(whole), _MOST_PLACES) - _USUAL_PLACES)
    if tail and columns[-1] not in ("target", "actual", "execution_rate", "progress", "executed", "adjusted_budget"):
        cost += 4.0
    amounts = [key for key in columns if key in _AMOUNTS]
    if len({row[key] for key in amounts}) > len({numbers[key] for key in amounts}):
        cost += _OTHER_ZEROS
    return cost + _points_cost(numbers) + money_cost(numbers)


def _points_cost(numbers: Mapping[str, Decimal]) -> float:
    weight, score = numbers.get("weight"), numbers.get("score")
    cost = 0.0
    if weight is not None:
        cost += 4.0 if weight > 100 else 1.0 if weight > 40 else 0.0
        cost += 1.5 if weight == 0 else 0.0
    if score is not None and score > 100:
        cost += _LOST_POINT if weight is not None and score == 100 * weight else 4.0
    elif score is not None:
        cost += 0.6 if score > 40 and weight is None else 0.0
    if weight is not None and score is not None:
        above = 1.0 if score <= 100 else 0.0
        cost += above if score > weight else -0.5 if score == weight else 0.0
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
            telling = rate >= _TELLING or step < 1  # that 1 is near the quotient is chance
            cost += (-1.5 if rate and telling else 0.0) if off <= step else 0.5 if off <= 1 else 2.0
        elif budget == executed:
            cost -= 0.8 if len(str(budget)) > _ALIKE else 0.3
    initial = numbers.get("initial_budget")
    if initial is not None and budget:
        cost += -0.3 if initial == budget else 0.8 if not Decimal("0.1") < initial / budget < 10 else 0.0
    weight, score = numbers.get("weight"), numbers.get("score")
    if budget and rate is None and (weight is None) != (score is None):
        cost += 0.5  # a row of money has both or none
    if rate is not None and weight is not None and score is not None:
        off = abs(weight * min(rate, Decimal(100)) / 100 - score)
        cost += -1.0 if off <= Decimal("0.051") else 1.5
    return cost
