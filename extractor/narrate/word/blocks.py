"""The Markdown of a narrative as blocks: headings, paragraphs, items, tables, notes.

Comes in: Markdown, trace marks and all. Goes out: a frozen ``Text``. Never opens what the Markdown points at: a link
is its words, a picture its description, HTML is text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING

from extractor.narrate.guard import unmarked

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.rules_block import StateBlock
    from markdown_it.rules_inline import StateInline
    from markdown_it.tree import SyntaxTreeNode

_DEFINITION = re.compile(r"\[\^([^\]\s]+)\]:[ \t]*(.*)")
_REFERENCE = re.compile(r"\[\^([^\]\s]+)\]")
_CHINESE = "\u2e80"  # from here on letters and stops are set without spaces


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text of one look; with ``note`` it is a reference to the footnote of that label instead."""

    text: str
    bold: bool = False
    slanted: bool = False
    note: str = ""


Pieces = tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading; level 1 is the title."""

    level: int
    pieces: Pieces


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph; ``quoted`` where it stands in a block quotation."""

    pieces: Pieces
    quoted: bool = False


@dataclass(frozen=True, slots=True)
class Item:
    """An item of a list; ``series`` counts the numbered lists of the text and is 0 for bullets."""

    pieces: Pieces
    depth: int
    series: int


@dataclass(frozen=True, slots=True)
class Table:
    """A table; ``align`` is left, center, right or empty for each column."""

    align: tuple[str, ...]
    head: tuple[Pieces, ...]
    rows: tuple[tuple[Pieces, ...], ...]


Block = Heading | Paragraph | Item | Table


@dataclass(frozen=True, slots=True)
class Text:
    """A narrative: its blocks, and its footnotes by label."""

    blocks: tuple[Block, ...]
    notes: Mapping[str, Pieces]


def plain(pieces: Pieces) -> str:
    """The words alone, as they are to be read."""
    return unmarked("".join(piece.text for piece in pieces))


def parse(markdown: str) -> Text:
    """The blocks of a narrative."""
    from markdown_it.tree import SyntaxTreeNode

    env: dict[str, dict[str, str]] = {"notes": {}}
    tree = SyntaxTreeNode(_parser().parse(markdown, env))
    notes = {}
    for label, text in env["notes"].items():
        inside = SyntaxTreeNode(_parser().parseInline(text, {"notes": {}}))
        notes[label] = _pieces(inside)
    return Text(tuple(_Walk().blocks(tree)), notes)


@lru_cache(maxsize=1)
def _parser() -> MarkdownIt:
    from markdown_it import MarkdownIt

    parser = MarkdownIt("commonmark", {"html": False}).enable("table")
    # A line of dashes under document text must not raise it to a heading, nor indentation make it a listing.
    parser.disable(["lheading", "code", "reference"])
    parser.block.ruler.before("blockquote", "note", _define, {"alt": ["paragraph", "blockquote", "list", "table"]})
    parser.inline.ruler.before("link", "note_reference", _refer)
    parser.inline.ruler.at("emphasis", _emphasise)
    return parser


def _define(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """The rule for ``[^1]: text``: a footnote of one line, kept aside."""
    found = _DEFINITION.fullmatch(state.src[state.bMarks[start] + state.tShift[start] : state.eMarks[start]])
    if found is None:
        return False
    if not silent:
        state.env["notes"].setdefault(unmarked(found[1]), found[2])
        state.line = start + 1
    return True


def _refer(state: StateInline, silent: bool) -> bool:
    """The rule for ``[^1]``: a reference, where there is such a note; else it is text."""
    found = _REFERENCE.match(state.src, state.pos)
    if found is None or unmarked(found[1]) not in state.env["notes"]:
        return False
    if not silent:
        state.push("note_reference", "", 0).meta = {"label": unmarked(found[1])}
    state.pos = found.end()
    return True


def _emphasise(state: StateInline, silent: bool) -> bool:
    """The rule for ``**得分。**有``: Chinese has no spaces, so a mark between a stop and a word may close, and open."""
    from markdown_it.rules_inline.emphasis import tokenize

    start, known = state.pos, len(state.delimiters)
    if not tokenize(state, silent):
        return False
    before, after = state.src[start - 1 : start] or " ", state.src[state.pos : state.posMax][:1] or " "
    if max(before, after) >= _CHINESE:
        for mark in state.delimiters[known:]:
            mark.open, mark.close = not after.isspace(), not before.isspace()
    return True


class _Walk:
    """A walk over the tree that counts the numbered lists."""

    def __init__(self) -> None:
        self.series = 0

    def blocks(self, node: SyntaxTreeNode, quoted: bool = False) -> Iterator[Block]:
        for child in node.children:
            yield from self.block(child, quoted)

    def block(self, node: SyntaxTreeNode, quoted: bool) -> Iterator[Block]:
        if node.type == "heading":
            yield Heading(int(node.tag[1:]), _pieces(node))
        elif node.type == "paragraph":
            yield Paragraph(_pieces(node), quoted)
        elif node.type == "blockquote":
            yield from self.blocks(node, quoted=True)
        elif node.type in ("bullet_list", "ordered_list"):
            yield from self.items(node, 0)
        elif node.type == "table":
            yield _table(node)
        elif node.content.strip():  # a listing: nothing in it is carried out
            yield from (Paragraph((Piece(line),), quoted) for line in node.content.strip().splitlines())

    def items(self, node: SyntaxTreeNode, depth: int) -> Iterator[Block]:
        series = 0
        if node.type == "ordered_list":
            self.series += 1
            series = self.series
        for item in node.children:
            for at, child in enumerate(item.children):
                if child.type in ("bullet_list", "ordered_list"):
                    yield from self.items(child, depth + 1)
                elif at == 0 and child.type == "paragraph":
                    yield Item(_pieces(child), depth, series)
                else:
                    yield from self.block(child, quoted=False)


def _table(node: SyntaxTreeNode) -> Table:
    rows = [row for part in node.children for row in part.children]
    head, *body = [tuple(_pieces(cell) for cell in row.children) for row in rows]
    align = tuple(str(cell.attrs.get("style", "")).removeprefix("text-align:") for cell in rows[0].children)
    return Table(align, head, tuple(body))


def _pieces(node: SyntaxTreeNode) -> Pieces:
    """What a node says, pieces of one look joined."""
    joined: list[Piece] = []
    for piece in _inline(node, Piece("")):
        last = joined[-1] if joined else None
        if last and not (last.note or piece.note) and (last.bold, last.slanted) == (piece.bold, piece.slanted):
            joined[-1] = replace(last, text=last.text + piece.text)
        else:
            joined.append(piece)
    return tuple(joined)


def _inline(node: SyntaxTreeNode, look: Piece) -> Iterator[Piece]:
    for child in node.children:
        if child.type == "note_reference":
            yield replace(look, note=child.meta["label"])
        elif child.type == "hardbreak":
            yield replace(look, text="\n")
        elif child.type == "softbreak":
            yield replace(look, text=" ")
        elif child.type == "strong":
            yield from _inline(child, replace(look, bold=True))
        elif child.type == "em":
            yield from _inline(child, replace(look, slanted=True))
        elif child.children:
            yield from _inline(child, look)
        else:
            yield replace(look, text=child.content)
