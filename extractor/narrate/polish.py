"""Smoothing a finished narrative: what a model sees of it.

Comes in: a narrative with its traces. Goes out: its paragraphs, in which every traced piece (figure, name, date,
quotation) stands as ``⟦n⟧``, and the narrative with smoothed paragraphs put back. Never lets a model see or type
a value: it moves words around the places where values stand, and the program puts the values back.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from extractor.narrate.guard import CLOSE, OPEN, pieces

PLACE = re.compile(r"⟦(\d+)⟧")
# What is no prose: headings, lists, tables, quotations, footnotes, rules, fences.
_NO_PROSE = re.compile(r"\s*(#|[-*+] |\||>|\[\^|\d+[.)] |---|```|$)")
_SHORTEST = 24  # characters: below this there is nothing to smooth


@dataclass(frozen=True, slots=True)
class Veiled:
    """One paragraph of a narrative: ``line`` is its number, ``text`` has places for values, ``pieces`` are these."""

    line: int
    text: str
    pieces: tuple[str, ...]

    def unveiled(self, text: str) -> str:
        """A text with the values back in their places; raises ``IndexError`` for a place that was never given."""
        return PLACE.sub(lambda found: self.pieces[int(found[1]) - 1], text)


def veil(marked: str) -> tuple[Veiled, ...]:
    """The paragraphs of a traced narrative that are prose, each with its values veiled."""
    found = []
    for number, line in enumerate(marked.split("\n")):
        hidden = tuple(piece[0] for piece in pieces(line))
        if "⟦" in line or "⟧" in line or _NO_PROSE.match(line) or not hidden:
            continue
        text = line
        for place, piece in enumerate(hidden, 1):
            text = text.replace(piece, f"⟦{place}⟧", 1)
        if len(text) >= _SHORTEST and OPEN not in text and CLOSE not in text:
            found.append(Veiled(number, text, hidden))
    return tuple(found)


def put_back(marked: str, smoothed: Sequence[tuple[Veiled, str]]) -> str:
    """The traced narrative with smoothed paragraphs in the places of the old ones."""
    lines = marked.split("\n")
    for paragraph, text in smoothed:
        lines[paragraph.line] = paragraph.unveiled(text.strip())
    return "\n".join(lines)
