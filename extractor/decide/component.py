"""Components: the cells of a form that are open, their readings, and the checks that tie them together.

Comes in: the state of a form, its checks, and the ways to part glued runs. Goes out: one
``Component`` for each set of open cells that share no check with another; so each stays small.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from extractor.decide.checks import Check
from extractor.decide.state import State
from extractor.decide.trials import by_cell, failing_now, figures, is_impossible, is_nonsense, readings_of
from extractor.laws.relations import Balance
from extractor.notation.confusion import confusions
from extractor.values import Candidate, Choice

_CANNOT_STAND = 5.0  # what it costs to keep a reading with a character that no number holds
_SEEN = 0.3  # of the cost of a misreading, where an engine saw that reading in the same ink
_MOST_READINGS = 24
_MOST_WAYS = 6
_DEARER = 2.5  # a way to part a run that is this much dearer than the cheapest is no candidate


@dataclass(frozen=True, slots=True)
class Option:
    """One reading of a cell: its text (None: nothing is printed), its cost, and the way of its run it belongs to."""

    text: str | None
    cost: float
    way: int | None = None


@dataclass(frozen=True, slots=True)
class Run:
    """The ways to part one glued run: the paths it fills and what each way costs."""

    choice: Choice
    paths: frozenset[str]
    costs: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Component:
    """Open cells with their readings (what is chosen now stands first), the runs among them, and their checks."""

    options: Mapping[str, tuple[Option, ...]]
    runs: tuple[Run, ...]
    checks: tuple[Check, ...]


def components(state: State, checks: Sequence[Check], choices: Sequence[Choice]) -> list[Component]:
    """All components of the cells that may be misread: those of failing checks, and those that no number can hold."""
    failing = failing_now(state, checks)
    suspicious = {path for check in failing for path in check.cells}
    numbers = dict(figures(state))
    open_cells = {path for path, c in numbers.items() if path in suspicious or is_impossible(path, c.value or "")}
    runs = [run for run in (_run(choice, state) for choice in choices) if run.paths & open_cells]
    weighing = _Weighing(state, by_cell(checks), by_cell(failing))
    options = {path: weighing.of_cell(path, numbers[path].value or "") for path in sorted(open_cells)}
    for run in runs:
        options.update(weighing.of_run(run))
    options = {path: found for path, found in options.items() if len(found) > 1}
    return [
        Component(
            {path: options[path] for path in sorted(paths)},
            tuple(run for run in runs if run.paths & paths),
            tuple(check for check in checks if paths & set(check.cells)),
        )
        for paths in _connected(options.keys(), checks, runs)
    ]


@dataclass(frozen=True, slots=True)
class _Weighing:
    """Readings that can pay: what they break for certain costs less than what they could mend."""

    state: State
    checks: Mapping[str, Sequence[Check]]
    failing: Mapping[str, Sequence[Check]]

    def of_cell(self, path: str, text: str) -> tuple[Option, ...]:
        """What is printed, and what it may have been."""
        return tuple(self._worthwhile(path, _readings(path, text, self._seen(path)), {}))

    def of_run(self, run: Run) -> Iterator[tuple[str, tuple[Option, ...]]]:
        """The readings of every cell of a run, way by way; the way that is chosen now stands first."""
        found: dict[str, list[Option]] = {path: [] for path in run.paths}
        for way, alternative in enumerate(run.choice.alternatives):
            told = {c.path: c.value for c in alternative.candidates}
            parted = {path: text for path, text in told.items() if text is not None}
            for path in run.paths:
                text = told.get(path)
                if text:
                    readings = tuple(self._worthwhile(path, _readings(path, text, self._seen(path)), parted))
                else:
                    readings = (Option(None, 0.0),)
                found[path].extend(Option(option.text, option.cost, way) for option in readings)
        for path, options in found.items():
            candidate = self.state.chosen.get(path)
            now = candidate.value if candidate else None
            yield path, tuple(sorted(options, key=lambda option: (option.text != now, option.cost)))

    def _seen(self, path: str) -> tuple[str, ...]:
        candidate = self.state.chosen.get(path)
        return candidate.seen if candidate is not None else ()

    def _worthwhile(self, path: str, options: tuple[Option, ...], parted: Mapping[str, str]) -> Iterator[Option]:
        """The first reading, and the others that can pay; a sum may be mended by another cell, so it is no loss."""
        gain = options[0].cost + sum(check.cost for check in self.failing.get(path, ()))
        own = [check for check in self.checks.get(path, ()) if not _is_sum(check)]
        before = {check.name for check in own if check.fails(self.state, parted)}
        yield options[0]
        for option in options[1:]:
            trial = {**parted, path: option.text or ""}
            loss = sum(check.cost for check in own if check.name not in before and check.fails(self.state, trial))
            if option.cost + loss < gain:
                yield option


def _is_sum(check: Check) -> bool:
    return all(isinstance(relation, Balance) for relation in check.relations) and check.law is not None


def _run(choice: Choice, state: State) -> Run:
    """The ways of a choice that are not out of the question; the one that is chosen now is always among them."""
    least = min(alternative.cost for alternative in choice.alternatives)
    near = [a for a in choice.alternatives if a.cost <= least + _DEARER][:_MOST_WAYS]
    now = [a for a in choice.alternatives if all(_is_chosen(c, state) for c in a.candidates)]
    ways = tuple(dict.fromkeys((*now[:1], *near)))
    paths = frozenset(c.path for alternative in ways for c in alternative.candidates)
    return Run(Choice(ways), paths, tuple(alternative.cost for alternative in ways))


def _is_chosen(candidate: Candidate, state: State) -> bool:
    now = state.chosen.get(candidate.path)
    return now is not None and now.spans == candidate.spans and now.raw == candidate.raw


def _readings(path: str, text: str, seen: tuple[str, ...] = ()) -> tuple[Option, ...]:
    """What is printed, and what it may have been; what an engine saw there too is the likelier."""
    letter = is_impossible(path, text)
    fault = 0.0 if letter else confusions().fault
    likely = [Option(reading, _SEEN * fault) for reading in seen if reading != text and not is_nonsense(path, reading)]
    others = [Option(reading, fault + cost) for reading, cost in readings_of(path, text) if reading not in seen]
    others = sorted([*likely, *others], key=lambda option: option.cost)
    return (Option(text, _CANNOT_STAND if letter else 0.0), *others[:_MOST_READINGS])


def _connected(paths: Collection[str], checks: Sequence[Check], runs: Sequence[Run]) -> Iterator[frozenset[str]]:
    """The sets of open cells that hang together by a check or a run, in a fixed order."""
    of = {path: frozenset((path,)) for path in sorted(paths)}
    for cells in (*(check.cells for check in checks), *(tuple(sorted(run.paths)) for run in runs)):
        met = [path for path in cells if path in of]
        if len(met) > 1:
            joined = frozenset().union(*(of[path] for path in met))
            of.update(dict.fromkeys(joined, joined))
    seen: set[frozenset[str]] = set()
    for group in of.values():
        if group not in seen:
            seen.add(group)
            yield group
