"""Rows of two readers matched: by the text they point to, never by their number.

Comes in: the rows of one table as two readers have them. Goes out: which row of the one is which
of the other, and the rows that only one of them has. Merged labels say nothing: they stand for many rows.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from extractor.values import Candidate, Choice, Span

PLACE = re.compile(r"(.+)\[(\d+)\]\.(\w+)")
CARRIED = frozenset(("level1", "level2", "section", "group", "stage"))
_NAMES = frozenset(("level3", "item", "name", "source", "code"))
_LEAST = 0.35  # share of a row's cells that must point to the same text
_LEAST_CELLS = 2  # cells of such a row that must lie wholly in it
_FRESH = 0.6  # share of a row's text that found no place, for it to be a row that was passed over

Row = dict[str, Candidate]


@dataclass(frozen=True, slots=True)
class Match:
    """Rows of one table: ``pairs`` maps theirs to ours, ``new`` are theirs that we passed over, in order."""

    pairs: Mapping[int, int]
    new: tuple[int, ...]


def rows_of(choices: Iterable[Choice], table: str) -> dict[int, Row]:
    """The rows of a table: the first alternative's candidates by column."""
    out: dict[int, Row] = {}
    for choice in choices:
        for candidate in choice.alternatives[0].candidates:
            found = PLACE.fullmatch(candidate.path)
            if found and found[1] == table:
                out.setdefault(int(found[2]), {})[found[3]] = candidate
    return out


def match_rows(ours: Mapping[int, Row], theirs: Mapping[int, Row], unplaced: Sequence[Span]) -> Match:
    """The best pairing of rows by shared text; only text that found no place can be a row that we passed over."""
    scored = sorted(
        ((_likeness(mine, row), -abs(i - j), i, j) for i, mine in ours.items() for j, row in theirs.items()),
        reverse=True,
    )
    pairs: dict[int, int] = {}
    taken: set[int] = set()
    for score, _, i, j in scored:
        if score >= _LEAST and i not in taken and j not in pairs:
            pairs[j] = i
            taken.add(i)
    free = _offsets(unplaced)
    rest = [j for j in theirs if j not in pairs and _spans(theirs[j])]
    new = tuple(j for j in rest if _freshness(theirs[j], free) >= _FRESH)
    return Match(pairs, new)


def start_of(row: Row) -> int:
    """Where a row begins in the text."""
    return min((span.start for span in _spans(row)), default=1 << 60)


def _spans(row: Row) -> list[Span]:
    return [span for key, c in row.items() if key not in CARRIED and c.value for span in c.spans]


def _likeness(mine: Row, row: Row) -> float:
    """Share of the other row's cells that point to the text of the same cell of ours; names count double."""
    total = hits = 0.0
    for key, candidate in row.items():
        if key in CARRIED or not candidate.value or not candidate.spans:
            continue
        weight = 2.0 if key in _NAMES else 1.0
        total += weight
        other = mine.get(key)
        if other is not None and overlap(other.spans, candidate.spans):
            hits += weight
    return hits / total if total else 0.0


def overlap(ours: Sequence[Span], theirs: Sequence[Span]) -> bool:
    """True if two pieces of evidence share a character."""
    return any(a.start < b.end and b.start < a.end for a in ours for b in theirs)


def _offsets(spans: Iterable[Span]) -> set[int]:
    return {at for span in spans for at in range(span.start, span.end)}


def _freshness(row: Row, free: set[int]) -> float:
    cells = [_offsets(c.spans) for key, c in row.items() if key not in CARRIED and c.value and c.spans]
    offsets = [at for cell in cells for at in cell]
    whole = sum(cell <= free for cell in cells)
    return sum(at in free for at in offsets) / len(offsets) if whole >= _LEAST_CELLS else 0.0
