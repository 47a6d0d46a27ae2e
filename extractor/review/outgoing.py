"""What goes out of a review of a folder: one reviewed document after the other, and the files made of them.

Comes in: the desk. Goes out: names and bytes of files. Never writes one, and never changes a record.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime

from extractor.errors import JixiaoError
from extractor.review.desk import Desk
from extractor.review.export.digest import digest
from extractor.review.export.gold import gold_files
from extractor.review.export.records import record_file
from extractor.review.export.report import to_html
from extractor.review.export.report_workbook import to_xlsx
from extractor.review.export.reviewed import ReviewedDocument, reviewed
from extractor.review.summary import summarise
from extractor.review.values import DocumentLine, Filter

_AT_ONCE = 500
_MOST_ENTRIES = 10_000
Faults = Callable[[DocumentLine, JixiaoError], None]
Naming = Callable[[str], str]


def reviewed_documents(desk: Desk, missing: Faults) -> Iterator[ReviewedDocument]:
    """Every document that somebody decided something of; ``missing`` is told of a record that is gone."""
    for line in _lines(desk):
        try:
            record = desk.folder.load(line.name)
        except JixiaoError as fault:
            missing(line, fault)
            continue
        said = (
            summarise(record, line.name, "").queue,
            desk.store.finals(line.id),
            desk.store.entries(line.id, limit=_MOST_ENTRIES),
        )
        yield reviewed(line.name, record, said, desk.laws.of, desk.laws.settings)


def record_files(desk: Desk, missing: Faults, named: Naming = str) -> Iterator[tuple[str, bytes]]:
    """The reviewed records, by file name; ``named`` gives what a document is called where they go."""
    for document in reviewed_documents(desk, missing):
        yield record_file(replace(document, name=named(document.name)))


def gold_of(desk: Desk, missing: Faults, named: Naming = str) -> Iterator[tuple[str, bytes]]:
    """Texts and expected files of all documents that are reviewed to the end, by file name."""
    for document in reviewed_documents(desk, missing):
        yield from gold_files(replace(document, name=named(document.name))).items()


def report_files(desk: Desk, missing: Faults) -> tuple[bytes, bytes]:
    """The report of the review as a page and as a workbook."""
    digests = [digest(document) for document in reviewed_documents(desk, missing)]
    name, now = desk.folder.path.name, datetime.now(UTC)
    return to_html(digests, name, now).encode("utf-8", "replace"), to_xlsx(digests, name, now)


def _lines(desk: Desk) -> Iterator[DocumentLine]:
    """The documents with a decision, by name."""
    found: list[DocumentLine] = []
    start = 0
    while page := desk.store.documents(Filter(state="all"), "", start, _AT_ONCE).items:
        found += [line for line in page if line.reviewers and not line.fault]
        start += _AT_ONCE
    return iter(sorted(found, key=lambda line: line.name))
