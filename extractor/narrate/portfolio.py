"""What there is to tell about several forms together.

Comes in: records with their stories. Goes out: a frozen ``Portfolio``: counts and sums over cells,
each with its formula. Never adds amounts of different units, and never adds what is not there.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from extractor.narrate.facts import Story
from extractor.narrate.ranking import (
    GradeCount,
    Scores,
    Suspect,
    by_rate,
    by_score,
    count_grades,
    count_scores,
    suspects,
)
from extractor.narrate.said import COUNTED, Said, count, difference, share, total
from extractor.narrate.trends import Trend, trends
from extractor.values import Record


@dataclass(frozen=True, slots=True)
class Sum:
    """Budget and spending of all forms of one unit of money; ``left_out`` are forms without both amounts.

    ``rate`` is spending over budget; ``left`` is what was not spent, None where more was spent than budgeted.
    """

    unit: str
    budget: Said | None
    executed: Said | None
    rate: Said | None
    left: Said | None
    left_out: Said | None


@dataclass(frozen=True, slots=True)
class Year:
    """The project forms of one year: how many, and their sums."""

    year: Said
    forms: Said
    sums: tuple[Sum, ...]
    scores: Scores | None


@dataclass(frozen=True, slots=True)
class Portfolio:
    """Counts, sums and orders over all forms of some records."""

    files: Said
    forms: Said
    projects: Said
    departments: Said
    sums: tuple[Sum, ...]
    years: tuple[Year, ...]
    scores: Scores | None
    grades: tuple[GradeCount, ...]
    by_score: tuple[Story, ...]
    by_rate: tuple[Story, ...]
    missing_targets: tuple[Story, ...]
    losing: tuple[Story, ...]
    suspects: tuple[Suspect, ...]
    trends: tuple[Trend, ...]
    with_errors: tuple[Story, ...]
    with_warnings: tuple[Story, ...]
    with_doubts: Said


def gather(entries: Sequence[tuple[Record, Story]]) -> Portfolio:
    """Count, add up and order what the stories of some records tell."""
    stories = [story for _, story in entries]
    projects = [story for story in stories if story.kind != "department"]
    return Portfolio(
        files=_count(stories, len({record.source.sha256 + record.source.name for record, _ in entries})),
        forms=_count(stories),
        projects=_count(projects),
        departments=_count([story for story in stories if story.kind == "department"]),
        sums=_sums(projects),
        years=_years(projects),
        scores=count_scores(stories),
        grades=count_grades(stories),
        by_score=by_score(stories),
        by_rate=by_rate(projects),
        missing_targets=tuple(story for story in stories if story.missed),
        losing=tuple(story for story in stories if story.losing),
        suspects=suspects(stories),
        trends=trends(projects),
        with_errors=tuple(story for story in stories if story.errors),
        with_warnings=tuple(story for story in stories if story.warnings),
        with_doubts=_doubts(stories),
    )


def _sums(projects: Sequence[Story]) -> tuple[Sum, ...]:
    return tuple(_sum(unit, projects) for unit in dict.fromkeys(story.money.unit for story in projects))


def _sum(unit: str, projects: Sequence[Story]) -> Sum:
    told = [story for story in projects if story.money.unit == unit]
    whole = [pair for story in told if (pair := _amounts(story))]
    missing = [story for story in told if not _amounts(story)]
    budget, executed = total([budget for budget, _ in whole]), total([spent for _, spent in whole])
    left = difference(_bare(budget), _bare(executed))
    return Sum(
        unit, budget, executed, share(_bare(executed), _bare(budget)),
        left if left is not None and left.number is not None and left.number > 0 else None,
        _count(missing) if missing else None,
    )  # fmt: skip


def _bare(said: Said | None) -> Said | None:
    """A sum as a term of a further formula: by its result."""
    return said and Said(said.text, said.paths, said.doubt)


def _years(projects: Sequence[Story]) -> tuple[Year, ...]:
    found: dict[str, list[Story]] = {}
    for story in projects:
        if story.year is not None:
            found.setdefault(story.year.text, []).append(story)
    return tuple(
        Year(year, count([story.year for story in members if story.year]), _sums(members), count_scores(members))
        for members in (found[text] for text in sorted(found))
        # One that is certain stands for all: what is to be checked is marked at its own form.
        if (year := min((story.year for story in members if story.year), key=lambda said: said.doubt))
    )


def _doubts(stories: Sequence[Story]) -> Said:
    """How many cells are to be checked; one that was lost has no piece of its own."""
    doubts = [doubt for story in stories for doubt in story.doubts]
    paths = tuple(path for doubt in doubts if doubt.said for path in doubt.said.paths)
    return Said(str(len(doubts)), paths, False, COUNTED)


def _amounts(story: Story) -> tuple[Said, Said] | None:
    """Budget and spending of a form, None unless both are numbers."""
    budget, spent = story.money.whole, story.money.executed
    if budget is None or spent is None or budget.number is None or spent.number is None:
        return None
    return budget, spent


def _count(stories: Sequence[Story], number: int | None = None) -> Said:
    """How many forms there are, or how many files they stand in, over one cell of each."""
    paths = tuple(path for story in stories if story.named for path in story.named.paths[:1])
    return Said(str(len(stories) if number is None else number), paths, False, COUNTED)
