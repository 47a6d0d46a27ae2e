"""Where the pictures stand in a narrative.

Comes in: the blocks of a narrative, its charts, and the ledger of its traces. Goes out: the blocks with the charts
among them. Never moves a block, and never puts the picture of a form where another form is told.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from extractor.narrate.guard import Ledger, pieces
from extractor.narrate.word.blocks import Block, Heading, Item, Pieces, Table, plain
from extractor.narrate.word.charts import Charts
from extractor.narrate.word.drawing import Drawing

APPENDIX = r"附(?:件|表)?\d*[:：]|(?:Annex|Appendix)[^:]{0,3}: "


def is_appendix(block: Block | Drawing) -> bool:
    """Whether a block is the title of an appendix."""
    return isinstance(block, Heading) and re.match(APPENDIX, plain(block.pieces)) is not None


def place_charts(blocks: Sequence[Block], charts: Charts, ledger: Ledger) -> list[Block | Drawing]:
    """Put the pictures of each form into its section, and those of all forms into what stands before these.

    Where the forms have no sections of their own, as in an analysis of many, only the pictures of all have a place; in
    reports one behind the other these have none.
    """
    if len(charts.forms) == 1:
        return _inside(blocks, [*charts.whole, *charts.forms[0]], ledger)
    starts = _sections(blocks, len(charts.forms), ledger)
    placed = _inside(blocks[: starts[0] if starts else len(blocks)], charts.whole, ledger)
    for start, end, some in zip(starts, [*starts[1:], len(blocks)], charts.forms, strict=False):
        placed += _inside(blocks[start:end], some, ledger)
    return placed


def _sections(blocks: Sequence[Block], forms: int, ledger: Ledger) -> list[int]:
    """Where the section of each form begins: headings of one level, as many as forms, that name no other form."""
    for level in (1, 2):
        starts = [at for at, block in enumerate(blocks) if isinstance(block, Heading) and block.level == level]
        named = [_forms_of(blocks[at], ledger) for at in starts]
        if forms and len(starts) == forms and any(named):
            if all(not found or found == {str(number)} for number, found in enumerate(named, 1)):
                return starts
    return []


def _forms_of(block: Block, ledger: Ledger) -> set[str]:
    """The numbers of the forms whose cells a block tells; a path is ``<number>:<path>``."""
    return {path.partition(":")[0] for path in _paths(block, ledger)}


def _paths(block: Block, ledger: Ledger) -> set[str]:
    cells: tuple[Pieces, ...] = (
        tuple(cell for row in (block.head, *block.rows) for cell in row)
        if isinstance(block, Table)
        else (block.pieces,)
    )
    text = "\n".join(piece.text for cell in cells for piece in cell)
    entries = (ledger.of(piece[1]) for piece in pieces(text) if piece[1])
    return {path for entry in entries if entry is not None for path in entry.paths}


def _inside(blocks: Sequence[Block], charts: Sequence[Drawing], ledger: Ledger) -> list[Block | Drawing]:
    """Each picture behind the table that tells most of its cells, or where none does behind such a text.

    A tall one goes behind the appendix: amid the text it would leave the rest of a page empty.
    """
    end = len(blocks) - 1 if any(map(is_appendix, blocks)) else None
    told = [_paths(block, ledger) for block in blocks] if charts else []
    behind: dict[int, list[Drawing]] = {}
    for chart in charts:
        place = end if chart.is_tall and end is not None else _place(blocks, told, chart)
        behind.setdefault(place, []).append(chart)
    placed: list[Block | Drawing] = []
    for at, block in enumerate(blocks):
        placed += [block, *behind.get(at, ())]
    return placed


def _place(blocks: Sequence[Block], told: Sequence[set[str]], chart: Drawing) -> int:
    """The number of the block behind which a picture stands; behind the last one where none tells of its cells.

    One that counts forms goes with the text that counts them, not with a list of all forms further down.
    """
    if chart.kind == "columns":
        counted = [(len(paths & chart.paths), -at) for at, paths in enumerate(told)]
        most, first = max(counted, default=(0, 0))
        if most:
            behind = -first + 1
            return behind if behind < len(blocks) and isinstance(blocks[behind], Table) else -first
    fits = [(isinstance(blocks[at], Table), len(paths & chart.paths), -at) for at, paths in enumerate(told)]
    tells = [fit for fit in fits if fit[1] and not isinstance(blocks[-fit[2]], Heading)]
    at = -max(tells)[2] if tells else len(blocks) - 1
    while isinstance(blocks[at], Item) and at + 1 < len(blocks) and isinstance(blocks[at + 1], Item):
        at += 1  # not into the middle of a list
    return at
