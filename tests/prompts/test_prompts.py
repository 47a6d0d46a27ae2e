"""Prompts are files with a version: a changed word shows in a golden file and in the record."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import jinja2
import pytest

from extractor.read.llm import prompts
from extractor.templates import template_folder
from tests.prompts.renderings import FOLDER, renderings

TEMPLATES = sorted((template_folder() / "reader").glob("*.j2"))


@pytest.mark.parametrize("name", renderings())
def test_a_prompt_is_the_golden_one(name: str) -> None:
    golden = (FOLDER / f"{name}.txt").read_text(encoding="utf-8")
    assert renderings()[name] + "\n" == golden, "python -m tests.prompts --write renews the golden files"


def test_every_golden_file_has_its_prompt() -> None:
    assert {path.stem for path in FOLDER.glob("*.txt")} == set(renderings())


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: path.name)
def test_a_template_says_its_version_and_sends_it_nobody(template: Path) -> None:
    assert re.match(r"\{# version \d+: .+ #\}\n", template.read_text(encoding="utf-8"))
    assert not any("version" in text for text in renderings().values())


def test_the_beginning_of_all_requests_is_the_same_whatever_is_asked() -> None:
    assert prompts.render_system() == renderings()["system"]
    assert "项目名称" not in renderings()["system"]


def test_a_template_that_asks_for_what_nobody_gives_fails() -> None:
    with pytest.raises(jinja2.UndefinedError):
        prompts._environment().from_string("{{ nobody_gives_this }}").render()


def test_the_version_of_the_prompts_changes_with_a_word(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = prompts.prompt_version()
    folder = tmp_path / "prompts"
    shutil.copytree(template_folder() / "reader", folder / "reader")
    system = folder / "reader" / "system.j2"
    system.write_text(system.read_text(encoding="utf-8").replace("助手", "帮手", 1), encoding="utf-8")
    monkeypatch.setattr(prompts, "template_folder", lambda: folder)
    assert prompts.prompt_version() != before


def test_examples_are_of_the_familys_columns_not_of_a_document() -> None:
    assert "例“8|||3|4|5|6|7|8”" in renderings()["section-national"]
    assert "例“8|1|2”" in renderings()["section-city"]
