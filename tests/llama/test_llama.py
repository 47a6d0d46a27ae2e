"""The program against a real llama.cpp server whose model has random weights: nonsense, but of a real server's making.

Only ``make llama`` runs this: the server is built for it, in an environment of its own.
"""

from __future__ import annotations

import asyncio
import json
from dataclasses import replace
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest
from pydantic import BaseModel, ConfigDict, Field
from typer.testing import CliRunner, Result

from extractor.cli.app import app
from extractor.cli.outputs import SUFFIXES
from extractor.errors import EndpointError
from extractor.model import Question, Reply
from extractor.model.modes import MODES, Mode, shape_of
from extractor.model.opening import open_models
from extractor.settings import Endpoint, ModeChoice, ModelSettings
from tests.llama.server import LlamaServer

if find_spec("llama_cpp") is None or find_spec("gguf") is None:
    pytest.skip("llama-cpp-python and gguf are not installed: make llama installs them", allow_module_level=True)

EVAL_SET = Path(__file__).parent.parent.parent / "eval_set"
FORMS = [EVAL_SET / name for name in ("national-tabs.txt", "city-project-typeset-strips.txt", "transfer-tabs.txt")]
READERS = ("llm", "both")
STATUSES = ("answered", "cut_off", "unusable")
FIGURES = (".score", ".weight", ".executed")
SERVERS = ("pointing", "controlling", "rambling")
every_server = pytest.mark.parametrize("server", SERVERS, indirect=True)
every_reader = pytest.mark.parametrize("reader", READERS)


class Pointers(BaseModel):
    """What is asked for: the shape that the program asks for, too."""

    model_config = ConfigDict(extra="ignore")

    cells: list[str] = Field(default_factory=list)


QUESTION = Question("You read forms.", "得分 90. Answer in JSON.", Pointers, "read", 400)
SEVERAL = [replace(QUESTION, user=f"{QUESTION.user} {number}") for number in range(12)]


@pytest.fixture
def server(request: pytest.FixtureRequest) -> LlamaServer:
    found: LlamaServer = request.getfixturevalue(request.param)
    return found


def asked(server: LlamaServer, mode: ModeChoice = "auto", *questions: Question) -> list[Reply | EndpointError]:
    """How each question ended, asked one after the other in one run."""

    async def whole() -> list[Reply | EndpointError]:
        endpoint = Endpoint("none", server.url, (server.model,))
        settings = ModelSettings(mode, timeout=60, deadline=60, backoff=0)
        ended: list[Reply | EndpointError] = []
        async with open_models(endpoint, settings) as run:
            for question in questions or (QUESTION,):
                try:
                    ended.append(await run.models[0].ask(question))
                except EndpointError as fault:
                    ended.append(fault)
        return ended

    return asyncio.run(whole())


# asked directly


def strictly(text: str) -> bool:
    """Whether a text is JSON by the letter: no control character bare inside a string."""
    try:
        json.loads(text)
    except json.JSONDecodeError:
        return False
    return True


def arguments(server: LlamaServer, question: Question) -> str:
    """What the server answers to the very request that the program makes in the mode of tools."""
    body = shape_of(question.answer, "tools").request(question)
    (choice,) = server.post(max_tokens=question.max_tokens, **body)["choices"]
    said: str = choice["message"]["tool_calls"][0]["function"]["arguments"]
    return said


def loosely(text: str) -> dict[str, Any] | None:
    try:
        found: dict[str, Any] = json.loads(text, strict=False)
    except json.JSONDecodeError:
        return None
    return found


@every_server
def test_auto_finds_a_mode_or_says_in_one_sentence_that_there_is_none(server: LlamaServer) -> None:
    for ended in asked(server, "auto", *SEVERAL[:4]):
        assert isinstance(ended, EndpointError) or ended.status in STATUSES
        assert (getattr(ended, "answer", None) is not None) == (getattr(ended, "status", "") == "answered")
    assert server.alive


@every_server
@pytest.mark.parametrize("mode", MODES)
def test_a_mode_that_is_asked_for_answers_or_says_why_not(server: LlamaServer, mode: Mode) -> None:
    for ended in asked(server, mode, *SEVERAL[:2]):
        if mode == "json_schema":  # the server takes no such thing
            assert isinstance(ended, EndpointError) and "response_format" in str(ended)
        else:
            assert isinstance(ended, Reply) and ended.status in STATUSES
    assert server.alive


def test_auto_passes_over_the_mode_that_the_server_refuses(rambling: LlamaServer) -> None:
    # given a model that ends no answer, so that tools are of no use; then the search goes past json_schema
    (ended,) = asked(rambling, "auto")
    assert isinstance(ended, Reply) and ended.status == "cut_off"


@pytest.mark.parametrize("mode", ["json", "md_json"])
def test_an_answer_without_end_is_cut_off(rambling: LlamaServer, mode: Mode) -> None:
    (ended,) = asked(rambling, mode)
    assert isinstance(ended, Reply) and ended.status == "cut_off"


def test_a_tool_call_without_end_is_cut_off(rambling: LlamaServer) -> None:
    (ended,) = asked(rambling, "tools")
    assert isinstance(ended, Reply) and ended.status == "cut_off"


def test_control_characters_bare_in_an_answer_cost_nothing_of_it(controlling: LlamaServer) -> None:
    # given whole answers that are no JSON by the letter
    said = {question: arguments(controlling, question) for question in SEVERAL}
    bare = {question: found for question, text in said.items() if not strictly(text) and (found := loosely(text))}
    assert bare
    # then the program has every pointer of them
    for question, found in bare.items():
        (ended,) = asked(controlling, "tools", question)
        assert isinstance(ended, Reply) and ended.status == "answered"
        assert ended.answer == Pointers.model_validate(found)


# asked by jixiao recover


@cache
def recovered(url: str, reader: str, mode: str, folder: Path) -> Result:
    """What ``jixiao recover`` said over the three forms; the outputs are in the folder."""
    arguments = ["recover", *map(str, FORMS), "-o", str(folder), "--reader", reader, "--no-cache"]
    if reader != "offline":
        arguments += ["--mode", mode, "--timeout", "20", "--deadline", "20", "--backoff", "0", "--concurrency", "2"]
    environ = {
        "OPENAI_API_KEY": "none", "OPENAI_BASE_URL": url, "JIXIAO_MODEL": "tiny", "JIXIAO_LANG": "en", "COLUMNS": "200",
    }  # fmt: skip
    return CliRunner().invoke(app, arguments, env=environ)


Cells = dict[tuple[str, int, str], dict[str, Any]]


def cells(folder: Path) -> Cells:
    """The cells of all forms that have a value, by document, number of the form, and path."""
    return {
        (document.stem, number, path): cell
        for document in FORMS
        for number, form in enumerate(record(folder, document)["forms"])
        for path, cell in form["cells"].items()
        if cell["value"] is not None
    }


def record(folder: Path, document: Path) -> dict[str, Any]:
    data: dict[str, Any] = json.loads((folder / f"{document.stem}.json").read_text(encoding="utf-8"))
    return data


@pytest.fixture(scope="session")
def folders(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("outputs")


@pytest.fixture(scope="session")
def offline(folders: Path) -> Cells:
    """The cells as the offline reader has them."""
    folder = folders / "offline"
    assert recovered("", "offline", "", folder).exit_code == 0
    return cells(folder)


def flagged(found: Cells) -> set[tuple[str, int, str]]:
    return {place for place, cell in found.items() if cell["needs_review"]}


@pytest.fixture(params=[(name, reader) for name in SERVERS for reader in READERS], ids="-".join)
def run(request: pytest.FixtureRequest, folders: Path) -> tuple[Result, Path]:
    """A run with a server and a reader, made once: what was said, and the outputs."""
    name, reader = request.param
    folder = folders / f"{name}-{reader}"
    server: LlamaServer = request.getfixturevalue(name)
    return recovered(server.url, reader, "auto", folder), folder


def test_every_input_has_its_four_outputs_and_the_run_ends_well(run: tuple[Result, Path]) -> None:
    result, folder = run
    written = {path.name for path in folder.iterdir()}
    assert result.exit_code in (0, 4)
    assert {f"{form.stem}{suffix}" for form in FORMS for suffix in SUFFIXES} <= written
    assert "Traceback" not in result.output


def test_nonsense_never_comes_out_silently(run: tuple[Result, Path], offline: Cells) -> None:
    now = cells(run[1])
    changed = {place for place in now if now[place]["value"] != offline.get(place, {}).get("value")}
    assert changed - flagged(now) == set()
    assert offline.keys() - now.keys() == set()


def test_no_figure_that_laws_cover_is_changed(run: tuple[Result, Path], offline: Cells) -> None:
    covered = {
        place: cell["value"]
        for place, cell in offline.items()
        if cell["laws"]["hold"] and not cell["needs_review"] and place[2].endswith(FIGURES)
    }
    now = cells(run[1])
    assert covered
    assert {place: now[place]["value"] for place in covered} == covered


def test_pointers_of_a_model_that_knows_nothing_are_told_as_such(
    pointing: LlamaServer, folders: Path, offline: Cells
) -> None:
    folder = folders / "pointing-llm"
    recovered(pointing.url, "llm", "auto", folder)
    assert flagged(offline) < flagged(cells(folder))


def test_json_without_a_schema_loses_no_document(pointing: LlamaServer, folders: Path, offline: Cells) -> None:
    folder = folders / "json"
    assert recovered(pointing.url, "both", "json", folder).exit_code in (0, 4)
    assert {place: cell["value"] for place, cell in cells(folder).items() if not cell["needs_review"]}.items() <= {
        place: cell["value"] for place, cell in offline.items()
    }.items()
