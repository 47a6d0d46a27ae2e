"""The guard of smoothing: what a paragraph says must be said word for word, and in the same order, afterwards.

Comes in: a veiled paragraph and what a model made of it. Goes out: faults. Only punctuation and the free words of
``prompts/narrative/smoothing.toml`` may come, go or be exchanged. So nothing can be added, dropped, reversed or moved
to another figure, whatever words a model finds for that. Never judges style.
"""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache
from typing import Any

from extractor.labels import Label, Language
from extractor.narrate.polish import PLACE, Veiled
from extractor.templates import template_folder

_MARK = r"〔[^〕]*〕|\[\^[^\]]*\]|\[[^\]\n]*\]"
_POINTS = r"[\s，。；：、,.;:]+"
_MOST_TOLD = 4  # of the words that came or went: a model needs no longer list
Token = tuple[str, str]
"""A kind (``place``, ``mark``, a kind of held words, ``word``) and the word itself."""

PLACES = Label("占位符", "place")
MARKS = Label("待核或脚注标记", "mark of doubt or footnote")
WORDS = Label("字词", "word")


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with a smoothed paragraph, in words that the model is told; ``kind`` is for counting."""

    kind: str
    told: Label


@lru_cache(maxsize=1)
def _lists() -> Mapping[str, Any]:
    return tomllib.loads((template_folder() / "narrative" / "smoothing.toml").read_text(encoding="utf-8"))


def free_words(language: Language) -> tuple[str, ...]:
    """The words that smoothing may add, drop and exchange."""
    return tuple(_lists()["free"][language])


@lru_cache(maxsize=1)
def _kinds() -> Mapping[str, Label]:
    held = {kind: Label(*words["name"]) for kind, words in _lists()["held"].items()}
    return {"place": PLACES, "mark": MARKS, **held, "word": WORDS}


@lru_cache(maxsize=2)
def _known(language: Language) -> Mapping[str, str]:
    """The kind of every listed word; only the free words of the narrative's own language are free."""
    lists = _lists()
    known = dict.fromkeys(lists["free"][language], "free")
    for kind, words in lists["held"].items():
        known.update(dict.fromkeys([*words["zh"], *words["en"]], kind))
    return known


@lru_cache(maxsize=2)
def _pattern(language: Language) -> re.Pattern[str]:
    """One word after the other: the longest listed one first, then Latin words, figures, single characters."""
    listed = sorted((word for word in _known(language) if not word.isascii()), key=len, reverse=True)
    chinese = "|".join(map(re.escape, listed))
    return re.compile(rf"{PLACE.pattern}|{_MARK}|{_POINTS}|{chinese}|[A-Za-z]+|\d+|.", re.DOTALL)


def said(text: str, language: Language) -> tuple[Token, ...]:
    """What a veiled paragraph says: its words in order, without punctuation and free words."""
    return tuple(_tokens(text, language))


def _tokens(text: str, language: Language) -> Iterator[Token]:
    known = _known(language)
    for found in _pattern(language).finditer(text):
        word = found[0].lower()
        if re.fullmatch(_POINTS, word) or known.get(word) == "free":
            continue
        if PLACE.fullmatch(word):
            yield "place", word
        elif re.fullmatch(_MARK, word):
            yield "mark", word
        else:
            yield known.get(word, "word"), word


def faults(before: Veiled, after: str, language: Language) -> tuple[Fault, ...]:
    """Everything that smoothing changed in one paragraph and must not have; empty when it may stand."""
    return tuple(_faults(before.text, after.strip(), language))


def _faults(before: str, after: str, language: Language) -> Iterator[Fault]:
    if "\n" in after or not after.isprintable():
        yield Fault("form", Label("出现了换行或不可见字符", "a line break or an invisible character came in"))
        return
    then, now = said(before, language), said(after, language)
    if then == now:
        yield from _ends(before, after)
        return
    gone, come = Counter(then) - Counter(now), Counter(now) - Counter(then)
    for kind, name in _kinds().items():
        yield from _differing(kind, name, come, gone)
    if not gone and not come:
        yield Fault("order", Label(*(text.format(_moved(then, now)) for text in (
            "“{}”的先后次序变了", "“{}” stands in another place"))))  # fmt: skip


def _ends(before: str, after: str) -> Iterator[Fault]:
    """A paragraph ends as it did: what ends in a colon has something below it."""
    if before.rstrip()[-1:] != after[-1:]:
        yield Fault("form", Label("段末标点变了", "the punctuation at the end changed"))


def _differing(kind: str, name: Label, come: Counter[Token], gone: Counter[Token]) -> Iterator[Fault]:
    for which, words in (
        (Label("添加了{}“{}”", "a {} came in: “{}”"), come),
        (Label("少了{}“{}”", "a {} went out: “{}”"), gone),
    ):
        own = [word for (of, word), count in words.items() if of == kind for _ in range(count)]
        if own:
            listed = (
                "".join(own) if kind == "word" and all(len(word) == 1 for word in own) else "、".join(own[:_MOST_TOLD])
            )
            yield Fault(kind, Label(which.zh.format(name.zh, listed), which.en.format(name.en, listed)))


def _moved(then: Sequence[Token], now: Sequence[Token]) -> str:
    """The first words that stand elsewhere."""
    changed = next(op for op in SequenceMatcher(None, then, now, autojunk=False).get_opcodes() if op[0] != "equal")
    start, end = (changed[1], changed[2]) if changed[1] < changed[2] else (changed[1], changed[1] + 1)
    return "".join(word for _, word in then[start:end][:_MOST_TOLD])
