"""One sheet per form, laid out as the form looks on paper.

Comes in: a ``FormView`` and an open xlsxwriter workbook. Goes out: a sheet in it, and where on it each path
stands. Never changes a digit: numbers keep their printed decimals by their number format.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from extractor.labels import STATES, code_label
from extractor.report.cell_style import ROOM, Styles, em_width, put_text, put_value, remark
from extractor.sheet.blocks import blocks
from extractor.sheet.grid import Placed, common_widths, place
from extractor.sheet.layout import NUMBER_FIELDS, slot_text
from extractor.sheet.view import FormView, printable

# The width of a sheet in column units: wide enough to read, narrow enough that A4 upright does not shrink it
# below 7 points.
_WIDTH = 112.0
_LINE, _SHORTEST, _TALLEST = 14.0, 20.0, 400.0
_ROW_PADDING = 6.0
_BRACKETS = str.maketrans("()", "（）")
_COUNTABLE = NUMBER_FIELDS | {"target", "actual"}


@dataclass(frozen=True, slots=True)
class Drawn:
    """A sheet that was drawn: its name, the place of each path, and how many columns the form takes."""

    name: str
    sheet: Any
    places: Mapping[str, Placed]
    columns: int


def sheet_name(number: int, view: FormView, taken: set[str]) -> str:
    """A name that a workbook accepts: the form's number and its project, at most 31 characters, unique."""
    title = view.value("project_name") or view.value("title") or ""
    # A name stands in formulas and links: round brackets are full width there, as in the rest of a Chinese title.
    name = f"{number} " + re.sub(r"[\[\]:*?/\\']", " ", printable(title)).strip().translate(_BRACKETS)
    name = name[:28].strip()
    while name.lower() in taken:
        name = f"{name[:26]}~{len(taken)}"
    taken.add(name.lower())
    return name


def draw_form(book: Any, styles: Styles, view: FormView, name: str) -> Drawn:
    """Add the sheet of one form to a workbook, and say where everything stands on it."""
    sheet = book.add_worksheet(name)
    drawn = blocks(view)
    widths = common_widths(drawn)
    units = [width * _WIDTH / sum(widths) for width in widths]
    units[0] = max(units[0], 4.0)
    for column, width in enumerate(units):
        sheet.set_column(column, column, width)
    items = [item for _, placed in place(drawn, widths) for item in placed]
    for item in items:
        _draw(sheet, styles, view, item)
    heights = row_heights([(item, _need(view, item, units)) for item in items])
    for row, height in enumerate(heights):
        sheet.set_row(row, min(height, _TALLEST))
    last = len(heights) - 1
    _legend(sheet, styles, last + 2, len(widths))
    _page(sheet, last, len(widths))
    return Drawn(name, sheet, {path: item for item in items for path in item.slot.paths}, len(widths))


def _draw(sheet: Any, styles: Styles, view: FormView, item: Placed) -> None:
    slot = item.slot
    text = shown_text(view, item)
    states = view.states(slot.paths[0]) if slot.paths else ()
    if (item.top, item.left) != (item.bottom, item.right):
        style = styles.format(slot.kind, states)
        sheet.merge_range(item.top, item.left, item.bottom, item.right, "", style)
    if slot.label is not None or slot.kind in ("title", "year"):
        put_text(sheet, item.top, item.left, text, styles.format(slot.kind, states))
    else:
        put_value(sheet, (item.top, item.left), text, styles, (slot.kind, states), _countable(slot.paths))
    note = next((told for path in slot.paths if (told := remark(view, path))), "")
    if note:
        lines = sum(math.ceil(em_width(line) / 20) or 1 for line in note.split("\n"))
        sheet.write_comment(item.top, item.left, note, {"width": 300, "height": 18 * lines + 20, "font_size": 9})


def _countable(paths: Sequence[str]) -> bool:
    """Whether a plain number here is one: phones, years and codes look like numbers and are none."""
    return bool(paths) and paths[0].rsplit(".", 1)[-1] in _COUNTABLE


def shown_text(view: FormView, item: Placed) -> str:
    """The text of a slot in Chinese; the year in its brackets."""
    slot = item.slot
    text = slot_text(view, slot).zh
    if slot.kind == "year":
        return f"（{text}年度）" if text else ""
    if slot.label is None and slot.paths and (code := code_label(slot.paths[0], text)):
        return code.zh
    return text


def _need(view: FormView, item: Placed, units: Sequence[float]) -> float:
    """The height in points that the text of a slot needs at the width of its columns."""
    text = shown_text(view, item)
    if item.slot.kind == "side":
        return _LINE * len(text) + _ROW_PADDING
    size = 1.6 if item.slot.kind == "title" else 1.0
    room = max(1.0, sum(units[item.left : item.right + 1]) / ROOM - (0.6 if item.slot.kind == "head" else 1.6))
    lines = sum(max(1, math.ceil(em_width(line) * size / room)) for line in text.split("\n"))
    return lines * _LINE * size + _ROW_PADDING


def row_heights(needs: Sequence[tuple[Placed, float]]) -> list[float]:
    """Row heights in which every slot fits; what a merged slot lacks is shared by its rows."""
    heights = [_SHORTEST] * (max(item.bottom for item, _ in needs) + 1)
    for item, need in sorted(needs, key=lambda pair: pair[0].bottom - pair[0].top):
        rows = range(item.top, item.bottom + 1)
        lack = need - sum(heights[row] for row in rows)
        for row in rows if lack > 0 else ():
            heights[row] += lack / len(rows)
    return heights


def _legend(sheet: Any, styles: Styles, row: int, columns: int) -> None:
    """The colours in words of both languages, below the form."""
    put_text(sheet, row, 0, "图例", styles.format("year"))
    shown = [state for state in STATES if state != "edited"]
    for at, state in enumerate(shown):
        line, column = divmod(at, max(1, columns - 1))
        sheet.set_row(row + line, 2 * _LINE + _ROW_PADDING)
        put_text(sheet, row + line, column + 1, "\n".join(STATES[state]), styles.format("head", (state,)))


def _page(sheet: Any, last: int, columns: int) -> None:
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
    sheet.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.6)
    sheet.center_horizontally()
    sheet.print_area(0, 0, last, columns - 1)
    sheet.set_footer("&C&P / &N")
    sheet.hide_gridlines(2)
    sheet.freeze_panes(1, 0)
