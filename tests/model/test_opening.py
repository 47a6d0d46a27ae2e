"""What is needed to ask at all, what must never come out, and what may be loaded when."""

from __future__ import annotations

import asyncio
import gc
import subprocess
import sys
import tracemalloc
from dataclasses import replace

import pytest

from extractor.errors import EndpointError, UsageError
from extractor.model.opening import ModelRun, open_models
from extractor.settings import Endpoint, ModelSettings
from tests.model.asking import KEY, QUESTION, ask, outcomes, talk
from tests.model.faulty_server import Act, FaultyServer, always, fails, how, in_turn, obeys, page, says

GOOD = obeys({"score": 90})


def test_an_endpoint_without_a_model_names_the_variable_and_the_option() -> None:
    with pytest.raises(UsageError, match="JIXIAO_MODEL") as caught:
        open_models(Endpoint(KEY), ModelSettings())
    assert "--model" in caught.value.__notes__[0]


@pytest.mark.parametrize("key", ["", "sk 1", "sk-1\n", "钥匙"])
def test_a_key_that_cannot_be_sent_is_refused_without_repeating_it(key: str) -> None:
    with pytest.raises(UsageError, match="OPENAI_API_KEY") as caught:
        open_models(Endpoint(key, None, ("stub",)), ModelSettings())
    assert not key.strip() or key.strip() not in str(caught.value)


@pytest.mark.parametrize("address", ["localhost:8000/v1", "ftp://host/v1", "https://", "http://host:port/v1"])
def test_an_address_that_is_none_is_refused(address: str) -> None:
    with pytest.raises(UsageError, match="OPENAI_BASE_URL"):
        open_models(Endpoint(KEY, address, ("stub",)), ModelSettings())


@pytest.mark.parametrize(
    "act", [fails(401, f"Incorrect API key provided: {KEY}"), fails(400, f"bad {KEY}"), fails(503, KEY), how("reset")]
)
def test_the_key_stands_in_no_error_and_in_no_description(act: Act) -> None:
    with FaultyServer(always(act)) as server:
        (fault,) = outcomes(server, QUESTION, attempts=1)
        described = talk(server, lambda run: described_by(run))
    assert isinstance(fault, EndpointError) and server.requests[0].headers["authorization"] == f"Bearer {KEY}"
    assert KEY not in "".join((str(fault), repr(fault), *fault.__notes__, *chain(fault), described))


async def described_by(run: ModelRun) -> str:
    return f"{run!r} {run.models!r} {run.for_document()!r} {run.ledger!r}"


def chain(fault: BaseException | None) -> list[str]:
    """Everything that a traceback would print besides."""
    texts = []
    while fault is not None:
        texts += [str(fault), repr(fault), repr(vars(fault))]
        fault = fault.__cause__ or fault.__context__
    return texts


def test_the_address_is_told_without_user_password_and_query() -> None:
    async def closed() -> str:
        endpoint = Endpoint(KEY, "http://user:secret@127.0.0.1:9/v1?token=secret", ("stub",))
        async with open_models(endpoint, ModelSettings(attempts=1, timeout=2)) as run:
            with pytest.raises(EndpointError) as caught:
                await run.models[0].ask(QUESTION)
        return str(caught.value) + caught.value.__notes__[0]

    said = asyncio.run(closed())
    assert "http://127.0.0.1:9/v1" in said and "secret" not in said


def test_a_proxy_of_the_environment_is_not_used_for_loopback(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "http_proxy", "https_proxy", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    with FaultyServer(GOOD) as server:
        assert ask(server).status == "answered"


def test_nothing_is_written_to_standard_error_whatever_happens(capfd: pytest.CaptureFixture[str]) -> None:
    acts = (how("reset"), page(), fails(429), says("no"), how("cut"), fails(400, "tools?"), GOOD)
    with FaultyServer(in_turn(*acts)) as server:
        outcomes(server, *[replace(QUESTION, user=str(n)) for n in range(8)])
    assert capfd.readouterr() == ("", "")


def test_the_libraries_are_loaded_only_when_a_model_is_to_be_asked() -> None:
    code = "import sys, extractor.model.opening, extractor.model.estimate, extractor.model.modes; print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    assert not {"openai", "instructor", "tenacity", "diskcache", "aiolimiter", "httpx2", "platformdirs"} & set(loaded)


def test_memory_stays_flat_over_many_documents() -> None:
    async def do(run: ModelRun) -> int:
        sizes = []
        for number in range(150):
            await run.for_document().models[0].ask(replace(QUESTION, user=str(number)))
            if number in (50, 149):
                gc.collect()
                sizes.append(tracemalloc.get_traced_memory()[0])
        return sizes[1] - sizes[0]

    with FaultyServer(GOOD) as server:
        server.requests = Nothing()
        tracemalloc.start()
        grown = talk(server, do)
        tracemalloc.stop()
    assert grown < 100_000


class Nothing(list):  # type: ignore[type-arg]
    """A list that stays empty."""

    def append(self, item: object) -> None:
        return
