"""How a workbook shows a cell: its format, its number, and the remark behind it.

Comes in: a slot with its states and text. Goes out: xlsxwriter formats, numbers with the digits as
printed, comments. Never lets document text become a formula or a link.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import lru_cache
from itertools import zip_longest
from typing import Any

from extractor.labels import ORIGINS, PROPOSERS, STATES, Language
from extractor.sheet.view import FormView, printable
from extractor.values import Review

# What Excel keeps exact, and what it lets a cell hold.
_DIGITS, _LONGEST = 15, 32000
_PLAIN = re.compile(r"(-?)(0|[1-9]\d*)(?:\.(\d+))?(%?)")
FONT = "宋体"
# Column units of a spreadsheet that a Chinese character of 10 points takes.
ROOM = 1.9
# The height of a line of a list in points, and how many lines of a text it shows.
_LINE, _MOST_LINES = 13.5, 8

COLOURS = {
    "review": "#FFE9A8",
    "repaired": "#E6DAFA",
    "inferred": "#D6E6FA",
    "reviewed": "#DCF0DC",
    "stitched": "#EEF4EC",
}
_RULINGS = {"accept": "认可", "correct": "改正", "unreadable": "无法辨认", "absent": "表中无此项"}
_FILL_ORDER = ("review", "repaired", "inferred", "reviewed", "stitched")
_BASE: dict[str, dict[str, Any]] = {
    "title": {"bold": True, "font_size": 16, "align": "center", "border": 0},
    "year": {"align": "center", "border": 0},
    "label": {"bg_color": "#F3F2EE", "align": "left", "indent": 1},
    "head": {"bg_color": "#F3F2EE", "align": "center"},
    "side": {"bg_color": "#F3F2EE", "align": "center", "rotation": 270, "text_wrap": False},
    "section": {"bold": True, "bg_color": "#F8F7F4", "align": "left", "indent": 1},
    "value": {"align": "left", "indent": 1},
    "number": {"align": "center"},
    "prose": {"align": "left", "indent": 1},
    "listed": {"align": "left", "valign": "top"},
    "count": {"align": "right", "valign": "top"},  # LibreOffice forgets an indent on the right in every second cell
    "blank": {},
}


@dataclass
class Styles:
    """The formats of one workbook, made once for each distinct look."""

    book: Any
    _made: dict[tuple[str, tuple[str, ...], str], Any] = field(default_factory=dict)

    def format(self, kind: str, states: tuple[str, ...] = (), number_format: str = "") -> Any:
        """The format of a slot kind with these states; ``number_format`` keeps the printed decimals."""
        key = (kind, states, number_format)
        if key not in self._made:
            look: dict[str, Any] = {
                "font_name": FONT, "font_size": 10, "text_wrap": True, "valign": "vcenter", "border": 1,
                "border_color": "#A8A296",
            }  # fmt: skip
            look |= _BASE[kind] | _state_look(states)
            if number_format:
                # A number too wide for its column is drawn smaller: wrapped or cut off it would be #### on paper.
                look |= {"num_format": number_format, "text_wrap": False, "shrink": True}
            self._made[key] = self.book.add_format(look)
        return self._made[key]


def _state_look(states: tuple[str, ...]) -> dict[str, Any]:
    look: dict[str, Any] = {}
    for state in _FILL_ORDER:
        if state in states:
            look["bg_color"] = COLOURS[state]
            break
    if "missing" in states:
        look |= {"pattern": 14, "fg_color": "#9A968C", "bg_color": COLOURS["review"]}
    if "broken" in states:
        look |= {"border": 2, "border_color": "#C0281C"}
    elif "questioned" in states:
        look |= {"bottom": 2, "bottom_color": "#D9772B"}
    elif "involved" in states:
        look |= {"bottom": 1, "bottom_color": "#C0281C"}
    return look


def number_of(text: str) -> tuple[float, str] | None:
    """A plain printed number as (number, number format with the same decimals), None for any other text.

    ``38.90%`` is 0.389 shown as ``0.00%``. Leading zeros, signs other than minus and more digits
    than a spreadsheet keeps exact leave the text a text.
    """
    found = _PLAIN.fullmatch(text)
    if found is None or len(text.strip("-%")) > _DIGITS:
        return None
    decimals = found.group(3) or ""
    shown = "0" + ("." + "0" * len(decimals) if decimals else "")
    if found.group(4):
        return float(Decimal(text[:-1]) / 100), shown + "%"
    return float(Decimal(text)), shown


@lru_cache(maxsize=2048)
def em_width(text: str) -> float:
    """The width of a text in Chinese characters."""
    if text.isascii():
        return 0.55 * len(text)
    return sum(1.0 if unicodedata.east_asian_width(sign) in "WFA" else 0.55 for sign in text)


def row_height(row: Sequence[str | int | None], widths: Sequence[int]) -> float:
    """The height in points at which every text of a list's line can be read; very long ones are cut off."""
    lines = (
        sum(math.ceil(em_width(part) * ROOM / (width - 1)) or 1 for part in str(item).split("\n"))
        for item, width in zip(row, widths, strict=False)
        if item
    )
    return min(max(lines, default=1), _MOST_LINES) * _LINE + 4


def put_text(sheet: Any, row: int, column: int, text: str, style: Any) -> None:
    """Write document text as text and nothing else, cut to what a cell may hold."""
    shown = printable(text)
    sheet.write_string(row, column, shown if len(shown) <= _LONGEST else shown[: _LONGEST - 1] + "…", style)


def put_value(
    sheet: Any, place: tuple[int, int], text: str, styles: Styles, look: tuple[str, tuple[str, ...]], count: bool
) -> None:
    """Write a value as a number where it is a plain one and ``count`` says that it is meant as one, else as text."""
    number = number_of(text) if count else None
    if number is not None:
        sheet.write_number(*place, number[0], styles.format(*look, number[1]))
    elif text:
        put_text(sheet, *place, text, styles.format(*look))
    else:
        sheet.write_blank(*place, None, styles.format(*look))


def remark(view: FormView, path: str, language: Language = "zh") -> str:
    """What the reader is told behind a cell: states, printed text, reasons, proof, other readings; may be empty."""
    cell = view.cell(path)
    if cell is None:
        return ""
    states = view.states(path)
    if not states and cell.raw in ("", cell.value) and not cell.reasons:
        return ""
    told = [" · ".join(STATES[state].say(language) for state in states)] if states else []
    if cell.raw and cell.raw != cell.value:
        told.append(f"原文：{cell.raw[:200]}")
    told += [f"待核原因：{reason}" for reason in cell.reasons]
    if cell.proof and cell.proof not in cell.reasons:
        told.append(f"依据：{cell.proof}")
    if cell.candidates:
        told.append("其他读法：" + "、".join(map(_proposed, zip_longest(cell.candidates, cell.proposed_by))))
    told += [f"勾稽：{finding.message}" for finding in view.form.findings if path in finding.cells]
    if cell.origin not in ("read", "blank"):
        told.append(f"来历：{ORIGINS[cell.origin].say(language)}，可信度 {cell.confidence:.0%}")
    if cell.review is not None:
        told.append(_decided(cell.review))
    return printable("\n".join(told))[:4000]


def _proposed(other: tuple[str | None, str | None]) -> str:
    """Another reading with who proposed it; a model goes by its own name."""
    reading, by = other
    return f"{reading}（{PROPOSERS[by].zh if by in PROPOSERS else by}）" if by else str(reading)


def _decided(review: Review) -> str:
    """What reviewers decided of a cell, who, when, and what stood there before."""
    earlier = f"，原为 {review.earlier}" if review.earlier is not None else ""
    comment = f"；{review.comment}" if review.comment else ""
    ruling = _RULINGS.get(review.ruling, review.ruling)
    return f"复核：{ruling}（{'、'.join(review.by)}，{review.at[:10]}）{earlier}{comment}"
