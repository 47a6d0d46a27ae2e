"""A record goes to JSON and comes back as the same record."""

from __future__ import annotations

import copy
import json
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.errors import RecordError
from extractor.record.record_json import dumps, from_json, loads, to_json
from tests import sample_record


def test_a_record_survives_the_way_out_and_back() -> None:
    record = sample_record.everything()

    assert from_json(to_json(record)) == record
    assert loads(dumps(record)) == record


def test_the_sample_points_exactly_into_its_text() -> None:
    record = sample_record.everything()

    pieces = [piece for form in record.forms for cell in form.cells.values() for piece in cell.evidence]
    assert pieces and all(record.text[piece.start : piece.end] == piece.text for piece in pieces)


def test_keys_stand_in_the_order_of_the_format() -> None:
    data = to_json(sample_record.record(sample_record.transfer))

    assert list(data) == ["schema", "source", "text", "reader", "forms"]
    assert list(data["forms"][0])[:4] == ["form_type", "family", "span", "source_kind"]


def test_chinese_is_written_as_it_is() -> None:
    assert "资金使用单位" in dumps(sample_record.record(sample_record.transfer))


def test_a_lone_surrogate_can_be_written_as_utf8_and_read_again() -> None:
    record = replace(sample_record.record(sample_record.transfer), text="坏字\ud800字")

    written = dumps(record).encode("utf-8")

    assert loads(written).text == "坏字\ud800字"


def test_editing_the_json_leaves_the_record_alone() -> None:
    record = sample_record.record(sample_record.national)

    to_json(record)["forms"][0]["values"]["indicators"].clear()

    assert len(record.forms[0].values["indicators"]) == 5


@given(st.text(), st.text())
def test_any_text_survives(text: str, message: str) -> None:
    record = sample_record.record(sample_record.national)
    form = record.forms[0]
    finding = replace(form.findings[0], message=message)
    changed = replace(record, text=text, forms=(replace(form, findings=(finding,)),))

    assert loads(dumps(changed)) == changed


@pytest.mark.parametrize(
    "text", ["", "null", "[]", "{}", "表", '{"schema": "jixiao/0"}', '{"schema": NaN}', "[" * 100000]
)
def test_what_is_no_record_is_said_in_one_sentence(text: str) -> None:
    with pytest.raises(RecordError, match=r"^a\.json is .*\.$"):
        loads(text, "a.json")


def _edit(data: dict[str, Any], way: tuple[Any, ...], value: object) -> dict[str, Any]:
    changed = copy.deepcopy(data)
    here = changed
    for step in way[:-1]:
        here = here[step]
    here[way[-1]] = value
    return changed


@pytest.mark.parametrize(
    ("way", "value", "place"),
    [
        (("text",), 3, "text is not a string"),
        (("forms",), {}, "forms is not a list"),
        (("source", "kind"), "tape", "source.kind is not one of text"),
        (("forms", 0, "span"), [1], r"forms\[0\].span is not two offsets"),
        (("forms", 0, "values", "funds", 0, "score"), 9, r"values.funds\[0\].score is not a string or null"),
        (("forms", 0, "cells", "title", "origin"), "guessed", "cells.title.origin is not one of read"),
        (("forms", 0, "cells", "title", "confidence"), 2, "cells.title.confidence is not a number from 0 to 1"),
        (("forms", 0, "cells", "title", "laws"), None, "cells.title.laws is not an object"),
        (("forms", 0, "findings", 0, "cells"), [1], "cells is not a list of strings"),
    ],
)
def test_a_fault_is_named_with_its_place(way: tuple[Any, ...], value: object, place: str) -> None:
    data = _edit(to_json(sample_record.record(sample_record.national)), way, value)

    with pytest.raises(RecordError, match=place):
        from_json(json.loads(json.dumps(data)))


def test_the_additions_to_the_format_may_be_absent() -> None:
    data = to_json(sample_record.record(sample_record.national))
    for cell in data["forms"][0]["cells"].values():
        del cell["proof"], cell["candidates"]
    for finding in data["forms"][0]["findings"]:
        del finding["message_en"], finding["difference"]

    assert from_json(data).forms[0].findings[0].message_en == data["forms"][0]["findings"][0]["message"]
