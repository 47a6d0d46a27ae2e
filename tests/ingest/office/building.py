"""Builds Word documents and workbooks with merged cells out of forms that are text or HTML."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html.parser import HTMLParser
from typing import Any
from xml.sax.saxutils import escape

import docx
import openpyxl

from extractor.ingest import ingest_bytes, ingest_text
from extractor.values import Document

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
S = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
NAMESPACES = (
    f'xmlns:w="{W}" xmlns:r="{R}" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:v="urn:schemas-microsoft-com:vml" '
    'xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml" '
    'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'
)
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"


@dataclass(frozen=True)
class Spot:
    """A cell of a form: where it stands, how far it reaches, what it says."""

    row: int
    column: int
    text: str
    rows: int = 1
    columns: int = 1


Part = str | tuple[Spot, ...]
"""A line, or a table."""


def archive(parts: dict[str, str | bytes], compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A zip file of these parts."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", compression) as file:
        for name, content in parts.items():
            file.writestr(name, content)
    return out.getvalue()


def links(*targets: tuple[str, str, str]) -> str:
    """A part of relationships: id, kind and target of each."""
    inside = "".join(f'<Relationship Id="{i}" Type="{R}/{kind}" Target="{target}"/>' for i, kind, target in targets)
    return f'<Relationships xmlns="{_RELATIONS}">{inside}</Relationships>'


def word(body: str, **parts: str) -> bytes:
    """A docx whose body is this XML; ``header='…'`` and the like add the content of other parts."""
    files: dict[str, str | bytes] = {
        "[Content_Types].xml": "<Types/>",
        "_rels/.rels": links(("rId1", "officeDocument", "word/document.xml")),
        "word/document.xml": f"<w:document {NAMESPACES}><w:body>{body}</w:body></w:document>",
        "word/_rels/document.xml.rels": links(*((kind, kind, f"{kind}.xml") for kind in parts)),
    }
    for kind, content in parts.items():
        files[f"word/{kind}.xml"] = f"<w:{kind} {NAMESPACES}>{content}</w:{kind}>"
    return archive(files)


def run(text: str) -> str:
    return f'<w:r><w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def p(*inside: str) -> str:
    """A paragraph of runs, or of other XML."""
    return f"<w:p>{''.join(part if part.startswith('<') else run(part) for part in inside)}</w:p>"


def tc(*inside: str, properties: str = "") -> str:
    content = "".join(part if part.startswith("<") else p(part) for part in inside)
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{content}</w:tc>"


def tr(*cells: str, properties: str = "") -> str:
    return f"<w:tr><w:trPr>{properties}</w:trPr>{''.join(c if c.startswith('<') else tc(c) for c in cells)}</w:tr>"


def tbl(*rows: str) -> str:
    return f"<w:tbl>{''.join(rows)}</w:tbl>"


def book(*sheets: str, shared: str = "", styles: str = "", states: Sequence[str] = (), properties: str = "") -> bytes:
    """An xlsx of these sheets, each the inside of ``<worksheet>``."""
    names = range(1, len(sheets) + 1)
    listed = "".join(
        f'<sheet name="表{n}" sheetId="{n}" state="{(states or ["visible"] * n)[n - 1]}" r:id="s{n}"/>' for n in names
    )
    files: dict[str, str | bytes] = {
        "[Content_Types].xml": "<Types/>",
        "_rels/.rels": links(("rId1", "officeDocument", "xl/workbook.xml")),
        "xl/workbook.xml": f'<workbook xmlns="{S}" xmlns:r="{R}">{properties}<sheets>{listed}</sheets></workbook>',
        "xl/_rels/workbook.xml.rels": links(
            *((f"s{n}", "worksheet", f"worksheets/sheet{n}.xml") for n in names),
            ("t", "sharedStrings", "sharedStrings.xml"),
            ("y", "styles", "styles.xml"),
        ),
        "xl/sharedStrings.xml": f'<sst xmlns="{S}">{shared}</sst>',
        "xl/styles.xml": f'<styleSheet xmlns="{S}">{styles}</styleSheet>',
    }
    for n, sheet in zip(names, sheets, strict=True):
        files[f"xl/worksheets/sheet{n}.xml"] = f'<worksheet xmlns="{S}" xmlns:r="{R}">{sheet}</worksheet>'
    return archive(files)


def read(data: bytes, name: str = "表") -> Document:
    return ingest_bytes(data, name)


def cells_of(document: Document) -> list[tuple[int | None, int | None, str]]:
    """Row, column and text of every fragment."""
    return [(fragment.row, fragment.column, fragment.text) for fragment in document.fragments]


def texts_of(document: Document) -> list[str]:
    return [fragment.text for fragment in document.fragments]


def parts_of_text(text: str) -> list[Part]:
    """A form of tab rows: a merged cell closes rows of fewer cells, blank first cells belong to the label above."""
    parts: list[Part] = []
    rows: dict[int, list[Spot]] = {}
    for fragment in ingest_text(text).fragments:
        if fragment.row is None or fragment.column is None:
            parts += _grid(rows) + [fragment.text]
            rows = {}
        else:
            rows.setdefault(fragment.row, []).append(Spot(fragment.row, fragment.column, fragment.text))
    return parts + _grid(rows)


def _grid(rows: dict[int, list[Spot]]) -> list[Part]:
    if not rows:
        return []
    width = max(spot.column for row in rows.values() for spot in row) + 1
    first, spots = min(rows), list[Spot]()
    label: Spot | None = None
    for number in range(first, max(rows) + 1):
        row = rows.get(number) or [Spot(number, 0, "")]
        if label is not None and not row[0].text and len(row) > 1:
            spots[spots.index(label)] = label = Spot(label.row, 0, label.text, label.rows + 1)
            row = row[1:]
        else:
            label = None
        last = row[-1]
        row = [Spot(s.row - first, s.column, s.text) for s in row[:-1]] + [
            Spot(last.row - first, last.column, last.text, 1, width - last.column)
        ]
        if label is None:
            label = row[0] if len(row) > 1 and row[0].text else None
        spots += row
    return [tuple(spots)]


class _Tables(HTMLParser):
    """Reads the lines and tables of a page as a browser shows them."""

    def __init__(self) -> None:
        super().__init__()
        self.parts: list[Part] = []
        self._spots: list[Spot] | None = None
        self._taken: set[tuple[int, int]] = set()
        self._row, self._text, self._silent = -1, "", False
        self._open: tuple[int, int] | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = dict(attrs)
        self._silent |= tag in ("script", "style", "title")
        if tag == "table":
            self._end_text()
            self._spots, self._row, self._taken = [], -1, set()
        elif tag == "tr":
            self._row += 1
        elif tag in ("td", "th"):
            self._text, self._open = "", (int(said.get("rowspan") or 1), int(said.get("colspan") or 1))
        elif tag in ("br", "p", "div"):
            self._end_text() if self._spots is None else setattr(self, "_text", self._text + "\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in ("script", "style", "title"):
            self._silent = False
        elif tag in ("td", "th") and self._spots is not None and self._open is not None:
            column = next(c for c in range(1000) if (self._row, c) not in self._taken)
            rows, columns = self._open
            self._taken |= {(self._row + r, column + c) for r in range(rows) for c in range(columns)}
            text = "\n".join(line.strip() for line in self._text.split("\n") if line.strip())
            self._spots.append(Spot(self._row, column, text, rows, columns))
            self._text, self._open = "", None
        elif tag == "table" and self._spots is not None:
            self.parts.append(tuple(self._spots))
            self._spots = None
        elif tag in ("p", "div", "h1", "h2"):
            self._end_text() if self._spots is None else setattr(self, "_text", self._text + "\n")

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self._text += data if self._open else data.strip()

    def _end_text(self) -> None:
        if self._text.strip():
            self.parts.append(self._text.strip())
        self._text = ""


def parts_of_html(text: str) -> list[Part]:
    """The lines and tables of an HTML page."""
    reader = _Tables()
    reader.feed(re.sub(r"<(?=\w+≤)", "&lt;", text))  # a browser takes "1<T≤10" for a comparison, this parser for a tag
    return reader.parts


def as_docx(parts: Iterable[Part]) -> bytes:
    """These lines and tables as python-docx writes them."""
    document = docx.Document()
    for part in parts:
        if isinstance(part, str):
            document.add_paragraph(part)
            continue
        table = document.add_table(
            max(spot.row + spot.rows for spot in part), max(spot.column + spot.columns for spot in part)
        )
        grid = table._cells
        wide = len(table.columns)
        for spot in part:
            cell = grid[spot.row * wide + spot.column]
            if spot.rows > 1 or spot.columns > 1:
                cell = cell.merge(grid[(spot.row + spot.rows - 1) * wide + spot.column + spot.columns - 1])
            cell.text = spot.text
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def as_xlsx(parts: Iterable[Part]) -> bytes:
    """These lines and tables as openpyxl writes them, a blank row in front of and behind each table."""
    workbook = openpyxl.Workbook()
    sheet = workbook.active
    assert sheet is not None
    row = 1
    for part in parts:
        if isinstance(part, str):
            _write(sheet.cell(row, 1), part)
            row += 1
            continue
        row += row > 1
        for spot in part:
            top, left = row + spot.row, 1 + spot.column
            if spot.text:
                _write(sheet.cell(top, left), spot.text)
            if spot.rows > 1 or spot.columns > 1:
                sheet.merge_cells(None, top, left, top + spot.rows - 1, left + spot.columns - 1)
        row += max(spot.row + spot.rows for spot in part) + 1
    out = io.BytesIO()
    workbook.save(out)
    return out.getvalue()


def _write(cell: Any, text: str) -> None:
    """Write a text as a text, even one that begins like a formula."""
    cell.value = text
    cell.data_type = "s"
