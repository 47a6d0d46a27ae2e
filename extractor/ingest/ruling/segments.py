"""Drawn lines: from the pieces that a file or a scan gives to whole rules.

Comes in: segments as they were drawn, in any order, broken, doubled, a little askew. Goes out: the skew of the page,
and horizontal and vertical rules, each in one piece. Never decides what a rule is for, and never keeps a slanted line.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby
from operator import attrgetter
from typing import NamedTuple

SNAP = 7.0
"""Rules at most so far apart (0.9 mm) are one rule: a doubled border, the two sides of a thick one."""

BRIDGE = 14.0
"""A gap at most so wide (1.8 mm) does not part a rule in two."""

SHORTEST = 12.0
"""What is shorter (1.5 mm) is a speck or a dash."""

_MOST_SLANT = 0.02  # 1.1 degrees: steeper lines are drawings
_LONG = 100.0  # only long segments show the skew of a page
_STRAIGHT = 0.0004  # a slope that moves nothing by a pixel


class Segment(NamedTuple):
    """A straight line from one point to another, in pixels; the thickness is that of its ink."""

    x0: float
    y0: float
    x1: float
    y1: float
    thickness: float = 1.0


class Rule(NamedTuple):
    """A horizontal rule at ``at`` from the top, or a vertical one at ``at`` from the left, and where it runs."""

    at: float
    start: float
    end: float


def slope_of(segments: Iterable[Segment]) -> float:
    """How much the page is askew: the fall of its long lines by pixel; 0 where it is straight."""
    slopes: list[tuple[float, float]] = []
    for x0, y0, x1, y1, _ in segments:
        wide, high = x1 - x0, y1 - y0
        if abs(wide) >= _LONG and abs(high) <= _MOST_SLANT * abs(wide):
            slopes.append((high / wide, abs(wide)))
        elif abs(high) >= _LONG and abs(wide) <= _MOST_SLANT * abs(high):
            slopes.append((-wide / high, abs(high)))
    slopes.sort()
    half = sum(length for _, length in slopes) / 2
    for slope, length in slopes:
        half -= length
        if half <= 0:
            return slope if abs(slope) > _STRAIGHT else 0.0
    return 0.0


def rules_of(segments: Iterable[Segment], slope: float = 0.0) -> tuple[list[Rule], list[Rule]]:
    """The horizontal and the vertical rules that the segments make up, on the page turned straight."""
    across: list[Rule] = []
    down: list[Rule] = []
    for x0, y0, x1, y1, _ in segments:
        x0, y0, x1, y1 = x0 + y0 * slope, y0 - x0 * slope, x1 + y1 * slope, y1 - x1 * slope
        wide, high = abs(x1 - x0), abs(y1 - y0)
        if high <= max(_MOST_SLANT * wide, 2.0) and high <= wide:
            across.append(Rule((y0 + y1) / 2, min(x0, x1), max(x0, x1)))
        elif wide <= max(_MOST_SLANT * high, 2.0):
            down.append(Rule((x0 + x1) / 2, min(y0, y1), max(y0, y1)))
    return _whole(across), _whole(down)


def _whole(rules: Sequence[Rule]) -> list[Rule]:
    """Snap rules beside each other to one place, and join the pieces that lie there."""
    snapped = [rule for bundle in _bundles(sorted(rules)) for rule in _at_one_place(bundle)]
    whole: list[Rule] = []
    for _, bundle in groupby(snapped, attrgetter("at")):
        for rule in sorted(bundle, key=attrgetter("start")):
            if whole and whole[-1].at == rule.at and rule.start - whole[-1].end <= BRIDGE:
                whole[-1] = whole[-1]._replace(end=max(whole[-1].end, rule.end))
            else:
                whole.append(rule)
    return [rule for rule in whole if rule.end - rule.start >= SHORTEST]


def _bundles(rules: Sequence[Rule]) -> Iterable[list[Rule]]:
    """Rules that lie within ``SNAP`` of each other."""
    bundle: list[Rule] = []
    for rule in rules:
        if bundle and rule.at - bundle[0].at > SNAP:
            yield bundle
            bundle = []
        bundle.append(rule)
    if bundle:
        yield bundle


def _at_one_place(bundle: Sequence[Rule]) -> list[Rule]:
    weight = sum(rule.end - rule.start + 0.01 for rule in bundle)
    at = sum(rule.at * (rule.end - rule.start + 0.01) for rule in bundle) / weight
    return [rule._replace(at=at) for rule in bundle]
