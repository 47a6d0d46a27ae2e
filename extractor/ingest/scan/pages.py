"""Tables that run on over scanned pages.

Comes in: the pages of a document, each as it lay in the scanner. Goes out: the same pages, tables that run on
marked as such although no two sheets lay alike. Never changes a place: boxes stay in their own picture.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from extractor.ingest.printed import Cell, Line, Page, Table
from extractor.ingest.ruling import continued
from extractor.values import Box

_LIKE = 0.03  # two tables whose widths differ by more are not one
_MOST_SHIFT = 0.15  # of the width of a page


def linked(pages: Sequence[Page]) -> tuple[Page, ...]:
    """The pages, with tables that go on from one to the next marked as such."""
    moved: list[Page] = []
    for page in pages:
        moved.append(_laid_under(moved[-1], page) if moved else page)
    return tuple(
        replace(page, blocks=tuple(map(_back, marked.blocks, page.blocks)))
        for page, marked in zip(pages, continued(moved), strict=True)
    )


def _laid_under(above: Page, page: Page) -> Page:
    """The page moved and scaled sideways, so that its first table lies exactly under the last one above."""
    over = next((_span(block) for block in reversed(above.blocks) if isinstance(block, Table)), None)
    under = next((_span(block) for block in page.blocks if isinstance(block, Table)), None)
    if over is None or under is None:
        return page
    wide, width = over[1] - over[0], under[1] - under[0]
    if width <= 0 or abs(wide / width - 1) > _LIKE or abs(over[0] - under[0]) > _MOST_SHIFT * page.width:
        return page
    scale = wide / width
    blocks = tuple(
        replace(block, cells=tuple(_moved(cell, under[0], over[0], scale) for cell in block.cells))
        if isinstance(block, Table)
        else block
        for block in page.blocks
    )
    return replace(page, blocks=blocks)


def _span(table: Table) -> tuple[float, float] | None:
    boxes = [cell.box for cell in table.cells if cell.box is not None]
    return (min(box[0] for box in boxes), max(box[2] for box in boxes)) if boxes else None


def _moved(cell: Cell, origin: float, target: float, scale: float) -> Cell:
    if cell.box is None:
        return cell
    left, top, right, bottom = cell.box
    box: Box = target + (left - origin) * scale, top, target + (right - origin) * scale, bottom
    return replace(cell, box=box)


def _back(marked: Line | Table, block: Line | Table) -> Line | Table:
    """A block as it was marked, with the places it had before."""
    if not isinstance(marked, Table) or not isinstance(block, Table):
        return block
    cells = tuple(replace(new, box=old.box) for new, old in zip(marked.cells, block.cells, strict=True))
    return replace(marked, cells=cells)
