"""Settings: what was asked for wins, the environment fills in, nonsense is refused."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from extractor.errors import UsageError
from extractor.settings import (
    ModelSettings,
    ReaderName,
    find_cache_folder,
    find_endpoint,
    find_language,
    read_prices,
    read_settings,
)


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


@pytest.mark.parametrize(
    ("environ", "missing"),
    [
        ({}, "JIXIAO_MODEL"),
        ({"OPENAI_API_KEY": "k"}, "JIXIAO_MODEL"),
        ({"JIXIAO_MODEL": "m"}, "OPENAI_API_KEY.*OPENAI_BASE_URL"),
    ],
)
@pytest.mark.parametrize("reader", ["llm", "both"])
def test_a_reader_that_needs_a_model_is_told_what_is_missing_in_one_sentence(
    reader: ReaderName, environ: dict[str, str], missing: str
) -> None:
    with pytest.raises(UsageError, match=f"{missing}.*--reader offline") as fault:
        read_settings(reader=reader, environ=environ)
    assert fault.value.exit_status == 2
    assert "\n" not in str(fault.value)


@pytest.mark.parametrize("names", ["stub", ",", ""])
def test_a_model_that_was_named_and_cannot_be_asked_is_not_passed_over_silently(names: str) -> None:
    with pytest.raises(UsageError):
        read_settings(model_names=names, environ={})


@pytest.mark.parametrize(
    "environ",
    [
        {},
        {"OPENAI_API_KEY": "sk-secret"},
        {"OPENAI_BASE_URL": "http://localhost:1"},
        {"JIXIAO_MODEL": "some-model"},
    ],
)
def test_without_a_model_and_a_key_or_an_address_there_is_no_endpoint(environ: dict[str, str]) -> None:
    assert find_endpoint(environ) is None
    assert read_settings(environ=environ).reading == "offline"


def test_a_server_of_ones_own_needs_no_key() -> None:
    endpoint = find_endpoint({"OPENAI_BASE_URL": "http://localhost:1/v1", "JIXIAO_MODEL": "small"})
    assert endpoint is not None and endpoint.base_url == "http://localhost:1/v1"


def test_several_models_are_several_readers() -> None:
    endpoint = find_endpoint({"OPENAI_API_KEY": "k", "JIXIAO_MODEL": "ignored"}, "one, two,one")
    assert endpoint is not None and endpoint.models == ("one", "two")


def test_a_key_is_never_printed() -> None:
    endpoint = find_endpoint({"OPENAI_API_KEY": "sk-secret", "JIXIAO_MODEL": "some-model"})
    assert endpoint is not None and endpoint.models == ("some-model",)
    assert "sk-secret" not in repr(endpoint)


def test_auto_asks_a_model_for_what_is_open_once_an_endpoint_is_configured() -> None:
    settings = read_settings(environ={"OPENAI_API_KEY": "k", "JIXIAO_MODEL": "m", "JIXIAO_CACHE": "off"})
    assert settings.reading == "both" and settings.model.cache_folder is None


def test_offline_is_offline_whatever_is_configured() -> None:
    settings = read_settings(reader="offline", environ={"OPENAI_API_KEY": "k", "JIXIAO_MODEL": "m"})
    assert settings.reading == "offline" and settings.endpoint is None


def test_a_dry_run_needs_no_endpoint() -> None:
    assert read_settings(environ={}, dry_run=True).reading == "both"


def test_prices_come_from_the_environment_unless_they_are_given() -> None:
    environ = {"OPENAI_API_KEY": "k", "JIXIAO_MODEL": "m", "JIXIAO_PRICES": "2,8"}
    assert read_settings(environ=environ).model.price_completion == 8
    asked = ModelSettings(price_prompt=Decimal(1), price_completion=Decimal(3))
    assert read_settings(environ=environ, model=asked).model.price_completion == 3


@pytest.mark.parametrize("text", ["2", "2,8,9", "two,three", "-1,2", "NaN,1"])
def test_nonsense_for_prices_is_refused_in_one_sentence(text: str) -> None:
    with pytest.raises(UsageError, match="2,8"):
        read_prices(text, "--prices")


def test_answers_are_kept_in_the_cache_folder_of_the_user_unless_another_is_named(tmp_path: Path) -> None:
    usual, named = find_cache_folder({}), find_cache_folder({"JIXIAO_CACHE": str(tmp_path)})
    assert usual is not None and "jixiao" in usual.parts
    assert named == tmp_path
