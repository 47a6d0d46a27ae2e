"""Workbooks in which text stays text, and formulas are kept letter by letter.

Comes in: nothing. Goes out: an open xlsxwriter workbook. Never takes a text for a formula, a link or a number,
and never looks for functions inside a formula: a sheet that is named after a project may be called ``SORT(``.
"""

from __future__ import annotations

import io
from datetime import datetime
from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

# A fixed date, so that the same record gives the same bytes.
_CREATED = datetime(2000, 1, 1)


class PlainWorksheet(Worksheet):  # type: ignore[misc]
    """A sheet whose formulas are written as they are: none of ours has a function newer than the file format.

    The search for such functions would take more time than all the rest of a workbook.
    """

    def _prepare_formula(self, formula: str, expand_future_functions: bool = False) -> str:
        return formula.removeprefix("=")


def new_book(out: io.BytesIO, title: str = "绩效自评表识读结果") -> Any:
    """An open workbook in which no text is ever taken for a formula, a link or a number."""
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book = Workbook(out, options)
    book.worksheet_class = PlainWorksheet
    book.set_properties({"created": _CREATED, "title": title})
    return book
