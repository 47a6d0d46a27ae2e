"""Reviewed records are records: they read back, say who decided what, and go out under the same name."""

from __future__ import annotations

from extractor.record.record_json import loads
from extractor.review.export.records import record_file
from tests.review.export.scene import lively, untouched


def test_a_reviewed_record_goes_out_under_its_name_and_reads_back() -> None:
    document = lively()

    name, data = record_file(document)

    assert (name, loads(data)) == ("照明.json", document.after.record)


def test_it_says_who_decided_what_and_what_stood_there() -> None:
    review = loads(record_file(lively())[1]).forms[0].cells["total.score"].review

    assert review is not None
    assert (review.by, review.ruling, review.earlier, review.at) == (("林",), "correct", "88", "2026-03-05T08:14:00Z")


def test_a_document_that_nobody_looked_at_keeps_its_values() -> None:
    document = untouched()

    [form] = loads(record_file(document)[1]).forms

    assert form.values == document.before.source.forms[0].values
