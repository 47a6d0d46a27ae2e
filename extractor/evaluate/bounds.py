"""How sure a small rate can be: upper bounds on the share of silently wrong values.

Comes in: counts by form. Goes out: one-sided upper bounds, 0 to 1. The form is the unit, never the leaf: the
mistakes of one form have one cause, so that its leaves are no independent trials. Needs scipy.
"""

from __future__ import annotations

from collections.abc import Sequence
from statistics import fmean

CONFIDENCE = 0.95
RESAMPLES = 4000
SEED = 20_240_601  # the same figures in every run


def share_bound(part: int, whole: int, confidence: float = CONFIDENCE) -> float:
    """The Clopper-Pearson upper bound of ``part`` in ``whole`` independent trials.

    >>> round(share_bound(0, 59), 3)
    0.05
    """
    if whole == 0 or part >= whole:
        return 1.0
    from scipy.stats import beta

    return float(beta.ppf(confidence, part + 1, whole - part))


def rate_bound(forms: Sequence[tuple[int, int]], confidence: float = CONFIDENCE) -> float:
    """The upper bound of a rate over leaves, from (part, whole) of each form.

    The greater of two: the bootstrap over forms, and what the Clopper-Pearson bound on the share of forms
    with a mistake allows when such a form has as many mistakes as those seen (one, where none was seen).
    The bootstrap alone would say 0 after a run without mistakes.
    """
    forms = [(part, whole) for part, whole in forms if whole]
    if not forms:
        return 1.0
    bad = [part for part, _ in forms if part]
    share = share_bound(len(bad), len(forms), confidence)
    allowed = share * fmean(bad or [1]) / fmean(whole for _, whole in forms)
    return min(1.0, max(allowed, _resampled(forms, confidence)))


def _resampled(forms: Sequence[tuple[int, int]], confidence: float) -> float:
    """The quantile of the rate over forms drawn with replacement."""
    if not any(part for part, _ in forms):
        return 0.0
    import numpy as np

    chance = np.random.default_rng(SEED)
    counts = chance.multinomial(len(forms), np.full(len(forms), 1 / len(forms)), size=RESAMPLES)
    parts, wholes = np.array(forms, dtype=float).T
    return float(np.quantile((counts @ parts) / (counts @ wholes), confidence))
