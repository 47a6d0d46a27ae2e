"""The conditional rules as settings: what a place, a year or an office may set differently.

Comes in: nothing. Goes out: ``LawSettings``, frozen, with the defaults named in each
field. Never presumes one local rule to be the only truth: laws say which rule fits.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal

Band = tuple[str, Decimal]
"""A grade word and the lowest total (points of 100) that earns it."""
Step = tuple[Decimal, Decimal]
"""The lowest rate (1 = 100 %) of a step, and the share of the weight it earns."""

_NATIONAL_BANDS: tuple[Band, ...] = (("优", Decimal(90)), ("良", Decimal(80)), ("中", Decimal(60)), ("差", Decimal(0)))
_GUIDE_STEPS: tuple[Step, ...] = (
    (Decimal(1), Decimal(1)),
    (Decimal("0.8"), Decimal("0.7")),
    (Decimal("0.6"), Decimal("0.5")),
    (Decimal(0), Decimal(0)),
)
_REGIMES: tuple[frozenset[tuple[str, int]], ...] = (
    frozenset({("执行", 10), ("产出", 50), ("效益", 30), ("满意度", 10)}),
    frozenset({("执行", 10), ("产出", 50), ("效益", 40)}),
    frozenset({("执行", 10), ("成本", 20), ("产出", 40), ("效益", 20), ("满意度", 10)}),
    frozenset({("执行", 10), ("成本", 20), ("产出", 40), ("效益", 30)}),
    frozenset({("执行", 20), ("产出", 40), ("效益", 30), ("满意度", 10)}),
)


@dataclass(frozen=True, slots=True)
class LawSettings:
    """Every threshold and table that is no arithmetic, with the national default.

    Bands are half open from below: 90 belongs to 优, 89.99 to 良. ``free_regimes`` are the
    execution weights whose rest each unit splits as it likes (20 + 80). ``severities`` maps
    law ids to a severity of one's own; notes stay notes.
    """

    grade_bands: tuple[Band, ...] = _NATIONAL_BANDS
    grade_synonyms: tuple[tuple[str, str], ...] = (("优秀", "优"), ("良好", "良"), ("合格", "中"), ("不合格", "差"))
    full_total: Decimal = Decimal(100)
    execution_steps: tuple[Step, ...] = _GUIDE_STEPS
    weight_regimes: tuple[frozenset[tuple[str, int]], ...] = _REGIMES
    free_regimes: tuple[int, ...] = (20,)
    tiers: tuple[tuple[Decimal, Decimal], ...] = (
        (Decimal("0.8"), Decimal("0.6")),
        (Decimal("0.8"), Decimal("0.5")),
    )
    over_fulfilment: Decimal = Decimal("1.3")
    large_adjustment: Decimal = Decimal("0.1")
    completion_floor: Decimal = Decimal("0.95")
    years_before: int = 5
    near: Decimal = Decimal("0.02")
    severities: tuple[tuple[str, str], ...] = field(default=())
