"""Characters that stand in a symbol font: what they look like, as characters of any font.

Comes in: a font's name and a character, as Word stores them. Goes out: the character that looks so (☑, ≥, ①).
Never drops one: what is not known here stays as it is.
"""

from __future__ import annotations

TICKED, UNTICKED = "☑", "☐"

_WINGDINGS = {
    0x6C: "●", 0x6D: "❍", 0x6E: "■", 0x6F: "☐", 0x71: "☐", 0x72: "☐", 0x75: "◆", 0xA1: "○", 0xA4: "◉", 0xA7: "▪",
    0xA8: "☐", 0xD8: "➢", 0xDF: "←", 0xE0: "→", 0xE1: "↑", 0xE2: "↓", 0xFB: "✗", 0xFC: "✓", 0xFD: "☒", 0xFE: "☑",
} | {0x80 + index: sign for index, sign in enumerate("⓪①②③④⑤⑥⑦⑧⑨⑩")}  # fmt: skip
_WINGDINGS_2 = {0x2A: "☐", 0x4F: "✗", 0x50: "✓", 0x51: "☒", 0x52: "☑", 0x53: "☒", 0x54: "☒", 0xA3: "☐"} | {
    0x69 + index: sign for index, sign in enumerate("⓪①②③④⑤⑥⑦⑧⑨⑩")
}
_SYMBOL = {
    0xA3: "≤", 0xA5: "∞", 0xAE: "→", 0xB0: "°", 0xB1: "±", 0xB3: "≥", 0xB4: "×", 0xB7: "•", 0xB8: "÷", 0xB9: "≠",
    0xBB: "≈", 0xD7: "·", 0xE5: "∑", 0x44: "Δ", 0x53: "Σ", 0x61: "α", 0x62: "β",
}  # fmt: skip
_FONTS = {"wingdings": _WINGDINGS, "wingdings 2": _WINGDINGS_2, "symbol": _SYMBOL}
_PRIVATE = range(0xF000, 0xF100)


def is_symbol_font(font: str | None) -> bool:
    """Say whether the characters of a font look like others than they are."""
    return (font or "").strip().lower() in _FONTS


def shown(text: str, font: str | None) -> str:
    """The text as it looks in the font; letters of ``Symbol`` typed as themselves are left alone."""
    name = (font or "").strip().lower()
    table = _FONTS.get(name)
    return text if table is None else "".join(_shown(char, table, name != "symbol") for char in text)


def _shown(char: str, table: dict[int, str], bare: bool) -> str:
    code = ord(char)
    if code in _PRIVATE:
        # What is not in the table is at least brought back from the private area where it is plain ASCII.
        return table.get(code - 0xF000) or (chr(code - 0xF000) if 0x20 < code - 0xF000 < 0x7F else char)
    return table.get(code, char) if bare else char
