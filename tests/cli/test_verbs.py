"""The verbs that work on records: check, draft, compare, export, forms, schema."""

from __future__ import annotations

import csv
import io
import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from typer.testing import CliRunner, Result

from extractor.cli.app import app
from extractor.record.record_json import dumps
from tests import sample_record

EVAL_SET = Path(__file__).parent.parent.parent / "eval_set"


def jixiao(*arguments: object) -> Result:
    return CliRunner().invoke(app, list(map(str, arguments)), env={"JIXIAO_LANG": "en", "COLUMNS": "200"})


@pytest.fixture
def record(tmp_path: Path) -> Path:
    """A small consistent record: a national form."""
    place = tmp_path / "form.json"
    place.write_text(dumps(sample_record.record(sample_record.national)), encoding="utf-8")
    return place


def edit(record: Path, change: Any) -> None:
    """Correct the values of a record by hand."""
    data = json.loads(record.read_text(encoding="utf-8"))
    change(data["forms"][0]["values"])
    record.write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")


def test_check_counts_the_verdicts_and_ends_with_0(record: Path) -> None:
    result = jixiao("check", record)
    assert result.exit_code == 0
    assert "not testable" in result.stdout


def test_check_reads_a_correction_by_hand_and_names_the_cell(record: Path) -> None:
    edit(record, lambda values: values["total"].update(score="1"))
    result = jixiao("check", record, "--json")
    form = json.loads(result.stdout)["forms"][0]
    assert [cell["path"] for cell in form["changed"]] == ["total.score"]
    assert any(one["law"] == "scores_sum_to_total" and one["verdict"] == "broken" for one in form["judgements"])


@pytest.mark.parametrize("name", ["national-tabs.txt", "city-project-tab-strips.txt", "poverty-cells.txt"])
def test_check_of_an_untouched_record_finds_what_recover_found(name: str, tmp_path: Path) -> None:
    assert jixiao("recover", EVAL_SET / name, "-o", tmp_path).exit_code == 0
    record = (tmp_path / name).with_suffix(".json")
    checked = json.loads(jixiao("check", record, "--json").stdout)["forms"]
    for form, judged in zip(json.loads(record.read_text(encoding="utf-8"))["forms"], checked, strict=True):
        broken = {(one["law"], tuple(one["cells"])) for one in judged["judgements"] if one["verdict"] == "broken"}
        assert broken == {(one["law"], tuple(one["cells"])) for one in form["findings"]}


def test_a_column_that_the_form_does_not_have_takes_no_part_in_a_sum(record: Path) -> None:
    data = json.loads(record.read_text(encoding="utf-8"))
    form = data["forms"][0]
    for path in [path for path in form["cells"] if path.startswith("funds") and path.endswith((".weight", ".score"))]:
        del form["cells"][path]
    for row in form["values"]["funds"]:
        row.update(weight=None, score=None)
    form["values"]["total"]["score"] = "1"
    record.write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")
    judged = json.loads(jixiao("check", record, "--json").stdout)["forms"][0]["judgements"]
    assert [one["verdict"] for one in judged if one["law"] == "scores_sum_to_total"] == ["broken"]


def test_a_family_that_is_not_known_is_named(record: Path) -> None:
    record.write_text(record.read_text(encoding="utf-8").replace('"family": "', '"family": "my_'), encoding="utf-8")
    assert "name its folder with --families" in jixiao("check", record).stderr


def test_strict_ends_with_1_when_a_law_is_broken(record: Path) -> None:
    edit(record, lambda values: values["total"].update(score="1"))
    assert jixiao("check", record, "--strict").exit_code == 1


def test_check_of_a_file_that_is_no_record_is_told_with_status_3(tmp_path: Path) -> None:
    place = tmp_path / "other.json"
    place.write_text("{}", encoding="utf-8")
    result = jixiao("check", place)
    assert (result.exit_code, result.stdout) == (3, "")
    assert "other.json" in result.stderr and "Traceback" not in result.stderr


def test_draft_prints_markdown_or_writes_a_page(record: Path, tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    assert jixiao("draft", record).stdout.startswith("#")
    assert jixiao("draft", record, "--format", "html", "-o", page).exit_code == 0
    assert page.read_text(encoding="utf-8").startswith("<!doctype html>")


def test_draft_of_an_unknown_template_is_told_with_status_2(record: Path) -> None:
    result = jixiao("draft", record, "--template", "sumary")
    assert result.exit_code == 2
    assert "summary" in result.stderr


def test_a_record_compared_with_itself_has_no_differences(record: Path) -> None:
    result = jixiao("compare", record, record, "--format", "json")
    assert result.exit_code == 0
    assert json.loads(result.stdout)["differences"] == []


def test_compare_shows_the_cell_that_differs(record: Path, tmp_path: Path) -> None:
    other = Path(shutil.copy(record, tmp_path / "other.json"))
    edit(other, lambda values: values.update(project_name="另一个项目"))
    result = jixiao("compare", record, other)
    assert "project_name" in result.stdout and "另一个项目" in result.stdout


def test_compare_with_the_source_follows_every_evidence(tmp_path: Path) -> None:
    form = Path(shutil.copy(EVAL_SET / "national-tabs.txt", tmp_path / "form.txt"))
    jixiao("recover", form, "-o", tmp_path / "out")
    result = jixiao("compare", tmp_path / "out" / "form.json", form, "--format", "json")
    verdicts = {cell["verdict"] for cell in json.loads(result.stdout)["cells"]}
    assert "same" in verdicts and "moved" not in verdicts


def test_compare_with_another_text_than_the_source_is_told(record: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.txt"
    other.write_text("别的文本", encoding="utf-8")
    result = jixiao("compare", record, other)
    assert result.exit_code == 3
    assert "other.txt: is not the text that this record was made from" in result.stderr


def test_export_as_csv_has_one_row_an_indicator_and_no_formulas(record: Path, tmp_path: Path) -> None:
    result = jixiao("export", tmp_path, "--table", "indicators", "-o", tmp_path / "table.csv")
    rows = list(csv.reader(io.StringIO((tmp_path / "table.csv").read_text(encoding="utf-8-sig"))))
    values = json.loads(record.read_text(encoding="utf-8"))["forms"][0]["values"]
    assert result.exit_code == 0
    assert len(rows) == 1 + len(values["indicators"])
    assert not [cell for row in rows for cell in row if cell.startswith(("=", "+", "@"))]


@pytest.mark.parametrize("table", ["indicators", "funds", "findings", "cells", "portfolio"])
def test_export_as_xlsx_is_a_workbook(record: Path, tmp_path: Path, table: str) -> None:
    place = tmp_path / f"{table}.xlsx"
    assert jixiao("export", tmp_path, "--table", table, "--format", "xlsx", "-o", place).exit_code == 0
    assert load_workbook(place).active.max_row >= 1


def test_export_follows_the_name_of_the_file(record: Path, tmp_path: Path) -> None:
    place = tmp_path / "funds.xlsx"
    assert jixiao("export", record.parent, "--table", "funds", "-o", place).exit_code == 0
    assert load_workbook(place).active.max_row > 1
    refused = jixiao("export", record.parent, "--format", "csv", "-o", tmp_path / "other.xlsx")
    assert refused.exit_code == 2 and "end the name in .csv" in refused.stderr


def test_export_of_the_portfolio_has_one_line_a_form(record: Path, tmp_path: Path) -> None:
    result = jixiao("export", tmp_path, "--table", "portfolio")
    (line,) = csv.DictReader(io.StringIO(result.stdout.removeprefix("\ufeff")))
    assert (line["budget (10,000 yuan)"], line["executed (10,000 yuan)"], line["executed / budget"]) == (
        "320", "288", "90.00%",
    )  # fmt: skip
    assert (line["total score"], line["errors"], line["warnings"], line["document"]) == ("88", "1", "1", "样表.txt")


def test_export_of_the_portfolio_as_a_workbook_is_put_beside_the_records(record: Path, tmp_path: Path) -> None:
    assert jixiao("export", tmp_path, "--table", "portfolio", "--format", "xlsx").exit_code == 0
    assert load_workbook(tmp_path / "portfolio.xlsx").sheetnames == ["portfolio", "grades"]


def test_export_says_that_a_copy_doubles_the_rows(record: Path, tmp_path: Path) -> None:
    shutil.copy(record, tmp_path / "my-copy.json")
    result = jixiao("export", tmp_path)
    assert result.exit_code == 0
    assert "my-copy.json: was made from the same document as" in result.stderr


def test_export_names_a_file_that_is_no_record_and_does_the_others(record: Path, tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text("[]", encoding="utf-8")
    result = jixiao("export", tmp_path, "--table", "funds", "-o", tmp_path / "funds.csv")
    assert result.exit_code == 3
    assert "a.json" in result.stderr and (tmp_path / "funds.csv").exists()


def test_forms_lists_every_family_with_its_laws() -> None:
    data = json.loads(jixiao("forms", "--json").stdout)
    names = [family["name"] for family in data["families"]]
    assert {"project_national", "transfer", "other"} <= set(names)
    assert all(set(family["laws"]) <= {law["id"] for law in data["laws"]} for family in data["families"])


def test_forms_reads_a_folder_of_ones_own(tmp_path: Path) -> None:
    (tmp_path / "mine.toml").write_text('name = "mine"\nform_type = "other"\nblocks = ["head"]\n', encoding="utf-8")
    assert "mine" in jixiao("forms", "--families", tmp_path).stdout


def test_the_schema_is_json() -> None:
    assert json.loads(jixiao("schema").stdout)["$schema"].endswith("2020-12/schema")
