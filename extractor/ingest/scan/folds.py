"""Folds of the sheet taken out of its picture.

Comes in: a cleaned, straightened grey page. Goes out: the page as if it had never been folded. A fold runs straight
from one margin of the sheet to the other and is as dark all along, which no rule and no print is; so what it took away
from the light is known, and is given back to the print that it crosses.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product
from typing import Any

_STRIPS = ((0.01, 0.025), (0.025, 0.04), (0.04, 0.055))  # of the width: where margins are looked at, both sides alike
_DEEP = 20.0  # so much darker than the paper beside it a fold is at least
_BROAD = 31  # rows over which a fold is sought as a dip
_STEEPEST = 0.03  # rows that it may fall for each column
_ALL_ALONG = 0.6  # share of the width on which it is seen
_EDGE = 0.03  # of the width: so near to the edge of the page the sheet begins, though it was turned
_NEAR_END, _ARM = 10, 150  # pixels of a corner along the line and across it
_FOLLOWED = (8, 4, 3)  # rows on either side within which its darkest row is sought, and sought anew
_ALONG = 41  # columns over which it is
_ALONG_LEAST = 0.25  # share of the columns that a fold is followed by
_AROUND = 40  # rows on either side that its shadow may reach
_MOST_DIPS = 12  # dark places of a margin; one with more is striped, or the table reaches into it
_MOST = 3  # folds in each direction; a sheet with more is striped paper


@dataclass(frozen=True, slots=True)
class Fold:
    """A fold that runs across: its rows at the left and at the right edge of the page."""

    left: float
    right: float


def unfolded(grey: Any) -> Any:
    """The page without its folds; the same picture where there are none."""
    import numpy as np

    for turned in (False, True):
        page = grey.T if turned else grey
        found = list(folds_across(page))
        if 0 < len(found) <= _MOST:
            page = np.ascontiguousarray(page)
            for fold in found:
                page = _lit(page, fold)
            grey = np.ascontiguousarray(page.T) if turned else page
    return grey


def folds_across(grey: Any) -> Iterator[Fold]:
    """The folds that run across a page."""
    width = grey.shape[1]
    taken: list[Fold] = []
    for first, last in _STRIPS:
        a, b = int(first * width), int(last * width)
        left, right = _dips(grey[:, a:b]), _dips(grey[:, width - b : width - a])
        if max(len(left), len(right)) > _MOST_DIPS:
            continue
        for one, other in product(left, right):
            tilt = (other - one) / (width - a - b)
            fold = Fold(one - tilt * (a + b) / 2, other + tilt * (a + b) / 2)
            if abs(tilt) > _STEEPEST or any(abs(fold.left - o.left) < _BROAD for o in taken):
                continue
            fold = _followed(grey, fold)
            if _is_fold(grey, fold):
                taken.append(fold)
                yield fold


def _is_fold(grey: Any, fold: Fold) -> bool:
    """Say whether a line is dark all along, from edge to edge of the sheet, and not because frames end there."""
    import numpy as np

    width = grey.shape[1]
    dark = np.flatnonzero(_depth(grey, fold) > _DEEP / 2)
    if len(dark) < _ALL_ALONG * width or dark[0] > _EDGE * width or dark[-1] < (1 - _EDGE) * width:
        return False
    return not any(_is_corner(grey, fold, int(end)) for end in (dark[0], dark[-1]))


def _is_corner(grey: Any, fold: Fold, column: int) -> bool:
    """Say whether a rule crosses the line where it ends: then it is a rule as well, of a table that fills the page."""
    row = int(_rows(fold, grey.shape[1])[column])
    near = grey[:, max(0, column - _NEAR_END) : column + _NEAR_END + 1]
    for first, last in ((row - _ARM, row - _BROAD // 2), (row + _BROAD // 2, row + _ARM)):
        arm = near[max(0, first) : max(0, last)]
        if len(arm):
            across = arm.mean(axis=0)  # a rule is a dip in it; the edge of the sheet is a step
            darkest = int(across.argmin())
            if min(across[: darkest + 1].max(), across[darkest:].max()) - across[darkest] > _DEEP:
                return True
    return False


def _dips(strip: Any) -> list[int]:
    """The rows in which a blank margin is darkest."""
    import cv2
    import numpy as np

    profile = strip.mean(axis=1).astype(np.float32)[:, None]
    dip = cv2.morphologyEx(profile, cv2.MORPH_BLACKHAT, np.ones((_BROAD, 1), np.uint8))[:, 0]
    deep = np.flatnonzero(np.diff(np.concatenate(([0], (dip > _DEEP).astype(np.int8), [0]))))
    return [int(a + np.argmax(dip[a:b])) for a, b in zip(deep[::2], deep[1::2], strict=True)]


def _followed(grey: Any, fold: Fold) -> Fold:
    """The fold laid through the darkest rows along it; where print crosses it, these lie elsewhere and do not count."""
    import cv2
    import numpy as np

    height, width = grey.shape
    for reach in _FOLLOWED:
        rows, columns = np.rint(_rows(fold, width)).astype(int), np.arange(width)
        offsets = np.arange(-reach, reach + 1)
        at = np.clip(rows + offsets[:, None], 0, height - 1)
        darkest = offsets[cv2.blur(grey[at, columns], (_ALONG, 3)).argmin(axis=0)]
        usual = np.abs(darkest - np.median(darkest)) <= max(2, reach // 2)
        if usual.mean() < _ALONG_LEAST:
            return fold  # its darkest rows lie on no one line
        tilt, level = np.polyfit(columns[usual], (rows + darkest)[usual], 1)
        fold = Fold(float(level), float(level + tilt * (width - 1)))
    return fold


def _rows(fold: Fold, width: int) -> Any:
    import numpy as np

    return fold.left + (fold.right - fold.left) * np.arange(width) / max(1, width - 1)


def _depth(grey: Any, fold: Fold) -> Any:
    """For each column by how much the fold is darker than the brighter of its two sides."""
    import numpy as np

    height, width = grey.shape
    rows, columns = np.rint(_rows(fold, width)).astype(int), np.arange(width)
    near = np.clip(rows + np.arange(-2, 3)[:, None], 0, height - 1)
    beside = np.clip(rows + np.array([-_BROAD // 2, _BROAD // 2])[:, None], 0, height - 1)
    return grey[beside, columns].max(axis=0).astype(np.int16) - grey[near, columns].min(axis=0)


def _lit(grey: Any, fold: Fold) -> Any:
    """The page with the light that a fold took away given back row by row; most of each row is paper."""
    import numpy as np

    height, width = grey.shape
    rows, columns = np.rint(_rows(fold, width)).astype(int), np.arange(width)
    out = grey.copy()
    offsets = np.arange(-_AROUND, _AROUND + 1)
    at = np.clip(rows + offsets[:, None], 0, height - 1)
    band = grey[at, columns].astype(np.float32)
    level = np.percentile(band, 60, axis=1)
    paper = float(np.percentile(level, 90))
    gain = np.where(level < paper - 4, paper / np.maximum(level, 24.0), 1.0)
    out[at, columns] = np.clip(band * gain[:, None], 0, 255).astype(np.uint8)
    return out
