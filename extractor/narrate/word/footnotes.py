"""Real footnotes, which python-docx does not write.

Comes in: the notes of a text by label. Goes out: references for the text, and the part ``footnotes.xml``. Never
numbers a footnote itself: Word counts them, in the order of their references. Notes that a table of many pages is the
first to refer to stand under it: LibreOffice leaves the pages of a table with footnotes almost empty.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part

from extractor.narrate.word.blocks import Pieces
from extractor.narrate.word.element import Element, field, letters, w

if TYPE_CHECKING:
    from docx.document import Document

_BOOKMARKS = 1000  # numbers of bookmarks, apart from those of the pictures


class Footnotes:
    """The notes of one document, in the order in which the text refers to them."""

    def __init__(self, notes: Mapping[str, Pieces], word: str) -> None:
        self.notes, self.word = notes, word
        self.order: list[str] = []
        self.under_tables: list[str] = []
        self.in_long_table = False

    def mark(self, label: str) -> str:
        """How the text calls a note under a table."""
        return f"{self.word}{self.under_tables.index(label) + 1}"

    def refer(self, label: str) -> list[Element]:
        """The runs of a reference; the second reference to a note repeats its number by a field."""
        look = w("rPr", w("rStyle", val="FootnoteReference"))
        if self.in_long_table and label not in (*self.order, *self.under_tables):
            self.under_tables.append(label)
        if label in self.under_tables:
            return [w("r", look, letters(self.mark(label)))]
        if label in self.order:
            number = self.order.index(label) + 1
            return field(f"NOTEREF _note{number} \\f \\h", str(number), look)
        self.order.append(label)
        number = len(self.order)
        return [
            w("bookmarkStart", id=_BOOKMARKS + number, name=f"_note{number}"),
            w("r", look, w("footnoteReference", id=number)),
            w("bookmarkEnd", id=_BOOKMARKS + number),
        ]

    def comma(self) -> Element:
        """What stands between two references: without it notes 1 and 2 are read as 12."""
        return w("r", w("rPr", w("rStyle", val="FootnoteReference")), letters(","))

    def left_over(self) -> list[Pieces]:
        """The notes that nothing refers to: they are not to be lost."""
        return [pieces for label, pieces in self.notes.items() if label not in (*self.order, *self.under_tables)]

    def attach(self, document: Document, runs: Callable[[Pieces], list[Element]]) -> None:
        """Add the part to the document; ``runs`` makes the runs of a note."""
        from lxml import etree

        root = w("footnotes", _line(-1, "separator"), _line(0, "continuationSeparator"))
        for number, label in enumerate(self.order, 1):
            mark = w("r", w("rPr", w("rStyle", val="FootnoteReference")), w("footnoteRef"))
            words = (w("r", letters(" ")), *runs(self.notes[label]))
            root.append(w("footnote", w("p", _properties("FootnoteText"), mark, *words), id=number))
        blob = etree.tostring(root, encoding="UTF-8", xml_declaration=True, standalone=True)
        package = document.part.package
        part = Part(PackURI("/word/footnotes.xml"), CONTENT_TYPE.WML_FOOTNOTES, blob, package)
        document.part.relate_to(part, RELATIONSHIP_TYPE.FOOTNOTES)


def _line(number: int, kind: str) -> Element:
    """One of the two lines that Word wants to find first."""
    paragraph = w("p", _properties("FootnoteText"), w("r", w(kind)))
    return w("footnote", paragraph, type=kind, id=number)


def _properties(style: str) -> Element:
    return w("pPr", w("pStyle", val=style))
