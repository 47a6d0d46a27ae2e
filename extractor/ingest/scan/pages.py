"""Tables that run on over scanned pages.

Comes in: the pages of a document, each as it lay in the scanner. Goes out: the same pages, tables that run on
marked as such although no two sheets lay alike. Boxes stay in their own picture.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from extractor.ingest.printed import Cell, Page, Table
from extractor.ingest.ruling import continued

_LIKE = 0.03  # two tables whose widths differ by more are not one
_MOST_SHIFT = 0.15  # of the width of a page


@dataclass(frozen=True, slots=True)
class _Shift:
    """How a page was moved and scaled sideways."""

    origin: float = 0.0
    target: float = 0.0
    scale: float = 1.0

    @property
    def back(self) -> _Shift:
        """The same the other way."""
        return _Shift(self.target, self.origin, 1 / self.scale)


def linked(pages: Sequence[Page]) -> tuple[Page, ...]:
    """The pages, with tables that go on from one to the next marked as such."""
    laid: list[Page] = []
    shifts: list[_Shift] = []
    for page in pages:
        shift = _shift(laid[-1], page) if laid else _Shift()
        laid.append(_shifted(page, shift))
        shifts.append(shift)
    return tuple(_shifted(page, shift.back) for page, shift in zip(continued(laid), shifts, strict=True))


def _shift(above: Page, page: Page) -> _Shift:
    """What lays the first table of a page exactly under the last one above; nothing where it cannot be its rest."""
    over = next((_span(block) for block in reversed(above.blocks) if isinstance(block, Table)), None)
    under = next((_span(block) for block in page.blocks if isinstance(block, Table)), None)
    if over is None or under is None:
        return _Shift()
    wide, width = over[1] - over[0], under[1] - under[0]
    if width <= 0 or abs(wide / width - 1) > _LIKE or abs(over[0] - under[0]) > _MOST_SHIFT * page.width:
        return _Shift()
    return _Shift(under[0], over[0], wide / width)


def _shifted(page: Page, shift: _Shift) -> Page:
    if shift == _Shift():
        return page
    blocks = tuple(
        replace(block, cells=tuple(_moved(cell, shift) for cell in block.cells)) if isinstance(block, Table) else block
        for block in page.blocks
    )
    return replace(page, blocks=blocks)


def _span(table: Table) -> tuple[float, float] | None:
    boxes = [cell.box for cell in table.cells if cell.box is not None]
    return (min(box[0] for box in boxes), max(box[2] for box in boxes)) if boxes else None


def _moved(cell: Cell, shift: _Shift) -> Cell:
    if cell.box is None:
        return cell
    left, top, right, bottom = cell.box
    edges = (round(shift.target + (edge - shift.origin) * shift.scale, 2) for edge in (left, right))
    first, last = edges
    return replace(cell, box=(first, top, last, bottom))
