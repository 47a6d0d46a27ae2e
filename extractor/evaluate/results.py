"""What an evaluation leaves behind: counts of every form, and every leaf that did not come out right.

Comes in: judged forms. Goes out: ``Evaluation``, and the same as plain data and back, so that figures of
another version can be kept in a file and compared. Never holds a document.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from dataclasses import asdict, dataclass
from functools import cached_property
from typing import Any

from extractor.errors import RecordError, told
from extractor.evaluate.counting import false_findings, tally_of, unreported
from extractor.evaluate.judging import JudgedForm
from extractor.evaluate.tally import Tally, add_up, tally_from

SCHEMA = "jixiao-figures/1"


@dataclass(frozen=True, slots=True)
class Miss:
    """A leaf that is not right; ``path`` tells leaves of one form apart, ``printed`` is what the record points at."""

    path: str
    verdict: str
    kind: str
    expected: str | None
    found: str | None
    printed: str
    origin: str | None
    confidence: float | None
    covered: bool | None
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Standing:
    """The cells with a value of one confidence (per thousand): how many, right, silently wrong, and flagged."""

    confidence: int
    cells: int
    right: int
    silent: int
    flagged: int


@dataclass(frozen=True)
class FormResult:
    """One form: its counts, what is not right in it, and its cells by confidence.

    ``unreported`` names the laws of an author's contradiction of which none was reported, ``false_findings``
    law and severity of each finding on a form without any.
    """

    number: int
    family: str
    tally: Tally
    misses: tuple[Miss, ...]
    standings: tuple[Standing, ...]
    unreported: tuple[str, ...] = ()
    false_findings: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class CaseResult:
    """One document; ``kinds`` holds what it is counted under, ``fault`` why it could not be recovered, if so."""

    name: str
    row: str
    kinds: Mapping[str, str]
    forms: tuple[FormResult, ...]
    fault: str | None = None
    exit_status: int = 0

    @property
    def key(self) -> str:
        """What the case is known by in another evaluation."""
        return f"{self.row}/{self.name}"


@dataclass(frozen=True)
class Evaluation:
    """The results of one reader over all cases, in the order they were asked for."""

    reader: str
    program: str
    cases: tuple[CaseResult, ...]

    @cached_property
    def total(self) -> Tally:
        """All counts."""
        return add_up(form.tally for form in self.forms())

    def forms(self) -> Iterator[FormResult]:
        """All forms of all cases."""
        for case in self.cases:
            yield from case.forms


def form_result(form: JudgedForm) -> FormResult:
    """What is kept of a judged form."""
    misses = tuple(
        Miss(
            leaf.path if "None" not in leaf.path else f"+{leaf.place}", leaf.verdict, leaf.kind, leaf.expected,
            leaf.found, judged.printed, judged.origin, judged.confidence, judged.covered, judged.reasons,
        )
        for judged in form.leaves
        if not judged.is_right
        for leaf in (judged.leaf,)
    )  # fmt: skip
    return FormResult(
        form.number, form.family, tally_of(form), misses, tuple(_standings(form)), unreported(form),
        false_findings(form),
    )  # fmt: skip


def _standings(form: JudgedForm) -> Iterator[Standing]:
    """The cells with a value by confidence, lowest first."""
    counted: dict[int, Counter[str]] = {}
    for judged in form.leaves:
        if judged.confidence is None or judged.leaf.found is None:
            continue
        at = counted.setdefault(round(judged.confidence * 1000), Counter())
        at.update(
            {
                "cells": 1,
                "right": judged.is_right,
                "silent": judged.leaf.verdict == "wrong_silent",
                "flagged": judged.leaf.flagged,
            }
        )
    for confidence, count in sorted(counted.items()):
        yield Standing(confidence, count["cells"], count["right"], count["silent"], count["flagged"])


def as_data(evaluation: Evaluation) -> dict[str, Any]:
    """An evaluation as plain data."""
    return {
        "schema": SCHEMA,
        "reader": evaluation.reader,
        "program": evaluation.program,
        "cases": [_case_as_data(case) for case in evaluation.cases],
    }


def _case_as_data(case: CaseResult) -> dict[str, Any]:
    forms = [
        {
            "family": form.family,
            "tally": form.tally.as_dict(),
            "misses": [asdict(miss) for miss in form.misses],
            "standings": [list(asdict(one).values()) for one in form.standings],
            "unreported": list(form.unreported),
            "false_findings": [list(one) for one in form.false_findings],
        }
        for form in case.forms
    ]
    return {"name": case.name, "row": case.row, **case.kinds, "fault": case.fault, "forms": forms}


def from_data(data: Any, name: str) -> Evaluation:
    """The evaluation that plain data holds; ``name`` is how the file is called in an error (``RecordError``)."""
    try:
        if data["schema"] != SCHEMA:
            raise ValueError
        cases = tuple(_case_from_data(case) for case in data["cases"])
        return Evaluation(str(data["reader"]), str(data["program"]), cases)
    except (KeyError, TypeError, ValueError, AttributeError):
        raise told(
            RecordError,
            f"{name}：不是评测结果；请给出用 jixiao evaluate --save 保存的文件。",
            f"{name}: holds no figures; give a file that jixiao evaluate --save wrote.",
        ) from None


def _case_from_data(data: Mapping[str, Any]) -> CaseResult:
    kinds = {key: str(data[key]) for key in ("layout", "damage", "severity", "error")}
    forms = tuple(
        FormResult(
            number,
            str(form["family"]),
            tally_from(form["tally"]),
            tuple(Miss(**{**miss, "reasons": tuple(miss["reasons"])}) for miss in form["misses"]),
            tuple(Standing(*one) for one in form["standings"]),
            tuple(form["unreported"]),
            tuple((law, severity) for law, severity in form["false_findings"]),
        )
        for number, form in enumerate(data["forms"], 1)
    )
    return CaseResult(str(data["name"]), str(data["row"]), kinds, forms, data["fault"])


def restricted(evaluation: Evaluation, keys: Collection[str]) -> Evaluation:
    """The same evaluation over some of its cases only."""
    kept = tuple(case for case in evaluation.cases if case.key in keys)
    return Evaluation(evaluation.reader, evaluation.program, kept)
