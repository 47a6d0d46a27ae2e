"""What the laws are worth: whether a wrong value would break one.

Comes in: the expected values of a form, true or as its author printed them. Goes out: for a wrong value in one
of its cells, whether a law that holds without it is broken with it. Never looks at a record's values.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from typing import Any

from extractor.evaluate.agreement import NUMERIC, expected_value, is_leaf
from extractor.evaluate.pairing import REMARKS
from extractor.laws import check, read_cell

Law = tuple[str, tuple[str, ...]]
"""One instance of a law: its id and its cells."""
TEN_THOUSAND = {"": "万元"}


class TrueForm:
    """The expected values of one form, with the laws that they keep.

    ``units`` are the form's units of money, ``laws`` the ids of its family's laws (None: all).
    """

    def __init__(self, expected: Mapping[str, Any], units: Mapping[str, str], laws: Collection[str] | None) -> None:
        self._values = {key: plain_values(value) for key, value in expected.items() if key not in REMARKS}
        self._units = units or TEN_THOUSAND
        self._laws = laws or None
        self._blank = frozenset(blank_leaves(expected, ""))
        self.broken = self._broken(self._values)

    def covers(self, path: str, wrong: str | None) -> bool:
        """Whether a wrong value breaks a law (error or warning) that holds without it, or is no number at all.

        That a number's cell holds something else than a number is seen without any law. A path
        without a place in the expected form, such as that of a superfluous row, is never covered.
        """
        if "None" in path or wrong is None:
            return False
        if path.rpartition(".")[2] in NUMERIC and read_cell(path, wrong) is None:
            return True
        return bool(self._broken(with_value(self._values, steps_of(path), wrong)) - self.broken)

    def _broken(self, values: Mapping[str, Any]) -> frozenset[Law]:
        """The laws that some values break, notes aside."""
        judged = check(values, self._units, self._laws, blank=self._blank)
        return frozenset((one.law, one.cells) for one in judged if one.verdict == "broken" and one.severity != "note")


def plain_values(node: Any) -> Any:
    """Expected values without what is said about them; lost leaves and those that are not scored are None."""
    if is_leaf(node):
        return expected_value(node)[0]
    if isinstance(node, list):
        return [plain_values(row) for row in node]
    return {key: plain_values(value) for key, value in node.items()}


def blank_leaves(node: Any, path: str) -> Iterator[str]:
    """The leaves that are empty by design; lost ones, and those that are not scored, are not known to be."""
    if is_leaf(node):
        if node is None:
            yield path
    elif isinstance(node, list):
        for at, row in enumerate(node):
            yield from blank_leaves(row, f"{path}[{at}]")
    else:
        for key, value in node.items():
            if key not in REMARKS:
                yield from blank_leaves(value, f"{path}.{key}".lstrip("."))


def steps_of(path: str) -> tuple[str | int, ...]:
    """``funds[0].score`` -> ``("funds", 0, "score")``."""
    return tuple(int(step) if step.isdigit() else step for step in re.findall(r"[^.\[\]]+", path))


def with_value(node: Any, steps: tuple[str | int, ...], value: str) -> Any:
    """The same values with another one at a place; what is not on the way there is shared, not copied."""
    if not steps:
        return value
    first, rest = steps[0], steps[1:]
    if isinstance(first, int):
        rows = list(node or ())
        rows[first : first + 1] = [with_value(rows[first] if first < len(rows) else None, rest, value)]
        return rows
    return {**(node or {}), first: with_value((node or {}).get(first), rest, value)}
