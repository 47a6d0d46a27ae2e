"""Checks: everything that can speak against the reading of a cell, and what each is worth.

Comes in: the state of a form. Goes out: ``Check`` values: the family's arithmetic laws, how the
rows of this form are scored, and amounts that its prose tells. A check says whether it fails for
what is chosen, with other readings put in on trial; it changes nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from extractor.decide.rows import fulfilment, proportional
from extractor.decide.state import State
from extractor.decide.told import is_told_elsewhere, told_twice
from extractor.laws import BoundLaw
from extractor.laws.relations import Relation
from extractor.notation import parse_number

ROW_KEYS = ("weight", "score", "target", "actual")
SOFT = "scored_in_proportion"
FULL = "full_marks_as_elsewhere"
TOLD = "amount_told_in_prose"
LETTER = "impossible_character"
SEEN = "other_reading_of_engine"
_COSTS = {"error": 4.0, "warning": 2.5, "note": 1.0}
_CONDITIONAL = 0.5  # one rule among several: a form may keep another
_HABIT, _NO_HABIT = 1.5, 0.75
_HABITUAL = 0.75  # share of rows scored in proportion from which a row that is not speaks of a misreading
_TOLD_COST = 2.0


@dataclass(frozen=True, slots=True)
class Check:
    """One statement about a few cells: its name, its cells, what breaking it costs, and the law if it is one."""

    name: str
    cells: tuple[str, ...]
    cost: float
    law: BoundLaw | None = None

    def fails(self, state: State, trial: Mapping[str, str] | None = None) -> bool:
        """True if the check can be made and does not come out, with the readings of ``trial`` put in."""
        if self.law is not None:
            return law_fails(self.law, state, trial)
        if self.name.startswith(TOLD):
            return not is_told_elsewhere(state, self.cells[0], (trial or {}).get(self.cells[0]))
        row = self.cells[0].rpartition(".")[0]
        return (card_passes if self.name.startswith(FULL) else row_passes)(state, row, trial or {}) is False

    @property
    def relations(self) -> tuple[Relation, ...]:
        """The relation of a law and those of the other rules that may be in force instead."""
        if self.law is None or self.law.relation is None:
            return ()
        return (self.law.relation, *(rule.relation for rule in self.law.alternatives))


def law_fails(law: BoundLaw, state: State, trial: Mapping[str, str] | None = None) -> bool:
    """True if an arithmetic law is broken, and so is every other rule that may be in force."""
    look = state.look(trial)
    if law.relation is None or law.relation.judge(look).verdict != "broken":
        return False
    return all(rule.relation.judge(look).verdict == "broken" for rule in law.alternatives)


def checks_of(state: State) -> tuple[Check, ...]:
    """All checks over the chosen cells of a form."""
    return state.once("checks", lambda: (*_of_laws(state), *_of_rows(state), *_of_card(state), *_of_amounts(state)))


def _of_laws(state: State) -> Iterator[Check]:
    for law in state.bound():
        cells = dict.fromkeys(law.cells)
        for rule in law.alternatives:
            cells.update(dict.fromkeys(rule.relation.cells))
        cost = _COSTS[law.severity or law.law.severity] * (_CONDITIONAL if law.conditional else 1.0)
        yield Check(f"{law.law_id}:{law.cells[-1]}", tuple(cells), cost, law)


def _of_rows(state: State) -> Iterator[Check]:
    rows = [f"indicators[{row}]" for row in range(state.rows.get("indicators", 0))]
    told = {row: passes for row in rows if (passes := row_passes(state, row, {})) is not None}
    cost = _HABIT if is_habit(tuple(told.values())) else _NO_HABIT
    for row in rows:
        yield Check(f"{SOFT}:{row}", tuple(f"{row}.{key}" for key in ROW_KEYS), cost)


def _of_card(state: State) -> Iterator[Check]:
    rows = [f"scorecard[{row}]" for row in range(state.rows.get("scorecard", 0))]
    told = {row: passes for row in rows if (passes := card_passes(state, row, {})) is not None}
    if is_habit(tuple(told.values())):
        for row in rows:
            yield Check(f"{FULL}:{row}", (f"{row}.weight", f"{row}.score"), _NO_HABIT)


def _of_amounts(state: State) -> Iterator[Check]:
    for path in told_twice(state):
        yield Check(f"{TOLD}:{path}", (path,), _TOLD_COST)


def is_habit(passes: tuple[bool, ...]) -> bool:
    """True if the rows of a form are scored in proportion by habit, so that one that is not stands out."""
    return len(passes) >= 3 and sum(passes) >= _HABITUAL * len(passes)


def row_passes(state: State, row: str, trial: Mapping[str, str]) -> bool | None:
    """Whether an indicator's score is full or in proportion to what was reached; None if that cannot be told."""
    texts = {key: _text(state, f"{row}.{key}", trial) for key in ROW_KEYS}
    weight, score = (parse_number(texts[key] or "") for key in ("weight", "score"))
    share = fulfilment(texts["target"], texts["actual"])
    if weight is None or score is None or share is None:
        return None
    return score.value == weight.value if share >= 1 else proportional(weight.value, share, score.value)


def card_passes(state: State, row: str, trial: Mapping[str, str]) -> bool | None:
    """Whether an item of the score card has full marks; None for a section, or where that cannot be told."""
    if not _text(state, f"{row}.item", trial):
        return None
    weight, score = (parse_number(_text(state, f"{row}.{key}", trial) or "") for key in ("weight", "score"))
    return None if weight is None or score is None else weight.value == score.value


def _text(state: State, path: str, trial: Mapping[str, str]) -> str | None:
    candidate = state.chosen.get(path)
    return trial.get(path) or (candidate.value if candidate else None)
