"""Decisions and forms for the tests of the review, in visible text."""

from __future__ import annotations

from datetime import UTC, datetime

from extractor.family import load_families
from extractor.laws import LawSettings
from extractor.pipeline import recover_text
from extractor.review.applied import AppliedForm, apply
from extractor.review.values import Final, Place, Ruling
from extractor.settings import Settings
from extractor.values import FormRecord, Record
from tests.decide.small_forms import NATIONAL

SETTINGS = LawSettings()
NOON = datetime(2026, 3, 5, 12, 0, tzinfo=UTC)
FORM = NATIONAL.replace("明显提升\t30\t30", "明显提升\t30\t{score}")


def two_forms() -> Record:
    """Two forms of one file: the second has another project's name and a budget of 95."""
    second = FORM.format(score="30").replace("河岸护栏更新", "河岸护栏維修").replace("\t80\t80\t72", "\t80\t95\t72")
    return recover_text(FORM.format(score="30") + "\n\n" + second, "file", Settings(source_kind="digital"))


def form(score: str = "30") -> FormRecord:
    """The form; its scores add up to the total of 97 where that of the third indicator is 30."""
    return recover_text(FORM.format(score=score), "form", Settings(source_kind="digital")).forms[0]


def final(
    path: str,
    ruling: Ruling,
    value: str | None = None,
    suggestion: str | None = None,
    entry: int = 1,
    comment: str = "",
    number: int = 0,
) -> Final:
    """A decision of 林 at noon on a place of form ``number`` of the first document."""
    return Final(Place(1, number, path), ruling, value, suggestion, ("林",), entry, NOON, comment)


def added(row: str, behind: str, entry: int = 1) -> Final:
    """A decision that there is a row more."""
    return final(row, "added", behind, entry=entry)


def laws_of(family: str) -> tuple[str, ...] | None:
    """The laws of a built-in family; all laws for a family of a sample record."""
    known = load_families().get(family)
    return known.laws or None if known else None


def applied(before: FormRecord, *finals: Final) -> AppliedForm:
    """The form with these decisions, judged by the laws of its family."""
    return apply(before, finals, laws_of(before.family), SETTINGS)
