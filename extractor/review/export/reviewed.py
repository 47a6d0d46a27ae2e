"""A document of the review with all that is said of it: the record, what it became, and who said what.

Comes in: a record, the decisions that hold, the log. Goes out: ``ReviewedDocument``. Never decides anything.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from extractor.laws import LawSettings
from extractor.review.applied import AppliedDocument, apply_document
from extractor.review.values import CellSummary, Entry, Final
from extractor.values import Record


@dataclass(frozen=True, slots=True)
class ReviewedDocument:
    """One document: ``before`` without any decision, ``after`` with all of them.

    ``name`` is that of its file without the ending. ``queue`` are the cells that were to be looked at,
    ``finals`` the decisions that hold, ``entries`` its part of the log.
    """

    name: str
    before: AppliedDocument
    after: AppliedDocument
    queue: tuple[CellSummary, ...]
    finals: tuple[Final, ...]
    entries: tuple[Entry, ...] = ()

    @property
    def open_cells(self) -> tuple[tuple[int, str], ...]:
        """Form and path of the cells that still wait: of the queue without a decision, or with a stale one."""
        done = {(number, final.place.path) for number, form in enumerate(self.after.forms) for final in form.applied}
        gone = {(number, path) for number, path in done if path.endswith("]")}
        stale = [(number, one.place.path) for number, form in enumerate(self.after.forms) for one in form.stale]
        queued = [(cell.form, cell.path) for cell in self.queue]
        waiting = [
            (number, path)
            for number, path in queued
            if (number, path) not in done and (number, path.rpartition(".")[0]) not in gone
        ]
        return tuple(dict.fromkeys((*waiting, *stale)))


def reviewed(
    name: str,
    record: Record,
    said: tuple[Sequence[CellSummary], Iterable[Final], Iterable[Entry]],
    law_ids_of: Callable[[str], Sequence[str] | None],
    settings: LawSettings,
) -> ReviewedDocument:
    """A document after its review; ``said`` are its queue, the decisions that hold, and its part of the log."""
    queue, finals, entries = said
    held = tuple(sorted(finals, key=lambda final: final.entry))
    return ReviewedDocument(
        name,
        apply_document(record, (), law_ids_of, settings),
        apply_document(record, held, law_ids_of, settings),
        tuple(queue),
        held,
        tuple(sorted(entries, key=lambda entry: entry.id)),
    )
