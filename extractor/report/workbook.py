"""A record as an XLSX workbook: the forms as they look, their laws as formulas, then all cells and findings as lists.

Comes in: a ``Record``. Goes out: the bytes of the workbook, the same for the same record. Never writes a file.
The text of a document is text everywhere: formulas are written only by ``law_formula`` and ``number_formula`` and
the sheets that refer to their lines, from addresses and numbers; links lead only from one sheet to another.
"""

from __future__ import annotations

import io
from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from extractor.labels import FORM_TYPES, ORIGINS, SEVERITIES, Label, path_label
from extractor.report.cell_style import Styles, put_text, put_value, row_height
from extractor.report.form_sheet import Drawn, draw_form, sheet_name
from extractor.sheet.view import FormView, counts, paths_of
from extractor.values import Cell, Record
from extractor.wording import proof_in_english, reason_in_english, title_of_law

if TYPE_CHECKING:
    from extractor.report.live_laws import LiveForm
    from extractor.settings import Settings

_CELL_HEADS = (
    ("表", 5), ("路径", 26), ("字段", 24), ("值", 30), ("原文", 30), ("来历", 8), ("待核", 6), ("可信度", 8),
    ("原因", 36), ("依据", 36), ("出处文字", 30), ("起", 8), ("止", 8), ("相符的勾稽", 60), ("不符的勾稽", 30),
    ("in English", 60),
)  # fmt: skip
_CELLS_ON_PAPER = 10  # columns of ``cells`` that are printed: with all of them the letters would be 4 points high
_FINDING_HEADS = (
    ("表", 5), ("程度", 8), ("说明", 60), ("应为", 12), ("表列", 12), ("相差", 12), ("涉及单元格", 50),
    ("勾稽规则", 30), ("依据文件", 30), ("in English", 60),
)  # fmt: skip
_OVERVIEW_HEADS = (
    ("表", 5), ("类型", 26), ("项目或标题", 40), ("单元格", 8), ("识读", 8), ("拼接", 8), ("修复", 8), ("推定", 8),
    ("空白", 8), ("缺失", 8), ("已核", 8), ("待核", 8), ("错误", 8), ("提醒", 8), ("备注", 8),
)  # fmt: skip
_COUNTED = "cells read stitched repaired inferred blank missing reviewed review error warning note".split()


def to_xlsx(record: Record, settings: Settings | None = None) -> bytes:
    """The workbook of a record: one sheet per form, then ``laws``, ``cells``, ``findings``, ``overview``, ``workings``.

    ``settings`` say which laws there are (families of one's own) and by which tables; None stands for the usual.
    A record without a law that can be worked out has no sheets ``laws`` and ``workings``.
    """
    from extractor.report.plain_book import new_book

    out = io.BytesIO()
    book = new_book(out)
    draw_record(book, record, settings)
    book.close()
    return out.getvalue()


def draw_record(book: Any, record: Record, settings: Settings | None = None) -> Sequence[LiveForm]:
    """Add all sheets of a record to an open workbook; what comes back says where everything stands."""
    from extractor.report.law_sheet import draw_laws, draw_workings
    from extractor.report.live_marks import draw_marks

    styles = Styles(book)
    views = [FormView.of(form) for form in record.forms]
    taken = {"laws", "cells", "findings", "overview", "workings"}
    names = [sheet_name(number, view, taken) for number, view in enumerate(views, 1)]
    drawn = [(view, draw_form(book, styles, view, name)) for view, name in zip(views, names, strict=True)]
    live = _planned(drawn, settings)
    has_laws = any(form.laws for form in live)
    if has_laws:
        draw_laws(book, styles, live)
    for form in live:
        draw_marks(book, styles, form)
    cells = write_list(book, styles, "cells", _CELL_HEADS, _cell_rows(views), {7})
    cells.print_area(0, 0, cells.dim_rowmax, _CELLS_ON_PAPER - 1)
    write_list(book, styles, "findings", _FINDING_HEADS, _finding_rows(views), {3, 4, 5})
    write_list(book, styles, "overview", _OVERVIEW_HEADS, _overview_rows(views))
    if has_laws:
        draw_workings(book, styles, live)
    return live


def _planned(drawn: Sequence[tuple[FormView, Drawn]], settings: Settings | None) -> Sequence[LiveForm]:
    """The laws of each form's family with their lines; all laws where the family is not known."""
    from extractor.family import load_families
    from extractor.report.live_laws import plan
    from extractor.settings import Settings

    settings = settings or Settings()
    families = load_families(settings.family_folders)
    known = [families.get(view.form.family) for view, _ in drawn]
    return plan(drawn, [family.laws or None if family else None for family in known], settings.laws)


def write_list(
    book: Any,
    styles: Styles,
    name: str,
    heads: Sequence[tuple[str, int]],
    rows: Iterable[Sequence[str | int | None]],
    numeric: Collection[int] = (),
) -> Any:
    """Add a sheet with a frozen head line, a filter and one line per row, and give it back.

    Integers, and plain numbers in the ``numeric`` columns, are numbers; all else is text.
    """
    sheet = book.add_worksheet(name)
    for column, (head, width) in enumerate(heads):
        sheet.set_column(column, column, width)
        put_text(sheet, 0, column, head, styles.format("head"))
    widths = [width for _, width in heads]
    sheet.set_row(0, row_height([head for head, _ in heads], widths))
    count, listed = styles.format("count"), styles.format("listed")
    last = 0
    for last, row in enumerate(rows, 1):  # noqa: B007 - the last number is the size of the filter
        sheet.set_row(last, row_height(row, widths))
        for column, item in enumerate(row):
            if isinstance(item, int):
                sheet.write_number(last, column, item, count)
            elif item and column in numeric:
                put_value(sheet, (last, column), item, styles, ("listed", ()), True)
            else:
                put_text(sheet, last, column, item or "", listed)
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, last, len(heads) - 1)
    sheet.set_paper(9)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
    sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
    sheet.set_footer("&C&A　&P / &N")
    return sheet


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
