"""Tables with columns as wide as their content asks for.

Comes in: a ``Table`` of blocks. Goes out: a ``w:tbl`` as wide as the text, whose header stands on every page and
whose rows are not torn apart. Never drops a column: what is too wide gets smaller letters.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import replace
from itertools import zip_longest

from extractor.narrate.word.blocks import Pieces, Table, plain
from extractor.narrate.word.element import Element, w
from extractor.narrate.word.house import TEXT_WIDTH
from extractor.narrate.word.runs import RunWriter

_PADDING = 2 * 85 + 20  # left and right margin of a cell and its border
_WHOLE = 8  # rows of a table that is not torn over two pages
_SHORT = 6.5  # columns of cells no wider than three Chinese letters stand in the middle
_MOST = 44  # half-width letters that a column is asked to hold in one line at most
# Letters, with the half-width letters that a column of words gets at least: small letters read better than
# narrow columns.
_WAYS = ((10.5, 16), (9.0, 16), (9.0, 12), (7.5, 12), (7.5, 8))
_BOLD = 1.2  # as much wider as letters are in a header
_HEAD_BREAK = re.compile(r"(?=（)|(?<=[ ,/])")
_WORD = re.compile(r"[\x21-\x7e¥]+")
_AMOUNT = re.compile(r"[¥-]?[\d.,]+\s?\w{0,6}")  # a figure, its unit and its note stay on one line


def write_table(table: Table, writer: RunWriter) -> Element:
    """The table of some blocks."""
    columns = list(zip_longest(table.head, *table.rows, fillvalue=()))
    size, widths = _fit([[_measured(cell) for cell in column] for column in columns])
    align = [_align(asked, column[1:]) for asked, column in zip(table.align, columns, strict=False)]
    made = w(
        "tbl",
        w("tblPr", w("tblStyle", val="TableGrid"), w("tblW", w=sum(widths), type="dxa"), w("jc", val="center"),
          w("tblLayout", type="fixed")),
        w("tblGrid", *(w("gridCol", w=width) for width in widths)),
        _row(table.head, widths, ["center"] * len(widths), size, writer, head=True),
    )  # fmt: skip
    for at, row in enumerate(table.rows):
        # A short table stays whole; of a long one the first two rows and the last two, so that none is left alone.
        last = len(table.rows) - 1
        keep = at < last and (last < _WHOLE or at in (0, last - 1))
        made.append(_row(row, widths, align, size, writer, keep=keep))
    return made


def _row(
    cells: Sequence[Pieces], widths: list[int], align: list[str], size: float, writer: RunWriter,
    *, head: bool = False, keep: bool = False,
) -> Element:  # fmt: skip
    properties = w("trPr", w("cantSplit"), *([w("tblHeader")] if head else []))
    style = "TableHead" if head else "TableText"
    row = w("tr", properties)
    missing = ((),) * (len(widths) - len(cells))  # a row may end early
    for cell, width, side in zip((*cells[: len(widths)], *missing), widths, align, strict=True):
        look = w("pPr", w("pStyle", val=style), *([w("keepNext")] if head or keep else []), w("jc", val=side))
        runs = writer.words_only(_folded(cell, width, size)) if head else writer.runs(cell)
        if size != _WAYS[0][0]:
            for run in runs:
                _shrink(run, size)
        row.append(w("tc", w("tcPr", w("tcW", w=width, type="dxa"), w("vAlign", val="center")), w("p", look, *runs)))
    return row


def _folded(cell: Pieces, width: int, size: float) -> Pieces:
    """The words of a header that is wider than its column, broken before the unit in brackets."""
    if width_of(plain(cell)) * size * 10 <= width - _PADDING:
        return cell
    return tuple(replace(piece, text=re.sub(r"(?<=\w)（", "\n（", piece.text, count=1)) for piece in cell)


def _shrink(run: Element, size: float) -> None:
    """Give a run a size of its own, in the place that the schema has for it."""
    from docx.oxml.ns import qn

    if run.tag != qn("w:r"):
        return
    look = run.find(qn("w:rPr"))
    if look is None:
        look = w("rPr")
        run.insert(0, look)
    later = next((child for child in look if child.tag in (qn("w:highlight"), qn("w:vertAlign"), qn("w:lang"))), None)
    sizes = [w("sz", val=round(size * 2)), w("szCs", val=round(size * 2))]
    for made in sizes:
        look.append(made) if later is None else later.addprevious(made)


def _align(asked: str, cells: Sequence[Pieces]) -> str:
    if asked in ("right", "center"):
        return asked
    texts = [plain(cell) for cell in cells]
    return "center" if texts and all(width_of(text) <= _SHORT for text in texts) else "left"


def _fit(columns: list[list[str]]) -> tuple[float, list[int]]:
    """The size of the letters and the width of each column, so that no word and no number is broken."""
    for size, least in _WAYS:
        room = TEXT_WIDTH - _PADDING * len(columns)
        letter = size * 20 / 2  # the width of half a Chinese letter
        # A little more than the letters take: bold and wide signs, and a line that is full to the last point breaks.
        needed = [letter * (_needed(column, least) + 0.8) for column in columns]
        wanted = [letter * (min(_MOST, max(map(width_of, column))) + 1) for column in columns]
        if sum(needed) <= room:
            break
    spare = room - sum(needed)
    if spare < 0:  # more columns than any letters fit: all get their share and break where they must
        return size, _whole([need * room / sum(needed) for need in needed])
    gaps = [max(0.0, want - need) for want, need in zip(wanted, needed, strict=True)]
    if sum(gaps) <= spare:
        extra = (spare - sum(gaps)) / len(columns)
        return size, _whole([need + gap + extra for need, gap in zip(needed, gaps, strict=True)])
    return size, _whole([need + gap * spare / sum(gaps) for need, gap in zip(needed, gaps, strict=True)])


def _measured(cell: Pieces) -> str:
    """The words of a cell, with two small letters for each reference to a note."""
    return plain(cell) + "¹¹" * sum(bool(piece.note) for piece in cell)


def _whole(widths: list[float]) -> list[int]:
    """Whole widths with their padding that add up to the width of the text."""
    rounded = [int(width) + _PADDING for width in widths]
    rounded[-1] += TEXT_WIDTH - sum(rounded)
    return rounded


def _needed(texts: list[str], least: float) -> float:
    """The half-width letters that a column cannot do without: its longest word, and some Chinese letters."""
    head, *cells = texts
    words = [width_of(word) for text in cells for word in _WORD.findall(text)]
    words += [width_of(text) for text in cells if _AMOUNT.fullmatch(text)]
    least = min(least, max((width_of(text) for text in cells), default=0))
    parts = max(width_of(part) for part in _HEAD_BREAK.split(head))
    half_head = min(parts, max(8, parts / 2 + 2))
    longest_in_head = max((_BOLD * width_of(word) for word in _WORD.findall(head)), default=0)
    return max([least, half_head, longest_in_head, *(min(word, _MOST) for word in words)])


def width_of(text: str) -> float:
    """How many half-width letters a text takes; Latin ones some more, since the fonts that stand in are wider."""
    return sum((2.0 if unicodedata.east_asian_width(sign) in "WFA" else 1.15 for sign in text), 0.0)
