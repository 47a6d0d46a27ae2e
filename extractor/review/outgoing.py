"""What goes out of a review of a folder: one reviewed document after the other, and the report on all of them.

Comes in: the desk. Goes out: documents and bytes of files. Never writes one, and never changes a record.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime

from extractor.errors import JixiaoError
from extractor.review.desk import Desk
from extractor.review.export.digest import Digest
from extractor.review.export.report import to_html
from extractor.review.export.report_workbook import to_xlsx
from extractor.review.export.reviewed import ReviewedDocument, reviewed
from extractor.review.summary import summarise
from extractor.review.values import DocumentLine, Filter

_AT_ONCE = 500
Faults = Callable[[DocumentLine, JixiaoError], None]


def reviewed_documents(desk: Desk, missing: Faults) -> Iterator[ReviewedDocument]:
    """Every document that somebody decided something of; ``missing`` is told of a record that is gone."""
    for line in _lines(desk):
        try:
            record = desk.folder.load(line.name)
        except JixiaoError as fault:
            missing(line, fault)
            continue
        said = summarise(record, line.name, "").queue, desk.store.finals(line.id), desk.store.whole_log(line.id)
        yield reviewed(line.name, record, said, desk.laws.of, desk.laws.settings)


def report_page(desk: Desk, digests: list[Digest]) -> bytes:
    """The report of the review as a page."""
    return to_html(digests, desk.folder.path.name, datetime.now(UTC)).encode("utf-8", "replace")


def report_workbook(desk: Desk, digests: list[Digest]) -> bytes:
    """The report of the review as a workbook."""
    return to_xlsx(digests, desk.folder.path.name, datetime.now(UTC))


def _lines(desk: Desk) -> Iterator[DocumentLine]:
    """The documents with a decision, by name."""
    found: list[DocumentLine] = []
    start = 0
    while page := desk.store.documents(Filter(state="all"), "", start, _AT_ONCE).items:
        found += [line for line in page if line.reviewers and not line.fault]
        start += _AT_ONCE
    return iter(sorted(found, key=lambda line: line.name))
