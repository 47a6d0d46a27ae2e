"""What a page tells of a chosen cell: value, raw text, origin, reasons, laws, other readings.

Comes in: ``FormView`` values. Goes out: plain data, or JSON that is safe inside a page. Never
decides which of two readings is right.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from itertools import zip_longest
from typing import Any

from extractor.labels import ORIGINS, PROPOSERS, STATES, path_label
from extractor.sheet.drawing import Numbers, worst_first
from extractor.sheet.view import FormView, printable
from extractor.values import Cell
from extractor.wording import law_title, proof_label, reason_label


def page_data(views: Sequence[FormView], numbers: Numbers) -> str:
    """What the page tells of a chosen cell, as JSON for a script element."""
    return script_json(facts(views, numbers) | words(views))


def script_json(data: Mapping[str, Any]) -> str:
    """Data as JSON that cannot end the script element it stands in."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    return printable(text).replace("&", "\\u0026").replace("<", "\\u003c").replace(">", "\\u003e")


def facts(views: Sequence[FormView], numbers: Numbers) -> dict[str, Any]:
    """The cells by number, and the messages of the findings that they point to."""
    told, pointing = messages(views)
    return {"cells": [details(at, views[at], path, pointing) for at, path in numbers], "messages": told}


Pointing = Mapping[tuple[int, str], Sequence[int]]
"""The messages about a cell, by form and path."""


def messages(views: Sequence[FormView]) -> tuple[list[list[str]], Pointing]:
    """The messages of the findings (Chinese, English, severity), and which of them are about each cell."""
    told: list[list[str]] = []
    pointing: dict[tuple[int, str], list[int]] = {}
    for at, view in enumerate(views):
        for finding in worst_first(view.form.findings):
            for path in dict.fromkeys(finding.cells):
                pointing.setdefault((at, path), []).append(len(told))
            told.append([finding.message, finding.message_en, finding.severity])
    return told, pointing


def words(views: Sequence[FormView]) -> dict[str, Any]:
    """The words for codes: origins, states, and the laws that take part in a cell of these forms."""
    used = {law for view in views for cell in view.form.cells.values() for law in (*cell.laws_hold, *cell.laws_broken)}
    return {
        "origins": {key: list(label) for key, label in ORIGINS.items()},
        "states": {key: list(label) for key, label in STATES.items()},
        "laws": {law: list(law_title(law)) for law in sorted(used)},
    }


def details(at: int, view: FormView, path: str, pointing: Pointing) -> dict[str, Any]:
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
        "k": [[_short(other), by] for other, by in zip_longest(cell.candidates, map(_proposer, cell.proposed_by))],
        "h": list(cell.laws_hold),
        "b": list(cell.laws_broken),
        "m": list(pointing.get((at, path), ())),
        "e": len(cell.evidence),
        "z": [[piece.page, *piece.box] for piece in cell.evidence if piece.box is not None],
        "g": sorted({piece.page for piece in cell.evidence if piece.page > 1}),
    }
    return {key: value for key, value in told.items() if value not in (None, [], ())}


def _short(text: str | None, limit: int = 160) -> str | None:
    """Long prose stands in the form itself; the details repeat only its beginning."""
    return text if text is None or len(text) <= limit else text[:limit] + "…"


def _proposer(name: str) -> list[str]:
    """Who proposed a reading, in both languages; a model goes by its own name."""
    return list(PROPOSERS.get(name, (name, name)))
