"""Forms asked of scripted models: for the tests of the model reader, of mixing and of consulting.

Comes in: a text or rows of cells, and a script. Goes out: pages, answers with their pointers followed, and
records. Nothing is sent: a scripted model answers in the process.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from extractor.ingest import ingest, ingest_text
from extractor.lexicon import lexicon_of
from extractor.model import ModelClient
from extractor.model.opening import DocumentModels
from extractor.model.scripted import Script, ScriptedModel
from extractor.pipeline import recover_with_models
from extractor.read.llm.answers import Answers, follow
from extractor.read.llm.page import Page, page_of
from extractor.read.llm.pointer import Resolver
from extractor.read.llm.shape import shape_of
from extractor.read.llm.topic import Topic, topics_of
from extractor.settings import Endpoint, ModelSettings, ReaderName, Settings
from extractor.values import Record
from tests.reading import family_named, segments_of


def page_in(text: str) -> Page:
    """The page of the only form of a text."""
    (form,) = segments_of(text)
    return page_of(form, lexicon_of(family_named(form.family)))


def resolver_for(text: str) -> Resolver:
    """Follows pointers into the only form of a text."""
    (form,) = segments_of(text)
    return Resolver(page_in(text), lexicon_of(family_named(form.family)), form.document.text)


def topics_for(text: str) -> tuple[Topic, ...]:
    """What the only form of a text is asked for."""
    (form,) = segments_of(text)
    return topics_of(family_named(form.family), personal=False)


def followed(text: str, answer: dict[str, list[str]]) -> Answers:
    """An answer to all topics of a form, with its pointers followed."""
    topics = topics_for(text)
    return follow(shape_of(topics).model_validate(answer), topics, resolver_for(text))


def settings_for(reader: ReaderName, names: Sequence[str] = ("scripted",), **model: Any) -> Settings:
    """Settings that ask scripted models."""
    return Settings(reader=reader, endpoint=Endpoint("none", None, tuple(names)), model=ModelSettings(**model))


def consulted(source: Path | str, reader: ReaderName, *scripts: Script, **model: Any) -> Record:
    """The record of a file, or of a text, that scripted models were asked about."""
    models = [ScriptedModel(script, f"model{n}") for n, script in enumerate(scripts, 1)]
    return asked_of(source, reader, models, **model)


def asked_of(source: Path | str, reader: ReaderName, models: Sequence[ScriptedModel], **model: Any) -> Record:
    """The record of a file, or of a text, that these models were asked about."""
    document = ingest(source) if isinstance(source, Path) else ingest_text(source, "form.txt")
    clients: tuple[ModelClient, ...] = tuple(models)
    settings = settings_for(reader, [one.name for one in models], **model)
    together = DocumentModels(clients, models[0].ledger)
    return asyncio.run(recover_with_models(document, settings, together)).record
