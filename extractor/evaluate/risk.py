"""Upper confidence bounds for the mean of small losses, and the thresholds that keep it under a risk.

Comes in: one loss a form, between 0 and 1. Goes out: a bound that the mean loss of such forms exceeds
with a probability of at most ``delta``. After Waudby-Smith and Ramdas, "Estimating means of bounded
random variables by betting" (JRSS B 86, 2024), as used for risk control by Bates, Angelopoulos, Lei,
Malik and Jordan, "Distribution-Free, Risk-Controlling Prediction Sets" (J. ACM 68, 2021), and by
Angelopoulos, Bates, Fisch, Lei and Schuster, "Conformal Risk Control" (ICLR 2024). The forms are
taken for independent; the cells of one form are not, so the form is the unit.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

DELTA = 0.05
_STEPS = 40


def upper_bound(losses: Sequence[float] | NDArray[np.float64], delta: float = DELTA) -> float:
    """The bound of the mean loss; 1 where there is no loss to go by.

    The order of the losses must not depend on their size.
    """
    import numpy as np

    loss = np.asarray(losses, dtype=float)
    if not loss.size:
        return 1.0
    count = np.arange(1, loss.size + 1)
    mean = (0.5 + np.cumsum(loss)) / (1 + count)
    variance = (0.25 + np.cumsum((loss - mean) ** 2)) / (1 + count)
    before = np.concatenate(([0.25], variance[:-1]))
    bet = np.minimum(1.0, np.sqrt(2 * np.log(1 / delta) / (loss.size * before)))

    def is_excluded(risk: float) -> bool:
        """True if a mean loss of ``risk`` or more is excluded by the losses."""
        capital = np.cumsum(np.log1p(-bet * (loss - risk)))
        return bool(capital.max() > np.log(1 / delta))

    low, high = float(loss.mean()), 1.0
    if not is_excluded(high):
        return 1.0
    for _ in range(_STEPS):
        middle = (low + high) / 2
        if is_excluded(middle):
            high = middle
        else:
            low = middle
    return high
