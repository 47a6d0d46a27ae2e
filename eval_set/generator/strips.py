"""Pages that were cut into vertical strips, printed one after the other, with lines lost, doubled and stray.

Comes in: a sheet, dice, how bad it is (0, 1 or 2). Goes out: the text, and the sheet with what was lost.
Never loses a title, a header, the label of a money row, or the only amount of one: a row without any could not
be told from a blank one.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

from eval_set.generator.dice import Dice
from eval_set.generator.page import Line, Piece, Strip, columns_cut, left_edge, page_cut
from eval_set.generator.sheet import Cell, Change, Sheet, kind_of
from eval_set.generator.unplaced import unplaced

LOST = {0: (0, 0), 1: (1, 3), 2: (4, 8)}
"""Lines lost for good by severity: least and most."""
EXTRA = {0: (0, 0), 1: (0, 1), 2: (1, 3)}
"""Lines doubled, and as many again stray, by severity: least and most."""
_CHARACTER = 2
"""The width of a full-width character."""
_KEPT = frozenset(("title", "funds_header", "indicators_header", "objective_header", "card_header", "people_header"))


def strips(sheet: Sheet, dice: Dice, severity: int, *, typeset: bool) -> tuple[str, Sheet]:
    """Cut a sheet into strips. Severity 0 loses nothing; tab strips of severity 0 are cut between columns."""
    cut = _cut(sheet, dice, severity, typeset)
    whole = _pieces(cut)
    uncut, cut = cut, _without(cut, sheet, dice, severity)
    vague, beside = unplaced(sheet, uncut)
    sheet = _marked(sheet, whole, _pieces(cut))
    vague -= sheet.damaged.keys()
    sheet = replace(sheet, ambiguous=sheet.ambiguous | vague, skipped=sheet.skipped | beside)
    cut = _with_extras(cut, dice, severity)
    gap = "\n\n" if typeset else "\n"
    return gap.join(_printed(strip, dice, loose=not typeset and severity > 0) for strip in cut), sheet


def _cut(sheet: Sheet, dice: Dice, severity: int, typeset: bool) -> list[Strip]:
    if not typeset and severity == 0:
        widest = max(len(row.cells) for row in sheet.rows)
        first = min(4, widest - 2) if dice.chance(0.7) else min(5, widest - 2)
        return columns_cut(sheet, (first, max(first + 1, widest - dice.randrange(1, 4))))
    whole = sum(sheet.widths)
    first = round(whole * dice.uniform(0.28, 0.36))
    second = round(whole * dice.uniform(0.62, 0.74))
    if typeset:
        named, filled = _anchors(sheet)
        first = max(first, named + _CHARACTER)
        second = max(min(second, filled), first)
    return page_cut(sheet, (first, second), typeset=typeset)


def _anchors(sheet: Sheet) -> tuple[int, int]:
    """Where the indicators' names begin, and the last of their columns that is filled in every row.

    A first strip with a part of every name and a last strip with a value of every row keep their lines in step;
    strips of merged labels or of notes alone could not be joined again. The page's edges where there are none.
    """
    rows = [row for row in sheet.rows if row.block == "indicators"]
    names = [
        left_edge(sheet, row, column)
        for row in rows
        for column, cell in enumerate(row.cells)
        if any(path.endswith("level3") for path in cell.paths)
    ]
    filled = [
        {left_edge(sheet, row, column) for column, cell in enumerate(row.cells) if cell.text.strip()} for row in rows
    ]
    everywhere = set[int]().union(*filled).intersection(*filled)
    return max(names, default=0), max(everywhere, default=sum(sheet.widths))


def _pieces(cut: list[Strip]) -> Counter[Piece]:
    return Counter(piece for strip in cut for line in strip for piece in line if piece.text)


def _without(cut: list[Strip], sheet: Sheet, dice: Dice, severity: int) -> list[Strip]:
    """Lose some lines; now and then several in a row, as a strip that was cut too short."""
    least, most = LOST[severity]
    wanted = dice.randrange(least, most + 1)
    gone: set[tuple[int, int]] = set()
    may_go = [
        (place, number) for place, strip in enumerate(cut) for number, line in enumerate(strip) if _may_go(line, sheet)
    ]
    while len(gone) < wanted and may_go:
        place, number = dice.pick(may_go)
        run = dice.weighted((1, 5), (2, 1), (3, 1))
        gone |= {at for at in may_go if at[0] == place and number <= at[1] < number + run and len(gone) < wanted}
    return [
        [line for number, line in enumerate(strip) if (place, number) not in gone] for place, strip in enumerate(cut)
    ]


def _may_go(line: Line, sheet: Sheet) -> bool:
    filled = [piece for piece in line if piece.text.strip()]
    cells = [sheet.rows[piece.row].cells[piece.column] for piece in filled]
    if any(sheet.rows[piece.row].block in _KEPT for piece in filled):
        return False
    if any(path.startswith("funds") and _is_only(sheet, path) for cell in cells for path in cell.paths):
        return False
    if any(cell.role == "glued" for cell in cells):
        return False
    return any(cell.paths for cell in cells)


def _is_only(sheet: Sheet, path: str) -> bool:
    """Say whether a leaf of a money row names its source or is one of few amounts."""
    if path.endswith(".source"):
        return True
    row = sheet.record["funds"][int(path[6 : path.index("]")])]
    return bool(row["stage"] != "all")


def _marked(sheet: Sheet, whole: Counter[Piece], left: Counter[Piece]) -> Sheet:
    """Put on record what the lost pieces were parts of."""
    hurt: dict[tuple[int, int], str] = {}
    for piece in whole - left:
        hurt[piece.row, piece.column] = ""
    for piece in whole:
        if (piece.row, piece.column) in hurt:
            hurt[piece.row, piece.column] += piece.text * left[piece]
    for (row, column), rest in sorted(hurt.items()):
        sheet = _clipped(sheet, sheet.rows[row].cells[column], rest)
    return sheet


def _clipped(sheet: Sheet, cell: Cell, rest: str) -> Sheet:
    """Record one cell of which only ``rest`` is left."""
    if cell.role == "period":
        return replace(sheet, skipped=sheet.skipped | set(cell.paths))
    changes = {
        path: Change(rest, cell.text, "lost" if _is_gone(path, cell, rest) else "clipped") for path in cell.paths
    }
    vague = {path for path, change in changes.items() if change.kind == "clipped"}
    return replace(sheet.with_damage(changes), ambiguous=sheet.ambiguous | vague)


def _is_gone(path: str, cell: Cell, rest: str) -> bool:
    """Say whether a value is lost for good: a number with any of its digits, a text with all of its characters.

    Labels that the family knows (levels, sections, card items) are never gone.
    """
    if cell.role in ("level", "comparator", "unit") or path.endswith((".item", ".group")):
        return False
    if kind_of(path, cell.text) == "text":
        return not rest.strip()
    digits = [char for char in cell.text if char.isdigit() or char == "."]
    return [char for char in rest if char.isdigit() or char == "."] != digits


def _with_extras(cut: list[Strip], dice: Dice, severity: int) -> list[Strip]:
    least, most = EXTRA[severity]
    strips = [list(strip) for strip in cut]
    for _ in range(dice.randrange(least, most + 1)):
        strip = dice.pick([strip for strip in strips if len(strip) > 6])
        place = dice.randrange(4, len(strip))
        strip.insert(place, strip[place])
    for _ in range(dice.randrange(least, most + 1)):
        strip = dice.pick([strip for strip in strips[1:] if len(strip) > 6])
        short = [line for line in strip if len(line) == 1 and len(line[0].text) < 8]
        noise = (
            dice.pick(short) if short and dice.chance(0.7) else (Piece(dice.pick(("-", "·", "1", "、", "0")), 0, 0),)
        )
        strip.insert(dice.randrange(4, len(strip)), noise)
    return strips


def _printed(strip: Strip, dice: Dice, *, loose: bool) -> str:
    """Print a strip; a loose one has blank lines here and there, as converters leave them."""
    lines = []
    for line in strip:
        lines.append("\t".join(piece.text for piece in line))
        if loose and dice.chance(0.06):
            lines.append("")
    return "\n".join(lines) + "\n"
