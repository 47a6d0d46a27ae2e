"""Confidence: margins made probabilities, and the threshold that keeps silent errors under a given risk.

Comes in: a margin, the kind of source and of cell, whether the cell is flagged. Goes out: the share of
such cells that were right on the calibration set (``calibration.json``, made by ``make calibrate``; see
``docs/evaluation.md``). Never looks at a document.

The threshold is risk control in the sense of Angelopoulos, Bates, Fisch, Lei and Schuster, "Conformal
Risk Control" (ICLR 2024, arXiv:2208.02814), in the form that holds with a stated confidence: Bates,
Angelopoulos, Lei, Malik and Jordan, "Distribution-Free, Risk-Controlling Prediction Sets" (Journal of
the ACM 68, 2021, arXiv:2101.02703). The unit is the form, since the cells of a form share its damage.
The promise holds for documents like those of the calibration set, not for any document.
"""

from __future__ import annotations

import json
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from extractor.decide.trials import PLAIN_KEYS
from extractor.values import SourceKind

TABLE = Path(__file__).with_name("calibration.json")
_PLACES = 5
_MOST_LOAD = 0.15  # share of cells that may be flagged for a risk that nobody asked for
_CALM, _TROUBLED = 0.01, 0.05  # shares of flagged cells


@dataclass(frozen=True, slots=True)
class Threshold:
    """What a risk demands: cells less sure than ``confidence`` are flagged.

    ``bound`` is the upper bound (95 %) of the share of cells that are wrong and not flagged, and
    ``load`` the share of cells flagged, both on the calibration set. ``met`` is False if no threshold
    keeps the risk.
    """

    confidence: float
    bound: float
    load: float
    met: bool


@dataclass(frozen=True, slots=True)
class Calibration:
    """Curves from margin to probability by group, and thresholds with their bound and load, laxest first."""

    curves: Mapping[str, Sequence[tuple[float, float]]]
    thresholds: Sequence[tuple[float, float, float]]

    def probability(self, group: str, margin: float) -> float:
        """The share of cells of a group with such a margin that were right; between two points, on the line."""
        curve = self.curves.get(group)
        if not curve:
            return 0.5
        at = bisect_left(curve, (margin,))
        if at == 0:
            return curve[0][1]
        if at == len(curve):
            return curve[-1][1]
        (x0, y0), (x1, y1) = curve[at - 1], curve[at]
        return y0 + (y1 - y0) * (margin - x0) / (x1 - x0)

    def threshold(self, risk: float) -> Threshold:
        """The laxest threshold whose bound, and that of every stricter one, is at most the risk."""
        kept: tuple[float, float, float] | None = None
        for entry in reversed(self.thresholds):
            if entry[1] > risk:
                break
            kept = entry
        if kept is None:
            strictest = self.thresholds[-1] if self.thresholds else (1.0, 1.0, 1.0)
            return Threshold(*strictest, met=False)
        return Threshold(*kept, met=True)

    def asked(self, risk: float | None, usual: float) -> float:
        """The confidence below which cells are flagged: for the risk asked for, or the usual one if it costs little."""
        found = self.threshold(usual if risk is None else risk)
        return found.confidence if risk is not None or (found.met and found.load <= _MOST_LOAD) else 0.0


@cache
def calibration() -> Calibration:
    """The calibration that comes with the program."""
    data: dict[str, Any] = json.loads(TABLE.read_text(encoding="utf-8"))
    curves = {name: tuple((float(x), float(y)) for x, y in points) for name, points in data["curves"].items()}
    return Calibration(curves, tuple((float(a), float(b), float(c)) for a, b, c in data["thresholds"]))


def trouble_of(flagged: int, cells: int) -> str:
    """How troubled a form is, by the share of its cells that are flagged: its other cells share the damage."""
    share = flagged / max(1, cells)
    return "calm" if share < _CALM else "some" if share < _TROUBLED else "much"


def group_of(path: str, value: str | None, source: SourceKind, flagged: bool, trouble: str) -> str:
    """The group of a cell: kind of source, kind of value, flagged or not, and how troubled its form is."""
    key = path.rpartition(".")[2]
    digits = any(char.isdecimal() for char in value or "")
    kind = "numeric" if key in PLAIN_KEYS or ".staff." in path else "text"
    if kind == "text" and key in ("target", "actual", "progress") and digits:
        kind = "quantity"
    return f"{source}/{kind}/{'flagged' if flagged else 'clear'}/{trouble}"


def confidence_of(
    path: str, value: str | None, margin: float, source: SourceKind, flagged: bool, trouble: str
) -> float:
    """The probability that a cell is right, 0 to 1."""
    return round(calibration().probability(group_of(path, value, source, flagged, trouble), margin), _PLACES)
