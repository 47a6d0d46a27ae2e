"""What reports tell of a reviewed document, as plain lines: little enough to keep for a whole folder.

Comes in: a ``ReviewedDocument``. Goes out: ``Digest``. Never formats for a page or a sheet.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any, Literal

from extractor.labels import FORM_TYPES, Label, code_label
from extractor.laws import Judgement
from extractor.record.skeleton import TABLES
from extractor.review.effects import document_effects
from extractor.review.export.reviewed import ReviewedDocument
from extractor.review.export.words import Fate, Standing, place_label
from extractor.review.rows import row_path
from extractor.review.ruled import decided_value
from extractor.review.values import Entry, EntryKind, Final, Ruling
from extractor.sheet.view import value_at
from extractor.values import FormRecord

Turn = Literal["mended", "broken", "untestable", "still_broken"]
_NAMES = ("level3", "item", "section", "name", "source", "level2")
"""The columns that name a row, in the order in which they are asked."""


@dataclass(frozen=True, slots=True)
class Spot:
    """A place in words: ``row`` is what its row is called in the record, empty where it stands in none."""

    form: int  # from 1
    path: str
    label: Label
    row: str = ""


@dataclass(frozen=True, slots=True)
class Decided:
    """A decision that holds and what became of it; ``before`` and ``after`` are values, or the words of a row."""

    spot: Spot
    ruling: Ruling
    before: str | None
    after: str | None
    by: tuple[str, ...]
    at: datetime
    comment: str
    fate: Fate

    @property
    def is_change(self) -> bool:
        """Whether the form is another one for it; to accept what stands there changes nothing."""
        return self.ruling in ("added", "deleted") or self.before != self.after


@dataclass(frozen=True, slots=True)
class Logged:
    """One line of the log; ``standing`` says whether it is what holds now."""

    id: int
    spot: Spot
    kind: EntryKind
    reviewer: str
    ruling: Ruling | None
    suggestion: str | None
    value: str | None
    comment: str
    at: datetime
    standing: Standing


@dataclass(frozen=True, slots=True)
class TurnedLaw:
    """A law whose verdict the review turned, or that is broken to the end."""

    form: int  # from 1
    turn: Turn
    law: str
    severity: str
    message: Label
    cells: tuple[Label, ...]


@dataclass(frozen=True, slots=True)
class Digest:
    """A reviewed document as reports tell it; ``queued`` is how many cells were to be looked at."""

    name: str
    title: str
    forms: int
    queued: int
    decided: tuple[Decided, ...]
    log: tuple[Logged, ...]
    laws: tuple[TurnedLaw, ...]
    open: tuple[Spot, ...]

    @property
    def changes(self) -> tuple[Decided, ...]:
        """The decisions that were applied and changed something."""
        return tuple(one for one in self.decided if one.fate == "applied" and one.is_change)

    @property
    def unfit(self) -> tuple[Decided, ...]:
        """The decisions that could not be applied: made of another record, or without their place."""
        return tuple(one for one in self.decided if one.fate in ("stale", "orphan"))

    def turned(self, turn: Turn) -> tuple[TurnedLaw, ...]:
        """The laws that turned one way."""
        return tuple(law for law in self.laws if law.turn == turn)


def digest(document: ReviewedDocument) -> Digest:
    """Sum a reviewed document up for reports."""
    fates = dict(_fates(document))
    forms = [applied.form for applied in document.before.forms]
    return Digest(
        name=document.name,
        title="；".join(dict.fromkeys(_title(form) for form in forms)),
        forms=len(forms),
        queued=len(document.queue),
        decided=tuple(_decided(forms, final, fates.get(final.entry, "orphan")) for final in document.finals),
        log=tuple(_log(document, forms, fates)),
        laws=tuple(_turned(document)),
        open=tuple(_spot(forms, number, path) for number, path in document.open_cells),
    )


def rulings_by_reviewer(digests: tuple[Digest, ...]) -> Mapping[str, Counter[Ruling]]:
    """How often each reviewer decided what, by name; a decision that rests on two reviewers counts for both."""
    counts: dict[str, Counter[Ruling]] = {}
    for one in digests:
        for decided in one.decided:
            for name in decided.by:
                counts.setdefault(name, Counter())[decided.ruling] += 1
    return dict(sorted(counts.items()))


def moment(at: datetime) -> str:
    """A time as reports print it: UTC, to the minute."""
    zoned = at if at.tzinfo is None else at.astimezone(UTC)
    return zoned.strftime("%Y-%m-%d %H:%M")


def _fates(document: ReviewedDocument) -> Iterator[tuple[int, Fate]]:
    for applied in document.after.forms:
        for final in applied.applied:
            yield final.entry, "applied"
        for final in applied.stale:
            yield final.entry, "stale"
        for final in applied.void:
            yield final.entry, "void"


def _decided(forms: list[FormRecord], final: Final, fate: Fate) -> Decided:
    place = final.place
    if final.ruling in ("added", "deleted"):
        form = forms[place.form] if place.form < len(forms) else None
        before, after = (_row_text(form, place.path) if form and final.ruling == "deleted" else None), None
    else:
        before, after = final.suggestion, decided_value(final, final.suggestion)
    spot = _spot(forms, place.form, place.path)
    return Decided(spot, final.ruling, before, after, final.by, final.at, final.comment, fate)


def _log(document: ReviewedDocument, forms: list[FormRecord], fates: Mapping[int, Fate]) -> Iterator[Logged]:
    held = {final.place: final for final in document.finals}
    latest = {(one.said.place, one.said.reviewer): one.id for one in document.entries if one.said.ruling is not None}
    for entry in document.entries:
        said = entry.said
        is_latest = latest.get((said.place, said.reviewer)) == entry.id
        spot = _spot(forms, said.place.form, said.place.path)
        yield Logged(
            entry.id, spot, said.kind, said.reviewer, said.ruling, said.suggestion, said.value, said.comment, entry.at,
            _standing(entry, held.get(said.place), is_latest, fates),
        )  # fmt: skip


def _standing(entry: Entry, final: Final | None, is_latest: bool, fates: Mapping[int, Fate]) -> Standing:
    """How a line of the log stands; with two readers, the lines of both carry a decision on which they agree."""
    said = entry.said
    if said.ruling is None or said.ruling == "open":
        return ""
    if not is_latest:
        return "overtaken"
    if final is None:
        return "waiting"
    carries = final.entry == entry.id or (said.reviewer in final.by and said.ruling == final.ruling)
    return fates.get(final.entry, "orphan") if carries else "overtaken"


def _spot(forms: list[FormRecord], number: int, path: str) -> Spot:
    form = forms[number] if number < len(forms) else None
    row = _row_name(form, path) if form is not None else ""
    return Spot(number + 1, path, place_label(path, form.form_type if form else ""), row)


def _row_name(form: FormRecord, path: str) -> str:
    """What the row of a path is called in the record: its indicator, item or source."""
    place = row_path(path)
    if place is None:
        return ""
    for column in _NAMES:
        at = f"{place.table}[{place.row}].{column}"
        said = value_at(form.values, at)
        if said is not None:
            code = code_label(at, said)
            return code.zh if code else said
    return ""


def _row_text(form: FormRecord, path: str) -> str | None:
    """What stands in a row of the record, codes by their names."""
    place = row_path(path)
    columns = TABLES.get(place.table, ()) if place else ()
    said = ((f"{path}.{column}", value_at(form.values, f"{path}.{column}")) for column in columns)
    words = (code.zh if (code := code_label(at, text)) else text for at, text in said if text is not None)
    return "｜".join(words) or None


def _turned(document: ReviewedDocument) -> Iterator[TurnedLaw]:
    turned = document_effects(document.before.forms, document.after.forms)
    for number, (found, after) in enumerate(zip(turned, document.after.forms, strict=True)):
        told: tuple[tuple[Turn, tuple[Judgement, ...]], ...] = (
            ("broken", found.broken),
            ("mended", found.mended),
            ("untestable", found.untestable),
        )
        for turn, judgements in told:
            yield from (_law(number, turn, one, after.form.form_type) for one in judgements)
        new = {(one.law, one.cells) for one in found.broken}
        for one in after.judgements:
            cells = tuple(after.names.get(path, path) for path in one.cells)
            if one.verdict == "broken" and one.severity != "note" and (one.law, cells) not in new:
                yield _law(number, "still_broken", replace(one, cells=cells), after.form.form_type)


def _law(number: int, turn: Turn, one: Judgement, form_type: str) -> TurnedLaw:
    message = Label(one.message, one.message_en)
    return TurnedLaw(
        number + 1, turn, one.law, one.severity, message, tuple(place_label(path, form_type) for path in one.cells)
    )


def _title(form: FormRecord) -> str:
    said: Any = form.values.get("project_name") or form.values.get("reporting_unit") or form.values.get("title")
    return str(said or FORM_TYPES.get(form.form_type, FORM_TYPES["other"]).zh)
