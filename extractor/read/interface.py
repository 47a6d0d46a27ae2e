"""What every reader has to do.

Comes in: one form and its family. Goes out: candidates. A reader never decides, never
writes a value that is not in the text or in the family's data.
"""

from __future__ import annotations

from typing import Protocol

from extractor.family import Family
from extractor.values import Reading, Segment


class Reader(Protocol):
    """Proposes readings for the cells of a form."""

    @property
    def name(self) -> str:
        """The reader's name, as it stands in the record."""
        ...

    def read(self, segment: Segment, family: Family) -> Reading:
        """All candidates for the cells of one form."""
        ...
