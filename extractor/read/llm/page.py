"""A form as a model is shown it: numbered rows of numbered cells.

Comes in: a ``Segment`` and what must not be shown. Goes out: ``Page``: rows of atoms, each with
its number, and the line that shows it. A line break, a pipe or a control character inside a cell
is shown as something else, one for one, so that no document can print a row of its own; offsets
stay the same. Never sends anything.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field

from extractor.lexicon import Lexicon
from extractor.notation.text import label_key
from extractor.read.atoms import Atom, atoms_of
from extractor.values import Boundary, Segment

WITHHELD = "＊"
_LONGEST_ROW = 24  # cells; a page on one line, or without separators, is shown in rows of labels with their values
_FEW_CELLS = 6
_LONG_TEXT = 60  # characters; of a longer cell its beginning and end are shown: that is enough to point at it
_HEAD, _TAIL = 24, 10
_NEAR = 2  # characters between rows that are neighbours: a line break
_TOTALS = {"total_weight": "总分值", "total_score": "总得分"}
_SHOWN_AS = {"|": "¦", "｜": "¦", "│": "¦"}


@dataclass(frozen=True, slots=True)
class PageRow:
    """One row: its number, its cells, and which strip of the page it stands in (0 for a page that was not cut)."""

    number: int
    cells: tuple[Atom, ...]
    strip: int = 0


@dataclass(frozen=True, slots=True)
class Page:
    """The rows of one form, numbered from 1 over all its strips.

    ``withheld`` holds the offsets of characters that are never shown, ``whole`` the starts of atoms
    that are shown in full whatever their length.
    """

    rows: tuple[PageRow, ...]
    strips: int
    withheld: frozenset[int] = frozenset()
    whole: frozenset[int] = frozenset()
    _by_start: dict[int, tuple[int, int]] = field(default_factory=dict, compare=False, repr=False)

    def cell(self, row: int, cell: int) -> Atom | None:
        """The atom that stands at a place, an empty one where a blank cell is printed; None for no place."""
        if not 1 <= row <= len(self.rows) or not 1 <= cell <= len(self.rows[row - 1].cells):
            return None
        return self.rows[row - 1].cells[cell - 1]

    def width(self, row: int) -> int:
        """How many cells a row has; 0 for a row that the page does not have."""
        return len(self.rows[row - 1].cells) if 1 <= row <= len(self.rows) else 0

    def place(self, offset: int) -> tuple[int, int] | None:
        """Row and cell in which a character of the text stands."""
        if not self._by_start:
            for row in self.rows:
                for index, atom in enumerate(row.cells, 1):
                    for at in range(atom.start, max(atom.end, atom.start + 1)):
                        self._by_start.setdefault(at, (row.number, index))
        return self._by_start.get(offset)

    def labels(self) -> dict[str, str]:
        """The labels that this page prints, by the name of their field: a model finds them more easily than others."""
        found: dict[str, str] = {}
        for row in self.rows:
            for atom in row.cells:
                for label in atom.roles:
                    if label.role == "field" or (label.block == "objective" and label.role == "column"):
                        found.setdefault(label.key, label_key(atom.text))
                    elif label.role == "total":
                        found |= _TOTALS
        return found

    def prints_half_of(self, labels: Sequence[str]) -> bool:
        """True where a cell is the beginning or the end of one of some labels, two characters at least."""
        keys = [label_key(label) for label in labels]
        halves = {key[:n] for key in keys for n in range(2, len(key))} | {
            key[n:] for key in keys for n in range(1, len(key) - 1)
        }
        return any(not atom.roles and atom.norm in halves for row in self.rows for atom in row.cells)

    def spans(self, numbers: Collection[int]) -> list[list[int]]:
        """The stretches of the text that some rows show, neighbours joined; what is withheld lies within them."""
        edges = [(row.cells[0].start, row.cells[-1].end) for row in self.rows if row.number in numbers]
        out: list[list[int]] = []
        for start, end in sorted(edges):
            if out and start <= out[-1][1] + _NEAR:
                out[-1][1] = max(out[-1][1], end)
            else:
                out.append([start, end])
        return out

    def withheld_spans(self) -> list[list[int]]:
        """The stretches of the text that are never shown."""
        out: list[list[int]] = []
        for at in sorted(self.withheld):
            if out and at == out[-1][1]:
                out[-1][1] = at + 1
            else:
                out.append([at, at + 1])
        return out

    def line(self, number: int) -> str:
        """A row as it is shown: ``12|项目名称|某工程``; empty cells at its end are left out."""
        row = self.rows[number - 1]
        shown = [self._shown(atom) for atom in row.cells]
        while shown and not shown[-1]:
            shown.pop()
        return "|".join((str(number), *shown))

    def lines(self, numbers: Collection[int] | None = None) -> Iterator[str]:
        """The rows asked for, or all, with a mark where a strip begins and where rows were left out."""
        strip, last = 0, 0
        for row in self.rows:
            if numbers is not None and row.number not in numbers:
                continue
            if self.strips > 1 and row.strip != strip:
                yield f"【竖条{row.strip}】"
            elif last and row.number > last + 1 and numbers is not None:
                yield "…"
            strip, last = row.strip, row.number
            yield self.line(row.number)

    def quoted(self, atom: Atom) -> str:
        """A cell, or a piece of one, as it may be quoted: on one line, without what is withheld."""
        text = plain_line(atom.text)
        if not self.withheld or (not atom.more and self.withheld.isdisjoint(range(atom.start, atom.end))):
            return text
        if atom.more:  # pieces: which of them is which character is not known here
            spans = ((atom.start, atom.end), *((span.start, span.end) for span in atom.more))
            return text if all(self.withheld.isdisjoint(range(*span)) for span in spans) else WITHHELD
        text = "".join(WITHHELD if atom.start + n in self.withheld else char for n, char in enumerate(text))
        return WITHHELD if text.strip(WITHHELD + " ") == "" else text

    def hidden(self, text: str) -> str:
        """Any text on one line, with every stretch that is withheld on this page taken out of it."""
        text = plain_line(text)
        for word in self.withheld_words():
            text = text.replace(word, WITHHELD)
        return text

    def withheld_words(self) -> list[str]:
        """The stretches that are never shown, as texts of two characters or more, the longest first."""
        words: set[str] = set()
        for row in self.rows:
            for atom in row.cells:
                shown = "".join(c if atom.start + n in self.withheld else "\0" for n, c in enumerate(atom.text))
                words.update(word.strip() for word in shown.split("\0"))
        return sorted((word for word in words if len(word) > 1), key=len, reverse=True)

    def _shown(self, atom: Atom) -> str:
        text = self.quoted(atom)
        if len(text) > _LONG_TEXT and self.strips == 1 and atom.start not in self.whole:
            return f"{text[:_HEAD]}……（略{len(text) - _HEAD - _TAIL}字）……{text[-_TAIL:]}"
        return text


def plain_line(text: str) -> str:
    """The text with every character that could end a cell or a line shown as another; the length stays.

    >>> plain_line("a|b\\nc")
    'a¦b c'
    """
    return "".join(_SHOWN_AS.get(char, char if char.isprintable() else " ") for char in text)


def page_of(segment: Segment, lexicon: Lexicon) -> Page:
    """The page of a form: one row for each printed row, strip after strip."""
    rows: list[PageRow] = []
    several = len(segment.strips) > 1
    for index, strip in enumerate(segment.strips, 1):
        for cells in _printed_rows(atoms_of(strip, lexicon)):
            rows.append(PageRow(len(rows) + 1, cells, index if several else 0))
    return Page(tuple(rows), len(segment.strips))


def _printed_rows(atoms: Sequence[Atom]) -> Iterator[tuple[Atom, ...]]:
    """The atoms by printed row; rows that hold nothing are left out, very long ones are broken at labels."""
    row: list[Atom] = []
    for atom in atoms:
        full = len(row) >= _LONGEST_ROW or (len(row) >= _FEW_CELLS and atom.roles and atom.before <= Boundary.SPACE)
        if row and (atom.before >= Boundary.LINE or full):
            yield from _kept(row)
            row = []
        row.append(atom)
    yield from _kept(row)


def _kept(row: Sequence[Atom]) -> Iterator[tuple[Atom, ...]]:
    if any(not atom.empty for atom in row):
        yield tuple(row)
