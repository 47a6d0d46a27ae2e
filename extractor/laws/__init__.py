"""The laws of self-evaluation forms: one statement of each serves checking and decoding.

Comes in: the plain record of a form, its units of money, the ids of the laws its family
lists. Goes out: bound laws (relations for the decoder), judgements and findings. Never
changes a value, never reads a file, never takes a missing cell for zero.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from extractor.errors import FamilyError
from extractor.laws.catalogue import CATALOGUE
from extractor.laws.document import DOCUMENT_LAWS
from extractor.laws.form import Form, read_cell
from extractor.laws.law import BoundLaw, Judgement, Law, judged, outcome_numbers
from extractor.laws.outcome import BLANK, NOT_TESTABLE, UNSTATED, Absent, Look, Outcome
from extractor.laws.proportions import Ratio
from extractor.laws.settings import LawSettings
from extractor.laws.spelling import spell
from extractor.values import Finding, Severity

__all__ = [
    "ALL_IDS",
    "BLANK",
    "UNSTATED",
    "Absent",
    "BoundLaw",
    "Form",
    "Judgement",
    "Law",
    "LawDescription",
    "LawSettings",
    "Look",
    "Outcome",
    "bind",
    "check",
    "check_form",
    "describe",
    "explain",
    "findings",
    "judge",
    "read_cell",
]

DEFAULTS = LawSettings()
_BY_ID = {law.id: law for law in CATALOGUE}
ALL_IDS: tuple[str, ...] = tuple(_BY_ID)
"""The ids of all laws, in run order."""


@dataclass(frozen=True, slots=True)
class LawDescription:
    """One law as ``jixiao forms`` lists it; ``scope`` says whether it looks at one form or at all of a document."""

    id: str
    severity: Severity
    title: str
    title_en: str
    citation: str | None
    scope: Literal["form", "document"] = "form"


def bind(
    values: Mapping[str, Any] | Form,
    units: Mapping[str, str],
    law_ids: Iterable[str] | None = None,
    settings: LawSettings = DEFAULTS,
    blank: Collection[str] | None = None,
) -> tuple[BoundLaw, ...]:
    """Return every instance of the named laws (None: all) over the cells of a form.

    A law that the cells of this form do not allow gives no instance. ``blank`` names the
    cells known to be printed empty; None says that nulls cannot be told apart. Raises
    ``FamilyError`` for an id that no law has.
    """
    form = values if isinstance(values, Form) else Form.of(values, units, blank)
    return tuple(bound for law in _chosen(law_ids) for bound in law.bind(form, settings))


def judge(bound: BoundLaw, form: Form) -> tuple[Judgement, ...]:
    """Return the verdicts of one bound law on a form: one for a relation, any number for others."""
    if bound.relation is None:
        said = bound.say(form) if bound.say else ()
        return tuple(judged(bound.law, item, bound.law.citation) for item in said)
    return (_from_relation(bound, form),)


def check(
    values: Mapping[str, Any],
    units: Mapping[str, str],
    law_ids: Iterable[str] | None = None,
    settings: LawSettings = DEFAULTS,
    blank: Collection[str] | None = None,
) -> tuple[Judgement, ...]:
    """Return all verdicts of the named laws on a form: holds, broken and not testable, in run order."""
    form = Form.of(values, units, blank)
    return check_form(form, bind(form, units, law_ids, settings), settings)


def check_form(form: Form, laws: Iterable[BoundLaw], settings: LawSettings = DEFAULTS) -> tuple[Judgement, ...]:
    """Return all verdicts of laws that are bound already on a form, in run order."""
    overridden: dict[str, Any] = dict(settings.severities)
    judged = (verdict for bound in laws for verdict in judge(bound, form))
    if not overridden:
        return tuple(judged)
    return tuple(_with_severity(verdict, overridden.get(verdict.law)) for verdict in judged)


def explain(form: Form, laws: Iterable[BoundLaw], path: str) -> tuple[Judgement, ...]:
    """Return the verdicts of the laws that one cell takes part in, those that hold with their arithmetic, too."""
    judged = (
        verdict
        for bound in laws
        if bound.relation is None or path in bound.cells
        for verdict in ((_from_relation(bound, form, spelled=True),) if bound.relation else judge(bound, form))
    )
    return tuple(verdict for verdict in judged if path in verdict.cells)


def findings(judgements: Iterable[Judgement]) -> tuple[Finding, ...]:
    """Return what is to be reported: the broken laws, notes included, worst first."""
    order = {"error": 0, "warning": 1, "note": 2}
    broken = sorted((item for item in judgements if item.verdict == "broken"), key=lambda item: order[item.severity])
    return tuple(
        Finding(
            item.law, item.verdict, item.severity, item.cells, item.message, item.message_en,
            item.expected, item.found, item.difference, item.citation,
        )
        for item in broken
    )  # fmt: skip


def describe() -> tuple[LawDescription, ...]:
    """Return all laws in run order, for the list of forms and laws: those of one form, then those between forms."""
    own = tuple(LawDescription(law.id, law.severity, *law.title, law.citation) for law in CATALOGUE)
    return own + tuple(LawDescription(law.id, law.severity, *law.title, None, "document") for law in DOCUMENT_LAWS)


def _chosen(law_ids: Iterable[str] | None) -> tuple[Law, ...]:
    if law_ids is None:
        return CATALOGUE
    wanted = set(law_ids)
    unknown = wanted - _BY_ID.keys()
    if unknown:
        raise FamilyError(f"没有名为 {'、'.join(sorted(unknown))} 的规则，请用 jixiao forms 查看规则名称")
    return tuple(law for law in CATALOGUE if law.id in wanted)


def _from_relation(bound: BoundLaw, form: Form, *, spelled: bool = False) -> Judgement:
    """The judgement of a relation; ``spelled`` writes the arithmetic out where it comes out, too."""
    law = bound.law
    outcome, rule = _first_that_fits(bound, form.look)
    severity: Severity = bound.severity or law.severity
    if outcome.verdict == "not_testable":
        return Judgement(law.id, "not_testable", severity, bound.cells, *law.title, citation=law.citation)
    plain_case = outcome.verdict == "holds" and not outcome.slight and not spelled
    message, message_en = law.title if plain_case else spell(bound, outcome, form)
    if rule is not None:
        message, message_en = f"{message}；符合：{rule[0]}", f"{message_en}; fits: {rule[1]}"
    slight = outcome.slight and outcome.verdict == "holds"
    return Judgement(
        law.id,
        "broken" if slight else outcome.verdict,
        "note" if slight else severity,
        bound.cells,
        message,
        message_en,
        *outcome_numbers(outcome, rate=isinstance(bound.relation, Ratio)),
        citation=law.citation,
    )


def _first_that_fits(bound: BoundLaw, look: Look) -> tuple[Outcome, tuple[str, str] | None]:
    """Judge by the usual rule; where that is broken, by the first other rule that holds."""
    if bound.relation is None:
        return NOT_TESTABLE, None
    usual = bound.relation.judge(look)
    if usual.verdict != "broken" and not usual.slight:
        return usual, None
    for rule in bound.alternatives:
        other = rule.relation.judge(look)
        if other.verdict == "holds" and not other.slight:
            return Outcome("holds", other.expected, other.found, other.difference), rule.name
    return usual, None


def _with_severity(judgement: Judgement, severity: Severity | None) -> Judgement:
    if severity is None or judgement.severity == "note":
        return judgement
    return Judgement(
        judgement.law, judgement.verdict, severity, judgement.cells, judgement.message, judgement.message_en,
        judgement.expected, judgement.found, judgement.difference, judgement.citation,
    )  # fmt: skip
