"""Digital layouts: how a grid comes out of word processors, converters and careless text extraction.

Comes in: a sheet and dice. Goes out: text. Never changes what a cell says.
"""

from __future__ import annotations

from collections.abc import Callable
from html import escape

from eval_set.generator.dice import Dice
from eval_set.generator.sheet import Cell, Row, Sheet


def tabs(sheet: Sheet, dice: Dice) -> str:
    """Rows of cells between tabs; blanks at a row's end are kept or dropped throughout."""
    keep = dice.chance(0.6)
    lines = ["\t".join(_texts(row)) for row in sheet.rows]
    return "\n".join(line if keep else line.rstrip("\t") for line in lines) + "\n"


def cells(sheet: Sheet, dice: Dice) -> str:
    """One cell a line behind a tab, a blank line between rows, as a word processor's text export."""
    blocks = ["\n".join(f"\t{text}" for text in _texts(row)) for row in sheet.rows]
    return "\n\n".join(blocks) + "\n"


def pipes(sheet: Sheet, dice: Dice) -> str:
    """Markdown rows; the title may stand above the table as a heading."""
    heading = dice.chance(0.4)
    lines = []
    for number, row in enumerate(sheet.rows):
        if heading and row.block == "title":
            lines.append("# " + row.cells[0].text if number == 0 else row.cells[0].text)
        else:
            lines.append("| " + " | ".join(_texts(row)) + " |")
    return "\n".join(lines) + "\n"


def spaces(sheet: Sheet, dice: Dice) -> str:
    """Filled cells between two blanks; empty cells vanish."""
    return "\n".join("  ".join(_filled(row)) for row in sheet.rows if _filled(row)) + "\n"


def one_line(sheet: Sheet, dice: Dice) -> str:
    """The whole form on one line, one blank between cells."""
    return " ".join(text.replace("\n", "") for row in sheet.rows for text in _filled(row)) + "\n"


def glued(sheet: Sheet, dice: Dice) -> str:
    """The whole form without any separator."""
    return "".join(text.replace("\n", "") for row in sheet.rows for text in _filled(row)) + "\n"


def html(sheet: Sheet, dice: Dice) -> str:
    """A table, with row and column spans or with empty cells instead; what stands around it in paragraphs."""
    spans = dice.chance(0.5)
    inner = [number for number, row in enumerate(sheet.rows) if row.block != "furniture"]
    parts = [_paragraph(row) for row in sheet.rows[: inner[0]]]
    body = "".join(_html_row(sheet, number, spans) for number in range(inner[0], inner[-1] + 1))
    parts += [f"<table>{body}</table>", *(_paragraph(row) for row in sheet.rows[inner[-1] + 1 :])]
    page = "\n".join(parts) + "\n"
    return f"<html><body>\n{page}</body></html>\n" if dice.chance(0.4) else page


def _paragraph(row: Row) -> str:
    return f"<p>{escape(row.cells[0].text, quote=False)}</p>"


def _html_row(sheet: Sheet, number: int, spans: bool) -> str:
    parts, column = [], 0
    for cell in sheet.rows[number].cells:
        if not (spans and cell.under):
            parts.append(_html_cell(cell, _depth(sheet, number, column) if spans else 1, spans))
        column += cell.span
    return f"<tr>{''.join(parts)}</tr>"


def _html_cell(cell: Cell, depth: int, spans: bool) -> str:
    rows = f' rowspan="{depth}"' if depth > 1 else ""
    columns = f' colspan="{cell.span}"' if spans and cell.span > 1 else ""
    return f"<td{rows}{columns}>{escape(cell.text, quote=False)}</td>"


def _depth(sheet: Sheet, number: int, column: int) -> int:
    """Count the rows that a merged cell covers: itself and the merged ones right below."""
    depth = 1
    for row in sheet.rows[number + 1 :]:
        below = _at(row, column)
        if below is None or not below.under:
            break
        depth += 1
    return depth


def _at(row: Row, column: int) -> Cell | None:
    place = 0
    for cell in row.cells:
        if place == column:
            return cell
        place += cell.span
    return None


def _texts(row: Row) -> list[str]:
    return [cell.text for cell in row.cells]


def _filled(row: Row) -> list[str]:
    return [cell.text for cell in row.cells if cell.text.strip()]


DIGITAL: dict[str, Callable[[Sheet, Dice], str]] = {
    "tabs": tabs,
    "cells": cells,
    "pipes": pipes,
    "spaces": spaces,
    "one line": one_line,
    "glued": glued,
    "html": html,
}
