"""Text as it is compared: width folded, white space gone, look-alikes unified.

Comes in: printed text. Goes out: the same text in one form for each character,
and the documented normalisation of a printed cell. Never rewrites a character
that carries meaning: ``²``, ``①`` and ``Ⅳ`` stay as they are.
"""

from __future__ import annotations

import html
import re
from functools import lru_cache

# Width folding only (NFKC would also rewrite ² and ①). U+3000 is the ideographic space.
_FOLD = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20}
_LOOK = {
    "【": "[",
    "】": "]",
    "〔": "[",
    "〕": "]",
    "﹕": ":",
    "︰": ":",
    "：": ":",
    "“": '"',
    "”": '"',
    "—": "-",
    "–": "-",
    "－": "-",
}
_FOLDED = str.maketrans({**{chr(k): chr(v) for k, v in _FOLD.items()}, **_LOOK})
# Zero-width and direction marks, soft hyphen, BOM: they carry nothing that a form prints.
INVISIBLE = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff\u00ad]")
_TAG = re.compile(
    r"</?(?:p|br|b|i|u|em|strong|div|span|font|sup|sub|table|tbody|tr|td|th|ul|ol|li|h[1-6])\b[^<>]*>", re.I
)
_BLANK = re.compile(r"\s+")
_INNER = re.compile(r"(?<=[\u3000-\u9fff\uff00-\uffef])\s*\n\s*(?=\S)|(?<=\S)\s*\n\s*(?=[\u3000-\u9fff\uff00-\uffef])")
_DASHES = frozenset(("-", "--", "---", "/", "\\", "--/--", "·", ""))


@lru_cache(maxsize=65536)
def fold(text: str) -> str:
    """Comparison form: width folded, tags, white space and invisible marks removed.

    >>> fold("项目资金 （万元）")
    '项目资金(万元)'
    """
    return _BLANK.sub("", INVISIBLE.sub("", _TAG.sub("", text))).translate(_FOLDED)


@lru_cache(maxsize=65536)
def label_key(text: str) -> str:
    """Form under which labels are looked up: folded, without a closing colon or a leading ``其中:``.

    >>> label_key("其中：当年财政拨款")
    '当年财政拨款'
    """
    folded = fold(text).strip(":;.,、")
    for lead in ("其中:", "其中", "其 中"):
        if folded.startswith(lead) and len(folded) > len(lead):
            folded = folded[len(lead) :]
    return folded


def plain(raw: str) -> str | None:
    """Value of a printed text cell: tags dropped, entities resolved, wraps closed, a dash is nothing.

    Inner single blanks stay; a line break inside a cell is a wrap, not a blank.

    >>> plain("<p>无</p>")
    '无'
    >>> plain("——") is None
    True
    """
    text = raw
    if "<" in text:
        text = _TAG.sub("", text)
    if "&" in text:
        text = html.unescape(text)
    text = INVISIBLE.sub("", text)
    if "\n" in text:
        text = _INNER.sub("", text).replace("\n", " ")
    text = text.strip()
    if len(text) <= 5 and text.translate(_FOLDED).replace(" ", "") in _DASHES:
        return None
    return text
