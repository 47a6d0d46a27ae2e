"""Help and usage: quick, complete, and helpful about misspelled names."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from extractor.cli.app import app
from extractor.version import VERSION

ROOT = Path(__file__).parent.parent.parent
VERBS = ["recover", "check", "draft", "compare", "review", "export", "evaluate", "forms", "schema"]


def run(*arguments: str) -> tuple[int, str]:
    result = CliRunner().invoke(app, list(arguments))
    return result.exit_code, result.output


def test_help_names_every_verb_in_the_order_a_user_meets_them() -> None:
    status, text = run("--help")
    commands = text.split("Commands:")[1].splitlines()[1:]
    assert status == 0
    assert [line.split()[0] for line in commands if line.strip()] == VERBS


@pytest.mark.parametrize("verb", VERBS)
def test_the_help_of_a_verb_shows_an_example(verb: str) -> None:
    status, text = run(verb, "--help")
    assert status == 0
    assert f"  jixiao {verb}" in text.split("Example")[1]


def test_the_version_is_the_one_of_the_package() -> None:
    assert run("--version") == (0, f"jixiao {VERSION}\n")


def test_help_loads_neither_the_pipeline_nor_what_the_verbs_need() -> None:
    code = "import sys; from extractor.cli.app import app; print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, check=True)
    heavy = {"rapidfuzz", "jinja2", "xlsxwriter", "charset_normalizer", "rich", "extractor.laws", "extractor.ingest"}
    assert not heavy & set(loaded.stdout.split())


def test_a_misspelled_verb_gets_a_suggestion_and_status_2() -> None:
    status, text = run("recove")
    assert status == 2
    assert "recover" in text


def test_a_misspelled_family_gets_a_suggestion_and_status_2(tmp_path: Path) -> None:
    status, text = run("recover", "form.txt", "-o", str(tmp_path), "--family", "transfr")
    assert status == 2
    assert "--family transfr is not a known form family; did you mean transfer?" in text


def test_a_model_reader_is_refused_before_anything_is_read(tmp_path: Path) -> None:
    status, text = run("recover", "missing.txt", "-o", str(tmp_path / "out"), "--reader", "llm")
    assert status == 2
    assert "No model is named; set JIXIAO_MODEL" in text
    assert not (tmp_path / "out").exists()


def test_the_checkout_script_is_the_same_program() -> None:
    script = subprocess.run([sys.executable, "cli.py", "--help"], capture_output=True, text=True, cwd=ROOT, check=True)
    assert script.stdout.split("Commands:")[1] == run("--help")[1].split("Commands:")[1]
