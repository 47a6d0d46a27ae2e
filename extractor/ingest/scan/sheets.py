"""The sheets of one file, each read once: what was read before, by this version of the reader, is not read again.

Comes in: the number and the picture of a sheet. Goes out: its pages. Never loads the engine for a sheet that was kept.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from extractor.ingest.scan.reader import ReadPage, ScanReader
from extractor.ingest.scan.store import SheetStore

if TYPE_CHECKING:
    from extractor.ingest.page_reader import Pixels


class SheetReader:
    """Reads the sheets of the file with this checksum; ``folder`` keeps what was read (None: nothing is kept)."""

    def __init__(self, sha256: str, folder: Path | None) -> None:
        self._sha256 = sha256
        self._store = SheetStore(folder) if folder is not None else None
        self._reader = ScanReader()

    def read_sheet(self, sheet: int, image: Pixels, dpi: float | None) -> Sequence[ReadPage]:
        """Read a sheet whose picture is at hand; raises OcrLackingError."""
        return self.read_when_needed(sheet, lambda: (image, dpi))

    def read_when_needed(self, sheet: int, picture: Callable[[], tuple[Pixels, float | None]]) -> Sequence[ReadPage]:
        """Read a sheet, and ask for its picture only where it was not kept; raises OcrLackingError."""
        kept = self._store.get(self._sha256, sheet) if self._store is not None else None
        if kept is not None:
            return kept
        read = self._reader.read(*picture())
        if self._store is not None:
            self._store.put(self._sha256, sheet, read)
        return read
