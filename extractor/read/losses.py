"""What a page cut into strips has lost: cells that are missed, so that a person looks.

Comes in: the reading of a page whose strips do not tally, and its atoms. Goes out: the
reading in which blank cells of doubtful rows and fields that no line shows count as
missing, and cells of doubtful lines that no reader flagged carry the reason. Never
gives a value.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from extractor.doubts import LINE_LOST, ROW_NOT_SETTLED, STRIPS_DO_NOT_TALLY
from extractor.family import Family
from extractor.read.atoms import Atom
from extractor.read.cells import only
from extractor.values import Candidate, Choice, Reading

_LOST = frozenset((STRIPS_DO_NOT_TALLY, LINE_LOST))  # a line is gone; what is not there may have stood on it
_LINES = _LOST | {ROW_NOT_SETTLED}  # doubts about the line that a cell is on
_TABLE_CELLS = frozenset(
    (
        "level1",
        "level2",
        "level3",
        "target",
        "actual",
        "progress",
        "weight",
        "score",
        "section",
        "group",
        "item",
        "name",
        "title",
        "department",
        "phone",
    )
)
_LEAVES = {"project_period": ("project_period.start", "project_period.end")}


def with_losses(reading: Reading, atoms: Sequence[Atom], family: Family) -> Reading:
    """The reading with what its strips lost; one whose strips tally stays as it is."""
    doubted = {atom.start: atom.doubt for atom in atoms if atom.doubt}
    if not _LINES & set(doubted.values()):
        return reading
    choices = [_empty_is_sure(_flagged(choice, doubted)) for choice in reading.choices]
    rows = {_row_of(c.path) for c in _sole(choices) if _LINES & set(c.reasons)} - {""}
    used = {_column_of(c.path) for c in _sole(choices) if c.value is not None}
    fields = {spec.path for spec in family.fields if spec.path and spec.type != "signature"} | {"title", "fiscal_year"}
    if not _LOST & set(doubted.values()):
        fields = set()  # every line is there: only whose row it is stays open
    out: list[Choice] = []
    for choice in choices:
        found = _only_one(choice)
        in_row = (
            found is not None
            and _row_of(found.path) in rows
            and _column_of(found.path) in used
            and found.path.rpartition(".")[2] in _TABLE_CELLS
            and not found.path.startswith("funds[")  # points stand in the row of the whole budget alone
        )
        missed = (
            found is not None
            and found.value is None
            and found.origin == "blank"
            and (in_row or _field_of(found.path) in fields)
        )
        out.append(only(_missing(found.path, found)) if missed and found is not None else choice)
    present = {
        _field_of(c.path) for choice in out for alternative in choice.alternatives for c in alternative.candidates
    }
    for path in sorted(fields - present):
        out.extend(only(_missing(leaf)) for leaf in _LEAVES.get(path, (path,)))
    return replace(reading, choices=tuple(out))


def _empty_is_sure(choice: Choice) -> Choice:
    """An empty cell of the funds is no doubtful one where only rows are open: what may belong there says so itself."""
    found = _only_one(choice)
    if found is None or found.value is not None or found.reasons != (ROW_NOT_SETTLED,):
        return choice
    return only(replace(found, reasons=(), origin="blank", cost=0.0)) if found.path.startswith("funds[") else choice


def _missing(path: str, found: Candidate | None = None) -> Candidate:
    return Candidate(path, None, "", found.spans if found else (), "missing", 0.0, (LINE_LOST,))


def _flagged(choice: Choice, doubted: dict[int, str]) -> Choice:
    """A choice of one candidate with the doubt of the line that it was read from, if no reader said so."""
    found = _only_one(choice)
    if found is None or found.value is None or found.reasons or not found.spans:
        return choice
    reason = next((doubted[span.start] for span in found.spans if span.start in doubted), None)
    codes = ("stage", "source")
    return only(replace(found, reasons=(reason,))) if reason and found.path.rpartition(".")[2] not in codes else choice


def _only_one(choice: Choice) -> Candidate | None:
    alternatives = choice.alternatives
    return alternatives[0].candidates[0] if len(alternatives) == 1 and len(alternatives[0].candidates) == 1 else None


def _sole(choices: Sequence[Choice]) -> list[Candidate]:
    return [found for choice in choices if (found := _only_one(choice)) is not None]


def _row_of(path: str) -> str:
    return path.rpartition(".")[0] if "]" in path else ""


def _column_of(path: str) -> str:
    return path.partition("[")[0] + path.rpartition("]")[2]


def _field_of(path: str) -> str:
    """The field that a path belongs to: the start of a period is part of it."""
    return path.removesuffix(".start").removesuffix(".end") if path.startswith("project_period") else path
