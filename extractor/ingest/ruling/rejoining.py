"""Rows that a page break has cut in two.

Comes in: a table, and the one on the next page that goes on with it. Goes out: both, the rest of a cut row back in the
cells that it belongs to. Never joins a row of its own: every text of it must go on with a cell that is full to its
edge, and a lone short one never does.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from extractor.ingest.printed import Cell, Line, Table
from extractor.values import Box

_SAME = 8.0
_WIDE = 8.0  # ems: that a cell so wide is full to the edge is no chance
_LEAST_PADDING, _MOST_PADDING = 12.0, 40.0
_CHARACTER, _NARROW = 1.4, 0.55  # ems of a character with the white beside it, of a letter or digit


def rejoined(above: Table, below: Table) -> tuple[Table, Table]:
    """The two tables, with the first row of the second at the end of the first where it is the rest of its last row."""
    last = max((cell.row + cell.rows for cell in above.cells), default=0)
    ending = [cell for cell in above.cells if cell.row + cell.rows == last and cell.text.strip()]
    first = [cell for cell in below.cells if cell.row == 0]
    pairs = [(_above(cell, ending), cell) for cell in first if cell.text.strip()]
    found = [(upper, lower) for upper, lower in pairs if upper is not None]
    closed = sum(any(_aligned(cell, upper) and not cell.text.strip() for cell in first) for upper in ending)
    if not pairs or len(found) < len(pairs) or not closed:
        return above, below
    padding = _padding(above)
    if not all(_goes_on(upper, lower, padding) for upper, lower in found):
        return above, below
    if len(found) < 2 and _ems_wide(found[0][0]) < _WIDE:
        return above, below  # a row with a label alone, such as 其他资金, is a row
    rests = {(upper.row, upper.column): lower.lines for upper, lower in found}
    cells = [replace(cell, lines=cell.lines + rests.get((cell.row, cell.column), ())) for cell in above.cells]
    return replace(above, cells=tuple(cells)), replace(below, cells=tuple(_without_first_row(below.cells)))


def with_labels_at_their_head(above: Table, below: Table) -> tuple[Table, Table]:
    """The two tables, with the text of a merged cell that the page break has cut where the cell begins.

    It is printed at the middle of the whole cell, which may be on the second page; then the first one has the cell
    over several rows, and empty.
    """
    last = max((cell.row + cell.rows for cell in above.cells), default=0)
    empty = [cell for cell in above.cells if cell.row + cell.rows == last and cell.rows > 1 and not cell.text.strip()]
    found = {
        (upper.row, upper.column): lower
        for lower in below.cells
        if lower.row == 0 and lower.text.strip() and (upper := _above(lower, empty)) is not None
    }
    taken = {id(lower) for lower in found.values()}
    cells = tuple(
        replace(cell, lines=found[cell.row, cell.column].lines) if (cell.row, cell.column) in found else cell
        for cell in above.cells
    )
    rest = tuple(replace(cell, lines=()) if id(cell) in taken else cell for cell in below.cells)
    return replace(above, cells=cells), replace(below, cells=rest)


def _without_first_row(cells: Sequence[Cell]) -> list[Cell]:
    """The cells of the other rows; one of the first row that spans others goes on in these."""
    kept = [cell for cell in cells if cell.row + cell.rows > 1]
    return [
        replace(cell, row=cell.row - 1) if cell.row else replace(cell, rows=cell.rows - 1, lines=()) for cell in kept
    ]


def _aligned(cell: Cell, other: Cell) -> bool:
    if cell.box is None or other.box is None:
        return False
    return abs(cell.box[0] - other.box[0]) <= _SAME and abs(cell.box[2] - other.box[2]) <= _SAME


def _above(cell: Cell, ending: Sequence[Cell]) -> Cell | None:
    return next((upper for upper in ending if _aligned(upper, cell)), None)


def _box(line: Line) -> Box | None:
    boxes = [word.box for word in line.words if word.box is not None]
    if not boxes:
        return None
    lefts, tops, rights, bottoms = zip(*boxes, strict=True)
    return min(lefts), min(tops), max(rights), max(bottoms)


def _ems_wide(cell: Cell) -> float:
    box = _box(cell.lines[-1])
    return 0.0 if box is None or cell.box is None else (cell.box[2] - cell.box[0]) / max(box[3] - box[1], 1.0)


def _slack(cell: Cell, line: Line) -> float:
    """The white beside a line of a cell, left and right."""
    box = _box(line)
    return float("inf") if box is None or cell.box is None else cell.box[2] - cell.box[0] - (box[2] - box[0])


def _padding(table: Table) -> float:
    """The white beside the fullest line of the table: what cells keep free at their edges."""
    least = min((_slack(cell, line) for cell in table.cells for line in cell.lines[:-1]), default=_MOST_PADDING)
    return min(max(least, _LEAST_PADDING), _MOST_PADDING)


def _has_words(text: str) -> bool:
    """Say whether a text has more to it than a number: that does not go on with another one."""
    return any(character >= "\u3400" and character.isalpha() for character in text)


def _goes_on(upper: Cell, lower: Cell, padding: float) -> bool:
    """Say whether what the lower cell begins with had no room on the last line of the upper one."""
    last, start = _box(upper.lines[-1]), lower.lines[0].text.lstrip()
    if last is None or not _has_words(upper.text) or not _has_words(lower.text):
        return False
    unbroken = next((n for n, character in enumerate(start) if not character.isascii() or character == " "), len(start))
    needed = max(_CHARACTER, _NARROW * unbroken) * (last[3] - last[1])
    return _slack(upper, upper.lines[-1]) <= padding + needed
