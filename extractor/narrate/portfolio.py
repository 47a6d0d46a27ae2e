"""What there is to tell about several forms together.

Comes in: records with their stories. Goes out: a frozen ``Portfolio``: counts and sums over cells,
each with its formula. Never adds amounts of different units, and never adds what is not there.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from extractor.narrate.said import Said, total
from extractor.narrate.story import Story
from extractor.values import Record


@dataclass(frozen=True, slots=True)
class Sum:
    """Budget and spending of all forms of one unit of money; ``left_out`` are forms without both amounts."""

    unit: str
    budget: Said | None
    executed: Said | None
    left_out: Said | None


@dataclass(frozen=True, slots=True)
class Portfolio:
    """Counts and sums over all forms of some records."""

    files: Said
    forms: Said
    projects: Said
    departments: Said
    sums: tuple[Sum, ...]
    with_errors: tuple[Story, ...]
    with_doubts: Said


def gather(entries: Sequence[tuple[Record, Story]]) -> Portfolio:
    """Count and add up what the stories of some records tell."""
    stories = [story for _, story in entries]
    projects = [story for story in stories if not story.form_type.startswith("department")]
    return Portfolio(
        files=_count(len({record.source.sha256 + record.source.name for record, _ in entries})),
        forms=_count(len(stories)),
        projects=_count(len(projects)),
        departments=_count(len(stories) - len(projects)),
        sums=tuple(_sum(unit, projects) for unit in dict.fromkeys(story.money.unit for story in projects)),
        with_errors=tuple(story for story in stories if story.errors),
        with_doubts=_count(sum(len(story.doubts) for story in stories)),
    )


def _sum(unit: str, projects: Sequence[Story]) -> Sum:
    pairs = [(story.money.budget or story.money.initial, story.money.executed)
             for story in projects if story.money.unit == unit]  # fmt: skip
    whole = [(budget, spent) for budget, spent in pairs if budget and spent and _numeric(budget, spent)]
    missing = len(pairs) - len(whole)
    return Sum(
        unit,
        total([budget for budget, _ in whole]),
        total([spent for _, spent in whole]),
        _count(missing) if missing else None,
    )


def _numeric(*amounts: Said) -> bool:
    return all(amount.number is not None for amount in amounts)


def _count(number: int) -> Said:
    return Said(str(number), (), False, "")
