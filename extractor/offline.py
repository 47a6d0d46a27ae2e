"""The offline half of the pipeline: ingest is done; segment, read, ground and decide follow, without any model.

Comes in: a ``Document`` and the settings. Goes out: every form as the offline reader has it, decided. Never
asks a model and never goes to the network.
"""

from __future__ import annotations

from dataclasses import dataclass

from extractor.decide import calibration, decide
from extractor.errors import NoFormError
from extractor.family import Family, load_families
from extractor.ground import ground
from extractor.read import OfflineReader
from extractor.segment import segment
from extractor.settings import DEFAULT_RISK, Settings
from extractor.values import Document, FormRecord, Reading, Segment, SourceKind
from extractor.weigh import weigh

READER = OfflineReader.name


@dataclass(frozen=True, slots=True)
class OfflineForm:
    """One form as the offline reader has it: its segment and family, the reading, and what was decided from it."""

    segment: Segment
    family: Family
    reading: Reading
    record: FormRecord


def read_offline(document: Document, settings: Settings) -> list[OfflineForm]:
    """Every form of a document as the offline reader has it; raises NoFormError if there is none."""
    families = load_families(settings.family_folders)
    kind: SourceKind | None = None if settings.source_kind == "auto" else settings.source_kind
    reader = OfflineReader()
    threshold = calibration().asked(settings.accept_risk, DEFAULT_RISK)
    forms: list[OfflineForm] = []
    for part in segment(document, families, family=settings.family, source_kind=kind):
        family = families[part.family]
        reading = weigh(ground(reader.read(part, family), document), document)
        record = decide(reading, part, family, settings.laws, estimated=kind is None, threshold=threshold)
        forms.append(OfflineForm(part, family, reading, record))
    if not forms:
        fault = NoFormError(f"{document.name}：文中没有绩效自评表；请给出含有自评表的文本，或用 --family 指定表式。")
        fault.add_note(
            f"{document.name}: the text holds no self-evaluation form; "
            "give a text with one, or name its family with --family."
        )
        raise fault
    return forms
