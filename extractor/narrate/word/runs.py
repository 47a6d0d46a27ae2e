"""Pieces of text as runs.

Comes in: pieces, the footnotes of the document. Goes out: runs, without the trace marks, which have done their work
here. Never lets a mark of doubt pass unseen: it is highlighted.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from extractor.labels import Language
from extractor.narrate.guard import unmarked
from extractor.narrate.said import DOUBT
from extractor.narrate.word.blocks import Piece, Pieces
from extractor.narrate.word.element import Element, letters, w
from extractor.narrate.word.footnotes import Footnotes
from extractor.narrate.word.house import LATIN

_DOUBT = re.compile("(" + "|".join(re.escape(mark.strip()) for mark in DOUBT.values()) + ")")
_CHINESE = re.compile("[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\U00020000-\U0003ffff]")
_SHARED = re.compile("([\u2018-\u201d\u2014\u2026\u00b7]+)")
KAI_SLANT = "楷体_GB2312"


@dataclass(frozen=True, slots=True)
class RunWriter:
    """Makes the runs of one document."""

    language: Language
    notes: Footnotes

    def runs(self, pieces: Pieces) -> list[Element]:
        """The runs of some pieces, references to footnotes among them."""
        made: list[Element] = []
        for at, piece in enumerate(pieces):
            if piece.note and at and pieces[at - 1].note:
                made.append(self.notes.comma())
            made.extend(self.notes.refer(piece.note) if piece.note else self._words(piece))
        return made

    def words_only(self, pieces: Pieces) -> list[Element]:
        """The runs of a note or a caption: a note has no notes."""
        return [run for piece in pieces if not piece.note for run in self._words(piece)]

    def _words(self, piece: Piece) -> list[Element]:
        found: list[Element] = []
        for at, part in enumerate(_DOUBT.split(unmarked(piece.text))):
            # Chinese fonts set quotation marks and dashes as wide as a letter, which tears holes into English.
            parts = _SHARED.split(part) if self.language == "en" and _CHINESE.search(part) else [part]
            found.extend(self._run(one, piece, doubt=at % 2 == 1) for one in parts if one)
        return found

    def _run(self, text: str, piece: Piece, *, doubt: bool) -> Element:
        """One run; text with line breaks in it holds them as breaks."""
        look = self._look(text, piece, doubt=doubt)
        body: list[Element] = []
        for at, line in enumerate(text.split("\n")):
            body += ([w("br")] if at else []) + ([letters(line)] if line else [])
        return w("r", *([look] if len(look) else []), *body)

    def _look(self, text: str, piece: Piece, *, doubt: bool) -> Element:
        look = w("rPr")
        chinese, shared = _CHINESE.search(text) is not None, False
        if self.language == "zh" or chinese:
            # Quotation marks and dashes are of both scripts; the hint gives them the width of the Chinese.
            hint = w("rFonts", hint="eastAsia")
            if piece.slanted and chinese:
                hint = w("rFonts", hint="eastAsia", eastAsia=KAI_SLANT)  # Chinese letters do not slant
            look.append(hint)
        elif _SHARED.fullmatch(text):
            look.append(w("rFonts", eastAsia=LATIN))
            shared = True
        if piece.bold:
            look.extend((w("b"), w("bCs")))
        if piece.slanted and not chinese:
            look.extend((w("i"), w("iCs")))
        if doubt:
            look.append(w("highlight", val="yellow"))
        if shared:
            look.append(w("lang", eastAsia="en-US"))
        return look
