"""The desk: one document as one reviewer sees it, and what a decision does to it.

Comes in: a folder of records, the store of decisions, the laws. Goes out: opened documents and
outcomes of decisions. Knows nothing of web pages; never changes a record file.
"""

from __future__ import annotations

import re
from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from threading import Lock

from extractor.errors import JixiaoError, RecordError, told
from extractor.family import Family
from extractor.laws import LawSettings
from extractor.review.applied import AppliedDocument, apply_document
from extractor.review.effects import Effects, document_effects
from extractor.review.folder import RecordFolder
from extractor.review.ruled import proposed
from extractor.review.store import ReviewStore
from extractor.review.values import Answer, DocumentLine, Entry, Final, Place, Saying
from extractor.values import Forced, FormRecord, Record

Forcer = Callable[[FormRecord, Sequence[str] | None, LawSettings], tuple[Forced, ...]]
"""What tells which other cells the laws force, given by whoever knows the deciding stage."""
_KEPT = 32


@dataclass(frozen=True, slots=True)
class Laws:
    """The families whose laws are run, the settings of the laws, and what forces cells."""

    families: Mapping[str, Family]
    settings: LawSettings
    forced: Forcer

    def of(self, family: str) -> tuple[str, ...] | None:
        """The ids of the laws of a family; None, which is all laws, for a family that is not known here."""
        found = self.families.get(family)
        return (found.laws or None) if found is not None else None


@dataclass(frozen=True, slots=True)
class Opened:
    """A document on the desk of one reviewer.

    ``finals`` are the decisions that this reviewer may see, as applied; ``seen`` the latest entry of
    every place; ``answers`` what is to be settled, where ``settling``; ``stamp`` is that of the record's file.
    """

    line: DocumentLine
    record: Record
    applied: AppliedDocument
    finals: Mapping[Place, Final]
    seen: Mapping[Place, int]
    answers: Mapping[Place, tuple[Answer, ...]]
    settling: bool = False
    stamp: str = ""

    @property
    def stale(self) -> frozenset[Place]:
        """The places whose decision was made of another proposal than the record's: it does not hold."""
        return frozenset(final.place for form in self.applied.forms for final in form.stale)

    def suggestion(self, place: Place) -> str | None:
        """What the record proposes for a place; None for a row that a reviewer added."""
        return proposed(self.record.forms[place.form], place.path) if place.form < len(self.record.forms) else None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a decision did: its entries, the document before and after, and the laws that turned."""

    entries: tuple[Entry, ...]
    before: Opened
    after: Opened
    effects: Effects


class Desk:
    """Opens documents and takes decisions; safe to use from several threads."""

    def __init__(self, folder: RecordFolder, store: ReviewStore, laws: Laws) -> None:
        """Take what the desk works on; nothing is read before a document is opened."""
        self.folder, self.store, self.laws = folder, store, laws
        # With its record: an id is only unique while its object lives.
        self._applied: OrderedDict[object, tuple[Record, AppliedDocument]] = OrderedDict()
        self._lock = Lock()

    def open(
        self, document: int, reviewer: str, *, settling: bool = False, earlier: AppliedDocument | None = None
    ) -> Opened:
        """Open a document; raises ``RecordError`` when there is none of that number, or its file is gone.

        ``earlier`` is the same document after other decisions, which saves what did not change.
        """
        line = self.store.document(document, reviewer)
        if line is None:
            raise told(
                RecordError,
                f"没有编号为 {document} 的文档；请回到队列重新选择。",
                f"There is no document {document}; go back to the queue and choose one.",
            )
        record, stamp = self.folder.load_stamped(line.name)
        finals = self._visible(document, reviewer, settling)
        answers = self._to_settle(document) if settling else {}
        seen = self.store.latest(document, reviewer, "settlement" if settling else "answer")
        return Opened(line, record, self._apply(record, finals, earlier), finals, seen, answers, settling, stamp)

    def decide(self, before: Opened, sayings: Sequence[Saying]) -> Outcome:
        """Write decisions on an opened document down, and tell what they did.

        Raises ``ConflictError`` when somebody decided a place meanwhile; of several, those before the
        conflict are written.
        """
        first = sayings[0]
        entries = tuple(self._save(replace(one, suggestion=before.suggestion(one.place))) for one in sayings)
        return self._outcome(before, entries, first.reviewer)

    def remark(self, saying: Saying) -> Entry:
        """Write a remark down that decides nothing."""
        return self._save(saying)

    def _save(self, saying: Saying) -> Entry:
        """Write one saying down; what it is told was written must be what it said."""
        entry = self.store.save(saying)
        if not _is_same(entry.said, saying):
            raise _used_elsewhere()
        return entry

    def undo(self, document: int, reviewer: str, request: str, *, settling: bool = False) -> Outcome:
        """Take the reviewer's latest decision on a document back; raises ``NothingToUndo`` or ``ConflictError``."""
        before = self.open(document, reviewer, settling=settling)
        entry = self.store.undo(document, reviewer, request)
        if entry.said.undoes is None or (entry.said.reviewer, entry.said.place.document) != (reviewer, document):
            raise _used_elsewhere()
        return self._outcome(before, (entry,), reviewer)

    def trial(self, before: Opened, saying: Saying) -> Outcome:
        """What a decision on an opened document would do, without writing it down."""
        tried = dict(before.finals)
        tried[saying.place] = _as_final(saying, before.suggestion(saying.place))
        # Not kept: the next key that is typed is another trial.
        applied = apply_document(before.record, tried.values(), self.laws.of, self.laws.settings, before.applied)
        after = replace(before, finals=tried, applied=applied)
        return Outcome((), before, after, self._effects(before, after))

    def forced(self, opened: Opened, form: int) -> tuple[Forced, ...]:
        """What the laws force elsewhere in a form, now that these decisions are made; paths are stable ones."""
        applied = opened.applied.forms[form]
        found = self.laws.forced(applied.form, self.laws.of(applied.form.family), self.laws.settings)
        return tuple(replace(one, path=applied.names.get(one.path, one.path)) for one in found)

    def new_row(self, document: int, form: int, table: str, reviewer: str) -> str:
        """The stable path for one more row of a table: a number that no row of it ever had.

        With double reading, that no row of this reviewer ever had: what both add is one place, and can agree.
        """
        used = [
            int(found[1])
            for one in self.store.visible_entries(document, reviewer=reviewer, limit=10_000)
            if one.said.place.form == form
            if (found := re.match(re.escape(table) + r"\[n(\d+)\]", one.said.place.path))
        ]
        return f"{table}[n{max(used, default=0) + 1}]"

    def _visible(self, document: int, reviewer: str, settling: bool) -> dict[Place, Final]:
        """The decisions a reviewer may see: all, or with double reading their own and what rests on them."""
        if self.store.readers == 1 or settling:
            return {final.place: final for final in self.store.finals(document)}
        own = {
            one.place: Final(
                one.place, one.ruling, one.value, one.suggestion, (one.reviewer,), one.entry, one.at, one.comment
            )
            for one in self.store.answers(document, reviewer)
        }
        return own | {final.place: final for final in self.store.visible_finals(document, reviewer)}

    def _to_settle(self, document: int) -> dict[Place, tuple[Answer, ...]]:
        """The answers of every place, for whoever settles disagreements."""
        found: dict[Place, tuple[Answer, ...]] = {}
        for answer in self.store.answers(document):
            found[answer.place] = (*found.get(answer.place, ()), answer)
        return found

    def _outcome(self, before: Opened, entries: tuple[Entry, ...], reviewer: str) -> Outcome:
        after = self.open(before.line.id, reviewer, settling=before.settling, earlier=before.applied)
        return Outcome(entries, before, after, self._effects(before, after))

    def _effects(self, before: Opened, after: Opened) -> Effects:
        found = document_effects(before.applied.forms, after.applied.forms)
        return Effects(
            tuple(law for one in found for law in one.mended),
            tuple(law for one in found for law in one.broken),
            tuple(law for one in found for law in one.untestable),
            sum(one.still_broken for one in found),
        )

    def _apply(
        self, record: Record, finals: Mapping[Place, Final], earlier: AppliedDocument | None = None
    ) -> AppliedDocument:
        """The record with decisions applied; the same decisions are applied once."""
        signs = frozenset((one.place.form, one.place.path, one.ruling, one.value, one.entry) for one in finals.values())
        key = (id(record), signs)
        with self._lock:
            if key in self._applied:
                self._applied.move_to_end(key)
                return self._applied[key][1]
        applied = apply_document(record, finals.values(), self.laws.of, self.laws.settings, earlier)
        with self._lock:
            self._applied[key] = (record, applied)
            while len(self._applied) > _KEPT:
                self._applied.popitem(last=False)
        return applied


def _is_same(written: Saying, wanted: Saying) -> bool:
    """Whether what was written is what was wanted: a request that is repeated gets what it wrote the first time.

    A row that is added twice would have had another number the second time.
    """
    if written.ruling == wanted.ruling == "added":
        written, wanted = (replace(one, place=replace(one.place, path="")) for one in (written, wanted))
    return (written.place, written.reviewer, written.kind) == (wanted.place, wanted.reviewer, wanted.kind)


class RequestUsedError(JixiaoError):
    """A request has the number of another one that was written already."""


def _used_elsewhere() -> RequestUsedError:
    return told(
        RequestUsedError,
        "这个请求编号已用于别处，本次没有保存；请刷新页面后重试。",
        "This request has the number of another one, and was not saved; load the page again.",
    )


def _as_final(saying: Saying, suggestion: str | None) -> Final:
    """The final value that a saying would be if it were written down and stood alone."""
    assert saying.ruling is not None
    return Final(
        saying.place, saying.ruling, saying.value, suggestion, (saying.reviewer,), 0, datetime.now(UTC), saying.comment
    )
