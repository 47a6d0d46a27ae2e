"""Two evaluations side by side: two readers, or two versions of the program.

Comes in: two ``Evaluation`` values. Goes out: both rates and their difference for every group, and the leaves
that became right or wrong. Only documents that both have are compared.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Any, Literal

from extractor.evaluate.groups import DIMENSIONS, Dimension, groups
from extractor.evaluate.rates import RATES, Rate, Share
from extractor.evaluate.results import CaseResult, Evaluation, Miss, restricted
from extractor.evaluate.tally import Tally

Way = Literal["worse", "better", "other"]


@dataclass(frozen=True, slots=True)
class RateChange:
    """One rate before and after."""

    rate: Rate
    before: Share
    after: Share

    @property
    def difference(self) -> float | None:
        """After less before; None where one of them has nothing to count."""
        before, after = self.before.value, self.after.value
        return None if before is None or after is None else after - before

    @property
    def way(self) -> Literal["better", "worse", "same"]:
        """Whether the change is for the better."""
        if not self.difference or self.rate.better == "neither":
            return "same"
        return "better" if (self.difference > 0) == (self.rate.better == "more") else "worse"


@dataclass(frozen=True, slots=True)
class Changed:
    """One leaf of a form (counted from 1) that differs: a verdict of None stands for right.

    ``worse`` is right before and not after, or wrong silently only after; ``better`` is the other way round.
    """

    case: str
    form: int
    path: str
    way: Way
    expected: str | None
    before: str | None
    before_verdict: str
    after: str | None
    after_verdict: str


@dataclass(frozen=True)
class Comparison:
    """Two evaluations over the documents that both have; ``alone`` counts those that only one has."""

    before: Evaluation
    after: Evaluation
    alone: int
    total: tuple[RateChange, ...]
    changed: tuple[Changed, ...]


def compare(before: Evaluation, after: Evaluation) -> Comparison:
    """Hold two evaluations side by side."""
    keys = [{case.key for case in one.cases} for one in (before, after)]
    both = keys[0] & keys[1]
    before, after = restricted(before, both), restricted(after, both)
    changed = tuple(sorted(_changes(before, after), key=lambda one: ("worse", "better", "other").index(one.way)))
    return Comparison(before, after, len(keys[0] ^ keys[1]), rate_changes(before.total, after.total), changed)


def rate_changes(before: Tally, after: Tally) -> tuple[RateChange, ...]:
    """Every rate of two tallies."""
    return tuple(RateChange(rate, rate.of(before), rate.of(after)) for rate in RATES)


def group_changes(comparison: Comparison, dimension: Dimension) -> list[tuple[str, tuple[RateChange, ...]]]:
    """Every rate of each group that either side has, in the order of the new figures."""
    before = {group.name: group.tally for group in groups(comparison.before, dimension)}
    after = {group.name: group.tally for group in groups(comparison.after, dimension)}
    names = [*after, *(name for name in before if name not in after)]
    return [(name, rate_changes(before.get(name, Tally()), after.get(name, Tally()))) for name in names]


def _changes(before: Evaluation, after: Evaluation) -> Iterator[Changed]:
    known = {case.key: case for case in before.cases}
    for case in after.cases:
        old, new = _misses(known[case.key]), _misses(case)
        for place in dict.fromkeys([*new, *old]):
            change = _change(case.name, place, old.get(place), new.get(place))
            if change is not None:
                yield change


def _misses(case: CaseResult) -> dict[tuple[int, str], Miss]:
    return {(form.number, miss.path): miss for form in case.forms for miss in form.misses}


def _change(case: str, place: tuple[int, str], old: Miss | None, new: Miss | None) -> Changed | None:
    """What became of one leaf; None where both sides miss it in the same way."""
    said = [("right", None) if miss is None else (miss.verdict, miss.found) for miss in (old, new)]
    if said[0] == said[1]:
        return None
    expected = next(miss.expected for miss in (new, old) if miss is not None)
    values = [expected if miss is None else miss.found for miss in (old, new)]
    ranks = [_rank(verdict) for verdict, _ in said]
    way: Way = "other" if ranks[0] == ranks[1] else "better" if ranks[1] < ranks[0] else "worse"
    return Changed(case, *place, way, expected, values[0], said[0][0], values[1], said[1][0])


def _rank(verdict: str) -> int:
    """How bad a verdict is."""
    return ("right", "missing_flagged", "wrong_flagged", "missing_silent", "wrong_silent").index(verdict)


def comparison_as_data(comparison: Comparison) -> dict[str, Any]:
    """A comparison as plain data."""
    return {
        "before": {"reader": comparison.before.reader, "program": comparison.before.program},
        "after": {"reader": comparison.after.reader, "program": comparison.after.program},
        "documents": len(comparison.after.cases),
        "documents_of_one_side": comparison.alone,
        "total": _as_data(comparison.total),
        "groups": {
            dimension: {name: _as_data(changes) for name, changes in group_changes(comparison, dimension)}
            for dimension in DIMENSIONS
        },
        "changed": [asdict(one) for one in comparison.changed],
    }


def _as_data(changes: tuple[RateChange, ...]) -> dict[str, Any]:
    return {
        one.rate.key: {
            "before": one.before.value,
            "after": one.after.value,
            "difference": one.difference,
            "counts": [one.before.counts, one.after.counts],
        }
        for one in changes
    }
