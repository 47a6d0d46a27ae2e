"""Which rules belong to one table.

Comes in: the horizontal and vertical rules of a page. Goes out: the rules of each table, with the sides closed that
were left open. Never looks at text.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from operator import attrgetter

from extractor.ingest.ruling.segments import Rule

REACH = 10.0
"""Rules that miss each other by so little (1.3 mm) meet."""

_OPEN = 20.0  # rules that run on so far beyond the last one across them leave a side open
_MOST_CROSSINGS = 400_000  # more is a drawing, or graph paper
_LOOSE = 250.0  # a rule that meets nothing is of a table at most so far off


@dataclass(frozen=True, slots=True)
class Frame:
    """The rules of one table: ``across`` from top to bottom, ``down`` from left to right."""

    across: tuple[Rule, ...]
    down: tuple[Rule, ...]


def frames_of(across: Sequence[Rule], down: Sequence[Rule]) -> list[Frame]:
    """Gather the rules that meet, directly or by others, and close their open sides."""
    groups, loose, upright = _connected(across, down)
    frames = []
    for rules_across, rules_down in groups:
        if len(rules_across) < 2:
            continue
        rules_across, rules_down = _closed(rules_across, rules_down, loose)
        rules_down, rules_across = _closed(rules_down, rules_across, ())
        rules_down = rules_down + [rule for rule in upright if _runs_beside(rule, rules_down)]
        if len(rules_down) >= 2:
            frames.append(Frame(tuple(sorted(rules_across)), tuple(sorted(rules_down))))
    return frames


def _runs_beside(rule: Rule, sides: Sequence[Rule]) -> bool:
    """Say whether a rule down the page that meets no other is the side of a cell cut above and below by page breaks."""
    top, bottom = min(side.start for side in sides), max(side.end for side in sides)
    near = min(abs(rule.at - side.at) for side in sides) <= _LOOSE
    return near and abs(rule.start - top) <= 2 * REACH and abs(rule.end - bottom) <= 2 * REACH


def _connected(
    across: Sequence[Rule], down: Sequence[Rule]
) -> tuple[list[tuple[list[Rule], list[Rule]]], list[Rule], list[Rule]]:
    """The groups of rules that meet, and the horizontal and the vertical rules that meet none."""
    down = sorted(down, key=attrgetter("at"))
    places = [rule.at for rule in down]
    parents = list(range(len(across) + len(down)))

    def root(index: int) -> int:
        while parents[index] != index:
            parents[index] = parents[parents[index]]
            index = parents[index]
        return index

    crossings = 0
    for index, rule in enumerate(across):
        first, last = bisect_left(places, rule.start - REACH), bisect_right(places, rule.end + REACH)
        crossings += last - first
        if crossings > _MOST_CROSSINGS:
            return [], list(across), down
        for other in range(first, last):
            if down[other].start - REACH <= rule.at <= down[other].end + REACH:
                parents[root(len(across) + other)] = root(index)
    groups: dict[int, tuple[list[Rule], list[Rule]]] = defaultdict(lambda: ([], []))
    for index, rule in enumerate(across):
        groups[root(index)][0].append(rule)
    for index, rule in enumerate(down):
        groups[root(len(across) + index)][1].append(rule)
    loose = [rule for rules, others in groups.values() if not others for rule in rules]
    upright = [rule for others, rules in groups.values() if not others for rule in rules]
    return [group for group in groups.values() if group[0] and group[1]], loose, upright


def _closed(rules: list[Rule], sides: list[Rule], loose: Iterable[Rule]) -> tuple[list[Rule], list[Rule]]:
    """Put a side where several rules end beyond the outermost side there is."""
    left, right = min(side.at for side in sides), max(side.at for side in sides)
    starts = [rule for rule in rules if rule.start < left - _OPEN]
    ends = [rule for rule in rules if rule.end > right + _OPEN]
    start = _shared([rule.start for rule in starts])
    end = _shared([rule.end for rule in ends])
    if start is None and end is None:
        return rules, sides
    edge_left, edge_right = left if start is None else start, right if end is None else end
    rules = _with_loose(rules, loose, edge_left, edge_right)
    top, bottom = min(rule.at for rule in rules), max(rule.at for rule in rules)
    new = [Rule(at, top, bottom) for at in (start, end) if at is not None]
    return rules, sides + new


def _shared(ends: list[float]) -> float | None:
    """The place where at least two of the ends lie."""
    ends = sorted(ends)
    middle = ends[len(ends) // 2] if ends else 0.0
    near = [end for end in ends if abs(end - middle) <= 2 * REACH]
    return sum(near) / len(near) if len(near) >= 2 else None


def _with_loose(rules: list[Rule], loose: Iterable[Rule], left: float, right: float) -> list[Rule]:
    """Add rules that meet nothing because the rows beside them are merged, as far as they run just as far."""
    rules = list(rules)
    fitting = [rule for rule in loose if abs(rule.start - left) <= 2 * REACH and abs(rule.end - right) <= 2 * REACH]
    top, bottom = min(rule.at for rule in rules), max(rule.at for rule in rules)
    for rule in sorted(fitting, key=lambda rule: min(abs(rule.at - top), abs(rule.at - bottom))):
        if top - _LOOSE <= rule.at <= bottom + _LOOSE:
            rules.append(rule)
            top, bottom = min(top, rule.at), max(bottom, rule.at)
    return rules
