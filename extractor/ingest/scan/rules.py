"""The ruling lines of a scanned page.

Comes in: a cleaned, straightened grey page. Goes out: straight segments, also of faint, dotted and broken lines, and a
mask of their ink. Never takes a stroke of a character for a rule where it can tell: a rule is longer than any stroke,
or stands between two that are.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Any

from extractor.ingest.ruling import Segment
from extractor.ingest.scan.runs import SHORTEST, Patch, Run, patches_of, runs_in
from extractor.values import Box

_LONG = 70  # pixels; what is shorter crosses no other rule
_REACH = 9  # from the end of a short rule to the one that it ends at
_SMEARED = 13  # by so much the patch of a rule is longer than the rule
_HELD = ((300, 0), (120, 1), (SHORTEST, 2), (0, 3))  # from this length on, so many ends must be at other rules
_BRIEF, _SOLID, _EDGE = 120, 0.96, 2  # a part shorter than this is dark nearly everywhere, but for its very ends
_FAINTEST = 0.35  # share of the usual contrast of the page's rules
_DRAWN = 0.75  # share of each part of a rule between two that cross it that is darker than what is beside it
_ONE_LINE = 1.35  # times the usual height of a line of text; two lines that the detector took for one are higher
_SLIM, _FILLS = 0.7, 0.6  # width of a box that is too narrow for print, by its usual height; share that the rule fills
_RIM_OF_LINE = 0.2  # of its height: farther in, a line of text has strokes, not a rule


@dataclass(frozen=True, slots=True)
class Rules:
    """The rules of a page: those that run across, those that run down."""

    across: tuple[Segment, ...]
    down: tuple[Segment, ...]

    @property
    def all(self) -> tuple[Segment, ...]:
        """Every rule of the page."""
        return self.across + self.down


def rules_on(grey: Any) -> Rules:
    """Find the rules of a page."""
    level, upright = patches_of(grey), patches_of(grey.T)
    long_across = [run for patch in level if patch.width >= _LONG for run in runs_in(grey, patch)]
    long_down = [run for patch in upright if patch.width >= _LONG for run in runs_in(grey.T, patch)]
    across = [part for run in _held(grey, level, long_across, long_down) for part in run]
    down = [_mirrored(part) for run in _held(grey.T, upright, long_down, long_across) for part in run]
    return Rules(tuple(across), tuple(down))


def _held(
    grey: Any, patches: Sequence[Patch], long: Sequence[Run], crossing: Sequence[Run]
) -> Iterator[Iterator[Segment]]:
    """The drawn parts of the long stretches, and of short ones between two rules that cross them."""
    across = [run.segment for run in crossing if run.length >= _LONG]
    contrasts = [run.contrast for run in (*long, *crossing) if run.length >= _HELD[0][0]]
    least = _FAINTEST * median(contrasts) if contrasts else 0.0
    edges = [end for run in long if run.length >= _BRIEF for end in (run.segment.x0, run.segment.x1)]
    for run in long:
        yield _drawn_parts(run, across, least, edges)
    for patch in patches:
        level = patch.y + patch.height / 2
        ends = patch.x, patch.x + patch.width
        if patch.width < _LONG and all(_meets(across, end, level, _REACH + _SMEARED) for end in ends):
            for run in runs_in(grey, patch):
                yield _drawn_parts(run, across, least, edges)


def outside_of_text(rules: Rules, lines: Sequence[Box]) -> Rules:
    """The rules without those that are strokes of a line of text, or hang in the air along one."""
    mirrored = [_mirrored(s) for s in rules.down]
    flipped = [(y0, x0, y1, x1) for x0, y0, x1, y1 in lines]
    heights = [y1 - y0 for x0, y0, x1, y1 in lines if x1 - x0 > y1 - y0]
    high = _ONE_LINE * median(heights) if heights else 0.0
    across = [s for s in rules.across if not any(_is_stroke(s, box, mirrored, high) for box in lines)]
    across = [part for s in across for part in _beside_print(s, lines, mirrored, high)]
    down = [s for s in rules.down if not any(_is_stroke(_mirrored(s), box, rules.across, high) for box in flipped)]
    return Rules(tuple(across), tuple(down))


def without_rules(lines: Sequence[Box], rules: Rules) -> list[Box]:
    """The lines of text without boxes that hold nothing but a rule that runs down: dotted ones are taken for print."""
    heights = [y1 - y0 for x0, y0, x1, y1 in lines if x1 - x0 > y1 - y0]
    usual = median(heights) if heights else 0.0
    return [box for box in lines if not (box[2] - box[0] < _SLIM * usual and _holds_rule(box, rules.down))]


def _holds_rule(box: Box, down: Sequence[Segment]) -> bool:
    x0, y0, x1, y1 = box
    return any(x0 <= (s.x0 + s.x1) / 2 <= x1 and min(s.y1, y1) - max(s.y0, y0) >= _FILLS * (y1 - y0) for s in down)


def _beside_print(segment: Segment, lines: Sequence[Box], crossing: Sequence[Segment], high: float) -> list[Segment]:
    """A level rule without the parts between two rules that cross it in which it runs through a line of print."""
    left, top, right, bottom, _ = segment
    tilt = (bottom - top) / max(1.0, right - left)
    struck = [
        (box[0] + box[2]) / 2
        for box in lines
        if box[3] - box[1] <= high
        and _RIM_OF_LINE < (top + ((box[0] + box[2]) / 2 - left) * tilt - box[1]) / (box[3] - box[1]) < 1 - _RIM_OF_LINE
    ]
    return _parts(segment, crossing, lambda start, end: not any(start < middle < end for middle in struck))


def _parts(segment: Segment, crossing: Sequence[Segment], is_kept: Callable[[float, float], bool]) -> list[Segment]:
    """A level line cut at the rules that cross it (given as if they were level), what is kept of it joined again."""
    left, top, right, bottom, thickness = segment
    tilt = (bottom - top) / max(1.0, right - left)
    level = (top + bottom) / 2
    at = sorted(o.y0 for o in crossing if o.x0 - _REACH <= level <= o.x1 + _REACH and left < o.y0 < right)
    kept: list[list[float]] = []
    for start, end in zip([left, *at], [*at, right], strict=True):
        if not is_kept(start, end):
            continue
        if kept and kept[-1][1] == start:
            kept[-1][1] = end
        else:
            kept.append([start, end])
    return [
        Segment(start, top + (start - left) * tilt, end, top + (end - left) * tilt, thickness) for start, end in kept
    ]


def ink_of_rules(rules: Rules, shape: tuple[int, ...]) -> Any:
    """A mask of the pixels that rules cover."""
    import cv2
    import numpy as np

    mask = np.zeros(shape[:2], np.uint8)
    for x0, y0, x1, y1, thickness in rules.all:
        cv2.line(mask, (round(x0), round(y0)), (round(x1), round(y1)), 255, max(3, round(thickness) + 3))
    return mask


def _drawn_parts(run: Run, crossing: Sequence[Segment], least: float, edges: Sequence[float]) -> Iterator[Segment]:
    """A run cut at the rules that cross it, without the parts that are not drawn.

    Strokes of characters beside the end of a rule, or between two rules on one level, look like more of it. The
    shorter a part is, the more of its ends have to be at other rules, or level with the ends (``edges``) of two that
    run beside it, as where a page break leaves a table open; all of a brief one is darker than its sides by
    ``least``.
    """
    left, dark = run.segment.x0, run.dark
    level = (run.segment.y0 + run.segment.y1) / 2

    def is_drawn(start: float, end: float) -> bool:
        inner = dark[round(start - left) + 3 : max(round(start - left) + 4, round(end - left) - 2)]
        return end - start <= _REACH or bool(len(inner)) and inner.mean() >= _DRAWN

    for part in _parts(run.segment, crossing, is_drawn):
        start, end = part.x0, part.x1
        ends = sum(_meets(crossing, at, level) or _is_level(edges, at) for at in (start, end))
        held = ends >= next(few for length, few in _HELD if end - start >= length)
        if held and (end - start >= _BRIEF or _is_solid(run, start, end, crossing, least)):
            yield part


def _is_level(edges: Sequence[float], end: float) -> bool:
    """Say whether a run ends where two others beside it do."""
    return sum(abs(edge - end) <= _REACH for edge in edges) >= 2


def _is_solid(run: Run, start: float, end: float, crossing: Sequence[Segment], least: float) -> bool:
    """Say whether a short part is dark all the way between the two rules that it ends at."""
    level = (run.segment.y0 + run.segment.y1) / 2
    near = [o.y0 for o in crossing if o.x0 - _REACH <= level <= o.x1 + _REACH]
    first = min(near, key=lambda y: abs(y - start), default=start)
    last = min(near, key=lambda y: abs(y - end), default=end)
    left = run.segment.x0
    darker = run.darker[max(0, round(start - left)) : max(0, round(end - left)) + 1]
    dark = darker >= max(run.least, least)
    return float(dark.sum()) >= _SOLID * (max(end, last) - min(start, first) - 2 * _EDGE)


def _mirrored(segment: Segment) -> Segment:
    return Segment(segment.y0, segment.x0, segment.y1, segment.x1, segment.thickness)


def _meets(others: Sequence[Segment], x: float, level: float, reach: float = _REACH) -> bool:
    """Say whether a level run that ends at ``x`` ends at one of the others, which cross it."""
    return any(abs(o.y0 - x) <= reach and o.x0 - _REACH <= level <= o.x1 + _REACH for o in others)


def _is_stroke(segment: Segment, box: Box, crossing: Sequence[Segment], high: float) -> bool:
    """Say whether a level segment lies within a line of text, or mostly so with an end at no other rule.

    What is no higher than ``high`` is one line of print: nothing that runs through its middle is a rule.
    """
    left, top, right, bottom = box
    level = (segment.y0 + segment.y1) / 2
    if not top < level < bottom:
        return False
    rim = (bottom - top) * _RIM_OF_LINE
    through = top + rim < level < bottom - rim
    if through and segment.x0 >= left - 4 and segment.x1 <= right + 4:
        return True
    within = min(segment.x1, right) - max(segment.x0, left)
    if segment.x1 - segment.x0 >= _HELD[0][0] or within < 0.6 * (segment.x1 - segment.x0):
        return False
    if through and bottom - top <= high:
        return True
    return not (_meets(crossing, segment.x0, level) and _meets(crossing, segment.x1, level))
