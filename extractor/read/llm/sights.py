"""Sights: what models read on pictures of cells, and what becomes of it.

Comes in: a form as decided, the reading it was decided from, and ``Sight`` values. Goes out: the form as decided with
them. A sight is never a value: laws may choose it, or it is told to the reviewer. A model's word is no ground for
it: one that guesses what would please a law would be believed for that.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from extractor.doubts import RESTORED
from extractor.notation.text import fold
from extractor.values import Alternative, Candidate, Choice, FormRecord, Reading, Span

GROUNDS = 2
"""Laws that must come out with a sight, and are broken without it."""
EXACT = frozenset(
    (
        "scores_sum_to_total",
        "weights_sum_to_total",
        "section_scores_sum",
        "section_weights_sum",
        "section_totals_sum",
        "funds_sum_to_total",
        "income_table_sums",
        "department_balance",
        "execution_rate",
    )
)
"""Laws that leave a cell one value: to be within a bound, or written as others are, proves nothing."""

Decide = Callable[[Reading], FormRecord]


@dataclass(frozen=True, slots=True)
class Sight:
    """What one model reads on the picture of a cell: for which open cell, and the stretch of the text that it re-reads.

    ``span`` is None where no text and no empty cell of the document is pointed at.
    """

    path: str
    reading: str
    reader: str
    span: Span | None = None
    printed: bool = False


def with_sights(record: FormRecord, reading: Reading, sights: Sequence[Sight], decide: Decide) -> FormRecord:
    """The form with what models read on pictures: taken where the laws prove it by themselves, else told.

    ``record`` is what ``decide`` makes of ``reading`` without them.
    """
    sights = [sight for sight in sights if not _holds(record, sight)]
    believed = [sight for sight in sights if sight.printed]
    decided = record
    while believed:
        decided = decide(with_seen(reading, believed))
        proved = [sight for sight in believed if _is_proved(sight, decided, reading, believed, decide)]
        if len(proved) == len(believed):
            break
        believed, decided = proved, record
    told = [sight for sight in sights if not _holds(decided, sight)]
    return decide(with_told(with_seen(reading, believed), told)) if told else decided


def _is_proved(sight: Sight, decided: FormRecord, reading: Reading, believed: Sequence[Sight], decide: Decide) -> bool:
    """True where a sight was chosen, mends as many exact laws as a proof needs, and breaks none; others as they are."""
    if not _holds(decided, sight):
        return False
    without = decide(with_seen(reading, [one for one in believed if one.path != sight.path]))
    before, after = set(without.cells[sight.path].laws_broken), set(decided.cells[sight.path].laws_broken)
    return not after & EXACT and not after - before and len((before - after) & EXACT) >= GROUNDS


def _holds(record: FormRecord, sight: Sight) -> bool:
    cell = record.cells.get(sight.path)
    return cell is not None and fold(cell.value or "") == fold(sight.reading)


def with_seen(reading: Reading, sights: Sequence[Sight]) -> Reading:
    """The reading with some sights among those that laws may choose, where they re-read the text of a candidate."""
    by_path = _by_path(sight for sight in sights if sight.printed)

    def seen(candidate: Candidate) -> Candidate:
        more = [one.reading for one in by_path.get(candidate.path, ()) if candidate.spans == (one.span,)]
        return replace(candidate, seen=tuple(dict.fromkeys((*candidate.seen, *more)))) if more else candidate

    return _changed(reading, seen)


def with_told(reading: Reading, sights: Sequence[Sight]) -> Reading:
    """The reading with some sights told to the reviewer: the cells are flagged, their values stay."""
    by_path = _by_path(sights)

    def told(candidate: Candidate) -> Candidate:
        more = tuple(dict.fromkeys(one.reading for one in by_path.get(candidate.path, ())))
        if not more:
            return candidate
        reasons = tuple(dict.fromkeys((*candidate.reasons, *map(RESTORED.format, more))))
        return replace(candidate, reasons=reasons, others=tuple(dict.fromkeys((*candidate.others, *more))))

    known = {c.path for choice in reading.choices for way in choice.alternatives for c in way.candidates}
    lost = [Candidate(path, None, "", (), "missing") for path in by_path if path not in known]
    added = (Choice((Alternative((candidate,), 0.0),)) for candidate in lost)
    return _changed(replace(reading, choices=(*reading.choices, *added)), told)


def _by_path(sights: Iterable[Sight]) -> dict[str, list[Sight]]:
    out: dict[str, list[Sight]] = {}
    for sight in sights:
        out.setdefault(sight.path, []).append(sight)
    return out


def _changed(reading: Reading, change: Callable[[Candidate], Candidate]) -> Reading:
    choices = (
        Choice(tuple(Alternative(tuple(map(change, way.candidates)), way.cost) for way in choice.alternatives))
        for choice in reading.choices
    )
    return replace(reading, choices=tuple(choices))
