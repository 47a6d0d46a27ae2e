"""What a law is, what it is bound to, and what it says.

Comes in: functions of the catalogue. Goes out: ``Law`` (the statement), ``BoundLaw`` (one
instance over the cells of a form) and ``Judgement`` (the verdict, spelled out in two
languages). Never decides what a form's cells are.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from extractor.laws.form import Form
from extractor.laws.outcome import Outcome, Verdict
from extractor.laws.relations import Relation
from extractor.laws.settings import LawSettings
from extractor.values import Severity

if TYPE_CHECKING:
    from extractor.laws.document.law import DocumentLaw

_ROUNDABLE = Decimal(10) ** 18
Words = tuple[str, str]
"""The same words in Chinese and in English."""


@dataclass(frozen=True, slots=True)
class Group:
    """Terms of a sum that the message adds up first: ``各项得分 77``."""

    name: Words
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Rule:
    """Another relation that may be the one in force: a second denominator, a step table."""

    relation: Relation
    name: Words


@dataclass(frozen=True, slots=True)
class Said:
    """What a law that is no arithmetic says about some cells."""

    verdict: Verdict
    cells: tuple[str, ...]
    message: str = ""
    message_en: str = ""
    expected: str | None = None
    found: str | None = None
    difference: str | None = None
    severity: Severity | None = None


@dataclass(frozen=True, slots=True)
class BoundLaw:
    """One instance of a law over the cells of a form.

    Arithmetic instances carry ``relation``, which decoding uses too; ``alternatives`` are
    the other rules of which one may be in force, ``conditional`` warns that the relation
    is one rule among several (so alone it proves nothing). Other laws carry ``say``.
    """

    law: Law
    cells: tuple[str, ...]
    relation: Relation | None = None
    alternatives: tuple[Rule, ...] = ()
    conditional: bool = False
    groups: tuple[Group, ...] = ()
    whole: Words | None = None
    severity: Severity | None = None
    say: Callable[[Form], Iterable[Said]] | None = None

    @property
    def law_id(self) -> str:
        """The id of the law."""
        return self.law.id


@dataclass(frozen=True, slots=True)
class Judgement:
    """The verdict of one bound law, with the numbers and the sentence a person reads.

    A deviation that cutting instead of rounding explains is ``broken`` with severity note.
    """

    law: str
    verdict: Verdict
    severity: Severity
    cells: tuple[str, ...]
    message: str
    message_en: str
    expected: str | None = None
    found: str | None = None
    difference: str | None = None
    citation: str | None = None


def judged(law: Law | DocumentLaw, said: Said, citation: str | None = None) -> Judgement:
    """The judgement of a law that is no arithmetic: what it said, else its own severity and titles."""
    return Judgement(
        law.id,
        said.verdict,
        said.severity or law.severity,
        said.cells,
        said.message or law.title[0],
        said.message_en or law.title[1],
        said.expected,
        said.found,
        said.difference,
        citation,
    )


@dataclass(frozen=True, slots=True)
class Law:
    """The one statement of a law: plain-word id, severity, titles, source, and how it binds."""

    id: str
    severity: Severity
    title: Words
    citation: str | None
    claim: str
    bind: Callable[[Form, LawSettings], Iterable[BoundLaw]]


Arithmetic = Callable[[Form, LawSettings], Iterator["Instance"]]
Sayings = Callable[[Form, LawSettings], Iterator[Said]]


@dataclass(frozen=True, slots=True)
class Instance:
    """An arithmetic instance as a catalogue function gives it, before its law is known."""

    relation: Relation
    alternatives: tuple[Rule, ...] = ()
    conditional: bool = False
    groups: tuple[Group, ...] = ()
    whole: Words | None = None
    severity: Severity | None = None


def arithmetic(
    severity: Severity, title: str, title_en: str, citation: str | None = None
) -> Callable[[Arithmetic], Law]:
    """Make a law of a function that yields relations; its name is the id, its docstring the claim."""

    def register(function: Arithmetic) -> Law:
        def bind(form: Form, settings: LawSettings) -> Iterator[BoundLaw]:
            for item in function(form, settings):
                yield BoundLaw(
                    law, item.relation.cells, item.relation, item.alternatives, item.conditional, item.groups,
                    item.whole, item.severity,
                )  # fmt: skip

        law = Law(function.__name__, severity, (title, title_en), citation, function.__doc__ or "", bind)
        return law

    return register


def saying(severity: Severity, title: str, title_en: str, citation: str | None = None) -> Callable[[Sayings], Law]:
    """Make a law of a function that judges by itself; its name is the id, its docstring the claim."""

    def register(function: Sayings) -> Law:
        def bind(form: Form, settings: LawSettings) -> Iterator[BoundLaw]:
            yield BoundLaw(law, (), say=lambda shown: function(shown, settings))

        law = Law(function.__name__, severity, (title, title_en), citation, function.__doc__ or "", bind)
        return law

    return register


def holds(*cells: str) -> Said:
    """Say that the law was tested on these cells and holds."""
    return Said("holds", cells)


def untestable(*cells: str) -> Said:
    """Say that the law applies to these cells but one of them is missing."""
    return Said("not_testable", cells)


def plain(value: Decimal | None, places: int = 4) -> str | None:
    """Write a decimal for a finding: no needless zeros, at most so many places."""
    if value is None:
        return None
    # Beyond the precision of the context nothing is rounded: such a number is a misprint, shown whole.
    short = f"{round(value, places):f}" if abs(value) < _ROUNDABLE else f"{value:f}"
    short = short.rstrip("0").rstrip(".") if "." in short else short
    return "0" if short in ("-0", "") else short


def outcome_numbers(outcome: Outcome, *, rate: bool = False) -> tuple[str | None, str | None, str | None]:
    """Return expected, found and difference as decimal strings; those of a rate in per cent, with the sign."""
    numbers = (outcome.expected, outcome.found, outcome.difference)
    if rate:
        expected, found, difference = (None if n is None else f"{plain(n * 100, 2)}%" for n in numbers)
        return expected, found, difference
    return plain(numbers[0]), plain(numbers[1]), plain(numbers[2])
