"""What a reviewed form leaves no choice of: the cells to which the laws give a single value.

Comes in: a form of which people have reviewed some cells, and the laws of its family. Goes out: values for
cells that are missing or in doubt, each with its proof. Never gives a reviewed cell another value, never takes
a cell in doubt for a ground, and changes no form: what is forced is proposed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from extractor.decide.infer import SUMMED, forced, written
from extractor.decide.state import State
from extractor.laws import LawSettings
from extractor.notation import parse_number
from extractor.record.skeleton import leaves
from extractor.values import Candidate, Cell, Forced, FormRecord, Origin, Span

_LOST: Origin = "missing"
_TABLES = ("funds", "indicators", "scorecard", "evaluators")


def forced_by(form: FormRecord, law_ids: Sequence[str] | None, settings: LawSettings) -> tuple[Forced, ...]:
    """The cells that are missing or need review, and to which the sure cells leave one value, not the one there.

    Sure are cells that were reviewed and those that nobody asked to look at. A cell that a reviewer
    could not read is as good as lost, but nothing is proposed for it.
    """
    now = dict(leaves(form.values))
    targets = [path for path, cell in form.cells.items() if path.endswith(SUMMED) and _is_open(cell, now.get(path))]
    if not targets:
        return ()
    state = _state(form, now, law_ids, settings)
    state.all_laws()  # which laws there are is seen from what is printed, before doubtful cells are hidden
    for path in targets:
        state.reread(path, replace(state.chosen[path], value=None, origin=_LOST))
    lost = [path for path in state.chosen if state.is_lost(path) and path.endswith(SUMMED)]
    found = forced(state, lost, set())
    return tuple(
        Forced(path, *written(state, path, *found[path]))
        for path in targets
        if path in found and not _says(now.get(path), found[path][0])
    )


def _is_open(cell: Cell, value: str | None) -> bool:
    """Whether a cell waits for a reviewer, with a value in doubt or with none."""
    return cell.origin != "reviewed" and (cell.needs_review or (cell.origin == "missing" and value is None))


def _says(text: str | None, value: Any) -> bool:
    number = parse_number(text or "")
    return number is not None and number.value == value


def _state(
    form: FormRecord, now: Mapping[str, str | None], law_ids: Sequence[str] | None, settings: LawSettings
) -> State:
    ids = None if law_ids is None else tuple(law_ids)
    chosen = {candidate.path: candidate for candidate in _candidates(form, now)}
    return State(form.form_type, dict(_row_counts(form)), form.units, ids, settings, chosen)


def _row_counts(form: FormRecord) -> Iterator[tuple[str, int]]:
    for table in _TABLES:
        yield table, len(form.values.get(table) or ())
    yield "department.income_by_function", len((form.values.get("department") or {}).get("income_by_function") or ())


def _candidates(form: FormRecord, now: Mapping[str, str | None]) -> Iterator[Candidate]:
    """Everything that stands in the form as a reading that was chosen; the values count, not the trail."""
    for path, value in now.items():
        cell = form.cells.get(path)
        if value is not None or cell is not None:
            spans = tuple(Span(piece.start, piece.end) for piece in cell.evidence) if cell else ()
            raw = cell.raw if cell else value or ""
            yield Candidate(path, value, raw, spans, _LOST if value is None and _is_lost(cell) else "read")


def _is_lost(cell: Cell | None) -> bool:
    """Whether a cell without a value must hold something: it was not found, or a reviewer could not read it."""
    if cell is None:
        return False
    unread = cell.review is not None and cell.review.ruling == "unreadable"
    return cell.origin == "missing" or (cell.origin == "reviewed" and unread)
