"""Pages drawn for tests: rules, strokes, and print that an engine can read."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import cv2
import numpy as np
from PIL import Image, ImageDraw, ImageFont

FONT = "/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc"
Pixels = np.ndarray[Any, np.dtype[np.uint8]]


def sheet(width: int = 1653, height: int = 1200) -> Pixels:
    return np.full((height, width, 3), 255, np.uint8)


def ruled(page: Pixels, xs: Sequence[int], ys: Sequence[int], ink: int = 0, thickness: int = 2) -> Pixels:
    """The page with a grid of these columns and rows."""
    for x in xs:
        cv2.line(page, (x, ys[0]), (x, ys[-1]), (ink,) * 3, thickness)
    for y in ys:
        cv2.line(page, (xs[0], y), (xs[-1], y), (ink,) * 3, thickness)
    return page


def printed(
    page: Pixels, text: str, x: int, y: int, size: int = 29, colour: tuple[int, int, int] = (0, 0, 0)
) -> Pixels:
    """The page with a text whose middle stands at a place."""
    image = Image.fromarray(page)
    ImageDraw.Draw(image).text((x, y), text, font=ImageFont.truetype(FONT, size), fill=colour, anchor="mm")
    return np.asarray(image).copy()


def form(rows: Sequence[Sequence[str]], left: int = 120, top: int = 150, width: int = 230, height: int = 60) -> Pixels:
    """A page with a table of these texts."""
    columns = max(map(len, rows))
    page = sheet(left * 2 + width * columns, top * 2 + height * len(rows))
    xs = [left + width * index for index in range(columns + 1)]
    ys = [top + height * index for index in range(len(rows) + 1)]
    ruled(page, xs, ys)
    for row, texts in enumerate(rows):
        for column, text in enumerate(texts):
            page = printed(page, text, left + width * column + width // 2, top + height * row + height // 2)
    return page


def grey(page: Pixels) -> Any:
    return cv2.cvtColor(page, cv2.COLOR_RGB2GRAY)
