"""Pointers: what a model answers instead of text, and the text that a pointer names.

Comes in: a pointer as the model wrote it, and the page it was shown. Goes out: the atom that
stands there, made of the document's own characters, or ``PointerFault`` with the reason to ask
again. Never takes a character from the answer: a part that the page does not hold is a fault.

    12.3          cell 3 of row 12            12        the one cell of row 12
    3             cell 3 of the row that a table row begins with
    12.3+40.1     pieces of one cell, in order
    12.3:20       this part of the cell; the same part again is its next occurrence
    12.3:始~末    the part from these characters to those; either may be left out
    12.3=还原     printed so, but it should read 还原: a suggestion, never a reading
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from extractor.lexicon import Lexicon
from extractor.notation.text import fold
from extractor.read.atoms import Atom, part, stitched
from extractor.read.llm.page import Page, plain_line
from extractor.values import Boundary

_PIECE = re.compile(r"\s*(?:(?P<row>\d{1,5})\s*\.\s*)?(?P<cell>\d{1,5})\s*(?::(?P<part>.*))?", re.DOTALL)
_NEXT_PIECE = re.compile(r"\+(?=\s*\d{1,5}(?:\s*\.\s*\d{1,5})?\s*(?:[:+=]|$))")
_LONGEST = 4000
_MOST_PIECES = 120


class PointerFault(ValueError):
    """A pointer that names nothing; the message says why, in Chinese, as the model is told."""


@dataclass(frozen=True, slots=True)
class Pointed:
    """What a pointer names: the atom, and what the model would rather read there."""

    atom: Atom
    restored: str | None = None


@dataclass(slots=True)
class Resolver:
    """Follows the pointers of one answer in order, so that a part named twice is two occurrences."""

    page: Page
    lexicon: Lexicon
    text: str
    _cursors: dict[int, int] = field(default_factory=dict)  # start of an atom -> offset behind what was taken of it

    def follow(self, pointer: str, row: int | None = None) -> Pointed | None:
        """The text that a pointer names; None for an empty one (``""``, ``-``, ``null``) or one at a blank cell.

        ``row`` is the row of the page that a table row begins with. Raises PointerFault.
        """
        plain = pointer.strip()
        if plain in ("", "-", "—", "null", "None", "无"):
            return None
        if len(plain) > _LONGEST:
            raise PointerFault("指针过长")
        pieces = [(atom, better) for atom, better in self._pieces(plain, row) if not atom.empty]
        if not pieces:
            return None
        restored = "".join(atom.text if better is None else better for atom, better in pieces)
        atom = _joined([atom for atom, _ in pieces], self.text, self.lexicon)
        return Pointed(atom, restored if any(better for _, better in pieces) else None)

    def _pieces(self, pointer: str, row: int | None) -> Iterator[tuple[Atom, str | None]]:
        """The pieces of a pointer, each with what should stand there instead, if so."""
        parts = [pointer] if self._is_one_piece(pointer, row) else _NEXT_PIECE.split(pointer)
        if len(parts) > _MOST_PIECES:
            raise PointerFault("指针过长")
        for text in parts:
            plain, restored = (text, None) if self._is_one_piece(text, row) else _without_repair(text)
            match = _PIECE.fullmatch(plain)
            if match is None:
                raise PointerFault(f"“{text[:20]}”不是指针")
            yield self._piece(match, row), restored

    def _is_one_piece(self, pointer: str, row: int | None) -> bool:
        """True for a part that stands in its cell as it is written, plus and equals signs and all."""
        match = _PIECE.fullmatch(pointer)
        return match is not None and match["part"] is not None and self._holds(match, row)

    def _holds(self, match: re.Match[str], row: int | None) -> bool:
        """True where the cell holds the whole part, plus signs and all."""
        try:
            atom = self._cell(match, row)
        except PointerFault:
            return False
        return _find(atom.text, match["part"], 0) is not None

    def _piece(self, match: re.Match[str], row: int | None) -> Atom:
        atom = self._cell(match, row)
        wanted = match["part"]
        taken = self._cursors.get(atom.start, 0)
        if atom.empty or (wanted is None and not taken):
            return atom
        if wanted is None:
            return self._cut(atom, taken, len(atom.text))
        start, end = _stretch(atom.text, wanted, taken)
        return self._cut(atom, start, end)

    def _cut(self, atom: Atom, start: int, end: int) -> Atom:
        piece = part(atom, start, end, self.lexicon, before=atom.before if start == 0 else Boundary.NONE, loose=True)
        if piece.empty:
            raise PointerFault("所指部分没有文字")
        self._cursors[atom.start] = end
        return piece

    def _cell(self, match: re.Match[str], row: int | None) -> Atom:
        number, cell = match["row"], int(match["cell"])
        if number is None and row is None:
            place = (cell, 1)
            if self.page.width(cell) > 1:
                only = [n for n, atom in enumerate(self.page.rows[cell - 1].cells, 1) if not atom.empty]
                if len(only) != 1:
                    raise PointerFault(f"第{cell}行有{self.page.width(cell)}格，须写明第几格")
                place = (cell, only[0])
        else:
            place = (int(number) if number is not None else row or 0, cell)
        atom = self.page.cell(*place)
        if atom is None:
            raise PointerFault(self._absence(*place))
        return atom

    def _absence(self, row: int, cell: int) -> str:
        width = self.page.width(row)
        return f"第{row}行只有{width}格" if width else f"没有第{row}行"


def _without_repair(piece: str) -> tuple[str, str | None]:
    """A piece of a pointer without what the model would rather read there."""
    plain, mark, restored = piece.partition("=")
    restored = restored.strip().strip("“”\"'")
    return (plain.strip(), restored) if mark and restored else (plain.strip(), None)


def _stretch(text: str, wanted: str, taken: int) -> tuple[int, int]:
    """Where the part stands: behind what was taken of this cell before, else anywhere in it. Raises PointerFault."""
    if not wanted.strip():
        return taken, len(text)
    for start in dict.fromkeys((taken, 0)):
        found = _find(text, wanted, start) or _between(text, wanted, start)
        if found is not None:
            return found
    raise PointerFault(f"所指片段中没有“{wanted[:20]}”")


def _between(text: str, wanted: str, start: int) -> tuple[int, int] | None:
    """The part between two marks: its first and its last characters."""
    head, mark, tail = wanted.partition("~")
    if not mark:
        head, mark, tail = wanted.partition("…")
        tail = tail.lstrip("…")
    if not mark:
        return None
    first = _find(text, head, start) if head.strip() else (start, start)
    if first is None:
        return None
    last = _find(text, tail, first[0]) if tail.strip() else (len(text), len(text))
    return None if last is None else (first[0], last[1])


def _find(text: str, wanted: str, start: int) -> tuple[int, int] | None:
    """Where ``wanted`` stands at or behind ``start``: as it was shown, else without white space and width."""
    at = plain_line(text).find(wanted, start)
    if at >= 0:
        return at, at + len(wanted)
    kept = [(folded, index) for index, char in enumerate(text) if index >= start and (folded := fold(char))]
    key = fold(plain_line(wanted))
    places = [index for folded, index in kept for _ in folded]
    at = "".join(folded for folded, _ in kept).find(key) if key else -1
    return None if at < 0 else (places[at], places[at + len(key) - 1] + 1)


def _joined(pieces: Sequence[Atom], text: str, lexicon: Lexicon) -> Atom:
    """One atom of the pieces in order; neighbours with nothing between them become one stretch."""
    whole = pieces[0]
    for piece in pieces[1:]:
        touches = not whole.more and whole.end <= piece.start and not text[whole.end : piece.start].strip(" \t\u3000")
        if touches:
            joined = text[whole.start : piece.end]
            norm = fold(joined)
            whole = replace(whole, end=piece.end, text=joined, norm=norm, roles=lexicon.roles(norm) if norm else ())
        else:
            whole = stitched(whole, piece, lexicon)
    return whole
