"""The same project over several years: budget, spending, rate and score beside each other.

Comes in: stories. Goes out: ``Trend`` values. Never takes two projects for one on a likeness: the names must be the
same, spaces and brackets aside.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from extractor.narrate.facts import Story
from extractor.narrate.said import Said, difference

_ASIDE = re.compile(r"[\s（）()“”\"·、，,]|(?:19|20)\d{2}年?度?")


@dataclass(frozen=True, slots=True)
class Step:
    """One year of a project; the changes are against the year before, without sign, ``raised`` says the sign."""

    story: Story
    budget_change: Said | None
    budget_raised: bool
    score_change: Said | None
    score_raised: bool


@dataclass(frozen=True, slots=True)
class Trend:
    """A project that appears in several years."""

    project: Said
    steps: tuple[Step, ...]


def trends(stories: Sequence[Story]) -> tuple[Trend, ...]:
    """Projects with forms of more than one year, in the order in which they come up."""
    found: dict[tuple[str, str], dict[str, Story]] = {}
    for story in stories:
        if story.project is not None and story.year is not None:
            key = (_ASIDE.sub("", story.project.text), _ASIDE.sub("", story.unit.text if story.unit else ""))
            found.setdefault(key, {}).setdefault(story.year.text, story)
    series = [[years[year] for year in sorted(years)] for years in found.values() if len(years) > 1]
    return tuple(Trend(one[0].project, _steps(one)) for one in series if one[0].project is not None)


def _steps(years: Sequence[Story]) -> tuple[Step, ...]:
    before: Story | None = None
    steps = []
    for story in years:
        budget = _change(story.money.whole, before.money.whole if before else None, _one_unit(story, before))
        score = _change(story.score, before.score if before else None, True)
        steps.append(Step(story, *budget, *score))
        before = story
    return tuple(steps)


def _one_unit(story: Story, before: Story | None) -> bool:
    return before is not None and story.money.unit == before.money.unit


def _change(now: Said | None, then: Said | None, comparable: bool) -> tuple[Said | None, bool]:
    apart = difference(now, then) if comparable else None
    if apart is None or not apart.number:
        return None, False
    return (apart, True) if apart.number > 0 else (difference(then, now), False)
