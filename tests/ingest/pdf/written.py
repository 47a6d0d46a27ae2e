"""Small PDF files, written by hand: what a test needs to see is in the test."""

from __future__ import annotations

import zlib
from collections.abc import Sequence

FONT = "/Type /Font /Subtype /Type1 /BaseFont /Helvetica"
CHINESE = (
    "/Type /Font /Subtype /Type0 /BaseFont /SimSun /Encoding /UniGB-UCS2-H /DescendantFonts [<< /Type /Font "
    "/Subtype /CIDFontType0 /BaseFont /SimSun /DW 1000 /CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) "
    "/Supplement 2 >> /FontDescriptor << /Type /FontDescriptor /FontName /SimSun /Flags 4 /FontBBox [0 -120 1000 880] "
    "/ItalicAngle 0 /Ascent 880 /Descent -120 /CapHeight 880 /StemV 80 >> >>]"
)
UNNAMED = CHINESE.replace("/UniGB-UCS2-H", "/Identity-H").replace("(GB1)", "(Identity)")
IMAGE = "/Type /XObject /Subtype /Image /ColorSpace /DeviceGray /BitsPerComponent 8 /Width {0} /Height {1}"

COVER = "q 595 0 0 842 0 0 cm /I Do Q "
"""Draws the image over the whole page."""


def stream(dictionary: str, data: bytes) -> bytes:
    """An object with a stream."""
    return f"<< {dictionary} /Length {len(data)} >>\nstream\n".encode() + data + b"\nendstream"


def say(text: str, x: float = 72, y: float = 700, size: float = 12, *, mode: int = 0, turn: str = "1 0 0 1") -> str:
    """Operators that print a text in the Chinese font."""
    return f"BT /C {size} Tf {mode} Tr {turn} {x} {y} Tm <{text.encode('utf-16-be').hex()}> Tj ET "


def table(rows: Sequence[Sequence[str]], x: float = 72, y: float = 700, wide: float = 100, high: float = 24) -> str:
    """Operators that draw a table of equal cells, each a rectangle, from its upper left corner."""
    drawn = []
    for r, row in enumerate(rows):
        for c, text in enumerate(row):
            left, bottom = x + wide * c, y - high * (r + 1)
            drawn.append(f"{left} {bottom} {wide} {high} re S {say(text, left + 4, bottom + 7)}")
    return " ".join(drawn)


def pdf(
    *contents: str | bytes,
    page: str = "/MediaBox [0 0 595 842]",
    count: int | None = None,
    image: bytes | None = None,
    font: str = CHINESE,
    trailer: str = "",
    extra: Sequence[bytes] = (),
) -> bytes:
    """A file with a page for each of the contents; ``extra`` objects are numbered from 10 on.

    Object 6 is the image /I, object 7 the form /X (its own contents are ``extra[0]``'s business).
    """
    picture = stream(IMAGE.format(2, 2), b"\x00\xff\xff\x00") if image is None else image
    resources = "/Font << /F 4 0 R /C 5 0 R >> /XObject << /I 6 0 R /X 10 0 R >>"
    first = 10 + len(extra)
    kids = " ".join(f"{first + 2 * n} 0 R" for n in range(len(contents)))
    objects: dict[int, bytes] = {
        1: b"<< /Type /Catalog /Pages 2 0 R >>",
        2: f"<< /Type /Pages /Kids [{kids}] /Count {len(contents) if count is None else count} >>".encode(),
        4: f"<< {FONT} >>".encode(),
        5: f"<< {font} >>".encode(),
        6: picture,
        **{10 + n: data for n, data in enumerate(extra)},
    }
    for n, content in enumerate(contents):
        data = content if isinstance(content, bytes) else stream("", content.encode())
        objects[first + 2 * n] = (
            f"<< /Type /Page /Parent 2 0 R {page} /Resources << {resources} >> /Contents {first + 2 * n + 1} 0 R >>"
        ).encode()
        objects[first + 2 * n + 1] = data
    return written(objects, trailer)


def written(objects: dict[int, bytes], trailer: str = "") -> bytes:
    """The objects as a file."""
    out, places = bytearray(b"%PDF-1.7\n"), dict[int, int]()
    for number, data in sorted(objects.items()):
        places[number] = len(out)
        out += f"{number} 0 obj\n".encode() + data + b"\nendobj\n"
    start, size = len(out), max(objects) + 1
    out += f"xref\n0 {size}\n0000000000 65535 f \n".encode()
    for number in range(1, size):
        out += f"{places[number]:010d} 00000 n \n".encode() if number in places else b"0000000000 65535 f \n"
    return bytes(out) + f"trailer\n<< /Size {size} /Root 1 0 R {trailer} >>\nstartxref\n{start}\n%%EOF\n".encode()


def deflated(piece: bytes, times: int) -> bytes:
    """A compressed stream that says a piece over and over."""
    packer, block = zlib.compressobj(9), piece * 100_000
    packed = b"".join(packer.compress(block) for _ in range(times // 100_000))
    return stream("/Filter /FlateDecode", packed + packer.flush())
