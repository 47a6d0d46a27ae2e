"""Two pages on one sheet.

Comes in: a grey sheet. Goes out: where to cut it, if it holds two pages side by side. Never cuts through print: a wide
table that crosses the middle keeps its sheet whole.
"""

from __future__ import annotations

from typing import Any

_WIDE = 1.2  # a sheet with two pages is so many times as wide as high
_FROM, _TO = 0.38, 0.62  # where the gutter is sought, by the width
_LEAST = 0.016  # width of the gutter, by the width of the sheet
_SPECKS = 0.004  # share of a column of the gutter that may be dark
_PRINTED = 0.25  # share of each half's columns in which something is printed


def gutter_of(grey: Any) -> int | None:
    """The column at which the sheet is to be cut in two, or None."""
    import cv2
    import numpy as np

    height, width = grey.shape
    if width < _WIDE * height:
        return None
    scale = min(1.0, 1200 / width)
    small = cv2.resize(grey, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    ink = cv2.adaptiveThreshold(small, 1, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, 31, 15)
    dark = ink.mean(axis=0) > _SPECKS
    first, last = int(_FROM * len(dark)), int(_TO * len(dark))
    edges = np.flatnonzero(np.diff(np.concatenate(([1], dark[first:last].astype(np.int8), [1]))))
    gaps = [(int(b - a), int(a + b) // 2 + first) for a, b in zip(edges[::2], edges[1::2], strict=True)]
    if not gaps:
        return None
    gap, middle = max(gaps)
    if gap < _LEAST * len(dark) or min(dark[:middle].mean(), dark[middle:].mean()) < _PRINTED:
        return None
    return int(middle / scale)
