"""Margins: how much dearer the form would be if a cell held something else than it is decided to hold.

Comes in: the decided state of a form and the kind of its source. Goes out: a margin for every cell.
For a cell that went to the solver it comes from its solutions. For any other it is what another
reading would cost at least: a fault of reading, and every check that holds now and would fail then.
``confidence`` makes probabilities of them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from extractor.decide.checks import FULL, TOLD, Check, card_passes, checks_of, row_passes
from extractor.decide.state import State
from extractor.decide.trials import by_cell, failing_now, figures
from extractor.laws.relations import AtMost
from extractor.notation import Printed
from extractor.notation.confusion import confusions
from extractor.values import Candidate, SourceKind

_TYPED = 6.0  # a digital text prints what its author wrote
_TEXT = 3.0
_PER_ODDITY = 2.0
_PER_DOUBT = 6.0  # of an engine that is not sure at all
_HALF = 0.5  # what a bound, or a failing check, weighs against a check that holds


def margins(state: State, source: SourceKind) -> dict[str, float]:
    """The margin of every cell that holds something."""
    checks = checks_of(state)
    failing = frozenset(check.name for check in failing_now(state, checks))
    strengths = {check.name: _strength(state, check) for check in checks if check.name not in failing}
    of = by_cell(checks)
    numbers = dict(figures(state))
    fault = confusions("ocr").fault if source == "ocr" else _TYPED
    out = {}
    for path, candidate in state.chosen.items():
        if candidate.value is None:
            continue
        if path in state.margins:
            margin = state.margins[path]
        elif path in numbers or path in of:
            margin = fault + _noticed(path, of.get(path, ()), strengths) - _oddity(candidate)
        else:
            margin = (_TEXT if source == "ocr" else _TYPED) - _oddity(candidate)
        out[path] = round(margin, 3)
    return out


def _oddity(candidate: Candidate) -> float:
    return _PER_ODDITY * max(0.0, candidate.cost) + _PER_DOUBT * (1.0 - candidate.ink)


def _noticed(path: str, checks: Sequence[Check], strengths: Mapping[str, float]) -> float:
    """What the checks of a cell would cost if it held something else, less those that fail as it is."""
    met = path.endswith((".target", ".actual"))  # a target that is met is met by many numbers
    telling = [check for check in checks if check.law is not None] if met else checks
    return sum(check.cost * strengths.get(check.name, -_HALF) for check in telling)


def _strength(state: State, check: Check) -> float:
    """How surely a check that does not fail would notice another reading of one of its cells: 0 to 1."""
    if check.law is None:
        if check.name.startswith(FULL):
            return 1.0 if card_passes(state, check.cells[0].rpartition(".")[0], {}) else 0.0
        return 1.0 if check.name.startswith(TOLD) or _is_in_proportion(state, check) else 0.0
    look = state.look()
    relation = check.law.relation
    if relation is None or relation.judge(look).verdict != "holds":
        return 0.0
    if isinstance(relation, AtMost):
        a, b = look(relation.a), look(relation.b)
        return _HALF if isinstance(a, Printed) and isinstance(b, Printed) and a.value == b.value else 0.0
    return 1.0


def _is_in_proportion(state: State, check: Check) -> bool:
    return row_passes(state, check.cells[0].rpartition(".")[0], {}) is True
