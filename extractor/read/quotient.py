"""Amounts that run together in a row of money, parted by the rate that the row prints further on.

Comes in: the values of a row. Goes out: the same values, with a run of figures such as
``98.44`` before ``93.78%`` as the amounts whose quotient this rate is: 9 and 8.44. Only what
stands in a text without separators is parted, and only where one way alone makes the rate.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from extractor.notation.confusion import as_digits
from extractor.read.alignment import Column
from extractor.read.atoms import Atom
from extractor.read.cuts import Cut, cuts
from extractor.read.fit import is_number

_RATE = re.compile(r"(\d+(?:\.\d+)?)%")
_MONEY = ("initial_budget", "adjusted_budget", "executed")


def parted_by_rate(values: Sequence[Atom], columns: Sequence[Column]) -> list[Atom]:
    """The values of a row, the first one parted into its amounts if the printed rate says how."""
    amounts = [column.key for column in columns if column.key in _MONEY and not column.weak]
    rate = next((match for atom in values[1:] if (match := _RATE.fullmatch(atom.norm))), None)
    if (
        rate is None
        or not values[0].loose
        or values[0].norm.endswith("%")
        or len(values[0].norm) != len(values[0].text)
        or "," in values[0].norm
    ):
        return list(values)
    for count in range(2, len(amounts) + 1):
        ways = [cut for cut in cuts(values[0].norm, tuple(amounts[-count:])) if _makes(cut, rate[1])]
        if len(ways) == 1:
            return [*_parts(values[0], ways[0]), *values[1:]]
    return list(values)


def _makes(cut: Cut, rate: str) -> bool:
    """True if the last two amounts of a cut make the rate, as exactly as it is printed."""
    printed = [as_digits(part) for part in cut.parts[-2:]]
    if not all(is_number(part) and "," not in part for part in printed):
        return False
    budget, executed = (Decimal(part) for part in printed)
    step = Decimal(1).scaleb(-len(rate.partition(".")[2]))
    return budget > 0 and abs(executed / budget * 100 - Decimal(rate)) < step


def _parts(atom: Atom, cut: Cut) -> list[Atom]:
    out: list[Atom] = []
    at = 0
    for part in cut.parts:
        end = at + len(part)
        out.append(
            replace(atom, start=atom.start + at, end=atom.start + end, text=atom.text[at:end], norm=atom.norm[at:end])
        )
        at = end
    return out
