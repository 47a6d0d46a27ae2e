"""What a page shows of an opened document: the drawn forms, the marked source, and the facts of every cell.

Comes in: an ``Opened`` document. Goes out: plain data for templates and JSON. Never escapes and
never decides.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from extractor.labels import path_label
from extractor.review.desk import Opened
from extractor.review.effects import Effects
from extractor.review.summary import queued_paths
from extractor.review.values import Final, Place
from extractor.sheet.details import Pointing, details, messages, words
from extractor.sheet.drawing import draw_form, marks, number_cells
from extractor.sheet.source_text import Region, regions
from extractor.sheet.view import FormView
from extractor.values import Forced
from extractor.wording import law_title, proof_label

_NUMBERING = ("numbers", "places", "numbers by place")


@dataclass(frozen=True)
class Shown:
    """An opened document in the numbers of a page: every cell has one, in the order of the record."""

    opened: Opened

    @property
    def views(self) -> list[FormView]:
        """The forms with the decisions applied."""
        applied = self.opened.applied
        return applied.once("views", lambda: [FormView.of(one.form) for one in applied.forms])

    @property
    def numbers(self) -> dict[tuple[int, str], int]:
        """The number of each cell, by form and by path as the form has it now."""
        return self.opened.applied.once("numbers", lambda: number_cells(self.views, everything=True))

    @property
    def places(self) -> dict[tuple[int, str], Place]:
        """The place of each cell, by the same keys: what decisions are written under."""
        return self.opened.applied.once("places", self._places)

    def numbered_as(self, before: Shown) -> Shown:
        """This document, with the numbers of an earlier state of it where both have the same cells."""
        now, then = self.opened.applied, before.opened.applied
        if [one.names for one in now.forms] == [one.names for one in then.forms]:
            now.memo.update({key: then.memo[key] for key in _NUMBERING if key in then.memo})
        return self

    def _places(self) -> dict[tuple[int, str], Place]:
        document, applied = self.opened.line.id, self.opened.applied.forms
        return {(at, path): Place(document, at, applied[at].names.get(path, path)) for at, path in self.numbers}

    def number_of(self, place: Place) -> int | None:
        """The number of a place, None for one that the form does not have (now)."""
        return self._numbers.get(place)

    @property
    def _numbers(self) -> Mapping[Place, int]:
        return self.opened.applied.once(
            "numbers by place", lambda: {place: self.numbers[key] for key, place in self.places.items()}
        )

    def forms(self) -> list[dict[str, Any]]:
        """The forms as the template draws them."""
        text = self.opened.record.text
        return [draw_form(at, view, self.numbers, text) for at, view in enumerate(self.views)]

    def source(self) -> tuple[Region, ...]:
        """The source text with its marks."""
        return regions(self.opened.record, marks(self.views, self.numbers))

    def facts(self) -> dict[str, Any]:
        """What the page tells of each cell: what the record says, its place, the decision, what is to be settled."""
        return {"cells": [self.fact(key) for key in self.numbers], "messages": self.messages[0]}

    def fact(self, key: tuple[int, str]) -> dict[str, Any]:
        """What the page tells of one cell."""
        at, path = key
        return details(at, self.views[at], path, self.messages[1]) | self._decision(self.places[key])

    @property
    def messages(self) -> tuple[list[list[str]], Pointing]:
        """The messages of the findings, and which of them are about each cell."""
        return self.opened.applied.once("messages", lambda: messages(self.views))

    def told_anew(self, before: Shown) -> Iterator[tuple[int, dict[str, Any]]]:
        """The facts that differ from those of the same cells before a decision, by number."""
        marked = self._marked(before)
        for key, number in self.numbers.items():
            may = key in marked or self._may_differ(before, key)
            if may and (now := self.fact(key)) != before.fact(key):
                yield number, now

    def _may_differ(self, before: Shown, key: tuple[int, str]) -> bool:
        """A quick look at whether a cell can have changed: most have not."""
        (at, path), place = key, self.places[key]
        one, other = before.views[at], self.views[at]
        return (
            one.cell(path) is not other.cell(path)
            or before.opened.finals.get(place) != self.opened.finals.get(place)
            or before.opened.seen.get(place) != self.opened.seen.get(place)
            or one.leaves.get(path) != other.leaves.get(path)
        )

    def _marked(self, before: Shown) -> set[tuple[int, str]]:
        """The cells that findings mark in another way than before."""
        told, then = self.messages[1], before.messages[1]
        found = {key for key in {*told, *then} if told.get(key) != then.get(key)}
        for at, (one, other) in enumerate(zip(before.views, self.views, strict=False)):
            pairs = ((one.broken, other.broken), (one.questioned, other.questioned), (one.involved, other.involved))
            found |= {(at, path) for was, now in pairs for path in was ^ now}
        return found

    def words(self) -> dict[str, Any]:
        """The words for codes that the facts use."""
        return words(self.views)

    def walk(self) -> list[int]:
        """The cells that the queue asks for, in the order in which the form is drawn; decided ones too."""
        if self.opened.settling:
            disputed = [self.number_of(place) for place in self.opened.answers if place in self._disputed]
            return sorted(number for number in disputed if number is not None)
        return [self.numbers[key] for key in self._queued() if key in self.numbers]

    @cached_property
    def _disputed(self) -> frozenset[Place]:
        """The places whose answers differ and that are not settled."""
        return frozenset(
            place
            for place, answers in self.opened.answers.items()
            if len(answers) > 1 and place not in self.opened.finals
        )

    def _queued(self) -> Iterator[tuple[int, str]]:
        for at, form in enumerate(self.opened.record.forms):
            now = {stable: path for path, stable in self.opened.applied.forms[at].names.items()}
            for path in queued_paths(FormView.of(form)):
                yield at, now.get(path, path)

    def _decision(self, place: Place) -> dict[str, Any]:
        told: dict[str, Any] = {}
        if place.path != self._path_of(place):
            told["q"] = place.path
        if place in self.opened.seen:
            told["t"] = self.opened.seen[place]
        if place in self.opened.finals and place not in self._stale:
            told["d"] = decision(self.opened.finals[place])
        if place in self._disputed:
            told["a"] = [[one.reviewer, one.ruling, one.value, one.comment] for one in self.opened.answers[place]]
        return told

    @cached_property
    def _stale(self) -> frozenset[Place]:
        return self.opened.stale

    def _path_of(self, place: Place) -> str:
        return self._now.get(place, place.path)

    @cached_property
    def _now(self) -> Mapping[Place, str]:
        """The path that each place has in the form as it is now."""
        return {place: path for (_, path), place in self.places.items()}


def decision(final: Final) -> dict[str, Any]:
    """A decision as the page tells of it."""
    return {
        "r": final.ruling,
        "b": "、".join(final.by),
        "t": final.at.isoformat(timespec="seconds"),
        "c": final.comment,
        "s": final.suggestion,
    }


def turned(found: Effects) -> dict[str, list[dict[str, Any]]]:
    """The laws that a decision mends, breaks or leaves untestable, with their sentences in both languages."""
    return {
        key: [
            {"law": list(law_title(one.law)), "message": [one.message, one.message_en], "severity": one.severity}
            for one in judgements
        ]
        for key, judgements in (
            ("mended", found.mended),
            ("broken", found.broken),
            ("untestable", found.untestable),
        )
    }


def forced_shown(shown: Shown, form: int, found: Iterable[Forced]) -> list[dict[str, Any]]:
    """What the laws force elsewhere, with the number of each cell and the proof in both languages."""
    document = shown.opened.line.id
    return [
        {
            "number": shown.number_of(Place(document, form, one.path)),
            "name": list(path_label(one.path, shown.views[form].form.form_type)),
            "value": one.value,
            "proof": list(proof_label(one.proof)),
        }
        for one in found
    ]
