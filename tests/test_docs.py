"""The documents say what is so: transcripts, command lists, options, settings, links."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
from typer.testing import CliRunner

from extractor.cli.app import app
from tests.transcripts import READMES, outputs, transcripts

ROOT = Path(__file__).parent.parent
PAGES = [ROOT / name for name in READMES] + sorted((ROOT / "docs").glob("*.md"))
VERBS = [command.callback.__name__ for command in app.registered_commands if command.callback]


@pytest.mark.parametrize("name", READMES)
def test_the_transcripts_of_a_readme_are_what_the_program_prints(name: str) -> None:
    """``make readme`` puts today's output in."""
    shown = [one for one in transcripts() if one.readme == name]
    printed = outputs(name, [one.command for one in shown])
    assert [(one.command, one.output) for one in shown] == list(
        zip([one.command for one in shown], printed, strict=True)
    )


@pytest.mark.parametrize("name", READMES)
def test_a_readme_lists_exactly_the_commands_there_are(name: str) -> None:
    rows = re.findall(r"^\| `jixiao (\w+)", (ROOT / name).read_text(encoding="utf-8"), re.MULTILINE)
    assert rows == VERBS


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_option_in_a_page_exists(page: Path) -> None:
    named = re.findall(r"jixiao (\w+)((?: [^`\n|]*)?)", page.read_text(encoding="utf-8"))
    for verb, rest in named:
        if verb in VERBS:
            help_text = CliRunner().invoke(app, [verb, "--help"]).output
            for option in re.findall(r"--[a-z-]+", rest):
                assert option in help_text, f"{page.name}: jixiao {verb} has no {option}"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_link_to_a_file_leads_somewhere(page: Path) -> None:
    targets = re.findall(r"\]\((?!https?:|#)([^)#]+)", page.read_text(encoding="utf-8"))
    assert [target for target in targets if not (page.parent / target).exists()] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_file_in_backticks_exists(page: Path) -> None:
    paths = r"`((?:extractor|tests|docs|bench|prompts|eval_set)/[\w./-]*)`"
    named = re.findall(paths, page.read_text(encoding="utf-8"))
    assert [name for name in named if not (ROOT / name).exists()] == []


def test_the_worked_example_of_a_family_is_a_family(tmp_path: Path) -> None:
    from extractor.family import load_families

    page = (ROOT / "docs" / "families.md").read_text(encoding="utf-8")
    found = re.search(r"```toml\n(.*?)```", page, re.DOTALL)
    assert found is not None
    (tmp_path / "yunxi.toml").write_text(found[1], encoding="utf-8")
    assert load_families([tmp_path])["yunxi"].title_zh == tomllib.loads(found[1])["title_zh"]


def test_the_lock_files_name_no_address() -> None:
    for name in ("requirements.lock", "requirements-dev.lock"):
        assert not re.search(r"https?://|file:|--index|--find-links", (ROOT / name).read_text(encoding="utf-8"))


def test_every_dependency_is_locked() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    wanted = {re.split(r"[<>=\[]", name)[0] for name in project["dependencies"]}
    locked = set(re.findall(r"^([\w.-]+)==", (ROOT / "requirements.lock").read_text(encoding="utf-8"), re.MULTILINE))
    assert wanted <= locked


def test_the_worked_example_of_a_law_holds_and_breaks_as_its_docstring_says() -> None:
    from extractor.laws import judge
    from extractor.laws.form import Form
    from extractor.laws.settings import LawSettings

    page = (ROOT / "docs" / "laws.md").read_text(encoding="utf-8")
    found = re.search(r"```python\n(.*?)```", page, re.DOTALL)
    assert found is not None
    names: dict[str, object] = {}
    exec(found[1], names)
    law = names["carry_over_at_most_total"]
    verdicts = []
    for carried in ("8", "80"):
        funds = [
            {"stage": "all", "source": "total", "adjusted_budget": "50"},
            {"stage": "all", "source": "carry_over", "adjusted_budget": carried},
        ]
        form = Form.of({"funds": funds}, {"": "万元"}, None)
        verdicts += [one.verdict for bound in law.bind(form, LawSettings()) for one in judge(bound, form)]  # type: ignore[attr-defined]
    assert verdicts == ["holds", "broken"]


def test_the_sample_of_make_demo_is_in_the_evaluation_set() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8").replace("\\\n", " ")
    found = re.search(r"^DEMO := \$\(addprefix eval_set/,([^)]*)\)", makefile, re.MULTILINE)
    assert found is not None
    assert [name for name in found[1].split() if not (ROOT / "eval_set" / name).exists()] == []
