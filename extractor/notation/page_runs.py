"""Page numbers as people write them: 1-3, 7.

Comes in: numbers. Goes out: a text. Never sorts out what was asked for: that is ``ingest.paging``.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby


def page_runs(numbers: Iterable[int]) -> str:
    """The numbers in order, stretches of them by their ends.

    >>> page_runs([7, 1, 2, 3])
    '1-3, 7'
    """
    runs = []
    for _, run in groupby(enumerate(sorted(set(numbers))), key=lambda entry: entry[1] - entry[0]):
        stretch = [number for _, number in run]
        runs.append(str(stretch[0]) if len(stretch) == 1 else f"{stretch[0]}-{stretch[-1]}")
    return ", ".join(runs)
