"""What the queue knows of a record: which of its cells a person has to look at, and how badly.

Comes in: a ``Record``. Goes out: a ``DocumentSummary``. Never judges a cell: that was done when
the record was made.
"""

from __future__ import annotations

from collections.abc import Iterator

from extractor.labels import FORM_TYPES
from extractor.review.values import CellSummary, DocumentSummary
from extractor.sheet.blocks import blocks
from extractor.sheet.view import FormView, paths_of
from extractor.values import Cell, FormRecord, Record
from extractor.wording import law_title, reason_kind

_TITLE = 80
LAW_BROKEN = "勾稽不符"


def summarise(record: Record, name: str, stamp: str) -> DocumentSummary:
    """Sum up a record for the queue; ``stamp`` is that of its file."""
    views = [FormView.of(form) for form in record.forms]
    queue: list[CellSummary] = []
    for number, view in enumerate(views):
        queue += _queued(number, view, len(queue))
    severities = [found.severity for form in record.forms for found in form.findings if found.verdict == "broken"]
    return DocumentSummary(
        name=name,
        stamp=stamp,
        title="；".join(dict.fromkeys(_title(form) for form in record.forms))[:_TITLE],
        families=tuple(dict.fromkeys(form.family for form in record.forms)),
        forms=len(record.forms),
        cells=sum(len(form.cells) for form in record.forms),
        errors=severities.count("error"),
        warnings=severities.count("warning"),
        lowest=min((cell.confidence for cell in queue), default=1.0),
        queue=tuple(queue),
    )


def unreadable(name: str, stamp: str, fault: str) -> DocumentSummary:
    """What the queue shows of a file that is no record: its name, and why."""
    return DocumentSummary(name, stamp, "", (), 0, 0, 0, 0, 1.0, (), fault)


def queued_paths(view: FormView) -> Iterator[str]:
    """The cells of a form that a person has to look at, in the order in which the form is drawn."""
    drawn = [path for block in blocks(view) for row in block.rows for slot in row for path in slot.paths]
    for path in dict.fromkeys((*drawn, *paths_of(view.form))):
        cell = view.cell(path)
        if cell is not None and (cell.needs_review or cell.origin == "missing" or path in view.broken):
            yield path


def _queued(number: int, view: FormView, start: int) -> Iterator[CellSummary]:
    for order, path in enumerate(queued_paths(view), start):
        cell = view.cell(path)
        assert cell is not None
        reason = cell.reasons[0] if cell.reasons else ""
        laws = _broken_laws(view, path)
        yield CellSummary(
            form=number,
            path=path,
            family=view.form.family,
            value=view.value(path),
            origin=cell.origin,
            confidence=cell.confidence,
            reason=reason or _law_reason(laws, cell),
            reason_kind=reason_kind(reason) if reason else LAW_BROKEN,
            laws=laws,
            order=order,
        )


def _broken_laws(view: FormView, path: str) -> tuple[str, ...]:
    """The ids of the laws of severity error that a finding says this cell breaks."""
    if path not in view.broken:
        return ()
    return tuple(
        dict.fromkeys(
            finding.law
            for finding in view.form.findings
            if finding.verdict == "broken" and finding.severity == "error" and path in finding.cells
        )
    )


def _law_reason(laws: tuple[str, ...], cell: Cell) -> str:
    return "；".join(law_title(law).zh for law in laws) or LAW_BROKEN


def _title(form: FormRecord) -> str:
    said = form.values.get("project_name") or form.values.get("reporting_unit") or form.values.get("title")
    return str(said or FORM_TYPES.get(form.form_type, FORM_TYPES["other"]).zh)
