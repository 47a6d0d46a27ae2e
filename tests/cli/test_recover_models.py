"""``jixiao recover`` with a model endpoint: a real server on loopback that knows the answers, or misbehaves."""

from __future__ import annotations

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image
from typer.testing import CliRunner, Result

from extractor.cli.app import app
from tests.model.faulty_server import (
    Act,
    Behaviour,
    FaultyServer,
    always,
    calls,
    fails,
    how,
    in_turn,
    page,
    plain,
    says,
)
from tests.oracle import Oracle, oracle_for

ROOT = Path(__file__).parent.parent.parent
EVAL_SET = ROOT / "eval_set"
STRIPS = EVAL_SET / "city-project-typeset-strips.txt"
TABS = EVAL_SET / "national-tabs.txt"
KEY = "sk-secret-0123456789"


def knows(oracle: Oracle) -> Behaviour:
    """A good endpoint: it points rightly, in the mode it is asked in."""

    def behave(request: dict[str, Any]) -> Act:
        prompt = request["messages"][-1]["content"]
        answer = json.dumps(oracle.answer(prompt, '"cells"' in prompt), ensure_ascii=False)
        return calls(answer, name=request["tools"][0]["function"]["name"]) if "tools" in request else says(answer)

    return behave


@pytest.fixture(scope="module")
def oracle() -> Oracle:
    return Oracle([*oracle_for(STRIPS).forms, *oracle_for(TABS).forms])


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return tmp_path / "out"


@pytest.fixture
def serve(tmp_path: Path) -> Iterator[Callable[[Behaviour], FaultyServer]]:
    servers: list[FaultyServer] = []

    def start(behave: Behaviour) -> FaultyServer:
        servers.append(FaultyServer(behave).__enter__())
        return servers[-1]

    yield start
    for server in servers:
        server.close()


def environment(url: str, cache: Path) -> dict[str, str]:
    return {
        "OPENAI_API_KEY": KEY, "OPENAI_BASE_URL": url, "JIXIAO_MODEL": "stub", "JIXIAO_CACHE": str(cache),
        "JIXIAO_LANG": "en", "COLUMNS": "200",
    }  # fmt: skip


def recover(url: str, cache: Path, *arguments: object) -> Result:
    asked = ["recover", *map(str, arguments), "--backoff", "0", "--mode", "tools"]
    return CliRunner().invoke(app, asked, env=environment(url, cache))


def record(out: Path, stem: str) -> dict[str, Any]:
    data: dict[str, Any] = json.loads((out / f"{stem}.json").read_text(encoding="utf-8"))
    return data


def values(out: Path, stem: str) -> Any:
    return [form["values"] for form in record(out, stem)["forms"]]


@pytest.fixture(scope="module")
def offline(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The outputs of the offline reader."""
    folder = tmp_path_factory.mktemp("offline")
    CliRunner().invoke(app, ["recover", str(STRIPS), str(TABS), "-o", str(folder), "--reader", "offline"])
    return folder


def test_the_record_says_who_read_and_what_was_used_and_sent(
    serve: Callable[[Behaviour], FaultyServer], oracle: Oracle, tmp_path: Path, out: Path
) -> None:
    server = serve(knows(oracle))
    result = recover(server.url, tmp_path / "cache", STRIPS, "-o", out)
    reader = record(out, STRIPS.stem)["reader"]
    assert result.exit_code == 0
    assert (reader["name"], reader["model"], len(reader["prompt_version"])) == ("both", "stub", 12)
    assert reader["usage"]["requests"] == len(server.requests) > 0
    assert reader["usage"]["by_reason"]["prose"]["prompt_tokens"] == 100
    assert reader["sent"]["personal_data"] is False and reader["sent"]["forms"][0]["characters"] > 0
    assert "requests," in result.stdout


def test_a_repeated_run_costs_nothing_even_with_the_endpoint_gone(
    serve: Callable[[Behaviour], FaultyServer], oracle: Oracle, tmp_path: Path, out: Path
) -> None:
    server = serve(knows(oracle))
    recover(server.url, tmp_path / "cache", STRIPS, "-o", out, "--reader", "llm")
    first = values(out, STRIPS.stem)
    server.close()
    result = recover(server.url, tmp_path / "cache", STRIPS, "-o", out, "--reader", "llm", "--force")
    usage = record(out, STRIPS.stem)["reader"]["usage"]
    assert (result.exit_code, usage["requests"], values(out, STRIPS.stem)) == (0, 0, first)
    assert usage["reused"] > 0 and "kept answers" in result.stdout


def test_a_refused_key_ends_in_status_4_the_reason_once_and_the_offline_outputs(
    serve: Callable[[Behaviour], FaultyServer], tmp_path: Path, out: Path, offline: Path
) -> None:
    server = serve(always(fails(401)))
    result = recover(server.url, tmp_path / "cache", STRIPS, TABS, "-o", out, "--reader", "llm")
    sentences = [line for line in result.stderr.splitlines() if line.startswith("jixiao: ")]
    assert result.exit_code == 4
    assert "does not accept the key; check OPENAI_API_KEY" in sentences[0]
    assert sentences[1:] == [
        f"jixiao: {STRIPS}, {TABS}: written as read offline where no model answered; running again asks anew."
    ]
    assert KEY not in result.output
    assert values(out, TABS.stem) == values(offline, TABS.stem)
    assert values(out, STRIPS.stem) == values(offline, STRIPS.stem)


def test_what_a_model_could_not_be_asked_for_is_done_anew_by_the_next_run(
    serve: Callable[[Behaviour], FaultyServer], oracle: Oracle, tmp_path: Path, out: Path
) -> None:
    down = serve(always(fails(401)))
    recover(down.url, tmp_path / "cache", STRIPS, "-o", out)
    result = recover(serve(knows(oracle)).url, tmp_path / "cache", STRIPS, "-o", out)
    assert result.exit_code == 0
    assert record(out, STRIPS.stem)["reader"]["usage"]["requests"] > 0


def test_an_endpoint_that_nobody_listens_at_costs_no_document(tmp_path: Path, out: Path, offline: Path) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{free.getsockname()[1]}/v1"
    result = recover(url, tmp_path / "cache", STRIPS, TABS, "-o", out, "--reader", "llm")
    assert result.exit_code == 4
    assert values(out, TABS.stem) == values(offline, TABS.stem)
    reason, consequence = [line for line in result.stderr.splitlines() if line.strip()]
    assert url.removesuffix("/v1") in reason
    assert consequence.startswith(f"jixiao: {STRIPS}, {TABS}: written as read offline")


def test_an_endpoint_that_dies_on_the_way_leaves_the_finished_documents_as_they_are(
    serve: Callable[[Behaviour], FaultyServer], oracle: Oracle, tmp_path: Path, out: Path, offline: Path
) -> None:
    good = knows(oracle)
    server = serve(in_turn(good, good, always(fails(401))))
    arguments = (TABS, STRIPS, "-o", out, "--reader", "llm", "--concurrency", "1")
    result = recover(server.url, tmp_path / "cache", *arguments)
    assert result.exit_code == 4
    assert (out / f"{TABS.stem}.json").exists() and (out / f"{STRIPS.stem}.json").exists()
    assert values(out, STRIPS.stem) == values(offline, STRIPS.stem)


FAULTS: dict[str, Behaviour] = {
    "429 with Retry-After, then good": in_turn(fails(429, retry_after="0"), how("hang")),
    "500 in bursts": in_turn(fails(500), fails(503), fails(500)),
    "reset": always(how("reset")),
    "reset inside": always(how("reset_inside")),
    "cut body": always(how("cut")),
    "HTML page": always(page()),
    "HTML error": always(page(502)),
    "400": always(fails(400, "bad request")),
    "404": always(fails(404, "no such model", "model_not_found")),
    "403": always(fails(403)),
    "empty choices": always(plain({"choices": []})),
    "content filter": always(says("", finish="content_filter")),
    "JSON of the wrong shape": always(says('{"cells": 7, "fields": {"a": [1]}}')),
    "list of numbers": always(calls('{"fields": [1, 2], "indicators": [[1]]}')),
    "pointers out of range": always(calls('{"fields": ["项目名称=900.1", "总得分=1.9"], "indicators": ["77|1|2|3"]}')),
    "no pointers": always(calls('{"fields": ["项目名称=某某工程", "总得分=100"], "indicators": ["全部完成"]}')),
    "empty answer": always(calls("{}")),
    "unknown keys": always(calls('{"总分": 100, "eval": "__import__"}')),
    "cut off": always(calls('{"fields": ["项目', finish="length")),
    "10 MB": always(calls(json.dumps({"fields": ["项目名称=1.1"] * 400_000}, ensure_ascii=False))),
    "duplicate keys": always(calls('{"fields": ["总得分=1.1"], "fields": ["总得分=1.1"]}')),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_no_fault_of_an_endpoint_loses_a_document_or_changes_a_figure(
    fault: str, serve: Callable[[Behaviour], FaultyServer], tmp_path: Path, out: Path, offline: Path
) -> None:
    server = serve(FAULTS[fault])
    arguments = (TABS, "-o", out, "--reader", "llm", "--timeout", "1", "--deadline", "1")
    result = recover(server.url, tmp_path / "cache", *arguments)
    assert result.exit_code in (0, 4)
    assert values(out, TABS.stem) == values(offline, TABS.stem)
    assert "Traceback" not in result.output and KEY not in result.output


def test_a_limit_on_tokens_stops_asking_and_says_so(
    serve: Callable[[Behaviour], FaultyServer], oracle: Oracle, tmp_path: Path, out: Path
) -> None:
    server = serve(knows(oracle))
    result = recover(server.url, tmp_path / "cache", TABS, "-o", out, "--reader", "llm", "--max-tokens-per-run", "50")
    assert (result.exit_code, server.requests) == (0, [])
    assert "the limit of the run is reached" in result.stderr


def test_a_dry_run_tells_what_would_be_sent_and_sends_and_writes_nothing(
    serve: Callable[[Behaviour], FaultyServer], oracle: Oracle, tmp_path: Path, out: Path
) -> None:
    server = serve(knows(oracle))
    arguments = (STRIPS, "-o", out, "--reader", "llm", "--dry-run", "--json", "--prices", "2,8")
    result = recover(server.url, tmp_path / "cache", *arguments)
    plan = json.loads(result.stdout)
    assert (server.requests, out.exists()) == ([], False)
    assert plan["tokens"] > 500 and float(plan["cost"]) > 0
    assert any("【竖条1】" in request["user"] for request in plan["requests"])


def test_without_an_endpoint_no_socket_is_opened(tmp_path: Path, out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*arguments: object) -> None:
        raise AssertionError("a socket was opened")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    environ = {"OPENAI_API_KEY": KEY, "JIXIAO_MODEL": "", "OPENAI_BASE_URL": ""}
    result = CliRunner().invoke(app, ["recover", str(TABS), str(STRIPS), "-o", str(out)], env=environ)
    assert result.exit_code == 0


@pytest.mark.parametrize("arguments", [("--max-cost", "1"), ("--prices", "2"), ("--max-cost", "x", "--prices", "2,8")])
def test_limits_that_cannot_be_kept_are_wrong_usage(tmp_path: Path, out: Path, arguments: tuple[str, ...]) -> None:
    result = recover("http://127.0.0.1:9/v1", tmp_path / "cache", TABS, "-o", out, *arguments)
    assert result.exit_code == 2
    assert len([line for line in result.stderr.splitlines() if line.strip()]) == 1


def test_an_interrupted_run_keeps_what_was_answered(
    serve: Callable[[Behaviour], FaultyServer], oracle: Oracle, tmp_path: Path, out: Path
) -> None:
    # given an endpoint that answers about the first document and then says nothing more
    good = knows(oracle)
    hung = threading.Event()

    def behave(request: dict[str, Any]) -> Act:
        if len(server.requests) <= 1:
            return good(request)
        while not (out / f"{TABS.stem}.json").exists():
            hung.wait(0.01)
        hung.set()
        return how("hang")

    server = serve(behave)
    command = [sys.executable, str(ROOT / "cli.py"), "recover", str(TABS), str(STRIPS), "-o", str(out)]
    command += ["--reader", "llm", "--mode", "tools", "--concurrency", "1"]
    process = subprocess.Popen(
        command, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, encoding="utf-8",
        env={**os.environ, **environment(server.url, tmp_path / "cache")},
    )  # fmt: skip
    # when it is interrupted while it waits
    assert hung.wait(60)
    process.send_signal(signal.SIGINT)
    _, errors = process.communicate(timeout=60)
    # then the first document is there, and a new run asks only for the second
    assert process.returncode == 130 and "Traceback" not in errors
    assert (out / f"{TABS.stem}.json").exists()
    again = serve(good)
    shutil.rmtree(out)
    assert recover(again.url, tmp_path / "cache", TABS, STRIPS, "-o", out, "--reader", "llm").exit_code == 0
    assert all("竖条" in request.texts[-1] for request in again.requests)


def test_what_a_limit_left_out_is_asked_by_the_next_run(
    serve: Callable[[Behaviour], FaultyServer], oracle: Oracle, tmp_path: Path, out: Path
) -> None:
    server = serve(knows(oracle))
    recover(server.url, tmp_path / "cache", TABS, "-o", out, "--reader", "llm", "--max-tokens-per-run", "50")
    result = recover(server.url, tmp_path / "cache", TABS, "-o", out, "--reader", "llm")
    assert (result.exit_code, len(server.requests) > 0) == (0, True)
    assert "unchanged" not in result.stderr


def test_limits_reckon_with_answers_as_they_usually_are(
    serve: Callable[[Behaviour], FaultyServer], oracle: Oracle, tmp_path: Path, out: Path
) -> None:
    server = serve(knows(oracle))
    recover(server.url, tmp_path / "cache", TABS, "-o", out, "--reader", "llm", "--max-tokens-per-run", "2500")
    assert len(server.requests) > 0


def test_text_that_a_failing_endpoint_may_have_got_is_told_as_sent(
    serve: Callable[[Behaviour], FaultyServer], tmp_path: Path, out: Path
) -> None:
    recover(serve(always(fails(503))).url, tmp_path / "cache", TABS, "-o", out, "--reader", "llm")
    (sent,) = record(out, TABS.stem)["reader"]["sent"]["forms"]
    assert sent["characters"] > 0 and sent["spans"]


def test_one_model_that_fails_does_not_cost_the_others_reading(
    serve: Callable[[Behaviour], FaultyServer], oracle: Oracle, tmp_path: Path, out: Path
) -> None:
    good = knows(oracle)

    def behave(request: dict[str, Any]) -> Act:
        return good(request) if request["model"] == "stub" else fails(400, "bad request")

    alone, beside = tmp_path / "alone", out
    server = serve(behave)
    recover(server.url, tmp_path / "one", STRIPS, "-o", alone)
    result = recover(server.url, tmp_path / "two", STRIPS, "-o", beside, "--model", "stub,broken")
    assert result.exit_code == 4
    assert values(beside, STRIPS.stem) == values(alone, STRIPS.stem)


def test_a_dry_run_counts_the_pictures_that_would_be_shown(tmp_path: Path, out: Path) -> None:
    pytest.importorskip("rapidocr", reason="the extra [ocr] is not installed")
    from tests.ingest.scan.damaging import blurred
    from tests.ingest.scan.drawing import form, printed, sheet

    # given a scan on which one amount can hardly be read
    rows = [
        ["项目资金", "年初预算数", "全年预算数", "全年执行数", "分值", "执行率", "得分"],
        ["年度资金总额", "80", "80", "72", "10", "90%", "9"],
        ["一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "分值", "得分"],
        ["产出指标", "数量指标", "护栏长度", "≥40公里", "36公里", "90", "81"],
    ]
    table = form(rows)
    table[215:265, 815:1035] = blurred(table[215:265, 815:1035], 11)
    scan = tmp_path / "scan.png"
    heading = printed(sheet(table.shape[1], 200), "项目支出绩效自评表", 900, 120, 44)
    Image.fromarray(np.vstack([heading, table])).save(scan, dpi=(200, 200))

    # when a run with pictures is planned
    arguments = (scan, "-o", out, "--reader", "llm", "--vision", "--dry-run")
    plan = json.loads(recover("http://127.0.0.1:9/v1", tmp_path / "cache", *arguments, "--json").stdout)
    told = recover("http://127.0.0.1:9/v1", tmp_path / "cache", *arguments, "--lang", "en").stdout

    # then the piece of the page is counted, and nothing was written
    assert [len(request["images"]) for request in plan["requests"] if "images" in request] == [1]
    assert "images" in told and not out.exists()
