"""The house rules of the page: measures, fonts and sizes of GB/T 9704-2012, and what English takes instead.

Comes in: a language. Goes out: frozen values. Never makes an element: that is for ``styles`` and ``document``.
Measures are in twentieths of a point where Word counts in these (1 mm = 56.7), sizes in points.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field, replace

from extractor.labels import Language

MM = 1440 / 25.4
# 5.2: A4, top margin 37 mm, binding edge 28 mm, text area 156 mm by 225 mm.
PAGE_WIDTH, PAGE_HEIGHT = 11906, 16838
TOP, LEFT, TEXT_WIDTH, TEXT_HEIGHT = round(37 * MM), round(28 * MM), round(156 * MM), round(225 * MM)
RIGHT, BOTTOM = PAGE_WIDTH - LEFT - TEXT_WIDTH, PAGE_HEIGHT - TOP - TEXT_HEIGHT
# 7.5: the dashes of the page number lie 7 mm under the text area; they are 14 pt high.
FOOTER = BOTTOM - round(7 * MM) - 14 * 20
# 5.2.2: 22 lines a page and 28 characters a line fill the text area.
LINES, CHARACTERS = 22, 28
LINE = TEXT_HEIGHT // LINES
BODY_SIZE = 16.0
NOTE_SIZE, NOTE_LINE = 9.0, 13 * 20
# Letters of 16 pt are a little too wide for 28 of them, so each gives way. A grid of characters says the same to Word,
# but LibreOffice gives a letter that is wider than its cell two cells.
SQUEEZE = math.floor(TEXT_WIDTH / CHARACTERS - BODY_SIZE * 20)

LATIN = "Times New Roman"
SONG, HEI, KAI, FANG, TITLE = "宋体", "黑体", "楷体_GB2312", "仿宋_GB2312", "方正小标宋简体"


@dataclass(frozen=True, slots=True)
class Font:
    """An entry of the font table: ``instead`` is what stands in where the font is missing."""

    name: str
    instead: str
    panose: str
    family: str


# Each name leads to the next one that a machine may have: the office's, Windows', then the free ones.
FONTS = (
    Font(FANG, "仿宋", "02010609030101010101", "modern"),
    Font("仿宋", "FangSong", "02010609060101010101", "modern"),
    Font("FangSong", "Noto Serif CJK SC", "02010609060101010101", "modern"),
    Font(KAI, "楷体", "02010609030101010101", "modern"),
    Font("楷体", "KaiTi", "02010609060101010101", "modern"),
    Font("KaiTi", "Noto Serif CJK SC", "02010609060101010101", "modern"),
    Font(TITLE, SONG, "02010601030101010101", "auto"),
    Font(SONG, "Noto Serif CJK SC", "02010600030101010101", "auto"),
    Font(HEI, "Noto Sans CJK SC", "02010609060101010101", "modern"),
    Font(LATIN, "Liberation Serif", "02020603050405020304", "roman"),
)


@dataclass(frozen=True, slots=True)
class Look:
    """How one kind of paragraph looks.

    ``line`` is the exact height of a line, 0 lets it grow; ``indent`` is the first line's, in
    characters; below 0 it is that of all other lines.
    """

    style: str
    name: str
    font: str
    size: float
    line: int
    indent: int = 0
    align: str = "both"
    before: int = 0
    after: int = 0
    latin: str = LATIN
    bold: bool = False
    keep_next: bool = False
    outline: int | None = None
    snap: bool = True
    sides: int = 0
    squeeze: int = 0


_CHINESE = (
    Look("Normal", "Normal", FANG, BODY_SIZE, LINE),
    Look("BodyText", "Body Text", FANG, BODY_SIZE, LINE, indent=2),
    Look("Title", "Title", TITLE, 22, 33 * 20, align="center", after=LINE, keep_next=True, snap=False),
    Look(
        "PartTitle",
        "Part Title",
        TITLE,
        18,
        LINE,
        align="center",
        before=LINE // 2,
        after=LINE // 4,
        keep_next=True,
        outline=0,
    ),
    Look("Heading1", "heading 1", HEI, BODY_SIZE, LINE, indent=2, keep_next=True, outline=0),
    Look("Heading2", "heading 2", KAI, BODY_SIZE, LINE, indent=2, keep_next=True, outline=1),
    Look("Heading3", "heading 3", FANG, BODY_SIZE, LINE, indent=2, keep_next=True, outline=2),
    Look("Heading4", "heading 4", FANG, BODY_SIZE, LINE, indent=2, keep_next=True, outline=3),
    Look("ListBullet", "List Bullet", FANG, BODY_SIZE, LINE, indent=2),
    Look("ListNumber", "List Number", FANG, BODY_SIZE, LINE, indent=2),
    Look("Quote", "Quote", KAI, BODY_SIZE, LINE, indent=2, sides=2),
    Look("Caption", "caption", HEI, 12, 20 * 20, align="center", before=120, after=80, snap=False),
    Look("Figure", "Figure", FANG, 12, 0, align="center", before=120, keep_next=True, snap=False),
    Look("TableHead", "Table Head", HEI, 10.5, 15 * 20, align="center", before=40, after=40, snap=False),
    Look("TableText", "Table Text", FANG, 10.5, 15 * 20, align="left", before=40, after=40, snap=False),
    Look("FootnoteText", "footnote text", SONG, NOTE_SIZE, NOTE_LINE, align="left", snap=False),
    Look("Footer", "footer", SONG, 14, 0, align="left", latin=SONG, snap=False),
)


def looks(language: Language, line: int = LINE) -> tuple[Look, ...]:
    """The looks of all paragraphs; ``line`` is the height of a line of Chinese text.

    The standard speaks of Chinese only. English keeps the page and takes 12 points, one line and a quarter high, a
    space between paragraphs instead of the indented first line, and bold headings in its own letters. Its right edge is
    ragged: a justified line would space out the Chinese names in it.
    """
    if language == "zh":
        return tuple(
            replace(
                look, squeeze=SQUEEZE if look.size == BODY_SIZE else 0, line=line if look.line == LINE else look.line
            )
            for look in _CHINESE
        )
    return tuple(_english(look) for look in _CHINESE)


_LISTS = ("ListBullet", "ListNumber")
_ENGLISH_SIZES = {
    "Title": (18.0, 24 * 20),
    "PartTitle": (15.0, 20 * 20),
    "Heading1": (14.0, 20 * 20),
    "Caption": (10.5, 16 * 20),
}


def _english(look: Look) -> Look:
    if look.size != BODY_SIZE and look.style not in _ENGLISH_SIZES:
        return replace(look, bold=look.style == "TableHead", latin=LATIN)
    size, line = _ENGLISH_SIZES.get(look.style, (12.0, 17 * 20))
    heading = look.outline is not None
    return replace(
        look, size=size, line=line, bold=heading or look.style in _ENGLISH_SIZES,
        indent=-2 if look.style in _LISTS else 0, sides=2 if look.sides else 0,
        align="left" if look.align == "both" else look.align,
        before=360 if look.style == "PartTitle" else 200 if heading else look.before,
        after=200 if look.style == "Title" else 60 if look.style in _LISTS else 120,
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Words:
    """The few words that the page itself says."""

    table: str
    figure: str
    notes: str
    note: str
    joint: str
    colon: str
    levels: tuple[tuple[str, str], ...] = field(default=())


WORDS: dict[str, Words] = {
    "zh": Words(
        "表", "图", "附注", "注", "：", "：",
        (("chineseCountingThousand", "%1、"), ("chineseCountingThousand", "（%2）"), ("decimal", "%3. "),
         ("decimal", "（%4）")),
    ),
    "en": Words(
        "Table ", "Figure ", "Notes", "note ", ": ", ":",
        (("decimal", "%1. "), ("decimal", "%1.%2 "), ("decimal", "%1.%2.%3 "), ("lowerLetter", "(%4) ")),
    ),
}  # fmt: skip
