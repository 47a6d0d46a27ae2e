"""Whether confidence means what it says: how often cells of one confidence are right.

Comes in: an ``Evaluation``. Goes out: bins for a reliability diagram, and the points of a risk-coverage curve.
Cells without a value have no confidence in one, and take no part.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict, dataclass
from typing import Any

from extractor.evaluate.results import Evaluation, Standing

EDGES = (0, 100, 200, 300, 400, 500, 600, 700, 800, 900, 950, 980, 990, 1000)
"""Bounds of the bins, per thousand: narrow where most cells are. The last bin takes in 1000."""


@dataclass(frozen=True, slots=True)
class Bin:
    """The cells of one stretch of confidence: their number, their mean confidence, and the share that is right."""

    low: float
    high: float
    cells: int
    confidence: float
    right: float


@dataclass(frozen=True, slots=True)
class Point:
    """Accepting all cells of at least ``confidence``: the share of cells accepted, and the share of them wrong."""

    confidence: float
    accepted: float
    wrong: float


@dataclass(frozen=True, slots=True)
class Reliability:
    """All that is known of confidence: bins, curve, the mean gap, and where today's flags stand.

    ``gap`` is the expected calibration error: the mean distance between confidence and share right, over
    cells. ``flags`` is the point of accepting what is not flagged.
    """

    cells: int
    gap: float
    bins: tuple[Bin, ...]
    curve: tuple[Point, ...]
    flags: Point


def reliability(evaluation: Evaluation) -> Reliability:
    """The reliability of the confidence of all cells with a value."""
    standings = sum_standings(evaluation)
    cells = sum(one.cells for one in standings)
    bins = tuple(_bins(standings))
    gap = sum(one.cells * abs(one.confidence - one.right) for one in bins) / max(1, cells)
    accepted = cells - sum(one.flagged for one in standings)
    silent = sum(one.silent for one in standings)
    flags = Point(0.0, accepted / max(1, cells), silent / max(1, accepted))
    return Reliability(cells, gap, bins, tuple(_curve(standings, cells)), flags)


def sum_standings(evaluation: Evaluation) -> list[Standing]:
    """The cells of all forms by confidence, lowest first."""
    summed: dict[int, Counter[str]] = {}
    for form in evaluation.forms():
        for one in form.standings:
            counts = {"cells": one.cells, "right": one.right, "silent": one.silent, "flagged": one.flagged}
            summed.setdefault(one.confidence, Counter()).update(counts)
    return [
        Standing(confidence, count["cells"], count["right"], count["silent"], count["flagged"])
        for confidence, count in sorted(summed.items())
    ]


def _bins(standings: list[Standing]) -> list[Bin]:
    bins = []
    for low, high in zip(EDGES, EDGES[1:], strict=False):
        inside = [one for one in standings if low <= one.confidence < high or one.confidence == high == EDGES[-1]]
        cells = sum(one.cells for one in inside)
        if cells:
            mean = sum(one.confidence * one.cells for one in inside) / cells / 1000
            right = sum(one.right for one in inside) / cells
            bins.append(Bin(low / 1000, high / 1000, cells, mean, right))
    return bins


def _curve(standings: list[Standing], cells: int) -> list[Point]:
    """The most certain cells first."""
    points, accepted, wrong = [], 0, 0
    for one in reversed(standings):
        accepted += one.cells
        wrong += one.cells - one.right
        points.append(Point(one.confidence / 1000, accepted / cells, wrong / accepted))
    return points


def reliability_as_data(evaluation: Evaluation) -> dict[str, Any]:
    """The same as plain data."""
    return asdict(reliability(evaluation))
