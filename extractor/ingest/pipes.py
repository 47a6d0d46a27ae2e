"""Pipe tables, as Markdown has them, with or without the outer pipes.

Comes in: neighbouring lines of a pipe table. Goes out: one piece per cell, empty
ones included. Separator lines (``|---|:--:|``) are dropped, an escaped pipe
(``\\|``) stays text, a row that is not closed goes on in the next line. Never
mends a row that has too few cells.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from extractor.ingest.lines import BARS, Line, Shape
from extractor.ingest.pieces import WHITE, Piece, trim, trim_cell
from extractor.values import Boundary

_CUT = re.compile(r"\\.|\|", re.DOTALL)  # a backslash hides the character behind it
_FRAMED_CUT = re.compile(r"[│┃║]")


def pipe_rows(text: str, lines: Sequence[Line]) -> Iterator[Piece]:
    """Cut every row at its pipes; the pipes around a row are no cells, a separator line is no row."""
    for row, line in enumerate(line for line in lines if line.shape is not Shape.RULE):
        before = Boundary.ROW
        for column, cell in enumerate(_cells(text, line)):
            yield Piece(*cell, before, row, column)
            before = Boundary.CELL


def join_spilled_rows(text: str, lines: Sequence[Line]) -> list[Line]:
    """Make one long line of a row that began with a pipe and is closed only some lines further down.

    Lines that no closing pipe follows stay by themselves: they are text behind the table.
    """
    joined: list[Line] = []
    waiting: list[Line] = []
    for line in lines:
        if line.shape in (Shape.PIPE, Shape.RULE):
            joined += waiting
            waiting = []
            joined.append(line)
        elif _is_open(text, joined, waiting):
            waiting.append(line)
            if _closes(text, line):
                joined[-1] = joined[-1]._replace(end=line.end)
                waiting = []
        else:
            joined.append(line)
    return joined + waiting


def bars_are_cuts(text: str, lines: Sequence[Line]) -> bool:
    """Say whether lines with a pipe in the middle are table rows.

    What shows it: a separator line, a row that begins with a pipe, or two rows with `` | ``.
    """
    if any(line.shape in (Shape.RULE, Shape.PIPE) for line in lines):
        return True
    return sum(text.find(" | ", line.start, line.end) >= 0 for line in lines if line.shape is Shape.BAR) > 1


def _is_open(text: str, joined: Sequence[Line], waiting: Sequence[Line]) -> bool:
    if waiting:
        return True
    return bool(joined) and joined[-1].shape is Shape.PIPE and not _closes(text, joined[-1])


def _closes(text: str, line: Line) -> bool:
    """Say whether the line ends with a pipe that is not the one it begins with."""
    end = line.end
    while end > line.start and text[end - 1] in WHITE:
        end -= 1
    if end <= line.start or text[end - 1] not in BARS or text.endswith("\\|", line.start, end):
        return False
    return line.shape is not Shape.PIPE or end - 1 > trim(text, line.start, min(line.end, end))[0]


def _cells(text: str, line: Line) -> Iterator[tuple[int, int]]:
    start, end = trim(text, line.start, line.end)
    cut = _FRAMED_CUT if text[start] in BARS and text[start] != "|" else _CUT
    closed = _closes(text, line)
    start += text[start] in BARS
    end -= closed
    for found in cut.finditer(text, start, end):
        if found.group()[0] != "\\":
            yield trim_cell(text, start, found.start())
            start = found.end()
    yield trim_cell(text, start, end)
