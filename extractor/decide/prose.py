"""Numbers in prose against the table: an amount that one scanning fault turns into a cell's.

Comes in: the state of a form. Goes out: the texts that may be misread. The texts stay as
printed; a person has to look.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from extractor.decide.state import State
from extractor.notation import find_amounts, parse_number
from extractor.notation.confusion import LETTERS, variants

MISREAD = "文字中的 {} 可能误读，表内为 {}"
LETTERS_IN_PROSE = "文字中的 {} 可能误读：数字中夹有字母"
_L = f"[{re.escape(LETTERS.replace('|', '').replace('!', ''))}]"
# A letter between digits, or before or behind several and beside a unit; a word of its own (5G, A2区) is none.
_LETTER_IN_NUMBER = re.compile(
    rf"(?<![A-Za-z0-9])(?:\d[\d.]*{_L}+[\d.]+\d*|\d{{2,}}\.?\d*{_L}+(?=[万亿元年月日%]))(?![A-Za-z0-9])"
    rf"|(?<![A-Za-z0-9])(?:{_L}+\d{{2,}}(?:\.\d+)?|{_L}\d+(?:\.\d+)?(?=[万亿元年月日%]))(?![A-Za-z0-9])"
)
_MONEY = ("initial_budget", "adjusted_budget", "allocated", "executed")


def misread_prose(state: State) -> Iterator[tuple[str, str]]:
    """Texts with an amount that is a cell's but for one scanning fault, or with a number that has a letter in it."""
    amounts = {
        number.value
        for path, candidate in state.chosen.items()
        if path.rpartition(".")[2] in _MONEY
        and candidate.value
        and (number := parse_number(candidate.value)) is not None
        and number.value
    }
    for path, candidate in state.chosen.items():
        if path.startswith(("narratives.", "objective.")) and candidate.value:
            suggestion = _misread(candidate.value, amounts)
            letters = _LETTER_IN_NUMBER.search(candidate.value)
            if suggestion:
                yield path, MISREAD.format(*suggestion)
            elif letters:
                yield path, LETTERS_IN_PROSE.format(letters[0])


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
