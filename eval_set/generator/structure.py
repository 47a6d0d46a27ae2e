"""Damage to cells and rows: glued, repeated, vanished, moved. No character is misread and no value lost.

Comes in: a sheet, dice, a severity. Goes out: the sheet with its cells rearranged. Gold stays what it was,
except that a score shared by two rows belongs to the first.
"""

from __future__ import annotations

import copy
from dataclasses import replace
from decimal import Decimal

from eval_set.generator.characters import share_of
from eval_set.generator.dice import Dice
from eval_set.generator.numerals import short
from eval_set.generator.sheet import BLANK, MONEY, UNDER, Cell, Row, Sheet, leaf_at, set_leaf

_FILLED = ("funds", "indicators", "total", "card")


def glued_cells(sheet: Sheet, dice: Dice, severity: float) -> Sheet:
    """Glue two to four neighbouring cells in that share of the rows of numbers."""
    places = [number for number, row in enumerate(sheet.rows) if row.block in _FILLED and len(_full(row)) >= 3]
    rows = list(sheet.rows)
    for number in sorted(dice.sample(places, share_of(severity, len(places)))):
        rows[number] = _glued(rows[number], dice)
    return replace(sheet, rows=tuple(rows))


def _full(row: Row) -> list[int]:
    return [column for column, cell in enumerate(row.cells) if cell.text.strip()]


def _glued(row: Row, dice: Dice) -> Row:
    full = _full(row)
    first = dice.randrange(1, len(full) - 1)
    last = min(len(full) - 1, first + dice.randrange(1, 4))
    start, end = full[first], full[last]
    parts = row.cells[start : end + 1]
    paths = tuple(path for cell in parts for path in cell.paths)
    cell = Cell("".join(part.text for part in parts), paths, "glued", sum(part.span for part in parts))
    return replace(row, cells=(*row.cells[:start], cell, *row.cells[end + 1 :]))


def repeated_amounts(sheet: Sheet, dice: Dice, severity: float) -> Sheet:
    """Print every amount once for each column its cell was merged over: 2, or 3 at severity 2."""
    times = 1 + int(max(severity, 1))
    keys = tuple(key for key in ("initial_budget", "adjusted_budget", "executed") if dice.chance(0.6)) or ("executed",)

    def repeat(row: Row) -> Row:
        if row.block not in ("funds", "funds_header"):
            return row
        cells: list[Cell] = []
        for cell in row.cells:
            path = cell.paths[0] if cell.paths else ""
            merged = row.block == "funds" and path.rsplit(".", 1)[-1] in MONEY and path.endswith(keys)
            cells += [cell] * (times if merged else 1)
        return replace(row, cells=tuple(cells))

    return sheet.mapped(repeat)


def vanished_blanks(sheet: Sheet, dice: Dice, severity: float) -> Sheet:
    """Drop the empty cells of that share of all rows, so that they have fewer cells than columns."""
    places = set(dice.sample(range(len(sheet.rows)), share_of(severity, len(sheet.rows))))
    rows = [
        replace(row, cells=tuple(cell for cell in row.cells if cell.text) or row.cells) if number in places else row
        for number, row in enumerate(sheet.rows)
    ]
    return replace(sheet, rows=tuple(rows))


def split_header(sheet: Sheet, dice: Dice, severity: float) -> Sheet:
    """Print the indicators' header in two rows: 年度 | 实际 above 指标值 | 完成值."""
    rows: list[Row] = []
    for row in sheet.rows:
        if row.block == "indicators_header":
            pairs = [(cell, UNDER) if place == 0 else _halves(cell) for place, cell in enumerate(row.cells)]
            rows += [replace(row, cells=tuple(upper for upper, _ in pairs))]
            rows += [replace(row, cells=tuple(lower for _, lower in pairs))]
        else:
            rows.append(row)
    return replace(sheet, rows=tuple(rows))


def _halves(cell: Cell) -> tuple[Cell, Cell]:
    for start in ("年度", "实际", "全年", "年初"):
        if cell.text.startswith(start) and len(cell.text) > 3:
            return replace(cell, text=start), replace(cell, text=cell.text.removeprefix(start))
    return cell, UNDER


def header_behind(sheet: Sheet, dice: Dice, severity: float) -> Sheet:
    """Print the header of the money table behind its rows; from severity 2 on the indicators' too."""
    sheet = _behind(sheet, "funds")
    return _behind(sheet, "indicators") if severity >= 2 else sheet


def _behind(sheet: Sheet, block: str) -> Sheet:
    heads = [row for row in sheet.rows if row.block == f"{block}_header"]
    rows = [row for row in sheet.rows if row.block != f"{block}_header"]
    last = max((number for number, row in enumerate(rows) if row.block == block), default=None)
    if last is None:
        return sheet
    return replace(sheet, rows=(*rows[: last + 1], *heads, *rows[last + 1 :]))


def label_above(sheet: Sheet, dice: Dice, severity: float) -> Sheet:
    """Print the labels of that share of the money and indicator rows in a row of their own above the values."""
    places = [number for number, row in enumerate(sheet.rows) if row.block in ("funds", "indicators")]
    chosen = set(dice.sample(places, share_of(severity, len(places))))
    rows: list[Row] = []
    for number, row in enumerate(sheet.rows):
        rows += _lifted(row) if number in chosen else [row]
    return replace(sheet, rows=tuple(rows))


def _lifted(row: Row) -> list[Row]:
    labels = [cell.role in ("label", "level", "text") and not _is_note(cell) for cell in row.cells]
    if not any(labels) or all(labels) or not any(cell.role == "value" for cell in row.cells):
        return [row]
    above = tuple(cell if lifts else BLANK for cell, lifts in zip(row.cells, labels, strict=True))
    below = tuple(BLANK if lifts else cell for cell, lifts in zip(row.cells, labels, strict=True))
    return [replace(row, cells=above), replace(row, cells=below)]


def _is_note(cell: Cell) -> bool:
    return any(path.endswith("deviation_note") for path in cell.paths)


def shared_score(sheet: Sheet, dice: Dice, severity: float) -> Sheet:
    """Merge weight and score of so many pairs of neighbouring indicator rows: the first row has them for both."""
    for _ in range(max(1, int(severity))):
        pairs = _pairs(sheet)
        if pairs:
            sheet = _shared(sheet, dice.pick(pairs))
    return sheet


def _pairs(sheet: Sheet) -> list[int]:
    rows = sheet.record["indicators"]
    return [
        number
        for number in range(len(rows) - 1)
        if all(rows[place][key] for place in (number, number + 1) for key in ("weight", "score"))
        and rows[number]["level2"] == rows[number + 1]["level2"]
        and not any(
            f"indicators[{place}].{key}" in sheet.damaged
            for place in (number, number + 1)
            for key in ("weight", "score")
        )
    ]


def _shared(sheet: Sheet, number: int) -> Sheet:
    record = copy.deepcopy(sheet.record)
    skipped = set(sheet.skipped)
    for key in ("weight", "score"):
        first, second = f"indicators[{number}].{key}", f"indicators[{number + 1}].{key}"
        both = Decimal(leaf_at(record, first)) + Decimal(leaf_at(record, second))
        set_leaf(record, first, short(both))
        set_leaf(record, second, None)
        skipped.add(second)
        for row, column, cell in list(sheet.cells()):
            if cell.paths == (first,):
                sheet = sheet.with_cell(row, column, replace(cell, text=short(both)))
            if cell.paths == (second,):
                sheet = sheet.with_cell(row, column, UNDER)
    return replace(sheet, record=record, skipped=frozenset(skipped))


def blank_rows(sheet: Sheet, dice: Dice, severity: float) -> Sheet:
    """Leave so many rows ``指标2：`` of the template unfilled behind filled ones."""
    places = [number for number, row in enumerate(sheet.rows) if row.block == "indicators"]
    chosen = set(dice.sample(places, min(len(places), max(1, int(severity)))))
    rows: list[Row] = []
    for number, row in enumerate(sheet.rows):
        rows.append(row)
        if number in chosen:
            blank = tuple(
                Cell(f"指标{dice.pick((2, 3))}：", (), "label") if _names(cell) else UNDER for cell in row.cells
            )
            rows.append(replace(row, cells=blank))
    return replace(sheet, rows=tuple(rows))


def _names(cell: Cell) -> bool:
    return any(path.endswith("level3") for path in cell.paths)
