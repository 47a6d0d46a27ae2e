"""The evaluators: name, title, department, phone.

Comes in: aligned rows. Goes out: choices per person; a row without a name is none.
"""

from __future__ import annotations

from collections.abc import Sequence

from extractor.read.cells import blank, candidate, only
from extractor.read.rows import spanless
from extractor.read.table import Column, TableRow
from extractor.values import Choice


def read_people(rows: Sequence[TableRow], columns: Sequence[Column], text: str) -> tuple[list[Choice], int]:
    """Choices of all evaluators, and how many there are."""
    out: list[Choice] = []
    count = 0
    for row in rows:
        if "name" not in row.cells:
            continue
        for column in columns:
            path = f"evaluators[{count}].{column.key}"
            cell = row.cells.get(column.key)
            out.append(blank(path, spanless(row, column.key)) if cell is None else only(candidate(path, cell.atoms, column.type, text, cost=cell.cost)))
        count += 1
    return out, count
