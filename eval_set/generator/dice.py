"""Seeded chance: the same words give the same throws, in any process and on any machine.

Comes in: the parts that name a stream. Goes out: a ``Dice``. Never uses the clock, ``hash`` or
the global generator.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from decimal import Decimal
from typing import TypeVar

Item = TypeVar("Item")


class Dice(random.Random):
    """A stream of chance named by its parts; streams of other names do not touch it."""

    def __new__(cls, *parts: object) -> Dice:
        """Make an unseeded stream: ``Random`` would else try to hash the parts."""
        return super().__new__(cls)

    def __init__(self, *parts: object) -> None:
        super().__init__("|".join(map(str, parts)))

    def chance(self, share: float) -> bool:
        """Say yes in that share of all throws (0 to 1)."""
        return self.random() < share

    def pick(self, items: Sequence[Item]) -> Item:
        """Take one of the items."""
        return items[self.randrange(len(items))]

    def usual(self, items: Sequence[Item]) -> Item:
        """Take the first item half of the time, else any."""
        return items[0] if self.chance(0.5) else self.pick(items)

    def weighted(self, *choices: tuple[Item, int]) -> Item:
        """Take one of the choices, each as often as its number says."""
        throw = self.randrange(sum(weight for _, weight in choices))
        for item, weight in choices:
            throw -= weight
            if throw < 0:
                return item
        raise AssertionError("weights are positive")

    def amount(self, least: Decimal, most: Decimal, places: int) -> Decimal:
        """Return a number of that many decimals between two bounds, small ones as often as large ones."""
        low, high = max(float(least), 0.01), float(most)
        value = low * (high / low) ** self.random()
        return min(max(Decimal(repr(value)), least), most).quantize(Decimal(1).scaleb(-places))
