"""How plausible an indicator row is: its score against its weight, target and result.

Comes in: the readings of one row, some of them on trial. Goes out: a cost. These are the
scoring rules in use (财预〔2020〕10号 art. 17 and local ratio rules): they weigh readings, they
prove nothing, since a form may score otherwise.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from extractor.decide.state import State
from extractor.notation import Quantity, comparable, parse_number, parse_quantity

_AT_MOST = frozenset(("≤", "<"))


def row_cost(row: str, state: State, trial: Mapping[str, str]) -> float:
    """Oddity of an indicator row; 0 for a row of another table or one that says too little."""
    if not row.startswith("indicators"):
        return 0.0
    texts = {
        key: trial.get(f"{row}.{key}") or _text(state, f"{row}.{key}")
        for key in ("weight", "score", "target", "actual")
    }
    weight, score = (parse_number(texts[key] or "") for key in ("weight", "score"))
    if weight is None or score is None:
        return 0.0
    if score.value > weight.value:
        return 3.0
    share = fulfilment(texts["target"], texts["actual"])
    if share is None:
        return 0.0 if score.value == weight.value else 0.5
    if share >= 1:
        return -0.5 if score.value == weight.value else 0.8
    return -1.0 if proportional(weight.value, share, score.value) else 0.9 if score.value == weight.value else 0.4


def _text(state: State, path: str) -> str | None:
    candidate = state.chosen.get(path)
    return candidate.value if candidate is not None else None


def fulfilment(target: str | None, actual: str | None) -> Decimal | None:
    """Share of a numeric target that was reached (1 is all of it); None if the two cannot be compared."""
    wanted, reached = parse_quantity(target or ""), parse_quantity(actual or "")
    if target and target == actual and not any(char.isdecimal() for char in target):
        return Decimal(1)  # 显著提升 wanted, 显著提升 reached
    if wanted is None or reached is None or not _are_numbers(wanted, reached) or not comparable(wanted, reached):
        return None
    assert wanted.value is not None and reached.value is not None
    a, b = reached.value.value, wanted.value.value
    if wanted.comparator in _AT_MOST:
        return Decimal(1) if a <= b else b / a
    return a / b if b else None


def _are_numbers(wanted: Quantity, reached: Quantity) -> bool:
    return wanted.kind == reached.kind == "number" and wanted.value is not None and reached.value is not None


def proportional(weight: Decimal, share: Decimal, score: Decimal) -> bool:
    """True if the score is weight × share to its own last digit, rounded or cut."""
    exact = weight * share
    exponent = score.as_tuple().exponent
    step = Decimal(1).scaleb(exponent) if isinstance(exponent, int) else Decimal(1)
    return abs(exact - score) <= max(step, Decimal("0.1")) / 2 + Decimal("0.001") or 0 <= exact - score < step
