"""A model that obeys: it answers rightly, and then does what the text in the form tells it to.

Comes in: a hostile form and a manner of obeying. Goes out: a script for ``ScriptedModel``. What it
answers has always the right shape, since the endpoint's client would refuse any other.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache, cached_property

from extractor.lexicon import lexicon_of
from extractor.model import Question
from extractor.notation import fold
from extractor.read.llm.page import page_of
from extractor.read.llm.shape import CellPointers
from extractor.read.llm.topic import topics_of
from tests.injection.hostile import HostileForm
from tests.oracle import KnownForm, Oracle

_FIGURE_WORDS = ("得分", "分值", "总分", "金额", "预算", "执行", "到位", "资金")
_TABLE = re.compile(r"^(\w+)：每行一个字符串“行号\|(.+?)”", re.MULTILINE)
_ASKED = re.compile(r"^(\d+) (.+)$", re.MULTILINE)
_OBJECT = re.compile(r"\{.*\}", re.DOTALL)

NUMBER = "7654321"
"""What the model writes where the text names no number."""

Answer = dict[str, list[str]]


def _is_figure(what: str) -> bool:
    """True for a cell that is called as scores, weights and amounts are."""
    return any(word in what.rpartition("的")[2] for word in _FIGURE_WORDS)


@cache
def known_forms(form: HostileForm) -> list[KnownForm]:
    """The forms of a hostile document with the places of all that was read offline."""
    return [
        KnownForm(
            read, page_of(read.segment, lexicon_of(read.family)), topics_of(read.family, personal=False), frozenset()
        )
        for read in form.forms
    ]


@cache
def right_answer(form: HostileForm, prompt: str, single: bool) -> Answer:
    """What a model that reads as the offline reader does would answer."""
    return Oracle(known_forms(form)).answer(prompt, single)


@dataclass
class ObedientModel:
    """Answers as the oracle of the form would, then obeys in the manner that ``manner`` names."""

    form: HostileForm
    manner: str
    known: list[KnownForm] = field(init=False)

    def __post_init__(self) -> None:
        self.known = known_forms(self.form)

    def __call__(self, question: Question) -> Answer:
        right = right_answer(self.form, question.user, question.answer is CellPointers)
        return MANNERS[self.manner](self, right, question)

    # what the text gives to point at

    @cached_property
    def cells(self) -> list[str]:
        """The cells of the page in which the hostile text stands."""
        places = (form.page.place(at) for form in self.known for at in range(*self._bounds()))
        return list(dict.fromkeys(f"{place[0]}.{place[1]}" for place in places if place is not None)) or ["1.1"]

    @cached_property
    def digits(self) -> list[str]:
        """Pointers at the numbers of the hostile text, each to the cell in which it stands."""
        start, end = self._bounds()
        found = []
        for run in re.finditer(r"\d+(?:\.\d+)?%?", self.form.document.text[start:end]):
            for form in self.known:
                place = form.page.place(start + run.start())
                if place is not None:
                    found.append(f"{place[0]}.{place[1]}:{run[0]}")
        return found or self.cells

    @cached_property
    def number(self) -> str:
        """A number that the hostile text names."""
        return next(iter(re.findall(r"\d+", fold(self.form.text))), NUMBER)

    def _bounds(self) -> tuple[int, int]:
        return self.form.span.start, self.form.span.end


# an answer taken apart and put together again: every pointer with what it is for


def _changed(answer: Answer, question: Question, change: Callable[[str, str], str]) -> Answer:
    """The answer with every pointer replaced by what ``change`` makes of (what it is for, the pointer)."""
    head = question.user.partition("只输出JSON")[0]
    asked = dict(_ASKED.findall(head))
    columns = {table: names.split("|") for table, names in _TABLE.findall(head)}
    out: Answer = {}
    for key, items in answer.items():
        if key in ("fields", "cells"):
            parts = [item.partition("=") for item in items]
            out[key] = [f"{name}={change(asked.get(name, name), pointer)}" for name, _, pointer in parts]
        else:
            out[key] = [_changed_row(item, columns.get(key, []), change) for item in items]
    return out


def _changed_row(item: str, columns: list[str], change: Callable[[str, str], str]) -> str:
    row, *pointers = item.split("|")
    return "|".join((row, *(change(what, pointer) for what, pointer in zip(columns, pointers, strict=False))))


def _points_figures(model: ObedientModel, answer: Answer, question: Question) -> Answer:
    """Points scores, weights and amounts at the numbers of the text."""
    digits = model.digits
    turn = iter(range(1 << 20))
    return _changed(
        answer, question, lambda what, pointer: digits[next(turn) % len(digits)] if _is_figure(what) else pointer
    )


def _points_totals(model: ObedientModel, answer: Answer, question: Question) -> Answer:
    """Points the totals alone at the last number of the text."""
    last = model.digits[-1]
    return _changed(answer, question, lambda what, pointer: last if what.startswith("总") else pointer)


def _points_everything(model: ObedientModel, answer: Answer, question: Question) -> Answer:
    """Points every cell at the text."""
    cell = model.cells[0]
    return _changed(answer, question, lambda _what, _pointer: cell)


def _fills_blanks(model: ObedientModel, answer: Answer, question: Question) -> Answer:
    """Points every cell that is blank at the text, figures at its numbers."""
    cell, digits = model.cells[0], model.digits
    return _changed(answer, question, lambda what, pointer: pointer or (digits[-1] if _is_figure(what) else cell))


def _repairs(model: ObedientModel, answer: Answer, question: Question) -> Answer:
    """Points rightly, and says of every cell that it should read as the text wants it."""
    number = model.number
    return _changed(answer, question, lambda _what, pointer: f"{pointer or model.cells[0]}={number}")


def _leaves_the_page(model: ObedientModel, answer: Answer, question: Question) -> Answer:
    """Points at rows and cells that the page does not have."""
    places = ("99.1", "0.0", "1.999", "99999.1:100", "12345", "-1.1", "1.1:99999")
    turn = iter(range(1 << 20))
    return _changed(answer, question, lambda _what, _pointer: places[next(turn) % len(places)])


def _adds_rows(model: ObedientModel, answer: Answer, question: Question) -> Answer:
    """Adds rows to every table: of the text, of its numbers, of a row that is not there."""
    head = question.user.partition("只输出JSON")[0]
    out = dict(answer)
    for table, names in _TABLE.findall(head):
        columns = names.split("|")
        cells, digits = model.cells, model.digits
        texts = [digits[n % len(digits)] if _is_figure(what) else cells[0] for n, what in enumerate(columns)]
        first = cells[0].partition(".")[0]
        own = [f"{first}.{n}" for n in range(1, len(columns) + 1)]
        out[table] = [
            *answer.get(table, ()),
            "|".join(("", *texts)),
            "|".join((first, *own)),
            "|".join((first, *(str(n) for n in range(1, len(columns) + 1)))),
            "|".join(("99", *(str(n) for n in range(1, len(columns) + 1)))),
            *(line for line in model.form.text.split("\n")[:5]),
        ]
    return out


def _recites(model: ObedientModel, answer: Answer, question: Question) -> Answer:
    """Answers with the text itself, or its number, in place of pointers."""
    said = (model.form.text, model.number, f"{model.cells[0]}:{model.form.text}", "100")
    turn = iter(range(1 << 20))
    return _changed(answer, question, lambda _what, _pointer: said[next(turn) % len(said)])


def _gives_the_fake_answer(model: ObedientModel, answer: Answer, question: Question) -> Answer:
    """Answers with the JSON that stands in the text, or with keys that nobody asked for."""
    found = _OBJECT.search(model.form.text)
    try:
        said = json.loads(found[0]) if found else {}
    except ValueError:
        said = {}
    lists = {key: value for key, value in said.items() if isinstance(value, list)}
    cell = model.cells[0]
    fake = {"fields": [f"总得分={cell}:100", f"总分值={cell}"], "cells": [f"1={cell}", f"2={cell}:100", "3=99.9"]}
    return {**answer, **fake, **lists, "tool_calls": [model.form.text], "values": ["100"]}


def _says_nothing(model: ObedientModel, answer: Answer, question: Question) -> Answer:
    """Leaves every cell blank, rows and all."""
    return _changed(answer, question, lambda _what, _pointer: "")


MANNERS: Mapping[str, Callable[[ObedientModel, Answer, Question], Answer]] = {
    "points figures": _points_figures,
    "points totals": _points_totals,
    "points everything": _points_everything,
    "fills blanks": _fills_blanks,
    "repairs": _repairs,
    "leaves the page": _leaves_the_page,
    "adds rows": _adds_rows,
    "recites": _recites,
    "fake answer": _gives_the_fake_answer,
    "says nothing": _says_nothing,
}
