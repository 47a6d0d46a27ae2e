"""``jixiao draft --polish``: a real server on loopback that smooths, cheats, or is down."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import docx
import pytest
from typer.testing import CliRunner, Result

from extractor import recover
from extractor.cli.app import app
from extractor.record.record_json import dumps
from tests.model.faulty_server import Act, Behaviour, FaultyServer, always, calls, fails, says

EVAL_SET = Path(__file__).parents[2] / "eval_set"


@pytest.fixture(scope="module")
def record(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("records") / "form.json"
    place.write_text(dumps(recover(EVAL_SET / "city-project-tabs.txt")), encoding="utf-8")
    return place


def smoothing(rewrite: Callable[[str], str]) -> Behaviour:
    """An endpoint that rewrites the paragraphs it is given, in the mode it is asked in."""

    def behave(request: dict[str, Any]) -> Act:
        asked = request["messages"][-1]["content"].split("Your last answer")[0].split("上次的回答")[0]
        answer = json.dumps({"paragraphs": [rewrite(text) for text in re.findall(r"(?m)^\[\d+\] (.*)$", asked)]})
        return calls(answer, name=request["tools"][0]["function"]["name"]) if "tools" in request else says(answer)

    return behave


def draft(server: FaultyServer | None, *arguments: str | Path) -> Result:
    environment = {
        "JIXIAO_CACHE": "off",
        "JIXIAO_LANG": "en",
        "OPENAI_API_KEY": "",
        "OPENAI_BASE_URL": "",
        "JIXIAO_MODEL": "",
    }
    if server is not None:
        environment |= {"OPENAI_API_KEY": "sk-test", "OPENAI_BASE_URL": server.url, "JIXIAO_MODEL": "stub"}
    return CliRunner().invoke(app, ["draft", *map(str, arguments)], env=environment)


def test_a_model_smooths_and_it_is_told(record: Path) -> None:
    plain = draft(None, record, "--template", "report")
    with FaultyServer(smoothing(lambda text: text.replace("；", "，"))) as server:
        smooth = draft(server, record, "--template", "report", "--polish")

    assert smooth.exit_code == 0
    assert re.search(r"Polish: [1-9]\d* of \d+ paragraphs smoothed\.", smooth.stderr)
    assert smooth.stdout != plain.stdout
    assert smooth.stdout.replace("；", "，") == plain.stdout.replace("；", "，")


def test_a_model_that_cheats_leaves_the_plain_text(record: Path) -> None:
    plain = draft(None, record)
    with FaultyServer(smoothing(lambda text: text.replace("⟦1⟧", "100"))) as server:
        found = draft(server, record, "--polish")
        asked = len(server.requests)

    assert (found.exit_code, found.stdout) == (0, plain.stdout)
    assert "kept their plain text" in found.stderr
    assert asked == 2  # once, and once more with the fault


def test_an_endpoint_that_is_down_leaves_the_plain_text_and_status_4(record: Path, tmp_path: Path) -> None:
    with FaultyServer(always(fails(503))) as server:
        found = draft(server, record, "--polish", "--backoff", "0", "-o", tmp_path / "told.md")

    assert found.exit_code == 4
    assert (tmp_path / "told.md").read_text(encoding="utf-8") == draft(None, record).stdout
    assert "Traceback" not in found.stderr


def test_without_an_endpoint_one_sentence_says_what_to_set(record: Path) -> None:
    found = draft(None, record, "--polish")
    assert (found.exit_code, found.stdout) == (2, "")
    assert "OPENAI_BASE_URL" in found.stderr


@pytest.mark.parametrize("layout", ["html", "docx"])
def test_pages_and_documents_are_smoothed_too(record: Path, tmp_path: Path, layout: str) -> None:
    target = tmp_path / f"told.{layout}"
    with FaultyServer(smoothing(lambda text: text.replace("；", "，同时"))) as server:
        found = draft(server, record, "--template", "report", "--format", layout, "--polish", "-o", target)

    assert found.exit_code == 0
    if layout == "docx":
        text = "\n".join(paragraph.text for paragraph in docx.Document(str(target)).paragraphs)
    else:
        text = target.read_text(encoding="utf-8")
    assert "，同时" in text
