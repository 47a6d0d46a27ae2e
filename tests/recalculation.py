"""Workbooks recalculated by LibreOffice, for tests of what is written as formulas.

Comes in: workbooks as openpyxl reads them. Goes out: the values that their formulas give, by sheet and cell. All
of them are put into one file, values and formulas alone, because to open and to draw a file takes LibreOffice most
of the time. Never uses the user's own LibreOffice profile.
"""

from __future__ import annotations

import io
import re
import shutil
import subprocess
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

OFFICE = shutil.which("soffice") or shutil.which("libreoffice")
needs_office = pytest.mark.skipif(OFFICE is None, reason="LibreOffice (soffice), which works formulas out, is missing")

WITHOUT_FORMULAS = frozenset({"cells", "findings", "overview"})
"""Sheets that no formula stands on or refers to."""

Changes = Mapping[tuple[str, str], str | float | None]
"""Other content of cells, by sheet and address."""


def opened(data: bytes) -> Workbook:
    """A workbook as written: formulas as formulas."""
    return openpyxl.load_workbook(io.BytesIO(data))


def kept(data: bytes) -> Workbook:
    """A workbook with the values that the file keeps for viewers which work nothing out."""
    return openpyxl.load_workbook(io.BytesIO(data), data_only=True)


def recalculated(cases: Iterable[tuple[Workbook, Changes]], folder: Path) -> list[dict[str, Worksheet]]:
    """The sheets of each workbook, with the changes made and every formula worked out.

    openpyxl writes a formula without the value that the file kept of it, so that none is left over.
    """
    bundle, titles = Workbook(), []
    bundle.remove(bundle.worksheets[0])
    for number, (book, changes) in enumerate(cases):
        names = {sheet.title: f"b{number}s{at}" for at, sheet in enumerate(book) if sheet.title not in WITHOUT_FORMULAS}
        titles.append(names)
        for title, name in names.items():
            _copy(book[title], bundle.create_sheet(name), names, changes)
    worked_out = _converted(bundle, folder)
    return [{title: worked_out[name] for title, name in names.items()} for names in titles]


def _copy(sheet: Worksheet, copy: Worksheet, names: Mapping[str, str], changes: Changes) -> None:
    for row in sheet.iter_rows():
        for cell in row:
            value: Any = changes.get((sheet.title, cell.coordinate), cell.value)
            if value is None:
                continue
            placed: Any = copy[cell.coordinate]
            placed.value = _renamed(value, names) if cell.data_type == "f" else value
            if cell.data_type == "s" and isinstance(value, str):
                placed.data_type = "s"


def _renamed(formula: str, names: Mapping[str, str]) -> str:
    """The formula with the names that the sheets have in the bundle; a name in quotation marks doubles its own."""
    return re.sub(
        r"'((?:[^']|'')+)'!|\b(\w+)!",
        lambda found: names[(found[1] or found[2]).replace("''", "'")] + "!",
        formula,
    )


def _converted(book: Workbook, folder: Path) -> Workbook:
    assert OFFICE is not None
    folder.mkdir(parents=True, exist_ok=True)
    book.save(folder / "bundle.xlsx")
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    order: Sequence[str] = [OFFICE, profile, "--headless", "--convert-to", "xlsx", "--outdir", str(folder / "out")]
    subprocess.run([*order, str(folder / "bundle.xlsx")], check=True, capture_output=True, timeout=900)
    return openpyxl.load_workbook(folder / "out" / "bundle.xlsx", data_only=True)
