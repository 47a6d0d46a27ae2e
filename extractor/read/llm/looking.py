"""What a model reads on pictures of cells: a word about ink, never a value.

Comes in: the open ink of a form, its pictures and a client. Goes out: ``Sight`` values: another reading of a numbered
cell, or one of a cell that has no text at all. The request shows neither the text of the page nor what the laws say:
who does not know what would please reads what is there. Never decides: see ``sights``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from extractor.errors import EndpointError
from extractor.family import Family, FieldSpec
from extractor.model import ModelClient, Question, QuestionImage
from extractor.notation.text import fold
from extractor.read.cells import value_of
from extractor.read.llm.crops import PagesShown, crops_of, pages_of
from extractor.read.llm.faults import kind_of, may_be
from extractor.read.llm.ink import Ink, OpenInk
from extractor.read.llm.page import Page, plain_line
from extractor.read.llm.prompts import AskedCell, render_pictures, render_pictures_system
from extractor.read.llm.shape import CellPointers
from extractor.read.llm.sights import Sight
from extractor.read.llm.topic import types_of

_TOKENS, _TOKENS_A_CELL, _EXPECTED = 1500, 14, 30
_MOST_ITEMS = 200
_LONGEST = 60
_ITEM = re.compile(r"\s*(?P<name>\d{1,5}(?:\s*[.．]\s*\d{1,5})?)\s*=(?P<said>.*)", re.DOTALL)
_FIGURES = frozenset(("points", "money", "rate"))


@dataclass(frozen=True, slots=True)
class Showing:
    """The pictures of one form, ready to be sent, and what each of them is asked for."""

    question: Question
    inks: Mapping[str, Ink]  # by the number of the cell
    nowhere: tuple[str, ...]  # cells looked for on whole pages, in the order of their numbers
    pages: tuple[int, ...]


def showing_of(ink: OpenInk, page: Page, pictures: PagesShown, numbers: Sequence[int]) -> Showing | None:
    """The one request about the pictures of a form; ``numbers`` are the whole pages that may be sent, usually none."""
    crops = crops_of(ink.inks, pictures, ink.covered)
    pages = list(pages_of(numbers, pictures)) if ink.nowhere else []
    nowhere = tuple(ink.nowhere) if pages else ()
    images: tuple[QuestionImage, ...] = (*(image for _, image in crops), *(image for _, image in pages))
    if not images:
        return None
    inks = {one.pointer: one for one, _ in crops}
    asks = [AskedCell(number, page.hidden(ink.nowhere[path])) for number, path in enumerate(nowhere, 1)]
    paths = (*(one.path for one in inks.values()), *nowhere)
    about = "、".join(dict.fromkeys(path.partition("[")[0].partition(".")[0] for path in paths))
    question = Question(
        render_pictures_system(),
        render_pictures(list(inks), asks),
        CellPointers,
        "ask_again",
        _TOKENS,
        about,
        _EXPECTED + _TOKENS_A_CELL * len(paths),
        images,
    )
    return Showing(question, inks, nowhere, tuple(number for number, _ in pages))


@dataclass(slots=True)
class Look:
    """One model's look at the pictures of a form; keeps what it saw, and whether they were sent."""

    client: ModelClient
    showing: Showing
    specs: Mapping[str, FieldSpec]
    family: Family
    deadline: float | None = None
    sights: list[Sight] = field(default_factory=list)
    sent: bool = False
    lost: str = ""

    async def look(self) -> None:
        """Ask once; what does not come back is told in ``lost``."""
        try:
            reply = await self.client.ask(self.showing.question, deadline=self.deadline)
        except EndpointError:
            self.sent = True  # it may have got them
            raise
        self.sent = bool(reply.usage.requests)
        if isinstance(reply.answer, CellPointers):
            self.sights = list(self._sights(reply.answer))
        elif reply.status != "no_images":  # that is said to the user once, and asking anew would not help
            self.lost = reply.status

    def _sights(self, answer: CellPointers) -> Iterator[Sight]:
        """The readings of an answer, one a cell; what cannot be of the cell's type is none."""
        types, seen = types_of(self.family), set[str]()
        for item in answer.cells[:_MOST_ITEMS]:
            match = _ITEM.fullmatch(item)
            name = re.sub(r"\s", "", match["name"]).replace("．", ".") if match else ""
            path = self._path(name)
            if match is None or not path or name in seen:
                continue
            seen.add(name)
            kind = kind_of(path, self.specs, types)
            reading = _read_as(match["said"], kind)
            if reading:
                ink = self.showing.inks.get(name)
                span, printed = (ink.span, ink.printed) if ink is not None else (None, False)
                yield Sight(path, reading, self.client.name, span, printed)

    def _path(self, name: str) -> str:
        """The open cell that a number of the request stands for; empty for none."""
        if name in self.showing.inks:
            return self.showing.inks[name].path
        number = int(name) if name.isdecimal() else 0
        return self.showing.nowhere[number - 1] if 1 <= number <= len(self.showing.nowhere) else ""


def _read_as(said: str, kind: str) -> str | None:
    """The words of a model as a text of a type, by the rules for a printed one; None for what it cannot be."""
    text = plain_line(said).strip().strip("“”\"'").strip()
    value = value_of(text, kind) if len(text) <= _LONGEST else None
    if value is None or not may_be(kind, fold(value)):
        return None
    return value if kind not in _FIGURES or any(char.isdecimal() for char in value) else None


def shown(look: Look) -> dict[str, Any]:
    """Which pictures one model was sent: how many, of which cells, and which whole pages."""
    return {
        "model": look.client.name,
        "count": len(look.showing.question.images),
        "cells": [ink.path for ink in look.showing.inks.values()],
        "pages": list(look.showing.pages),
    }
