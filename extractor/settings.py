"""One frozen ``Settings`` value, and the only place that reads the environment.

Comes in: the environment, and what the command line or a caller asked for. Goes
out: ``Settings``, handed down through the pipeline. Never opens a file, never
changes after it is made.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Literal, get_args

from extractor.errors import UsageError

if TYPE_CHECKING:
    from extractor.laws import LawSettings

ReaderName = Literal["auto", "offline", "llm", "both"]
SourceChoice = Literal["auto", "digital", "ocr"]
Language = Literal["zh", "en"]

MAX_BYTES = 64 * 1024 * 1024
"""Largest input in bytes: far above any real form, far below what would fill a small machine."""


def _default_laws() -> LawSettings:
    """The law settings nobody changed; imported late so that ``--help`` need not load the laws."""
    from extractor.laws import LawSettings

    return LawSettings()


@dataclass(frozen=True, slots=True)
class Endpoint:
    """An OpenAI-compatible model endpoint, under the names that every such tool uses."""

    api_key: str = field(repr=False)
    base_url: str | None = None
    model: str | None = None


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything a run can be told, with the defaults of a plain ``jixiao recover FILE``.

    ``source_kind`` decides which reading faults are plausible: a digital text has
    no misread digits, a scan has. ``family`` forces one form family instead of
    finding it from the titles; ``family_folders`` are searched for further family
    files. ``max_bytes`` is the largest input that is read.
    """

    reader: ReaderName = "auto"
    source_kind: SourceChoice = "auto"
    family: str | None = None
    family_folders: tuple[Path, ...] = ()
    max_bytes: int = MAX_BYTES
    language: Language = "zh"
    laws: LawSettings = field(default_factory=_default_laws)
    endpoint: Endpoint | None = None

    def __post_init__(self) -> None:
        """Refuse what this version cannot do, before anything is read; raises ``UsageError``."""
        _require(self.reader, get_args(ReaderName), "reader")
        _require(self.source_kind, get_args(SourceChoice), "source")
        _require(self.language, get_args(Language), "language")
        if self.reader in ("llm", "both"):
            raise UsageError(
                f"--reader {self.reader} needs a model endpoint, and the model reader is not part of this version; "
                "use --reader offline, or leave the option out."
            )


def _require(value: str, allowed: tuple[str, ...], name: str) -> None:
    """Raise ``UsageError`` unless ``value`` is one of ``allowed``."""
    if value not in allowed:
        raise UsageError(f"{name} {value!r} is not known; choose one of {', '.join(allowed)}.")


def find_endpoint(environ: Mapping[str, str]) -> Endpoint | None:
    """The endpoint that the environment names, or None: without a key nothing is sent anywhere."""
    api_key = environ.get("OPENAI_API_KEY", "").strip()
    if not api_key:
        return None
    return Endpoint(api_key, environ.get("OPENAI_BASE_URL") or None, environ.get("JIXIAO_MODEL") or None)


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
    environ: Mapping[str, str] | None = None,
) -> Settings:
    """Settings from what was asked for and, where nothing was, from the environment.

    Raises ``UsageError`` when an option or a variable holds something unknown.
    """
    environ = os.environ if environ is None else environ
    return Settings(
        reader=reader,
        source_kind=source_kind,
        family=family,
        family_folders=family_folders,
        language=language or find_language(environ),
        endpoint=find_endpoint(environ),
    )
