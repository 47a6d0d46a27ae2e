"""What the solutions of a component prove, what they suggest, and what they leave open.

Comes in: a component and its nearly cheapest solutions. Goes out: a ``Plan``. Another reading of a
number is proved if two independent checks fail as printed and hold as read, and no other solution
nearly as cheap reads the cell otherwise; a check whose other cells are changed counts only if these
changes are proved themselves. Changes nothing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from extractor.decide.checks import LETTER, SEEN, Check
from extractor.decide.component import Component
from extractor.decide.solver import MARGIN, Answer
from extractor.decide.state import State
from extractor.decide.trials import by_cell, failing_checks, is_impossible
from extractor.laws.relations import Balance
from extractor.notation import parse_number
from extractor.values import Alternative

_SURE = 0.9  # an engine as sure as this has read what is printed: the slip is the author's
_GROUNDS = 2  # independent checks that prove a reading wrong


@dataclass(frozen=True, slots=True)
class Finding:
    """A reading other than the printed one, and the checks that speak for it."""

    text: str
    grounds: tuple[str, ...]


@dataclass(slots=True)
class Plan:
    """By path: readings that are proved, or only suggested; cells that stay open; runs that are parted otherwise."""

    proved: dict[str, Finding] = field(default_factory=dict)
    suggested: dict[str, Finding] = field(default_factory=dict)
    unsettled: set[str] = field(default_factory=set)
    parted: list[Alternative] = field(default_factory=list)
    margins: dict[str, float] = field(default_factory=dict)

    def add(self, other: Plan) -> None:
        """Take over what another component says."""
        self.proved.update(other.proved)
        self.suggested.update(other.suggested)
        self.unsettled |= other.unsettled
        self.parted += other.parted
        self.margins.update(other.margins)


def plan(state: State, component: Component, answer: Answer) -> Plan:
    """What the cheapest solution says about every open cell, in the light of those nearly as cheap."""
    out = Plan()
    if not answer.solutions:
        out.unsettled.update(component.options)
        return out
    best, rivals = answer.solutions[0], _rivals(answer)
    out.margins = {path: _margin(answer, path) for path in best.texts}
    of = by_cell(component.checks)
    base = _base(state, component, answer)
    out.parted = _parted(component, best.ways, state)
    changed = {path: text for path, text in best.texts.items() if text is not None and text != base.get(path, text)}
    sure = {path: text for path, text in changed.items() if path not in rivals} if answer.complete else {}
    out.proved = {path: Finding(sure[path], names) for path, names in _proved(state, base, sure, of).items()}
    for path, text in changed.items():
        if path not in out.proved:
            names = _mended(state, path, base, changed, of.get(path, ()))
            out.suggested[path] = Finding(text, names)
    for path, texts in rivals.items():
        others = [text for text in texts if not _same(text, base.get(path))]
        if path not in changed and others:
            names = _mended(state, path, base, {path: others[0]}, of.get(path, ()))
            if names:
                out.suggested[path] = Finding(others[0], names)
    if not answer.complete:
        out.unsettled.update(path for path in component.options if path not in out.suggested)
    return out


def _base(state: State, component: Component, answer: Answer) -> dict[str, str]:
    """What every open cell holds as printed, its run parted as in the cheapest solution."""
    base = {path: options[0].text for path, options in component.options.items()}
    for run, way in zip(component.runs, answer.solutions[0].ways, strict=True):
        if way is not None:
            told = {c.path: c.value for c in run.choice.alternatives[way].candidates}
            base.update({path: told.get(path) for path in run.paths})
    return {path: text for path, text in base.items() if text is not None}


def _parted(component: Component, ways: Sequence[int | None], state: State) -> list[Alternative]:
    """The runs that the cheapest solution parts otherwise than they are parted now."""
    out = []
    for run, way in zip(component.runs, ways, strict=True):
        if way is None:
            continue
        alternative = run.choice.alternatives[way]
        now = [state.chosen.get(c.path) for c in alternative.candidates]
        if any(a is None or a.spans != c.spans for a, c in zip(now, alternative.candidates, strict=True)):
            out.append(alternative)
    return out


def _rivals(answer: Answer) -> dict[str, tuple[str, ...]]:
    """For every cell that another solution nearly as cheap reads as another number: those readings."""
    best = answer.solutions[0]
    found: dict[str, dict[str, None]] = {}
    for other in answer.solutions[1:]:
        for path, text in other.texts.items():
            if text is not None and not _same(text, best.texts[path]):
                found.setdefault(path, {})[text] = None
    return {path: tuple(texts) for path, texts in found.items()}


def _margin(answer: Answer, path: str) -> float:
    """How much dearer the cheapest solution is that reads the cell as another number; at least so much if none is."""
    best = answer.solutions[0]
    other = [one.cost for one in answer.solutions if not _same(one.texts[path] or "", best.texts[path])]
    return min(other) - best.cost if other else MARGIN


def _same(one: str, other: str | None) -> bool:
    if other is None:
        return False
    left, right = parse_number(one), parse_number(other)
    return one == other if left is None or right is None else left.value == right.value


def _proved(
    state: State, base: Mapping[str, str], changed: dict[str, str], of: Mapping[str, Sequence[Check]]
) -> dict[str, tuple[str, ...]]:
    """The changes that two checks each prove, counting only checks whose other changes are proved themselves."""
    while True:
        grounds = {path: _mended(state, path, base, changed, of.get(path, ())) for path in changed}
        weak = [path for path, names in grounds.items() if len(names) < _GROUNDS]
        if not weak:
            return grounds
        changed = {path: text for path, text in changed.items() if path not in weak}


def _mended(
    state: State, path: str, base: Mapping[str, str], changed: Mapping[str, str], checks: Sequence[Check]
) -> tuple[str, ...]:
    """Checks that fail with the cell as printed and hold as read, all other changes made; none if one is spoiled."""
    others = {**base, **{other: text for other, text in changed.items() if other != path}}
    before, after = failing_checks(state, checks, others), failing_checks(state, checks, {**base, **changed})
    if after - before:
        return ()
    mended = before - after
    letter = (f"{LETTER}:{path}",) if is_impossible(path, base.get(path, "")) else ()
    seen = (f"{SEEN}:{path}",) if _was_seen(state, path, changed.get(path)) and mended & _sums(checks) else ()
    return (*sorted(mended), *letter, *seen)


def _was_seen(state: State, path: str, text: str | None) -> bool:
    """Whether the OCR engine, which was not sure of what it read, also saw this reading in the same ink."""
    candidate = state.chosen.get(path)
    return candidate is not None and candidate.ink < _SURE and text in candidate.seen


def _sums(checks: Sequence[Check]) -> set[str]:
    """The sums among some checks: beside a bound, which many readings keep, what an engine saw proves nothing."""
    return {
        check.name
        for check in checks
        if check.law is not None
        and not check.law.conditional
        and any(isinstance(relation, Balance) for relation in check.relations)
    }
