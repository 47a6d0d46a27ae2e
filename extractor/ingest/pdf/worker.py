"""The process that opens a PDF file: a file can make its reader hang, run out of memory, or crash.

Comes in: on standard input a request (one line of JSON) and the bytes of the file. Goes out: on standard output a line
of JSON for each page, behind it the pixels where the page was rendered. Never writes a file, never opens one.
"""

from __future__ import annotations

import json
import sys
from contextlib import suppress
from ctypes import c_char_p
from typing import IO, Any

from extractor.ingest.pdf.contents import Contents, contents_of, quarters_of
from extractor.ingest.pdf.rendering import rendered
from extractor.ingest.printed import Word
from extractor.ingest.ruling import SpelledWord

_PASSWORD = (4, 5)  # PDFium's error codes: password, security handler


def main() -> None:
    """Answer one request."""
    request = json.loads(sys.stdin.buffer.readline())
    _limit(request["memory"])
    data = sys.stdin.buffer.read()
    try:
        answer(request, data, sys.stdout.buffer)
    except MemoryError:
        _say(sys.stdout.buffer, fault="memory")


def _limit(memory: int) -> None:
    """Take no more than so many bytes of memory, where the system can be asked for that; leave no core file."""
    with suppress(ImportError, ValueError, OSError):
        import resource

        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))


def answer(request: dict[str, Any], data: bytes, out: IO[bytes]) -> None:
    """Say how many pages the file has, then what is on each of the pages asked for."""
    import pypdfium2.raw as pdfium

    pdfium.FPDF_InitLibrary()
    document = pdfium.FPDF_LoadMemDocument64(data, len(data), c_char_p(None))
    if not document:
        _say(out, fault="password" if pdfium.FPDF_GetLastError() in _PASSWORD else "broken")
        return
    total = pdfium.FPDF_GetPageCount(document)
    _say(out, pages=total)
    for number in request["numbers"] or range(1, min(total, request["most"]) + 1):
        if number > total:
            break
        if number >= request["from"]:
            _say(out, begin=number)
            _page(document, number, request, out)
    _say(out, end=True)


def _page(document: Any, number: int, request: dict[str, Any], out: IO[bytes]) -> None:
    import pypdfium2.raw as pdfium

    page = _loaded(document, number)
    if not page:
        _say(out, page=number, fault="broken")
        return
    try:
        kind, quarters = "scan", 0
        text = pdfium.FPDFText_LoadPage(page)
        if request["contents"]:
            contents = contents_of(page, text)
            kind = contents.kind
            _say(out, page=number, **_plain(contents))
        else:  # a picture of a page that was read: its boxes are places in the page as it was turned
            quarters = quarters_of(page, text)
        pdfium.FPDFText_ClosePage(text)
        if request["pictures"] and kind != "text":
            picture = rendered(page, request["dpi"], quarters)
            size = {"width": picture.width, "height": picture.height, "stride": picture.stride}
            _say(out, picture=number, dpi=picture.dpi, bytes=len(picture.pixels), **size)
            out.write(picture.pixels)
            out.flush()
    except MemoryError:
        _say(out, page=number, fault="memory")
    finally:
        pdfium.FPDF_ClosePage(page)


def _loaded(document: Any, number: int) -> Any:
    """The page; what is written into its form fields, or stamped on it, made a part of its print."""
    import pypdfium2.raw as pdfium

    page = pdfium.FPDF_LoadPage(document, number - 1)
    if page and pdfium.FPDFPage_GetAnnotCount(page) > 0:
        flattened = pdfium.FPDFPage_Flatten(page, pdfium.FLAT_NORMALDISPLAY)
        if flattened == pdfium.FLATTEN_SUCCESS:
            pdfium.FPDF_ClosePage(page)
            page = pdfium.FPDF_LoadPage(document, number - 1)
    return page


def _plain(contents: Contents) -> dict[str, Any]:
    return {
        "kind": contents.kind,
        "width": contents.width,
        "height": contents.height,
        "words": [_plain_word(word) for word in contents.words],
        "segments": [[round(value, 2) for value in segment] for segment in contents.segments],
    }


def _plain_word(word: Word) -> list[Any]:
    edges = word.edges if isinstance(word, SpelledWord) else ()
    box = word.box and [round(value, 2) for value in word.box]
    return [word.text, box, word.score, word.spaced, [[round(left, 2), round(right, 2)] for left, right in edges]]


def _say(out: IO[bytes], **message: Any) -> None:
    out.write(json.dumps(message, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace") + b"\n")
    out.flush()
