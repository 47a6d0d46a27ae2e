"""A form in the making: its rows in their order, its leaves set one by one.

Comes in: a form of the record, and the order of its rows. Goes out: the plain record and the cells of the
reviewed form. The form of the record itself is never changed.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from extractor.record.skeleton import STAFF, TABLES, empty_part
from extractor.review.rows import RowOrder, row_path
from extractor.values import Cell, FormRecord

_STEP = re.compile(r"[^.\[\]]+")


class Draft:
    """The values and cells of a form, which decisions are put into; all paths are those of the reviewed form."""

    def __init__(self, form: FormRecord, order: RowOrder) -> None:
        self.order = order
        self.values: dict[str, Any] = _copied(form.values)
        for table, rows in order.rows.items():
            _arrange(self.values, table, rows)
        self.cells: dict[str, Cell] = dict(form.cells)
        if order.rows:
            moved = ((_moved(path, order), cell) for path, cell in form.cells.items())
            self.cells = {path: cell for path, cell in moved if path is not None}

    def has(self, path: str) -> bool:
        """Whether the form has a cell at a path: a leaf of the record, or a place that the reader knew of."""
        if path in self.cells:
            return True
        node, last = self._parent(path)
        if isinstance(node, dict):
            return last in node and not isinstance(node[last], (dict, list))
        empty = _empty_part(path)
        return empty is not None and self.values.get(path.partition(".")[0], "") is None

    def put(self, path: str, value: str | None) -> None:
        """Set the leaf at a path; a part of the form that had nothing in it comes into being with its first value."""
        part = path.partition(".")[0]
        if value is not None and self.values.get(part, "") is None and _empty_part(path) is not None:
            self.values[part] = _empty_part(path)
        if value is not None and path.startswith("department.staff.") and self.values["department"]["staff"] is None:
            self.values["department"]["staff"] = dict.fromkeys(STAFF)
        node, last = self._parent(path)
        if isinstance(node, dict):
            node[last] = value

    def _parent(self, path: str) -> tuple[Any, str]:
        steps = _steps(path)
        node: Any = self.values
        for step in steps[:-1]:
            if isinstance(node, dict):
                node = node.get(step)
            elif isinstance(node, list) and step.isdecimal() and int(step) < len(node):
                node = node[int(step)]
            else:
                return None, ""
        return node, steps[-1] if steps else ""


@lru_cache(maxsize=8192)
def _steps(path: str) -> tuple[str, ...]:
    return tuple(_STEP.findall(path))


def _copied(node: Any) -> Any:
    if isinstance(node, Mapping):
        return {key: _copied(value) for key, value in node.items()}
    return [_copied(value) for value in node] if isinstance(node, (list, tuple)) else node


def _arrange(values: dict[str, Any], table: str, rows: tuple[str, ...]) -> None:
    """Put the rows of a table into their order, with empty ones where they are new."""
    *way, last = table.split(".")
    node = values
    for step in way:
        node = node[step]
    old = node[last]
    node[last] = [old[int(row)] if row.isdecimal() else dict.fromkeys(TABLES[table]) for row in rows]


def _moved(path: str, order: RowOrder) -> str | None:
    """The path in the reviewed form of a path of the record, None in a row that was taken out."""
    place = row_path(path)
    return path if place is None else order.now(path)


def _empty_part(path: str) -> dict[str, Any] | None:
    """A part that a form may lack, with nothing in it; None if the path leads to no leaf of such a part."""
    part, _, rest = path.partition(".")
    if part not in ("project_period", "objective", "department"):
        return None
    empty = empty_part(part)
    in_staff = part == "department" and rest.startswith("staff.") and rest.removeprefix("staff.") in STAFF
    return empty if in_staff or (rest in empty and empty[rest] is None) else None
