"""What all sheets of a workbook share: its texts, its number formats, which sheets are seen.

Comes in: an opened package whose main part is a workbook. Goes out: a ``Workbook``. Never looks into a sheet.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from extractor.ingest.office.displayed import BUILT_IN, GENERAL
from extractor.ingest.office.package import Element, Package, attribute, child, local

_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_YES = ("1", "true", "on")


@dataclass(frozen=True, slots=True)
class Style:
    """How a cell looks: its number format, and whether it has a line on its left or right."""

    format: str = GENERAL
    walled: bool = False


@dataclass(frozen=True, slots=True)
class Workbook:
    """The shared parts of a workbook; ``sheets`` names the parts of the visible worksheets in order."""

    sheets: tuple[str, ...]
    texts: tuple[str, ...]
    styles: tuple[Style, ...]
    date1904: bool

    def style(self, number: str | None) -> Style:
        """The style of a cell that names it by number."""
        index = int(number) if number and number.isascii() and number.isdecimal() and len(number) < 9 else 0
        return self.styles[index] if index < len(self.styles) else Style()


def read_workbook(package: Package, main: str, root: Element) -> Workbook:
    """Read the shared parts, given the main one; those that are missing are empty."""
    links = package.related(main)
    parts = {link.kind: link.target for link in links.values() if link.target in package}
    texts = _texts(package.xml(parts["sharedStrings"])) if "sharedStrings" in parts else ()
    styles = _styles(package.xml(parts["styles"])) if "styles" in parts else ()
    sheets = []
    for sheet in root.iterfind("{*}sheets/{*}sheet"):
        link = links.get(attribute(sheet, "id") or "")
        if sheet.get("state", "visible") == "visible" and link is not None and link.kind == "worksheet":
            sheets.append(link.target)
    return Workbook(tuple(sheets), texts, styles, is_on(child(root, "workbookPr"), "date1904"))


def is_on(element: Element | None, name: str) -> bool:
    """Say whether an attribute says yes."""
    return (attribute(element, name) or "").lower() in _YES


def rich_text(element: Element) -> str:
    """The text of a string item: its plain text or its runs, without what only says how it is pronounced."""
    return _ESCAPED.sub(_unescaped, "".join(_runs(element)))


def _runs(element: Element) -> Iterator[str]:
    for part in element:
        if local(part) == "t":
            yield part.text or ""
        elif local(part) == "r":
            yield from (text.text or "" for text in part.iterfind("{*}t"))


def _unescaped(match: re.Match[str]) -> str:
    char = chr(int(match[1], 16))
    return " " if char in "\r\t" else char if char.isprintable() or char == "\n" else ""


def _texts(root: Element) -> tuple[str, ...]:
    return tuple(rich_text(item) for item in root if local(item) == "si")


def _styles(root: Element) -> tuple[Style, ...]:
    formats = dict(BUILT_IN)
    for said in root.iterfind("{*}numFmts/{*}numFmt"):
        if (number := said.get("numFmtId", "")).isdecimal():
            formats[int(number)] = said.get("formatCode", GENERAL)
    walls = [_is_walled(border) for border in root.iterfind("{*}borders/{*}border")]
    return tuple(_style(xf, formats, walls) for xf in root.iterfind("{*}cellXfs/{*}xf"))


def _style(xf: Element, formats: dict[int, str], walls: list[bool]) -> Style:
    number, border = xf.get("numFmtId", "0"), xf.get("borderId", "0")
    walled = border.isdecimal() and int(border) < len(walls) and walls[int(border)]
    return Style(formats.get(int(number), GENERAL) if number.isdecimal() else GENERAL, walled)


def _is_walled(border: Element) -> bool:
    sides = [child(border, side) for side in ("left", "right", "start", "end")]
    return any(side is not None and side.get("style", "none") != "none" for side in sides)
