"""``jixiao compare``: against another record, expected values and the source; as table, JSON and page."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from rich.cells import cell_len
from typer.testing import CliRunner, Result

from extractor.cli.app import app
from extractor.record.record_json import dumps
from tests import sample_record

EVAL_SET = Path(__file__).parent.parent.parent / "eval_set"


def jixiao(*arguments: object, lang: str = "en") -> Result:
    return CliRunner().invoke(app, list(map(str, arguments)), env={"JIXIAO_LANG": lang, "COLUMNS": "200"})


@pytest.fixture
def record(tmp_path: Path) -> Path:
    """A small consistent record: a national form."""
    place = tmp_path / "form.json"
    place.write_text(dumps(sample_record.record(sample_record.national)), encoding="utf-8")
    return place


@pytest.fixture
def edited(record: Path) -> Callable[[Callable[[dict[str, Any]], object]], Path]:
    """A copy of the record with its values changed by hand."""

    def edit(change: Callable[[dict[str, Any]], object]) -> Path:
        data = json.loads(record.read_text(encoding="utf-8"))
        change(data["forms"][0]["values"])
        place = record.with_name("other.json")
        place.write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")
        return place

    return edit


Edited = Callable[[Callable[[dict[str, Any]], object]], Path]


@pytest.fixture
def recovered(tmp_path: Path) -> tuple[Path, Path]:
    """A record that recover wrote, and its source."""
    source = Path(shutil.copy(EVAL_SET / "national-tabs.txt", tmp_path / "source.txt"))
    assert jixiao("recover", source, "-o", tmp_path / "out").exit_code == 0
    return tmp_path / "out" / "source.json", source


def test_the_table_shows_what_differs_and_how_much_agrees(record: Path, edited: Edited) -> None:
    result = jixiao("compare", record, edited(lambda values: values["total"].update(score="86")))

    assert result.exit_code == 0
    assert "changed" in result.stdout and "total.score" in result.stdout
    assert result.stdout.endswith("1 changed, 0 only left, 0 only right\n")


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_table_fits_a_hundred_columns_whatever_the_values(record: Path, edited: Edited, lang: str) -> None:
    other = edited(lambda values: values["objective"].update(expected="很长的目标" * 80, actual="long" * 90))
    result = jixiao("compare", record, other, "--all", lang=lang)

    assert max(map(cell_len, result.stdout.splitlines())) <= 100


@pytest.mark.parametrize(
    ("only", "paths"),
    [
        ("changed", ["project_name"]),
        ("only-left", ["fiscal_year"]),
        ("only-right", ["grade"]),
        ("same", ["title"]),
        ("all", ["title", "fiscal_year", "project_name", "grade"]),
    ],
)
def test_only_chooses_by_what_became_of_a_cell(record: Path, edited: Edited, only: str, paths: list[str]) -> None:
    other = edited(lambda values: values.update(project_name="道路照明", fiscal_year=None, grade="良"))
    fields = ["--fields", "title,fiscal_year,project_name", "--fields", "grade"]
    found = json.loads(jixiao("compare", record, other, "--format", "json", "--only", only, *fields).stdout)

    assert [one["path_left"] for one in found["differences"]] == paths
    assert found["tally"] == {"cells": 4, "same": 1, "changed": 1, "only_left": 1, "only_right": 1}


def test_all_is_only_all(record: Path) -> None:
    assert (
        jixiao("compare", record, record, "--all").stdout == jixiao("compare", record, record, "--only", "all").stdout
    )


def test_fields_are_also_called_by_their_chinese_names(record: Path, edited: Edited) -> None:
    other = edited(lambda values: values.update(project_name="道路照明", total={"weight": "100", "score": "86"}))
    found = json.loads(jixiao("compare", record, other, "--format", "json", "--fields", "总分").stdout)

    assert [one["path_left"] for one in found["differences"]] == ["total.score"]


def test_an_unknown_field_is_told_with_those_there_are(record: Path) -> None:
    result = jixiao("compare", record, record, "--fields", "skore")

    assert (result.exit_code, result.stdout) == (2, "")
    assert "--fields skore: there is no such field; there are: " in result.stderr and "indicators" in result.stderr


def test_a_moved_row_is_the_same_row(record: Path, edited: Edited) -> None:
    other = edited(lambda values: values["indicators"].insert(0, values["indicators"].pop(3)))
    found = json.loads(jixiao("compare", record, other, "--format", "json").stdout)

    assert found["differences"] == []
    moved = [(row["left"], row["right"]) for row in found["forms"][0]["rows"] if row["moved"]]
    assert moved == [("indicators[3]", "indicators[0]")]


def test_another_document_is_told_in_one_sentence(record: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.json"
    other.write_text(dumps(sample_record.record(sample_record.department)), encoding="utf-8")
    result = jixiao("compare", record, other)

    assert result.exit_code == 0
    assert " ".join(result.stdout.split()).startswith("The two sides have nothing in common")
    assert "only left" not in result.stdout


@pytest.mark.parametrize("name", ["national-tabs", "three-forms-one-file", "city-department-tabs"])
def test_a_record_against_its_expected_values(name: str, tmp_path: Path) -> None:
    jixiao("recover", EVAL_SET / f"{name}.txt", "-o", tmp_path)
    found = json.loads(
        jixiao("compare", tmp_path / f"{name}.json", EVAL_SET / f"{name}.expected.json", "--format", "json").stdout
    )

    assert found["common"] and all(form["left"] and form["right"] for form in found["forms"])
    assert found["tally"]["same"] > 0.9 * found["tally"]["cells"]


def test_the_page_of_two_records_is_written_to_a_file(record: Path, edited: Edited, tmp_path: Path) -> None:
    place = tmp_path / "page.html"
    other = edited(lambda values: values.update(project_name="道路照明改造项目"))
    result = jixiao("compare", record, other, "--format", "html", "-o", place)

    assert (result.exit_code, result.stdout) == (0, "")
    assert place.read_text(encoding="utf-8").startswith("<!doctype html>")
    assert jixiao("compare", record, other, "--format", "html", "-o", place).exit_code == 3


def test_a_record_that_is_broken_is_told(record: Path) -> None:
    other = record.with_name("other.json")
    other.write_text('{"schema": "jixiao/1", "forms": 7}', encoding="utf-8")
    result = jixiao("compare", record, other)

    assert result.exit_code == 3 and "other.json" in result.stderr


def test_fields_and_only_also_choose_cells_of_the_source(recovered: tuple[Path, Path]) -> None:
    result = jixiao("compare", *recovered, "--format", "json", "--fields", "得分", "--only", "same")
    cells = json.loads(result.stdout)["cells"]

    assert cells and all(cell["path"].endswith(".score") and cell["verdict"] == "same" for cell in cells)


@pytest.mark.parametrize(
    "arguments", [("--only", "only-left"), ("--format", "html", "--fields", "funds"), ("--fields", "skore")]
)
def test_what_makes_no_sense_against_a_source_is_wrong_usage(
    arguments: tuple[str, ...], recovered: tuple[Path, Path]
) -> None:
    result = jixiao("compare", *recovered, *arguments)

    assert (result.exit_code, result.stdout) == (2, "") and "Traceback" not in result.stderr


def test_the_page_shows_the_images_that_lie_beside_the_record(tmp_path: Path) -> None:
    # given a record with the image of its page beside it
    from extractor import recover

    (tmp_path / "form.json").write_text(dumps(recover(EVAL_SET / "national-tabs.txt")), encoding="utf-8")
    (tmp_path / "form.pages").mkdir()
    (tmp_path / "form.pages" / "1.png").write_bytes(b"\x89PNG")
    source = EVAL_SET / "national-tabs.txt"
    # when the page is written into a folder of its own
    (tmp_path / "pages").mkdir()
    target = tmp_path / "pages" / "form.html"
    record = str(tmp_path / "form.json")
    status = CliRunner().invoke(app, ["compare", record, str(source), "--format", "html", "-o", str(target)])
    # then it addresses the image from there
    assert status.exit_code == 0
    assert 'src="../form.pages/1.png"' in target.read_text(encoding="utf-8")
