"""What a form is about: the project, its money, its indicators, its people. Free of any layout.

Comes in: nothing. Goes out: frozen values that the parts of the generator hand on.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from eval_set.generator.numerals import Money, Points, Rates


@dataclass(frozen=True, slots=True)
class FundLine:
    """The money of one source; an amount of None is not stated."""

    source: str
    initial: Decimal | None = None
    adjusted: Decimal | None = None
    executed: Decimal | None = None

    @property
    def blank(self) -> bool:
        """Whether the row is printed without any amount."""
        return self.adjusted is None


@dataclass(frozen=True, slots=True)
class Result:
    """A target and what became of it: the prints, and the share reached (1 = met; None = worded, see ``tier``)."""

    target: str
    actual: str
    comparator: str = ""
    unit: str = ""
    reached: Decimal = Decimal(1)
    kind: str = "count"
    """count, share, date, cost, ceiling, tier or range."""


@dataclass(frozen=True, slots=True)
class Indicator:
    """One indicator; weight and score are None in families that print none."""

    level1: str
    level2: str
    name: str
    result: Result
    weight: Decimal | None = None
    score: Decimal | None = None
    note: str = ""

    @property
    def met(self) -> bool:
        """Whether the target was met."""
        return self.result.reached >= 1


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody invented."""

    name: str
    title: str
    office: str
    phone: str


@dataclass(frozen=True, slots=True)
class Project:
    """A project and who runs it."""

    kind: dict[str, Any]
    year: int
    place: str
    name: str
    department: str
    owner: str
    attribute: str
    people: tuple[Person, ...]


@dataclass(frozen=True, slots=True)
class Print:
    """How one form prints its numbers."""

    points: Points
    money: Money
    rates: Rates


@dataclass(frozen=True, slots=True)
class Facts:
    """Everything one form says, before it is laid out."""

    family: str
    project: Project
    print: Print
    funds: tuple[FundLine, ...]
    indicators: tuple[Indicator, ...]
    execution_weight: Decimal
    execution_score: Decimal
    prose: dict[str, str]

    @property
    def total_line(self) -> FundLine:
        """The row of the whole amount."""
        return self.funds[0]

    @property
    def total_score(self) -> Decimal:
        """The sum of the execution score and all indicators' scores."""
        return self.execution_score + sum((row.score or Decimal(0) for row in self.indicators), Decimal(0))
