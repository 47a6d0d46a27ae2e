"""From the points of a PDF page to the pixels of the page as one sees it.

Comes in: the bounds of a page and how it is turned. Goes out: a ``View`` that moves points. Never reads a file.
"""

from __future__ import annotations

from typing import NamedTuple

from extractor.ingest.printed import DPI
from extractor.values import Box

_SCALE = DPI / 72


class View(NamedTuple):
    """A way to move points: x = a*x + c*y + e, y = b*x + d*y + f; and how wide and high the page is then."""

    a: float
    b: float
    c: float
    d: float
    e: float
    f: float
    width: float
    height: float

    def point(self, x: float, y: float) -> tuple[float, float]:
        """A point on the page in pixels from its upper left corner."""
        return self.a * x + self.c * y + self.e, self.b * x + self.d * y + self.f

    def way(self, x: float, y: float) -> tuple[float, float]:
        """A direction, in pixels."""
        return self.a * x + self.c * y, self.b * x + self.d * y

    def box(self, left: float, bottom: float, right: float, top: float) -> Box:
        """A rectangle in pixels."""
        (x0, y0), (x1, y1) = self.point(left, top), self.point(right, bottom)
        return min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)

    def under(self, a: float, b: float, c: float, d: float, e: float, f: float) -> View:
        """The view of what is drawn with a matrix of its own."""
        first, second, origin = self.way(a, b), self.way(c, d), self.point(e, f)
        return View(*first, *second, *origin, self.width, self.height)

    def turned(self, quarters: int) -> View:
        """The view of the page turned clockwise by so many quarters."""
        view = self
        for _ in range(quarters % 4):
            a, b, c, d, e, f, width, height = view
            view = View(-b, a, -d, c, height - f, e, height, width)
        return view


def view_of(left: float, bottom: float, right: float, top: float, quarters: int = 0) -> View:
    """The view of a page by its bounds in points; ``quarters`` is its rotation, clockwise."""
    wide, high = (right - left) * _SCALE, (top - bottom) * _SCALE
    return View(_SCALE, 0.0, 0.0, -_SCALE, -left * _SCALE, top * _SCALE, wide, high).turned(quarters)
