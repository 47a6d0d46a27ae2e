"""One cell as two readers have it: agreed, disputed, or read by one of them alone.

Comes in: the choice over a cell so far, and another reader's candidate for it. Goes out: the choice with
both. Agreement on the same text takes away doubts about the place; a dispute leaves both readings to
the laws, the surer one first; what one reader alone has is flagged.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from rapidfuzz.distance import Indel

from extractor.doubts import ABOUT_PRINT, ONLY_MODEL, is_doubt
from extractor.mix.rows import overlap
from extractor.notation.text import fold
from extractor.values import CARRIED_DOWN, Alternative, Candidate, Choice

_SURER = 0.6  # what the less sure of two readings costs: less than the margin, so that only laws decide for good
_SECONDED = 0.4  # what a second reader's agreement is worth among readings that are in dispute
_CUT_CONFIRMED = 1.5
_MERGED = (".level1", ".level2", ".section", ".group")
_SHARED = (*_MERGED, ".stage", ".source", "form_type", "title", "fiscal_year")
_PROSE = 60
_SAME_PROSE = 0.985


def same_value(one: str | None, other: str | None) -> bool:
    """True for the same text without white space and width; long prose may differ in a trifle but in no digit."""
    a, b = fold(one or ""), fold(other or "")
    if a == b:
        return True
    if min(len(a), len(b)) < _PROSE or [c for c in a if c.isdecimal()] != [c for c in b if c.isdecimal()]:
        return False
    return Indel.normalized_similarity(a, b) >= _SAME_PROSE


def _doubted(candidate: Candidate) -> Candidate:
    """A model's candidate that another reader contradicts: it needs a look unless a sum proves it."""
    return replace(candidate, reasons=(*candidate.reasons, ONLY_MODEL))


def _agree(ours: Candidate, theirs: Candidate) -> bool:
    """True for the same value, or for a label put whole over the text that the other reader points at."""
    return same_value(ours.value, theirs.value) or (ours.origin == "repaired" and overlap(ours.spans, theirs.spans))


def alone(candidate: Candidate) -> Choice:
    """A cell that only one model has read."""
    flagged = _doubted(candidate)
    return Choice((Alternative((flagged,), flagged.cost),))


def without_placed(choices: Iterable[Choice], theirs: Mapping[str, Candidate]) -> dict[str, Candidate]:
    """Their candidates without those that would fill a cell we found blank with another cell's text.

    Merged labels and codes share their text with others, and so does a year with the title it stands in.
    """
    ours = {c.path: c for choice in choices for c in choice.alternatives[0].candidates}
    placed: set[int] = set()
    for path, candidate in ours.items():
        shared = path.endswith(_SHARED) and path != "title"  # a title is no other cell's text
        if candidate.value is not None and not candidate.reasons and not shared:
            placed.update(at for span in candidate.spans for at in range(span.start, span.end))
    return {path: c for path, c in theirs.items() if _is_free(path, c, ours.get(path), placed)}


def _is_free(path: str, theirs: Candidate, ours: Candidate | None, placed: set[int]) -> bool:
    if (ours is not None and ours.value is not None) or path.endswith(_SHARED):
        return True
    return not any(at in placed for span in theirs.spans for at in range(span.start, span.end))


def joined(choice: Choice, theirs: Mapping[str, Candidate], *, doubted: bool = False) -> tuple[Choice, frozenset[str]]:
    """The choice with another reader's candidates for its cells, and the cells that are in dispute.

    ``doubted`` says that our rows are in doubt as such, so that theirs is the surer reading.
    """
    first = {candidate.path: candidate for candidate in choice.alternatives[0].candidates}
    mine = {path: theirs[path] for path in first if path in theirs and theirs[path].value is not None}
    if not mine:
        return choice, frozenset()
    if len(first) == 1:
        (path, ours), (_, other) = next(iter(first.items())), next(iter(mine.items()))
        if ours.value is None and (ours.origin == "missing" or not ours.spans):
            return alone(other), frozenset((path,))
    for index, way in enumerate(choice.alternatives):
        if all(_agree(c, mine[c.path]) for c in way.candidates if c.path in mine):
            return _agreed(choice, index, mine), frozenset()
    disputed = frozenset(path for path in mine if not _agree(first[path], mine[path]))
    return _disputed(choice, mine, doubted), disputed


def _agreed(choice: Choice, index: int, mine: Mapping[str, Candidate]) -> Choice:
    """The choice after another reader has read one of its alternatives."""
    ways = list(choice.alternatives)
    way = ways[index]
    in_dispute = len({c.reader for w in ways for c in w.candidates}) > 1
    candidates = tuple(_seconded(c, mine[c.path]) if c.path in mine else c for c in way.candidates)
    ways[index] = Alternative(candidates, way.cost - (_SECONDED if in_dispute else 0.0))
    if not in_dispute:
        ways = [w if n == index else replace(w, cost=w.cost + _CUT_CONFIRMED) for n, w in enumerate(ways)]
    return Choice(tuple(sorted(ways, key=lambda w: w.cost)))


def _seconded(ours: Candidate, other: Candidate) -> Candidate:
    """A candidate that another reader confirms: doubts about its place are gone if both point to the same text."""
    carried = other.path.endswith(_MERGED) and other.cost >= CARRIED_DOWN
    if carried or not overlap(ours.spans, other.spans):
        return ours
    others = tuple(dict.fromkeys((*ours.others, *other.others)))
    kept = tuple(reason for reason in (*ours.reasons, *other.reasons) if is_doubt(reason, *ABOUT_PRINT))
    return replace(ours, reasons=kept, cost=min(ours.cost, 1.0), others=others)


def _disputed(choice: Choice, mine: Mapping[str, Candidate], doubted: bool) -> Choice:
    """Both readings, the surer one first."""
    best = choice.alternatives[0]
    other = Alternative(tuple(_doubted(mine[c.path]) if c.path in mine else c for c in best.candidates), 0.0)
    sure = not doubted and not any(c.reasons and c.origin != "inferred" for c in best.candidates if c.path in mine)
    shift = _SURER if sure else 0.0
    ours = tuple(replace(way, cost=max(0.0, way.cost - best.cost) + _SURER - shift) for way in choice.alternatives)
    theirs = replace(other, cost=shift)
    return Choice(tuple(sorted((*ours, theirs), key=lambda way: way.cost)))
