"""Inference of lost cells: a value is given only if the laws leave no other.

Comes in: the state with lost cells. Goes out: the state with those that are forced, each
with a proof of one line. Bounds narrow until nothing moves: sums, and scores that are at
most their weight; a conditional rule proves nothing here.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from extractor.decide.proof import concluded, spelled
from extractor.decide.state import State
from extractor.laws import BoundLaw
from extractor.laws.outcome import Seen
from extractor.laws.relations import Balance
from extractor.notation import Interval, format_number, parse_number

_MOST_POINTS, _MOST_MONEY = Decimal(1000), Decimal(10) ** 13
_POINTS = (".weight", ".score", ".reference_weight")
_MAY_BE_NEGATIVE = (".budget_adjustment", ".other_adjustment")
SUMMED = (
    *_POINTS, ".initial_budget", ".adjusted_budget", ".allocated", ".executed", ".carry_over_in", ".year_end_balance",
    *_MAY_BE_NEGATIVE,
)  # fmt: skip
"""How the paths end whose numbers sums and bounds can force."""

FROM_DOUBTFUL = "由待核的格推定"
FROM_COARSE = "合计所印的小数位少于各项，此值按合计为准数推定"


def infer(state: State) -> None:
    """Give every lost number that the laws force its value.

    First without the cells that are in doubt: what is forced then rests on sure cells
    alone, and a doubtful cell that is forced to just what it prints is in doubt no more.
    Then with them, and then with every whole that is printed more coarsely than its parts
    (142 over 51.6 and 56.6) taken for exact: what is forced only so is flagged, unless the
    same sum comes out to the last digit in another column.
    """
    lost = [path for path in state.chosen if state.is_lost(path) and path.endswith(SUMMED)]
    doubtful = {
        path
        for path, c in state.chosen.items()
        if c.value and (c.reasons or state.reasons.get(path)) and path.endswith(SUMMED)
    }
    if not lost and not doubtful:
        return
    for path, (value, proof) in forced(state, lost, doubtful).items():
        printed = parse_number(state.chosen[path].value or "")
        if path in doubtful and printed is not None and printed.value == value:
            state.take(path, replace(state.chosen[path], reasons=()))
        elif path not in doubtful:
            _give(state, path, value, proof)
    for path, (value, proof) in forced(state, _still_lost(state, lost), set()).items():
        _give(state, path, value, proof)
        if doubtful:
            state.flag(path, FROM_DOUBTFUL)
    proved_exact = _exact_elsewhere(state)
    for path, (value, proof) in forced(state, _still_lost(state, lost), set(), exact=True).items():
        _give(state, path, value, proof)
        if doubtful:
            state.flag(path, FROM_DOUBTFUL)
        if path.partition("[")[0] not in proved_exact:
            state.flag(path, FROM_COARSE)


def _still_lost(state: State, lost: Sequence[str]) -> list[str]:
    return [path for path in lost if state.is_lost(path)]


def _exact_elsewhere(state: State) -> set[str]:
    """Tables of which some sum of money comes out to the last digit under a whole that is printed coarsely."""
    look = state.look()
    found = set()
    for law in state.bound():
        if isinstance(law.relation, Balance) and law.relation.rounded:
            outcome = law.relation.judge(look)
            if outcome.verdict == "holds" and not outcome.difference:
                found.add(law.cells[-1].partition("[")[0])
    return found


def forced(
    state: State, lost: Sequence[str], doubtful: set[str], *, exact: bool = False
) -> dict[str, tuple[Decimal, str]]:
    """Values that the laws leave alone for cells that are lost, or taken for lost, each with its proof.

    ``exact`` takes every printed whole for exact, however coarsely it is printed.
    """
    open_cells = dict.fromkeys([*lost, *doubtful])
    laws = [law for law in _sound(state) if set(law.cells) & open_cells.keys()]
    if exact:
        laws = [
            replace(law, relation=replace(law.relation, exact=True)) if isinstance(law.relation, Balance) else law
            for law in laws
        ]
    bounds: dict[str, Seen] = {path: _reach(path) for path in open_cells}
    reasons: dict[str, list[str]] = {path: [] for path in open_cells}
    for _ in range(24):
        if not _narrow(state, laws, bounds, reasons, doubtful):
            break
    out: dict[str, tuple[Decimal, str]] = {}
    for path in open_cells:
        found = bounds[path]
        value = found.low if isinstance(found, Interval) and found.low == found.high else None
        if value is not None and (value != 0 or path.startswith("department.")):
            out[path] = value, "；".join(reasons[path][-2:])
    return out


def _sound(state: State) -> list[BoundLaw]:
    """The laws that force something: not those that are one rule among several.

    Where another column of the same table adds up only by another rule (carry-over counted within
    the grant), the usual rule forces nothing in this form.
    """
    look = state.look()
    other_rule = {
        law.law_id
        for law in state.bound()
        if law.alternatives
        and law.relation is not None
        and law.relation.judge(look).verdict == "broken"
        and any(rule.relation.judge(look).verdict == "holds" for rule in law.alternatives)
    }
    return [law for law in state.bound() if not law.conditional and law.law_id not in other_rule]


def _reach(path: str) -> Interval:
    """What a cell of this kind may hold: no end that matters, adjustments also below zero."""
    if path.endswith(_POINTS):
        return Interval(Decimal(0), _MOST_POINTS)
    return Interval(-_MOST_MONEY if path.endswith(_MAY_BE_NEGATIVE) else Decimal(0), _MOST_MONEY)


def _give(state: State, path: str, value: Decimal, proof: str) -> None:
    text, proof = written(state, path, value, proof)
    state.take(path, replace(state.chosen[path], value=text, raw="", spans=(), origin="inferred", reasons=()))
    state.proofs[path] = proof


def written(state: State, path: str, value: Decimal, proof: str) -> tuple[str, str]:
    """A forced value with the decimals that its column prints, and its proof with what follows from it."""
    text = format_number(value, max(_decimals(state, path), _own_decimals(value)))
    return text, f"{proof} ⇒ {concluded(state, path, text)}"


def _own_decimals(value: Decimal) -> int:
    exponent = value.normalize().as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def _narrow(
    state: State,
    laws: Sequence[BoundLaw],
    bounds: dict[str, Seen],
    reasons: dict[str, list[str]],
    doubtful: set[str],
) -> bool:
    """Narrow the bounds of open cells by every law once; True if one moved."""
    moved = False
    look = state.look(bounds=bounds, hidden=doubtful)
    for law in laws:
        for path in law.cells:
            now = bounds.get(path)
            if law.relation is None or not isinstance(now, Interval):
                continue
            found = law.relation.force(look, path, now.low, now.high)
            if found is not None and (found.low > now.low or found.high < now.high):
                bounds[path] = found
                reasons[path].append(spelled(state, law, path, bounds))
                moved = True
    return moved


def _decimals(state: State, path: str) -> int:
    """How many decimals the printed cells of the same column have; for money, all amounts of the table."""
    table, key = re.split(r"[\[.]", path)[0], path.rpartition(".")[2]
    keys = (f".{key}",) if path.endswith(_POINTS) else tuple(name for name in SUMMED if name not in _POINTS)
    printed = [
        number.decimals
        for other, candidate in state.chosen.items()
        if other.startswith(table)
        and other.endswith(keys)
        and candidate.value
        and (number := parse_number(candidate.value)) is not None
    ]
    return max(printed, default=0)
