"""From bytes to text: which encoding a file is written in.

Comes in: the bytes of a file. Goes out: the text and the name of its encoding.
Never guesses silently: an encoding is taken only when every byte fits it and the
text that comes out is plausible, else the file is refused with a reason.

The text that comes out is what every span points into and what is written into
the record. So newlines are made one kind here, once (``\\r\\n`` and ``\\r`` become
``\\n``), a byte order mark is dropped, and what UTF-8 cannot hold (a lone surrogate)
becomes U+FFFD. Everything else stays as it was, control characters too.
"""

from __future__ import annotations

import codecs
import re
from typing import NamedTuple

from extractor.ingest.faults import undecodable
from extractor.ingest.signature import recognised_kind

# The order matters: the mark of UTF-32 LE begins with the one of UTF-16 LE.
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
    (b"\x84\x31\x95\x33", "gb18030"),
)

_SURROGATE = re.compile("[\ud800-\udfff]")

# What Chinese office texts consist of. A wrong encoding gives characters from all over Unicode instead.
_USUAL = re.compile(
    "[\t\n\r\f -~\u00a0-\u00ff\u2010-\u203b\u2190-\u22ff\u2460-\u25ff\u3000-\u303f\u4e00-\u9fa5\uff01-\uff5e]+"
)

# What the decoders say of a character that the end of the file has torn.
_TORN = re.compile("unexpected end|truncated|incomplete")

# One character of GB18030 beyond ASCII, and those among them that make up nearly every Chinese text: the signs
# and the 3755 everyday characters of GB 2312 (rows 1-3 and 16-55).
_GB_CHARACTER = re.compile(rb"[\x81-\xfe][\x30-\x39][\x81-\xfe][\x30-\x39]|[\x81-\xfe][\x40-\xfe]")
_GB_EVERYDAY = re.compile(rb"[\xa1-\xa3\xb0-\xd7][\xa1-\xfe]")

# What a file could be in instead of GB18030. The detector weighs these against each other.
_RIVALS = ["gb18030", "big5", "shift_jis", "euc_jp", "euc_kr", "cp1251", "cp1252"]

_SAMPLE = 1 << 14


class Decoded(NamedTuple):
    """A text and the name of the encoding it was written in."""

    text: str
    encoding: str


def decode(data: bytes, name: str) -> Decoded:
    """Decode the bytes of a text file; raises UndecodableInputError, which says what the bytes look like instead."""
    if kind := recognised_kind(data):
        raise undecodable(name, f"看起来是{kind[0]}，不是文本", f"it looks like {kind[1]}, not text")
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _with_mark(data[len(mark) :], encoding, name)
    if b"\0" in data:
        return _with_nul(data, name)
    if (text := _strictly(data, "utf-8")) is not None:
        return Decoded(clean(text), "utf-8")
    if (text := _strictly(data, "gb18030")) is not None:
        _confirm_gb18030(text, name)
        return Decoded(clean(text), "gb18030")
    line = _first_bad_line(data)
    raise undecodable(
        name,
        f"不是 UTF-8、UTF-16 或 GB18030 编码的文本（第 {line} 行有无法解码的字节）",
        f"it is no text in UTF-8, UTF-16 or GB18030 (line {line} has bytes that cannot be decoded)",
    )


def clean(text: str) -> str:
    """Make newlines ``\\n`` and lone surrogates U+FFFD, so that the text survives being written as UTF-8."""
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    return _SURROGATE.sub("\ufffd", text)


def _with_mark(data: bytes, encoding: str, name: str) -> Decoded:
    """Decode what stands behind a byte order mark: the mark is believed, but every byte has to fit."""
    text = _strictly(data, encoding)
    if text is None:
        raise undecodable(
            name,
            f"文件头标明 {encoding} 编码，但内容与之不符",
            f"its byte order mark says {encoding}, but the bytes behind it do not fit",
        )
    return Decoded(clean(text), encoding)


def _with_nul(data: bytes, name: str) -> Decoded:
    """Decode UTF-16 without a mark, whose ASCII characters all have a zero byte; other zero bytes mean no text."""
    for encoding in ("utf-16-le", "utf-16-be"):
        sample = data[: 2 * _SAMPLE].decode(encoding, "replace")
        usual = sum(map(len, _USUAL.findall(sample)))
        if usual >= 0.95 * len(sample) and (text := _strictly(data, encoding)) is not None:
            return Decoded(clean(text), encoding)
    raise undecodable(name, "含有二进制内容（零字节），不是文本", "it holds zero bytes, so it is binary, not text")


def _strictly(data: bytes, encoding: str) -> str | None:
    """Decode if every byte fits. Only a character torn by the end of the file (cut off) is let pass, as U+FFFD."""
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        if error.start == 0 or error.end < len(data) or not _TORN.search(error.reason):
            return None
        return data[: error.start].decode(encoding) + "\ufffd"


def _confirm_gb18030(text: str, name: str) -> None:
    """Raise UndecodableInputError unless the text is plausible Chinese: nearly any bytes are formally GB18030.

    Most characters have to be everyday ones, and the detector must not find another encoding clearly better.
    """
    from charset_normalizer import from_bytes

    sample = text[:_SAMPLE].encode("gb18030", "replace")
    characters = _GB_CHARACTER.findall(sample)
    everyday = sum(_GB_EVERYDAY.fullmatch(character) is not None for character in characters)
    # A few words are too little for the detector; everyday characters throughout are then the better witness.
    if len(characters) < 30 and everyday >= 0.95 * len(characters):
        return
    matches = {match.encoding: match.chaos for match in from_bytes(sample, cp_isolation=_RIVALS)}
    rival = min(matches, key=lambda encoding: matches[encoding], default="gb18030")
    beaten = matches.get("gb18030", 0.15) > matches.get(rival, 1.0) + 0.05
    if beaten or everyday < 0.7 * len(characters):
        rather = ("", "") if rival == "gb18030" else (f"（更像 {rival}）", f" (rather {rival})")
        raise undecodable(
            name,
            f"不是 UTF-8，按 GB18030 解码又不像中文{rather[0]}",
            f"it is not UTF-8, and read as GB18030 it is no plausible Chinese{rather[1]}",
        )


def _first_bad_line(data: bytes) -> int:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as error:
        return data.count(b"\n", 0, error.start) + 1
    return 1
