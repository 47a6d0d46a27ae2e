"""What a reader is shown of a cell: its value in the record, and its states.

Comes in: a ``FormRecord``. Goes out: values by path, states by path, counts. Never decides
whether a cell is right; it only gathers what the cell and the findings say.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from functools import cached_property, lru_cache
from typing import Any

from extractor.record.skeleton import leaves
from extractor.values import Cell, Finding, FormRecord, Record

# Characters that no XML or HTML text may hold; a document can hold any of them.
_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


ORIGIN_ORDER = ("read", "stitched", "repaired", "inferred", "blank", "missing", "reviewed")


@lru_cache(maxsize=4096)
def _steps(path: str) -> tuple[str | int, ...]:
    return tuple(int(step) if step.isdigit() else step for step in re.findall(r"[^.\[\]]+", path))


def value_at(values: Mapping[str, Any], path: str) -> str | None:
    """The leaf under a path such as ``funds[0].executed``, None where there is none."""
    here: Any = values
    for step in _steps(path):
        if isinstance(step, int):
            here = here[step] if isinstance(here, list) and step < len(here) else None
        else:
            here = here.get(step) if isinstance(here, dict) or isinstance(here, Mapping) else None
    return here if isinstance(here, str) else None


def printable(text: str) -> str:
    """The text with each character that a page or a workbook cannot hold made visible as ``�``; same length."""
    return _UNPRINTABLE.sub("�", text)


@dataclass(frozen=True)
class FormView:
    """One form with what its findings say about each cell.

    ``broken`` and ``questioned`` are the cells that a finding is about; ``involved`` are the others
    that its arithmetic takes in, such as the parts of a total that does not come out.
    """

    form: FormRecord
    broken: frozenset[str]
    questioned: frozenset[str]
    involved: frozenset[str]

    @classmethod
    def of(cls, form: FormRecord) -> FormView:
        """Gather the cells that the findings of a form name, by severity."""
        about: dict[str, set[str]] = {"error": set(), "warning": set(), "note": set()}
        named: set[str] = set()
        for finding in form.findings:
            if finding.verdict == "broken":
                about[finding.severity].update(_subjects(finding, form.values))
                named.update(finding.cells if finding.severity == "error" else ())
        broken = frozenset(about["error"])
        return cls(form, broken, frozenset(about["warning"]) - broken, frozenset(named) - broken)

    def value(self, path: str) -> str | None:
        """The value that stands in the record; after a hand edit this is the edited one."""
        found = self.leaves.get(path)
        return found if isinstance(found, str) else None

    @cached_property
    def leaves(self) -> dict[str, str | None]:
        """All leaves of the form by path, in the order of the record."""
        return dict(leaves(self.form.values))

    def cell(self, path: str) -> Cell | None:
        """The audit trail of a path, None for a leaf that has none."""
        return self.form.cells.get(path)

    def known(self, path: str) -> bool:
        """Whether the form has anything to show at a path: a value, or a printed or expected cell."""
        return path in self.form.cells or self.value(path) is not None

    def states(self, path: str) -> tuple[str, ...]:
        """Why a cell is not plain, most pressing first; empty for a cell that was simply read."""
        cell = self.cell(path)
        found = []
        if cell is not None:
            if cell.value != self.value(path):
                found.append("edited")
            if cell.origin == "missing":
                found.append("missing")
            if cell.needs_review:
                found.append("review")
        if path in self.broken:
            found.append("broken")
        if path in self.questioned:
            found.append("questioned")
        if path in self.involved:
            found.append("involved")
        if cell is not None and cell.origin in ("repaired", "inferred", "stitched", "reviewed"):
            found.append(cell.origin)
        return tuple(found)


def _subjects(finding: Finding, values: Mapping[str, Any]) -> tuple[str, ...]:
    """The cells that carry the figure which a finding found; all its cells where none does."""
    found = finding.found
    exact = tuple(path for path in finding.cells if found is not None and _says(value_at(values, path), found))
    return exact or finding.cells


def _says(value: str | None, found: str) -> bool:
    if value is None or value == found:
        return value == found
    try:
        number = Decimal(value.rstrip("%％"))
        return Decimal(found) in ((number, number / 100) if value[-1:] in "%％" else (number,))
    except InvalidOperation:
        return False


def paths_of(form: FormRecord) -> list[str]:
    """All paths that carry a value or an audit trail, in the order of the record."""
    return cells_among(leaves(form.values), form)


def cells_among(listed_leaves: Iterable[tuple[str, str | None]], form: FormRecord) -> list[str]:
    """As ``paths_of``, where the leaves of the form are at hand."""
    listed = [path for path, value in listed_leaves if (value is not None or path in form.cells)]
    seen = set(listed)
    listed = [path for path in listed if path != "form_type" or path in form.cells]
    return listed + [path for path in form.cells if path not in seen]


def counts(form: FormRecord) -> dict[str, int]:
    """How many cells each origin has, how many need review, and how many findings each severity has."""
    by_origin: Counter[str] = Counter(cell.origin for cell in form.cells.values())
    by_severity: Counter[str] = Counter(finding.severity for finding in form.findings if finding.verdict == "broken")
    found = {origin: by_origin.get(origin, 0) for origin in ORIGIN_ORDER}
    found["cells"] = len(form.cells)
    found["review"] = sum(cell.needs_review for cell in form.cells.values())
    for severity in ("error", "warning", "note"):
        found[severity] = by_severity.get(severity, 0)
    return found


def total_counts(record: Record) -> dict[str, int]:
    """The counts of all forms of a record added up."""
    total: Counter[str] = Counter()
    for form in record.forms:
        total.update(counts(form))
    keys = (*ORIGIN_ORDER, "cells", "review", "error", "warning", "note")
    return {key: total.get(key, 0) for key in keys}
