"""One frozen ``Settings`` value, and the only place that reads the environment.

Comes in: the environment, and what the command line or a caller asked for. Goes
out: ``Settings``, handed down through the pipeline. Never opens a file, never
changes after it is made.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Literal, get_args

from extractor.errors import UsageError, told

if TYPE_CHECKING:
    from extractor.laws import LawSettings

ReaderName = Literal["auto", "offline", "llm", "both"]
SourceChoice = Literal["auto", "digital", "ocr"]
Language = Literal["zh", "en"]
ModeChoice = Literal["auto", "tools", "json_schema", "json", "md_json"]

MAX_BYTES = 64 * 1024 * 1024
"""Largest input in bytes: far above any real form, far below what would fill a small machine."""


def _default_laws() -> LawSettings:
    """The law settings nobody changed; imported late so that ``--help`` need not load the laws."""
    from extractor.laws import LawSettings

    return LawSettings()


@dataclass(frozen=True, slots=True)
class Endpoint:
    """An OpenAI-compatible model endpoint, under the names that every such tool uses.

    Each of ``models`` is one more reader. ``base_url`` None is the service of OpenAI.
    """

    api_key: str = field(repr=False)
    base_url: str | None = None
    models: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ModelSettings:
    """How a model is asked, and what that may cost.

    ``concurrency`` is the number of requests at once; the two rates are per minute, None is
    no limit. Prices are per million tokens, in whatever currency ``max_cost`` is meant in.
    ``timeout`` (seconds) is for one request, ``deadline`` for all requests of one document.
    ``attempts`` bounds how often one request is tried, ``backoff`` is the first wait between
    two tries in seconds (it doubles each time; 0 does not wait). ``cache_folder`` None keeps no
    answers. ``ask_again_tokens`` bounds the second and third round of one document. ``vision`` sends
    pictures of cells that stay open, ``send_personal_data`` people and, with ``vision``, whole pages.
    """

    mode: ModeChoice = "auto"
    concurrency: int = 8
    requests_per_minute: int | None = None
    tokens_per_minute: int | None = None
    max_tokens_per_run: int | None = None
    max_cost: Decimal | None = None
    price_prompt: Decimal | None = None
    price_completion: Decimal | None = None
    timeout: float = 120.0
    deadline: float = 600.0
    attempts: int = 5
    backoff: float = 0.5
    cache_folder: Path | None = None
    ask_again_tokens: int = 12_000
    second_reading: bool = True
    send_personal_data: bool = False
    vision: bool = False


DEFAULT_RISK = 0.0014
"""Pooled error rate of double manual data entry, 0.14 % (Garza et al., meta-analysis over 93 papers, PMC13078370)."""


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything a run can be told, with the defaults of a plain ``jixiao recover FILE``.

    ``source_kind`` decides which reading faults are plausible: a digital text has
    no misread digits, a scan has. ``family`` forces one form family instead of
    finding it from the titles; ``family_folders`` are searched for further family
    files. ``max_bytes`` is the largest input that is read. ``accept_risk`` is the share of
    cells that may be wrong without a flag (0.0014 is 0.14 %): less sure cells are flagged. ``pages``
    (``1-20,35``, empty: all) are read of files that have pages; ``sheet_folder`` keeps what an OCR engine read, so that
    an interrupted run goes on (None: nothing is kept).
    """

    reader: ReaderName = "auto"
    source_kind: SourceChoice = "auto"
    family: str | None = None
    family_folders: tuple[Path, ...] = ()
    max_bytes: int = MAX_BYTES
    language: Language = "zh"
    accept_risk: float | None = None
    pages: str = ""
    sheet_folder: Path | None = None
    laws: LawSettings = field(default_factory=_default_laws)
    endpoint: Endpoint | None = None
    model: ModelSettings = ModelSettings()

    def __post_init__(self) -> None:
        """Refuse what this version cannot do, before anything is read; raises ``UsageError``."""
        _require(self.reader, get_args(ReaderName), "reader")
        _require(self.source_kind, get_args(SourceChoice), "source")
        _require(self.language, get_args(Language), "language")
        if self.accept_risk is not None and not 0 < self.accept_risk < 1:
            raise told(
                UsageError,
                f"--accept-risk {self.accept_risk} 不是 0 与 1 之间的数；请给出可接受的未标出错误率，如 0.001。",
                f"--accept-risk {self.accept_risk} is not between 0 and 1; give the share of silent errors "
                "you accept, such as 0.001.",
            )
        if self.reader in ("llm", "both") and self.endpoint is None:
            raise told(
                UsageError,
                f"--reader {self.reader} 需要模型接口：请设置 OPENAI_API_KEY 或 OPENAI_BASE_URL，"
                "并用 JIXIAO_MODEL 或 --model 指定模型；或改用 --reader offline。",
                f"--reader {self.reader} needs a model endpoint: set OPENAI_API_KEY or OPENAI_BASE_URL, "
                "and JIXIAO_MODEL or --model; or use --reader offline.",
            )

    @property
    def reading(self) -> Literal["offline", "llm", "both"]:
        """Who reads: ``auto`` is ``both`` where an endpoint is configured, else ``offline``."""
        if self.reader == "auto":
            return "offline" if self.endpoint is None else "both"
        return self.reader


def _require(value: str, allowed: tuple[str, ...], name: str) -> None:
    """Raise ``UsageError`` unless ``value`` is one of ``allowed``."""
    if value not in allowed:
        raise UsageError(f"{name} {value!r} is not known; choose one of {', '.join(allowed)}.")


def find_endpoint(environ: Mapping[str, str], model: str | None = None) -> Endpoint | None:
    """The endpoint that is configured, or None: without a model and a key or an address nothing is sent anywhere.

    ``model`` (else ``JIXIAO_MODEL``) may name several, with commas. A server of one's own
    (``OPENAI_BASE_URL``) may need no key.
    """
    names = model or environ.get("JIXIAO_MODEL", "")
    models = tuple(dict.fromkeys(name.strip() for name in names.split(",") if name.strip()))
    api_key, base_url = environ.get("OPENAI_API_KEY", "").strip(), environ.get("OPENAI_BASE_URL", "").strip()
    if not models or not (api_key or base_url):
        return None
    return Endpoint(api_key or "none", base_url or None, models)


def _what_is_missing(environ: Mapping[str, str], model: str | None) -> UsageError:
    """What keeps a model from being asked, for somebody who wants one."""
    named = any(name.strip() for name in (model or environ.get("JIXIAO_MODEL", "")).split(","))
    if not named:
        return told(
            UsageError,
            "没有指定模型；请设置 JIXIAO_MODEL，或用 --model 指定；不用模型请加 --reader offline。",
            "No model is named; set JIXIAO_MODEL, or say --model; or use --reader offline.",
        )
    return told(
        UsageError,
        "没有模型接口；请设置 OPENAI_API_KEY，自有服务请设置 OPENAI_BASE_URL；不用模型请加 --reader offline。",
        "There is no model endpoint; set OPENAI_API_KEY, or OPENAI_BASE_URL for a server of your own; "
        "or use --reader offline.",
    )


def find_cache_folder(environ: Mapping[str, str]) -> Path | None:
    """Where answers of models are kept: ``JIXIAO_CACHE`` (``off``: nowhere), else the user's folder for such files."""
    asked = environ.get("JIXIAO_CACHE", "").strip()
    if asked.lower() in ("off", "none", "0"):
        return None
    if asked:
        return Path(asked).expanduser()
    from platformdirs import user_cache_path  # loaded only where a model is to be asked

    return user_cache_path("jixiao", appauthor=False) / "answers"


def find_sheet_folder(environ: Mapping[str, str]) -> Path | None:
    """Where read sheets of scans are kept: beside the answers of models, nowhere where those are kept nowhere."""
    answers = find_cache_folder(environ)
    return None if answers is None else answers.parent / "sheets"


def find_prices(environ: Mapping[str, str]) -> tuple[Decimal, Decimal] | None:
    """Prices of a million prompt and completion tokens: ``JIXIAO_PRICES=2,8``; raises ``UsageError`` for nonsense."""
    asked = environ.get("JIXIAO_PRICES", "").strip()
    return read_prices(asked, "JIXIAO_PRICES") if asked else None


def read_prices(text: str, name: str) -> tuple[Decimal, Decimal]:
    """Two prices from ``2,8``; ``name`` is what they were given as. Raises ``UsageError`` for anything else."""
    try:
        prompt, completion = (Decimal(part.strip()) for part in text.split(","))
    except (ArithmeticError, ValueError):
        prompt = completion = Decimal(-1)
    if not (prompt.is_finite() and completion.is_finite() and prompt >= 0 and completion >= 0):
        raise told(
            UsageError,
            f"{name} 的值 {text!r} 无法识别；请给出每百万 token 的提示价和回答价，例如 2,8。",
            f"{name} {text!r} is not known; give two prices per million tokens, prompt and answer: 2,8.",
        )
    return prompt, completion


def find_language(environ: Mapping[str, str] | None = None) -> Language:
    """The language of tables on the terminal: ``JIXIAO_LANG``, else the locale, else English.

    ``JIXIAO_LANG`` may be ``zh`` or ``en``, or longer such as ``zh_CN``; raises
    ``UsageError`` for anything else. A locale of a third language means English.
    """
    environ = os.environ if environ is None else environ
    asked = environ.get("JIXIAO_LANG", "").strip().lower()
    if asked:
        if asked[:2] in ("zh", "en"):
            return "zh" if asked.startswith("zh") else "en"
        raise UsageError(f"JIXIAO_LANG={asked} is not known; use zh or en.")
    locale = environ.get("LC_ALL") or environ.get("LC_MESSAGES") or environ.get("LANG") or ""
    return "zh" if locale.lower().startswith("zh") else "en"


def read_settings(
    *,
    reader: ReaderName = "auto",
    source_kind: SourceChoice = "auto",
    family: str | None = None,
    family_folders: tuple[Path, ...] = (),
    language: Language | None = None,
    model_names: str | None = None,
    model: ModelSettings | None = None,
    cache: bool = True,
    dry_run: bool = False,
    accept_risk: float | None = None,
    pages: str = "",
    environ: Mapping[str, str] | None = None,
) -> Settings:
    """Settings from what was asked for and, where nothing was, from the environment.

    ``model_names`` stands for ``JIXIAO_MODEL``; prices that ``model`` leaves open, and where answers are
    kept (if ``cache``), come from the environment. A ``dry_run`` needs no endpoint.

    Raises ``UsageError`` when an option or a variable holds something unknown.
    """
    environ = os.environ if environ is None else environ
    endpoint = None if reader == "offline" else find_endpoint(environ, model_names)
    wanted = reader in ("llm", "both") or (reader == "auto" and model_names is not None)
    if endpoint is None and wanted and not dry_run:
        raise _what_is_missing(environ, model_names)
    if endpoint is None and dry_run and reader != "offline":
        endpoint = Endpoint("none", None, (model_names or "model",))
    model = _with_prices(model or ModelSettings(), environ)
    if endpoint is not None and cache and model.cache_folder is None:
        model = replace(model, cache_folder=find_cache_folder(environ))
    return Settings(
        reader=reader,
        source_kind=source_kind,
        family=family,
        family_folders=family_folders,
        language=language or find_language(environ),
        accept_risk=accept_risk,
        pages=pages,
        sheet_folder=find_sheet_folder(environ) if cache else None,
        endpoint=endpoint,
        model=model,
    )


def _with_prices(model: ModelSettings, environ: Mapping[str, str]) -> ModelSettings:
    """The settings with the prices of the environment, where none were asked for."""
    prices = find_prices(environ) if model.price_prompt is None else None
    return model if prices is None else replace(model, price_prompt=prices[0], price_completion=prices[1])
