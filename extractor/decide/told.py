"""Amounts that a form tells more than once: in its funds, in its prose, in its cost indicators.

Comes in: the state of a form. Goes out: the cells that may be compared so, and whether one says an
amount that stands elsewhere too. An amount that stands nowhere else speaks against a cell only if
one fault of reading makes it one that does.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from extractor.decide.state import State
from extractor.notation import Amount, find_amounts, parse_number
from extractor.notation.confusion import variants

_MONEY = ("initial_budget", "adjusted_budget", "allocated", "executed")
_TELLING = 3  # digits that an amount must have to be no chance
_ROUND = re.compile(r"00(?:\.0*)?$")


def told_twice(state: State) -> Iterator[str]:
    """Amounts of the funds where the prose tells amounts, and in a scan the amounts of indicators."""
    if told_amounts(state):
        yield from (path for path, candidate in state.chosen.items() if _is_fund(path) and candidate.value)
    if state.scanned and fund_amounts(state):
        for path, candidate in state.chosen.items():
            if path.endswith((".target", ".actual")) and _only_amount(candidate.value or "") is not None:
                yield path


def is_told_elsewhere(state: State, path: str, reading: str | None = None) -> bool:
    """True if the amount of a cell stands elsewhere too, or if no near reading of the cell does."""
    candidate = state.chosen.get(path)
    printed = (candidate.value if candidate else None) or ""
    text = reading if reading is not None else printed
    if _is_fund(path):
        number, known = parse_number(text), told_amounts(state)
        taken = {
            value for key, value in fund_amounts(state).items() if key.rpartition(".")[2] != path.rpartition(".")[2]
        }
        near = [parse_number(other) for other, _ in variants(printed)]
    else:
        amount, first = _only_amount(text), _only_amount(printed)
        number = amount.printed if amount else None
        known, taken = told_amounts(state) | set(fund_amounts(state).values()), set()
        near = [parse_number(other) for other, _ in variants(first.printed.text)] if first else []
    if number is None or number.value in known:
        return True
    return not any(other is not None and other.value in known - taken for other in near)


def told_amounts(state: State) -> frozenset[Decimal]:
    """The numbers of the amounts of money that the prose of the form tells."""
    return state.once(
        "told",
        lambda: frozenset(
            found.printed.value
            for path, candidate in state.chosen.items()
            if path.startswith(("narratives.", "objective.")) and candidate.value
            for found in find_amounts(candidate.value)
        ),
    )


def fund_amounts(state: State) -> dict[str, Decimal]:
    """The amounts of the table of funds by path, without zero."""
    return state.once(
        "funds",
        lambda: {
            path: number.value
            for path, candidate in state.chosen.items()
            if _is_fund(path) and candidate.value and (number := parse_number(candidate.value)) and number.value
        },
    )


def _is_fund(path: str) -> bool:
    return path.startswith("funds[") and path.rpartition(".")[2] in _MONEY


def _only_amount(text: str) -> Amount | None:
    """The one amount of money that a target or a result is, with digits enough to be told by."""
    found = list(find_amounts(text))
    if len(found) != 1 or "/" in text:
        return None
    digits = found[0].printed.text
    telling = sum(char.isdecimal() for char in digits) >= _TELLING and not _ROUND.search(digits)
    return found[0] if telling else None
