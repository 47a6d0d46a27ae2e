"""From the decoded text to its fragments: which layout holds where.

Comes in: the decoded text. Goes out: fragments in text order, without overlap, that
hold everything printed but separators and markup. The layout is decided for each
run of lines, never for the file. Never reads what the text says: separators only.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import groupby

from extractor.ingest.areas import areas
from extractor.ingest.cells import cell_lines
from extractor.ingest.gaps import gap_rows
from extractor.ingest.html_tables import html_pieces
from extractor.ingest.lines import Line, Paragraph, Shape, join_spaced_rows, paragraphs
from extractor.ingest.pieces import WHITE, Piece
from extractor.ingest.pipes import bars_are_cuts, join_spilled_rows, pipe_rows
from extractor.ingest.plain import plain_lines
from extractor.ingest.tabs import tab_rows
from extractor.values import Boundary, Fragment

_Layout = Callable[[str, Sequence[Line]], Iterator[Piece]]

_LAYOUTS: dict[Shape, _Layout] = {
    Shape.PLAIN: plain_lines,
    Shape.GAP: gap_rows,
    Shape.TAB: tab_rows,
    Shape.PIPE: pipe_rows,
}


def lay_out(text: str, html: bool = False) -> tuple[Fragment, ...]:
    """Cut the text into fragments; ``html`` says that all of it is HTML.

    Newlines have to be ``\\n``; a form feed begins a new page.
    """
    fragments: list[Fragment] = []
    rows, page, feed = 0, 1, text.find("\f")
    for pieces in _regions(text, html):
        first_row = rows
        for start, end, before, row, column in pieces:
            while 0 <= feed < start:
                page, feed = page + 1, text.find("\f", feed + 1)
            if row is not None:
                row += first_row
                rows = max(rows, row + 1)
            fragments.append(Fragment(start, end, text[start:end], before, row, column, page))
    return tuple(fragments)


def count_pages(text: str) -> int:
    """Count the pages that form feeds part; one at the very end begins none."""
    return text.rstrip(WHITE).count("\f") + 1


def _regions(text: str, html: bool) -> Iterator[Iterable[Piece]]:
    """Give the pieces of each region, that is of each run of lines with one layout."""
    for area in areas(text, html):
        if area.html:
            yield html_pieces(text, area.start, area.end)
            continue
        for kind, found in _by_layout(join_spaced_rows(paragraphs(text, area.start, area.end))):
            if kind is Shape.CELL:
                yield _opened(cell_lines(text, found), True)
                continue
            for paragraph in found:
                yield from _line_regions(text, paragraph)


def _line_regions(text: str, paragraph: Paragraph) -> Iterator[Iterable[Piece]]:
    """Cut one paragraph into runs of lines of one layout; its first piece is the beginning of a block."""
    rows_with_tabs = paragraph.has(Shape.TAB)
    lines = [line for line in paragraph.lines if rows_with_tabs or line.shape is not Shape.LONE_TAB]
    bars = False
    if paragraph.has(Shape.PIPE) or paragraph.has(Shape.BAR):
        lines = join_spilled_rows(text, lines)
        bars = bars_are_cuts(text, lines)

    def layout(line: Line) -> Shape:
        if line.shape in (Shape.RULE, Shape.BAR):
            return Shape.PIPE if bars else Shape.PLAIN
        return Shape.TAB if line.shape in (Shape.CELL, Shape.LONE_TAB) else line.shape

    begins = True
    for shape, run in groupby(lines, key=layout):
        yield _opened(_LAYOUTS[shape](text, list(run)), begins)
        begins = False


def _opened(pieces: Iterator[Piece], begins: bool) -> Iterator[Piece]:
    """Make the first piece of a paragraph a BLOCK."""
    for piece in pieces:
        yield piece._replace(before=Boundary.BLOCK) if begins else piece
        begins = False


def _by_layout(found: Iterable[Paragraph]) -> Iterator[tuple[Shape | None, list[Paragraph]]]:
    """Tell the paragraphs that are rows with one cell a line (CELL) from the others (None).

    Lines that begin with a tab and have no other could also be the rows of a tab table
    whose first column is blank. What tells: an empty cell on a line of its own, or
    no row with inner tabs in the neighbourhood, or several such paragraphs in a row.
    """
    waiting: list[Paragraph] = []
    after_tabs = False
    for paragraph in found:
        if _has_cell_lines(paragraph):
            waiting.append(paragraph)
            continue
        yield from _decided(waiting, after_tabs or paragraph.has(Shape.TAB))
        waiting = []
        after_tabs = paragraph.has(Shape.TAB)
        yield None, [paragraph]
    yield from _decided(waiting, after_tabs)


def _decided(run: list[Paragraph], beside_tabs: bool) -> Iterator[tuple[Shape | None, list[Paragraph]]]:
    shapes = {line.shape for paragraph in run for line in paragraph.lines}
    if Shape.CELL not in shapes:
        return  # lone tabs on blank lines, no cells
    several = len(run) > 1 and any(len(paragraph.lines) > 1 for paragraph in run)
    bare = Shape.LONE_TAB in shapes
    yield (Shape.CELL if several or bare or not beside_tabs else None), run


def _has_cell_lines(paragraph: Paragraph) -> bool:
    """Say whether most lines are a tab and one cell; a few may hold a cell more, where the line end was lost."""
    shapes = [line.shape for line in paragraph.lines]
    cells = shapes.count(Shape.CELL) + shapes.count(Shape.LONE_TAB)
    if Shape.CELL not in shapes and cells < len(shapes):
        return False  # prose whose blank lines hold a tab
    return cells > 0 and cells >= 3 * shapes.count(Shape.TAB)
