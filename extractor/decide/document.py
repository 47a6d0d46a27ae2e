"""Deciding across the forms of one document: a clipped name whole elsewhere, laws between forms.

Comes in: the decided forms of a document. Goes out: the same forms, with a clipped head
cell repaired from the same cell of another form (still flagged), and with the findings of
the laws between forms. One form's figures never change another's.
"""

from __future__ import annotations

import copy
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from extractor.laws import findings
from extractor.laws.document import check_document
from extractor.notation.text import fold
from extractor.record.skeleton import put
from extractor.values import Cell, FormRecord

_NAMES = ("implementing_unit", "supervising_department", "reporting_unit")
_LEAST = 5  # characters that a clipped name must have kept


def decide_document(forms: Sequence[FormRecord]) -> tuple[FormRecord, ...]:
    """The forms of a document after looking at them together."""
    if len(forms) < 2:
        return tuple(forms)
    whole = [_with_whole_names(form, forms) for form in forms]
    told: dict[int, list[Any]] = {}
    for index, judgement in check_document([(form.values, form.units) for form in whole]):
        told.setdefault(index, []).append(judgement)
    return tuple(
        replace(form, findings=(*form.findings, *findings(told.get(index, ())))) for index, form in enumerate(whole)
    )


def _with_whole_names(form: FormRecord, forms: Sequence[FormRecord]) -> FormRecord:
    """The form with flagged, clipped names of units put whole."""
    cells: dict[str, Cell] = dict(form.cells)
    values: dict[str, Any] | None = None
    for path in _NAMES:
        cell = cells.get(path)
        full = _whole_name(cell, path, form, forms)
        if cell is None or full is None:
            continue
        values = values if values is not None else copy.deepcopy(dict(form.values))
        put(values, path, full)
        reason = f"印为“{cell.value}”，按本文件另一张表的同一栏补全"
        cells[path] = replace(cell, value=full, origin="repaired", reasons=(*cell.reasons, reason), proof=reason)
    return form if values is None else replace(form, values=values, cells=cells)


def _whole_name(cell: Cell | None, path: str, form: FormRecord, forms: Sequence[FormRecord]) -> str | None:
    """The one longer name in the same cell of another form that holds the clipped one; None if there is none or two."""
    if cell is None or not cell.needs_review or not cell.value or len(fold(cell.value)) < _LEAST:
        return None
    clipped = fold(cell.value)
    found = {
        value
        for other in forms
        if other is not form
        for name in _NAMES
        for value in [_sure(other.cells, name)]
        if value and clipped in fold(value) and clipped != fold(value)
    }
    return found.pop() if len(found) == 1 and path in _NAMES else None


def _sure(cells: Mapping[str, Cell], path: str) -> str | None:
    cell = cells.get(path)
    return cell.value if cell is not None and not cell.needs_review else None
