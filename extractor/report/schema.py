"""The JSON Schema (2020-12) of the record format ``jixiao/1``.

Comes in: nothing. Goes out: the schema as a dict. It asks for every key of the format, allows
further keys in the audit trail, and says in words what each part is; it checks shape, never truth.
"""

from __future__ import annotations

from typing import Any, get_args

from extractor.record.record_json import SCHEMA_NAME
from extractor.values import FileKind, Origin, Severity, SourceKind, Verdict

Schema = dict[str, Any]

FORM_TYPES = ("project_national", "project_jinzhong", "department_jinzhong", "transfer", "other")
FUND_STAGES = ("all", "budget", "allocated", "spent", "by_income", "by_expenditure")
FUND_SOURCES = (
    "total", "fiscal", "carry_over", "central", "superior", "city", "county", "local", "special_account", "unit",
    "other", "general_budget", "government_fund", "basic", "project",
)  # fmt: skip
HEAD_FIELDS = (
    "title", "fiscal_year", "project_name", "supervising_department", "department_code", "implementing_unit",
    "reporting_unit", "project_attribute",
)  # fmt: skip
NARRATIVES = (
    "overview", "fund_use", "implementation", "performance", "other_issues", "staffing", "budget_execution",
)  # fmt: skip
MONEY_COLUMNS = ("initial_budget", "adjusted_budget", "allocated", "executed", "weight", "execution_rate", "score")
INDICATOR_COLUMNS = (
    "level1", "level2", "level3", "target", "actual", "progress", "weight", "score", "deviation_note",
)  # fmt: skip
CARD_COLUMNS = ("section", "group", "item", "reference_weight", "weight", "analysis", "score")
EVALUATOR_COLUMNS = ("name", "title", "department", "phone")
INCOME_COLUMNS = ("code", "name", "income", "expenditure")
STAFF = ("total", "active", "retired_cadres", "retired")
DEPARTMENT_FIELDS = (
    "head", "phone", "carry_over_in", "initial_budget", "budget_adjustment", "other_adjustment", "executed",
    "year_end_balance",
)  # fmt: skip

_LEAF: Schema = {"$ref": "#/$defs/leaf"}
_TEXTS: Schema = {"type": "array", "items": {"type": "string"}}
_OFFSET: Schema = {"type": "integer", "minimum": 0}
_OPTIONAL_TEXT: Schema = {"type": ["string", "null"]}


def record_schema() -> Schema:
    """The schema of a record file, with its definitions under ``$defs``."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Recovered budget performance self-evaluation forms (预算绩效自评表)",
        "description": "What was read from one file: its text, and every form in it with its cells and findings.",
        **_object(
            {
                "schema": {"const": SCHEMA_NAME},
                "source": _source(),
                "text": {"type": "string", "description": "The decoded text; all offsets count its code points."},
                "reader": _object(
                    {
                        "name": {"type": "string"},
                        "model": _OPTIONAL_TEXT,
                        "prompt_version": _OPTIONAL_TEXT,
                        "usage": {"type": ["object", "null"], "description": "Requests and tokens, by reason."},
                        "sent": {"type": ["object", "null"], "description": "What left the machine, form by form."},
                    }
                ),
                "forms": {"type": "array", "items": {"$ref": "#/$defs/form"}},
            }
        ),
        "$defs": {
            "leaf": {"type": ["string", "null"], "description": "As printed; null where blank or not there."},
            "form": _form(),
            "values": _values(),
            "cell": _cell(),
            "review": _review(),
            "evidence": _evidence(),
            "finding": _finding(),
        },
    }


def _object(properties: Schema, *, optional: tuple[str, ...] = (), closed: bool = False) -> Schema:
    """An object that has all the properties but the optional ones, and, when closed, no others."""
    schema: Schema = {
        "type": "object",
        "properties": properties,
        "required": [key for key in properties if key not in optional],
    }
    if closed:
        schema["additionalProperties"] = False
    return schema


def _leaves(keys: tuple[str, ...], **named: Schema) -> Schema:
    """A closed object of leaves; ``named`` gives some keys a schema of their own."""
    return _object({key: named.get(key, _LEAF) for key in keys}, closed=True)


def _rows(item: Schema) -> Schema:
    return {"type": "array", "items": item}


def _or_null(schema: Schema) -> Schema:
    return {"anyOf": [{"type": "null"}, schema]}


def _source() -> Schema:
    return _object(
        {
            "name": {"type": "string"},
            "sha256": {"type": "string"},
            "kind": {"enum": list(get_args(FileKind))},
            "pages": {"type": "integer", "minimum": 0},
            "dpi": {"type": "integer", "description": "Boxes of evidence are pixels at so many dots an inch."},
            "unread": {
                "type": "array",
                "items": {"type": "integer", "minimum": 1},
                "description": "Pages of the file that could not be read.",
            },
        },
        optional=("dpi", "unread"),
    )


def _form() -> Schema:
    return _object(
        {
            "form_type": {"enum": list(FORM_TYPES)},
            "family": {"type": "string"},
            "span": {"type": "array", "items": _OFFSET, "minItems": 2, "maxItems": 2},
            "source_kind": {"enum": list(get_args(SourceKind))},
            "units": {
                "type": "object",
                "additionalProperties": {"type": "string"},
                "description": "Unit of money by path prefix; the empty prefix is the form.",
            },
            "values": {"$ref": "#/$defs/values"},
            "cells": {"type": "object", "additionalProperties": {"$ref": "#/$defs/cell"}},
            "unplaced": _rows(_object({"start": _OFFSET, "end": _OFFSET, "text": {"type": "string"}})),
            "findings": _rows({"$ref": "#/$defs/finding"}),
        }
    )


def _values() -> Schema:
    department = _object(
        {
            **{key: _LEAF for key in DEPARTMENT_FIELDS},
            "staff": _or_null(_leaves(STAFF)),
            "income_by_function": _rows(_leaves(INCOME_COLUMNS)),
            "income_total": _LEAF,
            "expenditure_total": _LEAF,
        },
        closed=True,
    )
    # A row that was lost as a whole can lack its code, so null is allowed beside the codes.
    funds = _leaves(
        ("stage", "source", *MONEY_COLUMNS),
        stage={"enum": [*FUND_STAGES, None]},
        source={"enum": [*FUND_SOURCES, None]},
    )
    return _object(
        {
            "form_type": {"enum": list(FORM_TYPES)},
            **{key: _LEAF for key in HEAD_FIELDS},
            "project_period": _or_null(_leaves(("start", "end"))),
            "funds": _rows(funds),
            "department": _or_null(department),
            "objective": _or_null(_leaves(("expected", "actual"))),
            "narratives": _leaves(NARRATIVES),
            "indicators": _rows(_leaves(INDICATOR_COLUMNS)),
            "scorecard": _rows(_leaves(CARD_COLUMNS)),
            "total": _leaves(("weight", "score")),
            "grade": _LEAF,
            "evaluators": _rows(_leaves(EVALUATOR_COLUMNS)),
            "sign_off": _leaves(("responsible", "handler", "phone", "filled_on")),
        },
        optional=("form_type",),
        closed=True,
    )


def _cell() -> Schema:
    """A cell; one that was read must say where, one that was inferred must not claim a place."""
    schema = _object(
        {
            "value": _LEAF,
            "raw": {"type": "string"},
            "origin": {"enum": list(get_args(Origin))},
            "needs_review": {"type": "boolean"},
            "reasons": _TEXTS,
            "confidence": {"type": "number", "minimum": 0, "maximum": 1},
            "evidence": _rows({"$ref": "#/$defs/evidence"}),
            "laws": _object({"hold": _TEXTS, "broken": _TEXTS}),
            "proof": _OPTIONAL_TEXT,
            "candidates": _TEXTS,
            "proposed_by": _TEXTS,
            "margin": {"type": ["number", "null"]},
            "review": {"$ref": "#/$defs/review"},
        },
        optional=("proof", "candidates", "proposed_by", "margin", "review"),
    )
    schema["allOf"] = [
        _when(("read", "stitched", "repaired"), {"evidence": {"minItems": 1}}),
        _when(("inferred",), {"evidence": {"maxItems": 0}}),
        _when(("missing",), {"needs_review": {"const": True}, "value": {"type": "null"}}),
        _when(("blank",), {"value": {"type": "null"}}),
    ]
    return schema


def _review() -> Schema:
    """What people decided of a cell, and what stood there before."""
    return _object(
        {
            "ruling": {"enum": ["accept", "correct", "unreadable", "absent"]},
            "by": _TEXTS,
            "at": {"type": "string", "description": "ISO 8601 in UTC."},
            "earlier": _LEAF,
            "earlier_origin": {"enum": [*get_args(Origin), ""]},
            "comment": {"type": "string"},
        },
        optional=("comment",),
    )


def _when(origins: tuple[str, ...], properties: Schema) -> Schema:
    return {
        "if": {"properties": {"origin": {"enum": list(origins)}}, "required": ["origin"]},
        "then": {"properties": properties},
    }


def _evidence() -> Schema:
    return _object(
        {
            "start": _OFFSET,
            "end": _OFFSET,
            "text": {"type": "string"},
            "page": {"type": "integer", "minimum": 1},
            "box": _or_null({"type": "array", "items": {"type": "number"}, "minItems": 4, "maxItems": 4}),
        },
        optional=("page", "box"),
    )


def _finding() -> Schema:
    return _object(
        {
            "law": {"type": "string"},
            "verdict": {"enum": list(get_args(Verdict))},
            "severity": {"enum": list(get_args(Severity))},
            "cells": _TEXTS,
            "expected": _OPTIONAL_TEXT,
            "found": _OPTIONAL_TEXT,
            "difference": _OPTIONAL_TEXT,
            "message": {"type": "string"},
            "message_en": {"type": "string"},
            "citation": _OPTIONAL_TEXT,
        },
        optional=("message_en", "difference"),
    )
