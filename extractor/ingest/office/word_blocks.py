"""The blocks of a Word text: lines, tables, page breaks, in the order of the file.

Comes in: an element that holds paragraphs and tables (the body, a cell, a text box, a header). Goes out: its blocks.
Never loses what stands in a table inside a table: a table that only arranges others is taken apart, any other
inner table becomes lines of the cell around it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import groupby

from extractor.ingest.office.package import Element, attribute, child, local
from extractor.ingest.office.word_text import Break, Story, chosen, is_placeholder, paragraph
from extractor.ingest.printed import Cell, Line, Table, Word

Block = Line | Table | Break

_TRANSPARENT = {"ins", "moveTo", "customXml", "smartTag"}
_WIDEST = 256
_TABS = re.compile(r"\t+")


def blocks(container: Element, story: Story) -> Iterator[Block]:
    """Walk through an element once."""
    for element in _children(container, {"p", "tbl"}):
        if local(element) == "tbl":
            yield from _table(element, story)
            continue
        printed = paragraph(element, story)
        yield from printed.lines
        for box in printed.boxes:
            yield from blocks(box, story)


def spaced(line: Line) -> Line:
    """A line with its tab stops as wide blanks."""
    return Line((Word(_TABS.sub("  ", line.text)),)) if "\t" in line.text else line


@dataclass(slots=True)
class _Cell:
    """A cell that is being read."""

    row: int
    column: int
    columns: int
    rows: int = 1
    blocks: list[Line | Table] = field(default_factory=list)


def _children(container: Element, names: set[str]) -> Iterator[Element]:
    """The children of some names, those in content controls and tracked insertions too."""
    for element in container:
        name = local(element)
        if name in names:
            yield element
        elif name in _TRANSPARENT:
            yield from _children(element, names)
        elif name == "AlternateContent":
            branch = chosen(element)
            yield from () if branch is None else _children(branch, names)
        elif name == "sdt" and not is_placeholder(element):
            content = child(element, "sdtContent")
            yield from () if content is None else _children(content, names)


def _table(element: Element, story: Story) -> Iterator[Block]:
    """A table; behind it a break for each page that begins inside it, so that the pages after it are counted right."""
    grid = _Grid(story)
    for row in _children(element, {"tr"}):
        if child(row, "trPr", "del") is None:
            grid.add(row)
    if grid.breaks_before:
        yield Break.RENDERED
    if _only_arranges(grid.cells):
        for cell in grid.cells:
            yield from cell.blocks
    elif grid.cells:
        yield Table(tuple(_closed(cell) for cell in grid.cells))
    yield from [Break.PAGE] * grid.breaks


class _Grid:
    """The cells of one table, and which of them still run down."""

    def __init__(self, story: Story) -> None:
        self.cells: list[_Cell] = []
        self.breaks_before = False
        self.breaks = 0
        self._story = story
        self._row = -1
        self._above: dict[int, _Cell] = {}  # column -> the cell that a continuing one belongs to

    def add(self, row: Element) -> None:
        """Read one row."""
        self._row += 1
        column = _number(child(row, "trPr", "gridBefore"), 0)
        above, self._above, broken = self._above, {}, False
        last: _Cell | None = None
        for element in _children(row, {"tc"}):
            properties = child(element, "tcPr")
            columns = _number(child(properties, "gridSpan"), 1) or 1
            cell = self._opened(properties, above, last, column, columns)
            self._above[cell.column] = last = cell
            column += columns
            for block in blocks(element, self._story):
                if isinstance(block, Break):
                    broken = True
                elif child(properties, "cellDel") is None:
                    cell.blocks.append(spaced(block) if isinstance(block, Line) else block)
        if broken and self._row == 0:
            self.breaks_before = True
        else:
            self.breaks += broken

    def _opened(
        self, properties: Element | None, above: dict[int, _Cell], last: _Cell | None, column: int, columns: int
    ) -> _Cell:
        """The cell an element belongs to: a new one, or the one that it continues to the right or downwards."""
        if last is not None and _continues(child(properties, "hMerge")):
            last.columns += columns
            return last
        if column in above and _continues(child(properties, "vMerge")):
            cell = above[column]
            cell.rows = self._row - cell.row + 1
            return cell
        cell = _Cell(self._row, column, columns)
        self.cells.append(cell)
        return cell


def _continues(merge: Element | None) -> bool:
    return merge is not None and attribute(merge, "val") != "restart"


def _number(element: Element | None, default: int) -> int:
    said = attribute(element, "val") or ""
    return min(int(said), _WIDEST) if said.isascii() and said.isdecimal() and len(said) < 9 else default


def _only_arranges(cells: Iterable[_Cell]) -> bool:
    """Say whether a table is there for the layout: its inner tables hold more cells with text than it has itself."""
    own = inner = 0
    for cell in cells:
        own += any(isinstance(block, Line) for block in cell.blocks)
        inner += sum(
            bool(inside.text.strip()) for block in cell.blocks if isinstance(block, Table) for inside in block.cells
        )
    return inner > own


def _closed(cell: _Cell) -> Cell:
    lines = [line for block in cell.blocks for line in (_rows(block) if isinstance(block, Table) else (block,))]
    return Cell(cell.row, cell.column, tuple(lines), cell.rows, cell.columns)


def _rows(table: Table) -> Iterator[Line]:
    """An inner table as lines, a row each."""
    for _, row in groupby(table.cells, key=lambda cell: cell.row):
        texts = [" ".join(line.text for line in cell.lines) for cell in row]
        if any(text.strip() for text in texts):
            yield Line((Word(" ".join(text for text in texts if text.strip())),))
