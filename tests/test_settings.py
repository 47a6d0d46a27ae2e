"""Settings: what was asked for wins, the environment fills in, nonsense is refused."""

from __future__ import annotations

import pytest

from extractor.errors import UsageError
from extractor.settings import find_endpoint, find_language, read_settings


def test_a_plain_run_reads_offline_and_guesses_the_source() -> None:
    settings = read_settings(environ={})
    assert (settings.reader, settings.source_kind, settings.family) == ("auto", "auto", None)
    assert settings.endpoint is None


@pytest.mark.parametrize(
    ("environ", "language"),
    [
        ({}, "en"),
        ({"LANG": "zh_CN.UTF-8"}, "zh"),
        ({"LANG": "zh_CN.UTF-8", "LC_ALL": "C"}, "en"),
        ({"LANG": "de_DE.UTF-8"}, "en"),
        ({"LANG": "en_US.UTF-8", "JIXIAO_LANG": "zh"}, "zh"),
        ({"JIXIAO_LANG": "en_GB", "LANG": "zh_CN"}, "en"),
    ],
)
def test_the_language_is_asked_for_or_that_of_the_locale(environ: dict[str, str], language: str) -> None:
    assert find_language(environ) == language


def test_an_unknown_language_is_refused() -> None:
    with pytest.raises(UsageError, match="JIXIAO_LANG=tlh is not known; use zh or en"):
        find_language({"JIXIAO_LANG": "tlh"})


@pytest.mark.parametrize("reader", ["llm", "both"])
def test_a_reader_that_needs_a_model_is_refused_in_one_sentence(reader: str) -> None:
    with pytest.raises(UsageError, match="needs a model endpoint.*use --reader offline") as fault:
        read_settings(reader=reader, environ={})  # type: ignore[arg-type]
    assert fault.value.exit_status == 2


def test_without_a_key_there_is_no_endpoint() -> None:
    assert find_endpoint({"OPENAI_BASE_URL": "http://localhost:1"}) is None


def test_a_key_is_never_printed() -> None:
    endpoint = find_endpoint({"OPENAI_API_KEY": "sk-secret", "JIXIAO_MODEL": "some-model"})
    assert endpoint is not None and endpoint.model == "some-model"
    assert "sk-secret" not in repr(endpoint)
