"""One side of a comparison, whatever file it comes from: its forms, and what is known of their cells.

Comes in: a record, record JSON, expected values of an evaluation set, or plain values. Goes out: ``Side``.
Never judges, and never changes a value: an expected leaf stays as it is until ``leaf_value`` is asked.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from extractor.errors import RecordError, told
from extractor.labels import FORM_TYPES, Label
from extractor.record.record_json import SCHEMA_NAME, from_json
from extractor.values import Cell, Finding, Record

SKIPPED = object()
"""Stands for an expected leaf that is not to be compared."""
# Keys of expected values that are no cells of the form.
APART = frozenset({"findings", "form_type", "cells", "span", "family", "unplaced", "units", "source_kind"})


@dataclass(frozen=True, slots=True)
class FormSide:
    """One form of a side; ``number`` counts from 1, a side that is no record has no ``cells`` and ``findings``."""

    number: int
    values: Mapping[str, Any]
    form_type: str = ""
    cells: Mapping[str, Cell] = field(default_factory=dict)
    findings: tuple[Finding, ...] = ()

    def text(self, key: str) -> str:
        """The text of a field of the head of the form, empty where there is none."""
        found = leaf_value(self.values.get(key))
        return found if isinstance(found, str) else ""

    @property
    def name(self) -> Label:
        """What a person calls the form: its project, unit or title, else its kind."""
        called = self.text("project_name") or self.text("reporting_unit") or self.text("title")
        return Label(called, called) if called else FORM_TYPES.get(self.form_type, Label("表", "form"))


@dataclass(frozen=True, slots=True)
class Side:
    """All forms of one file; ``record`` is None for expected or plain values."""

    forms: tuple[FormSide, ...]
    record: Record | None = None


def side_of(data: Record | Mapping[str, Any], name: str = "the file") -> Side:
    """A record, or the dict that a JSON file holds, as a side; ``name`` is how the input is called in an error.

    Raises ``RecordError`` when there are no forms in it.
    """
    if not isinstance(data, Record) and data.get("schema") == SCHEMA_NAME:
        data = from_json(data, name)
    if isinstance(data, Record):
        forms = enumerate(data.forms, 1)
        return Side(tuple(FormSide(at, one.values, one.form_type, one.cells, one.findings) for at, one in forms), data)
    return Side(tuple(_plain_form(at, form) for at, form in enumerate(_plain_forms(data, name), 1)))


def _plain_forms(data: Mapping[str, Any], name: str) -> list[Mapping[str, Any]]:
    """The forms of expected values, or plain values as the only form."""
    forms = data.get("forms")
    if forms is None and {"indicators", "project_name", "title"} & set(data):
        forms = [data]
    if not isinstance(forms, list) or not all(isinstance(form, Mapping) for form in forms):
        raise told(
            RecordError,
            f"{name}：其中没有表格数据；请给出记录文件或标准答案。",
            f"{name}: holds no forms; give a record, or expected values.",
        )
    return forms


def _plain_form(number: int, form: Mapping[str, Any]) -> FormSide:
    values = form.get("values")
    kind = form.get("form_type")
    return FormSide(number, values if isinstance(values, Mapping) else form, kind if isinstance(kind, str) else "")


def leaf_value(value: Any) -> Any:
    """The text of a leaf: expected values may say how a value came about, or that it was lost or is not compared."""
    if isinstance(value, Mapping) and ("v" in value or value.get("lost")):
        return value.get("v")
    return SKIPPED if isinstance(value, Mapping) and value.get("skip") else value


def leaf_note(value: Any) -> str:
    """What expected values say of a leaf: how it came about, or ``lost``; empty for all others."""
    if not isinstance(value, Mapping):
        return ""
    return "lost" if value.get("lost") else str(value.get("how") or "")


def is_leaf(value: Any) -> bool:
    """Whether a node holds a value, and no further nodes."""
    return not isinstance(value, (Mapping, list)) or (
        isinstance(value, Mapping) and bool({"v", "lost", "skip"} & set(value))
    )


def texts_of(node: Any, key: str = "") -> Iterator[tuple[str, str]]:
    """All texts of a form with the name of their field, without the place where they stand."""
    if is_leaf(node):
        found = leaf_value(node)
        if isinstance(found, str) and found:
            yield key, found
    elif isinstance(node, list):
        for item in node:
            yield from texts_of(item, key)
    else:
        for name, item in node.items():
            if name not in APART:
                yield from texts_of(item, str(name))
