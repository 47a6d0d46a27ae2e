"""A reviewed document for the tests of exports: hostile values, a change of every kind, something left."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from extractor.review.export.reviewed import ReviewedDocument, reviewed
from extractor.review.summary import summarise
from extractor.review.values import Entry, Final, Place, Saying
from extractor.sheet.view import value_at
from extractor.values import Record
from tests import sample_record
from tests.review.decisions import SETTINGS, laws_of

MADE = datetime(2026, 3, 6, 9, 30, tzinfo=UTC)
BEGUN = datetime(2026, 3, 5, 8, 0, tzinfo=UTC)
HOSTILE = '=HYPERLINK("http://x.example","看")<script>alert(1)</script>&'


def said(record: Record, number: int, path: str, ruling: str, value: str | None = None, **more: str) -> Saying:
    """What 林 (or ``reviewer``) says of a place, with what the record proposes there."""
    suggestion = more.get("suggestion", value_at(record.forms[number].values, path) if ruling != "added" else None)
    return Saying(
        Place(1, number, path),
        more.get("reviewer", "林"),
        ruling,  # type: ignore[arg-type]
        value,
        suggestion,
        more.get("comment", ""),
    )


def log(sayings: list[Saying]) -> tuple[Entry, ...]:
    """The log of what was said, one line every seven minutes."""
    return tuple(Entry(at, one, BEGUN + timedelta(minutes=7 * at)) for at, one in enumerate(sayings, 1))


def finals_of(entries: tuple[Entry, ...]) -> tuple[Final, ...]:
    """What holds where one reviewer is enough: the latest ruling on every place."""
    held: dict[Place, Final] = {}
    for entry in entries:
        one = entry.said
        if one.ruling is not None:
            held[one.place] = Final(
                one.place, one.ruling, one.value, one.suggestion, (one.reviewer,), entry.id, entry.at, one.comment
            )
    return tuple(final for final in held.values() if final.ruling != "open")


def document(record: Record, sayings: list[Saying], name: str = "照明") -> ReviewedDocument:
    """The record reviewed with these sayings."""
    entries = log(sayings)
    queue = summarise(record, name, "1").queue
    return reviewed(name, record, (queue, finals_of(entries), entries), laws_of, SETTINGS)


def lively() -> ReviewedDocument:
    """Every ruling once, a comment, a decision that was overtaken, one that is stale, one without its place."""
    record = sample_record.record(sample_record.national, sample_record.jinzhong)
    long = "改造6条道路，新装路灯486盏，12盏待基础验收后安装，其余均已通电并移交养护。"
    return document(
        record,
        [
            said(record, 0, "total.score", "correct", "87", comment="看错"),
            said(record, 0, "total.score", "correct", "86", comment="与各项之和一致，原件印作 86"),
            said(record, 0, "funds[1].execution_rate", "accept", "90%", reviewer="周"),
            said(record, 0, "objective.actual", "correct", long, reviewer="周"),
            said(record, 0, "indicators[2].deviation_note", "absent"),
            said(record, 0, "indicators[3].actual", "unreadable", comment="印章遮住", reviewer="周"),
            said(record, 0, "indicators[2].weight", "correct", "16", reviewer="周"),
            said(record, 0, "indicators[n1]", "added", "indicators[4]"),
            said(record, 0, "indicators[n1].level3", "correct", HOSTILE),
            said(record, 0, "funds[2]", "deleted", comment="<b>空行</b>"),
            said(record, 0, "grade", "correct", "良", suggestion="优", comment="=1+1"),
            said(record, 1, "indicators[9].score", "correct", "5", reviewer="周"),
            Saying(Place(1, 1, "total.score"), "周", None, comment="请再看一遍"),
        ],
    )


def untouched() -> ReviewedDocument:
    """A document that nobody has looked at."""
    return document(sample_record.record(sample_record.national), [], "未看")
