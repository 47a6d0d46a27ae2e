"""What every ingester has to do, for the kinds of file that are read now or later.

Comes in: the bytes of one file and its name. Goes out: a ``Document``. An ingester
never opens a file, and never reads more than it was given.
"""

from __future__ import annotations

from typing import Protocol, runtime_checkable

from extractor.ingest.paging import Paging
from extractor.values import Document


@runtime_checkable
class PagedIngester(Protocol):
    """Reads a kind of file that has pages."""

    def ingest_pages(self, data: bytes, name: str, paging: Paging) -> Document:
        """Read the pages that are wanted; raises InputError, also where the file has none of them."""
        ...


class Ingester(Protocol):
    """Turns the bytes of one kind of file into a document."""

    def accepts(self, data: bytes, name: str) -> bool:
        """Say from the first bytes and the name whether the file is of this ingester's kind."""
        ...

    def ingest(self, data: bytes, name: str) -> Document:
        """Read the file; raises UndecodableInputError where the bytes are not what they claim to be."""
        ...
