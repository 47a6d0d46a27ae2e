"""Pages cut into vertical strips that are printed one after the other.

Comes in: the fragments of one form. Goes out: one run of fragments a strip, left to
right; a page that was not cut is one strip. A form runs downwards once; where it is far
cheaper to say that it runs downwards twice or three times, from a blank line on, each
time with other columns, the page was cut.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from extractor.family import Family
from extractor.lexicon import Lexicon, lexicon_of
from extractor.notation.text import fold
from extractor.values import Boundary, Fragment
from extractor.zones import Zone, descent

_CUT = 1.6  # what it costs to say that a further strip begins
_NARROW_GAP = 1.2  # extra where other blank gaps of the page are wider
_TWICE = 1.0  # a label that two strips print: they share none but halves
_MOST_STRIPS = 6
_MOST_STARTS = 24  # places at which a strip could begin that are looked into
_LEAST = 2  # lines of a strip
_FAR = 1e9


def split_strips(run: Sequence[Fragment], family: Family) -> tuple[tuple[Fragment, ...], ...]:
    """The strips of a form; one for a page that was not cut."""
    page = _Page.of(run, family)
    starts = page.starts()
    ends = [*starts[1:], len(page.chunks)]
    return tuple(tuple(f for chunk in page.chunks[a:b] for f in chunk) for a, b in zip(starts, ends, strict=True))


@dataclass
class _Page:
    """The parts of a page between blank lines, the lines of each, and how wide the gap before each is."""

    chunks: Sequence[Sequence[Fragment]]
    gaps: Sequence[int]
    family: Family
    lexicon: Lexicon

    @classmethod
    def of(cls, run: Sequence[Fragment], family: Family) -> _Page:
        """Parts of a run of fragments."""
        chunks: list[list[Fragment]] = []
        for fragment in run:
            if not chunks or fragment.before == Boundary.BLOCK:
                chunks.append([])
            chunks[-1].append(fragment)
        gaps = [0, *(b[0].start - a[-1].end for a, b in zip(chunks, chunks[1:], strict=False))]
        return cls(chunks, gaps, family, lexicon_of(family))

    @cached_property
    def lines(self) -> list[list[list[str]]]:
        """The lines of each part, as comparison texts of their cells."""
        out: list[list[list[str]]] = []
        for chunk in self.chunks:
            rows: list[list[str]] = []
            for fragment in chunk:
                if not rows or fragment.before >= Boundary.LINE:
                    rows.append([])
                rows[-1].append(fold(fragment.text) if len(fragment.text) < 200 else fragment.text[:60])
            out.append(rows)
        return out

    def starts(self) -> list[int]:
        """Parts at which a strip begins, at least cost."""
        count = len(self.chunks)
        if count < 2:
            return [0]
        whole = self._cost(0, count)
        places = self._places(whole)
        if len(places) < 2:
            return [0]
        best: dict[int, tuple[float, list[int]]] = {0: (0.0, [])}  # parts so far -> cost and starts
        for end in [*places[1:], count]:
            ways = [
                (cost + self._strip(start, end, starts), [*starts, start])
                for start, (cost, starts) in best.items()
                if start < end and len(starts) < _MOST_STRIPS
            ]
            best[end] = min(ways)
        return best[count][1]

    def _places(self, whole: float) -> list[int]:
        """Parts at which a strip may begin: those where it pays most to begin again at the top of the form."""
        count = len(self.chunks)
        gains = {n: whole - self._cost(0, n) - self._cost(n, count) for n in range(1, count)}
        worth = sorted((n for n in gains if gains[n] > 0), key=lambda n: -gains[n])[:_MOST_STARTS]
        return [0, *sorted(worth)] if any(gains[n] > _CUT for n in worth) else [0]

    def _strip(self, start: int, end: int, before: Sequence[int]) -> float:
        """Cost of the parts from ``start`` to ``end`` being one strip behind those that begin at ``before``."""
        cost = self._cost(start, end)
        if not start:
            return cost
        widest = max(self.gaps)
        narrow = _NARROW_GAP if self.gaps[start] < widest else 0.0
        short = 3.0 if sum(len(self.lines[n]) for n in range(start, end)) < _LEAST else 0.0
        again = self._labels(start, end) & self._labels(0, start)
        return cost + _CUT + narrow + short + _TWICE * len(again)

    def _labels(self, start: int, end: int) -> set[tuple[str, str, str]]:
        """Column and row labels that the parts print."""
        zones = iter(self._way(start, end))
        found: set[tuple[str, str, str]] = set()
        for part in self.lines[start:end]:
            for line in part:
                zone = next(zones)
                found |= {
                    (zone.block, label.role, label.key if label.role == "column" else text)
                    for text in line
                    for label in self.lexicon.roles(text)
                    if label.block == zone.block and label.role in ("column", "row", "level2", "item")
                }
        return found

    def _cost(self, start: int, end: int) -> float:
        return self._descent(start, end)[0]

    def _way(self, start: int, end: int) -> tuple[Zone, ...]:
        return self._descent(start, end)[1]

    def _descent(self, start: int, end: int) -> tuple[float, tuple[Zone, ...]]:
        known = self._known.get((start, end))
        if known is None:
            lines = [line for part in self.lines[start:end] for line in part]
            way = descent(lines, self.family, self.lexicon)
            known = self._known[start, end] = (way.cost, way.zones)
        return known

    @cached_property
    def _known(self) -> dict[tuple[int, int], tuple[float, tuple[Zone, ...]]]:
        return {}
