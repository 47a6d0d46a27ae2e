"""How the sentences of findings and quotations are set, so that they stand in a narrative as its own do.

Comes in: a finding's message, a text to be quoted. Goes out: the same words with the marks and spaces of running
text. Never changes, adds or drops a word or a figure.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from extractor.narrate.said import Language, one_line

_CHINESE = r"\u3400-\u9fff，。；：、？！（）《》〔〕“”‘’"
_OPERATORS = {"+": "＋", "-": "－", "−": "－", "÷": "÷", "×": "×", "=": "＝"}
_OPERATOR = re.compile(r"(?<=[\w%％)）]) ([+\-−÷×=]) (?=[\w(（-])")
_SPACE = re.compile(rf"(?<=[{_CHINESE}]) +| +(?=[{_CHINESE}])")
_QUOTATION = re.compile(r"“[^“”]*”")
_STRAIGHT = re.compile(r'"([^"]*)"')
# A spreadsheet's date with the time that nobody typed.
_MIDNIGHT = re.compile(r"(?<=\d) 00:00:00\b")
_NUMBERED = re.compile(r"(?<![\d.])(\d+) ([a-z]+)\(s\)((?: of [^\s,;:]+)?)( (?:are|were|have)\b)?")
_SINGULAR = {" are": " is", " were": " was", " have": " has"}
_LAST_QUESTION = re.compile(r"[:：] ?([^:：,]+\?)$")


def without_midnight(text: str) -> str:
    """``2020-05-01 00:00:00`` is 2020-05-01."""
    return _MIDNIGHT.sub("", text)


def nested(text: str) -> str:
    """A text as it stands within quotation marks: its own marks are the single ones."""
    inner = _STRAIGHT.sub(r"‘\1’", text).replace("“", "‘").replace("”", "’")
    return inner + "’" * (inner.count("‘") - inner.count("’"))  # a cut may have fallen inside a quotation


def close_up(text: str) -> str:
    """Chinese text without the spaces that fill a cell: ``服 务中心`` is 服务中心."""
    return re.sub(r"(?<=[\u3400-\u9fff])[ \u3000]+(?=[\u3400-\u9fff])", "", text)


def set_sentence(message: str, values: Iterable[str], language: Language) -> str:
    """A finding's message as running text; ``values`` are the printed texts that it may name."""
    text = re.sub("「([^「」]*)」", lambda hit: f"“{nested(hit[1])}”", without_midnight(message))
    return _set_chinese(text, values) if language == "zh" else _set_english(text, values)


def _set_chinese(text: str, values: Iterable[str]) -> str:
    """Worded values in quotation marks, figures close to their words, the signs of arithmetic in full width."""
    for value in sorted({one_line(value) for value in values}, key=len, reverse=True):
        if re.match(r"[\u3400-\u9fff]", value) and not re.search(r"[“”\"]", value):
            text = re.sub(rf" ({re.escape(value)})(?=[，。；：]|$)", r"“\1”", text)
    return _outside_quotations(text, lambda part: _SPACE.sub("", _OPERATOR.sub(_wide, part)))


def _wide(sign: re.Match[str]) -> str:
    return _OPERATORS[sign[1]]


def _set_english(text: str, values: Iterable[str]) -> str:
    """One of a thing in the singular, Chinese commas as English ones, a question at the end in brackets."""
    text = _NUMBERED.sub(_counted, text)
    comma = "、" if not any("、" in value for value in values) else r"(?<=[\d%])、"
    text = _outside_quotations(text, lambda part: re.sub(comma, ", ", part))
    return _LAST_QUESTION.sub(r" (\1)", text)


def _counted(hit: re.Match[str]) -> str:
    number, noun, of, verb = hit[1], hit[2], hit[3], hit[4] or ""
    if number == "1":
        return f"{number} {noun}{of}{_SINGULAR.get(verb, verb)}"
    return f"{number} {noun}s{of}{verb}"


def _outside_quotations(text: str, change: Callable[[str], str]) -> str:
    out, last = [], 0
    for quotation in _QUOTATION.finditer(text):
        out += [change(text[last : quotation.start()]), quotation[0]]
        last = quotation.end()
    return "".join([*out, change(text[last:])])
