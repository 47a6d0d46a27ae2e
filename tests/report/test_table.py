"""Summaries for the terminal, for programs and for notebooks."""

from __future__ import annotations

import io
import json
from typing import Any

import pytest
from rich.console import Console

from extractor.report.notebook import record_html
from extractor.report.table import summary, summary_table
from tests import sample_record


def test_the_summary_counts_cells_by_origin() -> None:
    found = summary(sample_record.record(sample_record.national))

    assert (found["forms"], found["families"]) == (1, ["national"])
    assert {key: found["cells"][key] for key in ("repaired", "missing", "review", "error")} == {
        "repaired": 1, "missing": 1, "review": 3, "error": 1,
    }  # fmt: skip


def test_the_summary_is_plain_data() -> None:
    found = summary(sample_record.everything())

    assert json.loads(json.dumps(found)) == found
    assert [form["project_name"] for form in found["each"]][:1] == ["乡村道路照明改造项目"]


def test_the_table_has_a_line_for_each_file_and_takes_no_markup_from_names() -> None:
    out = io.StringIO()
    records = [sample_record.record(sample_record.transfer, name="[red]甲.txt"), sample_record.everything()]

    Console(file=out, width=160).print(summary_table([summary(record) for record in records]))
    assert "[red]甲.txt" in out.getvalue() and "样表.txt" in out.getvalue()


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_narrow_terminal_gets_the_counts_that_are_not_nought_below_the_name(language: Any) -> None:
    out = io.StringIO()

    Console(file=out, width=60).print(summary_table([summary(sample_record.everything())], language, 60))
    lines = [line.rstrip() for line in out.getvalue().splitlines()]
    assert lines[0] == "样表.txt" and max(map(len, lines)) <= 60
    assert {"zh": "4 表", "en": "4 forms"}[language] in lines[2] and "0 " not in lines[2].replace("10 ", "")


def test_a_notebook_shows_the_forms_and_escapes_their_text() -> None:
    record = sample_record.record(lambda page: sample_record.national(page, project="<b>甲</b>"))

    assert "<td>&lt;b&gt;甲&lt;/b&gt;</td>" in record_html(record)
