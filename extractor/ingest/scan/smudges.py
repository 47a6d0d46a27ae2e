"""Empty cells that are not empty: print too faint or too blurred to be read.

Comes in: the tables of a page, and the cleaned page in grey. Goes out: the same tables; a cell of which nothing was
read, though something is printed there, has one word without text and without any certainty.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from extractor.ingest.printed import Cell, Line, Table, Word
from extractor.values import Box

_MARGIN = 9  # pixels kept away from the rules round a cell
_BLUR = 11  # pixels over which darkness is averaged: grain vanishes, the least digit stays
_PRINTED = 30.0  # grey values by which print darkens such a patch; grain and what is left of a seal stay below 21


def with_smudges(blocks: Sequence[Line | Table], grey: Any) -> tuple[Line | Table, ...]:
    """The blocks, with a word of no text in each cell that looks printed and was not read."""
    import cv2
    import numpy as np

    smooth = cv2.blur(grey, (_BLUR, _BLUR))
    paper = float(np.median(grey))
    return tuple(
        replace(block, cells=tuple(_marked(cell, smooth, paper) for cell in block.cells))
        if isinstance(block, Table) and not block.guessed
        else block
        for block in blocks
    )


def _marked(cell: Cell, smooth: Any, paper: float) -> Cell:
    if cell.lines or cell.box is None or not _is_printed(cell.box, smooth, paper):
        return cell
    return replace(cell, lines=(Line((Word("", cell.box, 0.0),)),))


def _is_printed(box: Box, smooth: Any, paper: float) -> bool:
    x0, y0, x1, y1 = (round(value) for value in box)
    part = smooth[max(0, y0 + _MARGIN) : max(0, y1 - _MARGIN), max(0, x0 + _MARGIN) : max(0, x1 - _MARGIN)]
    return bool(part.size) and paper - float(part.min()) > _PRINTED
