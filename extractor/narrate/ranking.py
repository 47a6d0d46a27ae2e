"""Forms in order: by score, by rate of spending, and those whose figures are too good or do not fit.

Comes in: stories. Goes out: counts, orders and suspicions, each with the cells it rests on. Never calls a form wrong:
a suspicion says what is printed and what would not be expected beside it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache
from typing import Literal

from extractor.narrate.facts import Story
from extractor.narrate.said import Said, count, plain, share

Why = Literal["contradiction", "full_but_missed", "copied", "low_rate_full_marks"]
# Of the full score: from here on a form that missed a target is looked at. Half: results that only repeat targets.
_NEAR_PERFECT, _HALF = Decimal("0.98"), Decimal("0.5")
_LOW_RATE = Decimal(80)
_PLACES = Decimal("0.01")
_HUNDRED = Decimal(100)


@dataclass(frozen=True, slots=True)
class Band:
    """A grade by score: its word, its lower bound (None below the lowest), and how many forms lie in it."""

    grade: Said
    low: Said | None
    forms: Said
    stories: tuple[Story, ...]


@dataclass(frozen=True, slots=True)
class Scores:
    """The total scores of some forms: how many have one, the mean, the ends, and how they lie in the bands."""

    forms: Said
    mean: Said
    highest: Said
    lowest: Said
    bands: tuple[Band, ...]


@dataclass(frozen=True, slots=True)
class GradeCount:
    """How many forms print a grade."""

    grade: Said
    forms: Said


@dataclass(frozen=True, slots=True)
class Suspect:
    """A form that a reviewer should look at first, and why."""

    story: Story
    reasons: tuple[Why, ...]


def _points(story: Story) -> Decimal | None:
    """The total score as points of a hundred, None without a score or with an impossible one."""
    score, full = story.score, story.full
    if score is None or score.number is None:
        return None
    whole = full.number if full is not None and full.number else _HUNDRED
    return score.number * _HUNDRED / whole if whole else None


def count_scores(stories: Sequence[Story]) -> Scores | None:
    """The distribution of the total scores; None where no form has one."""
    scored = [
        (points, story, story.score)
        for story in stories
        if story.score is not None and (points := _points(story)) is not None
    ]
    if not scored:
        return None
    pieces = [score for _, _, score in scored]
    numbers = [score.number or Decimal(0) for score in pieces]
    paths = tuple(path for score in pieces for path in score.paths)
    mean = (sum(numbers, Decimal(0)) / len(numbers)).quantize(_PLACES, rounding=ROUND_HALF_UP)
    ordered = sorted(pieces, key=lambda score: score.number or Decimal(0))
    doubt = any(score.doubt for score in pieces)
    formula = f"各表总分之和÷{len(pieces)}" if len(pieces) > 1 else ""
    return Scores(
        count(pieces), Said(plain(mean), paths, doubt, formula), ordered[-1], ordered[0],
        _bands([(points, story) for points, story, _ in scored]),
    )  # fmt: skip


@lru_cache(maxsize=1)
def _limits() -> tuple[tuple[str, Decimal], ...]:
    from extractor.settings import Settings

    return Settings().laws.grade_bands


def _bands(scored: Sequence[tuple[Decimal, Story]]) -> tuple[Band, ...]:
    left, bands = list(scored), []
    for grade, low in _limits():
        inside = [(points, story) for points, story in left if points >= low]
        left = [(points, story) for points, story in left if points < low]
        stories = tuple(story for _, story in inside)
        limit = Said(plain(low), (), False, "分档下限") if low > 0 else None
        bands.append(Band(Said(grade, ()), limit, count([story.score for story in stories if story.score]), stories))
    return tuple(band for band in bands if band.stories)


def count_grades(stories: Sequence[Story]) -> tuple[GradeCount, ...]:
    """How many forms print each grade, in the order in which the grades come up."""
    found: dict[str, list[Said]] = {}
    for story in stories:
        if story.grade is not None:
            found.setdefault(story.grade.text, []).append(story.grade)
    return tuple(GradeCount(Said(grade, pieces[0].paths), count(pieces)) for grade, pieces in found.items())


def by_score(stories: Sequence[Story]) -> tuple[Story, ...]:
    """The forms with a total score, the highest first; equal ones in their own order."""
    scored = [(points, story) for story in stories if (points := _points(story)) is not None]
    return tuple(story for _, story in sorted(scored, key=lambda pair: -pair[0]))


def _rate(story: Story) -> Decimal | None:
    """Spending over budget in per cent, computed: a printed rate may be the thing that is wrong."""
    computed = share(story.money.executed, story.money.whole)
    return computed.number if computed is not None else None


def by_rate(stories: Sequence[Story]) -> tuple[Story, ...]:
    """The forms whose rate of spending is known, the lowest first."""
    rated = [(rate, story) for story in stories if (rate := _rate(story)) is not None and story.money.rate]
    return tuple(story for _, story in sorted(rated, key=lambda pair: pair[0]))


def suspects(stories: Sequence[Story]) -> tuple[Suspect, ...]:
    """The forms that a reviewer should look at first: most reasons first, then in their own order."""
    found = [Suspect(story, reasons) for story in stories if (reasons := _reasons(story))]
    return tuple(sorted(found, key=lambda suspect: (-len(suspect.reasons), -len(suspect.story.errors))))


def _reasons(story: Story) -> tuple[Why, ...]:
    reasons: list[Why] = []
    points, rate = _points(story), _rate(story)
    if story.errors:
        reasons.append("contradiction")
    if points is not None and points >= _NEAR_PERFECT * _HUNDRED and story.missed:
        reasons.append("full_but_missed")
    told = len(story.compared) + len(story.copied)
    if story.copied and len(story.copied) >= _HALF * told:
        reasons.append("copied")
    score, weight = story.money.score, story.money.weight
    full = score is not None and weight is not None and score.number == weight.number is not None
    if rate is not None and rate < _LOW_RATE and full:
        reasons.append("low_rate_full_marks")
    return tuple(reasons)
