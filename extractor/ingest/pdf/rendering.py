"""Pages as pictures.

Comes in: an open page. Goes out: its pixels. Never renders more than a bounded number of them, however large the page.
"""

from __future__ import annotations

import ctypes
from math import sqrt
from typing import Any, NamedTuple

MOST_PIXELS = 36_000_000
"""A sheet of A3 at 300 DPI has half as many."""


class Rendered(NamedTuple):
    """The pixels of a page, RGB, ``stride`` bytes a row, at ``dpi`` dots an inch."""

    width: int
    height: int
    stride: int
    dpi: float
    pixels: bytes


def rendered(page: Any, dpi: float, quarters: int = 0) -> Rendered:
    """Draw a page (a handle of PDFium) on white, turned clockwise by so many quarters.

    It has a lower resolution where it would have too many pixels.
    """
    import pypdfium2.raw as pdfium

    wide, high = pdfium.FPDF_GetPageWidthF(page) / 72, pdfium.FPDF_GetPageHeightF(page) / 72
    wide, high = max(wide, 0.01), max(high, 0.01)
    if quarters % 2:
        wide, high = high, wide
    dpi = min(dpi, sqrt(MOST_PIXELS / (wide * high)), 30_000 / max(wide, high))
    width, height = max(round(wide * dpi), 1), max(round(high * dpi), 1)
    bitmap = pdfium.FPDFBitmap_CreateEx(width, height, pdfium.FPDFBitmap_BGR, None, 0)
    if not bitmap:
        raise MemoryError
    try:
        pdfium.FPDFBitmap_FillRect(bitmap, 0, 0, width, height, 0xFFFFFFFF)
        flags = pdfium.FPDF_ANNOT | pdfium.FPDF_REVERSE_BYTE_ORDER
        pdfium.FPDF_RenderPageBitmap(bitmap, page, 0, 0, width, height, quarters, flags)
        stride = pdfium.FPDFBitmap_GetStride(bitmap)
        buffer = pdfium.FPDFBitmap_GetBuffer(bitmap)
        return Rendered(width, height, stride, dpi, ctypes.string_at(buffer, stride * height))
    finally:
        pdfium.FPDFBitmap_Destroy(bitmap)
