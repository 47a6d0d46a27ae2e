"""What differs between two readings of one form, cell by cell.

Comes in: two forms, of records, of expected values or of plain values. Goes out: ``Difference`` values, and which
row belongs to which. Never says which side is right.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import Any, Literal

from extractor.labels import Label
from extractor.report.alignment import is_moved, match_rows, plain_text, row_likeness
from extractor.report.side import APART, SKIPPED, FormSide, is_leaf, leaf_note, leaf_value

DifferenceVerdict = Literal["same", "changed", "only_left", "only_right"]
VERDICTS: dict[str, Label] = {
    "same": Label("相同", "same"),
    "changed": Label("不同", "changed"),
    "only_left": Label("仅左", "only left"),
    "only_right": Label("仅右", "only right"),
}
_Paths = tuple[str | None, str | None]


@dataclass(frozen=True, slots=True)
class Difference:
    """One cell on both sides; ``form`` counts the pairs of forms from 1, ``note`` is what the right says of its value.

    A path is None where a side has no such row. Two values are the same when they agree in width
    and white space aside, or are the same number (``10`` and ``10.00``).
    """

    form: int
    path_left: str | None
    path_right: str | None
    left: str | None
    right: str | None
    verdict: DifferenceVerdict
    note: str = ""

    @property
    def path(self) -> str:
        """The path on the left, or on the right where the left has none."""
        return self.path_left or self.path_right or ""


@dataclass(frozen=True, slots=True)
class RowPair:
    """Two rows that are one; None where a side has no such row. ``moved``: past other rows, not merely slipped."""

    form: int
    left: str | None
    right: str | None
    moved: bool = False

    @property
    def path(self) -> str:
        """The path on the left, or on the right where the left has none: ``indicators[2]``."""
        return self.left or self.right or ""


@dataclass(frozen=True, slots=True)
class FormDifference:
    """The cells and rows of one form on both sides, in the order of the left."""

    differences: tuple[Difference, ...]
    rows: tuple[RowPair, ...]


def compare_forms(number: int, left: FormSide | None, right: FormSide | None) -> FormDifference:
    """All cells of a form on both sides; leaves that are null on both, and what is not to be compared, are left out."""
    walk = _Walk(number)
    one, other = ({} if side is None else side.values for side in (left, right))
    for key in [*one, *(key for key in other if key not in one)]:
        if key not in APART:
            walk.nodes((key, key), one.get(key), other.get(key))
    return FormDifference(tuple(walk.differences), tuple(walk.rows))


def tally(differences: Sequence[Difference]) -> dict[str, int]:
    """How many cells each verdict has, and ``cells`` for all of them."""
    counted: Counter[str] = Counter(difference.verdict for difference in differences)
    return {"cells": len(differences), **{verdict: counted.get(verdict, 0) for verdict in VERDICTS}}


@dataclass
class _Walk:
    """The way through both sides of a form, and what was met on it."""

    form: int
    differences: list[Difference] = field(default_factory=list)
    rows: list[RowPair] = field(default_factory=list)

    def nodes(self, paths: _Paths, left: Any, right: Any) -> None:
        """Compare what stands under two paths, whatever it is."""
        if isinstance(left, list) or isinstance(right, list):
            self._lists(paths, *(side if isinstance(side, list) else [] for side in (left, right)))
        elif is_leaf(left) and is_leaf(right):
            self._leaves(paths, left, right)
        else:
            one, other = ({} if is_leaf(side) else side for side in (left, right))
            for key in [*one, *(key for key in other if key not in one)]:
                below = tuple(None if path is None else f"{path}.{key}" for path in paths)
                self.nodes((below[0], below[1]), one.get(key), other.get(key))

    def _lists(self, paths: _Paths, left: list[Any], right: list[Any]) -> None:
        table = (paths[0] or paths[1] or "").rsplit(".", 1)[-1]
        plain = [[_plain_row(row) for row in rows] for rows in (left, right)]
        pairs = match_rows(plain[0], plain[1], row_likeness(table))
        for (one, other), moved in zip(pairs, is_moved(pairs), strict=True):
            places = (
                None if one is None or paths[0] is None else f"{paths[0]}[{one}]",
                None if other is None or paths[1] is None else f"{paths[1]}[{other}]",
            )
            self.rows.append(RowPair(self.form, *places, moved))
            self.nodes(places, None if one is None else left[one], None if other is None else right[other])

    def _leaves(self, paths: _Paths, left: Any, right: Any) -> None:
        one, other = leaf_value(left), leaf_value(right)
        if one is SKIPPED or other is SKIPPED or (one is None and other is None):
            return
        verdict: DifferenceVerdict = "changed"
        if one is None:
            verdict = "only_right"
        elif other is None:
            verdict = "only_left"
        elif _agree(str(one), str(other)):
            verdict = "same"
        first, second = (None if value is None else str(value) for value in (one, other))
        self.differences.append(Difference(self.form, *paths, first, second, verdict, leaf_note(right)))


def _plain_row(row: Any) -> dict[str, str]:
    """The texts of a row as they are compared; empty where the row is none."""
    if not isinstance(row, Mapping):
        return {}
    found = {key: leaf_value(value) for key, value in row.items()}
    return {key: plain_text(value) for key, value in found.items() if isinstance(value, str)}


def _agree(one: str, other: str) -> bool:
    left, right = plain_text(one), plain_text(other)
    if left == right:
        return True
    try:
        return Decimal(left.replace(",", "")) == Decimal(right.replace(",", ""))
    except InvalidOperation:
        return False
