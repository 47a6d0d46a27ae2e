"""The filters of the templates: how a piece is put into words, always with its trace.

Comes in: pieces of stories. Goes out: Markdown text in which figures, names and dates stand between the guard's
marks. Never takes a plain text for a piece: what a template typed stays what it typed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any, TypeVar

from extractor.errors import UsageError
from extractor.labels import SOURCES, Label
from extractor.narrate.amounts import UNITS, write_amount
from extractor.narrate.facts import Reason
from extractor.narrate.guard import note_mark, traced
from extractor.narrate.remarks import Remark
from extractor.narrate.rows import Row
from extractor.narrate.said import (
    COUNTED,
    DOUBT,
    Language,
    Said,
    brief,
    chinese_date,
    english_date,
    escape,
    markdown,
    one_line,
    printed_date,
    trace,
)
from extractor.narrate.typeset import close_up, nested, set_sentence, without_midnight
from extractor.wording import reason_label

T = TypeVar("T")
# Characters of a quoted text: what is certain is told at more length than what has to be checked anyway.
_GIST, _GIST_IN_DOUBT = 220, 100
_LONGEST_FORMULA = 60
_MOST_TERMS = 4  # of a sum that is written out
_ENGLISH = (("各表总分之和", "the sum of the scores"), ("＋", " + "), ("－", " − "), ("÷", " ÷ "))
# Where money comes from, as an English sentence says it; any other source goes by its label.
_ENGLISH_SOURCES = {
    "fiscal": "the fiscal appropriation", "carry_over": "funds carried over", "central": "the central government",
    "superior": "higher levels of government", "city": "the city", "county": "the county", "local": "local funds",
    "special_account": "the special fiscal account", "unit": "the unit's own funds", "other": "other sources",
    "general_budget": "the general public budget", "government_fund": "the government fund",
}  # fmt: skip
_STOPS = "。.；;，,、 "


def filters(language: Language) -> Mapping[str, Callable[..., str]]:
    """The words that templates may use, by name; ``context.FILTERS`` says what each is for."""
    speaker = _Speaker(language)
    return {
        "quoted": speaker.quoted,
        "formula": speaker.formula,
        "remark": speaker.remark,
        "note": _note,
        "basis": speaker.basis,
        "source": speaker.source,
        "inline": speaker.inline,
        "tally": speaker.tally,
        "plural": speaker.plural,
        "name": speaker.name,
        "day": speaker.day,
        "measured": speaker.measured,
        "amount": speaker.amount,
        "brief": speaker.brief,
        "words": speaker.words,
        "cell": speaker.cell,
    }


def is_countable(item: object) -> bool:
    """Whether an item is a value of a story, so that counting it counts cells and nothing else."""
    return isinstance(item, Label) or type(item).__module__.startswith("extractor.narrate.")


def _needed(value: object, kind: type[T], word: str) -> T:
    """The value, when it is a piece of a story; raises UsageError for what a template made up."""
    if not isinstance(value, kind):
        raise UsageError(f"The filter {word!r} takes a piece of a story ({kind.__name__}), not {value!r}.")
    return value


def _note(remark: object) -> str:
    return note_mark(_needed(remark, Remark, "note").number)


class _Speaker:
    """The filters in one language."""

    def __init__(self, language: Language) -> None:
        self._language = language
        self._chinese = language == "zh"

    def quoted(self, said: object, limit: int = _GIST) -> str:
        piece = _needed(said, Said, "quoted")
        text = without_midnight(piece.text)
        inner = gist(text, min(limit, _GIST_IN_DOUBT) if piece.doubt else limit)
        return f"“{trace(piece, nested(inner))}”" + self._doubt(piece)

    def formula(self, said: object) -> str:
        piece = _needed(said, Said, "formula")
        # That a sum is one of many parts is what the words around it say.
        if not piece.formula or piece.formula == COUNTED or _is_long_sum(piece.formula):
            return ""
        return self._aside(trace(piece, self._arithmetic(piece.formula)))

    def _arithmetic(self, formula: str) -> str:
        if len(formula) > _LONGEST_FORMULA or _is_long_sum(formula):
            return {"zh": "各项之和", "en": "the sum of all parts"}[self._language]
        if not self._chinese:
            for chinese, english in _ENGLISH:
                formula = formula.replace(chinese, english)
        return formula

    def _aside(self, text: str) -> str:
        return f"（{text}）" if self._chinese else f" ({text})"

    def _doubt(self, said: Said) -> str:
        return DOUBT[self._language] if said.doubt else ""

    def remark(self, note: object) -> str:
        """A finding as one traced sentence without its full stop, marked where it rests on a cell in doubt."""
        piece = _needed(note, Remark, "remark")
        message = (piece.finding.message if self._chinese else piece.finding.message_en).rstrip("。.")
        message = set_sentence(message, [cell.said.text for cell in piece.cells if cell.said], self._language)
        about = nested(piece.about.say(self._language)) if piece.about else ""
        about = about if piece.about in SOURCES.values() else f"“{about}”"  # a row of the form's own is no quotation
        named = about + ("：" if self._chinese else ": ") if piece.about else ""
        sentence = named + message if self._chinese else (named + message)[:1].upper() + (named + message)[1:]
        doubt = DOUBT[self._language] if piece.doubt else ""
        return traced(escape(sentence), piece.paths, remark=piece.number) + doubt

    def basis(self, note: object) -> str:
        """The regulation behind a finding, with a word where its article was not compared with the text."""
        piece = _needed(note, Remark, "basis")
        if not piece.basis:
            return ""
        unsure = {"zh": "（条款未与原文核对）", "en": " (article not compared with the original)"}[self._language]
        return traced(escape(piece.basis), piece.paths) + ("" if piece.compared else unsure)

    def source(self, said: object) -> str:
        piece = _needed(said, Said, "source")
        label = SOURCES.get(piece.text, Label(piece.text, piece.text))
        return trace(piece, label.zh if self._chinese else _ENGLISH_SOURCES.get(piece.text, label.en))

    def inline(self, said: object) -> str:
        piece = _needed(said, Said, "inline")
        # ``指标值为=9处`` reads as a slip of the pen; the sign says no more than the number.
        text = without_midnight(close_up(one_line(piece.short))).lstrip("=＝ ").rstrip(_STOPS)
        return trace(piece, self._date(replace(piece, text=text)).text) + self._doubt(piece)

    def _date(self, said: Said) -> Said:
        return chinese_date(said) if self._chinese else english_date(said)

    def tally(self, items: object) -> str:
        """How many items of a story there are."""
        if isinstance(items, Said):
            return trace(items, items.text)
        listed = list(items) if isinstance(items, Sequence) and not isinstance(items, str) else [None]
        if not all(is_countable(item) for item in listed) or len({id(item) for item in listed}) < len(listed):
            raise UsageError("The filter 'tally' counts pieces of a story, each once, and nothing else.")
        return traced(str(len(listed)), _paths_of(listed), COUNTED)

    def plural(self, items: object, one: str, many: str) -> str:
        """A count with its word: 1 indicator, 2 indicators."""
        number = items.number if isinstance(items, Said) else len(items) if isinstance(items, Sequence) else None
        return f"{self.tally(items)} {one if number == 1 else many}"

    def name(self, label: object) -> str:
        return traced(escape(_needed(label, Label, "name").say(self._language)))

    def day(self, said: object) -> str:
        """A date in words, however it is printed; what is no date stays as ``inline`` has it."""
        piece = _needed(said, Said, "day")
        told = printed_date(replace(piece, text=without_midnight(piece.text)), self._language)
        return self.inline(piece) if told is None else markdown(told, self._language)

    def measured(self, said: object, unit: str | Said = "") -> str:
        """A figure with its unit; a unit that the form printed is traced with it."""
        piece = _needed(said, Said, "measured")
        if isinstance(unit, Said):
            return trace(piece, piece.short + unit.text) + self._doubt(piece)
        spaced = unit if self._chinese or not unit else f" {unit}"
        if unit in UNITS:
            return trace(piece, piece.short + spaced) + self._doubt(piece)
        return trace(piece, piece.short) + spaced + self._doubt(piece)

    def amount(self, said: object, unit: str, aside: bool = True) -> str:
        """An amount in the unit a person would choose, with the printed figure or the formula beside it."""
        piece = _needed(said, Said, "amount")
        if unit not in UNITS:
            raise UsageError(f"The filter 'amount' takes a unit of money ({', '.join(UNITS)}), not {unit!r}.")
        amount = write_amount(piece, unit, self._language)
        beside = [self._arithmetic(piece.formula)] if piece.formula else []
        if amount.printed:
            printed = ("＝" if beside else "表列") if self._chinese else (" = " if beside else "")
            beside = ["".join([*beside, printed, amount.printed])]
        written = traced(escape(amount.written), piece.paths, "；".join(filter(None, (piece.formula, amount.formula))))
        if beside and not amount.printed and _is_long_sum(piece.formula):
            beside = []
        shown = self._aside(trace(piece, beside[0])) if beside and aside else ""
        return written + self._doubt(piece) + shown

    def brief(self, said: object, limit: int = 40) -> str:
        piece = _needed(said, Said, "brief")
        return trace(piece, brief(piece.text, limit))

    def words(self, reason: object) -> str:
        text = _needed(reason, Reason, "words").text
        return traced(escape(reason_label(text).say(self._language).rstrip("。；;")))

    def cell(self, said: object) -> str:
        if said is None:
            return ""
        piece = _needed(said, Said, "cell")
        return markdown(replace(piece, text=without_midnight(piece.text)), self._language)


def _is_long_sum(formula: str) -> bool:
    return "＋" in formula and len(re.split("[＋－÷]", formula)) > _MOST_TERMS


def _paths_of(items: Sequence[Any]) -> tuple[str, ...]:
    """One cell of each item, where items have cells."""
    return tuple(path for item in items for path in _cells_of(item)[:1])


def _cells_of(item: Any) -> tuple[str, ...]:
    """The cells by which an item of a story is known."""
    if isinstance(item, Row):
        first = item.name or item.target or item.actual or item.score
    else:
        first = next((said for key in ("named", "said", "name", "story") if (said := getattr(item, key, None))), None)
    if first is not None and not isinstance(first, Said | Label):
        return _cells_of(first)
    found: tuple[str, ...] = first.paths if isinstance(first, Said) else getattr(item, "paths", ())
    return found


def gist(text: str, limit: int = _GIST) -> str:
    """The beginning of a long text up to the last whole sentence, with ``……`` where something was left out.

    A final full stop is dropped: the sentence around the quotation has its own.
    """
    flat = one_line(text)
    if len(flat) <= limit:
        return flat.rstrip("。；;，,、")
    cut = max(flat.rfind(mark, 0, limit) for mark in "。；！？")
    kept = flat[: cut + 1] if cut > limit // 3 else flat[:limit]
    return re.sub(r"[，,、；;。]$", "", kept) + "……"
