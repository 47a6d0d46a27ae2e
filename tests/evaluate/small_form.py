"""A small consistent form with invented content, as expected values and as a record's form, for tests to disturb."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

ROWS = [("修缮渡口数量", "≥4处", "4处", "40", "40"), ("船员培训人次", "≥60人次", "63人次", "50", "48")]
FORM: dict[str, Any] = {
    "form_type": "project_national",
    "title": "项目支出绩效自评表",
    "project_name": "青萝渡口修缮",
    "funds": [
        {"stage": "all", "source": "total", "adjusted_budget": "80", "executed": "80", "weight": "10",
         "execution_rate": "100%", "score": "10"},
    ],
    "indicators": [
        {"level1": "产出指标", "level2": "数量指标", "level3": name, "target": target, "actual": actual,
         "weight": weight, "score": score, "deviation_note": None}
        for name, target, actual, weight, score in ROWS
    ],
    "total": {"weight": "100", "score": "98"},
}  # fmt: skip


def expected(**remarks: Any) -> dict[str, Any]:
    """The expected form, with remarks about it (``findings``)."""
    return {**deepcopy(FORM), **remarks}


def form(**changes: str | None) -> dict[str, Any]:
    """The record's form, right in every cell; ``indicators_0__score="4"`` puts another value."""
    values = deepcopy(FORM)
    for name, value in changes.items():
        table, row, key = name.replace("__", "_").split("_", 2)
        values[table][int(row)][key] = value
    cells = {
        f"indicators[{row}].{key}": cell(values["indicators"][row][key])
        for row in range(len(ROWS))
        for key in ("target", "actual", "weight", "score")
    }
    cells["total.score"] = cell("98")
    return {
        "family": "project_national",
        "units": {"": "万元"},
        "values": values,
        "cells": cells,
        "findings": [],
    }


def cell(value: str | None, **what: Any) -> dict[str, Any]:
    """A cell of a record."""
    plain = {"value": value, "origin": "read", "needs_review": False, "confidence": 0.99, "reasons": []}
    return {**plain, "evidence": [{"text": value or ""}], **what}


def finding(law: str, severity: str, *cells: str) -> dict[str, Any]:
    """A finding of a record."""
    return {"law": law, "verdict": "broken", "severity": severity, "cells": list(cells)}
