"""``jixiao draft``: which narratives there are, what templates may use, templates of one's own, formats and faults."""

from __future__ import annotations

from pathlib import Path

import docx
import pytest
from click.testing import Result
from typer.testing import CliRunner

from extractor.cli.app import app
from extractor.record.record_json import dumps
from tests import sample_record


@pytest.fixture(scope="module")
def record(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("records") / "form.json"
    place.write_text(dumps(sample_record.record(sample_record.national)), encoding="utf-8")
    return place


def draft(*arguments: str | Path) -> Result:
    return CliRunner().invoke(app, ["draft", *map(str, arguments)])


def test_the_templates_are_listed_with_what_they_are() -> None:
    lines = draft("--list").stdout.splitlines()

    assert [line.split()[0] for line in lines] == ["brief", "memo", "portfolio", "report", "summary"]
    assert "绩效自评报告全文" in lines[3] and "zh/en" in lines[3]
    assert "full self-evaluation report" in draft("--list", "--lang", "en").stdout


def test_templates_of_ones_own_are_listed_with_their_folder(tmp_path: Path) -> None:
    (tmp_path / "line.zh.md.j2").write_text("{# 一行话 #}{{ stories[0].project }}", encoding="utf-8")

    assert f"line       zh ({tmp_path})  一行话" in draft("--list", "--templates", tmp_path).stdout


def test_a_template_of_ones_own_is_used(record: Path, tmp_path: Path) -> None:
    (tmp_path / "line.zh.md.j2").write_text("{{ stories[0].project }}", encoding="utf-8")

    assert draft(record, "--templates", tmp_path, "--template", "line").stdout == "乡村道路照明改造项目\n"


@pytest.mark.parametrize(
    ("template", "begins"),
    [
        ("summary", "# 2023年度乡村道路照明改造项目绩效情况"),
        ("report", "# 2023年度乡村道路照明改造项目绩效自评报告"),
        ("memo", "# 关于乡村道路照明改造项目绩效自评的复核意见"),
        ("brief", "# 绩效自评简报"),
        ("portfolio", "# 绩效自评综合分析"),
    ],
)
def test_every_template_is_written(record: Path, template: str, begins: str) -> None:
    assert draft(record, "--template", template).stdout.startswith(begins)
    assert draft(record, "--template", template, "--format", "html").stdout.startswith("<!doctype html>")


def test_what_a_template_may_use_is_shown_with_examples(record: Path) -> None:
    assert "| `stories[0].score` | 总分 | 88 |" in draft(record, "--show-context").stdout
    assert "| `stories[0].score` | the total score | 88 |" in draft(record, "--show-context", "--lang", "en").stdout


def test_no_record_is_told_with_status_2() -> None:
    result = draft()
    assert result.exit_code == 2 and "--list" in result.stderr


def test_a_folder_of_templates_that_is_none_is_told(record: Path, tmp_path: Path) -> None:
    result = draft(record, "--templates", tmp_path / "nothing")
    assert result.exit_code == 2 and "nothing" in result.stderr


def test_a_template_that_prints_figures_of_its_own_is_refused(record: Path, tmp_path: Path) -> None:
    (tmp_path / "line.zh.md.j2").write_text("得分提高三成", encoding="utf-8")

    result = draft(record, "--templates", tmp_path, "--template", "line")
    assert (result.exit_code, result.stdout) == (2, "") and "三成" in result.stderr


def test_word_templates_of_a_folder_are_listed_too(tmp_path: Path) -> None:
    docx.Document().save(str(tmp_path / "letter.zh.docx"))
    found = CliRunner().invoke(app, ["draft", "--list", "--templates", str(tmp_path)])
    assert f"letter     zh ({tmp_path})  --format docx" in found.stdout
