"""A form and its source as a page draws them: slots with their states, findings, marks in the text.

Comes in: ``FormView`` values and the number that each cell has on the page. Goes out: frozen values
and plain dicts for a template. Never escapes: that is the template's work.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from extractor.labels import FORM_TYPES, SEVERITIES, Label, only_indicator, path_label
from extractor.sheet.blocks import blocks
from extractor.sheet.layout import Block, Slot, slot_text
from extractor.sheet.source_text import Mark
from extractor.sheet.view import FormView, cells_among, counts
from extractor.values import Evidence, Finding
from extractor.wording import law_title

Numbers = Mapping[tuple[int, str], int]
"""The number that a cell has on a page, by the number of its form and its path."""

# States that a person has to look at; the others only say how a value came about.
PRESSING = frozenset({"review", "missing", "broken"})


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


def number_cells(views: Sequence[FormView], *, everything: bool = False) -> dict[tuple[int, str], int]:
    """Number the cells of the forms of one page; ``everything`` takes in those that hold nothing and are not missed."""
    places: dict[tuple[int, str], None] = {}
    for at, view in enumerate(views):
        if everything:
            places |= {(at, path): None for path in view.leaves}
        places |= {(at, path): None for path in cells_among(view.leaves.items(), view.form)}
    return {place: number for number, place in enumerate(places)}


def draw_form(at: int, view: FormView, numbers: Numbers, text: str) -> dict[str, Any]:
    """Everything that a page shows of one form; ``text`` is the text of the whole document."""
    form = view.form
    return {
        "number": at,
        "name": view.value("project_name") or view.value("title") or "",
        "type": FORM_TYPES.get(form.form_type, Label(form.form_type, form.form_type)),
        "family": form.family,
        "kind": Label("扫描件", "scan") if form.source_kind == "ocr" else Label("电子文本", "digital"),
        "counts": counts(form),
        "blocks": [_block(at, view, block, numbers) for block in blocks(view)],
        "findings": [_finding(at, view, finding, numbers) for finding in worst_first(form.findings)],
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


def worst_first(findings: Iterable[Finding]) -> list[Finding]:
    """The laws that are broken, errors first."""
    broken = [finding for finding in findings if finding.verdict == "broken"]
    return sorted(broken, key=lambda finding: list(SEVERITIES).index(finding.severity))


def _finding(at: int, view: FormView, finding: Finding, numbers: Numbers) -> dict[str, Any]:
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


def _block(at: int, view: FormView, block: Block, numbers: Numbers) -> BlockShown:
    rows = tuple(tuple(_slot(at, view, slot, numbers) for slot in row) for row in block.rows)
    return BlockShown(
        block.name,
        _shares(block),
        rows,
        any(PRESSING & set(shown.states) for row in rows for shown in row),
    )


def _shares(block: Block) -> tuple[str, ...]:
    """Widths of the columns as HTML wants them: the side label has a fixed one, the widest takes what is left."""
    sided = block.rows[0][0].kind == "side"
    whole = sum(block.widths)
    widest = block.widths.index(max(block.widths))
    shares = [f"{100 * width / whole:.2f}%" for width in block.widths]
    shares[widest] = ""
    return ("34", *shares[1:]) if sided else tuple(shares)


def _slot(at: int, view: FormView, slot: Slot, numbers: Numbers) -> SlotShown:
    text = slot_text(view, slot)
    cells = tuple(numbers[at, path] for path in slot.paths if (at, path) in numbers)
    return SlotShown(slot, text, cells, slot_states(view, slot))


def slot_states(view: FormView, slot: Slot) -> tuple[str, ...]:
    """The states of a slot: all of its first cell, and of the others those that need a look."""
    found = list(view.states(slot.paths[0])) if slot.paths else []
    for path in slot.paths[1:]:
        found += [state for state in view.states(path) if state in PRESSING and state not in found]
    return tuple(found)


def _reference(at: int, view: FormView, path: str, numbers: Numbers) -> dict[str, Any]:
    """A cell as a finding names it: its number on the page if it is one, its name and its value."""
    value = view.value(path)
    return {
        "cell": numbers.get((at, path)),
        "label": path_label(path, view.form.form_type),
        "value": value[:40] if value else "",
    }


def marks(views: Sequence[FormView], numbers: Numbers) -> Iterator[Mark]:
    """What to mark in the source: the evidence of every cell, and the text that found no slot."""
    for at, view in enumerate(views):
        for path, cell in view.form.cells.items():
            for piece in cell.evidence:
                yield Mark(piece.start, piece.end, numbers[at, path])
        for piece in view.form.unplaced:
            yield Mark(piece.start, piece.end, None)
