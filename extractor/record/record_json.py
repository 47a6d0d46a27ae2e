"""A record as JSON, and back.

Comes in: a ``Record``, or the dict that a JSON file holds. Goes out: the dict of the record
format ``jixiao/1``, its text, or the ``Record`` again. Never reads or writes a file, never
changes a value on the way: ``from_json(to_json(record)) == record``.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any, NoReturn

from extractor.errors import RecordError
from extractor.record.record_node import Node
from extractor.values import (
    Cell,
    Evidence,
    FileKind,
    Finding,
    FormRecord,
    Origin,
    ReaderInfo,
    Record,
    Review,
    Severity,
    Source,
    SourceKind,
    Span,
    Verdict,
)

SCHEMA_NAME = "jixiao/1"
_SURROGATE = re.compile("[\ud800-\udfff]")
_RECOVER = "give a file that recover wrote"


def to_json(record: Record) -> dict[str, Any]:
    """The record as plain dicts and lists, keys in the order of the format.

    Additions to the format: ``proof``, ``candidates`` and ``review`` of a cell, ``message_en`` and
    ``difference`` of a finding, ``sent`` of the reader, ``dpi`` and ``unread`` of the source.
    """
    return {
        "schema": SCHEMA_NAME,
        "source": {
            "name": record.source.name,
            "sha256": record.source.sha256,
            "kind": record.source.kind,
            "pages": record.source.pages,
            **({} if record.source.dpi is None else {"dpi": record.source.dpi}),
            **({"unread": list(record.source.unread)} if record.source.unread else {}),
        },
        "text": record.text,
        "reader": {
            "name": record.reader.name,
            "model": record.reader.model,
            "prompt_version": record.reader.prompt_version,
            "usage": None if record.reader.usage is None else _plain(record.reader.usage),
            "sent": None if record.reader.sent is None else _plain(record.reader.sent),
        },
        "forms": [_form_to_json(form) for form in record.forms],
    }


def dumps(record: Record, *, indent: int | None = 1) -> str:
    """The record as JSON text: UTF-8 characters as they are, keys in a stable order, a final newline.

    A lone surrogate has no UTF-8 form; it is written as a JSON escape, so that the text can
    always be encoded and still reads back as the same characters.
    """
    text = json.dumps(to_json(record), ensure_ascii=False, indent=indent, allow_nan=False)
    return _SURROGATE.sub(lambda found: f"\\u{ord(found.group()):04x}", text) + "\n"


def loads(text: str | bytes, name: str = "the file") -> Record:
    """The record that a JSON text holds; ``name`` is how the input is called in an error.

    Raises ``RecordError`` when the text is no JSON or no record.
    """
    try:
        data = json.loads(text, parse_constant=_refuse)
    except (ValueError, RecursionError) as fault:
        raise RecordError(f"{name} is not JSON ({fault}); give a record that recover wrote.") from None
    return from_json(data, name)


def from_json(data: object, name: str = "the file") -> Record:
    """The record that a dict of the format holds; ``name`` is how the input is called in an error.

    Raises ``RecordError`` with one sentence that says what stands where.
    """
    if not isinstance(data, Mapping) or data.get("schema") != SCHEMA_NAME:
        raise RecordError(f'{name} is not a jixiao record: it has no "schema": "{SCHEMA_NAME}"; {_RECOVER}.')
    root = Node(data, "", name)
    source, reader = root.node("source"), root.node("reader")
    return Record(
        source=Source(
            source.text("name"),
            source.text("sha256"),
            source.one_of("kind", FileKind),
            source.count("pages"),
            source.count("dpi") if source.has("dpi") else None,
            source.counts("unread") if source.has("unread") else (),
        ),
        text=root.text("text"),
        reader=ReaderInfo(
            reader.text("name"),
            reader.optional_text("model"),
            reader.optional_text("prompt_version"),
            reader.optional_mapping("usage"),
            reader.optional_mapping("sent"),
        ),
        forms=tuple(_form_from(node) for node in root.nodes("forms")),
    )


def _refuse(word: str) -> NoReturn:
    raise ValueError(f"{word} is no number")


def _plain(value: Any) -> Any:
    """A copy in dicts and lists, so that a caller who edits the JSON does not edit the record."""
    if isinstance(value, Mapping):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(item) for item in value]
    return value


def _form_to_json(form: FormRecord) -> dict[str, Any]:
    return {
        "form_type": form.form_type,
        "family": form.family,
        "span": [form.span.start, form.span.end],
        "source_kind": form.source_kind,
        "units": dict(form.units),
        "values": _plain(form.values),
        "cells": {path: _cell_to_json(cell) for path, cell in form.cells.items()},
        "unplaced": [{"start": piece.start, "end": piece.end, "text": piece.text} for piece in form.unplaced],
        "findings": [_finding_to_json(finding) for finding in form.findings],
    }


def _cell_to_json(cell: Cell) -> dict[str, Any]:
    return {
        "value": cell.value,
        "raw": cell.raw,
        "origin": cell.origin,
        "needs_review": cell.needs_review,
        "reasons": list(cell.reasons),
        "confidence": cell.confidence,
        "evidence": [
            {
                "start": piece.start,
                "end": piece.end,
                "text": piece.text,
                "page": piece.page,
                "box": None if piece.box is None else list(piece.box),
            }
            for piece in cell.evidence
        ],
        "laws": {"hold": list(cell.laws_hold), "broken": list(cell.laws_broken)},
        "proof": cell.proof,
        "candidates": list(cell.candidates),
        **({"proposed_by": list(cell.proposed_by)} if cell.proposed_by else {}),
        "margin": cell.margin,
        # Written only where there is one: a record that nobody has reviewed stays what it was, byte for byte.
        **({} if cell.review is None else {"review": _review_to_json(cell.review)}),
    }


def _review_to_json(review: Review) -> dict[str, Any]:
    return {
        "ruling": review.ruling,
        "by": list(review.by),
        "at": review.at,
        "earlier": review.earlier,
        "earlier_origin": review.earlier_origin,
        "comment": review.comment,
    }


def _finding_to_json(finding: Finding) -> dict[str, Any]:
    return {
        "law": finding.law,
        "verdict": finding.verdict,
        "severity": finding.severity,
        "cells": list(finding.cells),
        "expected": finding.expected,
        "found": finding.found,
        "difference": finding.difference,
        "message": finding.message,
        "message_en": finding.message_en,
        "citation": finding.citation,
    }


def _form_from(node: Node) -> FormRecord:
    start, end = node.span("span")
    cells = node.node("cells")
    return FormRecord(
        form_type=node.text("form_type"),
        family=node.text("family"),
        span=Span(start, end),
        source_kind=node.one_of("source_kind", SourceKind),
        units=node.node("units").all_texts(),
        values=node.leaves("values"),
        cells={path: _cell_from(cells.node(path)) for path in cells.keys()},
        unplaced=tuple(_evidence_from(piece) for piece in node.nodes("unplaced")),
        findings=tuple(_finding_from(finding) for finding in node.nodes("findings")),
    )


def _cell_from(node: Node) -> Cell:
    laws = node.node("laws")
    return Cell(
        value=node.optional_text("value"),
        raw=node.text("raw"),
        origin=node.one_of("origin", Origin),
        needs_review=node.flag("needs_review"),
        reasons=node.texts("reasons"),
        confidence=node.number("confidence"),
        evidence=tuple(_evidence_from(piece) for piece in node.nodes("evidence")),
        laws_hold=laws.texts("hold"),
        laws_broken=laws.texts("broken"),
        proof=node.optional_text("proof"),
        candidates=node.texts("candidates") if node.has("candidates") else (),
        proposed_by=node.texts("proposed_by") if node.has("proposed_by") else (),
        margin=node.optional_number("margin"),
        review=_review_from(node.node("review")) if node.has("review") else None,
    )


def _review_from(node: Node) -> Review:
    return Review(
        ruling=node.text("ruling"),
        by=node.texts("by"),
        at=node.text("at"),
        earlier=node.optional_text("earlier"),
        earlier_origin=node.text("earlier_origin"),
        comment=node.optional_text("comment") or "",
    )


def _evidence_from(node: Node) -> Evidence:
    page = node.count("page") if node.has("page") else 1
    return Evidence(node.count("start"), node.count("end"), node.text("text"), page, node.box("box"))


def _finding_from(node: Node) -> Finding:
    message = node.text("message")
    return Finding(
        law=node.text("law"),
        verdict=node.one_of("verdict", Verdict),
        severity=node.one_of("severity", Severity),
        cells=node.texts("cells"),
        message=message,
        message_en=node.optional_text("message_en") or message,
        expected=node.optional_text("expected"),
        found=node.optional_text("found"),
        difference=node.optional_text("difference"),
        citation=node.optional_text("citation"),
    )
