"""How well scans are recovered: ``python -m tests.ingest.scan.measuring clean moderate severe photo worn``.

Forms of the evaluation set, or with ``--made`` so many of each family that the generator makes, are printed by Chromium
in turn in each style, damaged, read with the real engine, recovered offline and scored. ``leaves`` and ``numeric`` are
shares that are right, ``silent`` those that are wrong without a flag, ``cells`` the cells of the print whose text came
out letter by letter (brackets of either width are one); with ``--alone`` beside those that the engine alone reads so.
"""

from __future__ import annotations

import argparse
import json
import time
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from eval_set.generator import FAMILIES, Recipe, make
from extractor.errors import NoFormError
from extractor.evaluate import Figures, ScoredLeaf, count, score_record
from extractor.ingest.printed import Page, document_of
from extractor.ingest.scan.pages import linked
from extractor.ingest.scan.reader import ReadPage, ScanReader
from extractor.pipeline import recover_document
from extractor.record.record_json import to_json
from extractor.settings import Settings
from extractor.values import Document
from tests.ingest.scan.alone import read_alone
from tests.ingest.scan.damaging import KINDS, Image
from tests.ingest.scan.rendering import STYLES, Printer, Sheet, placed, sheet_of, tab_sheet

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


@dataclass(frozen=True)
class Form:
    """A form to be printed, its values, and the seed of what happens to its pages."""

    name: str
    sheet: Sheet
    expected: Mapping[str, Any]
    seed: int = 1


@dataclass
class Sums:
    """What was counted over the forms of one kind of damage."""

    figures: Figures
    right: int = 0
    alone: int | None = None
    cells: int = 0
    pages: int = 0
    seconds: float = 0.0

    def told(self, kind: str) -> str:
        f, gold = self.figures, max(1, self.figures.gold)
        return (
            f"{kind}: leaves {f.right / gold:.4f} numeric {f.numeric_right / max(1, f.numeric_gold):.4f} "
            f"silent {f.wrong_silent / gold:.4f} ({f.wrong_silent}, numeric {f.numeric_wrong_silent}) "
            f"missing silently {f.missing_silent} flagged {f.flagged} of {f.gold} "
            f"cells {self.right / max(1, self.cells):.4f} {self._alone()}"
            f"processor seconds a page {self.seconds / max(1, self.pages):.1f} pages {self.pages}"
        )

    def _alone(self) -> str:
        return "" if self.alone is None else f"alone {self.alone / max(1, self.cells):.4f} "


def eval_forms() -> Iterator[Form]:
    for name in FORMS:
        expected = json.loads((EVAL_SET / f"{name.rsplit('.', 1)[0]}.expected.json").read_text("utf-8"))
        yield Form(name, sheet_of(EVAL_SET / name), expected)


def made_forms(of_each: int, seed: int) -> Iterator[Form]:
    """Forms that nobody has seen: of each family so many, all from one seed."""
    for number in range(of_each):
        for place, family in enumerate(FAMILIES):
            one = 1000 * seed + 10 * number + place
            made = make(Recipe(family, "tabs", "none", 0, one, None))
            yield Form(f"{family}-{one}", tab_sheet(made.text), made.expected, one)


def document_from(read: Iterable[ReadPage], name: str) -> Document:
    pages = [Page(number, page.blocks, page.width, page.height) for number, page in enumerate(read, 1)]
    return document_of(linked(pages), name, "0" * 64, "image")


def scored(document: Document, form: Form) -> tuple[ScoredLeaf, ...]:
    try:
        record = to_json(recover_document(document, Settings(source_kind="ocr", reader="offline")))
    except NoFormError:
        record = {"forms": []}
    return score_record(record, form.expected)


def cells_of(sheet: Sheet) -> Counter[str]:
    rows = (block for block in sheet.blocks if not isinstance(block, str))
    return Counter(plain(cell.text) for block in rows for _, _, cell in placed(block) if cell.text)


def cells_read(document: Document) -> Counter[str]:
    return Counter(plain(fragment.text) for fragment in document.fragments if fragment.row is not None)


def cells_alone(pages: Iterable[Image]) -> Counter[str]:
    found: Counter[str] = Counter()
    for page in pages:
        for text, times in read_alone(page).items():
            found[plain(text)] += times
    return found


def plain(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split())


def measured(forms: list[tuple[Form, list[Image]]], kind: str, reader: ScanReader, alone: bool) -> Sums:
    sums = Sums(Figures())
    for form, images in forms:
        damaged = [KINDS[kind](image, form.seed) for image in images]
        start = time.process_time()
        read = [page for one in damaged for page in reader.read(one, DPI.get(kind, 200.0))]
        sums.seconds += time.process_time() - start
        document = document_from(read, form.name)
        sums.pages += len(images)
        leaves = scored(document, form)
        sums.figures += count(leaves)
        cells = cells_of(form.sheet)
        sums.right, sums.cells = sums.right + (cells & cells_read(document)).total(), sums.cells + cells.total()
        if alone:
            sums.alone = (sums.alone or 0) + (cells & cells_alone(damaged)).total()
        for leaf in leaves:
            if leaf.verdict != "right":
                print(f"  {kind} {form.name} {leaf.verdict} {leaf.path}: {leaf.expected!r}, found {leaf.found!r}")
    return sums


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("kinds", nargs="*", help="all where none is named")
    parser.add_argument("--made", type=int, default=0, help="so many generated forms of each family instead")
    parser.add_argument("--alone", action="store_true", help="read each page with the engine alone as well")
    parser.add_argument("--seed", type=int, default=1)
    said = parser.parse_args()
    forms = list(made_forms(said.made, said.seed) if said.made else eval_forms())
    with Printer() as printer:
        styles = list(STYLES)
        printed = [
            (form, printer.pages(form.sheet, styles[(number + number // len(styles)) % len(styles)]))
            if said.made
            else (form, printer.pages(form.sheet, styles[number % len(styles)]))
            for number, form in enumerate(forms)
        ]
    reader = ScanReader()
    for kind in said.kinds or list(KINDS):
        print(measured(printed, kind, reader, said.alone).told(kind), flush=True)


if __name__ == "__main__":
    main()
