"""The pipeline: the stages in order, and the only place that knows the order."""

from __future__ import annotations

from pathlib import Path

from extractor.decide import decide
from extractor.errors import NoFormError
from extractor.family import load_families
from extractor.ingest import ingest, ingest_text
from extractor.read.offline import OfflineReader
from extractor.segment import segment
from extractor.settings import Settings
from extractor.values import Document, ReaderInfo, Record, Source


def recover_file(path: Path, settings: Settings) -> Record:
    return recover_document(ingest(path), settings)


def recover_text(text: str, name: str, settings: Settings) -> Record:
    return recover_document(ingest_text(text, name), settings)


def recover_document(document: Document, settings: Settings) -> Record:
    families = load_families(settings.family_folders)
    kind = None if settings.source_kind == "auto" else settings.source_kind
    segments = segment(document, families, family=settings.family, source_kind=kind)
    if not segments:
        raise NoFormError(f"{document.name}: no form")
    reader = OfflineReader()
    forms = []
    for part in segments:
        family = families[part.family]
        forms.append(decide(reader.read(part, family), part, family, settings.laws))
    return Record(Source(document.name, document.sha256, document.kind, document.pages), document.text, ReaderInfo("offline"), tuple(forms))
