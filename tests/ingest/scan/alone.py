"""What the OCR engine makes of a page without rulings, straightening or laws: rapidocr as it comes.

A cell counts as right if its text is a line that the engine read, or several one below the other: whoever puts lines
into cells could not do better.
"""

from __future__ import annotations

from collections import Counter
from functools import cache
from typing import Any

from tests.ingest.scan.damaging import Image

_LONGEST_SIDE = 2400  # of the page that the detector sees: with the package's own 736 pixels it reads next to nothing
_MOST_LINES = 6  # of a cell


@cache
def _engine() -> Any:
    from rapidocr import RapidOCR

    return RapidOCR(params={"Global.log_level": "error", "Det.limit_type": "max", "Det.limit_side_len": _LONGEST_SIDE})


def read_alone(page: Image) -> Counter[str]:
    """All lines of the page and all stacks of lines, by their text."""
    out = _engine()(page[:, :, ::-1])
    lines = [
        (float(box[:, 0].min()), float(box[:, 1].min()), float(box[:, 0].max()), float(box[:, 1].max()), str(text))
        for box, text in zip(out.boxes if out.boxes is not None else (), out.txts or (), strict=True)
    ]
    found: Counter[str] = Counter()
    for line in lines:
        text = ""
        for below in _stack(line, lines):
            text += below[4]
            found[text] += 1
    return found


_Line = tuple[float, float, float, float, str]


def _stack(line: _Line, lines: list[_Line]) -> list[_Line]:
    """The line and those right below it, each overlapping the one above by half of the narrower."""
    stack = [line]
    while len(stack) < _MOST_LINES:
        left, top, right, bottom, _ = stack[-1]
        under = [
            other
            for other in lines
            if 0 <= other[1] - top - 0.5 * (bottom - top) <= 1.2 * (bottom - top)
            and min(right, other[2]) - max(left, other[0]) >= 0.5 * min(right - left, other[2] - other[0])
        ]
        if not under:
            break
        stack.append(min(under, key=lambda other: other[1]))
    return stack
