"""The steps of a search down the strips of a table, and what it remembers.

Comes in: nothing. Goes out: the types that the search and the making of lines share.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple

from extractor.read.page.pieces import FAR

Place = tuple[int, ...]  # how many lines of each strip are used
Heads = tuple[int | None, ...]  # the line of each strip in a row


class Step(NamedTuple):
    """One step down the strips: a row or total row of these lines, or one line that is of no row of its own."""

    kind: str  # row, total, rest, copy, stray, ahead, behind
    heads: Heads


class Key(NamedTuple):
    """Where a search stands: the lines used, whether the total row has come, and what the sums have come to."""

    place: Place
    closed: bool  # the total row has come
    sums: tuple[object, ...]


@dataclass(slots=True)
class Node:
    """What it costs to get here, from where, and what the rest of the way costs at least."""

    cost: float
    arcs: list[tuple[Key, float, Step]] = field(default_factory=list)
    ahead: float = FAR


@dataclass(frozen=True, slots=True)
class Woven:
    """The steps from top to bottom, and for each row what of it is in doubt."""

    steps: tuple[Step, ...]
    doubts: tuple[frozenset[tuple[int, str]], ...]  # strips with the columns that could print something else
    cost: float


@lru_cache(maxsize=64)
def subsets(free: tuple[int, ...]) -> list[tuple[int, ...]]:
    """All choices of at least one of these strips."""
    return [chosen for count in range(1, len(free) + 1) for chosen in itertools.combinations(free, count)]


def moved(place: Place, heads: Heads) -> Place:
    """The place behind a row of these lines."""
    return tuple(n + (heads[s] is not None) for s, n in enumerate(place))
