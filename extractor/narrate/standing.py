"""How a printed result stands to its printed target: reached or not, and by how much.

Comes in: a target, a result, the year of the form. Goes out: a frozen ``Standing``. Never judges where the figures
do not: words are never compared, and a result that repeats its target (``≥95%``) is no measurement.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Literal

from extractor.narrate.said import Said, plain
from extractor.notation import PrintedDate, Quantity, comparable, parse_quantity
from extractor.notation.rate import LARGEST_FRACTION

How = Literal[
    "equal", "above", "below", "inside", "outside", "early", "on_time", "late", "copied", "words", "unlike", "blank"
]


@dataclass(frozen=True, slots=True)
class Standing:
    """How a result stands to its target.

    ``met`` is None where the two cannot be compared; ``how`` says on which side the result lies; ``gap`` is the
    difference with its formula, in ``unit`` (None without one, 天 between dates).
    ``share`` says that the two are percentages.
    """

    met: bool | None
    how: How
    gap: Said | None = None
    unit: Said | None = None
    share: bool = False


def standing(target: Said | None, actual: Said | None, year: int | None = None) -> Standing:
    """Compare a result with its target.

    A bare number is reached only when it is equal, since its direction is not printed. A date is reached when the
    result lies on it or before it; ``year`` is the form's, for dates without one.
    """
    if target is None or actual is None:
        return Standing(None, "blank")
    wanted, got = parse_quantity(target.text, year), parse_quantity(actual.text, year)
    if wanted is None or got is None:
        return Standing(None, "blank")
    if wanted.date and got.date:
        return _in_time(target, actual, wanted.date, got.date)
    if got.comparator not in ("", "="):
        return Standing(None, "copied")
    if wanted.value is None or got.value is None:
        return Standing(None, "words")
    if not comparable(wanted, got) or got.high is not None:
        return Standing(None, "unlike")
    return _numbers(target, actual, wanted, got)


def met(target: Said | None, actual: Said | None, year: int | None = None) -> bool | None:
    """Whether a printed result reaches its printed target; None where the two cannot be compared."""
    return standing(target, actual, year).met


def _in_time(target: Said, actual: Said, wanted: PrintedDate, got: PrintedDate) -> Standing:
    """A date against a deadline; days are counted only between two days."""
    if got.latest > wanted.latest >= got.earliest and got.precision != "day":
        return Standing(None, "unlike")  # ``12月`` against ``12月15日``: the print does not tell
    days = (wanted.latest - got.latest).days
    if wanted.precision != "day" or got.precision != "day":
        return Standing(days >= 0, "on_time" if days >= 0 else "late")
    how: How = "on_time" if days == 0 else "early" if days > 0 else "late"
    later, earlier = (wanted, got) if days >= 0 else (got, wanted)
    formula = f"{later.latest.isoformat()} － {earlier.latest.isoformat()}"
    gap = Said(str(abs(days)), target.paths + actual.paths, target.doubt or actual.doubt, formula) if days else None
    return Standing(days >= 0, how, gap, replace(gap, text="天") if gap else None)


def _numbers(target: Said, actual: Said, wanted: Quantity, got: Quantity) -> Standing:
    unlike = bool(wanted.unit) != bool(got.unit)
    if unlike and _may_be_fraction(wanted, got):
        return Standing(None, "unlike")
    low = wanted.span.low / wanted.scale if unlike else wanted.span.low
    high = wanted.span.high / wanted.scale if unlike else wanted.span.high
    found = got.span.low / got.scale if unlike else got.span.low
    if wanted.high is not None:
        return Standing(low <= found <= high, "inside" if low <= found <= high else "outside")
    # Forms use > and < loosely; the laws count the bound itself as met, and so is it told.
    outcomes = {"≥": found >= low, ">": found >= low, "≤": found <= high, "<": found <= high, "=": found == low}
    reached = outcomes.get(wanted.comparator, True if found == low else None)
    how: How = "equal" if found == low else "above" if found > low else "below"
    gap = _gap(target, actual, wanted, got) if how != "equal" else None
    unit = wanted.unit or got.unit
    return Standing(reached, how, gap, replace(gap, text=unit) if gap and unit else None, unit == "%")


def _may_be_fraction(wanted: Quantity, got: Quantity) -> bool:
    """Whether a bare number beside a percentage may be a fraction: 0.93 may be 93 %."""
    bare = got if wanted.unit else wanted
    share = "share" in (wanted.dimension, got.dimension)
    return share and bare.value is not None and abs(bare.value.value) <= LARGEST_FRACTION


def _gap(target: Said, actual: Said, wanted: Quantity, got: Quantity) -> Said | None:
    """The difference in the unit both print; None between 元 and 万元, where a reader would have to convert."""
    if wanted.value is None or got.value is None or (wanted.unit and got.unit and wanted.unit != got.unit):
        return None
    if wanted.factors or got.factors:
        return None
    one, other = wanted.value.value, got.value.value
    more, less = max(one, other), min(one, other)
    formula = f"{_term(more)}－{_term(less, behind=True)}"
    return Said(plain(more - less), target.paths + actual.paths, target.doubt or actual.doubt, formula)


def _term(value: Decimal, behind: bool = False) -> str:
    text = plain(value)
    return f"({text})" if behind and text.startswith("-") else text
