"""The review store: an append-only log of what reviewers said, and what follows from it.

Comes in: summaries of records, and sayings of reviewers. Goes out: ``ReviewStore``, which answers
what is open, who said what, and what holds. Never opens a record file, and never changes or deletes
a line of the log.
"""

from extractor.review.store.faults import (
    ConflictError,
    NoDoubleReadingError,
    NothingToUndo,
    ReviewFault,
    UnknownPlaceError,
    UnstorableTextError,
)
from extractor.review.store.store import ReviewStore, open_store

__all__ = [
    "ConflictError",
    "NoDoubleReadingError",
    "NothingToUndo",
    "ReviewFault",
    "ReviewStore",
    "UnknownPlaceError",
    "UnstorableTextError",
    "open_store",
]
