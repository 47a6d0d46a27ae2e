"""Pages cut into vertical strips that are printed one after the other."""

from __future__ import annotations

from collections.abc import Sequence

from extractor.family import Family
from extractor.values import Fragment


def split_strips(run: Sequence[Fragment], family: Family) -> tuple[tuple[Fragment, ...], ...]:
    """The strips of a form, left to right; one for a page that was not cut."""
    del family
    return (tuple(run),)
