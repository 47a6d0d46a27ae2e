"""Lines and paragraphs of a stretch of text that is no HTML.

Comes in: the decoded text (newlines are ``\\n``) and a stretch. Goes out: lines with
their shape, gathered into paragraphs. Never decides on a layout: that takes the
neighbours of a line, see ``layout``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import IntEnum
from typing import NamedTuple

from extractor.ingest.pieces import WHITE

# Two blanks of any kind, or one that is as wide as a character, between two texts.
GAP = re.compile(r"[^\S\t\n]{2,}|[\u2001\u2003\u3000]")

# |---|:--:| with or without the outer pipes, +---+---+, and the frames of box-drawing characters.
_RULE = re.compile(
    r"\|?+(?:\s*+:?+-++:?+\s*+\|)++(?:\s*+:?+-++:?+\s*+)?+|\+[-=+]{2,}|[ │┃║┌┐└┘├┤┬┴┼─━┏┓┗┛┣┫┳┻╋═╔╗╚╝╠╣╦╩╬]*+",
)
_DASHES = re.compile(r"--|\|-|:-|-:|[─━═]")  # else it is a row of cells with a dash in each

BARS = "|│┃║"
"""The pipe, and the bars of a frame drawn with box characters."""

_LINE_END = re.compile(r"[\n\f]")
_FRAME = BARS + "+┌├└┏┣┗╔╠╚─━═"
_FENCE = ("```", "~~~")


class Shape(IntEnum):
    """What a line looks like by itself."""

    PLAIN = 0  # no separator in it
    GAP = 1  # wide blanks between texts
    TAB = 2  # one tab at least, not only the leading one
    CELL = 3  # a tab in front and no other: a cell of a one-cell-a-line page, or a short tab row
    PIPE = 4  # begins with a pipe
    BAR = 5  # has a pipe, but does not begin with one
    RULE = 6  # a separator line of a pipe table: |---|:--:|
    LONE_TAB = 7  # a tab and nothing else: an empty cell among cells, a blank line in prose


class Line(NamedTuple):
    """One line without its newline: ``text[start:end]``."""

    start: int
    end: int
    shape: Shape


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Lines without a blank one between them.

    ``blanks`` counts the blank lines in front, ``new_page`` says that a form feed stood there.
    """

    lines: tuple[Line, ...]
    blanks: int
    new_page: bool

    def has(self, shape: Shape) -> bool:
        """Say whether a line of this shape is among the lines."""
        return any(line.shape is shape for line in self.lines)


def shape_of(content: str) -> Shape | None:
    """Tell the shape of one line, or None for a blank one (a line of tabs alone is a row of empty cells)."""
    kept = content.strip(WHITE)
    if not kept:
        tabs = content.count("\t")
        return (None, Shape.LONE_TAB)[tabs] if tabs < 2 else Shape.TAB
    if kept.startswith(_FENCE):
        return None  # the fence of a Markdown code block is no text of the page
    if "|" in kept or kept[0] in _FRAME:
        if _RULE.fullmatch(kept) and _DASHES.search(kept):
            return Shape.RULE
        if kept[0] in BARS and ("\t" not in content or kept.count(kept[0]) > 1):
            return Shape.PIPE  # with tabs about, a single bar is a speck on the scan
        if "|" in kept and "\t" not in content:
            return Shape.BAR
    if "\t" in content:
        return Shape.CELL if _only_tab_leads(content) else Shape.TAB
    return Shape.GAP if GAP.search(kept) else Shape.PLAIN


def _only_tab_leads(content: str) -> bool:
    first = content.find("\t")
    return content.find("\t", first + 1) < 0 and not content[:first].strip(WHITE)


def paragraphs(text: str, start: int, end: int) -> Iterator[Paragraph]:
    """Cut ``text[start:end]`` at blank lines and form feeds; every other line is in exactly one paragraph."""
    gathered: list[Line] = []
    blanks, new_page = 0, False
    while start < end:
        cut = _LINE_END.search(text, start, end)
        stop = cut.start() if cut else end
        shape = shape_of(text[start:stop])
        feed = cut is not None and cut.group() == "\f"
        if shape is not None:
            gathered.append(Line(start, stop, shape))
        if gathered and (shape is None or feed):
            yield Paragraph(tuple(gathered), blanks, new_page)
            gathered, blanks, new_page = [], 0, False
        if shape is None and not feed:
            blanks += 1
        new_page = new_page or feed
        start = stop + 1
    if gathered:
        yield Paragraph(tuple(gathered), blanks, new_page)


def join_spaced_rows(found: Iterable[Paragraph]) -> Iterator[Paragraph]:
    """Make one paragraph of table rows that have a blank line between each and the next.

    A blank line parts the strips of a page; where one stands behind every row it parts
    nothing. Four such rows in a row show that.
    """
    run: list[Paragraph] = []
    for paragraph in found:
        if run and not (_is_row(paragraph, run[0]) and paragraph.blanks == 1 and not paragraph.new_page):
            yield from _joined(run)
            run = []
        run.append(paragraph)
    yield from _joined(run)


def _is_row(paragraph: Paragraph, first: Paragraph) -> bool:
    shape = first.lines[0].shape
    return len(paragraph.lines) == len(first.lines) == 1 and shape in _ROWS and paragraph.lines[0].shape is shape


def _joined(run: list[Paragraph]) -> Iterable[Paragraph]:
    if len(run) < 4:
        return run
    return [Paragraph(tuple(line for paragraph in run for line in paragraph.lines), run[0].blanks, run[0].new_page)]


_ROWS = frozenset({Shape.TAB, Shape.GAP, Shape.PIPE})
