"""The pipeline: from a file to its record. With ``offline`` and ``consult`` the only place that knows the order.

Comes in: a file or a text, and the settings of the run. Goes out: a ``Record``. A stage
takes values and returns new ones; reports are made from the record by whoever wants them.
What talks to models is loaded only where a model is to be asked.
"""

from __future__ import annotations

from collections.abc import Coroutine, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from extractor.decide import decide_document
from extractor.errors import EndpointError
from extractor.ingest import Limits, ingest, ingest_text
from extractor.ingest.paging import Paging, parse_pages
from extractor.offline import READER, read_offline
from extractor.settings import Settings
from extractor.values import Document, FormRecord, ReaderInfo, Record, Source

if TYPE_CHECKING:
    from extractor.ingest.pictures import PagePictures
    from extractor.model.opening import DocumentModels


def recover_file(path: Path, settings: Settings) -> Record:
    """Recover every form of a file.

    Raises UnreadableInputError, UndecodableInputError or NoFormError with one sentence
    that names the file.
    """
    limits, paging = Limits(bytes=settings.max_bytes), paging_of(settings)
    if settings.reading == "offline" or not settings.model.vision:
        return recover_document(ingest(path, limits=limits, paging=paging), settings)
    from extractor.ingest.pictures import PagePictures

    with TemporaryDirectory() as folder:
        pictures = PagePictures(Path(folder))
        document = ingest(path, limits=limits, paging=replace(paging, on_picture=pictures.put))
        return recover_document(document, settings, pictures)


def paging_of(settings: Settings) -> Paging:
    """Which pages the settings want, and where read sheets are kept; raises ``UsageError`` for a range that is none."""
    return Paging(parse_pages(settings.pages) if settings.pages else None, kept=settings.sheet_folder)


def recover_text(text: str, name: str, settings: Settings) -> Record:
    """Recover every form of a text that is already decoded; ``name`` stands for it in the record."""
    return recover_document(ingest_text(text, name), settings)


def recover_document(document: Document, settings: Settings, pictures: PagePictures | None = None) -> Record:
    """Recover every form of an ingested document; ``pictures`` are those of its pages, which models may be shown.

    Raises NoFormError if it holds none, and EndpointError, whose ``record`` is what was recovered
    offline, when a model endpoint is configured and failed for good.
    """
    if settings.reading == "offline":
        forms = read_offline(document, settings)
        return _record(document, [form.record for form in forms], ReaderInfo(READER))
    recovery = _run(_recover_alone(document, settings, pictures))
    if recovery.fault is not None:
        recovery.fault.record = recovery.record
        raise recovery.fault
    return recovery.record


@dataclass(frozen=True, slots=True)
class Recovery:
    """A record, and why models could not be asked for all of it, if so; what is missing then is as read offline."""

    record: Record
    fault: EndpointError | None = None


async def recover_with_models(
    document: Document, settings: Settings, models: DocumentModels, pictures: PagePictures | None = None
) -> Recovery:
    """Recover every form of a document, offline first, then with the models; raises NoFormError if it holds none."""
    import asyncio

    from extractor.consult import Consultation, consult
    from extractor.read.llm.prompts import prompt_version

    forms = read_offline(document, settings)
    deadline = _deadline(settings, asyncio.get_running_loop().time())
    about = Consultation(settings, models.models, deadline, pictures=pictures)
    decided = await asyncio.gather(*(consult(form, number, about) for number, form in enumerate(forms, 1)))
    names = ",".join(model.name for model in models.models)
    sent = {
        "personal_data": settings.model.send_personal_data,
        "forms": sorted(about.sent, key=lambda one: one["form"]),
    }
    info = ReaderInfo(about.reader, names, prompt_version(), models.ledger.as_data(), sent)
    return Recovery(_record(document, decided, info), about.fault)


def _deadline(settings: Settings, now: float) -> float | None:
    """When all requests of a document must be over; never where the user's own rates make them wait."""
    model = settings.model
    waits = model.requests_per_minute is not None or model.tokens_per_minute is not None
    return None if waits else now + model.deadline


def _run(task: Coroutine[Any, Any, Recovery]) -> Recovery:
    """Run a task to its end; where a loop is running already, as in a notebook, on a thread of its own."""
    import asyncio
    from concurrent.futures import ThreadPoolExecutor

    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return asyncio.run(task)
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, task).result()


async def _recover_alone(document: Document, settings: Settings, pictures: PagePictures | None) -> Recovery:
    """Recover one document with models that are opened for it alone."""
    from extractor.model.opening import open_models

    assert settings.endpoint is not None
    async with open_models(settings.endpoint, settings.model) as run:
        return await recover_with_models(document, settings, run.for_document(), pictures)


def _record(document: Document, forms: Sequence[FormRecord], reader: ReaderInfo) -> Record:
    """The record of a document from its decided forms."""
    source = Source(document.name, document.sha256, document.kind, document.pages, document.dpi, document.unread)
    return Record(source, document.text, reader, decide_document(forms))
