"""A form as a grid of printed cells, each tied to the leaves of the record it shows.

Comes in: nothing. Goes out: ``Cell``, ``Row``, ``Sheet`` and how to reach a leaf by its path. A stage that
changes a sheet returns a new one.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from typing import Any

NUMERIC = frozenset(
    "initial_budget adjusted_budget allocated executed weight reference_weight execution_rate score carry_over_in"
    " budget_adjustment other_adjustment year_end_balance income expenditure income_total expenditure_total".split()
)
QUANTITY = frozenset(("target", "actual", "progress"))
MONEY = frozenset(("initial_budget", "adjusted_budget", "allocated", "executed"))

Leaf = Any
"""Plain text, None, or an object that says how the value is to be had."""


@dataclass(frozen=True, slots=True)
class Cell:
    """A printed cell: ``paths`` are the leaves it shows, ``span`` its columns, ``under`` that it is merged upward."""

    text: str = ""
    paths: tuple[str, ...] = ()
    role: str = "blank"
    """label, level, text, prose or value; blank for an empty cell."""
    span: int = 1
    under: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """One row of cells; ``block`` is the part of the form it stands in."""

    block: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Change:
    """What a damage did to one cell."""

    printed: str
    true: str
    kind: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """Rows, the record they show, and what damage changed, by path.

    ``ambiguous`` are leaves whose text was clipped or whose row cannot be told, ``skipped`` those that are not
    to be scored.
    """

    rows: tuple[Row, ...]
    record: dict[str, Any]
    widths: tuple[int, ...] = ()
    """The columns on a typeset page, in half-width characters."""
    damaged: dict[str, Change] = field(default_factory=dict)
    ambiguous: frozenset[str] = frozenset()
    skipped: frozenset[str] = frozenset()

    def cells(self) -> Iterator[tuple[int, int, Cell]]:
        """Walk all cells as (row, column, cell)."""
        for number, row in enumerate(self.rows):
            for column, cell in enumerate(row.cells):
                yield number, column, cell

    def with_cell(self, row: int, column: int, cell: Cell) -> Sheet:
        """Return the sheet with one cell changed."""
        cells = self.rows[row].cells
        changed = replace(self.rows[row], cells=(*cells[:column], cell, *cells[column + 1 :]))
        return replace(self, rows=(*self.rows[:row], changed, *self.rows[row + 1 :]))

    def mapped(self, change: Callable[[Row], Row]) -> Sheet:
        """Return the sheet with every row changed."""
        return replace(self, rows=tuple(map(change, self.rows)))

    def with_damage(self, changes: dict[str, Change]) -> Sheet:
        """Return the sheet with more damage on record."""
        return replace(self, damaged={**self.damaged, **changes})


def label(text: str, span: int = 1) -> Cell:
    """A fixed label of the form."""
    return Cell(text, (), "label", span)


def value(text: str | None, *paths: str, role: str = "value", span: int = 1) -> Cell:
    """A filled cell; an empty one if there is no text."""
    return Cell(text, paths, role, span) if text else Cell("", paths, "blank", span)


BLANK = Cell()
UNDER = Cell(under=True)


def kind_of(path: str, text: str) -> str:
    """Say what a leaf is to the scorer: ``numeric``, ``quantity`` or ``text``."""
    key = path.rsplit(".", 1)[-1]
    if not any(char.isdigit() for char in text):
        return "text"
    if key in NUMERIC or ".staff." in path:
        return "numeric"
    return "quantity" if key in QUANTITY else "text"


_STEP = re.compile(r"([a-z_0-9]+)|\[(\d+)\]")


def _steps(path: str) -> list[str | int]:
    return [name or int(index) for name, index in _STEP.findall(path)]


def leaf_at(record: dict[str, Any], path: str) -> Leaf:
    """Return the leaf at ``indicators[3].score``."""
    node: Any = record
    for step in _steps(path):
        node = node[step]
    return node


def set_leaf(record: dict[str, Any], path: str, leaf: Leaf) -> None:
    """Put a leaf into a record that the caller owns."""
    *way, last = _steps(path)
    node: Any = record
    for step in way:
        node = node[step]
    node[last] = leaf


def blank_record(form_type: str) -> dict[str, Any]:
    """Return a record with every key and no value."""
    top = "title fiscal_year project_name supervising_department department_code implementing_unit reporting_unit"
    narratives = "overview fund_use implementation performance other_issues staffing budget_execution"
    return {
        "form_type": form_type,
        **dict.fromkeys(top.split()),
        "project_attribute": None,
        "project_period": None,
        "funds": [],
        "department": None,
        "objective": None,
        "narratives": dict.fromkeys(narratives.split()),
        "indicators": [],
        "scorecard": [],
        "total": {"weight": None, "score": None},
        "grade": None,
        "evaluators": [],
        "sign_off": dict.fromkeys(("responsible", "handler", "phone", "filled_on")),
    }


def fund_entry(stage: str, source: str, **amounts: str | None) -> dict[str, str | None]:
    """Return one entry of ``funds``; amounts not named are None."""
    keys = "initial_budget adjusted_budget allocated executed weight execution_rate score".split()
    return {"stage": stage, "source": source, **dict.fromkeys(keys), **amounts}
