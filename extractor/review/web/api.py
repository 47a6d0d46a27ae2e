"""The JSON interface: decisions, trials, rows, comments, undo, and what a cell is about.

Comes in: checked requests of a known reviewer. Goes out: what changed. Never writes anything that
the store did not acknowledge.
"""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Path, Query

from extractor.errors import UsageError, told
from extractor.labels import choices_of
from extractor.review.desk import Opened, Outcome
from extractor.review.rows import row_path, rows_of
from extractor.review.values import Place, Ruling, Saying
from extractor.review.web import models
from extractor.review.web.faults import NotDisputed, Replaced, UnknownPart
from extractor.review.web.parts import Parts, parts, reviewer, trusted
from extractor.review.web.session import Session
from extractor.review.web.shown import Shown, forced_shown, turned

router = APIRouter(prefix="/api")
PartsNow = Annotated[Parts, Depends(parts)]
Known = Annotated[Session, Depends(reviewer)]
Trusted = Annotated[Session, Depends(trusted)]
DocumentId = Annotated[int, Path(ge=1, le=2**31 - 1)]
_ANSWERS: dict[int | str, dict[str, Any]] = {
    **{status: {"model": models.Fault} for status in (400, 401, 403, 404, 409, 422, 503)},
    413: {"content": {"text/plain": {}}, "description": "More than any decision needs."},
}


@router.get("/session", responses=_ANSWERS)
def session(known: Known, at: PartsNow) -> dict[str, Any]:
    """Who is at work, and the token that every change must carry as ``X-CSRF-Token``."""
    return {"reviewer": known.reviewer, "csrf": known.csrf, "readers": at.desk.store.readers}


@router.post("/documents/{document}/decisions", responses=_ANSWERS)
def decide(document: DocumentId, wanted: models.DecisionWanted, who: Trusted, at: PartsNow) -> models.DecisionTaken:
    """Decide one cell, or several at once; 409 when somebody else decided it meanwhile."""
    cells = [models.CellOf(form=wanted.form, path=wanted.path, seen=wanted.seen), *wanted.also]
    opened = at.desk.open(document, who.reviewer, settling=wanted.settling)
    if wanted.stamp and wanted.stamp != opened.stamp:
        raise Replaced
    shown = Shown(opened)
    sayings = []
    for number, cell in enumerate(cells):
        place = Place(document, cell.form, cell.path)
        if not (_is_row(shown, place) if wanted.ruling == "deleted" else shown.number_of(place) is not None):
            raise UnknownPart
        if wanted.settling and len(opened.answers.get(place, ())) < 2:
            raise NotDisputed
        ruling, value = _meant(opened, place, wanted)
        sayings.append(
            Saying(
                place,
                who.reviewer,
                *_ruled(ruling, value),
                comment=wanted.comment,
                kind="settlement" if wanted.settling else "answer",
                seen=cell.seen,
                request=wanted.request if number == 0 else f"{wanted.request}.{number}",
            )
        )
    return taken(at.desk.decide(opened, sayings), at, who, before=shown)


@router.post("/documents/{document}/trials", responses=_ANSWERS)
def trial(document: DocumentId, wanted: models.TrialWanted, who: Trusted, at: PartsNow) -> models.TurnedLaws:
    """Which laws a value would mend or break; nothing is written down."""
    place = Place(document, wanted.form, wanted.path)
    opened = at.desk.open(document, who.reviewer, settling=wanted.settling)
    if Shown(opened).number_of(place) is None:
        raise UnknownPart
    outcome = at.desk.trial(
        opened,
        Saying(
            place, who.reviewer, *_ruled("correct", wanted.value), kind="settlement" if wanted.settling else "answer"
        ),
    )
    return models.TurnedLaws.model_validate(turned(outcome.effects))


@router.post("/documents/{document}/rows", responses=_ANSWERS)
def add_row(document: DocumentId, wanted: models.RowWanted, who: Trusted, at: PartsNow) -> models.DecisionTaken:
    """Add an empty row to a table; its cells are then corrected one by one."""
    opened = at.desk.open(document, who.reviewer)
    shown = Shown(opened)
    if wanted.form >= len(shown.views) or rows_of(shown.views[wanted.form].form.values, wanted.table) is None:
        raise UnknownPart
    behind = row_path(wanted.after or "")
    if wanted.after and not (
        behind and behind.table == wanted.table and _is_row(shown, Place(document, wanted.form, wanted.after))
    ):
        raise UnknownPart
    row = at.desk.new_row(document, wanted.form, wanted.table, who.reviewer)
    saying = Saying(
        Place(document, wanted.form, row), who.reviewer, "added", wanted.after or "", request=wanted.request
    )
    outcome = at.desk.decide(opened, [saying])
    return taken(outcome, at, who, place=(wanted.form, outcome.entries[0].said.place.path))


@router.post("/documents/{document}/comments", responses=_ANSWERS)
def comment(document: DocumentId, wanted: models.CommentWanted, who: Trusted, at: PartsNow) -> dict[str, int]:
    """Write a remark on a cell into the history."""
    opened = at.desk.open(document, who.reviewer)
    place = Place(document, wanted.form, wanted.path)
    if Shown(opened).number_of(place) is None:
        raise UnknownPart
    said = Saying(place, who.reviewer, None, comment=wanted.comment, kind="comment", request=wanted.request)
    return {"entry": at.desk.remark(said).id}


@router.post("/documents/{document}/undo", responses=_ANSWERS)
def undo(document: DocumentId, wanted: models.UndoWanted, who: Trusted, at: PartsNow) -> models.DecisionTaken:
    """Take the reviewer's latest decision on the document back; the history keeps both."""
    outcome = at.desk.undo(document, who.reviewer, wanted.request, settling=wanted.settling)
    place = outcome.entries[0].said.place
    return taken(outcome, at, who, place=(place.form, place.path))


@router.get("/documents/{document}/cell", responses=_ANSWERS)
def cell(
    document: DocumentId,
    who: Known,
    at: PartsNow,
    form: Annotated[int, Query(ge=0, le=9999)],
    path: Annotated[models.Path, Query()],
    settling: bool = False,
) -> dict[str, Any]:
    """The whole value of a cell, its laws with the arithmetic written out, and its history."""
    opened = at.desk.open(document, who.reviewer, settling=settling)
    shown = Shown(opened)
    if shown.number_of(Place(document, form, path)) is None:
        raise UnknownPart
    return at.cell_story(shown, Place(document, form, path), who)


@router.get("/documents/{document}/forced", responses=_ANSWERS)
def forced(
    document: DocumentId, who: Known, at: PartsNow, form: Annotated[int, Query(ge=0, le=9999)], settling: bool = False
) -> list[dict[str, Any]]:
    """What the laws force elsewhere in a form, now that these decisions are made; offered, never applied."""
    opened = at.desk.open(document, who.reviewer, settling=settling)
    if form >= len(opened.applied.forms):
        raise UnknownPart
    return forced_shown(Shown(opened), form, at.desk.forced(opened, form))


@router.get("/progress", responses=_ANSWERS)
def progress(who: Known, at: PartsNow) -> dict[str, Any]:
    """How far the whole review is, and how much of the folder has been taken in."""
    found = at.desk.store.progress(who.reviewer)
    return {
        "documents": found.documents, "documents_done": found.documents_done, "cells": found.cells,
        "done": found.done, "open": found.open, "disagreed": found.disagreed,
        "indexing": at.indexing.as_data() if at.indexing else None,
    }  # fmt: skip


def _is_row(shown: Shown, place: Place) -> bool:
    """Whether a place is a row that the form has now."""
    row = row_path(place.path)
    names = shown.opened.applied.forms[place.form].paths if place.form < len(shown.views) else {}
    return row is not None and not row.column and place.path in names


def _meant(opened: Opened, place: Place, wanted: models.DecisionWanted) -> tuple[Ruling, str | None]:
    """What a ruling means: to accept a cell that holds a correction is to confirm the correction."""
    codes = choices_of(place.path) if wanted.ruling == "correct" else None
    if codes is not None and wanted.value not in codes:
        raise told(
            UsageError,
            f"此格只能取：{'、'.join(codes)}。",
            f"This cell can only hold one of {', '.join(codes)}.",
        )
    if wanted.ruling != "accept":
        return wanted.ruling, wanted.value
    stands = opened.finals.get(place)
    if stands is not None and stands.ruling == "correct" and place not in opened.stale:
        return "correct", stands.value
    return "accept", opened.suggestion(place)


def _ruled(ruling: Ruling, value: str | None) -> tuple[Ruling, str | None]:
    """A ruling with the value that goes with it: none for what cannot be read or is not there."""
    return (ruling, (value.strip() or None) if value else None) if ruling in ("accept", "correct") else (ruling, None)


def _recoded(before: Shown, after: Shown) -> bool:
    """Whether a cell that holds a code changed: the form may then be drawn in another way."""
    codes = [(at, path) for at, path in after.numbers if choices_of(path)]
    return any(before.views[at].value(path) != after.views[at].value(path) for at, path in codes)


def taken(
    outcome: Outcome, at: Parts, who: Session, place: tuple[int, str] | None = None, before: Shown | None = None
) -> models.DecisionTaken:
    """What changed on the page by a decision; ``place`` is where the page should go."""
    before = before or Shown(outcome.before)
    after = Shown(outcome.after).numbered_as(before)
    same = list(before.numbers) == list(after.numbers) and not _recoded(before, after)
    cells = {str(number): told for number, told in after.told_anew(before)} if same else {}
    turned_forms = {
        key for key in range(len(after.views)) if before.views[key].form.findings != after.views[key].form.findings
    }
    return models.DecisionTaken(
        entries=[entry.id for entry in outcome.entries],
        cells=cells,
        messages=after.messages[0],
        findings={str(form): at.findings_html(after, form, who) for form in turned_forms} if same else {},
        effects=models.TurnedLaws.model_validate(turned(outcome.effects)),
        count=models.Count(queued=outcome.after.line.queued, open=outcome.after.line.open),
        redraw=not same,
        at=None if place is None else [*place],
    )
