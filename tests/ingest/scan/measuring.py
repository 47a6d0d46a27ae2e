"""How well scans are recovered: ``python -m tests.ingest.scan.measuring clean moderate severe photo worn``.

Forms of the evaluation set are printed by Chromium, damaged, read with the real engine, recovered offline and scored.
``leaves`` and ``numeric`` are shares that are right, ``silent`` those that are wrong without a flag, ``cells`` the
cells of the print whose text came out letter by letter (brackets of either width are one).
"""

from __future__ import annotations

import json
import sys
import time
import unicodedata
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from extractor.errors import NoFormError
from extractor.evaluate import Figures, ScoredLeaf, count, score_record
from extractor.ingest.printed import Page, document_of
from extractor.ingest.scan.pages import linked
from extractor.ingest.scan.reader import ReadPage, ScanReader
from extractor.pipeline import recover_document
from extractor.record.record_json import to_json
from extractor.settings import Settings
from extractor.values import Document
from tests.ingest.scan.damaging import KINDS, Image
from tests.ingest.scan.rendering import STYLES, Printer, Sheet, placed, sheet_of

EVAL_SET = Path(__file__).parents[3] / "eval_set"
FORMS = (
    "city-department-html.html",
    "city-department-tabs.txt",
    "city-project-tabs.txt",
    "city-projects-two-in-one-file.txt",
    "hubei-tabs.txt",
    "national-html-spans.html",
    "national-tabs.txt",
    "national-tabs-own-columns.txt",
    "national-tabs-split-header.txt",
    "sichuan-html-own-columns.html",
    "transfer-html.html",
    "transfer-tabs.txt",
)
DPI = {"moderate": 150.0, "severe": 150.0, "photo": None}


def printed_forms() -> dict[str, tuple[Sheet, list[Image]]]:
    """Each form as a sheet and as printed pages, in turn in each style."""
    with Printer() as printer:
        out = {}
        for number, name in enumerate(FORMS):
            sheet = sheet_of(EVAL_SET / name)
            out[name] = sheet, printer.pages(sheet, list(STYLES)[number % len(STYLES)])
        return out


def document_from(read: Iterable[ReadPage], name: str) -> Document:
    pages = [Page(number, page.blocks, page.width, page.height) for number, page in enumerate(read, 1)]
    return document_of(linked(pages), name, "0" * 64, "image")


def scored(document: Document, name: str) -> tuple[ScoredLeaf, ...]:
    expected = json.loads((EVAL_SET / f"{name.rsplit('.', 1)[0]}.expected.json").read_text("utf-8"))
    try:
        record = to_json(recover_document(document, Settings(source_kind="ocr", reader="offline")))
    except NoFormError:
        record = {"forms": []}
    return score_record(record, expected)


def cells_right(sheet: Sheet, document: Document) -> tuple[int, int]:
    found = Counter(plain(fragment.text) for fragment in document.fragments if fragment.row is not None)
    rows = (block for block in sheet.blocks if not isinstance(block, str))
    want = Counter(plain(cell.text) for block in rows for _, _, cell in placed(block) if cell.text)
    return (want & found).total(), want.total()


def plain(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split())


def main(kinds: list[str]) -> None:
    forms, reader = printed_forms(), ScanReader()
    for kind in kinds or list(KINDS):
        figures, right, cells, pages, spent = Figures(), 0, 0, 0, 0.0
        for name, (sheet, images) in forms.items():
            damaged = [KINDS[kind](image) for image in images]
            start = time.process_time()
            document = document_from([page for one in damaged for page in reader.read(one, DPI.get(kind, 200.0))], name)
            spent, pages = spent + time.process_time() - start, pages + len(images)
            leaves = scored(document, name)
            figures += count(leaves)
            good, all_cells = cells_right(sheet, document)
            right, cells = right + good, cells + all_cells
            for leaf in leaves:
                if leaf.verdict != "right":
                    print(f"  {kind} {name} {leaf.verdict} {leaf.path}: {leaf.expected!r}, found {leaf.found!r}")
        f = figures
        print(
            f"{kind}: leaves {f.right / f.gold:.4f} numeric {f.numeric_right / max(1, f.numeric_gold):.4f} "
            f"silent {f.wrong_silent / f.gold:.4f} ({f.wrong_silent}, numeric {f.numeric_wrong_silent}) "
            f"missing silently {f.missing_silent} flagged {f.flagged} of {f.gold} cells {right / cells:.4f} "
            f"processor seconds a page {spent / pages:.1f}",
            flush=True,
        )


if __name__ == "__main__":
    main(sys.argv[1:])
