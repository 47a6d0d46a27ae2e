"""The money of a form as a narrative tells it: whole amounts, the rate, and the sources.

Comes in: a ``Teller``. Goes out: a ``Money``. Never converts a unit: amounts are kept as printed.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from extractor.narrate.said import Said, Teller, difference, plain, share, total
from extractor.notation import parse_rate


@dataclass(frozen=True, slots=True)
class MoneyPart:
    """One source of money that has an amount of its own."""

    source: Said
    budget: Said | None
    executed: Said | None


@dataclass(frozen=True, slots=True)
class Money:
    """The money of a form: whole amounts, and what the form says about the rate.

    ``rate`` is the printed rate, else spending over budget with its formula.
    """

    unit: str
    initial: Said | None
    budget: Said | None
    allocated: Said | None
    executed: Said | None
    rate: Said | None
    weight: Said | None
    score: Said | None
    parts: tuple[MoneyPart, ...]

    @property
    def whole(self) -> Said | None:
        """The budget that spending is measured by: that of the year, else the initial one."""
        return self.budget or self.initial

    @property
    def left(self) -> Said | None:
        """What was not spent, or what was spent too much, without its sign; None where both are equal or not known."""
        return _distance(self.whole, self.executed)

    @property
    def change(self) -> Said | None:
        """What the budget of the year has more or less than the initial one, without its sign."""
        return _distance(self.budget, self.initial) if self.initial else None

    @property
    def raised(self) -> bool:
        """Whether the budget of the year is above the initial one."""
        return _sign(self.budget, self.initial) > 0

    @property
    def spending(self) -> Literal["all", "within", "over"] | None:
        """How spending stands to the budget: all of it, within it, over it; None where that is not known."""
        if self.whole is None or self.executed is None or self.whole.number is None or self.executed.number is None:
            return None
        sign = _sign(self.executed, self.whole)
        return "all" if sign == 0 else "over" if sign > 0 else "within"


def _sign(one: Said | None, other: Said | None) -> int:
    apart = difference(one, other)
    return 0 if apart is None or not apart.number else 1 if apart.number > 0 else -1


def _distance(one: Said | None, other: Said | None) -> Said | None:
    """The larger of two amounts less the smaller."""
    apart = difference(one, other)
    if apart is None or not apart.number:
        return None
    return apart if apart.number > 0 else difference(other, one)


def tell_rate(said: Said | None) -> Said | None:
    """A printed rate in per cent: ``0.94`` and ``94`` are 94%; words stay as they are."""
    if said is None or "%" in said.short:
        return said
    printed = parse_rate(said.text)
    return said if printed is None else replace(said, text=plain(printed.value * 100) + "%")


def tell_money(teller: Teller) -> Money:
    """The money of a form, from its total row or from its stages."""
    numbers = teller.rows("funds")
    rows = [(row, teller.say(f"funds[{row}].stage"), teller.say(f"funds[{row}].source")) for row in numbers]
    stages = {stage.text for _, stage, _ in rows if stage}
    if stages & {"budget", "allocated", "spent"}:
        return _staged_money(teller, rows)
    whole = next((row for row, _, source in rows if source and source.text == "total"), None)
    if whole is None and len(rows) == 1:
        whole = rows[0][0]
    at = f"funds[{whole}]"
    adjusted, executed = teller.say(f"{at}.adjusted_budget"), teller.say(f"{at}.executed")
    parts = [
        MoneyPart(
            source,
            teller.say(f"funds[{row}].adjusted_budget") or teller.say(f"funds[{row}].initial_budget"),
            teller.say(f"funds[{row}].executed"),
        )
        for row, _, source in rows
        if source and row != whole
    ]
    return Money(
        unit=teller.unit("funds"),
        initial=teller.say(f"{at}.initial_budget"),
        budget=adjusted,
        allocated=teller.say(f"{at}.allocated"),
        executed=executed,
        rate=tell_rate(teller.say(f"{at}.execution_rate")) or share(executed, adjusted),
        weight=teller.say(f"{at}.weight"),
        score=teller.say(f"{at}.score"),
        parts=tuple(part for part in parts if part.budget or part.executed),
    )


def _staged_money(teller: Teller, rows: list[tuple[int, Said | None, Said | None]]) -> Money:
    """The money of a form with one amount a row: each stage is its total row, else the sum of its rows."""

    def stage_total(name: str, key: str) -> Said | None:
        amounts = [
            (source.text if source else "", amount)
            for row, stage, source in rows
            if stage and stage.text == name and (amount := teller.say(f"funds[{row}].{key}"))
        ]
        printed = [amount for source, amount in amounts if source == "total"]
        # Rows of nought say nothing to a reader of prose and would only lengthen the formula.
        return printed[0] if printed else total([amount for _, amount in amounts if amount.number] or _one(amounts))

    budget, spent = stage_total("budget", "initial_budget"), stage_total("spent", "executed")
    return Money(
        teller.unit("funds"), None, budget, stage_total("allocated", "allocated"), spent, share(spent, budget),
        None, None, (),
    )  # fmt: skip


def _one(amounts: list[tuple[str, Said]]) -> list[Said]:
    return [amount for _, amount in amounts][:1]
