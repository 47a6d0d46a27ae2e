"""What there is to tell about one form, drawn from its cells.

Comes in: a ``FormRecord``. Goes out: a frozen ``Story`` of pieces that templates put into words.
Never words anything itself: that is the templates' work.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from extractor.labels import Label, code_label, field_label, only_indicator, path_label
from extractor.narrate.money import Money, tell_money
from extractor.narrate.rows import Row, Section, tell_indicator, tell_item, tell_section
from extractor.narrate.said import Said, Teller, brief
from extractor.values import Finding, FormRecord

_MINUS_WORDS = frozenset({"", "无"})


@dataclass(frozen=True, slots=True)
class Remark:
    """A finding, and the name of the indicator it is about where its message leaves that out.

    ``doubt``: it rests on a cell that a person still has to look at.
    """

    finding: Finding
    about: str
    doubt: bool


@dataclass(frozen=True, slots=True)
class Doubt:
    """A cell that a person has to look at, with its name and the reasons."""

    name: Label
    said: Said | None
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DoubtGroup:
    """Cells that a person has to look at for the same reasons."""

    reasons: tuple[str, ...]
    doubts: tuple[Doubt, ...]


@dataclass(frozen=True, slots=True)
class Story:
    """Everything that a template may tell about one form."""

    form_type: str
    title: Said | None
    year: Said | None
    project: Said | None
    unit: Said | None
    department: Said | None
    attribute: Said | None
    start: Said | None
    end: Said | None
    money: Money
    expected: Said | None
    achieved: Said | None
    texts: dict[str, Said]
    indicators: tuple[Row, ...]
    sections: tuple[Section, ...]
    items: tuple[Row, ...]
    whole: dict[str, Said]
    table_unit: str
    full: Said | None
    score: Said | None
    score_lost: bool
    grade: Said | None
    errors: tuple[Remark, ...]
    warnings: tuple[Remark, ...]
    doubts: tuple[Doubt, ...]
    missing: tuple[Label, ...]

    @property
    def scored(self) -> tuple[Row, ...]:
        """The rows that carry marks: those of the score card, else those of the indicators.

        A row of weight 0 that scores 0 takes no part in the score and is not counted.
        """
        rows = self.items or self.indicators
        return tuple(row for row in rows if row.score is not None and not _is_idle(row))

    @property
    def listed(self) -> tuple[Row, ...]:
        """The indicators that say anything beside their name."""
        return tuple(row for row in self.indicators if row.target or row.actual or row.weight or row.score)

    @property
    def doubt_groups(self) -> tuple[DoubtGroup, ...]:
        """The doubts by their reasons, in the order in which a reason first comes up."""
        groups: dict[tuple[str, ...], list[Doubt]] = {}
        for doubt in self.doubts:
            groups.setdefault(doubt.reasons, []).append(doubt)
        return tuple(DoubtGroup(reasons, tuple(doubts)) for reasons, doubts in groups.items())

    @property
    def dated(self) -> bool:
        """Whether a heading has to name the year: not when the project's own name begins with it."""
        named = self.project or self.title
        return self.year is not None and not (named is not None and named.text.startswith(self.year.text))

    @property
    def has_marks(self) -> bool:
        """Whether this kind of form gives marks at all: the transfer form does not."""
        return bool(self.scored) or self.form_type != "transfer"

    @property
    def losing(self) -> tuple[Row, ...]:
        """The scored rows that lost marks."""
        return tuple(row for row in self.scored if row.lost is not None)

    @property
    def full_marks(self) -> tuple[Row, ...]:
        """The scored rows whose score is their weight."""
        return tuple(row for row in self.scored if _is_full(row))

    def number_of(self, rows: tuple[Row, ...]) -> Said:
        """How many rows there are, as a count over their cells."""
        paths = tuple(piece.paths[0] for row in rows for piece in (row.name or row.target or row.score,) if piece)
        return Said(str(len(rows)), paths, False, "行数")


def _is_idle(row: Row) -> bool:
    return row.weight is not None and row.score is not None and row.weight.number == 0 == row.score.number


def _is_full(row: Row) -> bool:
    return row.weight is not None and row.score is not None and row.weight.number == row.score.number is not None


def tell(form: FormRecord) -> Story:
    """Gather what one form says."""
    teller = Teller(form)
    say = teller.say
    broken = [finding for finding in form.findings if finding.verdict == "broken"]
    missed = {only_indicator(finding.cells) for finding in broken if finding.law.startswith("missed_target")}
    rows = [(tell_indicator(teller, row), f"indicators[{row}]" in missed) for row in teller.rows("indicators")]
    card = teller.rows("scorecard")
    texts = {key: said for key in _TEXTS if (said := say(f"narratives.{key}")) and said.text not in _MINUS_WORDS}
    return Story(
        form_type=form.form_type,
        title=say("title"),
        year=say("fiscal_year"),
        project=say("project_name"),
        unit=say("implementing_unit") or say("reporting_unit"),
        department=say("supervising_department"),
        attribute=say("project_attribute"),
        start=say("project_period.start"),
        end=say("project_period.end"),
        money=tell_money(teller),
        expected=say("objective.expected"),
        achieved=say("objective.actual"),
        texts=texts,
        indicators=tuple(replace(row, met=False) if is_missed else row for row, is_missed in rows),
        sections=tuple(section for row in card if (section := tell_section(teller, row))),
        items=tuple(tell_item(teller, row) for row in card if say(f"scorecard[{row}].item")),
        whole={key: said for key in _WHOLE if (said := say(f"department.{key}"))},
        table_unit=teller.unit("department.income_by_function"),
        full=say("total.weight"),
        score=say("total.score"),
        score_lost=teller.lost("total.score"),
        grade=say("grade"),
        errors=tuple(_remark(teller, finding) for finding in broken if finding.severity == "error"),
        warnings=tuple(_remark(teller, finding) for finding in broken if finding.severity == "warning"),
        doubts=tuple(
            Doubt(cell_name(teller, path), say(path), cell.reasons)
            for path, cell in form.cells.items()
            if cell.needs_review and cell.origin != "missing"
        ),
        missing=tuple(cell_name(teller, path) for path, cell in form.cells.items() if cell.origin == "missing"),
    )


def _remark(teller: Teller, finding: Finding) -> Remark:
    row = only_indicator(finding.cells)
    name = teller.say(f"{row}.level3") if row else None
    about = "" if name is None or name.text[:8] in finding.message else brief(name.text)
    # Sums that do not come out are why their cells are in doubt, and true of what is printed all the same.
    doubt = finding.severity != "error" and any(teller.doubtful(path) for path in finding.cells)
    return Remark(finding, about, doubt)


_TEXTS = ("overview", "fund_use", "implementation", "performance", "other_issues", "staffing", "budget_execution")
_WHOLE = (
    "carry_over_in", "initial_budget", "budget_adjustment", "other_adjustment", "executed", "year_end_balance",
    "staff.total", "staff.active", "staff.retired_cadres", "staff.retired", "income_total", "expenditure_total",
)  # fmt: skip


_KEYS = {"indicators": "level3", "scorecard": "item", "funds": "source", "evaluators": "name"}


def cell_name(teller: Teller, path: str) -> Label:
    """A cell by the words of its row, such as ``“验收合格率”得分``; by the row's number where it has no words."""
    found = re.match(r"(\w+)\[(\d+)\]\.(\w+)", path)
    form_type = teller.form.form_type
    key = _KEYS.get(found.group(1)) if found else None
    words = teller.say(f"{found.group(1)}[{found.group(2)}].{key}") if found and key != found.group(3) else None
    if words is None:
        return path_label(path, form_type)
    field = field_label(path, form_type)
    named = code_label(words.paths[0], words.text) or Label(words.text, words.text)
    return Label(f"“{named.zh}”{field.zh}", f"“{named.en}”, {field.en}")
