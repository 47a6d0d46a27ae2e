"""Tables that run on over pages.

Comes in: pages with tables whose cells have boxes. Goes out: the same pages, where a table that goes on with the one
before says so and counts its columns as that does. Never drops a row, not even a header that is printed again.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import takewhile

from extractor.ingest.printed import Cell, Line, Page, Table
from extractor.ingest.ruling.rejoining import rejoined, with_labels_at_their_head

_SAME = 8.0  # edges of columns at most so far apart (1 mm) are one
_FOOT = 45.0  # margins above and below that differ by so much (6 mm) are alike
_MARGIN = 0.12  # so much of the height of a page, above and below, is for headers, footers and page numbers


def continued(pages: Iterable[Page]) -> tuple[Page, ...]:
    """The pages; where one begins with a table that has the edges of the one before, that one ``continues``.

    A row that the page break has cut in two stands whole on the first of the pages.
    """
    done: list[Page] = []
    chain: list[tuple[int, int]] = []  # the page and the block of each piece of the table that may go on
    for page in pages:
        done.append(page)
        first, ending = _first_table(page), _last_table(page)
        place = len(done) - 1, first or 0
        goes_on = first is not None and bool(chain) and _same(_table(done, chain[-1]), _table(done, place))
        if goes_on:
            _join(done, chain[-1], place)
            if _table(done, place).cells:  # else its only row was the rest of one
                chain.append(place)
        if not goes_on or ending != first:
            _align(done, chain)
            chain = [] if ending is None else [(len(done) - 1, ending)]
    _align(done, chain)
    return tuple(done)


def _join(pages: list[Page], above: tuple[int, int], below: tuple[int, int]) -> None:
    """Mark the lower one of two tables as the rest of the upper one, and give it back what a page break cut off."""
    upper, lower = _table(pages, above), _table(pages, below)
    if _fills_page(pages, above, below):
        upper, lower = rejoined(*with_labels_at_their_head(upper, lower))
    pages[above[0]] = _with(pages[above[0]], above[1], upper)
    pages[below[0]] = _with(pages[below[0]], below[1], replace(lower, continues=True))


def _fills_page(pages: Sequence[Page], above: tuple[int, int], below: tuple[int, int]) -> bool:
    """Say whether a table ends where the print of its page does: as far from the foot as the next is from the head."""
    height = pages[above[0]].height
    foot = _bottom(_table(pages, above))
    head = min((cell.box[1] for cell in _table(pages, below).cells if cell.box is not None), default=0.0)
    lowest = max(_bottom(block) for page in pages for block in page.blocks if isinstance(block, Table))
    return bool(height) and abs(height - foot - head) <= _FOOT and foot >= lowest - _SAME


def _bottom(table: Table) -> float:
    return max((cell.box[3] for cell in table.cells if cell.box is not None), default=0.0)


def _table(pages: Sequence[Page], place: tuple[int, int]) -> Table:
    table = pages[place[0]].blocks[place[1]]
    assert isinstance(table, Table)
    return table


def _with(page: Page, index: int, table: Table) -> Page:
    return replace(page, blocks=(*page.blocks[:index], table, *page.blocks[index + 1 :]))


def _first_table(page: Page) -> int | None:
    """The number of the table that a page begins with, below its header."""
    above = list(takewhile(lambda block: _in_margin(block, page, top=True), page.blocks))
    index = len(above)
    return index if index < len(page.blocks) and isinstance(page.blocks[index], Table) else None


def _last_table(page: Page) -> int | None:
    """The number of the table that a page ends with, above its footer."""
    below = list(takewhile(lambda block: _in_margin(block, page, top=False), reversed(page.blocks)))
    index = len(page.blocks) - 1 - len(below)
    return index if index >= 0 and isinstance(page.blocks[index], Table) else None


def _in_margin(block: Line | Table, page: Page, *, top: bool) -> bool:
    if isinstance(block, Table):
        return False
    boxes = [word.box for word in block.words if word.box is not None]
    if not boxes or not page.height:
        return False
    if top:
        return max(box[3] for box in boxes) <= _MARGIN * page.height
    return min(box[1] for box in boxes) >= (1 - _MARGIN) * page.height


def _edges(table: Table) -> list[float]:
    """Where its columns begin and end."""
    ends = sorted(end for cell in table.cells if cell.box is not None for end in (cell.box[0], cell.box[2]))
    edges: list[float] = []
    for end in ends:
        if not edges or end - edges[-1] > _SAME:
            edges.append(end)
    return edges


def _same(above: Table, below: Table) -> bool:
    """Say whether two tables are as wide, and most of the columns of the one with fewer are the other's too."""
    over, under = _edges(above), _edges(below)
    if len(over) < 2 or len(under) < 2 or abs(over[0] - under[0]) > _SAME or abs(over[-1] - under[-1]) > _SAME:
        return False
    fewer, more = sorted((over[1:-1], under[1:-1]), key=len)
    shared = sum(any(abs(edge - other) <= _SAME for other in more) for edge in fewer)
    return shared * 3 >= len(fewer) * 2


def _align(pages: list[Page], chain: Sequence[tuple[int, int]]) -> None:
    """Count the columns of all pieces of one table by the edges of all of them."""
    if len(chain) < 2:
        return
    edges: list[float] = []
    for edge in sorted(edge for place in chain for edge in _edges(_table(pages, place))):
        if not edges or edge - edges[-1] > _SAME:
            edges.append(edge)
    for place in chain:
        table = _table(pages, place)
        cells = tuple(_counted(cell, edges) for cell in table.cells)
        pages[place[0]] = _with(pages[place[0]], place[1], replace(table, cells=cells))


def _counted(cell: Cell, edges: Sequence[float]) -> Cell:
    if cell.box is None:
        return cell
    left, _, right, _ = cell.box
    first = min(range(len(edges) - 1), key=lambda index: abs(edges[index] - left))
    last = min(range(first + 1, len(edges)), key=lambda index: abs(edges[index] - right))
    return replace(cell, column=first, columns=last - first)
