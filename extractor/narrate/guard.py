"""The guard over figures, names and dates: none reaches a narrative unless a cell or a stated formula carries it.

Comes in: text in which every traced piece stands between marks, and the ledger of what was traced. Goes out:
what stands outside of all marks though it is a figure, a date or a name, and pieces that somebody changed.
Never looks at a template: whatever wrote the text, what was typed instead of traced is found.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field

# Characters that no document text keeps: the page is cleaned of them before anything is traced. A piece is
# OPEN, the code of its entry in the ledger, BAR, its text, CLOSE; a piece without an entry lacks code and BAR.
OPEN, CLOSE, BAR = "\ue0f0", "\ue0f1", "\ue0f2"
NOTE_OPEN, NOTE_CLOSE = "\ue0f3", "\ue0f4"
_PIECE = re.compile(f"{OPEN}(?:([^{OPEN}{CLOSE}{BAR}]*){BAR})?([^{OPEN}{CLOSE}{BAR}]*){CLOSE}")
_NOTE = re.compile(f"{NOTE_OPEN}[^{NOTE_CLOSE}]*{NOTE_CLOSE}")
_MARKS = str.maketrans("", "", OPEN + CLOSE + BAR + NOTE_OPEN + NOTE_CLOSE)
_HEAD = re.compile(f"(?<={OPEN})[^{OPEN}{CLOSE}{BAR}]*{BAR}")
# Codes are written in a plane of characters that no template function (``upper``, ``replace`` …) touches by chance.
_PLANE, _BASE = 0xF0000, 0xFFF0


@dataclass(frozen=True, slots=True)
class Trace:
    """Where one piece comes from: the cells behind it, and the formula where it is a result.

    A finding that is told in full has its number as ``remark``.
    """

    text: str
    paths: tuple[str, ...] = ()
    formula: str = ""
    remark: int | None = None


@dataclass(slots=True)
class Ledger:
    """What one draft traced, in order; the program writes it, a template can only bring its pieces to their places."""

    entries: list[Trace] = field(default_factory=list)

    def write(self, trace: Trace) -> str:
        """Enter a piece and return it with its marks."""
        self.entries.append(trace)
        return f"{OPEN}{_code(len(self.entries) - 1)}{BAR}{trace.text}{CLOSE}"

    def of(self, code: str) -> Trace | None:
        """The entry of a code, None for a code that was never given."""
        number = _number(code)
        return self.entries[number] if number is not None and number < len(self.entries) else None


_LEDGER: ContextVar[Ledger] = ContextVar("ledger of the draft at work")


@contextmanager
def open_ledger() -> Iterator[Ledger]:
    """Let everything that is traced inside go into one new ledger."""
    ledger = Ledger()
    token = _LEDGER.set(ledger)
    try:
        yield ledger
    finally:
        _LEDGER.reset(token)


def _code(number: int) -> str:
    text = chr(_PLANE + number % _BASE)
    return text if number < _BASE else chr(_PLANE + number // _BASE) + text


def _number(code: str) -> int | None:
    digits = [ord(sign) - _PLANE for sign in code]
    if not 1 <= len(digits) <= 2 or not all(0 <= digit < _BASE for digit in digits):
        return None
    return digits[0] if len(digits) == 1 else digits[0] * _BASE + digits[1]


def clean(text: str) -> str:
    """Document text without the guard's own marks and without characters that Markdown files cannot hold."""
    bare = text.translate(_MARKS)
    if bare.isprintable():  # the usual case, and a quick question
        return bare
    return "".join("�" if unicodedata.category(sign) in ("Cc", "Cs") and sign not in "\n\t" else sign
                   for sign in bare)  # fmt: skip


def traced(text: str, paths: tuple[str, ...] = (), formula: str = "", remark: int | None = None) -> str:
    """Mark a piece of text whose source is known."""
    bare = text.translate(_MARKS)
    ledger = _LEDGER.get(None)
    return f"{OPEN}{bare}{CLOSE}" if ledger is None else ledger.write(Trace(bare, paths, formula, remark))


def note_mark(number: int) -> str:
    """The mark of a footnote that is numbered later."""
    return f"{NOTE_OPEN}{_code(number)}{NOTE_CLOSE}"


def note_number(mark: str) -> int | None:
    """The number that ``note_mark`` was given."""
    return _number(mark.strip(NOTE_OPEN + NOTE_CLOSE))


def pieces(marked: str) -> Iterator[re.Match[str]]:
    """The traced pieces of a text in order: group 1 is the code (None without entry), group 2 the text."""
    return _PIECE.finditer(marked)


def unmarked(marked: str) -> str:
    """The text as it is to be read."""
    return _HEAD.sub("", _NOTE.sub("", marked)).translate(_MARKS)


def altered(marked: str, ledger: Ledger) -> tuple[str, ...]:
    """Pieces whose text is not the one that was entered, such as a figure that a template function changed."""
    return tuple(
        piece[2]
        for piece in pieces(marked)
        if piece[1] is None or (entry := ledger.of(piece[1])) is None or entry.text != piece[2]
    )


def loose_pieces(marked: str, ledger: Ledger) -> tuple[str, ...]:
    """What no cell and no stated formula carries in a finished text: typed figures, dates, names, or changed pieces."""
    return untraced(marked) or altered(marked, ledger)


# --- what stands outside -------------------------------------------------------------------------------------

_HOLE = "\x00"
_SMALL = "〇零一二两三四五六七八九十百千"
_NUMERAL = rf"(?<![统唯单同逐])[{_SMALL}][{_SMALL}万亿]*"
_MEASURE = "个项次条份张笔倍天年月日人户家处名类种期批元分点件套台座所间亩吨米季周位起轮号成"
_MONTHS = "January|February|March|April|June|July|August|September|October|November|December"
_LOOSE = re.compile(
    # digits of every kind: plain, full width, circled, Roman, raised, fractions
    r"\d+(?:[.,]\d+)*|[\u2460-\u249b\u24ea-\u24ff\u2160-\u2188\u00bc-\u00be\u2150-\u215f\u00b2\u00b3\u00b9\u2070-\u209c"
    r"\u3220-\u3229\u3280-\u3289]"
    rf"|第{_NUMERAL}|{_NUMERAL}[余多几来]?(?!次性|分点|分比)(?=[{_MEASURE}{_HOLE}])|{_NUMERAL}[余多]"
    rf"|[{_SMALL}〇]{{3,}}|百分之|千分之|[数几上近][十百千万亿]|半数|过半|一半|大半|翻番"
    rf"|(?<![a-z])(?:{_MONTHS})(?![a-z])"
    r"|(?<![a-z])(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|(?:thir|four|fif|six|seven|eigh|nine)teen"
    r"|(?:twen|thir|for|fif|six|seven|eigh|nine)ty|hundreds?|thousands?|[mb]illions?|dozens?|half|twice|third|quarter)(?![a-z])",
    re.IGNORECASE,
)
_QUOTED = re.compile(r"“([^”\n]*)”|「([^」\n]*)」|『([^』\n]*)』|《([^》\n]*)》|\"([^\"\n]*)\"")
# Numbers that count headings and items of a list; they may be typed as long as they count without a gap.
_COUNTER = re.compile(
    rf"^(#+ +)?(?:([{_SMALL}]+)、|（([{_SMALL}]+)）|(\d+)(?:\.(?= )|．)|(?<=# )(\d+(?:\.\d+)+)(?= ))", re.MULTILINE
)
_TWO_LEVELS = 5  # the group of ``1.2``: heads of two levels, as English reports number them
_LABEL = re.compile(r"\[\^\d+\]:?")


def untraced(marked: str) -> tuple[str, ...]:
    """The figures, dates and quoted names that stand outside of all marks, each with the characters around it."""
    outside = _LABEL.sub("", _NOTE.sub("", _PIECE.sub(_HOLE, marked)))
    outside, odd = _without_counters(outside)
    hits = [(hit.start(), hit.end()) for hit in _LOOSE.finditer(outside)]
    hits += [
        (hit.start(), hit.end())
        for hit in _QUOTED.finditer(outside)
        if re.search(r"\w", "".join(filter(None, hit.groups())).replace(_HOLE, ""))
    ]
    loose = (outside[max(0, start - 6) : end + 6].replace(_HOLE, "…").strip() for start, end in sorted(hits))
    return (*odd, *loose)


def _without_counters(text: str) -> tuple[str, tuple[str, ...]]:
    """The text without the numbers that count headings and items, and those that do not follow the one before."""
    last: dict[tuple[int, int], int] = {}
    odd: list[str] = []

    def drop(hit: re.Match[str]) -> str:
        kind = hit.lastindex or 0
        if kind == _TWO_LEVELS:
            return ""
        number = int(hit[kind]) if hit[kind].isdecimal() else numeral_value(hit[kind])
        series = (kind, (hit[1] or "").count("#"))  # a list below a heading counts by itself
        if number not in (1, last.get(series, 0) + 1):
            odd.append(hit[0].strip())
        last[series] = number
        return ""

    return _COUNTER.sub(drop, text), tuple(odd)


def numeral_value(numeral: str) -> int:
    """The value of a Chinese numeral below 100, as headings use them; 0 for anything else."""
    tens, ten, units = numeral.rpartition("十")
    if not ten:
        return _DIGITS.get(units, 0)
    return (_DIGITS.get(tens, 0) if tens else 1) * 10 + (_DIGITS.get(units, 0) if units else 0)


def numeral(number: int) -> str:
    """A number below 100 as headings write it: 一, 十二, 二十."""
    tens, units = divmod(number, 10)
    head = "" if tens == 0 else "十" if tens == 1 else "一二三四五六七八九"[tens - 1] + "十"
    return head + ("一二三四五六七八九"[units - 1] if units else "")


_DIGITS = {sign: value for value, sign in enumerate("一二三四五六七八九", 1)}
