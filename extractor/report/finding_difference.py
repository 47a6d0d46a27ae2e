"""Which findings both readings of a form have, and which only one of them.

Comes in: a pair of forms. Goes out: findings of the left alone, of both, and of the right alone. Two findings are one
when the same law speaks of the same cells, as the rows are matched.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from extractor.report.matching import FormPair
from extractor.values import Finding

# Of the cells of one finding so many must be in the other: a lost row makes no other finding of a sum.
_ALIKE = 0.5


@dataclass(frozen=True, slots=True)
class FindingDifference:
    """The findings of two readings of a form."""

    left: tuple[Finding, ...]
    both: tuple[tuple[Finding, Finding], ...]
    right: tuple[Finding, ...]


def compare_findings(pair: FormPair) -> FindingDifference | None:
    """The findings of both sides held against each other; None where a side is no record and cannot have any."""
    if pair.left is None or pair.right is None or not (pair.left.cells and pair.right.cells):
        return None
    rows = {row.left: row.right for row in pair.rows if row.left is not None}
    lonely, both = [], []
    others = _broken(pair.right.findings)
    for finding in _broken(pair.left.findings):
        cells = {_there(path, rows) for path in finding.cells}
        same = [other for other in others if other.law == finding.law and _share(cells, set(other.cells)) >= _ALIKE]
        if same:
            found = max(same, key=lambda other: _share(cells, set(other.cells)))
            others.remove(found)
            both.append((finding, found))
        else:
            lonely.append(finding)
    return FindingDifference(tuple(lonely), tuple(both), tuple(others))


def _broken(findings: Iterable[Finding]) -> list[Finding]:
    return [finding for finding in findings if finding.verdict == "broken"]


def _there(path: str, rows: dict[str, str | None]) -> str:
    """The path of a cell on the other side; itself where it is in no row, or in one that the other side has not."""
    row = re.match(r".*\]", path)
    other = rows.get(row.group()) if row else None
    return path if row is None or other is None else other + path[row.end() :]


def _share(one: set[str], other: set[str]) -> float:
    return len(one & other) / max(len(one | other), 1)
