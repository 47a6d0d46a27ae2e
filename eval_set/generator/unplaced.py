"""What stands on a page in strips and cannot be put into its row, though every character of it is there.

Comes in: a sheet and its strips, before lines are lost. Goes out: paths. A strip keeps no line for a row that is
empty in it: where only some rows of a table left a line, and nothing says which, what stands there may belong to any.
"""

from __future__ import annotations

from eval_set.generator.page import Strip
from eval_set.generator.sheet import MONEY, Row, Sheet

_SPARSE = {"funds": MONEY | {"execution_rate"}, "indicators": frozenset(("deviation_note",))}
"""What a row may lack, by table: the money of a source, the note on an indicator."""
Paths = frozenset[str]
_Shown = dict[int, set[str]]
"""Rows that left something in a strip, with the keys of what they left; "" for a cell that is no leaf of theirs."""


def unplaced(sheet: Sheet, strips: list[Strip]) -> tuple[Paths, Paths]:
    """Return the leaves whose row cannot be told, and the empty leaves of the rows they may belong to as well."""
    vague: set[str] = set()
    beside: set[str] = set()
    for block, sparse in _SPARSE.items():
        rows = {number: name for number, row in enumerate(sheet.rows) if (name := _entry(sheet, row, block))}
        parts = [_shown(sheet, strip, rows) for strip in strips]
        for part in parts:
            loose = {number: keys for number, keys in part.items() if keys <= sparse}
            if not loose or len(part) == len(rows) or _is_told(part, parts, rows, sparse):
                continue
            vague |= {f"{rows[number]}.{key}" for number, keys in loose.items() for key in keys}
            found = frozenset().union(*loose.values())
            beside |= {f"{rows[number]}.{key}" for number in rows.keys() - part.keys() for key in found}
    return frozenset(vague), frozenset(beside)


def _entry(sheet: Sheet, row: Row, block: str) -> str | None:
    """Return the entry a row shows, as ``funds[1]``; None for other tables, totals and stages."""
    path = next((cell.paths[0] for cell in row.cells if cell.paths), "") if row.block == block else ""
    name = path.rpartition(".")[0]
    if block == "funds" and name:
        entry = sheet.record["funds"][int(name[6:-1])]
        return name if entry["stage"] == "all" and entry["source"] != "total" else None
    return name or None


def _shown(sheet: Sheet, strip: Strip, rows: dict[int, str]) -> _Shown:
    shown: _Shown = {}
    for piece in (piece for line in strip for piece in line if piece.row in rows and piece.text.strip()):
        paths = sheet.rows[piece.row].cells[piece.column].paths
        shown.setdefault(piece.row, set()).add(paths[0].rpartition(".")[2] if paths else "")
    return shown


def _is_told(part: _Shown, parts: list[_Shown], rows: dict[int, str], sparse: frozenset[str]) -> bool:
    """Say whether a strip with a line for every row shows that the same rows are filled."""
    filled = _filled(part, sparse)
    return any(len(other) == len(rows) and _filled(other, sparse) == filled for other in parts)


def _filled(part: _Shown, sparse: frozenset[str]) -> set[int]:
    return {number for number, keys in part.items() if keys & sparse}
