"""``jixiao evaluate`` as a user meets it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from extractor.cli.app import app
from tests.evaluate.test_run import copied, misprinted

WRONG = ("national-tabs", "54817人次\t8\t8", "54877人次\t8\t8")


def jixiao(*arguments: object, language: str = "en") -> Result:
    environ = {"JIXIAO_LANG": language, "COLUMNS": "200"}
    return CliRunner().invoke(app, ["evaluate", *map(str, arguments), "--jobs", "1"], env=environ)


def test_figures_are_shown_with_what_is_silently_wrong(tmp_path: Path) -> None:
    result = jixiao(misprinted(tmp_path, *WRONG))
    assert result.exit_code == 0
    assert "silently wrong 1" in result.stdout
    assert "indicators[1].actual" in result.stdout and "54877人次" in result.stdout


def test_a_chinese_reader_is_told_in_chinese(tmp_path: Path) -> None:
    assert "静默错误 0 处" in jixiao(copied(tmp_path, "national-tabs"), language="zh").stdout


def test_json_holds_counts_rates_and_bounds(tmp_path: Path) -> None:
    data = json.loads(jixiao(misprinted(tmp_path, *WRONG), "--json").stdout)
    total = data["figures"]["total"]
    assert total["rates"]["silent"]["part"] == 1
    assert 0 < total["rates"]["silent"]["rate"] <= total["silent_upper_bound"] <= 1
    assert [one["path"] for one in data["misses"]] == ["indicators[1].actual"]


def test_a_version_is_held_against_the_one_before(tmp_path: Path) -> None:
    figures = tmp_path / "before.json"
    (tmp_path / "cases").mkdir()
    folder = misprinted(tmp_path / "cases", *WRONG)
    assert jixiao(folder, "--save", figures).exit_code == 0
    copied(folder, "national-tabs")
    changed = json.loads(jixiao(folder, "--against", figures, "--json").stdout)["comparison"]["changed"]
    assert [(one["path"], one["way"]) for one in changed] == [("indicators[1].actual", "better")]


def test_figures_of_other_documents_are_refused(tmp_path: Path) -> None:
    for name in ("national-tabs", "hubei-tabs"):
        (tmp_path / name).mkdir()
        copied(tmp_path / name, name)
    assert jixiao(tmp_path / "hubei-tabs", "--save", tmp_path / "f.json").exit_code == 0
    result = jixiao(tmp_path / "national-tabs", "--against", tmp_path / "f.json")
    assert result.exit_code == 2 and "none of the documents" in result.stderr


def test_a_page_is_written_once(tmp_path: Path) -> None:
    pytest.importorskip("matplotlib", reason="matplotlib is not installed: pip install 'jixiao[evaluate]'")
    folder, page = copied(tmp_path, "national-tabs"), tmp_path / "report.html"
    assert jixiao(folder, "--html", page).exit_code == 0
    assert page.read_text(encoding="utf-8").startswith("<!doctype html>")
    assert jixiao(folder, "--html", page).exit_code == 3
    assert jixiao(folder, "--html", page, "--force").exit_code == 0


@pytest.mark.parametrize(
    ("arguments", "status", "said"),
    [
        (["nowhere"], 3, "holds no case"),
        (["--reader", "oracle"], 2, "--reader oracle is not known"),
        (["--reader", "offline,llm"], 2, "No model is named"),
        (["--against", "nowhere.json"], 3, "nowhere.json: cannot be read"),
    ],
)
def test_a_mistake_is_one_sentence(arguments: list[str], status: int, said: str) -> None:
    result = jixiao(*arguments)
    assert (result.exit_code, said in result.stderr) == (status, True)
    assert len(result.stderr.strip().splitlines()) == 1
