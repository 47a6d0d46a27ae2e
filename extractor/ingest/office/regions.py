"""The tables of a worksheet: what blank rows part.

Comes in: a ``Sheet``. Goes out: its blocks, each a table or the lines of a note. Never makes more cells than
can be read, however far apart two texts stand.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import TypeVar

from extractor.ingest.office.sheet import Area, Sheet, runs
from extractor.ingest.printed import Cell, Line, Table, Word

_T = TypeVar("_T")

MOST_CELLS = 300_000
_OVERHANG = 256  # how far a merged area may reach beyond the last text


class TooManyCellsError(Exception):
    """A sheet has more cells than are read; its caller knows the name of the file."""


def sheet_blocks(sheet: Sheet) -> Iterator[Line | Table]:
    """The blocks of a sheet from top to bottom; raises TooManyCellsError."""
    texts: dict[int, dict[int, str]] = defaultdict(dict)
    for (row, column), text in sheet.texts.items():
        if text.strip():
            texts[row][column] = text
    bottom = max(texts, default=-1)
    areas: dict[int, list[Area]] = defaultdict(list)
    for area in sheet.merged:
        areas[area[0]].append(area)
    spans = [(row, row) for row in (*texts, *sheet.walled) if row <= bottom]
    spans += [(top, min(low, bottom)) for top, left, low, _ in sheet.merged if left in texts.get(top, {})]
    left_over = MOST_CELLS
    for first, last in runs(spans):
        rows = range(first, last + 1)
        for block in _region(_Region(rows, _within(texts, rows), _within(areas, rows)), left_over):
            left_over -= len(block.cells) if isinstance(block, Table) else 1
            yield block


def lines_of(text: str) -> tuple[Line, ...]:
    """The lines of a cell's text."""
    return tuple(Line((Word(line.strip()),)) for line in text.replace("\t", " ").splitlines() if line.strip())


class _Region:
    """Rows that no blank row parts."""

    def __init__(self, rows: range, texts: dict[int, dict[int, str]], areas: dict[int, list[Area]]) -> None:
        self.texts = {(row, column): text for row, inside in texts.items() for column, text in sorted(inside.items())}
        self.areas = [area for _, inside in sorted(areas.items()) for area in inside]
        self.rows = range(min(texts, default=rows.stop), rows.stop)
        self.columns = range(0)
        if self.texts:
            ends = [column for _, column in self.texts]
            reach = max(ends) + _OVERHANG
            wide = [min(area[3], reach) for area in self.areas if (area[0], area[1]) in self.texts]
            self.columns = range(min(ends), max(ends + wide) + 1)


def _within(by_row: dict[int, _T], rows: range) -> dict[int, _T]:
    return {row: by_row[row] for row in rows if row in by_row}


def _region(region: _Region, most: int) -> Iterator[Line | Table]:
    """One table; lines where there is but one column, or but one text."""
    if len(region.columns) <= 1 or len(region.texts) == 1:
        yield from (line for text in region.texts.values() for line in lines_of(text))
    elif len(region.rows) * len(region.columns) > most:
        raise TooManyCellsError
    else:
        yield Table(tuple(_cells(region)))


def _cells(region: _Region) -> Iterator[Cell]:
    spans = _spans(region)
    for row in region.rows:
        for column in region.columns:
            deep, wide = spans.get((row, column), (1, 1))
            if deep:
                lines = lines_of(region.texts.get((row, column), ""))
                yield Cell(row - region.rows.start, column - region.columns.start, lines, deep, wide)


def _spans(region: _Region) -> dict[tuple[int, int], tuple[int, int]]:
    """How far each merged cell reaches; the cells that it covers reach nowhere. Of two that overlap the first holds."""
    spans: dict[tuple[int, int], tuple[int, int]] = {}
    steps = 0
    for area in region.areas:
        top, left = max(area[0], region.rows.start), max(area[1], region.columns.start)
        rows, columns = (
            range(top, min(area[2] + 1, region.rows.stop)),
            range(left, min(area[3] + 1, region.columns.stop)),
        )
        steps += len(rows) * len(columns)
        if steps > 4 * MOST_CELLS:
            raise TooManyCellsError
        places = [(row, column) for row in rows for column in columns]
        if places and not any(place in spans for place in places):
            spans.update(dict.fromkeys(places, (0, 0)))
            spans[top, left] = (len(rows), len(columns))
    return spans
