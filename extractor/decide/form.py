"""Deciding a form: one candidate or ``missing`` for each cell, and how sure that is."""

from __future__ import annotations

from extractor.decide.skeleton import put, skeleton
from extractor.family import Family
from extractor.values import Cell, Evidence, FormRecord, Reading, Segment, Span


def decide(reading: Reading, segment: Segment, family: Family, settings: object) -> FormRecord:
    text = segment.document.text
    chosen = {c.path: c for choice in reading.choices for c in choice.alternatives[0].candidates}
    values = skeleton(family.form_type, reading.rows, set(chosen))
    cells = {}
    for path, c in chosen.items():
        value = c.value
        if path.endswith(".stage") or path.endswith(".source"): pass
        if not put(values, path, value):
            continue
        if value is not None or c.spans:
            cells[path] = Cell(value, c.raw, c.origin, bool(c.reasons) or c.cost >= 1.5, c.reasons, 1.0,
                tuple(Evidence(s.start, s.end, text[s.start:s.end]) for s in c.spans))
    return FormRecord(family.form_type, family.name, Span(segment.start, segment.end), segment.source_kind, {"": family.unit}, values, cells,
        tuple(Evidence(s.start, s.end, text[s.start:s.end]) for s in reading.unplaced), ())
