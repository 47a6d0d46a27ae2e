"""A form as the laws see it: leaves by path, with units, blanks and the form's year.

Comes in: the plain record of one form. Goes out: ``Form``, a read-only view with cheap
access by path. Never changes a value and never takes a missing cell for zero.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import lru_cache
from typing import Any

from extractor.laws.outcome import BLANK, UNSTATED, Absent
from extractor.notation import Printed, Quantity, fold, parse_number, parse_quantity, parse_rate, unit_factor

_RATES = ("execution_rate", "progress")
_DASHES = frozenset("—-–/\\－ ")


def read_cell(path: str, text: str) -> Printed | None:
    """Read the number of a cell by the kind its path says: a rate for rate cells, else a plain number."""
    if path.endswith(_RATES):
        return parse_rate(text)
    # A score may carry its unit: 10分.
    return parse_number(text.removesuffix("分"))


@dataclass(frozen=True, slots=True)
class Form:
    """The plain record of one form, flattened.

    ``blank`` holds the paths known to be printed empty; None means that the record does
    not tell blank cells from lost ones.
    """

    values: Mapping[str, Any]
    leaves: Mapping[str, str | None]
    units: Mapping[str, str]
    blank: frozenset[str] | None
    year: int | None
    memo: dict[object, Any] = field(default_factory=dict, compare=False, repr=False)

    @classmethod
    def of(
        cls, values: Mapping[str, Any], units: Mapping[str, str] | None = None, blank: Collection[str] | None = None
    ) -> Form:
        """Flatten a plain record; ``units`` maps path prefixes to 万元 or 元."""
        leaves = dict(_flatten("", values))
        year = re.match(r"(?:19|20)[0-9]{2}", fold(str(leaves.get("fiscal_year") or "")))
        known = None if blank is None else frozenset(blank)
        return cls(values, leaves, units or {}, known, int(year.group()) if year else None)

    def text(self, path: str) -> str | None:
        """Return the printed text of a cell, or None for a blank or lost one."""
        return self.leaves.get(path)

    def look(self, path: str) -> Printed | Absent | None:
        """Return the number in a cell, or why there is none."""
        text = self.leaves.get(path)
        if text is not None:
            return read_cell(path, text)
        if self.blank is None:
            return UNSTATED
        return BLANK if path in self.blank else None

    def number(self, path: str) -> Decimal | None:
        """Return the exact value of a number cell, or None."""
        seen = self.look(path)
        return seen.value if isinstance(seen, Printed) else None

    def quantity(self, path: str) -> Quantity | None:
        """Return the target or result in a cell, or None if it is empty."""
        text = self.leaves.get(path)
        return parse_quantity(text, self.year) if text else None

    def rows(self, name: str) -> int:
        """Return how many rows a table has; 0 for a table that is not there."""
        table = self.values.get(name)
        return len(table) if isinstance(table, (list, tuple)) else 0

    def column(self, name: str, key: str) -> tuple[str, ...]:
        """Return the paths of one column of a table, top to bottom."""
        return tuple(f"{name}[{row}].{key}" for row in range(self.rows(name)))

    def unit_factor(self, path: str) -> Decimal:
        """Return how many 元 one unit of this money cell is; the longest prefix wins, 万元 by default."""
        best = max((prefix for prefix in self.units if path.startswith(prefix)), key=len, default=None)
        return unit_factor(self.units[best] if best is not None else "万元") or Decimal(10_000)

    def has(self, path: str) -> bool:
        """Say whether a cell holds anything that is printed."""
        return self.leaves.get(path) is not None

    def once(self, key: object, compute: Callable[[], Any]) -> Any:
        """Return what ``compute`` says, asked once for this form: many laws need the same rows."""
        if key not in self.memo:
            self.memo[key] = compute()
        return self.memo[key]

    def reason(self, path: str) -> str:
        """Return a reason that says something: '' for an empty one, dashes, or 无."""
        text = (self.leaves.get(path) or "").strip()
        return "" if text in ("无", "没有", "") or set(text) <= _DASHES else text


def _flatten(prefix: str, node: Any) -> Iterator[tuple[str, str | None]]:
    if isinstance(node, Mapping):
        for key, inner in node.items():
            yield from _flatten(f"{prefix}.{key}" if prefix else str(key), inner)
    elif isinstance(node, (list, tuple)):
        for row, inner in enumerate(node):
            yield from _flatten(f"{prefix}[{row}]", inner)
    else:
        yield prefix, None if node is None else str(node)


@lru_cache(maxsize=4096)
def plain_label(text: str) -> str:
    """Return a label without blanks, brackets' contents and quotation marks, for comparison."""
    return re.sub(r"[\s“”\"'‘’:：]|\(.*?\)", "", fold(text))
