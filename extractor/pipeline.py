"""The pipeline: ingest, segment, read, ground, decide. The only place that knows the order.

Comes in: a file or a text, and the settings of the run. Goes out: a ``Record``. A stage
takes values and returns new ones; reports are made from the record by whoever wants them.
"""

from __future__ import annotations

from pathlib import Path

from extractor.decide import decide, decide_document
from extractor.errors import NoFormError
from extractor.family import load_families
from extractor.ground import ground
from extractor.ingest import Limits, ingest, ingest_text
from extractor.read import OfflineReader
from extractor.segment import segment
from extractor.settings import Settings
from extractor.values import Document, ReaderInfo, Record, Source, SourceKind


def recover_file(path: Path, settings: Settings) -> Record:
    """Recover every form of a file.

    Raises UnreadableInputError, UndecodableInputError or NoFormError with one sentence
    that names the file.
    """
    return recover_document(ingest(path, limits=Limits(bytes=settings.max_bytes)), settings)


def recover_text(text: str, name: str, settings: Settings) -> Record:
    """Recover every form of a text that is already decoded; ``name`` stands for it in the record."""
    return recover_document(ingest_text(text, name), settings)


def recover_document(document: Document, settings: Settings) -> Record:
    """Recover every form of an ingested document; raises NoFormError if it holds none."""
    families = load_families(settings.family_folders)
    kind: SourceKind | None = None if settings.source_kind == "auto" else settings.source_kind
    segments = segment(document, families, family=settings.family, source_kind=kind)
    reader = OfflineReader()
    forms = []
    for part in segments:
        family = families[part.family]
        reading = ground(reader.read(part, family), document)
        forms.append(decide(reading, part, family, settings.laws, estimated=kind is None))
    if not forms:
        fault = NoFormError(f"{document.name}：文中没有绩效自评表；请给出含有自评表的文本，或用 --family 指定表式。")
        fault.add_note(
            f"{document.name}: the text holds no self-evaluation form; "
            "give a text with one, or name its family with --family."
        )
        raise fault
    source = Source(document.name, document.sha256, document.kind, document.pages)
    return Record(source, document.text, ReaderInfo(reader.name), decide_document(forms))
