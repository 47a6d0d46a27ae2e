"""What a decision does to the laws: which it mends, which it breaks.

Comes in: a form before and after. Goes out: ``Effects``, the verdicts that turned. Cells are compared, and named,
by their stable paths, so that a row that was added or deleted turns no law by moving others.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from extractor.laws import Judgement
from extractor.review.applied import AppliedForm
from extractor.sheet.view import value_at


@dataclass(frozen=True, slots=True)
class Effects:
    """The verdicts that turned; their cells are stable paths, as in ``Place.path``.

    ``mended`` are judgements of the form before, with what was wrong; ``broken`` are those of the form
    after. ``untestable`` were broken and can no longer be tested, because a cell is empty now. ``still_broken``
    counts the laws that are broken in both. Notes are left out unless nothing else turned.
    """

    mended: tuple[Judgement, ...] = ()
    broken: tuple[Judgement, ...] = ()
    untestable: tuple[Judgement, ...] = ()
    still_broken: int = 0


def effects(before: AppliedForm, after: AppliedForm) -> Effects:
    """The laws that a form broke before and no longer does, and the other way round."""
    pairs = _paired(_named(before), _named(after))
    told = _turned(pairs, after, "error", "warning")
    if told.mended or told.broken or told.untestable:
        return told
    notes = _turned(pairs, after, "note")
    return replace(notes, still_broken=told.still_broken)


def document_effects(before: Sequence[AppliedForm], after: Sequence[AppliedForm]) -> tuple[Effects, ...]:
    """The effects on every form of a document, in the order of its forms."""
    return tuple(effects(one, other) for one, other in zip(before, after, strict=True))


_Pair = tuple[Judgement | None, Judgement | None]


def _named(applied: AppliedForm) -> list[Judgement]:
    """The verdicts with stable paths for cells."""
    names = applied.names
    if all(path == name for path, name in names.items()):  # no row was moved: the usual case, and a quick one
        return list(applied.judgements)
    return [replace(one, cells=tuple(names.get(path, path) for path in one.cells)) for one in applied.judgements]


def _paired(before: Iterable[Judgement], after: Iterable[Judgement]) -> list[_Pair]:
    """Each verdict with that of the same law on the same cells; a sum over a row more or less is the same sum."""
    left: dict[tuple[str, tuple[str, ...]], list[Judgement]] = {}
    for one in after:
        left.setdefault((one.law, one.cells), []).append(one)
    pairs: list[_Pair] = []
    single: list[Judgement] = []
    for one in before:
        same = left.get((one.law, one.cells))
        if same:
            pairs.append((one, same.pop(0)))
        else:
            single.append(one)
    return pairs + _likened(single, [one for some in left.values() for one in some])


def _likened(before: Iterable[Judgement], after: list[Judgement]) -> list[_Pair]:
    """Pair verdicts of one law that share cells, those that share most first; the rest stay alone."""
    left = list(after)
    pairs: list[_Pair] = []
    for one in before:
        shared = [(len(set(one.cells) & set(other.cells)), other) for other in left if other.law == one.law]
        most, other = max(shared, key=lambda item: item[0], default=(0, None))
        if most and other is not None:
            left.remove(other)
        pairs.append((one, other if most else None))
    return pairs + [(None, one) for one in left]


def _turned(pairs: Iterable[_Pair], after: AppliedForm, *severities: str) -> Effects:
    mended: list[Judgement] = []
    broken: list[Judgement] = []
    untestable: list[Judgement] = []
    still = 0
    paths = after.paths
    for one, other in pairs:
        was, now = (verdict is not None and _is_broken(verdict, severities) for verdict in (one, other))
        if was and now:
            still += 1
        elif now and other is not None:
            broken.append(other)
        elif was and one is not None:
            (untestable if _has_emptied(one, other, after, paths) else mended).append(one)
    return Effects(tuple(mended), tuple(broken), tuple(untestable), still)


def _is_broken(verdict: Judgement, severities: tuple[str, ...]) -> bool:
    return verdict.verdict == "broken" and verdict.severity in severities


def _has_emptied(one: Judgement, other: Judgement | None, after: AppliedForm, paths: Mapping[str, str]) -> bool:
    """Whether a law is broken no longer for want of a cell; a cell whose row was taken out is no want."""
    if other is not None:
        return other.verdict == "not_testable"
    return any(path in paths and value_at(after.form.values, paths[path]) is None for path in one.cells)
