"""How a law reads a cell of a form's sheet as a number, as formulas that stay alive in the workbook.

Comes in: the address of a cell, how it is printed, what kind of number its path says. Goes out: the formulas
of one line of the sheet ``workings``, each with the value it has now. Reads what ``laws.read_cell`` reads: a
plain number, ``10分``, ``1,234.50``, full-width digits, a rate with or without its sign. Never writes document
text into a formula: of the document only the sheet's own name stands there, in quotation marks.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from extractor.laws import read_cell
from extractor.report.cell_style import number_of

Live = tuple[str, str | float]
"""A formula, and the value it has now."""

BLANK, LOST = "空白", "无法取数"
"""What a line says of a cell that is printed empty, and of one whose number is lost or is none."""

VALUE, DECIMALS = "J", "K"
"""The columns of ``workings`` in which a line has the number and its printed decimal places."""

_RATES = ("execution_rate", "progress")  # as in ``laws.read_cell``
_LONGEST = 15  # the digits that a spreadsheet keeps exact
_WIDE = [(chr(code), chr(code - 0xFEE0)) for code in (*range(0xFF10, 0xFF1A), *map(ord, "．，＋－"))]
_WIDE += [("−", "-"), ("﹣", "-"), *((blank, " ") for blank in "\u3000\u00a0\u2009\u202f")]
# A space is part of a number only around its point or comma, after its sign, or between groups of three.
_LOOSE = [(" .", "."), (". ", "."), (" ,", ","), (", ", ","), ("- ", "-"), ("+ ", "+"), (" ", ",")]
_SIGNS = [("％", "%"), (" %", "%"), (" ‰", "‰"), ("个百分点", "%"), ("百分点", "%"), ("百分比", "%")]
_DIGITS = '{"0","1","2","3","4","5","6","7","8","9"}'


@dataclass(frozen=True, slots=True)
class NumberCell:
    """A cell that a law reads: its place on the sheet, its text, and whether an empty cell there means a lost one."""

    path: str
    address: str
    text: str
    lost: bool = False

    @property
    def is_rate(self) -> bool:
        """True for a cell that holds a rate."""
        return self.path.endswith(_RATES)

    @property
    def number_format(self) -> str:
        """The number format that the cell was written with; empty for a text."""
        found = number_of(self.text)
        return found[1] if found else ""


def address(sheet: str, row: int, column: int) -> str:
    """The absolute address of a cell on a sheet; a sheet's name is always in quotation marks."""
    return f"'{sheet.replace(chr(39), chr(39) * 2)}'!{spot(row, column, fixed=True)}"


def spot(row: int, column: int, *, fixed: bool = False) -> str:
    """The address of a cell within its sheet: ``E12``, or ``$E$12``."""
    letters, left = "", column + 1
    while left:
        left, rest = divmod(left - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return f"${letters}${row + 1}" if fixed else f"{letters}{row + 1}"


def number_line(cell: NumberCell, row: int) -> tuple[Live, ...]:
    """The formulas of columns D to K of a line (``row`` counts from 1): from the cell to its number and places."""
    form = _template(cell.is_rate, cell.number_format.endswith("%"))
    places = _places(cell.number_format)
    filled = (text.format(x=cell.address, r=row, p=places, e=LOST if cell.lost else BLANK) for text in form)
    return tuple(zip(filled, _now(cell), strict=True))


def _places(number_format: str) -> int:
    """The places that a number format prints, counted in the number that the cell holds."""
    decimals = len(number_format.rstrip("%").partition(".")[2])
    return decimals + 2 if number_format.endswith("%") else decimals


def _replaced(inner: str, pairs: Iterable[tuple[str, str]]) -> str:
    for old, new in pairs:
        inner = f'SUBSTITUTE({inner},"{old}","{new}")'
    return inner


@lru_cache(maxsize=4)
def _template(is_rate: bool, is_per_cent: bool) -> tuple[str, ...]:
    """The eight formulas with gaps: x the cell, r the line, p its printed places, e what an empty cell means."""
    text = "D{r}" if is_rate else 'IF(RIGHT(D{r})="分",LEFT(D{r},LEN(D{r})-1),D{r})'
    text = _replaced(f"TRIM({_replaced(text, _WIDE)})", [*(_SIGNS if is_rate else []), *_LOOSE])
    digits = _replaced("E{r}", [(sign, "") for sign in ("-+,.%‰" if is_rate else "-+,.")])
    scale = f'=IF(ISNUMBER(D{{r}}),{-1 if is_per_cent else 0},IF(RIGHT(E{{r}})="%",2,IF(RIGHT(E{{r}})="‰",3,0)))'
    # A share where points or money belong is no number of this kind.
    number = f'"{LOST}"' if is_per_cent and not is_rate else "D{r}"
    return (
        '=IF({x}="","",{x})',
        f'=IF(ISNUMBER(D{{r}}),"",{text})',
        f"={digits}",
        "=IF(ISNUMBER(D{r}),MAX({p},SUMPRODUCT(--(ROUND(D{r},{{0,1,2,3,4,5,6,7,8}})<>D{r}))),"
        'IF(ISNUMBER(FIND(".",E{r})),LEN(E{r})-FIND(".",E{r})-(H{r}>0),0))',
        scale if is_rate else "=0",
        f'=IFERROR(IF(ISNUMBER(D{{r}}),{number},IF(D{{r}}="","{{e}}",IF({_is_number(is_rate)},'
        f'IF(LEFT(E{{r}})="-",-1,1)*VALUE(F{{r}})/10^G{{r}},"{LOST}"))),"{LOST}")',
        "=IF(ISNUMBER(I{r}),IF(H{r}>0,I{r}/10^H{r},IF(AND(H{r}=0,ABS(I{r})>1.5),I{r}/100,I{r})),I{r})"
        if is_rate
        else "=I{r}",
        '=IF(ISNUMBER(I{r}),IF(H{r}>0,G{r}+H{r},IF(H{r}<0,G{r},IF(ABS(I{r})>1.5,G{r}+2,MAX(G{r},2)))),"")'
        if is_rate
        else '=IF(ISNUMBER(I{r}),G{r},"")',
    )


def _is_number(is_rate: bool) -> str:
    """The condition that a text is a number and nothing else: put together again from its digits it is the same.

    ``VALUE`` alone would take ``10月20日``, ``1/2`` and ``1e5`` for numbers.
    """
    sign = '&IF(H{r}=2,"%",IF(H{r}=3,"‰",""))' if is_rate else ""
    again = f'IF(G{{r}}=0,F{{r}},LEFT(F{{r}},LEN(F{{r}})-G{{r}})&"."&RIGHT(F{{r}},G{{r}})){sign}'
    plain = _replaced("E{r}", [(",", "")])
    whole = _replaced('LEFT(E{r}&".",FIND(".",E{r}&".")-1)', [(other, "") for other in ("-+%‰" if is_rate else "-+")])
    grouped = f'{whole}=TEXT(VALUE(LEFT(F{{r}},LEN(F{{r}})-G{{r}})),"#,##0")'
    counted = f'SUMPRODUCT(LEN(F{{r}})-LEN(SUBSTITUTE(F{{r}},{{{_DIGITS}}},"")))=LEN(F{{r}})'
    return (
        f"AND(LEN(F{{r}})>G{{r}},LEN(F{{r}})<={_LONGEST},{counted},"
        f'OR({plain}={again},{plain}="-"&{again},{plain}="+"&{again}),'
        f'IF(ISNUMBER(FIND(",",E{{r}})),{grouped},TRUE))'
    )


def _now(cell: NumberCell) -> tuple[str | float, ...]:
    """What the eight formulas say before anybody changes anything."""
    number = number_of(cell.text)
    plain = "" if number else _cleaned(cell.text, cell.is_rate)
    digits = plain.translate({ord(sign): None for sign in ("-+,.%‰" if cell.is_rate else "-+,.")})
    scale = {"%": 2, "‰": 3}.get(plain[-1:], 0) if cell.is_rate else 0
    behind = len((plain[:-1] if scale else plain).partition(".")[2])
    if number and cell.is_rate and number[1].endswith("%"):
        scale = -1
    places = max(_places(cell.number_format), behind)
    seen = read_cell(cell.path, cell.text) if cell.text else None
    shown: str | float = number[0] if number else cell.text
    if seen is None or len(digits) > _LONGEST or (number and number[1].endswith("%") and not cell.is_rate):
        empty = LOST if cell.lost or cell.text else BLANK
        return shown, plain, digits, places, scale, empty, empty, ""
    raw = number[0] if number else float(Decimal(digits).scaleb(-behind)) * (-1 if plain.startswith("-") else 1)
    return shown, plain, digits, places, scale, raw, float(seen.value), seen.decimals


def _cleaned(text: str, is_rate: bool) -> str:
    """The text as the first formula leaves it."""
    text = text if is_rate else text.removesuffix("分")
    for old, new in _WIDE:
        text = text.replace(old, new)
    text = " ".join(part for part in text.split(" ") if part)
    for old, new in [*(_SIGNS if is_rate else []), *_LOOSE]:
        text = text.replace(old, new)
    return text
