"""What stands printed on pages, whatever file it came from: lines of text, and tables of cells.

Comes in: ``Page`` values, which the ingesters of office files, PDF and images make. Goes out: a ``Document``
whose text is those pages in reading order: a cell behind a tab, a row or a line on each line, a form feed between
two pages. Never says what a piece means, never drops a printed character, and never prints a merged cell twice.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from extractor.values import Boundary, Box, Document, FileKind, Fragment

DPI = 200
"""Boxes are in pixels of a page drawn at so many dots an inch, from its upper left corner: x0, y0, x1, y1."""


@dataclass(frozen=True, slots=True)
class Word:
    """A run of characters in one place; without any, ink that an OCR engine could not read.

    ``score`` is how sure an OCR engine is of it (0 to 1; 1 for text that a file holds as text); ``others`` are
    other readings of the same ink, the likelier first. ``spaced`` says that a blank parts it from the word before.
    """

    text: str
    box: Box | None = None
    score: float = 1.0
    others: tuple[str, ...] = ()
    spaced: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """One printed line: its words from left to right."""

    words: tuple[Word, ...]

    @property
    def text(self) -> str:
        """The line as one text."""
        return "".join(" " * (word.spaced and index > 0) + word.text for index, word in enumerate(self.words))


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a table: its place in the grid (from 0), how many rows and columns it spans, its printed lines."""

    row: int
    column: int
    lines: tuple[Line, ...] = ()
    rows: int = 1
    columns: int = 1
    box: Box | None = None

    @property
    def text(self) -> str:
        """The lines of the cell, one below the other."""
        return "\n".join(line.text for line in self.lines)


@dataclass(frozen=True, slots=True)
class Table:
    """A grid of cells in reading order; each cell of the print stands once, empty ones too.

    ``continues`` says that it is the rest of the table that the page before ended with; ``guessed`` that no line
    bounds its cells: which text belongs to which cell was read off its alignment.
    """

    cells: tuple[Cell, ...]
    continues: bool = False
    guessed: bool = False


@dataclass(frozen=True, slots=True)
class Page:
    """One page (a sheet of a workbook, a whole text document): its blocks from top to bottom; size in pixels."""

    number: int
    blocks: tuple[Line | Table, ...]
    width: float = 0.0
    height: float = 0.0


def document_of(pages: Sequence[Page], name: str, sha256: str, kind: FileKind, unread: Sequence[int] = ()) -> Document:
    """The pages as one document; it has no text where nothing is printed. ``unread`` are pages that it lacks."""
    writer = _Writer()
    for index, page in enumerate(pages):
        if index:
            writer.text("\f")
        for block in page.blocks:
            if isinstance(block, Table):
                writer.table(block, page.number)
            else:
                writer.line(block, page.number)
    last = max((*(page.number for page in pages), *unread), default=1)
    dpi = DPI if any(fragment.box is not None for fragment in writer.fragments) else None
    text, fragments = "".join(writer.parts), tuple(writer.fragments)
    return Document(name, sha256, kind, "utf-8", text, fragments, last, dpi, tuple(unread))


class _Writer:
    """Writes the text and the fragments over it."""

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.fragments: list[Fragment] = []
        self._length = 0
        self._rows = 0
        self._after_table = True  # the next line begins a block

    def text(self, text: str) -> None:
        """Write what belongs to no fragment."""
        self.parts.append(text)
        self._length += len(text)

    def line(self, line: Line, page: int) -> None:
        """Write a line outside of tables."""
        if not line.text.strip():
            return
        before = Boundary.BLOCK if self._after_table else Boundary.LINE
        self._after_table = False
        self._fragment(line.text, before, page, _around(line.words), _words((line,)))
        self.text("\n")

    def table(self, table: Table, page: int) -> None:
        """Write a table row by row; rows in which no cell begins leave nothing."""
        before = Boundary.ROW if table.continues and self.fragments else Boundary.BLOCK
        first = self._rows
        cells = sorted(table.cells, key=lambda cell: (cell.row, cell.column))
        for row, inside in groupby(cells, key=lambda cell: cell.row):
            for index, cell in enumerate(inside):
                if index:
                    self.text("\t")
                box = cell.box or _around(word for line in cell.lines for word in line.words)
                place = first + row, cell.column
                boundary = Boundary.CELL if index else before
                self._fragment(cell.text, boundary, page, box, _words(cell.lines), place, table.guessed)
            before = Boundary.ROW
            self._rows = first + row + 1
            self.text("\n")
        self._after_table = True

    def _fragment(
        self,
        text: str,
        before: Boundary,
        page: int,
        box: Box | None,
        words: tuple[Word, ...],
        place: tuple[int | None, int | None] = (None, None),
        guessed: bool = False,
    ) -> None:
        start = self._length
        self.text(text)
        score = min((word.score for word in words), default=1.0)
        others = tuple(_readings(words))
        self.fragments.append(Fragment(start, self._length, text, before, *place, page, box, score, others, guessed))


def _words(lines: Iterable[Line]) -> tuple[Word, ...]:
    return tuple(word for line in lines for word in line.words)


def _readings(words: Sequence[Word]) -> Iterator[str]:
    """Other readings of the whole piece: where one word alone makes it, its own."""
    if len(words) == 1:
        yield from words[0].others


def _around(words: Iterable[Word]) -> Box | None:
    """The smallest box around all words that have one."""
    boxes = [word.box for word in words if word.box is not None]
    if not boxes:
        return None
    lefts, tops, rights, bottoms = zip(*boxes, strict=True)
    return min(lefts), min(tops), max(rights), max(bottoms)
