"""Repair of misread numbers: only where two independent laws prove that the reading was wrong.

Comes in: the state of a form. Goes out: the state with such cells repaired, each with its
proof. A form's own contradictions stay: a reading changes only in a scan, if the change
is a known fault of scanning, mends at least two laws, breaks none, and nothing else mends
as much. A character that no number holds counts as one failed law.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from extractor.decide.state import State, by_cell
from extractor.decide.trials import LETTER, Mending, is_impossible, mendings
from extractor.notation import parse_number

_MOST_REPAIRS = 24


def repair(state: State) -> dict[str, tuple[str, ...]]:
    """Repair what can be proved; reasons for review of what rests on one ground come back by path."""
    for _ in range(_MOST_REPAIRS):
        best = _winner(mendings(state, state.bound()))
        if best is None:
            break
        _apply(state, best)
    return _on_one_ground(state)


def looks_scanned(state: State) -> bool:
    """True if two cells or more hold a number that one scanning fault explains and two laws each disprove."""
    strong = [m for m in mendings(state, state.bound()) if len(m.mended) >= 2 and not m.spoiled]
    laws: set[str] = set()
    cells: set[str] = set()
    for mending in sorted(strong, key=lambda m: (-len(m.mended), m.cost)):
        if mending.path not in cells and not laws & set(mending.mended):
            cells.add(mending.path)
            laws |= set(mending.mended)
    return len(cells) >= 2


def _winner(found: Sequence[Mending]) -> Mending | None:
    """The reading that mends most, spoils nothing and has no rival; None if there is none."""
    clean = [mending for mending in found if not mending.spoiled]
    for best in sorted(clean, key=lambda m: (-len(m.mended), m.cost)):
        if len(best.mended) >= 2 or best.mended[0].startswith(LETTER):
            if not any(_is_rival(other, best) for other in clean):
                return best
    return None


def _is_rival(other: Mending, best: Mending) -> bool:
    """True if another reading explains as much of the same, and about as likely."""
    if not set(other.mended) & set(best.mended) or len(other.mended) < len(best.mended):
        return False
    if other.path != best.path:
        return True
    return parse_number(other.reading) != parse_number(best.reading) and other.cost - best.cost < 0.15


def _apply(state: State, best: Mending) -> None:
    old = state.chosen[best.path]
    state.take(best.path, replace(old, value=best.reading, origin="repaired", cost=0.0))
    state.proofs[best.path] = f"印为 {old.value}，读作 {best.reading}：改读后{best.titles}成立"


def _on_one_ground(state: State) -> dict[str, tuple[str, ...]]:
    """Cells repaired for an impossible character alone, which no law that holds confirms."""
    of = by_cell(state.bound())
    look = state.look()
    reasons: dict[str, tuple[str, ...]] = {}
    for path, candidate in state.chosen.items():
        printed = candidate.raw.strip()
        if candidate.origin == "repaired" and is_impossible(path, printed):
            laws = [law for law in of.get(path, ()) if law.relation and not law.conditional]
            if not any(law.relation and law.relation.judge(look).verdict == "holds" for law in laws):
                reasons[path] = (f"印为 {printed}，读作 {candidate.value}，仅此一项依据",)
    return reasons
