"""What there is to tell about one form: frozen values that templates put into words.

Comes in: pieces drawn from cells. Goes out: a ``Story``. Never words anything itself: that is the templates' work.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from extractor.labels import Label
from extractor.narrate.money import Money
from extractor.narrate.remarks import Remark
from extractor.narrate.rows import Group, Row, Section, group_rows
from extractor.narrate.said import Said, count

Kind = Literal["project", "transfer", "department"]


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a person has to look, as the record says it in Chinese."""

    text: str


@dataclass(frozen=True, slots=True)
class Doubt:
    """A cell that a person has to look at, with its name and the reasons."""

    name: Label
    said: Said | None
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class DoubtGroup:
    """Cells that a person has to look at for the same reasons."""

    reasons: tuple[Reason, ...]
    doubts: tuple[Doubt, ...]


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who evaluated."""

    name: Said
    title: Said | None
    office: Said | None


@dataclass(frozen=True, slots=True)
class Function:
    """One line of a department's income and expenditure by function."""

    code: Said | None
    name: Said | None
    income: Said | None
    expenditure: Said | None


@dataclass(frozen=True, slots=True)
class Story:
    """Everything that a template may tell about one form."""

    number: int
    kind: Kind
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
    remarks: tuple[Remark, ...]
    people: tuple[Person, ...]
    functions: tuple[Function, ...]
    filled_on: Said | None
    further: tuple[Said, ...]
    doubts: tuple[Doubt, ...]
    missing: tuple[Label, ...]

    @property
    def named(self) -> Said | None:
        """What the form is about: the project, else the unit of a department form, else the title."""
        return (self.unit if self.kind == "department" else None) or self.project or self.title

    @property
    def named_by_title(self) -> bool:
        """Whether the form is known by its title alone, which already says what kind of form it is."""
        return self.named is not None and self.named is self.title

    @property
    def errors(self) -> tuple[Remark, ...]:
        """Contradictions inside the form."""
        return tuple(remark for remark in self.remarks if remark.severity == "error")

    @property
    def warnings(self) -> tuple[Remark, ...]:
        """What the unit has to explain."""
        return tuple(remark for remark in self.remarks if remark.severity == "warning")

    @property
    def hints(self) -> tuple[Remark, ...]:
        """What a reviewer may want to know."""
        return tuple(remark for remark in self.remarks if remark.severity == "note")

    @property
    def groups(self) -> tuple[Group, ...]:
        """The indicators that say anything, by level-1 label."""
        return group_rows(self.listed)

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
        groups: dict[tuple[Reason, ...], list[Doubt]] = {}
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
    def noted(self) -> tuple[Row, ...]:
        """The indicators on which the form says something though they lost no marks."""
        return tuple(row for row in self.listed if row.says is not None and row.lost is None)

    @property
    def full_marks(self) -> tuple[Row, ...]:
        """The scored rows whose score is their weight."""
        return tuple(row for row in self.scored if _is_full(row))

    @property
    def reached(self) -> tuple[Row, ...]:
        """The indicators whose figures reach their targets."""
        return tuple(row for row in self.indicators if row.met is True)

    @property
    def missed(self) -> tuple[Row, ...]:
        """The indicators whose figures miss their targets."""
        return tuple(row for row in self.indicators if row.met is False)

    @property
    def beyond(self) -> tuple[Row, ...]:
        """The indicators that reach their targets and more: above a floor, below a ceiling, before a date."""
        return tuple(row for row in self.reached if row.standing.gap is not None)

    @property
    def compared(self) -> tuple[Row, ...]:
        """The indicators whose results were compared with their targets by figures."""
        return tuple(row for row in self.indicators if row.met is not None)

    @property
    def worded(self) -> tuple[Row, ...]:
        """The indicators that say something and were not compared by figures."""
        return tuple(row for row in self.listed if row.met is None)

    @property
    def apart(self) -> tuple[Row, ...]:
        """The indicators whose result differs from a bare number, so that nobody can tell whether that is a miss."""
        return tuple(row for row in self.indicators if row.met is None and row.standing.gap is not None)

    @property
    def copied(self) -> tuple[Row, ...]:
        """The indicators whose result is a threshold (``≥95%``) instead of a measurement."""
        return tuple(row for row in self.indicators if row.how == "copied")

    def number_of(self, rows: Sequence[Row]) -> Said:
        """How many rows there are, as a count over their cells."""
        return count_rows(rows)


def count_rows(rows: Sequence[Row]) -> Said:
    """How many rows there are, as a count over one cell of each."""
    return count([piece for row in rows for piece in (row.name or row.target or row.actual or row.score,) if piece])


def _is_idle(row: Row) -> bool:
    return row.weight is not None and row.score is not None and row.weight.number == 0 == row.score.number


def _is_full(row: Row) -> bool:
    return row.weight is not None and row.score is not None and row.weight.number == row.score.number is not None
