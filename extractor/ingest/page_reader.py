"""What reads pages that are images.

Comes in: the pixels of a sheet. Goes out: what is printed on it. Only the seam is here: an OCR engine fills it, the
ingesters of PDF files and images use it, and neither knows the other.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Protocol

from extractor.ingest.printed import Line, Table

if TYPE_CHECKING:
    import numpy
    from numpy.typing import NDArray

    Pixels = NDArray[numpy.uint8]


class SheetPage(Protocol):
    """One page as it was read, boxes in pixels at 200 DPI of the page set straight."""

    @property
    def blocks(self) -> tuple[Line | Table, ...]:
        """Its lines and tables from top to bottom."""
        ...

    @property
    def width(self) -> float:
        """Its width in pixels at 200 DPI."""
        ...

    @property
    def height(self) -> float:
        """Its height in pixels at 200 DPI."""
        ...

    @property
    def image(self) -> Pixels:
        """The page set straight, which its boxes are places in."""
        ...


class PageReader(Protocol):
    """Reads the sheets of one file with an OCR engine."""

    def read_sheet(self, sheet: int, image: Pixels, dpi: float | None) -> Sequence[SheetPage]:
        """Read one sheet by its number (height x width x RGB, uint8): one page, or several that lie side by side."""
        ...
