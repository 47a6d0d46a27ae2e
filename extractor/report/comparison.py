"""The comparison page: the source on the left, the recovered form on the right, linked both ways.

Comes in: a ``Record``. Goes out: one HTML page that needs no network and no other file. Document
text is untrusted: it reaches the page only through the template's escaping or as escaped JSON, and
the page's own policy forbids any script but the one that belongs to it.
"""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from extractor.labels import FORM_TYPES, ORIGINS, SEVERITIES, STATES, Label, Language, only_indicator, path_label
from extractor.report.blocks import blocks
from extractor.report.layout import Block, Slot, slot_text
from extractor.report.source_text import Mark, regions
from extractor.report.view import FormView, counts, paths_of, printable, total_counts
from extractor.values import Cell, Evidence, Finding, Record
from extractor.wording import law_title, proof_label, reason_label

if TYPE_CHECKING:
    import jinja2

_TEMPLATES = Path(__file__).parent / "templates"
# States that a person has to look at; the others only say how a value came about.
_PRESSING = frozenset({"review", "missing", "broken"})


@dataclass(frozen=True, slots=True)
class SlotShown:
    """A slot as the template draws it."""

    slot: Slot
    text: Label
    cells: tuple[int, ...]
    states: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class BlockShown:
    """A block as the template draws it; ``pressing`` when one of its cells has to be looked at."""

    name: str
    shares: tuple[str, ...]
    rows: tuple[tuple[SlotShown, ...], ...]
    pressing: bool


def to_html(record: Record, language: Language = "zh") -> str:
    """The comparison page of a record, in Chinese with a switch to English, or the other way round."""
    views = [FormView.of(form) for form in record.forms]
    numbers: dict[tuple[int, str], int] = {}
    for at, view in enumerate(views):
        for path in paths_of(view.form):
            numbers[at, path] = len(numbers)
    script = (_TEMPLATES / "comparison.js").read_text(encoding="utf-8")
    digest = base64.b64encode(hashlib.sha256(script.encode("utf-8")).digest()).decode("ascii")
    return _template().render(
        record=record,
        language=language,
        name=record.source.name,
        model="、".join((record.reader.model or "").split(",")),
        style=_markup((_TEMPLATES / "comparison.css").read_text(encoding="utf-8")),
        script=_markup(script),
        script_hash=digest,
        total=total_counts(record),
        forms=[_form(at, view, numbers, record.text) for at, view in enumerate(views)],
        regions=regions(record, _marks(views, numbers)),
        data=_markup(_data(views, numbers)),
        states=STATES,
        severities=SEVERITIES,
    )


@lru_cache(maxsize=1)
def _template() -> jinja2.Template:
    import jinja2

    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(_TEMPLATES),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        finalize=lambda value: printable(value) if type(value) is str else value,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template("comparison.html.j2")


def _markup(text: str) -> Any:
    """Text that the program itself wrote and that the template must not escape; never document text."""
    from markupsafe import Markup

    return Markup(text)


def _form(at: int, view: FormView, numbers: dict[tuple[int, str], int], text: str) -> dict[str, Any]:
    form = view.form
    return {
        "number": at,
        "name": view.value("project_name") or view.value("title") or "",
        "type": FORM_TYPES.get(form.form_type, Label(form.form_type, form.form_type)),
        "family": form.family,
        "kind": Label("扫描件", "scan") if form.source_kind == "ocr" else Label("电子文本", "digital"),
        "counts": counts(form),
        "blocks": [_block(at, view, block, numbers) for block in blocks(view)],
        "findings": [_finding(at, view, finding, numbers) for finding in _worst_first(form.findings)],
        "unplaced": list(_lines(text, form.unplaced)),
    }


def _lines(text: str, pieces: Iterable[Evidence]) -> Iterator[str]:
    """Text without a slot, what stands on one line of the source together: single scraps say nothing to a reader."""
    line: list[Evidence] = []
    for piece in pieces:
        if line and "\n" in text[line[-1].end : piece.start]:
            yield "　".join(one.text for one in line)
            line = []
        line.append(piece)
    if line:
        yield "　".join(one.text for one in line)


def _worst_first(findings: Iterable[Finding]) -> list[Finding]:
    broken = [finding for finding in findings if finding.verdict == "broken"]
    return sorted(broken, key=lambda finding: list(SEVERITIES).index(finding.severity))


def _finding(at: int, view: FormView, finding: Finding, numbers: dict[tuple[int, str], int]) -> dict[str, Any]:
    cells = [_reference(at, view, path, numbers) for path in finding.cells]
    # Expected and found help where the form prints the figure found; the message holds the arithmetic in any case.
    printed = any(view.value(path) == finding.found for path in finding.cells)
    return {
        "finding": finding,
        "about": _about(view, finding),
        "compared": finding.found is not None and printed,
        "law": law_title(finding.law),
        "cells": cells,
    }


def _about(view: FormView, finding: Finding) -> str:
    """The name of the indicator that a finding is about, where its message leaves it out; empty otherwise."""
    row = only_indicator(finding.cells)
    name = (view.value(f"{row}.level3") or "") if row else ""
    return "" if name and name[:8] in finding.message else name


def _block(at: int, view: FormView, block: Block, numbers: dict[tuple[int, str], int]) -> BlockShown:
    rows = tuple(tuple(_slot(at, view, slot, numbers) for slot in row) for row in block.rows)
    return BlockShown(
        block.name,
        _shares(block),
        rows,
        any(_PRESSING & set(shown.states) for row in rows for shown in row),
    )


def _shares(block: Block) -> tuple[str, ...]:
    """CSS widths of the columns: the side label has a fixed one, the widest column takes what is left."""
    sided = block.rows[0][0].kind == "side"
    whole = sum(block.widths)
    widest = block.widths.index(max(block.widths))
    shares = [f"{100 * width / whole:.2f}%" for width in block.widths]
    shares[widest] = "auto"
    return ("34px", *shares[1:]) if sided else tuple(shares)


def _slot(at: int, view: FormView, slot: Slot, numbers: dict[tuple[int, str], int]) -> SlotShown:
    text = slot_text(view, slot)
    cells = tuple(numbers[at, path] for path in slot.paths if (at, path) in numbers)
    return SlotShown(slot, text, cells, slot_states(view, slot))


def slot_states(view: FormView, slot: Slot) -> tuple[str, ...]:
    """The states of a slot: all of its first cell, and of the others those that need a look."""
    found = list(view.states(slot.paths[0])) if slot.paths else []
    for path in slot.paths[1:]:
        found += [state for state in view.states(path) if state in _PRESSING and state not in found]
    return tuple(found)


def _reference(at: int, view: FormView, path: str, numbers: dict[tuple[int, str], int]) -> dict[str, Any]:
    """A cell as a finding names it: its number on the page if it is one, its name and its value."""
    value = view.value(path)
    return {
        "cell": numbers.get((at, path)),
        "label": path_label(path, view.form.form_type),
        "value": value[:40] if value else "",
    }


def _marks(views: list[FormView], numbers: dict[tuple[int, str], int]) -> Iterator[Mark]:
    for at, view in enumerate(views):
        for path, cell in view.form.cells.items():
            for piece in cell.evidence:
                yield Mark(piece.start, piece.end, numbers[at, path])
        for piece in view.form.unplaced:
            yield Mark(piece.start, piece.end, None)


def _data(views: list[FormView], numbers: dict[tuple[int, str], int]) -> str:
    """What the page tells of a chosen cell, as JSON that cannot end the script element it stands in."""
    cells = [_details(at, views[at], path) for at, path in numbers]
    messages: list[tuple[str, str, str]] = []
    for at, view in enumerate(views):
        for finding in _worst_first(view.form.findings):
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


def _details(at: int, view: FormView, path: str) -> dict[str, Any]:
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
