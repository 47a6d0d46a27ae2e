"""The blocks of a form on one common grid of columns, for media that have only one grid.

Comes in: ``Block`` values. Goes out: the widths of the common columns, and for each block the
place of every slot. Never writes a cell: what is drawn there is the caller's work.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, combinations, pairwise

from extractor.sheet.layout import Block, Slot


@dataclass(frozen=True, slots=True)
class Placed:
    """A slot with its first row and column and its last ones, counted from 0 within the grid."""

    slot: Slot
    top: int
    left: int
    bottom: int
    right: int


def common_widths(blocks: Sequence[Block]) -> tuple[int, ...]:
    """The columns of the block that has most of them: every other block can be spread over these."""
    return max((block.widths for block in blocks), key=lambda widths: (len(widths), sum(widths)))


def place(blocks: Sequence[Block], widths: Sequence[int], top: int = 0) -> Iterator[tuple[int, list[Placed]]]:
    """For each row of the drawing its number and the slots that begin in it."""
    for block in blocks:
        cuts = spread(block.widths, widths)
        covered: dict[tuple[int, int], bool] = {}
        for at, row in enumerate(block.rows):
            placed = []
            column = 0
            for slot in row:
                while covered.get((at, column)):
                    column += 1
                for below in range(at, at + slot.rows):
                    covered.update({(below, aside): True for aside in range(column, column + slot.columns)})
                last = min(column + slot.columns, len(block.widths))
                placed.append(Placed(slot, top + at, cuts[column], top + at + slot.rows - 1, cuts[last] - 1))
                column = last
            yield top + at, placed
        top += len(block.rows)


def spread(wanted: Sequence[int], grid: Sequence[int]) -> list[int]:
    """The grid columns at which the columns of a block begin, and the end: each takes at least one.

    Of all ways the one that leaves no column much narrower than its share, then the one whose
    edges come nearest to the block's own proportions.
    """
    edges = [0, *accumulate(grid)]
    shares = [width * edges[-1] / sum(wanted) for width in wanted]
    targets = list(accumulate(shares))
    # The narrow column for a label at the side is no place for a label that has to be read across.
    first = 2 if len(grid) > len(wanted) and wanted[0] > 2 * grid[0] else 1

    def misfit(cuts: tuple[int, ...]) -> tuple[float, float]:
        bounds = [edges[cut] for cut in (0, *cuts, len(grid))]
        lacks = (max(0.0, 1 - (b - a) / share) for (a, b), share in zip(pairwise(bounds), shares, strict=True))
        off = (abs(b - target) for b, target in zip(bounds[1:], targets, strict=True))
        return sum(lack * lack for lack in lacks), sum(off)

    return [0, *min(combinations(range(first, len(grid)), len(wanted) - 1), key=misfit), len(grid)]
