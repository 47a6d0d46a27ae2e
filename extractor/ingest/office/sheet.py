"""One worksheet as it is seen: its texts by place, and its merged areas, hidden rows and columns left out.

Comes in: the XML of a sheet and the workbook it belongs to. Goes out: a ``Sheet`` whose rows and columns count from
0 and know no gaps. Never computes a formula: its value is the one that was saved with it.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from extractor.ingest.office.displayed import Shown, number_shown, text_shown
from extractor.ingest.office.package import Element, attribute, child, local
from extractor.ingest.office.workbook import Style, Workbook, is_on, rich_text

_PLACE = re.compile(r"\$?([A-Za-z]{1,3})\$?(\d{1,7})")
_LAST_ROW, _LAST_COLUMN = 1 << 20, 1 << 14
_REACHES_OUT = re.compile(
    r"WEBSERVICE|FILTERXML|DDE|RTD|CALL|REGISTER|HYPERLINK|IMAGE|INFO\(|CELL\(|\[|://|file:|\|", re.IGNORECASE
)

Area = tuple[int, int, int, int]
"""First row, first column, last row, last column."""


@dataclass(slots=True)
class Sheet:
    """What a sheet shows."""

    texts: dict[tuple[int, int], str] = field(default_factory=dict)
    merged: list[Area] = field(default_factory=list)
    walled: set[int] = field(default_factory=set)
    """Rows that have cells between lines, filled or not."""
    uncomputed: bool = False
    """A formula has no saved value."""
    reaches_out: bool = False
    """Such a formula names something outside of the workbook."""


def read_sheet(root: Element, workbook: Workbook) -> Sheet:
    """Read one worksheet."""
    view = child(root, "sheetViews", "sheetView")
    zeros = view is None or view.get("showZeros", "1").lower() not in ("0", "false")
    reader = _Reader(workbook, Shown(workbook.date1904, zeros))
    reader.rows(child(root, "sheetData"))
    areas = [area for merge in root.iterfind("{*}mergeCells/{*}mergeCell") if (area := _area(merge.get("ref", "")))]
    return _without_hidden(reader.sheet, areas, reader.hidden_rows, _hidden_columns(root))


class _Reader:
    """Reads the cells; rows and columns that leave out where they stand follow the one before."""

    def __init__(self, workbook: Workbook, how: Shown) -> None:
        self.sheet = Sheet()
        self.hidden_rows: list[tuple[int, int]] = []
        self._workbook = workbook
        self._how = how

    def rows(self, data: Element | None) -> None:
        """Read all rows."""
        number = -1
        for row in () if data is None else data:
            said = row.get("r", "")
            number = int(said) - 1 if said.isdecimal() and 0 < len(said) < 8 and int(said) > 0 else number + 1
            if is_on(row, "hidden") or row.get("ht") == "0":
                self.hidden_rows.append((number, number))
            if number < _LAST_ROW:
                self._row(row, number)  # a hidden one too: a merged area may begin in it and be seen below

    def _row(self, row: Element, number: int) -> None:
        column = -1
        for cell in row:
            place = _PLACE.fullmatch(cell.get("r", ""))
            column = _column(place[1]) if place else column + 1
            if column >= _LAST_COLUMN:
                break
            style = self._workbook.style(cell.get("s"))
            if style.walled:
                self.sheet.walled.add(number)
            if len(cell) and (text := self._text(cell, style)):
                self.sheet.texts[number, column] = text

    def _text(self, cell: Element, style: Style) -> str:
        kind = cell.get("t", "n")
        if kind == "inlineStr":
            item = child(cell, "is")
            return "" if item is None else text_shown(rich_text(item), style.format)
        value = child(cell, "v")
        stored = (value.text or "") if value is not None else ""
        if not stored:
            self._note_formula(child(cell, "f"), kind)
            return ""
        if kind == "s":
            index = int(stored) if stored.isascii() and stored.strip().isdecimal() and len(stored) < 9 else -1
            texts = self._workbook.texts
            return text_shown(texts[index], style.format) if 0 <= index < len(texts) else ""
        if kind == "b":
            return "TRUE" if stored.strip() == "1" else "FALSE"
        if kind == "str":
            return text_shown(stored, style.format)
        return stored if kind in ("e", "d") else number_shown(stored, style.format, self._how)

    def _note_formula(self, formula: Element | None, kind: str) -> None:
        """Remember a formula without a value; a text formula that was saved with an empty text has one."""
        if formula is not None and kind != "str":
            self.sheet.uncomputed = True
            self.sheet.reaches_out |= bool(_REACHES_OUT.search(formula.text or ""))


def _column(letters: str) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1


def _area(reference: str) -> Area | None:
    first, _, last = reference.partition(":")
    start, end = _PLACE.fullmatch(first), _PLACE.fullmatch(last or first)
    if start is None or end is None:
        return None
    rows = sorted((int(start[2]) - 1, int(end[2]) - 1))
    columns = sorted((_column(start[1]), _column(end[1])))
    return max(rows[0], 0), columns[0], min(rows[1], _LAST_ROW - 1), min(columns[1], _LAST_COLUMN - 1)


def _hidden_columns(root: Element) -> list[tuple[int, int]]:
    hidden = []
    for column in root.iterfind("{*}cols/{*}col"):
        ends = column.get("min", ""), column.get("max", "")
        if (is_on(column, "hidden") or attribute(column, "width") == "0") and all(e.isdecimal() for e in ends):
            hidden.append((int(ends[0]) - 1, min(int(ends[1]), _LAST_COLUMN) - 1))
    return hidden


class _Seen:
    """Counts along one direction what is not hidden."""

    def __init__(self, hidden: Iterable[tuple[int, int]]) -> None:
        self._hidden = [place for first, last in runs(hidden) for place in range(max(first, 0), last + 1)]

    def of(self, place: int) -> int | None:
        """The place among the visible ones; None for a hidden one."""
        index = bisect_left(self._hidden, place)
        return None if index < len(self._hidden) and self._hidden[index] == place else place - index

    def range(self, first: int, last: int) -> tuple[int, int]:
        """The visible ones from first to last; the end lies before the start where there are none."""
        return first - bisect_left(self._hidden, first), last - bisect_left(self._hidden, last + 1)


def _without_hidden(
    sheet: Sheet, areas: list[Area], hidden_rows: list[tuple[int, int]], hidden_columns: list[tuple[int, int]]
) -> Sheet:
    """The sheet without its hidden rows and columns; a merged area shows its text wherever a part of it is seen."""
    rows, columns = _Seen(hidden_rows), _Seen(hidden_columns)
    seen = Sheet(uncomputed=sheet.uncomputed, reaches_out=sheet.reaches_out)
    for area in areas:
        text = sheet.texts.pop((area[0], area[1]), "")
        (top, bottom), (left, right) = rows.range(area[0], area[2]), columns.range(area[1], area[3])
        if top <= bottom and left <= right:
            seen.merged.append((top, left, bottom, right))
            if text:
                seen.texts[top, left] = text
    for (row, column), text in sheet.texts.items():
        down, across = rows.of(row), columns.of(column)
        if down is not None and across is not None:
            seen.texts.setdefault((down, across), text)
    seen.walled = {down for row in sheet.walled if (down := rows.of(row)) is not None}
    return seen


def runs(spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Spans (first and last) that touch or overlap, as one each, in order."""
    found: list[tuple[int, int]] = []
    for first, last in sorted(spans):
        if found and first <= found[-1][1] + 1:
            found[-1] = found[-1][0], max(found[-1][1], last)
        else:
            found.append((first, last))
    return found


def shape_texts(drawing: Element) -> Iterator[str]:
    """The texts of the shapes that lie on a sheet, a paragraph each."""
    for body in drawing.iter("{*}txBody"):
        for paragraph in body:
            if local(paragraph) == "p":
                yield "".join(text.text or "" for text in paragraph.iter("{*}t"))
