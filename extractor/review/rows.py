"""The rows of a form under review: which there are, in which order, and by which name each is known.

Comes in: a form of the record, and the decisions that add or delete rows. Goes out: ``RowOrder``, which
turns the paths of the record (``indicators[3].score``) and those of added rows (``indicators[n1].score``)
into the paths of the reviewed form, and back. Never looks at what stands in a cell.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from extractor.record.skeleton import TABLES
from extractor.review.values import Final

_ROW = re.compile(r"([a-z_0-9.]+)\[(n?[0-9]+)\](?:\.(.+))?", re.DOTALL)


@dataclass(frozen=True, slots=True)
class RowPath:
    """A path that leads to a row of a table, or into one: ``column`` is empty for the row itself."""

    table: str
    row: str
    column: str

    def __str__(self) -> str:
        return f"{self.table}[{self.row}]" + (f".{self.column}" if self.column else "")


@lru_cache(maxsize=8192)
def row_path(path: str) -> RowPath | None:
    """Take a path apart; None for one that does not lead to a row."""
    found = _ROW.fullmatch(path)
    return RowPath(found[1], found[2], found[3] or "") if found else None


def rows_of(values: Mapping[str, Any], table: str) -> list[Any] | None:
    """The rows of a table, None where the form has no such table."""
    node: Any = values
    for step in table.split("."):
        node = node.get(step) if isinstance(node, Mapping) else None
    return list(node) if isinstance(node, (list, tuple)) else None


def row_words(values: Mapping[str, Any], path: str) -> str | None:
    """What stands in a row of the record, in one line, so that it is known again; None where there is no such row."""
    place = row_path(path)
    rows = rows_of(values, place.table) if place else None
    if place is None or rows is None or not place.row.isdecimal() or int(place.row) >= len(rows):
        return None
    row = rows[int(place.row)]
    said = row.values() if isinstance(row, Mapping) else (row,)
    return "｜".join(str(text) for text in said if text is not None)


@dataclass(frozen=True, slots=True)
class RowOrder:
    """The rows of the tables that reviewers changed, top to bottom, by the names that never change.

    ``gone`` are the rows that were deleted. A table that is not in ``rows`` is as the record has it.
    """

    rows: Mapping[str, tuple[str, ...]]
    gone: frozenset[str] = frozenset()
    lost: tuple[Final, ...] = ()  # rows that cannot be added or deleted: the record has no such place

    def now(self, path: str) -> str | None:
        """The path in the reviewed form of a stable path; None where its row is not in the form."""
        place = row_path(path)
        if place is None or place.table not in self.rows:
            return path if place is None or place.row.isdecimal() else None
        order = self.rows[place.table]
        return str(RowPath(place.table, str(order.index(place.row)), place.column)) if place.row in order else None

    def stable(self, path: str) -> str:
        """The stable path of a path in the reviewed form."""
        place = row_path(path)
        if place is None or place.table not in self.rows:
            return path
        return str(RowPath(place.table, self.rows[place.table][int(place.row)], place.column))

    def is_gone(self, path: str) -> bool:
        """Whether a stable path leads into a row that was deleted."""
        place = row_path(path)
        return place is not None and f"{place.table}[{place.row}]" in self.gone


def order_rows(values: Mapping[str, Any], finals: Sequence[Final]) -> RowOrder:
    """The order of rows after those decisions that add or delete rows.

    A new row stands directly behind the row it names, so of two behind the same one the later comes
    first; where that row was a new one that has since been deleted, it comes last in its table.
    """
    orders: dict[str, list[str]] = {}
    lost: list[Final] = []
    gone = {final.place.path for final in finals if final.ruling == "deleted"}
    waiting: list[Final] = []
    for final in sorted(finals, key=lambda one: one.entry):
        place = row_path(final.place.path)
        rows = rows_of(values, place.table) if place is not None and place.table in TABLES else None
        if place is None or rows is None or place.column or _is_unfit(place.row, final, len(rows)):
            lost.append(final)
            continue
        orders.setdefault(place.table, [str(row) for row in range(len(rows))])
        if final.ruling == "added":
            waiting.append(final)
    lost += _insert(orders, waiting, gone)
    kept = {
        table: tuple(row for row in order if f"{table}[{row}]" not in gone) for table, order in orders.items()
    }  # a row that others stand behind is taken out only when they have their places
    return RowOrder(kept, frozenset(gone - {final.place.path for final in lost}), tuple(lost))


def _is_unfit(row: str, final: Final, rows: int) -> bool:
    """Whether a row cannot be what is decided: a new one has a name of its own, an old one stands in the record."""
    if final.ruling == "added":
        return row.isdecimal()
    return row.isdecimal() and int(row) >= rows


def _insert(orders: Mapping[str, list[str]], waiting: Iterable[Final], gone: set[str]) -> list[Final]:
    """Put new rows behind the rows they name, and return those that no row is there for."""
    left = list(waiting)
    moved = True
    while left and moved:
        moved = False
        for final in list(left):
            place = row_path(final.place.path)
            assert place is not None
            at = _place_behind(orders[place.table], place.table, final.value or "", gone)
            if at is not None:
                orders[place.table].insert(at, place.row)
                left.remove(final)
                moved = True
    return left


def _place_behind(order: Sequence[str], table: str, anchor: str, gone: set[str]) -> int | None:
    if not anchor:
        return 0
    place = row_path(anchor)
    if place is None or place.table != table:
        return None
    if place.row in order:
        return order.index(place.row) + 1
    return len(order) if anchor in gone and not place.row.isdecimal() else None
