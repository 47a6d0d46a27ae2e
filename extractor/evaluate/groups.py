"""The same counts by row of the table, family, layout, damage, severity and planted error.

Comes in: an ``Evaluation``. Goes out: ``Group`` values, worst first. Never adds a form twice in one dimension.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import Any, Literal

from extractor.evaluate.bounds import rate_bound, share_bound
from extractor.evaluate.rates import all_rates
from extractor.evaluate.results import CaseResult, Evaluation, FormResult
from extractor.evaluate.tally import Tally, add_up
from extractor.labels import Label

Dimension = Literal["row", "family", "layout", "damage", "severity", "error"]
DIMENSIONS: dict[Dimension, Label] = {
    "row": Label("评测组", "row"),
    "damage": Label("损坏种类", "damage"),
    "severity": Label("损坏程度", "severity"),
    "layout": Label("版式", "layout"),
    "family": Label("表式", "family"),
    "error": Label("人为差错", "author's error"),
}


@dataclass(frozen=True, slots=True)
class Group:
    """The counts of the forms that share something, and the bounds of their silent errors (0 to 1).

    ``bound`` is that of the rate over leaves, ``forms_bound`` that of the share of forms with one.
    """

    name: str
    tally: Tally
    bound: float
    forms_bound: float

    @property
    def badness(self) -> tuple[float, float, float]:
        """Sorts worst first: by silent errors, then silent gaps, then accuracy."""
        tally = self.tally
        gold = max(1, tally.gold)
        return -tally.wrong_silent / gold, -tally.missing_silent / gold, tally.right / max(1, tally.leaves)


def groups(evaluation: Evaluation, dimension: Dimension) -> list[Group]:
    """The groups of one dimension, worst first; forms that have no value in it are left out."""
    members: defaultdict[str, list[FormResult]] = defaultdict(list)
    for case in evaluation.cases:
        for form in case.forms:
            members[_value(case, form, dimension)].append(form)
    found = [group_of(name, forms) for name, forms in members.items() if name]
    return sorted(found, key=lambda group: group.badness)


def _value(case: CaseResult, form: FormResult, dimension: Dimension) -> str:
    if dimension == "family":
        return form.family
    return case.row if dimension == "row" else case.kinds[dimension]


def group_of(name: str, forms: list[FormResult]) -> Group:
    """The group that some forms make."""
    tally = add_up(form.tally for form in forms)
    return Group(
        name,
        tally,
        rate_bound([(form.tally.wrong_silent, form.tally.gold) for form in forms]),
        share_bound(tally.forms_silent, tally.forms),
    )


def whole(evaluation: Evaluation) -> Group:
    """All forms as one group."""
    return group_of("", list(evaluation.forms()))


def group_as_data(group: Group) -> dict[str, Any]:
    """A group as plain data: counts, rates and bounds."""
    return {
        "name": group.name,
        "counts": group.tally.as_dict(),
        "rates": all_rates(group.tally),
        "silent_upper_bound": round(group.bound, 6),
        "forms_silent_upper_bound": round(group.forms_bound, 6),
    }


def groups_as_data(evaluation: Evaluation) -> dict[str, Any]:
    """The total and the groups of every dimension as plain data."""
    return {
        "total": group_as_data(whole(evaluation)),
        "groups": {name: [group_as_data(one) for one in groups(evaluation, name)] for name in DIMENSIONS},
    }
