"""Draws a document's fragments as rows of cells, so that a test can show what it expects."""

from __future__ import annotations

from extractor.ingest import ingest_text
from extractor.values import Boundary, Fragment


def fragments_of(text: str, name: str = "text") -> tuple[Fragment, ...]:
    """Ingest a text and give its fragments."""
    return ingest_text(text, name).fragments


def rows_of(text: str, name: str = "text") -> list[list[str]]:
    """Give the texts of the fragments, a new list at every boundary of LINE or more."""
    rows: list[list[str]] = []
    for fragment in fragments_of(text, name):
        if fragment.before >= Boundary.LINE or not rows:
            rows.append([])
        rows[-1].append(fragment.text)
    return rows


def boundaries_of(text: str) -> list[Boundary]:
    """Give what stands in front of each fragment."""
    return [fragment.before for fragment in fragments_of(text)]


def places_of(text: str) -> dict[str, tuple[int | None, int | None]]:
    """Give row and column of each fragment that is not empty."""
    return {fragment.text: (fragment.row, fragment.column) for fragment in fragments_of(text) if fragment.text}
