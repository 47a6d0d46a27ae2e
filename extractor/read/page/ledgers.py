"""The sums of a table, kept while its rows are put together.

Comes in: for each line of each strip the figures it prints, and which lines make the
rows. Goes out: what it costs that the sums of the table do not come out, or do. A sum of
which a part is lost proves nothing. Amounts and points are exact decimals.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Protocol

from extractor.read.page.ties import number

_HOLDS, _FAILS = -1.6, 0.6
_ABOVE = 1.5
_ROUNDED = Decimal("0.06")
Figures = Mapping[str, str]


class Sums(Protocol):
    """Sums so far, as a hashable state; rows and the total row are added one by one."""

    @property
    def start(self) -> tuple[object, ...]:
        """The state before the first row."""

    def row(self, state: tuple[object, ...], figures: Figures) -> tuple[object, ...]:
        """The state behind one more row."""

    def total(self, state: tuple[object, ...], figures: Sequence[str]) -> tuple[object, ...]:
        """The state behind the total row."""

    def cost(self, state: tuple[object, ...]) -> float:
        """What the sums say of all rows together; negative where they come out."""


@dataclass(frozen=True, slots=True)
class Points:
    """Weights and scores: those of the rows and of the money table's own row add up to the total."""

    keys: tuple[str, ...]  # of weight and score those that the table prints
    own: Mapping[str, Decimal]  # what the money table has of each

    @property
    def start(self) -> tuple[object, ...]:
        """Nothing added, nothing lacking, no total."""
        return (*((Decimal(0), 0) for _ in self.keys), ())

    def row(self, state: tuple[object, ...], figures: Figures) -> tuple[object, ...]:
        """Sums with the weight and the score of a row; one that is not there is counted as lacking."""
        out: list[object] = []
        for key, entry in zip(self.keys, state[:-1], strict=True):
            assert isinstance(entry, tuple)
            value = number(figures.get(key, ""))
            out.append((entry[0] + value, entry[1]) if value is not None else (entry[0], entry[1] + 1))
        return (*out, state[-1])

    def total(self, state: tuple[object, ...], figures: Sequence[str]) -> tuple[object, ...]:
        """The figures of the total row."""
        return (*state[:-1], tuple(n for text in figures if (n := number(text)) is not None))

    def cost(self, state: tuple[object, ...]) -> float:
        """Each sum against the totals that are printed; weights without one against 100."""
        totals = state[-1]
        assert isinstance(totals, tuple)
        cost = 0.0
        for key, entry in zip(self.keys, state[:-1], strict=True):
            assert isinstance(entry, tuple)
            whole = entry[0], entry[0] + self.own.get(key, Decimal(0))
            aims = totals if key == "score" else (*totals, Decimal(100))
            if not aims:
                continue
            if entry[1]:  # parts are lacking: then the others are less than the whole
                cost += _ABOVE if entry[0] > max(aims) + _ROUNDED else 0.0
                continue
            cost += _HOLDS if any(abs(aim - sum_) <= _ROUNDED for aim in aims for sum_ in whole) else _FAILS
        return cost


@dataclass(frozen=True, slots=True)
class Amounts:
    """Money columns: the amounts of all sources add up to the total."""

    keys: tuple[str, ...]

    @property
    def start(self) -> tuple[object, ...]:
        """No total, no source."""
        return tuple((None, Decimal(0), 0) for _ in self.keys)

    def row(self, state: tuple[object, ...], figures: Figures) -> tuple[object, ...]:
        """The first row is the total, or what ``source`` says; the others are its parts."""
        out: list[object] = []
        for key, entry in zip(self.keys, state, strict=True):
            assert isinstance(entry, tuple)
            value = number(figures.get(key, ""))
            if figures.get("source") == "total":
                out.append((value, entry[1], entry[2]))
            else:
                out.append((entry[0], entry[1] + (value or 0), entry[2] + (value is not None)))
        return tuple(out)

    def total(self, state: tuple[object, ...], figures: Sequence[str]) -> tuple[object, ...]:
        """Money tables have no total row at their foot."""
        return state

    def cost(self, state: tuple[object, ...]) -> float:
        """Each column's total against the sum of its parts, where both are there."""
        cost = 0.0
        for entry in state:
            assert isinstance(entry, tuple)
            whole, parts, count = entry
            if whole is not None and count:
                cost += _HOLDS if abs(whole - parts) <= _ROUNDED else _FAILS
        return cost
