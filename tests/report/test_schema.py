"""The published schema accepts what the program writes and refuses what is no record."""

from __future__ import annotations

import copy
import json
from typing import Any

import jsonschema
import pytest

from extractor.record.record_json import dumps, to_json
from extractor.report.schema import record_schema
from tests import sample_record

SCHEMA = jsonschema.Draft202012Validator(record_schema())


def test_the_schema_is_one() -> None:
    jsonschema.Draft202012Validator.check_schema(record_schema())

    assert record_schema()["properties"]["schema"] == {"const": "jixiao/1"}


def test_every_kind_of_form_fits() -> None:
    assert list(SCHEMA.iter_errors(json.loads(dumps(sample_record.everything())))) == []


@pytest.mark.parametrize(
    ("way", "value"),
    [
        (("schema",), "jixiao/2"),
        (("forms", 0, "form_type"), "invoice"),
        (("forms", 0, "values", "funds", 0, "source"), "lottery"),
        (("forms", 0, "values", "indicators", 0, "score"), 19.5),
        (("forms", 0, "values", "colour"), "red"),
        (("forms", 0, "cells", "title", "evidence"), []),
        (("forms", 0, "cells", "title", "confidence"), 1.5),
        (("forms", 0, "cells", "sign_off.filled_on", "needs_review"), False),
        (("forms", 0, "cells", "funds[0].stage", "evidence"), [{"start": 0, "end": 1, "text": "2"}]),
        (("forms", 0, "findings", 0, "severity"), "fatal"),
    ],
)
def test_what_breaks_the_format_is_refused(way: tuple[Any, ...], value: object) -> None:
    data = copy.deepcopy(to_json(sample_record.everything()))
    here = data
    for step in way[:-1]:
        here = here[step]
    here[way[-1]] = value

    assert not SCHEMA.is_valid(data)


@pytest.mark.parametrize("key", ["text", "source", "reader", "forms"])
def test_no_key_may_be_left_out(key: str) -> None:
    data = to_json(sample_record.everything())
    del data[key]

    assert not SCHEMA.is_valid(data)
