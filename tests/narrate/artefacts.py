"""Faults of a finished text that no reader would forgive, whatever it says.

Comes in: Markdown of a narrative and the forms it tells. Goes out: each fault with what stands around it. The text
of the document itself is left out: its own slips are its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from extractor.values import FormRecord
from tests.narrate.wording import as_told

_FAULTS = {
    "doubled punctuation": r"[，。；：、]{2,}(?<!……)|[,;:]{2,}|\.\.(?!\.)|[，、：；]。|[,;:]\.(?!\d)|。\.|；，|，；",
    "empty brackets": r"（\s*）|\(\s*\)|“\s*”|「\s*」|〔\s*〕",
    "a word of the program": r"(?<![A-Za-z])(?:None|nan)(?![A-Za-z])|undefined|Said\(|Label\(|<[a-z]+[ >]|\{\{|\{%",
    "space before punctuation": r" (?=[，。；：、）”！？])| (?=[,;:.](?:\s|$))|(?<=[（“]) ",
    "space between Chinese words": r"(?<=[\u4e00-\u9fff，。；：]) +(?=[\u4e00-\u9fff])",
    "doubled space": r"(?<=\S) {2,}(?=\S)",
    "no space behind a sentence": r"(?<=[a-z])[.;:,](?=[A-Za-z])",
    "praise of our own": r"显著|圆满|成效|突出|高度重视|扎实|有力|良好|successfully|excellent|outstanding|remarkabl",
    "missing figure": r"[约比]万元|为。|为，|：。|: \.|(?<!\w)of \.|\( ",
}
_ONE_LANGUAGE = {"no space behind a sentence": "en", "space between Chinese words": "zh"}
_LIST, _HEAD = (
    re.compile(r"^(\d+)\. "),
    re.compile(
        r"^(#+) (?:([一二三四五六七八九十]+)、|（([一二三四五六七八九十]+)）|(\d{1,2})[．.] ?(?!\d)|\d+\.(\d+) )"
    ),
)
_NUMERALS = ["", *"一二三四五六七八九", "十", *(f"十{unit}" for unit in "一二三四五六七八九"), "二十"]


def artefacts(text: str, forms: Sequence[FormRecord], language: str) -> Iterator[str]:
    """The faults of a narrative."""
    own = _own_words(text, forms)
    for name, pattern in _FAULTS.items():
        if name in _ONE_LANGUAGE and _ONE_LANGUAGE[name] != language:
            continue
        for hit in re.finditer(pattern, own):
            yield f"{name}: “{own[max(0, hit.start() - 15) : hit.end() + 15]}”".replace("\n", "⏎")
    yield from _unbalanced(own)
    yield from _gaps(text)


def _own_words(text: str, forms: Sequence[FormRecord]) -> str:
    """The text without tables, footnotes, quotations and what findings, reasons and cells say."""
    lines = [line for line in text.split("\n") if not line.startswith(("|", "[^"))]
    own = re.sub(r"\\(.)", r"\1", "\n".join(lines))
    messages = {text for form in forms for one in form.findings for text in (one.message, one.message_en) if text}
    for message in sorted(messages, key=len, reverse=True):
        own = as_told(message).sub("乙", own)
    known = {
        _flat(cell.value)
        for form in forms
        for cell in form.cells.values()
        if cell.value and len(cell.value) > 3 and not cell.value.isascii()
    }
    known |= {reason.rstrip("。；;") for form in forms for cell in form.cells.values() for reason in cell.reasons}
    for piece in sorted(known, key=len, reverse=True):
        own = own.replace(piece, "乙")
    own = re.sub(r"“[^“”]+”", "“甲”", own)
    own = re.sub(r"\[\^\d+\]|〔待核〕| \[to be checked\]", "", own)
    return re.sub(r"“甲”(?=“甲”)", "", own)


def _flat(text: str) -> str:
    joined = re.sub(r"(?<=[^\x00-\x7f])\s*\n\s*(?=[^\x00-\x7f])", "", text)
    return re.sub(r"\s*\n\s*", " ", joined).strip()


def _unbalanced(text: str) -> Iterator[str]:
    for line in text.split("\n"):
        depth = 0
        for sign in line:
            depth += (sign == "“") - (sign == "”")
            if depth not in (0, 1):
                break
        if depth != 0:
            yield f"unbalanced quotation marks: {line[:60]}"


def _gaps(text: str) -> Iterator[str]:
    """Numbers of headings and lists that do not follow one another."""
    counts: dict[int, int] = {}
    listed = 0
    for line in text.split("\n"):
        head = _HEAD.match(line)
        if line.startswith("#"):
            listed = 0
            level = len(line) - len(line.lstrip("#"))
            counts = {key: value for key, value in counts.items() if key <= level}
            if head is None:
                counts.pop(level, None)
                continue
            numeral = head[2] or head[3]
            number = _NUMERALS.index(numeral) if numeral else int(head[4] or head[5])
            if number != counts.get(level, 0) + 1:
                yield f"a gap in the numbers: {line}"
            counts[level] = number
        elif item := _LIST.match(line):
            if int(item[1]) not in (1, listed + 1):
                yield f"a gap in the list: {line[:40]}"
            listed = int(item[1])
