"""The rows of a form as a narrative tells them: indicators and score lines, with what each lost.

Comes in: a ``Teller``. Goes out: ``Row`` and ``Section`` values. Never judges where the cells do
not: a target that cannot be compared with its result is told as it stands.
"""

from __future__ import annotations

from dataclasses import dataclass

from extractor.narrate.said import Said, Teller, difference
from extractor.notation import comparable, parse_quantity


@dataclass(frozen=True, slots=True)
class Row:
    """One indicator or one score line; ``lost`` is weight minus score where marks were lost."""

    name: Said | None
    above: tuple[Said, ...]
    target: Said | None
    actual: Said | None
    progress: Said | None
    weight: Said | None
    score: Said | None
    lost: Said | None
    note: Said | None
    met: bool | None


@dataclass(frozen=True, slots=True)
class Section:
    """One part of a score card."""

    name: Said
    weight: Said | None
    score: Said | None


def tell_indicator(teller: Teller, row: int) -> Row:
    """One indicator."""
    cell = {key: teller.say(f"indicators[{row}].{key}") for key in _INDICATOR}
    name = cell["level3"] or cell["level2"]
    above = tuple(said for key in ("level1", "level2") if (said := cell[key]) and said is not name)
    lost = _loss(cell["weight"], cell["score"])
    return Row(
        name, above, cell["target"], cell["actual"], cell["progress"], cell["weight"], cell["score"], lost,
        cell["deviation_note"], met(cell["target"], cell["actual"], teller.year),
    )  # fmt: skip


_INDICATOR = ("level1", "level2", "level3", "target", "actual", "progress", "weight", "score", "deviation_note")


def tell_item(teller: Teller, row: int) -> Row:
    """One line of a score card."""
    at = f"scorecard[{row}]"
    weight = teller.say(f"{at}.weight") or teller.say(f"{at}.reference_weight")
    score = teller.say(f"{at}.score")
    above = tuple(said for key in ("section", "group") if (said := teller.say(f"{at}.{key}")))
    return Row(
        teller.say(f"{at}.item"), above, None, None, None, weight, score, _loss(weight, score),
        teller.say(f"{at}.analysis"), None,
    )  # fmt: skip


def tell_section(teller: Teller, row: int) -> Section | None:
    """The total line of a part of a score card, None for any other line."""
    at = f"scorecard[{row}]"
    name = teller.say(f"{at}.section")
    if name is None or teller.say(f"{at}.group") or teller.say(f"{at}.item"):
        return None
    return Section(name, teller.say(f"{at}.weight"), teller.say(f"{at}.score"))


def _loss(weight: Said | None, score: Said | None) -> Said | None:
    lost = difference(weight, score)
    # A score above its weight is a contradiction for the review notes, not a negative loss.
    return lost if lost is not None and lost.number is not None and lost.number > 0 else None


def met(target: Said | None, actual: Said | None, year: int | None = None) -> bool | None:
    """Whether a printed result reaches its printed target; None where the two cannot be compared.

    Words are never compared, and a result that is itself a threshold (``≥95%``) is no measurement.
    A bare number is reached only when it is equal, since its direction is not printed. A date is
    reached when the result lies on it or before it; ``year`` is the form's, for dates without one.
    """
    if target is None or actual is None:
        return None
    wanted, got = parse_quantity(target.text, year), parse_quantity(actual.text, year)
    if wanted is not None and got is not None and wanted.date and got.date:
        return got.date.latest <= wanted.date.latest
    if wanted is None or got is None or not comparable(wanted, got) or got.high is not None:
        return None
    unlike = bool(wanted.unit) != bool(got.unit)
    low = wanted.span.low / wanted.scale if unlike else wanted.span.low
    high = wanted.span.high / wanted.scale if unlike else wanted.span.high
    found = got.span.low / got.scale if unlike else got.span.low
    outcomes = {"≥": found >= low, ">": found > low, "≤": found <= high, "<": found < high, "=": found == low}
    if got.comparator not in ("", "="):
        return None
    if wanted.high is not None:
        return low <= found <= high
    return outcomes.get(wanted.comparator, True if found == low else None)
