"""The characters that fonts of PDF files give, and what they stand for.

Comes in: a code point as a PDF file names it. Goes out: the ordinary character. Never touches digits, full-width
forms or circled numbers, and never guesses at a character that the file does not name.
"""

from __future__ import annotations

import unicodedata

UNNAMED = "\ufffd"
"""A character of which the file shows the shape only."""

_RADICALS = {  # U+2E80 to U+2EFF, after Unicode's EquivalentUnifiedIdeograph; two of them have a form under NFKC
    0x2E80: "冫厂乛乚乙亻冂几刀刂卜㔾小小兀尣尢𡯂巳幺彑彐忄心扌攵⺚旡日月歹母",
    0x2EA0: "民氵氺灬爫爫丬牛犭王疋目示礻竹糹纟罓罒罓罓网羊羊羊耂肀聿肉臼艹艹",
    0x2EC0: "艹虎衤覀西见角角讠贝足车辶辶辶阝钅長镸长门阜阝雨青韦页风飞食飠飠",
    0x2EE0: "饣首马骨鬼鱼鸟卤麦黄黾斉齐歯齿竜龙龜亀龟",
}
_SYMBOLS = {  # of the Wingdings fonts, which have no names in Unicode: boxes and ticks
    0xF052: "☑",
    0xF054: "☒",
    0xF06E: "■",
    0xF06F: "□",
    0xF070: "□",
    0xF071: "□",
    0xF0A2: "○",
    0xF0A3: "□",
    0xF0A8: "□",
    0xF06C: "●",
    0xF0B7: "·",
    0xF0FC: "√",
    0xF0FB: "×",
    0xF0FD: "☒",
    0xF0FE: "☑",
    0xF0B3: "≥",
    0xF0A1: "○",
    0xF0D8: "➢",
}
_FOLDED = {start + n: sign for start, row in _RADICALS.items() for n, sign in enumerate(row)} | _SYMBOLS
_RANGES = ((0x2F00, 0x2FD5), (0xF900, 0xFAFF), (0xFE10, 0xFE19), (0xFE30, 0xFE48), (0x2F800, 0x2FA1F))
_PLAUSIBLE = (
    (0x20, 0x7E),
    (0xA0, 0xBF),  # signs such as § and ·
    (0x2000, 0x27BF),
    (0x3000, 0x303F),
    (0x3100, 0x312F),
    (0x3200, 0x33FF),
    (0x3400, 0x9FFF),
    (0xFF00, 0xFFEF),
    (0x20000, 0x3FFFF),
)
_LETTERS = frozenset("×÷àáèéêìíòóùúüāēěīńōūǎǐǒǔǚǜɑ")  # and those of pinyin


def folded(code: int) -> str:
    """The ordinary character for a code point: 一 for the radical ⼀; ``UNNAMED`` where there is none."""
    if code < 0x2E80:
        return chr(code) if code >= 0x20 and not 0x7F <= code < 0xA0 else UNNAMED
    if code in _FOLDED:
        return _FOLDED[code]
    if 0xD800 <= code < 0xF900 or code > 0x10FFFF:
        return UNNAMED if code not in range(0xE000, 0xF900) else chr(code)
    if any(first <= code <= last for first, last in _RANGES):
        return unicodedata.normalize("NFKC", chr(code))
    return chr(code)


def is_plausible(character: str) -> bool:
    """Say whether a Chinese or English form can have the character."""
    code = ord(character)
    return any(first <= code <= last for first, last in _PLAUSIBLE) or character in _LETTERS


def is_wide(character: str) -> bool:
    """Say whether the character takes up a whole square."""
    return unicodedata.east_asian_width(character) in "WF"
