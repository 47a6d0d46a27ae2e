"""What was used, booked by reason: one ledger for a document, one for the run.

Comes in: the ``Usage`` of each request. Goes out: sums, cost and plain data for the record.
Never decides whether something may be sent: that is ``limits.Budget``.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from extractor.model.interface import Reason, Usage

PER_PRICE = Decimal(1_000_000)
"""A price is for so many tokens."""
CENT = Decimal("0.0001")
"""Costs are told to a hundredth of a cent."""


@dataclass(frozen=True, slots=True)
class Prices:
    """Prices per million tokens; kept prompt tokens are priced as prompt, the upper bound of every tariff."""

    prompt: Decimal
    completion: Decimal

    def of(self, usage: Usage) -> Decimal:
        """What the usage costs."""
        return (usage.prompt_tokens * self.prompt + usage.completion_tokens * self.completion) / PER_PRICE


class Ledger:
    """Usage by reason; what is booked here is booked in ``parent``, too, so that a document's is part of the run's."""

    def __init__(self, prices: Prices | None = None, parent: Ledger | None = None) -> None:
        self.prices = prices
        self._parent = parent
        self._by_reason: dict[Reason, Usage] = {}

    def book(self, reason: Reason, usage: Usage) -> None:
        """Add what one request, or one kept answer, used."""
        self._by_reason[reason] = self._by_reason.get(reason, Usage()) + usage
        if self._parent is not None:
            self._parent.book(reason, usage)

    @property
    def total(self) -> Usage:
        """The sum over all reasons."""
        return sum(self._by_reason.values(), Usage())

    @property
    def cost(self) -> Decimal | None:
        """What the total costs, None where no prices are known."""
        return None if self.prices is None else self.prices.of(self.total)

    def within(self) -> Ledger:
        """A new ledger whose bookings count here as well: that of one document."""
        return Ledger(self.prices, self)

    def as_data(self) -> dict[str, Any]:
        """The sums as plain data; ``cost`` is a decimal in text, or None where no prices are known."""
        cost = self.cost
        return {
            **asdict(self.total),
            "cost": None if cost is None else str(cost.quantize(CENT, ROUND_HALF_UP)),
            "by_reason": {reason: asdict(usage) for reason, usage in sorted(self._by_reason.items())},
        }
