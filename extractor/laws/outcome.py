"""What a relation says about the cells it is shown.

Comes in: decimals and intervals. Goes out: ``Outcome``, ``Absent`` and the ``Look`` type.
Never holds wording for users; messages are written by ``spelling``.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum
from typing import Literal

from extractor.notation import Interval, Printed

Verdict = Literal["holds", "broken", "not_testable"]


class Absent(Enum):
    """Why a cell has no number, where that is known.

    ``BLANK``: printed empty, so it takes no part in a sum. ``UNSTATED``: null in a plain
    record, which does not tell blank from lost. A lost cell is None.
    """

    BLANK = "blank"
    UNSTATED = "unstated"


BLANK = Absent.BLANK
UNSTATED = Absent.UNSTATED

Seen = Printed | Interval | Absent | None
"""What stands in a cell: a printed number, only bounds for it, a reason for nothing, or nothing (lost)."""
Look = Callable[[str], Seen]


@dataclass(frozen=True, slots=True)
class Outcome:
    """The verdict of one relation.

    ``slight`` is set for a deviation that cutting instead of rounding, or the rounding of
    the inputs, explains: the verdict then is ``holds``, to be reported as a note.
    ``note`` names the rule that fits, or the factor of a slip, in plain words.
    """

    verdict: Verdict
    expected: Decimal | None = None
    found: Decimal | None = None
    difference: Decimal | None = None
    note: str = ""
    slight: bool = False


NOT_TESTABLE = Outcome("not_testable")


def compare(expected: Decimal, found: Decimal, tolerance: Decimal, slack: Decimal) -> Outcome:
    """Compare a computed with a printed value: within ``tolerance`` it holds, within ``slack`` slightly."""
    difference = found - expected
    distance = abs(difference)
    if distance <= tolerance:
        return Outcome("holds", expected, found, difference)
    if distance <= slack:
        return Outcome("holds", expected, found, difference, slight=True)
    return Outcome("broken", expected, found, difference, note=_factor(expected, found))


def _factor(expected: Decimal, found: Decimal) -> str:
    """Name a power of ten between two numbers that should agree (lost point, 元 for 万元)."""
    if not expected or not found or (expected < 0) != (found < 0):
        return ""
    for power in (4, -4, 3, -3, 2, -2, 1, -1):
        scale = Decimal(10) ** power
        if abs(found / expected / scale - 1) <= Decimal("0.005"):
            return f"x10^{power}"
    return ""
