"""Reviewed records: the same format as ``recover`` writes, with the decisions in it.

Comes in: reviewed documents. Goes out: names and bytes of record files. Never writes over the record itself.
"""

from __future__ import annotations

from extractor.record.record_json import dumps
from extractor.review.export.reviewed import ReviewedDocument


def record_file(document: ReviewedDocument) -> tuple[str, bytes]:
    """Name and bytes of the reviewed record of a document."""
    return f"{document.name}.json", dumps(document.after.record).encode("utf-8")
