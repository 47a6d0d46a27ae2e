"""The rendered templates as finished Markdown: paragraphs, numbered headings, footnotes.

Comes in: marked text as templates give it, and the remarks it may point at. Goes out: marked Markdown. Never adds a
word of its own but the numbers of headings and notes, and the text of the notes.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence

from extractor.narrate.guard import (
    NOTE_CLOSE,
    NOTE_OPEN,
    Ledger,
    note_mark,
    note_number,
    numeral,
    pieces,
    unmarked,
)
from extractor.narrate.remarks import Remark
from extractor.narrate.said import COUNTED, Language

_BLOCK_START = re.compile(r"(#|- |\d+\. |\||>|\[\^)")
# A document's ``>=95%`` at the beginning of a block would read as a quotation.
_COMPARATOR_FIRST = re.compile(r"^((?:- )?\ue0f0(?:[^\ue0f2\ue0f1]*\ue0f2)?|(?:- )?)(?=>=?\d)", re.MULTILINE)
_HEADING = re.compile(r"^(#+) (§{1,3})? *(.*)$")
_NOTE = re.compile(f"{NOTE_OPEN}[^{NOTE_CLOSE}]*{NOTE_CLOSE}")
# What belongs to a figure and stands before its footnote: closing quotes, the unit, the mark of doubt.
_TAIL = re.compile(r"[”’]?(?:万元|亿元|元|分|人| points?| yuan)?(?:〔待核〕| \[to be checked\])?")
# Which cell of a law shows best what is wrong, where the law does not say it: the last step of its path.
_TELLING = ("score", "year_end_balance", "execution_rate", "executed", "actual")


def paragraphs(text: str, language: Language) -> str:
    """One line per paragraph, so that templates can hold one clause per line; one blank line between paragraphs."""
    out: list[str] = []
    glue = "" if language == "zh" else " "
    for line in (line.strip() for line in text.split("\n")):
        begins = not line or _begins(line) or not out or not out[-1]
        if begins or (_begins(out[-1]) and not re.match(r"- |\d+\. ", unmarked(out[-1]))):
            out.append(line)
        else:
            out[-1] += glue + line if _wants_glue(out[-1], line) else line
    joined = re.sub(r"^(#.*)$", r"\n\1\n", "\n".join(out), flags=re.MULTILINE)
    joined = _COMPARATOR_FIRST.sub(r"\1\\", joined)
    return re.sub(r"\n{3,}", "\n\n", joined).strip() + "\n"


def _begins(line: str) -> bool:
    return _BLOCK_START.match(unmarked(line)) is not None


def _wants_glue(before: str, after: str) -> bool:
    return bool(before) and unmarked(after)[:1] not in (",", ".", ";", ")", "") and before[-1:] != "("


def number_headings(text: str, language: Language) -> str:
    """Number the headings that ask for it: ``§`` 一、 and ``§§`` （一） in Chinese, 1. and 1.1 in English.

    Numbers begin again below a heading that has none, such as the title of the next form.
    """
    counts = [0, 0, 0]

    def number(found: re.Match[str]) -> str:
        hashes, signs, words = found.groups()
        if not signs:
            counts[:] = [0, 0, 0]
            return found[0]
        level = len(signs) - 1
        counts[level] += 1
        counts[level + 1 :] = [0] * (len(counts) - level - 1)
        return f"{hashes} {_head(counts, level, language)}{words}"

    return re.sub(_HEADING.pattern, number, text, flags=re.MULTILINE)


def _head(counts: Sequence[int], level: int, language: Language) -> str:
    if language == "en":
        return ".".join(map(str, counts[: level + 1])) + (". " if level == 0 else " ")
    if level == 2:
        return f"{counts[2]}．"
    return f"{numeral(counts[0])}、" if level == 0 else f"（{numeral(counts[1])}）"


def place_notes(text: str, ledger: Ledger, remarks: Iterable[Remark], say: Callable[[Remark], str]) -> str:
    """Footnotes at the figures that laws speak of, and their texts at the end.

    Every contradiction gets one that the text does not tell in full, other remarks where the template asks for one
    (``remark|note``); they are set at the figure concerned too where the text shows it. ``say`` words a note.
    """
    known = {remark.number: remark for remark in remarks}
    asked = {number for mark in _NOTE.findall(text) if (number := note_number(mark)) in known}
    told = {entry.remark for entry in ledger.entries} if known else set()
    wanted = [
        one for one in known.values() if one.number in asked or (one.severity == "error" and one.number not in told)
    ]
    text = _at_figures(text, ledger, wanted)
    order: dict[int, int] = {}

    def labels(run: re.Match[str]) -> str:
        numbers = [number for mark in _NOTE.findall(run[0]) if (number := note_number(mark)) in known]
        return "".join(f"[^{at}]" for at in sorted({order.setdefault(number, len(order) + 1) for number in numbers}))

    body = re.sub(f"(?:{_NOTE.pattern})+", labels, text)
    notes = [f"[^{at}]: {say(known[number])}" for number, at in order.items()]
    return body.rstrip("\n") + "\n\n" + "\n\n".join(notes) + "\n" if notes else body


def _at_figures(text: str, ledger: Ledger, wanted: Sequence[Remark]) -> str:
    """The text with the marks of notes behind the figures they concern."""
    if not wanted:
        return text
    prose, tables = _places(text, ledger)
    inserted: dict[int, list[int]] = {}
    for remark in wanted:
        paths = _by_telling(remark)
        place = next((prose[path] for path in paths if path in prose), None)
        place = place or next((tables[path] for path in paths if path in tables), None)
        if place is not None:
            inserted.setdefault(place, []).append(remark.number)
    out, last = [], 0
    for place in sorted(inserted):
        out += [text[last:place], *(note_mark(number) for number in inserted[place])]
        last = place
    return "".join(out) + text[last:]


def _places(text: str, ledger: Ledger) -> tuple[dict[str, int], dict[str, int]]:
    """Where a cell is first told by itself, in prose and in tables: the place behind it."""
    prose: dict[str, int] = {}
    tables: dict[str, int] = {}
    start = 0
    for line in text.split("\n"):
        if not line.startswith("#"):
            into = tables if line.startswith("|") else prose
            for piece in pieces(line):
                trace = ledger.of(piece[1]) if piece[1] else None
                if trace is not None and len(trace.paths) == 1 and trace.remark is None and trace.formula != COUNTED:
                    tail = _TAIL.match(line, piece.end())
                    into.setdefault(trace.paths[0], start + (tail.end() if tail else piece.end()))
        start += len(line) + 1
    return prose, tables


def _by_telling(remark: Remark) -> list[str]:
    """The cells of a remark, the one that shows best what is wrong first."""
    odd = remark.odd_one

    def rank(path: str) -> tuple[bool, int, int]:
        last = path.rpartition(".")[2]
        fits = odd is not None and odd.said is not None and odd.said.paths == (path,)
        return not fits, _TELLING.index(last) if last in _TELLING else len(_TELLING), -remark.paths.index(path)

    return sorted(remark.paths, key=rank)
