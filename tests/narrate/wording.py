"""Sentences of a record as a narrative may set them: other spaces, quotation marks and signs, the same words.

Comes in: a finding's message. Goes out: a pattern that finds it. Uses nothing of the narrating stage.
"""

from __future__ import annotations

import re
from functools import cache

_SIGNS = {"+": "[+＋]", "-": "[-－−]", "−": "[-－−]", "=": "[=＝]", "、": "(?:、|, )"}
_MARKS = '“”‘’"「」'


@cache
def as_told(message: str) -> re.Pattern[str]:
    """What a narrative makes of a message: every word and figure of it, in order."""
    text = message.rstrip("。.").replace(" 00:00:00", "")
    text = re.sub(r"\(s\)((?: of [^\s,;:]+)?) (are|were|have)\b", "\x00\\1 \x01", text).replace("(s)", "\x00")
    text = re.sub(r": ([^:,]+\?)$", "\x02\\1\x03", text)
    first, rest = text[:1], text[1:]
    start = f"[{first.upper()}{first}]" if first.isalpha() and first.isascii() else _sign(first)
    before, behind = r"(?<![\d.])" * first.isdigit(), r"(?!\.?\d)" * text[-1:].isdigit()
    return re.compile(before + start + "".join(map(_sign, rest)) + "”?" + behind)


def _sign(sign: str) -> str:
    if sign in "\x00\x01\x02\x03":
        return {"\x00": "s?", "\x01": "(?:are|is|were|was|have|has)", "\x02": r"(?:: | \()", "\x03": r"\)?"}[sign]
    if sign.isspace():
        return r"[\s“]*"
    if sign in _MARKS:
        return f"[{_MARKS}]"
    return "”?" * (sign in "，。：；") + _SIGNS.get(sign, re.escape(sign))
