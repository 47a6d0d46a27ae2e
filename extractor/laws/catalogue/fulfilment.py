"""Whether a result meets its target, and by how much.

Comes in: two parsed quantities. Goes out: missed or not, late or not, the ratio that
scores. None wherever the print does not tell. Never interprets words as numbers.
"""

from __future__ import annotations

import re
from decimal import Decimal

from extractor.laws.form import Form, plain_label
from extractor.notation import Interval, Quantity, comparable

_COST = re.compile(r"成本|费用|支出")
_EITHER_WAY = re.compile(r"错误|差错|投诉|事故|故障|时间|时长|时限|天数|负债|超支|流失|违规|能耗|排放")
# Rates of dealing with something bad, and savings, are better the higher they are.
_HIGHER_IS_BETTER = re.compile(r"节约|节省|降低|减少|下降|缩短|压减|处理率|修复率|及时|解决|办结|达标|合格|完成|覆盖")
_PARTLY = re.compile(r"基本|部分|大部|初步|有待")
_NOT_DONE = re.compile(r"未|没有|无法|尚在|延期|推迟|暂停|取消")
_NO_SHORTFALL = re.compile(r"未(?:发生|出现|超|发现|见|有)|没有(?:发生|出现)|无法?定")


def lower_is_better(form: Form, row: str) -> bool:
    """Say whether a bare target of this row is a ceiling: a cost that is no saving."""
    label = form.text(f"{row}.level3") or ""
    if _HIGHER_IS_BETTER.search(label):
        return False
    return "成本" in (form.text(f"{row}.level2") or "") or bool(_COST.search(label))


def is_direction_unclear(form: Form, row: str) -> bool:
    """Say whether a target without comparator could be floor or ceiling, by the row's own label."""
    label = form.text(f"{row}.level3") or ""
    return bool(_EITHER_WAY.search(label)) and not _HIGHER_IS_BETTER.search(label)


def row_is_missed(form: Form, row: str, target: Quantity, actual: Quantity) -> bool | None:
    """Say whether an indicator row misses its numeric target; None where the print does not tell.

    A bare target whose label does not tell floor from ceiling is met only by the number itself.
    """
    if not target.comparator and is_direction_unclear(form, row):
        both = spans(target, actual)
        return False if both is not None and both[0] == both[1] else None
    return is_missed(target, actual, lower_is_better(form, row))


def spans(target: Quantity, actual: Quantity) -> tuple[Interval, Interval] | None:
    """Return both as ranges in one unit, or None if they cannot be compared.

    A number without a unit takes that of the other; beside a percentage it is per cent when above 1.5.
    """
    if target.value is None or actual.value is None or not comparable(target, actual):
        return None
    wanted, done = target.span, actual.span
    if target.unit and not actual.unit:
        done = _scaled(done, target.scale, target.dimension)
    elif actual.unit and not target.unit:
        wanted = _scaled(wanted, actual.scale, actual.dimension)
    return wanted, done


def _scaled(span: Interval, scale: Decimal, dimension: str) -> Interval:
    if dimension == "share" and abs(span.high) <= Decimal("1.5"):
        return span
    return Interval(span.low * scale, span.high * scale)


def is_missed(target: Quantity, actual: Quantity, lower: bool = False) -> bool | None:
    """Say whether the result misses a numeric target; None if that cannot be told.

    ``lower``: a bare target is a ceiling. The bound itself counts as met also for > and <
    (forms use them loosely).
    """
    both = spans(target, actual)
    if both is None:
        return None
    wanted, done = both
    if target.kind == "range":
        # Above the range may be better or worse: only below it is a miss for certain.
        return True if done.high < wanted.low else False if done.low <= wanted.high else None
    if target.comparator in ("≤", "<") or not target.comparator and lower:
        return done.low > wanted.high
    return done.high < wanted.low


def ratio(target: Quantity, actual: Quantity, lower: bool = False) -> Decimal | None:
    """Return how far the target was met: actual / target, for a ceiling target / actual; None if undefined."""
    both = spans(target, actual)
    if both is None or target.kind == "range":
        return None
    wanted, done = both
    if target.comparator in ("≤", "<") or not target.comparator and lower:
        return wanted.high / done.high if done.high > 0 else None
    return done.high / wanted.high if wanted.high > 0 else None


def is_late(target: Quantity, actual: Quantity) -> bool | None:
    """Say whether a date lies after its deadline for every reading of both; None if either is no date."""
    if target.date is None or actual.date is None:
        return None
    return actual.date.earliest > target.date.latest


def word_fulfilment(target: str, actual: str) -> str:
    """Return ``met``, ``partly``, ``missed`` or ``unclear`` for a worded target and result."""
    wanted, done = plain_label(target), plain_label(actual)
    if wanted == done:
        return "met"
    if _NOT_DONE.search(done) and not _NO_SHORTFALL.search(done):
        return "missed"
    return "partly" if _PARTLY.search(done) else "unclear"
