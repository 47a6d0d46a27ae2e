"""What a narrative is asked for, and the narrative: the part that text and Word have in common.

Comes in: records and the options of ``jixiao draft``. Goes out: a ``Narrative``, smoothed where that was asked for.
Never writes a file.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from extractor.cli.draft_polish import Polish, polished
from extractor.settings import Language

if TYPE_CHECKING:
    from extractor.errors import EndpointError
    from extractor.narrate import Narrative
    from extractor.values import Record


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which narrative: the template, the folder it may be in, language, layout, and how it is smoothed (None: not)."""

    template: str
    folder: Path | None
    language: Language
    layout: str = "md"
    polish: Polish | None = None


def told_of(records: Sequence[Record], wanted: Wanted) -> tuple[Narrative, EndpointError | None]:
    """The narrative, and why a model could not be asked for all of it; raises ``UsageError`` as ``narrate`` does."""
    from extractor.narrate import narrate

    narrative = narrate(records, wanted.template, wanted.language, wanted.folder)
    return (narrative, None) if wanted.polish is None else polished(narrative, wanted.polish)
