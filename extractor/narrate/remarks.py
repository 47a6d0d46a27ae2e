"""Broken laws as a narrative tells them: ranked, named, with their cells and what to ask the unit.

Comes in: the findings of a form. Goes out: ``Remark`` values. Never rewords a finding: its arithmetic is told as the
law stated it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from extractor.labels import SOURCES, Label, only_indicator
from extractor.narrate.said import Said, Teller, brief
from extractor.notation import parse_number
from extractor.values import Finding
from extractor.wording import law_title

Ask = Literal["which", "reason", "measured", "result", "marks", "rule", "once", "plain"]

# What a reviewer asks the unit, by law; any other law asks for a plain explanation.
_LAWS: dict[Ask, tuple[str, ...]] = {
    "which": (
        "weights_sum_to_total", "section_weights_sum", "scores_sum_to_total", "section_scores_sum",
        "section_totals_sum", "funds_sum_to_total", "department_balance", "staff_sum", "income_table_sums",
        "income_less_expenditure_is_balance", "executed_is_expenditure_total", "execution_rate", "grade_fits_total",
        "narrative_amount_is_cell", "narrative_parts_add_up", "narrative_total_is_score", "years_agree",
        "same_project_same_amounts", "same_project_same_total", "same_project_same_indicators",
        "named_project_amount_agrees", "named_project_counts_agree", "total_cost_is_executed",
        "project_amounts_sum_to_department", "carry_over_is_last_years_rest", "total_weight_is_hundred",
        "narrative_year_is_near",
        "kinds_of_income_and_expenditure_agree", "fund_target_is_budget", "priced_costs_explain_budget",
    ),
    "reason": ("lost_marks_have_reason", "over_fulfilment_has_reason", "met_target_keeps_marks"),
    "measured": ("actual_is_measured", "lifetime_fits_period"),
    "result": ("numeric_target_has_numeric_actual", "units_agree", "progress_is_rate"),
    "marks": (
        "missed_target_loses_marks", "late_result_loses_marks", "missed_target_costs_completion",
        "missed_deadline_costs_timeliness", "worded_result_fits_tier", "missed_target_scores_in_proportion",
        "large_budget_adjustment_loses_marks", "budget_completion_earns_its_marks", "goals_reached_fit_marks",
        "all_done_fits_marks", "admitted_shortfall_costs_marks", "missed_target_is_not_done",
    ),
    "once": ("weight_printed_twice", "execution_weight_is_a_part"),
    "rule": ("allocation_score_fits", "card_execution_score_fits", "execution_score", "carry_over_rate_fits"),
}  # fmt: skip
_ASKS = {law: ask for ask, laws in _LAWS.items() for law in laws}
_SEVERITIES = ("error", "warning", "note")
_NOT_COMPARED = re.compile(r"（[^）]*未核对原文）")
_MOST = 4096  # remarks of a form: beyond any form that there is
CellNamer = Callable[[Teller, str], Label]
"""What names a cell of a form in both languages."""


@dataclass(frozen=True, slots=True)
class Place:
    """A cell that a finding speaks of: its name, and what is printed there."""

    name: Label
    said: Said | None
    is_score: bool


@dataclass(frozen=True, slots=True)
class Remark:
    """A finding, and the name of the row it is about where its message leaves that out.

    ``doubt``: it rests on a cell that a person still has to look at. ``number`` is its own among all remarks of a
    draft: footnotes go by it. ``cells`` are the cells it speaks of, ``paths`` their places with the form's number.
    """

    finding: Finding
    about: Label | None
    doubt: bool
    number: int
    cells: tuple[Place, ...]
    paths: tuple[str, ...]

    @property
    def severity(self) -> str:
        """``error``, ``warning`` or ``note``."""
        return self.finding.severity

    @property
    def title(self) -> Label:
        """The law that is broken, in its own words."""
        return law_title(self.finding.law)

    @property
    def ask(self) -> Ask:
        """What kind of answer the unit owes."""
        return _ASKS.get(self.finding.law, "plain")

    @property
    def basis(self) -> str:
        """The regulation that the law comes from, empty where none is known."""
        return _NOT_COMPARED.sub("", self.finding.citation or "")

    @property
    def compared(self) -> bool:
        """Whether the article was compared with the text of the regulation."""
        return "未核对" not in (self.finding.citation or "")

    @property
    def expected(self) -> Said | None:
        """The figure that the other cells give."""
        return self._figure(self.finding.expected)

    @property
    def found(self) -> Said | None:
        """The figure that is printed."""
        return self._figure(self.finding.found)

    @property
    def odd_one(self) -> Place | None:
        """The cell that holds the figure which does not fit, where the law says which figure that is."""
        found = parse_number(self.finding.found or "")
        for place in reversed(self.cells):
            if found is not None and place.said is not None and place.said.number == found.value:
                return place
        return None

    @property
    def place(self) -> Place | None:
        """The cell to ask about: the one that does not fit, else the last; not the year, to which others are held."""
        others = [cell for cell, path in zip(self.cells, self.finding.cells, strict=True) if path != "fiscal_year"]
        return self.odd_one or next(iter(reversed(others or self.cells)), None)

    def _figure(self, text: str | None) -> Said | None:
        return Said(text, self.paths, self.doubt, self.finding.message) if text else None


def tell_remarks(teller: Teller, findings: Sequence[Finding], name: CellNamer) -> tuple[Remark, ...]:
    """The broken laws of a form, the gravest first: by severity, then by how far the figures lie apart."""
    broken = [finding for finding in findings if finding.verdict == "broken"]
    ranked = sorted(broken, key=lambda finding: (_SEVERITIES.index(finding.severity), -_weight(finding)))
    again = {message for message, times in Counter(one.message for one in broken).items() if times > 1}
    return tuple(_remark(teller, finding, at, name, finding.message in again) for at, finding in enumerate(ranked))


def _weight(finding: Finding) -> Decimal:
    """How far a finding's figures lie apart, as a share of the expected one; 0 where it has none."""
    apart, expected = parse_number(finding.difference or ""), parse_number(finding.expected or "")
    if apart is None or expected is None or not expected.value:
        return Decimal(0)
    return abs(apart.value / expected.value)


def _remark(teller: Teller, finding: Finding, at: int, name: CellNamer, again: bool) -> Remark:
    # Sums that do not come out are why their cells are in doubt, and true of what is printed all the same.
    doubt = finding.severity != "error" and any(teller.doubtful(path) for path in finding.cells)
    return Remark(
        finding, _about(teller, finding, again), doubt, teller.number * _MOST + at,
        tuple(Place(name(teller, path), teller.say(path), path.endswith(".score")) for path in finding.cells),
        tuple(teller.address(path) for path in finding.cells),
    )  # fmt: skip


def _about(teller: Teller, finding: Finding, again: bool) -> Label | None:
    """The row that a finding is about; a source of money only where another row has the same said of it."""
    row = only_indicator(finding.cells)
    named = teller.say(f"{row}.level3") if row else None
    if named is not None:
        return None if named.text[:8] in finding.message else Label(brief(named.text), brief(named.text))
    funds = [found[0] for path in finding.cells if (found := re.match(r"funds\[\d+\]", path))]
    source = teller.say(f"{funds[0]}.source") if again and funds else None
    return SOURCES.get(source.text, Label(source.text, source.text)) if source else None
