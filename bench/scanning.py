"""What scans cost: time beside the OCR engine's own on the same page, and memory over files of many pages.

Comes in: forms of ``eval_set/``, printed by Chromium. Goes out: ``Figure`` values. Needs the development packages, the
extra ``[ocr]`` and Chromium, so that it is run alone: ``python -m bench.scanning``.
"""

from __future__ import annotations

import io
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from statistics import median
from typing import Any

from bench.machine import describe_machine
from bench.measures import ROOT, Figure, once

FORMS = ("city-project-tabs.txt", "national-tabs.txt", "hubei-tabs.txt", "city-department-tabs.txt")
KINDS = ("clean", "moderate", "severe", "photo")
SCANNED, TEXT = 40, 300
"""Pages of the files whose memory is measured."""

_TIMES = 3
_EVERY = 0.02  # seconds between two looks at the memory


def measure() -> Iterator[Figure]:
    """All figures of scans."""
    from tests.ingest.scan.measuring import EVAL_SET
    from tests.ingest.scan.rendering import Printer, sheet_of

    with Printer() as printer:
        sheets = [sheet_of(EVAL_SET / name) for name in FORMS]
        pages = [page for sheet in sheets for page in printer.pages(sheet, "song")]
        printed = [printer.pdf(sheet, "song") for sheet in sheets]
    yield from _times(pages)
    yield from _memory(pages, printed)


def _times(pages: list[Any]) -> Iterator[Figure]:
    from extractor.ingest.scan.reader import ScanReader
    from tests.ingest.scan.alone import read_alone
    from tests.ingest.scan.damaging import KINDS as DAMAGES
    from tests.ingest.scan.measuring import DPI

    reader = ScanReader()
    for kind in KINDS:
        damaged = [DAMAGES[kind](page, 1) for page in pages]
        reader.read(damaged[0], DPI.get(kind, 200.0))
        read_alone(damaged[0])
        ratios, spent = [], []
        for page in damaged:
            pairs = [
                (once(lambda: reader.read(page, DPI.get(kind, 200.0))), once(lambda: read_alone(page)))  # noqa: B023
                for _ in range(_TIMES)
            ]
            ratios.append(median(ours / alone for ours, alone in pairs))
            spent.append(median(ours for ours, _ in pairs))
        worst = max(ratios)
        yield Figure(f"{kind} page, seconds, median", f"{median(spent):.1f} s")
        yield Figure(
            f"  of the engine's own time: median of {len(pages)} pages",
            f"{median(ratios):.2f} x",
            "<= 1.3 x",
            median(ratios) <= 1.3,
        )
        yield Figure("  and on the page where it is most", f"{worst:.2f} x", "<= 1.3 x", worst <= 1.3)


def _memory(pages: list[Any], printed: list[bytes]) -> Iterator[Figure]:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        files = {
            f"a scanned PDF of {SCANNED} pages": _scanned(folder / "scan.pdf", pages, SCANNED),
            f"a TIFF of {SCANNED} pages": _scanned(folder / "scan.tif", pages, SCANNED),
            f"a PDF with text of {TEXT} pages": _joined(folder / "text.pdf", printed, TEXT),
        }
        for number, (what, file) in enumerate(files.items()):
            most, took = _watched(file, folder / f"out{number}")
            yield Figure(f"{what}: memory of all processes", f"{most / 2**30:.2f} GiB", "<= 1.2 GB", most <= 1.2e9)
            yield Figure("  seconds", f"{took:.0f} s")


def _scanned(path: Path, pages: list[Any], count: int) -> Path:
    """Pages as a file of images, so many as are wanted."""
    from PIL import Image

    images = [Image.fromarray(pages[number % len(pages)]).convert("L") for number in range(count)]
    options: dict[str, Any] = {"compression": "tiff_lzw"} if path.suffix == ".tif" else {}
    images[0].save(path, save_all=True, append_images=images[1:], dpi=(200, 200), resolution=200, **options)
    return path


def _joined(path: Path, printed: list[bytes], count: int) -> Path:
    """PDF files put together until there are as many pages as are wanted."""
    import pypdfium2

    whole = pypdfium2.PdfDocument.new()
    number = 0
    while len(whole) < count:
        whole.import_pages(pypdfium2.PdfDocument(printed[number % len(printed)]))
        number += 1
    buffer = io.BytesIO()
    whole.save(buffer)
    path.write_bytes(buffer.getvalue())
    return path


def _watched(file: Path, out: Path) -> tuple[int, float]:
    """The most memory that the program and its children held while they recovered a file, in bytes, and the seconds."""
    start = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, str(ROOT / "cli.py"), "recover", str(file), "-o", str(out), "--no-cache"],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    most = 0
    while process.poll() is None:
        most = max(most, sum(map(_held_by, _family(process.pid))))
        time.sleep(_EVERY)
    return most, time.perf_counter() - start


def _family(pid: int) -> list[int]:
    """A process and all below it."""
    found = [pid]
    for one in found:
        for task in Path(f"/proc/{one}/task").glob("*/children"):
            try:
                found.extend(int(child) for child in task.read_text().split())
            except OSError:
                continue
    return found


def _held_by(pid: int) -> int:
    """The memory of a process in bytes, what it shares with others by its part."""
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0
    return sum(1024 * int(line.split()[1]) for line in lines if line.startswith("Pss:"))


if __name__ == "__main__":
    print(describe_machine(), end="\n\n")
    for figure in measure():
        print(f"{figure.name:<72} {figure.value:>10} {figure.target:>10}", flush=True)
