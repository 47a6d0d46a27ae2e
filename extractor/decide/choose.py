"""Choosing among the ways to cut glued runs: the cheapest set of cuts that the sums confirm.

Comes in: choices with several alternatives and the laws over their cells. Goes out: one
alternative a choice, and which choices stay doubtful because another set of cuts is
nearly as cheap. A shortest path over the choices whose state is what each sum has come to.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from operator import add

from extractor.decide.disputes import Rival, unsettled
from extractor.decide.rows import row_cost
from extractor.decide.state import LOST, State
from extractor.laws import BoundLaw
from extractor.laws.relations import Balance
from extractor.notation import Printed, parse_number
from extractor.values import Alternative, Choice

_BROKEN = 4.0  # what breaking a law costs, in oddities of a cut
_MARGIN = 1.2  # a set of cuts this much dearer is no rival
_KEPT = 600
_UNIT = 10_000  # sums are added up as whole numbers of this part of a point or of 万元
_OPEN = 10**18  # more than any sum can come to: a lost number leaves it open
_UNTOLD = 1.0  # what a sum costs that a lost number leaves open
_OFF = 510  # by how much a sum may miss
CUT_IN_DOUBT = "此处数字连写，另有切分方式几乎同样合理"
PLACE_IN_DOUBT = "空格未印出，此数还可能属于同行的另一栏"


@dataclass(frozen=True, slots=True)
class _Way:
    """One alternative with its cost (laws within its row included) and what it adds to each sum."""

    alternative: Alternative
    cost: float
    adds: tuple[int, ...]  # in ten-thousandths


def choose(state: State, choices: Sequence[Choice]) -> dict[str, str]:
    """Take the best alternative of every choice into the state; paths that stay doubtful come back with the reason."""
    if not choices:
        return {}
    for choice in choices:
        _take(state, choice.alternatives[0])
    laws = state.bound()
    paths = {c.path for choice in choices for a in choice.alternatives for c in a.candidates}
    sums = [law.relation for law in laws if isinstance(law.relation, Balance) and paths & set(law.cells)]
    ways = [_ways(state, choice, laws, sums) for choice in choices]
    base = [_fixed(state, relation, paths) for relation in sums]
    picks = _best(ways, sums, base, state)
    for way in picks:
        _take(state, way.alternative)
    rivals = [rival for options, pick in zip(ways, picks, strict=True) for rival in _rivals_of(options, pick)]
    glued = {c.path for choice in choices if _parts_a_run(choice) for a in choice.alternatives for c in a.candidates}
    doubtful = {path: CUT_IN_DOUBT if path in glued else PLACE_IN_DOUBT for path in _doubtful(ways, picks)}
    return {**doubtful, **unsettled(state, rivals)}


def _parts_a_run(choice: Choice) -> bool:
    """True if the alternatives part one printed run in several ways, rather than place whole figures."""
    raws = {tuple(sorted(c.raw for c in a.candidates if c.raw)) for a in choice.alternatives}
    return len(raws) > 1


def _rivals_of(options: Sequence[_Way], pick: _Way) -> Iterator[Rival]:
    """What other readers have instead of each chosen candidate."""
    for chosen in pick.alternative.candidates:
        for way in options:
            for other in way.alternative.candidates:
                if other.path == chosen.path and other.reader != chosen.reader and other.value != chosen.value:
                    yield Rival(chosen, other)


def _take(state: State, alternative: Alternative) -> None:
    for candidate in alternative.candidates:
        state.take(candidate.path, candidate)


def _ways(state: State, choice: Choice, laws: Sequence[BoundLaw], sums: Sequence[Balance]) -> list[_Way]:
    """The alternatives of one choice, each judged by the laws that lie within its row."""
    own = {c.path for c in choice.alternatives[0].candidates}
    row = next(iter(own)).rpartition(".")[0]
    local = [
        law
        for law in laws
        if own & set(law.cells)
        and not isinstance(law.relation, Balance)
        and all(path.startswith(row) for path in law.cells)
    ]
    out = []
    for alternative in choice.alternatives:
        trial = {c.path: c.value for c in alternative.candidates if c.value is not None}
        look = state.look(trial)
        broken = sum(law.relation.judge(look).verdict == "broken" for law in local if law.relation is not None)
        cost = alternative.cost + _BROKEN * 0.5 * broken + row_cost(row, state, trial)
        lost = {c.path for c in alternative.candidates if c.origin == LOST}
        out.append(_Way(alternative, cost, tuple(_added(relation, trial, lost) for relation in sums)))
    return sorted(out, key=lambda way: way.cost)


def _added(relation: Balance, trial: Mapping[str, str], lost: Collection[str]) -> int:
    """What the readings of one alternative add to a sum (its result counts as negative); a lost one leaves it open."""
    total = Decimal(0)
    if lost and not set(relation.cells).isdisjoint(lost):
        return _OPEN
    for path, sign in (*relation.terms, (relation.result, -1)):
        if path in trial:
            seen = _number(trial[path])
            total += seen if sign > 0 else -seen
    return int(total * _UNIT)


def _number(text: str) -> Decimal:
    seen = parse_number(text)
    return seen.value if seen is not None else Decimal(0)


def _fixed(state: State, relation: Balance, paths: set[str]) -> Decimal | None:
    """What the cells outside the choices come to; None if the sum says nothing: a cell is lost, or all parts are."""
    look = state.look()
    total, parts = Decimal(0), any(path in paths for path, _ in relation.terms)
    for path, sign in (*relation.terms, (relation.result, -1)):
        if path in paths:
            continue
        seen = look(path)
        if seen is None:
            return None
        if isinstance(seen, Printed):
            total += seen.value if sign > 0 else -seen.value
            parts = parts or path != relation.result
    return total if parts else None


def _best(
    ways: Sequence[Sequence[_Way]], sums: Sequence[Balance], base: Sequence[Decimal | None], state: State
) -> list[_Way]:
    """The cheapest picks, broken sums included."""
    start = tuple(int(value * _UNIT) if value is not None else 0 for value in base)
    frontier: dict[tuple[int, ...], tuple[float, tuple[_Way, ...]]] = {start: (0.0, ())}
    for options in ways:
        after: dict[tuple[int, ...], tuple[float, tuple[_Way, ...]]] = {}
        for totals, (cost, picks) in frontier.items():
            for way in options:
                key = tuple(map(add, totals, way.adds))
                price = cost + way.cost
                if key not in after or price < after[key][0]:
                    after[key] = (price, (*picks, way))
        frontier = dict(sorted(after.items(), key=lambda item: item[1][0])[:_KEPT])
    checked = [index for index, value in enumerate(base) if value is not None]
    return list(
        min(
            ((cost + _unmet(totals, checked), picks) for totals, (cost, picks) in frontier.items()),
            key=lambda item: item[0],
        )[1]
    )


def _unmet(totals: Sequence[int], checked: Sequence[int]) -> float:
    return sum(
        _UNTOLD if abs(totals[index]) >= _OPEN / 2 else _BROKEN for index in checked if abs(totals[index]) > _OFF
    )


def _doubtful(ways: Sequence[Sequence[_Way]], picks: Sequence[_Way]) -> set[str]:
    """Paths for which another way, alone or with one more, is as good to the sums and nearly as cheap."""
    moves: list[tuple[int, tuple[int, ...], float, _Way]] = []
    for index, (options, pick) in enumerate(zip(ways, picks, strict=True)):
        for way in options:
            if way is not pick and way.cost - pick.cost <= _MARGIN + 0.5:
                moves.append(
                    (index, tuple(b - a for a, b in zip(pick.adds, way.adds, strict=True)), way.cost - pick.cost, way)
                )
    doubtful: set[str] = set()
    for n, (index, delta, extra, way) in enumerate(moves):
        if not any(delta) and extra <= _MARGIN:
            doubtful |= _changed(picks[index], way)
        for other, back, more, twin in moves[n + 1 :]:
            if other != index and extra + more <= _MARGIN and all(a + b == 0 for a, b in zip(delta, back, strict=True)):
                doubtful |= _changed(picks[index], way) | _changed(picks[other], twin)
    return doubtful


def _changed(pick: _Way, way: _Way) -> set[str]:
    """Paths that the two ways read differently."""
    mine = {c.path: c.value for c in pick.alternative.candidates}
    return {c.path for c in way.alternative.candidates if mine.get(c.path) != c.value} | {
        path for path in mine if path not in {c.path for c in way.alternative.candidates}
    }
