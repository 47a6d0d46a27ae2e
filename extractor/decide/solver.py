"""The solver: all nearly cheapest ways to read the open cells of a component (OR-Tools CP-SAT).

Comes in: a ``Component``. Goes out: its ``Solution`` values, cheapest first, and whether they are
all there are. One reading a cell is chosen; a check may be broken at its cost. Amounts are scaled
to integers. One worker, a fixed seed and a limit of deterministic time: the same form always
gives the same answer. The solver is imported when the first form needs it.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from extractor.decide.checks import Check
from extractor.decide.component import Component, Option
from extractor.decide.state import State
from extractor.laws import read_cell
from extractor.laws.relations import Balance
from extractor.notation import Printed

if TYPE_CHECKING:
    from ortools.sat.python import cp_model

MARGIN = 1.5  # a reading of the form this much dearer is no rival
_MOST = 160  # nearly cheapest readings that are looked at
_SECONDS = 0.4  # deterministic time of one search, in CP-SAT's unit
_SCALE = 100  # costs in hundredths
_MOST_READINGS = 40  # of the cells of one check: with more, one of them is misread at most
_MOST_DECIMALS = 6


@dataclass(frozen=True, slots=True)
class Solution:
    """One way to read the open cells, what it costs, and the way that each run of the component is parted."""

    cost: float
    texts: Mapping[str, str | None]
    ways: tuple[int | None, ...] = ()


@dataclass(frozen=True, slots=True)
class Answer:
    """The nearly cheapest solutions, cheapest first; ``complete`` is False if a limit was reached."""

    solutions: tuple[Solution, ...]
    complete: bool


def solve(component: Component, state: State) -> Answer:
    """All solutions within ``MARGIN`` of the cheapest."""
    from ortools.sat.python import cp_model

    problem = _Problem(cp_model.CpModel(), component, state)
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.random_seed = 0
    solver.parameters.max_deterministic_time = _SECONDS
    problem.model.minimize(problem.cost)
    if solver.solve(problem.model) != cp_model.OPTIMAL:
        return Answer((), False)
    best = round(solver.objective_value)
    problem.model.clear_objective()  # type: ignore[no-untyped-call]
    problem.model.add(problem.cost <= best + round(MARGIN * _SCALE))
    found = _collect(problem, solver)
    ordered = sorted(found.solutions, key=lambda one: (one.cost, sorted((p, t or "") for p, t in one.texts.items())))
    return Answer(tuple(ordered), found.complete)


def _collect(problem: _Problem, solver: cp_model.CpSolver) -> Answer:
    from ortools.sat.python import cp_model

    class Collector(cp_model.CpSolverSolutionCallback):
        def __init__(self) -> None:
            super().__init__()
            self.found: dict[tuple[int, ...], None] = {}

        def on_solution_callback(self) -> None:
            self.found[tuple(self._picked(literals) for literals in problem.picks.values())] = None
            if len(self.found) >= _MOST:
                self.stop_search()

        def _picked(self, literals: list[Any]) -> int:
            return next(n for n, literal in enumerate(literals) if self.boolean_value(literal))

    collector = Collector()
    solver.parameters.enumerate_all_solutions = True
    status = solver.solve(problem.model, collector)
    complete = status == cp_model.OPTIMAL and len(collector.found) < _MOST
    return Answer(tuple(problem.solution(picked) for picked in collector.found), complete)


class _Problem:
    """A component as a CP-SAT model."""

    def __init__(self, model: cp_model.CpModel, component: Component, state: State) -> None:
        self.model, self.component, self.state = model, component, state
        self.picks: dict[str, list[Any]] = {}
        self.costs: list[Any] = []
        for path, options in component.options.items():
            literals = [model.new_bool_var("") for _ in options]
            model.add_exactly_one(literals)
            self.picks[path] = literals
            self.costs += [round(o.cost * _SCALE) * x for o, x in zip(options, literals, strict=True) if o.cost]
        for run in component.runs:
            self._part(run.paths, run.costs)
        for check in component.checks:
            self._weigh(check)
        self.cost = sum(self.costs) if self.costs else model.new_constant(0)

    def _part(self, paths: Iterable[str], costs: tuple[float, ...]) -> None:
        """One way to part a run holds for all its cells."""
        ways = [self.model.new_bool_var("") for _ in costs]
        self.model.add_exactly_one(ways)
        least = min(costs)
        self.costs += [round((cost - least) * _SCALE) * way for cost, way in zip(costs, ways, strict=True)]
        for path in paths:
            options = self.component.options.get(path, ())
            for number, way in enumerate(ways):
                of_way = [x for o, x in zip(options, self.picks.get(path, ()), strict=True) if o.way == number]
                if options:
                    self.model.add(sum(of_way) == way)

    def _weigh(self, check: Check) -> None:
        """A check that the readings may break, at its cost."""
        own = [path for path in check.cells if path in self.picks]
        if not own:
            return
        relations = check.relations
        broken = self.model.new_bool_var("")
        self.costs.append(round(check.cost * _SCALE) * broken)
        if relations and all(isinstance(relation, Balance) for relation in relations):
            kept = [x for relation in relations if isinstance(relation, Balance) for x in self._sum(relation)]
            for one in kept:
                self.model.add_implication(one, broken.negated())
            self.model.add_bool_or([*kept, broken] if kept else [broken.negated()])
        else:
            self._table(check, own, broken)

    def _sum(self, relation: Balance) -> Iterator[Any]:
        """A literal that makes a sum come out; none if a lost cell leaves it open."""
        terms, texts = [], []
        constant = Decimal(0)
        lapses: list[Any] = []  # readings that are no number leave the sum open
        for path, sign in (*relation.terms, (relation.result, -1)):
            if path not in self.picks:
                seen = self.state.look()(path)
                if isinstance(seen, Printed):
                    constant += seen.value * sign
                    texts.append(seen)
                elif seen is None:
                    return
                continue
            for option, literal in zip(self.component.options[path], self.picks[path], strict=True):
                number = read_cell(path, option.text) if option.text is not None else None
                if number is None:
                    lapses.append(literal)
                else:
                    terms.append((number.value * sign, literal))
                    texts.append(number)
        places = min(_MOST_DECIMALS, max((number.decimals for number in texts), default=0))
        scale = Decimal(10) ** places
        whole = sum(round(value * scale) * literal for value, literal in terms) + round(constant * scale)
        slack = int(_tolerance(relation, places) * scale)
        # Exactly one of the three: so every choice of readings is one solution of the model, and is found once.
        comes_out, below, above = (self.model.new_bool_var("") for _ in range(3))
        self.model.add_exactly_one((comes_out, below, above))
        for lapse in lapses:
            self.model.add_implication(lapse, comes_out)
        read = [literal.negated() for literal in lapses]
        self.model.add_linear_constraint(whole, -slack, slack).only_enforce_if([comes_out, *read])
        self.model.add(whole <= -slack - 1).only_enforce_if([below, *read])
        self.model.add(whole >= slack + 1).only_enforce_if([above, *read])
        yield comes_out

    def _table(self, check: Check, own: list[str], broken: Any) -> None:
        """Every combination of readings that breaks the check costs what it costs; few of its cells are misread."""
        most = 2 if sum(len(self.component.options[path]) for path in own) <= _MOST_READINGS else 1
        as_printed = [self._as_printed(path) for path in own]
        self.model.add(sum(1 - literal for literal in as_printed) <= most)
        for combination in dict.fromkeys(self._combinations(own, min(most, len(own)))):
            trial = {path: self.component.options[path][n].text for path, n in zip(own, combination, strict=True)}
            literals = [self.picks[path][n].negated() for path, n in zip(own, combination, strict=True)]
            if check.fails(self.state, {path: text for path, text in trial.items() if text is not None}):
                self.model.add_bool_or([*literals, broken])
            else:
                self.model.add_bool_or([*literals, broken.negated()])

    def _as_printed(self, path: str) -> Any:
        """True if a cell is read as printed, whichever way its run is parted."""
        first = [self._first(path, way) for way in self._ways(path)]
        return sum(self.picks[path][n] for n in first)

    def _first(self, path: str, way: int | None) -> int:
        return next(n for n, option in enumerate(self.component.options[path]) if option.way == way)

    def _combinations(self, own: list[str], most: int) -> Iterator[tuple[int, ...]]:
        """Combinations of readings that can stand together, ``most`` of them changed at most."""
        for ways in itertools.product(*(self._ways(path) for path in own)):
            if not self._agree(own, ways):
                continue
            readings = [
                [n for n, option in enumerate(self.component.options[path]) if option.way == way]
                for path, way in zip(own, ways, strict=True)
            ]
            for changed in itertools.combinations(range(len(own)), most):
                ranges = [found if n in changed else found[:1] for n, found in enumerate(readings)]
                yield from itertools.product(*ranges)

    def _ways(self, path: str) -> list[int | None]:
        return list(dict.fromkeys(option.way for option in self.component.options[path]))

    def _agree(self, own: list[str], ways: tuple[int | None, ...]) -> bool:
        """True if no run is parted in two ways at once."""
        taken: dict[int, int | None] = {}
        for path, way in zip(own, ways, strict=True):
            for number, run in enumerate(self.component.runs):
                if path in run.paths and taken.setdefault(number, way) != way:
                    return False
        return True

    def solution(self, picked: tuple[int, ...]) -> Solution:
        """The texts of a choice of readings with its exact cost, as the laws themselves judge it."""
        options: dict[str, Option] = {
            path: self.component.options[path][n] for path, n in zip(self.picks, picked, strict=True)
        }
        texts = {path: option.text for path, option in options.items()}
        trial = {path: text for path, text in texts.items() if text is not None}
        cost = sum(option.cost for option in options.values())
        ways = tuple(_way_of(run.paths, options) for run in self.component.runs)
        for run, way in zip(self.component.runs, ways, strict=True):
            cost += run.costs[way] - min(run.costs) if way is not None else 0.0
        cost += sum(check.cost for check in self.component.checks if check.fails(self.state, trial))
        return Solution(round(cost, 4), texts, ways)


def _way_of(paths: Iterable[str], options: Mapping[str, Option]) -> int | None:
    return next((options[path].way for path in sorted(paths) if path in options), None)


def _tolerance(relation: Balance, places: int) -> Decimal:
    """By how much a sum may miss its result and still hold, at most (see ``Balance``)."""
    finest = Decimal(1).scaleb(-places)
    if not places:
        return Decimal(0)
    return (len(relation.terms) + 1) * finest / 2 if relation.rounded else Decimal("0.01")
