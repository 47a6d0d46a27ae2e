"""One cell a line: a tab opens a cell, a blank line ends the row.

Comes in: paragraphs whose lines begin with a tab. Goes out: one piece per cell; a
line without a tab right behind a cell belongs to it, so its piece holds the
newline. Never joins over a blank line.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from extractor.ingest.lines import Paragraph
from extractor.ingest.pieces import Piece, trim, trim_cell
from extractor.values import Boundary


def cell_lines(text: str, rows: Sequence[Paragraph]) -> Iterator[Piece]:
    """Read every paragraph as one row, every tab in it as the beginning of a cell.

    Several blank lines in front of a row, or a new page, are a BLOCK.
    """
    for row, paragraph in enumerate(rows):
        before = Boundary.BLOCK if paragraph.blanks > 1 or paragraph.new_page else Boundary.ROW
        end = paragraph.lines[-1].end
        tab = text.find("\t", paragraph.lines[0].start, end)
        for line in paragraph.lines:
            # Text in front of the first tab is the rest of a cell that a blank line has torn; it gets no column.
            start, stop = trim(text, line.start, min(line.end, tab))
            if line.start >= tab or start == stop:
                break
            yield Piece(start, stop, before)
            before = Boundary.LINE
        before, column = Boundary.CELL if before is Boundary.LINE else before, 0
        while tab >= 0:
            following = text.find("\t", tab + 1, end)
            stop = following if following >= 0 else end
            yield Piece(*trim_cell(text, tab + 1, stop), before, row, column)
            before = Boundary.CELL
            tab, column = following, column + 1
