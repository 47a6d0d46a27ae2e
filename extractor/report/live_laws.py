"""The laws of a form with arithmetic, and the lines of the workbook on which each of them is worked out.

Comes in: forms as drawn on their sheets, the law ids of their families. Goes out: a plan: which number and which
rule stands on which line. Writes nothing, and judges nothing itself: the verdicts of today are those of
``extractor.laws``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from extractor.laws import BoundLaw, Form, Judgement, LawSettings, Outcome, bind, judge
from extractor.laws.relations import Relation
from extractor.report.form_sheet import Drawn
from extractor.report.law_formula import BROKEN, HOLDS, SLIGHT, UNTESTABLE, Lines, result_of
from extractor.report.law_notation import Place
from extractor.report.number_formula import NumberCell, address
from extractor.sheet.view import FormView
from extractor.values import Cell, Severity

LEVELS: dict[Severity, int] = {"note": 2, "warning": 3, "error": 4}
"""How bad a broken law is as a number; 1 stands for a law that holds, 0 for one that cannot be tested."""


@dataclass(frozen=True, slots=True)
class Rule:
    """One relation of a law (the usual one has no name), its verdict of today and its line in ``workings``."""

    name: str
    relation: Relation
    outcome: Outcome
    row: int

    @property
    def code(self) -> int:
        """The verdict as the formulas say it."""
        if self.outcome.verdict == "not_testable":
            return UNTESTABLE
        if self.outcome.verdict == "broken":
            return BROKEN
        return SLIGHT if self.outcome.slight else HOLDS


@dataclass(frozen=True, slots=True)
class LiveLaw:
    """One law over cells of a form: its rules, the verdict of today, and its line in ``laws``.

    ``severity`` is that of a real breach; a deviation that cut digits explain is a note.
    """

    bound: BoundLaw
    rules: tuple[Rule, ...]
    judgement: Judgement
    severity: Severity
    row: int

    @property
    def result(self) -> str:
        """The cell that the law speaks of."""
        return result_of(self.bound.relation)

    @property
    def in_force(self) -> int:
        """Which of the rules is looked at: the usual one, or where that is broken the first other that holds."""
        if self.rules[0].code in (UNTESTABLE, HOLDS):
            return 0
        return next((at for at, rule in enumerate(self.rules) if at and rule.code == HOLDS), 0)

    @property
    def code(self) -> int:
        """The verdict of the law as the formulas say it."""
        return self.rules[self.in_force].code

    @property
    def level(self) -> int:
        """The verdict and the severity as one number."""
        return LEVELS[self.severity] if self.code == BROKEN else self.code


@dataclass(frozen=True, slots=True)
class LiveForm:
    """A form on its sheet with its laws: ``number`` counts from 1, ``cells`` are those that laws read as numbers."""

    number: int
    view: FormView
    drawn: Drawn
    cells: tuple[NumberCell, ...]
    lines: Lines
    laws: tuple[LiveLaw, ...]

    def find(self, path: str) -> Place | None:
        """The place of a path on the form's sheet."""
        placed = self.drawn.places.get(path)
        return (placed.top, placed.left) if placed else None


@dataclass(frozen=True, slots=True)
class _Ruled:
    """A form with its laws, before anything has a line."""

    number: int
    view: FormView
    drawn: Drawn
    form: Form
    bound: tuple[BoundLaw, ...]
    cells: tuple[NumberCell, ...]


def plan(
    drawn: Sequence[tuple[FormView, Drawn]], law_ids: Sequence[Sequence[str] | None], settings: LawSettings
) -> tuple[LiveForm, ...]:
    """Give every number, every rule and every law of the forms its line: first all numbers, then all rules."""
    forms = [
        _ruled(number, view, on_sheet, ids, settings)
        for number, ((view, on_sheet), ids) in enumerate(zip(drawn, law_ids, strict=True), 1)
    ]
    number_row, law_row = 2, 2
    rule_row = number_row + sum(len(form.cells) for form in forms) + 2
    planned = []
    for form in forms:
        rows = {cell.path: number_row + at for at, cell in enumerate(form.cells)}
        laws = []
        for bound in form.bound:
            laws.append(_live(form.form, bound, rule_row, law_row, settings))
            rule_row, law_row = rule_row + len(laws[-1].rules), law_row + 1
        blank = form.form.blank or frozenset()
        planned.append(LiveForm(form.number, form.view, form.drawn, form.cells, Lines(rows, blank), tuple(laws)))
        number_row += len(form.cells)
    return tuple(planned)


def _ruled(number: int, view: FormView, drawn: Drawn, law_ids: Sequence[str] | None, settings: LawSettings) -> _Ruled:
    form = Form.of(view.form.values, view.form.units, blank_paths(view))
    bound = tuple(law for law in bind(form, view.form.units, law_ids, settings) if law.relation is not None)
    return _Ruled(number, view, drawn, form, bound, _number_cells(view, drawn, bound))


def _number_cells(view: FormView, drawn: Drawn, laws: Iterable[BoundLaw]) -> tuple[NumberCell, ...]:
    """The cells on the sheet that a rule of a law reads, column by column, so that sums are ranges."""
    rules = (rule for law in laws for rule in (law.relation, *(one.relation for one in law.alternatives)) if rule)
    paths = {path for rule in rules for path in rule.cells if path in drawn.places}
    cells = []
    for path in sorted(paths, key=_column_first):
        place = drawn.places[path]
        at = address(drawn.name, place.top, place.left)
        # A number that somebody takes out is lost: only a cell that was printed empty takes no part.
        cells.append(NumberCell(path, at, view.value(path) or "", not _is_blank(view.cell(path))))
    return tuple(cells)


def _column_first(path: str) -> tuple[str, int]:
    row = re.search(r"\[(\d+)\]", path)
    return re.sub(r"\[\d+\]", "[]", path), int(row.group(1)) if row else -1


def _live(form: Form, bound: BoundLaw, rule_row: int, law_row: int, settings: LawSettings) -> LiveLaw:
    named = [("", bound.relation), *((rule.name[0], rule.relation) for rule in bound.alternatives)]
    rules = tuple(
        Rule(name, relation, relation.judge(form.look), rule_row + at)
        for at, (name, relation) in enumerate(named)
        if relation is not None
    )
    usual = bound.severity or bound.law.severity
    own: dict[str, Severity] = dict(settings.severities)  # type: ignore[arg-type]
    severity = usual if usual == "note" else own.get(bound.law_id, usual)
    return LiveLaw(bound, rules, judge(bound, form)[0], severity, law_row)


def blank_paths(view: FormView) -> frozenset[str]:
    """The leaves that hold nothing by design; one that a reviewer could not read is lost instead.

    The review says the same of its own (``extractor.review.ruled``); a test holds the two together.
    """
    return frozenset(path for path, value in view.leaves.items() if value is None and _is_blank(view.cell(path)))


def _is_blank(cell: Cell | None) -> bool:
    if cell is None or cell.origin == "blank":
        return True
    return cell.origin == "reviewed" and cell.review is not None and cell.review.ruling != "unreadable"
