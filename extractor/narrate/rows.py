"""The rows of a form as a narrative tells them: indicators and score lines, with what each lost.

Comes in: a ``Teller``. Goes out: ``Row``, ``Section`` and ``Group`` values. Never judges where the cells do not: a
target that cannot be compared with its result is told as it stands.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from extractor.narrate.said import Said, Teller, difference, total
from extractor.narrate.standing import Standing, standing

_NO_NOTE = frozenset({"无", "无。", "无偏差", "没有"})


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
    standing: Standing
    met: bool | None

    @property
    def says(self) -> Said | None:
        """What the form says about the row: its note, None where it is empty or 无."""
        return None if self.note is None or self.note.text in _NO_NOTE else self.note

    @property
    def how(self) -> str:
        """On which side of its target the result lies, as ``standing.how``."""
        return self.standing.how


@dataclass(frozen=True, slots=True)
class Section:
    """One part of a score card."""

    name: Said
    weight: Said | None
    score: Said | None


@dataclass(frozen=True, slots=True)
class Group:
    """The indicators under one level-1 label; weight and score are sums with their formulas."""

    name: Said | None
    rows: tuple[Row, ...]
    weight: Said | None
    score: Said | None

    @property
    def losing(self) -> tuple[Row, ...]:
        """The rows that lost marks."""
        return tuple(row for row in self.rows if row.lost is not None)


def tell_indicator(teller: Teller, row: int) -> Row:
    """One indicator."""
    cell = {key: teller.say(f"indicators[{row}].{key}") for key in _INDICATOR}
    name = cell["level3"] or cell["level2"]
    above = tuple(said for key in ("level1", "level2") if (said := cell[key]) and said is not name)
    stands = standing(cell["target"], cell["actual"], teller.year)
    return Row(
        name, above, cell["target"], cell["actual"], cell["progress"], cell["weight"], cell["score"],
        _loss(cell["weight"], cell["score"]), cell["deviation_note"], stands, stands.met,
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
        teller.say(f"{at}.analysis"), Standing(None, "blank"), None,
    )  # fmt: skip


def tell_section(teller: Teller, row: int) -> Section | None:
    """The total line of a part of a score card, None for any other line."""
    at = f"scorecard[{row}]"
    name = teller.say(f"{at}.section")
    if name is None or teller.say(f"{at}.group") or teller.say(f"{at}.item"):
        return None
    return Section(name, teller.say(f"{at}.weight"), teller.say(f"{at}.score"))


def group_rows(rows: Sequence[Row]) -> tuple[Group, ...]:
    """Rows by the first label above them, in the order in which the labels come up."""
    found: dict[str, list[Row]] = {}
    for row in rows:
        found.setdefault(row.above[0].text if row.above else "", []).append(row)
    return tuple(
        Group(_label(members), tuple(members),
              _sum([row.weight for row in members]), _sum([row.score for row in members]))
        for members in found.values()
    )  # fmt: skip


def _label(rows: Sequence[Row]) -> Said | None:
    """The label above some rows; one that is certain before one that has to be checked."""
    labels = [row.above[0] for row in rows if row.above]
    return min(labels, key=lambda label: label.doubt, default=None)


def _sum(parts: Sequence[Said | None]) -> Said | None:
    """The sum of a column, None where a row of it is empty: a part of a sum would be a figure of nothing."""
    there = [part for part in parts if part is not None]
    return total(there) if len(there) == len(parts) else None


def _loss(weight: Said | None, score: Said | None) -> Said | None:
    lost = difference(weight, score)
    # A score above its weight is a contradiction for the review notes, not a negative loss.
    return lost if lost is not None and lost.number is not None and lost.number > 0 else None
