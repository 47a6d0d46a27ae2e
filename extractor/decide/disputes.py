"""Disputes between readers: settled by a law that one reading keeps and the other breaks, else told with both.

Comes in: the state after choosing, and what other readers had instead. Goes out: reasons for review by
path. What another reader read is kept beside the cell, also where the laws have settled it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from extractor.decide.state import State, by_cell
from extractor.doubts import READERS_DISAGREE
from extractor.laws import BoundLaw
from extractor.values import Candidate

_SHOWN = 60


@dataclass(frozen=True, slots=True)
class Rival:
    """The candidate that was chosen for a cell, and what another reader has there."""

    chosen: Candidate
    other: Candidate


def unsettled(state: State, rivals: Sequence[Rival]) -> dict[str, str]:
    """Reasons for review of the disputed cells that no law settles; both readings stand in them."""
    laws = by_cell(state.bound()) if rivals else {}
    out: dict[str, str] = {}
    for rival in rivals:
        path = rival.chosen.path
        if rival.other.value is not None:
            state.weigh(path, rival.other.value, rival.other.reader)
        if not _settled(state, laws.get(path, ()), rival):
            out.setdefault(path, _told(rival))
    return out


def _settled(state: State, laws: Sequence[BoundLaw], rival: Rival) -> bool:
    """True if a law holds with the chosen reading and is broken with the other, and none the other way round."""
    if rival.other.value is None:
        return False
    path = rival.chosen.path
    now, then = state.look(), state.look({path: rival.other.value})
    gained = lost = False
    for law in laws:
        if law.relation is not None and not law.conditional:
            here, there = law.relation.judge(now).verdict, law.relation.judge(then).verdict
            gained = gained or (here == "holds" and there == "broken")
            lost = lost or (here == "broken" and there == "holds")
    return gained and not lost


def _told(rival: Rival) -> str:
    chosen, other = rival.chosen, rival.other
    return READERS_DISAGREE.format(_called(chosen), _shown(chosen.value), _called(other), _shown(other.value))


def _called(candidate: Candidate) -> str:
    return "离线" if candidate.reader == "offline" else candidate.reader


def _shown(value: str | None) -> str:
    text = value or "（空）"
    return text if len(text) <= _SHOWN else text[: _SHOWN - 1] + "…"
