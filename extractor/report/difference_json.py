"""A comparison as plain data, for other programs.

Comes in: a ``DocumentDifference`` and what is asked for. Goes out: dicts and lists for JSON. Where the documents have
nothing in common it says so, and lists no differences.
"""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from extractor.report.difference import tally
from extractor.report.difference_filter import Selection
from extractor.report.finding_difference import compare_findings
from extractor.report.matching import NOTHING_IN_COMMON, DocumentDifference, FormPair
from extractor.report.side import FormSide
from extractor.values import Cell, Finding

ALL_THAT_DIFFERS = Selection()


def to_json(found: DocumentDifference, selection: Selection = ALL_THAT_DIFFERS) -> dict[str, Any]:
    """The tally, the forms with their rows, and the cells that are asked for; ``message`` is null or one sentence."""
    shown = [one for form in found.forms for one in _cells(form, selection)] if found.common else []
    return {
        "tally": tally(selection.in_fields(found.differences)),
        "differences": shown,
        "common": found.common,
        "message": None if found.common else NOTHING_IN_COMMON.zh,
        "message_en": None if found.common else NOTHING_IN_COMMON.en,
        "forms": [_form(form, selection) for form in found.forms],
    }


def _cells(form: FormPair, selection: Selection) -> list[dict[str, Any]]:
    return [
        asdict(one) | {"cell_left": _audit(form.left, one.path_left), "cell_right": _audit(form.right, one.path_right)}
        for one in form.differences
        if selection.shows(one)
    ]


def _audit(side: FormSide | None, path: str | None) -> dict[str, Any] | None:
    """How a side came by its value, null where it does not say."""
    cell = side.cells.get(path) if side is not None and path is not None else None
    return None if cell is None else cell_data(cell)


def cell_data(cell: Cell) -> dict[str, Any]:
    """What a comparison tells of a cell beside its value."""
    return {
        "origin": cell.origin,
        "confidence": cell.confidence,
        "needs_review": cell.needs_review,
        "reasons": list(cell.reasons),
        "review": None if cell.review is None else asdict(cell.review),
    }


def _form(form: FormPair, selection: Selection) -> dict[str, Any]:
    findings = compare_findings(form)
    return {
        "form": form.number,
        "left": _side(form.left),
        "right": _side(form.right),
        "tally": tally(selection.in_fields(form.differences)),
        "rows": [asdict(row) for row in selection.rows(form.rows, form.differences)],
        "findings": None
        if findings is None
        else {
            "only_left": [_finding(one) for one in findings.left],
            "only_right": [_finding(one) for one in findings.right],
            "both": len(findings.both),
        },
    }


def _side(side: FormSide | None) -> dict[str, Any] | None:
    if side is None:
        return None
    keys = ("title", "project_name", "fiscal_year")
    return {"form": side.number, "form_type": side.form_type, **{key: side.text(key) or None for key in keys}}


def _finding(finding: Finding) -> dict[str, Any]:
    return {
        "law": finding.law,
        "severity": finding.severity,
        "cells": list(finding.cells),
        "message": finding.message,
        "message_en": finding.message_en,
    }
