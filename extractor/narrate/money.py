"""The money of a form as a narrative tells it: whole amounts, the rate, and the sources.

Comes in: a ``Teller``. Goes out: a ``Money``. Never converts a unit: amounts are told as printed.
"""

from __future__ import annotations

from dataclasses import dataclass

from extractor.narrate.said import Said, Teller, share, total


@dataclass(frozen=True, slots=True)
class MoneyPart:
    """One source of money that has an amount of its own."""

    source: str
    budget: Said | None
    executed: Said | None


@dataclass(frozen=True, slots=True)
class Money:
    """The money of a form: whole amounts, and what the form says about the rate."""

    unit: str
    initial: Said | None
    budget: Said | None
    allocated: Said | None
    executed: Said | None
    rate: Said | None
    weight: Said | None
    score: Said | None
    parts: tuple[MoneyPart, ...]


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
            source.text,
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
        rate=teller.say(f"{at}.execution_rate"),
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
