"""Gold for evaluation, from documents that are reviewed to the end.

Comes in: a reviewed document. Goes out: the source text and, beside it, the expected file that ``jixiao
evaluate`` reads. Gives nothing for a document with a cell that still waits, and says how much of the gold people
have looked at and how much is as the reader had it.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping
from typing import Any

from extractor.review.applied import AppliedForm
from extractor.review.export.reviewed import ReviewedDocument
from extractor.values import Cell

_HOW = ("stitched", "repaired", "inferred")


def gold_files(document: ReviewedDocument) -> dict[str, bytes]:
    """The files of a document's gold by name: its text and ``<name>.expected.json``.

    Empty while a cell waits, and where nobody has decided anything: what only the reader said is no gold.
    Text that was cut out of HTML goes into a file of that kind, so that it is read as such again.
    """
    if document.open_cells or not any(form.applied for form in document.after.forms):
        return {}
    source = f"{document.name}.{'html' if document.after.source.source.kind == 'html' else 'txt'}"
    expected = json.dumps(_expected(document, source), ensure_ascii=False, indent=1) + "\n"
    # A lone surrogate, which no encoding has, becomes a question mark: one character, as it was.
    return {
        source: document.after.source.text.encode("utf-8", "replace"),
        f"{document.name}.expected.json": expected.encode("utf-8", "replace"),
    }


def _expected(document: ReviewedDocument, source: str) -> dict[str, Any]:
    forms = document.after.forms
    kinds = [applied.form.source_kind for applied in forms]
    return {
        "document": source,
        "source_kind": "ocr" if "ocr" in kinds else "digital",
        "reviewed_by": sorted({name for final in document.finals for name in final.by}),
        "review": _review(document),
        "forms": [_form(applied) for applied in forms],
    }


def _review(document: ReviewedDocument) -> dict[str, Any]:
    """When and how much was reviewed; ``not_looked_at`` are cells that stand as the reader had them."""
    applied = [final for form in document.after.forms for final in form.applied]
    rulings = Counter(final.ruling for final in applied)
    cells = [cell for form in document.after.forms for cell in form.form.cells.values()]
    days = sorted(final.at.date().isoformat() for final in applied)
    return {
        "from": days[0] if days else None,
        "to": days[-1] if days else None,
        "cells": len(cells),
        "not_looked_at": sum(cell.origin != "reviewed" for cell in cells),
        "rulings": dict(sorted(rulings.items())),
        "read_by": document.after.source.reader.name,
    }


def _form(applied: AppliedForm) -> dict[str, Any]:
    form = applied.form
    expected: dict[str, Any] = _leaves(form.values, "", form.cells)
    contradictions = [
        {"law": finding.law, "severity": finding.severity, "cells": list(finding.cells)}
        for finding in form.findings
        if finding.verdict == "broken" and finding.severity != "note"
    ]
    # What is still broken when all is reviewed is what the form's author wrote.
    return expected | ({"findings": contradictions} if contradictions else {})


def _leaves(node: Any, path: str, cells: Mapping[str, Cell]) -> Any:
    if isinstance(node, Mapping):
        return {key: _leaves(value, f"{path}.{key}" if path else str(key), cells) for key, value in node.items()}
    if isinstance(node, (list, tuple)):
        return [_leaves(value, f"{path}[{row}]", cells) for row, value in enumerate(node)]
    return _leaf(node, cells.get(path))


def _leaf(value: str | None, cell: Cell | None) -> Any:
    """An expected leaf: plain, with how it stands in the source, or lost."""
    if cell is None:
        return value
    review = cell.review
    if value is None:
        return {"lost": True} if review is not None and review.ruling == "unreadable" else None
    # How a value that people put in stands in the source, nobody has said.
    origin = cell.origin if review is None else review.earlier_origin if review.earlier == value else ""
    return {"v": value, "how": origin} if origin in _HOW else value
