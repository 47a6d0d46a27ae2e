"""The blocks of a page: tables and lines in reading order.

Comes in: words with their places, and the lines drawn on the page. Goes out: ``Line`` and ``Table`` values from top
to bottom. Never looks into a file or an image: whoever reads one finds the words and the drawn lines.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence

from extractor.ingest.printed import Line, Table, Word
from extractor.ingest.ruling.alignment import tables_of
from extractor.ingest.ruling.connect import frames_of
from extractor.ingest.ruling.filling import fill, table_of
from extractor.ingest.ruling.grid import Grid, grid_of
from extractor.ingest.ruling.printing import Placed, groups_of, line_of, placed, rows_of
from extractor.ingest.ruling.segments import Rule, Segment, rules_of, slope_of

_SMALLEST = 45.0  # a drawing of this width and height (6 mm) is a box to tick
_APART = 3.0  # ems that part two lines beside each other
_UNDER = 6.0  # an underline stands so close to the foot of a word
_SAME_END = 4.0  # and ends where the word ends


def blocks_of(
    words: Iterable[Word], segments: Iterable[Segment], width: float = 0.0, height: float = 0.0
) -> tuple[Line | Table, ...]:
    """The tables and lines of a page from top to bottom; words without a place come last, each as a line.

    Rules make tables; words that stand in three columns or more make one without rules. Where a word is a
    ``SpelledWord``, a rule that runs through it cuts it; any other word goes whole to the cell that holds most of it.
    ``width`` and ``height`` are the page's: what is drawn outside of it is left out (0: no limit).
    """
    words = list(words)
    segments = [s for s in segments if _on_page(s, width, height)]
    slope = slope_of(segments)
    items = [placed(word, word.box, slope) for word in words if word.box is not None]
    grids = grids_of(items, segments, slope)
    cells, outside = fill(grids, items)
    blocks: list[tuple[float, float, Line | Table]] = []
    for grid, inside in zip(grids, cells, strict=True):
        if len(grid.xs) > 2 or not _columns_stand_apart(inside):
            blocks.append((grid.ys[0], grid.xs[0], table_of(grid, inside, slope)))
        else:
            outside.extend(item for items in inside.values() for item in items)
    for stretch in _between(rows_of(outside), sorted(at for at, _, _ in blocks)):
        tables, rows = tables_of(stretch, slope)
        blocks.extend((top, 0.0, table) for top, table in tables)
        blocks.extend(_lines(rows))
    placeless = [Line((word,)) for word in words if word.box is None]
    return (*(block for _, _, block in sorted(blocks, key=lambda entry: entry[:2])), *placeless)


def grids_of(items: Sequence[Placed], segments: Iterable[Segment], slope: float) -> list[Grid]:
    """The grids of all tables that the segments draw; one inside another is a part of its cell."""
    across, down = rules_of(segments, slope)
    feet = sorted((item.bottom, item.left, item.right) for item in items)
    across = [rule for rule in across if not _is_underline(rule, feet)]
    found = [grid for frame in frames_of(across, down) if (grid := grid_of(frame)) is not None]
    found.sort(key=lambda grid: (grid.box[0] - grid.box[2]) * (grid.box[3] - grid.box[1]))
    grids: list[Grid] = []
    for grid in found:
        left, top, right, bottom = grid.box
        small = right - left < _SMALLEST and bottom - top < _SMALLEST
        if not small and not any(_holds(other, (left + right) / 2, (top + bottom) / 2) for other in grids):
            grids.append(grid)
    return sorted(grids, key=lambda grid: (grid.ys[0], grid.xs[0]))


def _on_page(segment: Segment, width: float, height: float) -> bool:
    x, y = (segment.x0 + segment.x1) / 2, (segment.y0 + segment.y1) / 2
    return (not width or -1 <= x <= width + 1) and (not height or -1 <= y <= height + 1)


def _holds(grid: Grid, x: float, y: float) -> bool:
    left, top, right, bottom = grid.box
    return left <= x <= right and top <= y <= bottom


def _is_underline(rule: Rule, feet: Sequence[tuple[float, float, float]]) -> bool:
    """Say whether words stand on the rule from end to end, and not beyond."""
    first = bisect_left(feet, (rule.at - _UNDER,))
    left, right = float("inf"), float("-inf")
    for bottom, start, end in feet[first : first + 2000]:
        if bottom > rule.at + _UNDER:
            break
        if start < rule.end and end > rule.start:
            left, right = min(left, start), max(right, end)
    return abs(left - rule.start) <= _SAME_END and abs(right - rule.end) <= _SAME_END


def _columns_stand_apart(inside: dict[int, list[Placed]]) -> bool:
    """Say whether the rows of a table with no rule between columns have columns all the same."""
    rows = [row for items in inside.values() for row in rows_of(items)]
    return bool(rows) and bool(tables_of(rows, 0.0)[0])


def _between(rows: Sequence[list[Placed]], tops: Sequence[float]) -> Iterable[list[list[Placed]]]:
    """Cut the rows where a table begins between two of them: columns do not run on past a table."""
    stretches: list[list[list[Placed]]] = [[] for _ in range(len(tops) + 1)]
    for row in rows:
        stretches[bisect_left(tops, row[0].middle)].append(row)
    return [stretch for stretch in stretches if stretch]


def _lines(rows: Iterable[list[Placed]]) -> Iterable[tuple[float, float, Line]]:
    """The rows as lines; what stands far apart in a row is several lines."""
    for row in rows:
        top = min(item.top for item in row)
        for group in groups_of(row, _APART):
            yield top, group[0].left, line_of(group)
