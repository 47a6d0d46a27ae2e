"""A record as an XLSX workbook: the forms as they look, then all cells and all findings as lists.

Comes in: a ``Record``. Goes out: the bytes of the workbook. Never writes a file, a formula or a
link; the bytes are the same for the same record.
"""

from __future__ import annotations

import io
import math
from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any

from extractor.labels import FORM_TYPES, ORIGINS, SEVERITIES, Label, path_label
from extractor.report.cell_style import ROOM, Styles, em_width, put_text, put_value
from extractor.report.form_sheet import draw_form, sheet_name
from extractor.sheet.view import FormView, counts, paths_of
from extractor.values import Cell, Record
from extractor.wording import proof_in_english, reason_in_english, title_of_law

_CELL_HEADS = (
    ("表", 5), ("路径", 26), ("字段", 24), ("值", 30), ("原文", 30), ("来历", 8), ("待核", 6), ("可信度", 8),
    ("原因", 36), ("依据", 36), ("出处文字", 30), ("起", 8), ("止", 8), ("相符的勾稽", 30), ("不符的勾稽", 30),
    ("in English", 48),
)  # fmt: skip
_FINDING_HEADS = (
    ("表", 5), ("程度", 8), ("说明", 60), ("应为", 12), ("表列", 12), ("相差", 12), ("涉及单元格", 50),
    ("勾稽规则", 30), ("依据文件", 30), ("in English", 60),
)  # fmt: skip
_OVERVIEW_HEADS = (
    ("表", 5), ("类型", 26), ("项目或标题", 40), ("单元格", 8), ("识读", 8), ("拼接", 8), ("修复", 8), ("推定", 8),
    ("空白", 8), ("缺失", 8), ("已核", 8), ("待核", 8), ("错误", 8), ("提醒", 8), ("备注", 8),
)  # fmt: skip
_COUNTED = "cells read stitched repaired inferred blank missing reviewed review error warning note".split()
_LINE, _MOST_LINES = 13.5, 8
# A fixed date, so that the same record gives the same bytes.
_CREATED = datetime(2000, 1, 1)


def to_xlsx(record: Record) -> bytes:
    """The workbook of a record: one sheet per form, then ``cells``, ``findings`` and ``overview``."""
    import xlsxwriter

    out = io.BytesIO()
    book = new_book(xlsxwriter, out)
    styles = Styles(book)
    views = [FormView.of(form) for form in record.forms]
    taken = {"cells", "findings", "overview"}
    for number, view in enumerate(views, 1):
        draw_form(book, styles, view, sheet_name(number, view, taken))
    write_list(book, styles, "cells", _CELL_HEADS, _cell_rows(views), {7})
    write_list(book, styles, "findings", _FINDING_HEADS, _finding_rows(views), {3, 4, 5})
    write_list(book, styles, "overview", _OVERVIEW_HEADS, _overview_rows(views))
    book.close()
    return out.getvalue()


def new_book(xlsxwriter: Any, out: io.BytesIO) -> Any:
    """An open workbook in which no text is ever taken for a formula, a link or a number."""
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book = xlsxwriter.Workbook(out, options)
    book.set_properties({"created": _CREATED, "title": "绩效自评表识读结果"})
    return book


def write_list(
    book: Any,
    styles: Styles,
    name: str,
    heads: Sequence[tuple[str, int]],
    rows: Iterable[Sequence[str | int | None]],
    numeric: Collection[int] = (),
) -> None:
    """Add a sheet with a frozen head line, a filter and one line per row.

    Integers, and plain numbers in the ``numeric`` columns, are numbers; all else is text.
    """
    sheet = book.add_worksheet(name)
    for column, (head, width) in enumerate(heads):
        sheet.set_column(column, column, width)
        put_text(sheet, 0, column, head, styles.format("head"))
    last = 0
    for last, row in enumerate(rows, 1):  # noqa: B007 - the last number is the size of the filter
        sheet.set_row(last, _row_height(row, [width for _, width in heads]))
        for column, item in enumerate(row):
            if isinstance(item, int):
                sheet.write_number(last, column, item, styles.format("count"))
            elif item and column in numeric:
                put_value(sheet, (last, column), item, styles, ("listed", ()), True)
            else:
                put_text(sheet, last, column, item or "", styles.format("listed"))
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, last, len(heads) - 1)
    sheet.set_paper(9)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)


def _row_height(row: Sequence[str | int | None], widths: Sequence[int]) -> float:
    """The height in points at which every text of a list's line can be read; very long ones are cut off."""
    lines = (
        sum(math.ceil(em_width(part) * ROOM / (width - 1)) or 1 for part in str(item).split("\n"))
        for item, width in zip(row, widths, strict=False)
        if item
    )
    return min(max(lines, default=1), _MOST_LINES) * _LINE + 4


def _cell_rows(views: list[FormView]) -> Iterator[list[str | int | None]]:
    for number, view in enumerate(views, 1):
        for path in paths_of(view.form):
            cell, value = view.cell(path), view.value(path)
            label = path_label(path, view.form.form_type).zh
            if cell is None:
                yield [number, path, label, value, *[""] * 12]
                continue
            spans = cell.evidence
            yield [
                number, path, label, value, cell.raw, ORIGINS[cell.origin].zh, "是" if cell.needs_review else "",
                f"{cell.confidence:.2f}", "；".join(cell.reasons), cell.proof,
                " … ".join(piece.text for piece in spans), ",".join(str(piece.start) for piece in spans),
                ",".join(str(piece.end) for piece in spans), _titles(cell.laws_hold), _titles(cell.laws_broken),
                _in_english(cell),
            ]  # fmt: skip


def _titles(laws: Iterable[str]) -> str:
    return "；".join(map(title_of_law, laws))


def _in_english(cell: Cell) -> str:
    """Why a cell needs review and what proves it, in English."""
    proof = [proof_in_english(cell.proof)] if cell.proof and cell.proof not in cell.reasons else []
    return "; ".join([*map(reason_in_english, cell.reasons), *proof])


def _finding_rows(views: list[FormView]) -> Iterator[list[str | int | None]]:
    for number, view in enumerate(views, 1):
        for found in view.form.findings:
            cells = "、".join(path_label(path, view.form.form_type).zh for path in found.cells)
            yield [
                number, SEVERITIES[found.severity].zh, found.message, found.expected, found.found, found.difference,
                cells, title_of_law(found.law), found.citation, found.message_en,
            ]  # fmt: skip


def _overview_rows(views: list[FormView]) -> Iterator[list[str | int | None]]:
    for number, view in enumerate(views, 1):
        kind = FORM_TYPES.get(view.form.form_type, Label(view.form.form_type, "")).zh
        name = view.value("project_name") or view.value("title")
        figures = counts(view.form)
        yield [number, kind, name, *(figures[key] for key in _COUNTED)]
