"""Paper made white and ink made dark: shadows, faint print, speckle.

Comes in: a grey page. Goes out: the page as a good scanner would have taken it. Never thresholds: grey edges of
characters are what the recogniser reads best.
"""

from __future__ import annotations

from typing import Any

_UNEVEN = 14  # grey values between the darkest and the brightest paper
_DIM = 225  # paper darker than this is brought up
_FAINT = 70  # ink brighter than this is brought down
_INK, _GRAINS, _LEAST_INK = 25, 4.0, 0.002  # ink is darker than paper by this and so many grains; share of a page
_NOISY = 7.0  # standard deviation of the grey values of paper
_PAPER_STEP = 8  # the paper is looked at on a copy so many times smaller


def cleaned(grey: Any) -> Any:
    """The page with even white paper, dark ink and little noise; as it came where nothing is amiss."""
    import cv2
    import numpy as np

    noise = noise_of(grey)
    if noise > _NOISY:
        grey = cv2.medianBlur(grey, 3)
    paper = _paper(grey)
    low, high = np.percentile(paper, (2, 98))
    if high - low > _UNEVEN or np.median(paper) < _DIM:
        full = cv2.resize(paper, (grey.shape[1], grey.shape[0]), interpolation=cv2.INTER_LINEAR)
        grey = cv2.divide(grey, np.maximum(full, 24), scale=250)
    return _stretched(grey)


def noise_of(grey: Any) -> float:
    """How much neighbouring pixels of plain paper differ (the standard deviation of the grain)."""
    import cv2
    import numpy as np

    kernel = np.array([[1, -2, 1], [-2, 4, -2], [1, -2, 1]], np.float32)
    grain = np.abs(cv2.filter2D(grey[::1, ::1], cv2.CV_32F, kernel))
    return float(np.median(grain)) / 6 / 0.6745


def _paper(grey: Any) -> Any:
    """The brightness of the paper all over the page, on a small copy: ink closed over, then smoothed."""
    import cv2
    import numpy as np

    small = cv2.resize(grey, None, fx=1 / _PAPER_STEP, fy=1 / _PAPER_STEP, interpolation=cv2.INTER_AREA)
    closed = cv2.dilate(small, np.ones((7, 7), np.uint8))
    return cv2.GaussianBlur(cv2.medianBlur(closed, 5), (0, 0), 3)


def _stretched(grey: Any) -> Any:
    """Faint ink made dark; the measure is the darker half of what is not paper."""
    import cv2
    import numpy as np

    sample = grey[::2, ::2]
    paper = float(np.percentile(sample, 75))
    ink = sample[sample < paper - _INK - _GRAINS * noise_of(grey)]
    if ink.size < _LEAST_INK * sample.size:
        return grey
    dark = float(np.percentile(ink, 25))
    if dark < _FAINT and paper > _DIM:
        return grey
    scale = 225.0 / max(20.0, paper - dark)
    return cv2.convertScaleAbs(np.clip(grey.astype(np.float32) - dark, 0, None), alpha=scale, beta=20)
