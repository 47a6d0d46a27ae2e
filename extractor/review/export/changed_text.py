"""Where two values differ, piece by piece, so that a change in a long text can be seen.

Comes in: the value before and after. Goes out: pieces of both, marked or not. Never loses a changed character.
"""

from __future__ import annotations

import difflib
from typing import NamedTuple

_KEPT = 24  # characters of what did not change that are shown on either side of a change
_MOST = 3000  # of longer texts all is marked: to compare them would take too long


class Piece(NamedTuple):
    """A piece of a text; ``changed`` where the other text has something else."""

    text: str
    changed: bool


def pieces(before: str | None, after: str | None) -> tuple[tuple[Piece, ...], tuple[Piece, ...]]:
    """The pieces of both texts; short ones are marked whole, and long stretches without a change are cut."""
    old, new = before or "", after or ""
    if not old or not new or max(len(old), len(new)) > _MOST or min(len(old), len(new)) <= _KEPT:
        return _whole(old), _whole(new)
    first: list[Piece] = []
    second: list[Piece] = []
    for kind, i, j, k, m in difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind == "equal":
            same = _shortened(old[i:j], starts=i == 0, ends=j == len(old))
            first.append(Piece(same, False))
            second.append(Piece(same, False))
        else:
            first += [Piece(old[i:j], True)] if j > i else []
            second += [Piece(new[k:m], True)] if m > k else []
    return tuple(first), tuple(second)


def _whole(text: str) -> tuple[Piece, ...]:
    return (Piece(text, True),) if text else ()


def _shortened(text: str, *, starts: bool, ends: bool) -> str:
    if len(text) <= 3 * _KEPT:
        return text
    head, tail = "" if starts else text[:_KEPT], "" if ends else text[-_KEPT:]
    return f"{head}…{tail}"
