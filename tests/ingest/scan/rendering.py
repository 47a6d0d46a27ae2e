"""Forms of the evaluation set as printed pages: what a scanner would have in front of it.

A form's text or HTML becomes a sheet (lines, and tables with spans); Chromium prints the sheet on A4 and the
pages are drawn at 200 DPI. The same sheet, taken as ``Page``, is what a faultless reader would hand on.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import numpy as np

from extractor.ingest.printed import DPI, Cell, Line, Page, Table, Word

STYLES = {  # what offices print: body and heading font, size, rules
    "song": "font-family:'Noto Serif CJK SC';font-size:10.5pt;--rule:1px solid #000",
    "hei": "font-family:'Noto Sans CJK SC';font-size:10pt;--rule:1px solid #000",
    "small": "font-family:'Noto Serif CJK SC';font-size:8.5pt;--rule:0.5px solid #333",
    "dotted": "font-family:'Noto Sans CJK SC';font-size:10pt;--rule:1px dotted #444",
}


_TAG = re.compile(r"</?p>")
_LESS_THAN = re.compile(r"<(?![/!a-z])")  # of a form's text: tags of the set are in small letters


@dataclass(frozen=True)
class SheetCell:
    text: str
    rows: int = 1
    columns: int = 1


Rows = list[list[SheetCell]]


@dataclass
class Sheet:
    blocks: list[str | Rows] = field(default_factory=list)

    def as_html(self, style: str) -> str:
        body = "".join(map(_block, self.blocks))
        return (
            "<!DOCTYPE html><meta charset=utf-8><style>@page{size:A4;margin:18mm 15mm}"
            f"body{{{STYLES[style]};margin:0}}table{{border-collapse:collapse;width:100%}}"
            "td{border:var(--rule);padding:3px 4px;text-align:center;vertical-align:middle;overflow-wrap:break-word}"
            "p{text-align:center;margin:4px 0}p.title{font-size:150%;font-weight:bold}tr{break-inside:avoid}"
            f"</style><body>{body}"
        )

    def as_page(self) -> Page:
        """The sheet as a faultless reader would see it."""
        return Page(1, tuple(_printed(block) for block in self.blocks))


def _block(block: str | Rows) -> str:
    if isinstance(block, str):
        title = len(block) < 30 and block.endswith("表")
        return f"<p{' class=title' if title else ''}>{html.escape(block)}</p>"
    rows = "".join(
        "<tr>"
        + "".join(f'<td rowspan="{cell.rows}" colspan="{cell.columns}">{html.escape(cell.text)}</td>' for cell in row)
        + "</tr>"
        for row in block
    )
    return f"<table>{rows}</table>"


def _line(text: str) -> Line:
    return Line((Word(text),))


def _printed(block: str | Rows) -> Line | Table:
    if isinstance(block, str):
        return _line(block)
    return Table(
        tuple(
            Cell(row, column, (_line(cell.text),) if cell.text else (), cell.rows, cell.columns)
            for row, column, cell in placed(block)
        )
    )


def placed(rows: Rows) -> Iterator[tuple[int, int, SheetCell]]:
    """Each cell with its row and its grid column."""
    taken: set[tuple[int, int]] = set()
    for number, row in enumerate(rows):
        column = 0
        for cell in row:
            while (number, column) in taken:
                column += 1
            yield number, column, cell
            taken |= {(number + r, column + c) for r in range(cell.rows) for c in range(cell.columns)}
            column += cell.columns


def sheet_of(path: Path) -> Sheet:
    """The sheet of a form that is written as HTML, or with tabs."""
    text = path.read_text(encoding="utf-8")
    return _html_sheet(text) if path.suffix == ".html" else tab_sheet(text)


def tab_sheet(text: str) -> Sheet:
    """The sheet of a text whose cells are parted by tabs; tags that a program left in cells are not printed."""
    text = _TAG.sub("", text)
    sheet = Sheet()
    waiting: list[list[str]] = []

    def close() -> None:
        if waiting:
            sheet.blocks.append(_spanned(waiting))
            waiting.clear()

    for line in text.splitlines():
        cells = [cell.strip() for cell in line.split("\t")]
        alone = len([cell for cell in cells if cell]) == 1 and len(cells) <= 2
        if "\t" in line and not (alone and not waiting):
            waiting.append(cells)
            continue
        close()
        if line.strip():
            sheet.blocks.append(line.strip())
    close()
    return sheet


def _spanned(lines: Sequence[Sequence[str]]) -> Rows:
    """Rows of equal width: the last cell takes what is left over; a blank label in front joins the one above."""
    width = max(map(len, lines))
    rows: Rows = []
    owners: dict[int, tuple[int, int]] = {}
    for number, line in enumerate(lines):
        row: list[SheetCell] = []
        leading = True
        for column, text in enumerate(line):
            span = width - len(line) + 1 if column == len(line) - 1 else 1
            leading = leading and not text
            if leading and column in owners and column < 2 and span == 1:
                at, index = owners[column]
                above = rows[at][index]
                rows[at][index] = SheetCell(above.text, above.rows + 1, above.columns)
                continue
            for covered in range(column, column + span):
                owners.pop(covered, None)
            if span == 1 and text:
                owners[column] = number, len(row)
            row.append(SheetCell(text, 1, span))
        rows.append(row)
    return rows


class _Tables(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.sheet = Sheet()
        self.rows: Rows | None = None
        self.cell: dict[str, str | None] | None = None
        self.text = ""
        self.silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.silent += tag in ("script", "style", "title")
        if tag == "table":
            self._say()
            self.rows = []
        elif tag == "tr" and self.rows is not None:
            self.rows.append([])
        elif tag in ("td", "th"):
            self.cell, self.text = dict(attrs), ""
        elif tag in ("p", "div", "br", "h1", "h2", "h3") and self.cell is None:
            self._say()

    def handle_endtag(self, tag: str) -> None:
        self.silent -= tag in ("script", "style", "title")
        if tag in ("td", "th") and self.cell is not None and self.rows:
            spans = int(self.cell.get("rowspan") or 1), int(self.cell.get("colspan") or 1)
            self.rows[-1].append(SheetCell(" ".join(self.text.split()), *spans))
            self.cell, self.text = None, ""
        elif tag == "table" and self.rows is not None:
            self.sheet.blocks.append([row for row in self.rows if row])
            self.rows = None
        elif self.cell is None:
            self._say()

    def handle_data(self, data: str) -> None:
        if not self.silent:
            self.text += data

    def _say(self) -> None:
        if self.rows is None and self.text.strip():
            self.sheet.blocks.append(" ".join(self.text.split()))
        if self.rows is None:
            self.text = ""


def _html_sheet(text: str) -> Sheet:
    parser = _Tables()
    parser.feed(_LESS_THAN.sub("&lt;", text))
    parser.close()
    return parser.sheet


class Printer:
    """Chromium, printing sheets; used as a context."""

    def __enter__(self) -> Printer:
        from playwright.sync_api import sync_playwright

        self._driver = sync_playwright().start()
        self._browser = self._driver.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        self._page = self._browser.new_page()
        return self

    def __exit__(self, *_: object) -> None:
        self._browser.close()
        self._driver.stop()

    def pdf(self, sheet: Sheet, style: str) -> bytes:
        self._page.set_content(sheet.as_html(style))
        return self._page.pdf(prefer_css_page_size=True)

    def pages(self, sheet: Sheet, style: str, dpi: int = DPI) -> list[np.ndarray[Any, np.dtype[np.uint8]]]:
        """The printed pages as images (RGB)."""
        import pypdfium2

        document = pypdfium2.PdfDocument(self.pdf(sheet, style))
        return [np.asarray(page.render(scale=dpi / 72).to_pil().convert("RGB")) for page in document]
