"""One flat table over many records: all indicators, all funds, all findings, all cells, or one line per form.

Comes in: records. Goes out: rows as dicts of text, and those rows as CSV or XLSX bytes. Never lets
document text become a formula in a spreadsheet, and never writes a file.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterator, Sequence

from extractor.errors import UsageError
from extractor.labels import Label, Language, field_label, unit_of
from extractor.report import portfolio
from extractor.report.schema import INDICATOR_COLUMNS, MONEY_COLUMNS
from extractor.sheet.view import FormView, paths_of
from extractor.values import Record
from extractor.wording import proof_label, reason_label

Row = dict[str, str | None]

_LEAD = ("document", "form", "title", "project", "unit_name", "year")
_FINDING = ("severity", "law", "message", "expected", "found", "difference", "cells", "citation")
_CELL = ("path", "value", "raw", "origin", "needs_review", "confidence", "reasons", "proof", "evidence")
_COLUMNS: dict[str, tuple[str, ...]] = {
    "indicators": (*_LEAD, "row", *INDICATOR_COLUMNS, "needs_review"),
    "funds": (*_LEAD, "row", "money_unit", "stage", "source", *MONEY_COLUMNS, "needs_review"),
    "findings": (*_LEAD, *_FINDING),
    "cells": (*_LEAD, *_CELL),
    "portfolio": portfolio.COLUMNS,
}
TABLES = tuple(_COLUMNS)

_HEADS: dict[str, Label] = {
    "document": Label("文件", "document"),
    "form": Label("表号", "form"),
    "project": Label("项目名称", "project"),
    "unit_name": Label("单位", "unit"),
    "year": Label("年度", "year"),
    "row": Label("行号", "row"),
    "money_unit": Label("金额单位", "unit of money"),
    "severity": Label("程度", "severity"),
    "law": Label("勾稽规则", "law"),
    "message": Label("说明", "message"),
    "expected": Label("应为", "expected"),
    "found": Label("表列", "found"),
    "difference": Label("相差", "difference"),
    "cells": Label("涉及单元格", "cells"),
    "citation": Label("依据文件", "citation"),
    "path": Label("路径", "path"),
    "value": Label("值", "value"),
    "raw": Label("原文", "raw"),
    "origin": Label("来历", "origin"),
    "needs_review": Label("待核", "needs review"),
    "confidence": Label("可信度", "confidence"),
    "reasons": Label("原因", "reasons"),
    "proof": Label("依据", "proof"),
    "evidence": Label("出处", "evidence"),
}
# What makes a spreadsheet take a text for a formula; a plain negative number is left alone.
_RISKY = re.compile(r"[=+\-@\t\r\n＝＋－＠]")
_NUMBER = re.compile(r"-?\d+(\.\d+)?%?")


def columns(table: str) -> tuple[str, ...]:
    """The column keys of a table; raises UsageError for a table that does not exist."""
    if table not in _COLUMNS:
        raise UsageError(f"There is no table {table!r} to export; there are: {', '.join(TABLES)}.")
    return _COLUMNS[table]


def rows(records: Sequence[Record], table: str, language: Language = "zh") -> list[Row]:
    """The rows of a table over all forms of all records, in their order; values as in the records.

    Messages, reasons and proofs are told in the language.

    Raises UsageError for a table that does not exist.
    """
    keys = columns(table)
    build = _BUILDERS[table]
    found = []
    for record in records:
        for number, form in enumerate(record.forms, 1):
            view = FormView.of(form)
            lead = _lead(record, number, view)
            found += [{key: (lead | row).get(key) for key in keys} for row in build(view, language)]
    return found


def to_csv(rows: Sequence[Row], table: str, language: Language = "zh") -> bytes:
    """The rows as CSV in UTF-8 with a byte order mark, so that spreadsheets read Chinese.

    A text that a spreadsheet would run as a formula gets an apostrophe in front.
    """
    keys = columns(table)
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow([head(key, table).say(language) for key in keys])
    writer.writerows([[_harmless(row.get(key) or "") for key in keys] for row in rows])
    return out.getvalue().encode("utf-8-sig", errors="replace")


def to_xlsx(rows: Sequence[Row], table: str, language: Language = "zh") -> bytes:
    """The rows as a workbook; plain numbers are numbers with their printed decimals.

    The portfolio has its rates and totals as formulas, and a second sheet by grade; all other tables are one
    sheet without a formula.
    """
    from extractor.report import portfolio_book
    from extractor.report.cell_style import Styles
    from extractor.report.plain_book import new_book
    from extractor.report.workbook import write_list

    keys = columns(table)
    if table == "portfolio":
        return portfolio_book.to_xlsx(rows, [head(key, table).say(language) for key in keys], language)
    out = io.BytesIO()
    book = new_book(out)
    heads = [(head(key).say(language), _width(key)) for key in keys]
    numeric = {number for number, key in enumerate(keys) if key in _COUNTABLE}
    write_list(book, Styles(book), table, heads, ([row.get(key) for key in keys] for row in rows), numeric)
    book.close()
    return out.getvalue()


_COUNTABLE = frozenset(MONEY_COLUMNS) | {"form", "row", "progress", "expected", "found", "difference", "confidence"}


def head(key: str, table: str = "") -> Label:
    """The name of a column; the portfolio's amounts name their unit."""
    own = portfolio.HEADS.get(key) if table == "portfolio" else None
    return own or _HEADS.get(key) or field_label(key)


def _width(key: str) -> int:
    wide = {"message": 60, "deviation_note": 40, "title": 34, "project": 30, "reasons": 36, "proof": 36, "evidence": 30}
    return wide.get(key, 12 if key in _COUNTABLE else 18)


def _harmless(text: str) -> str:
    # NUL and its kin end a text in some readers, so that what follows could start afresh.
    shown = re.sub(r"[\x00-\x08\x0b\x0c\x0e-\x1f]", "�", text)
    if _RISKY.match(shown.lstrip(" \u3000\xa0")) and not _NUMBER.fullmatch(shown):
        return "'" + shown
    return shown


def _lead(record: Record, number: int, view: FormView) -> Row:
    return {
        "document": record.source.name,
        "form": str(number),
        "title": view.value("title"),
        "project": view.value("project_name"),
        "unit_name": view.value("implementing_unit") or view.value("reporting_unit"),
        "year": view.value("fiscal_year"),
    }


def _list_rows(table: str, view: FormView, keys: Sequence[str]) -> Iterator[Row]:
    listed = view.form.values.get(table)
    for number in range(len(listed) if isinstance(listed, list) else 0):
        at = f"{table}[{number}]"
        doubtful = [key for key in keys if (cell := view.cell(f"{at}.{key}")) and cell.needs_review]
        row: Row = {key: view.value(f"{at}.{key}") for key in keys}
        yield {"row": str(number + 1), **row, "needs_review": " ".join(doubtful) or None}


def _indicators(view: FormView, language: Language) -> Iterator[Row]:
    return _list_rows("indicators", view, INDICATOR_COLUMNS)


def _funds(view: FormView, language: Language) -> Iterator[Row]:
    unit = unit_of(view.form.units, "funds") or None
    for row in _list_rows("funds", view, ("stage", "source", *MONEY_COLUMNS)):
        yield {"money_unit": unit, **row}


def _findings(view: FormView, language: Language) -> Iterator[Row]:
    for found in view.form.findings:
        row: Row = {key: getattr(found, key) for key in _FINDING if key != "cells"}
        message = found.message_en if language == "en" else found.message
        yield {**row, "message": message, "cells": " ".join(found.cells)}


def _cells(view: FormView, language: Language) -> Iterator[Row]:
    for path in paths_of(view.form):
        cell = view.cell(path)
        row: Row = {"path": path, "value": view.value(path)}
        if cell is not None:
            row |= {
                "raw": cell.raw,
                "origin": cell.origin,
                "needs_review": "1" if cell.needs_review else None,
                "confidence": f"{cell.confidence:.2f}",
                "reasons": ("; " if language == "en" else "；").join(
                    reason_label(reason).say(language) for reason in cell.reasons
                ),
                "proof": proof_label(cell.proof).say(language) if cell.proof else None,
                "evidence": " ".join(f"{piece.start}-{piece.end}" for piece in cell.evidence),
            }
        yield row


_BUILDERS: dict[str, Callable[[FormView, Language], Iterator[Row]]] = {
    "indicators": _indicators,
    "funds": _funds,
    "findings": _findings,
    "cells": _cells,
    "portfolio": lambda view, language: iter([portfolio.portfolio_line(view, language)]),
}
