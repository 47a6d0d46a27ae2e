"""Numbers in prose against the table: an amount that one scanning fault turns into a cell's.

Comes in: the state of a form. Goes out: the texts that may be misread. The texts stay as
printed; a person has to look.
"""

from __future__ import annotations

from decimal import Decimal

from extractor.decide.confusion import variants
from extractor.decide.state import State
from extractor.notation import find_amounts, parse_number

_MONEY = ("initial_budget", "adjusted_budget", "allocated", "executed")


def misread_prose(state: State) -> dict[str, tuple[str, ...]]:
    """Reasons for review by path: texts with an amount that is a cell's but for one scanning fault."""
    amounts = {
        number.value
        for path, candidate in state.chosen.items()
        if path.rpartition(".")[2] in _MONEY
        and candidate.value
        and (number := parse_number(candidate.value)) is not None
        and number.value
    }
    out: dict[str, tuple[str, ...]] = {}
    for path, candidate in state.chosen.items():
        if path.startswith(("narratives.", "objective.")) and candidate.value:
            suggestion = _misread(candidate.value, amounts)
            if suggestion:
                out[path] = (f"文字中的 {suggestion[0]} 可能误读，表内为 {suggestion[1]}",)
    return out


def _misread(text: str, amounts: set[Decimal]) -> tuple[str, str] | None:
    for found in find_amounts(text):
        number = found.printed
        if number.value in amounts:
            continue
        for reading, _ in variants(number.text):
            other = parse_number(reading)
            if other is not None and other.value in amounts:
                return number.text, reading
    return None
