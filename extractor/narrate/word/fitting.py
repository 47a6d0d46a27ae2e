"""How high the lines of a document are: a letter that is a little longer than a page is set closer.

Comes in: the text of a narrative. Goes out: the height of a line. Never changes a document of several titles, with
tables or pictures, or one that is clearly longer than a page: 5.2.2 lets the 22 lines of a page give way for a reason.
"""

from __future__ import annotations

import math

from extractor.labels import Language
from extractor.narrate.word.blocks import Block, Heading, Item, Paragraph, Pieces, Text, plain
from extractor.narrate.word.house import CHARACTERS, LINE, LINES, NOTE_LINE, NOTE_SIZE, TEXT_HEIGHT, TEXT_WIDTH
from extractor.narrate.word.tables import width_of

_CLOSEST = 26 * 20  # under this the letters of 16 points touch
_TITLE = 3  # lines, with the space below
_SLACK = 1  # a line that the estimate may be wrong by


def line_height(text: Text, language: Language, *, pictures: bool) -> int:
    """The height of a line, in twentieths of a point."""
    titles = sum(isinstance(block, Heading) and block.level == 1 for block in text.blocks)
    plain_text = all(isinstance(block, Heading | Item | Paragraph) for block in text.blocks)
    if language != "zh" or pictures or titles != 1 or not plain_text:
        return LINE
    lines = _SLACK + sum(_lines(block) for block in text.blocks)
    notes = sum(_note_lines(note) for note in text.notes.values())
    room = TEXT_HEIGHT - (notes + 1 if notes else 0) * NOTE_LINE
    if lines * LINE <= room or lines > LINES + 4:
        return LINE
    return min(LINE, room // lines) if room // lines >= _CLOSEST else LINE


def _lines(block: Block) -> int:
    if isinstance(block, Heading) and block.level == 1:
        return _TITLE
    pieces = () if not isinstance(block, Heading | Item | Paragraph) else block.pieces
    return math.ceil((4 + width_of(plain(pieces))) / (2 * CHARACTERS))  # two letters of indent


def _note_lines(pieces: Pieces) -> int:
    return math.ceil((2 + width_of(plain(pieces))) * NOTE_SIZE * 10 / TEXT_WIDTH)
