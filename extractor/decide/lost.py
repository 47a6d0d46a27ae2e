"""Lost cells: numbers that must have been printed and are not there.

Comes in: the state after choosing. Goes out: the state with such cells marked ``missing``. A cell
without a text is printed empty, or lost. It is taken for lost if its row or column cannot do without
it and no sum comes out without it; where the sum comes out, the cell is empty and stays so.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from extractor.decide.state import LOST, State
from extractor.laws import BoundLaw
from extractor.laws.relations import Balance
from extractor.values import Candidate

_MOST_ROWS = 0.75  # share of its rows that a column fills if it is filled throughout
_HALF = 0.5  # where weight or score stands alone in its row, the other is missed sooner
_PARTNER = {"weight": "score", "score": "weight"}
_MONEY = ("initial_budget", "adjusted_budget", "allocated", "executed")
_DEPARTMENT = ("carry_over_in", "initial_budget", "budget_adjustment", "executed", "year_end_balance")
_ROW = re.compile(r"(?P<table>[a-z_.]+)\[\d+\]\.(?P<key>[a-z_]+)")


def mark_lost(state: State) -> None:
    """Mark the numbers that the form cannot do without."""
    _mark_card(state)
    sums = [law for law in state.bound() if isinstance(law.relation, Balance) and not law.law_id.startswith("income")]
    settled: set[str] = set()
    verdicts = [_verdict(state, law) for law in sums]
    for law, verdict in zip(sums, verdicts, strict=True):
        if verdict == "holds":
            settled.update(law.cells)
    expected = _Expected(state)
    for law, verdict in zip(sums, verdicts, strict=True):
        for path in law.cells:
            if path not in settled and not _holds_something(state, path):
                if expected.of(path, short=verdict == "broken"):
                    _mark(state, path)
    for path in _rates(state):
        _mark(state, path)


def _mark_card(state: State) -> None:
    """A row of a score card has a weight and a score: one that was not found, and not printed empty, is lost."""
    for row in range(state.rows.get("scorecard", 0)):
        for key in ("weight", "score"):
            path = f"scorecard[{row}].{key}"
            candidate = state.chosen.get(path)
            if candidate is None or candidate.value is None and not candidate.spans:
                _mark(state, path)


def _mark(state: State, path: str) -> None:
    candidate = state.chosen.get(path)
    lost = replace(candidate, origin="missing") if candidate is not None else Candidate(path, None, "", (), "missing")
    state.take(path, lost)


def _holds_something(state: State, path: str) -> bool:
    candidate = state.chosen.get(path)
    return candidate is not None and (candidate.value is not None or candidate.origin == LOST)


def _verdict(state: State, law: BoundLaw) -> str:
    """What a sum says as it is printed, empty cells left out."""
    return law.relation.judge(state.look()).verdict if law.relation is not None else "not_testable"


class _Expected:
    """Whether a number has to stand in a cell, by what stands beside it and in its column."""

    def __init__(self, state: State) -> None:
        self.state = state

    def of(self, path: str, *, short: bool) -> bool:
        """True if the cell cannot be empty in this form; ``short`` says that its sum does not come out without it."""
        place = _ROW.fullmatch(path)
        if place is None:
            return self._single(path)
        row, key = path.rpartition(".")[0], place["key"]
        if place["table"] == "funds":
            return self._of_funds(row, key, short)
        if place["table"] in ("indicators", "scorecard"):
            least = _HALF if self._holds(f"{row}.{_PARTNER.get(key, key)}") else _MOST_ROWS
            return self._fills(place["table"], key, least) and self._row_is_there(row, key)
        return False

    def _single(self, path: str) -> bool:
        if path.startswith("department."):
            printed = sum(_holds_something(self.state, f"department.{key}") for key in _DEPARTMENT)
            return path.rpartition(".")[2] in _DEPARTMENT and printed >= len(_DEPARTMENT) - 2
        if path.startswith("total."):
            other = "total.score" if path.endswith("weight") else "total.weight"
            candidate = self.state.chosen.get(path)
            labelled = candidate is not None and bool(candidate.spans)
            return candidate is not None and (labelled or _holds_something(self.state, other))
        return False

    def _of_funds(self, row: str, key: str, short: bool) -> bool:
        """An amount beside other amounts; weight and score of the row of the whole budget."""
        if key in _MONEY:
            return any(self._holds(f"{row}.{other}") for other in _MONEY if other != key) and self._in_use("funds", key)
        source = self.state.chosen.get(f"{row}.source")
        is_total = source is not None and source.value == "total"
        other = "score" if key == "weight" else "weight"
        return key in ("weight", "score") and is_total and (short or self._holds(f"{row}.{other}"))

    def _holds(self, path: str) -> bool:
        return _holds_something(self.state, path)

    def _column(self, table: str, key: str) -> Sequence[bool]:
        return [self._holds(f"{table}[{row}].{key}") for row in range(self.state.rows.get(table, 0))]

    def _in_use(self, table: str, key: str) -> bool:
        return any(self._column(table, key))

    def _fills(self, table: str, key: str, least: float) -> bool:
        column = self._column(table, key)
        return len(column) >= 3 and sum(column) >= least * (len(column) - 1)

    def _row_is_there(self, row: str, key: str) -> bool:
        names = ("level3", "target", "actual", "item", "group", "section", "weight", "score")
        return any(self._holds(f"{row}.{name}") for name in names if name != key)


def _rates(state: State) -> Iterator[str]:
    """Rates that are not there though both amounts are, in a table that prints them elsewhere."""
    rows = [f"funds[{row}]" for row in range(state.rows.get("funds", 0))]
    printed = [row for row in rows if _holds_something(state, f"{row}.execution_rate")]
    counted = [
        row
        for row in rows
        if _holds_something(state, f"{row}.executed")
        and any(_holds_something(state, f"{row}.{key}") for key in ("adjusted_budget", "initial_budget"))
    ]
    for row in counted:
        source = state.chosen.get(f"{row}.source")
        whole = source is not None and source.value == "total"
        if row not in printed and printed and (whole or len(printed) >= len(counted) - 1 >= 2):
            yield f"{row}.execution_rate"
