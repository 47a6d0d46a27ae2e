"""Margins: how much dearer the form would be if a cell held something else than it is decided to hold.

Comes in: the decided state of a form and the kind of its source. Goes out: a margin for every cell.
For a cell that went to the solver it comes from its solutions. For any other it is what another
reading would cost at least: a fault of reading, and every check that holds now and would fail then.
``confidence`` makes probabilities of them.
"""

from __future__ import annotations

from collections.abc import Sequence

from extractor.decide.checks import SOFT, TOLD, Check, checks_of, row_passes
from extractor.decide.state import State
from extractor.decide.trials import by_cell, failing_now, figures
from extractor.laws.relations import AtMost
from extractor.notation import Printed
from extractor.notation.confusion import confusions
from extractor.values import Candidate, SourceKind

_TYPED = 6.0  # a digital text prints what its author wrote
_TEXT = 3.0
_PER_ODDITY = 2.0
_HALF = 0.5  # what a bound, or a failing check, weighs against a check that holds


def margins(state: State, source: SourceKind) -> dict[str, float]:
    """The margin of every cell that holds something."""
    checks = checks_of(state)
    of, failing = by_cell(checks), frozenset(check.name for check in failing_now(state, checks))
    numbers = dict(figures(state))
    fault = confusions("ocr").fault if source == "ocr" else _TYPED
    out = {}
    for path, candidate in state.chosen.items():
        if candidate.value is None:
            continue
        if path in state.margins:
            out[path] = state.margins[path]
        elif path in numbers or path in of:
            out[path] = fault + _noticed(state, path, of.get(path, ()), failing) - _oddity(candidate)
        else:
            out[path] = (_TEXT if source == "ocr" else _TYPED) - _oddity(candidate)
    return {path: round(margin, 3) for path, margin in out.items()}


def _oddity(candidate: Candidate) -> float:
    return _PER_ODDITY * max(0.0, candidate.cost)


def _noticed(state: State, path: str, checks: Sequence[Check], failing: frozenset[str]) -> float:
    """What the checks of a cell would cost if it held something else, less those that fail as it is."""
    return sum(
        -_HALF * check.cost if check.name in failing else check.cost * _strength(state, path, check) for check in checks
    )


def _strength(state: State, path: str, check: Check) -> float:
    """How surely a check that does not fail would notice another reading of the cell: 0 to 1."""
    if check.law is None:
        if check.name.startswith(TOLD):
            return 1.0
        full = path.endswith((".target", ".actual"))  # a target that is met is met by many numbers
        return 0.0 if full else 1.0 if check.name.startswith(SOFT) and _told(state, check) else 0.0
    look = state.look()
    relation = check.law.relation
    if relation is None or relation.judge(look).verdict != "holds":
        return 0.0
    if isinstance(relation, AtMost):
        a, b = look(relation.a), look(relation.b)
        return _HALF if isinstance(a, Printed) and isinstance(b, Printed) and a.value == b.value else 0.0
    return 1.0


def _told(state: State, check: Check) -> bool:
    return row_passes(state, check.cells[0].rpartition(".")[0], {}) is True
