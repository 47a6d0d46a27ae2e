"""Reading faults, and the readings they leave open.

Comes in: a printed number. Goes out: what it may have been, with a cost each. The faults are
data (``confusions.toml``), by kind of source; digital text has none.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

TABLE = Path(__file__).with_name("confusions.toml")
_BAD_THOUSANDS = re.compile(r"[+-]?\d[\d,]*,(?:\d{1,2}|\d{4,})(?:\.\d*)?")  # 1,50669: no group of three
_GROUP = 3
DIGITS_AND_POINT = frozenset("0123456789.,%+-")


@dataclass(frozen=True, slots=True)
class Confusions:
    """The faults of one kind of source.

    ``fault`` is what any fault costs; the others are (read, was, cost): ``characters`` anywhere,
    ``first`` only where they stand first, ``instead`` between two digits. ``lost`` are signs that vanish.
    """

    fault: float
    characters: tuple[tuple[str, str, float], ...]
    first: tuple[tuple[str, str, float], ...]
    instead: tuple[tuple[str, str, float], ...]
    lost: tuple[tuple[str, float], ...]

    def may_have_been(self, char: str) -> tuple[tuple[str, float], ...]:
        """What a character that was read may have been, with the cost of each."""
        return tuple((was, cost) for read, was, cost in self.characters if read == char)

    @property
    def letters(self) -> frozenset[str]:
        """Characters that stand for a digit and cannot stand in a number."""
        return frozenset(read for read, _, _ in self.characters if read not in DIGITS_AND_POINT)


@cache
def confusions(kind: str = "ocr") -> Confusions:
    """The table of a kind of source: ``digital`` or ``ocr``."""
    data: dict[str, Any] = tomllib.loads(TABLE.read_text(encoding="utf-8"))[kind]

    def triples(name: str) -> tuple[tuple[str, str, float], ...]:
        return tuple((entry["read"], entry["was"], entry["cost"]) for entry in data.get(name, ()))

    lost = tuple((entry["was"], entry["cost"]) for entry in data.get("lost", ()))
    return Confusions(data["fault"], triples("character"), triples("first"), triples("instead"), lost)


_LETTERS = confusions().letters
LETTERS = "".join(sorted(_LETTERS))
"""The letters that scanning makes of digits, for patterns."""
_DIGIT_OF = {ord(letter): min(confusions().may_have_been(letter), key=lambda one: one[1])[0] for letter in LETTERS}


def as_digits(text: str) -> str:
    """The text with every letter that scanning makes of a digit put back, one character for one."""
    return text.translate(_DIGIT_OF)


@lru_cache(maxsize=4096)
def variants(text: str) -> tuple[tuple[str, float], ...]:
    """Other readings of a printed number that one fault explains, cheapest first; letters are put right together."""
    table = confusions()
    found: dict[str, float] = {}
    if _BAD_THOUSANDS.fullmatch(text):
        return _cheapest_first(_without_commas(text))
    letters = [index for index, char in enumerate(text) if char not in DIGITS_AND_POINT and table.may_have_been(char)]
    if letters:
        for reading, cost in _with_letters_right(text, letters):
            found[reading] = min(found.get(reading, 9.0), cost)
    else:
        for index, char in enumerate(text):
            for right, cost in table.may_have_been(char):
                found.setdefault(text[:index] + right + text[index + 1 :], cost)
        for read, was, cost in table.first:
            if text.startswith(read) and len(text) > 1:
                found.setdefault(was + text[1:], cost)
        found.update(_with_points(text))
    found.pop(text, None)
    return _cheapest_first(found)


def _cheapest_first(found: dict[str, float]) -> tuple[tuple[str, float], ...]:
    return tuple(sorted(found.items(), key=lambda item: item[1]))


def impossible(text: str) -> bool:
    """True for a number with a character that no number holds."""
    body = text.lstrip("≥≤><=≧≦ ").rstrip("%分")
    if _BAD_THOUSANDS.fullmatch(body):
        return True
    return (
        not _LETTERS.isdisjoint(body)
        and any(char.isdecimal() for char in body)
        and all(char in DIGITS_AND_POINT or char in _LETTERS for char in body)
    )


def _with_letters_right(text: str, letters: list[int]) -> Iterator[tuple[str, float]]:
    """All letters replaced by the digit each stands for."""
    readings = [(text, 0.0)]
    for index in letters:
        readings = [
            (r[:index] + right + r[index + 1 :], cost + more)
            for r, cost in readings
            for right, more in confusions().may_have_been(text[index])
        ]
    yield from readings


def _without_commas(text: str) -> dict[str, float]:
    """The reading of a number whose commas part no groups of three: one was a point (3,00) or one is lost (1,01000)."""
    head, _, last = text.rpartition(",")
    if len(last) > _GROUP and "." not in last:
        lost = dict(confusions().lost)["."]
        if _is_grouped(head):
            return {f"{head.replace(',', '')}{last[:_GROUP]}.{last[_GROUP:]}": lost}
        return _with_points(text.replace(",", ""))
    for read, was, cost in confusions().instead:
        if read == "," and "." not in text:
            return {f"{head}{was}{last}": cost}
    return _with_points(text.replace(",", ""))


def _is_grouped(text: str) -> bool:
    """True if the commas of a number part groups of three."""
    first, *groups = text.lstrip("+-").split(",")
    return 1 <= len(first) <= _GROUP and all(len(group) == _GROUP for group in groups)


def _with_points(text: str) -> dict[str, float]:
    """A decimal point put back between two digits."""
    cost = dict(confusions().lost)["."]
    digits = text.lstrip("+-")
    if "." in text or not digits.rstrip("%").isdecimal() or len(digits) < 2:
        return {}
    return {
        text[:index] + "." + text[index:]: cost
        for index in range(1, len(text))
        if text[index - 1].isdecimal() and text[index].isdecimal()
    }
