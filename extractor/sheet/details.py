"""What a page tells of a chosen cell: value, raw text, origin, reasons, laws, other readings.

Comes in: ``FormView`` values. Goes out: plain data, or JSON that is safe inside a page. Never
decides which of two readings is right.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from extractor.labels import ORIGINS, STATES, path_label
from extractor.sheet.drawing import Numbers, worst_first
from extractor.sheet.view import FormView, printable
from extractor.values import Cell
from extractor.wording import law_title, proof_label, reason_label


def page_data(views: Sequence[FormView], numbers: Numbers) -> str:
    """What the page tells of a chosen cell, as JSON that cannot end the script element it stands in."""
    cells = [details(at, views[at], path) for at, path in numbers]
    messages: list[tuple[str, str, str]] = []
    for at, view in enumerate(views):
        for finding in worst_first(view.form.findings):
            for path in finding.cells:
                if (at, path) in numbers:
                    cells[numbers[at, path]].setdefault("m", []).append(len(messages))
            messages.append((finding.message, finding.message_en, finding.severity))
    words: dict[str, Any] = {"origins": {key: [label.zh, label.en] for key, label in ORIGINS.items()}}
    words["states"] = {key: [label.zh, label.en] for key, label in STATES.items()}
    used = {law for view in views for cell in view.form.cells.values() for law in (*cell.laws_hold, *cell.laws_broken)}
    words["laws"] = {law: list(law_title(law)) for law in sorted(used)}
    text = json.dumps({"cells": cells, "messages": messages, **words}, ensure_ascii=False, separators=(",", ":"))
    return printable(text).replace("&", "\\u0026").replace("<", "\\u003c").replace(">", "\\u003e")


def details(at: int, view: FormView, path: str) -> dict[str, Any]:
    """What a page tells of one cell, under one-letter names: a page carries hundreds of them."""
    cell = view.cell(path) or Cell(view.value(path), "", "missing")
    label = path_label(path, view.form.form_type)
    told = {
        "f": at,
        "p": path,
        "n": [label.zh, label.en],
        "v": _short(view.value(path)),
        "r": _short(cell.raw) if cell.raw != cell.value else None,
        "o": cell.origin if view.cell(path) else None,
        "c": round(cell.confidence, 2),
        "s": list(view.states(path)),
        "w": [list(reason_label(reason)) for reason in cell.reasons],
        "x": list(proof_label(cell.proof)) if cell.proof and cell.proof not in cell.reasons else None,
        "k": [_short(other) for other in cell.candidates],
        "h": list(cell.laws_hold),
        "b": list(cell.laws_broken),
        "e": len(cell.evidence),
        "g": sorted({piece.page for piece in cell.evidence if piece.page > 1}),
    }
    return {key: value for key, value in told.items() if value not in (None, [], ())}


def _short(text: str | None, limit: int = 160) -> str | None:
    """Long prose stands in the form itself; the details repeat only its beginning."""
    return text if text is None or len(text) <= limit else text[:limit] + "…"
