"""Workbooks (xlsx, xlsm): a page for each visible sheet.

Comes in: an opened package whose main part is a workbook. Goes out: its pages, and whether formulas in it have no
saved value. Never runs a macro, never computes a formula, never follows a link to another workbook.
"""

from __future__ import annotations

from dataclasses import dataclass

from extractor.ingest.office.faults import oversized
from extractor.ingest.office.package import Element, Package
from extractor.ingest.office.regions import MOST_CELLS, TooManyCellsError, lines_of, sheet_blocks
from extractor.ingest.office.sheet import Sheet, read_sheet, shape_texts
from extractor.ingest.office.workbook import read_workbook
from extractor.ingest.printed import Line, Page, Table


@dataclass(frozen=True, slots=True)
class Sheets:
    """The pages of a workbook."""

    pages: list[Page]
    uncomputed: bool
    """A formula has no saved value, and nothing keeps an office program from computing it."""


def xlsx_sheets(package: Package, main: str, root: Element) -> Sheets:
    """Read a workbook, given its main part; raises UndecodableInputError for a broken part or a sheet too large."""
    workbook = read_workbook(package, main, root)
    pages, sheets, left_over = [], [], MOST_CELLS
    for number, part in enumerate(workbook.sheets, 1):
        sheet = read_sheet(package.xml(part), workbook)
        sheets.append(sheet)
        try:
            blocks = [*sheet_blocks(sheet), *_shapes(package, part)]
        except TooManyCellsError as error:
            raise _too_many(package.name) from error
        left_over -= sum(len(block.cells) for block in blocks if isinstance(block, Table))
        if left_over < 0:
            raise _too_many(package.name)
        pages.append(Page(number, tuple(blocks)))
    return Sheets(pages, _can_be_computed(package, sheets))


def _shapes(package: Package, part: str) -> list[Line]:
    drawings = [link.target for link in package.related(part).values() if link.kind == "drawing"]
    found = [drawing for drawing in drawings if drawing in package]
    return [line for drawing in found for text in shape_texts(package.xml(drawing)) for line in lines_of(text)]


def _can_be_computed(package: Package, sheets: list[Sheet]) -> bool:
    outside = any(name.startswith("xl/externallinks/") for name in package.names())
    return any(sheet.uncomputed for sheet in sheets) and not outside and not any(s.reaches_out for s in sheets)


def _too_many(name: str) -> Exception:
    return oversized(name, f"的单元格超过 {MOST_CELLS:,} 个", f"has more than {MOST_CELLS:,} cells")
