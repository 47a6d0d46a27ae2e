"""A lost number counts as inferred if and only if the form leaves it one value: compared with brute force."""

from __future__ import annotations

from itertools import product
from random import Random
from typing import Any

import pytest

from eval_set.generator.forced import at_most_zero, equations, forced
from eval_set.generator.sheet import blank_record, fund_entry, leaf_at

HIGHEST = 8
"""Brute force tries whole values from 0 to here: the small forms below hold no other."""


def small_form(chance: Random) -> dict[str, Any]:
    """Three weighed indicators, an execution score, and two sources of money, all in small whole numbers."""
    record = blank_record("project_national")
    parts = [chance.randrange(0, 4) for _ in range(2)]
    weight = chance.randrange(1, 3)
    whole = {"adjusted_budget": str(sum(parts)), "weight": str(weight), "score": str(chance.randrange(0, weight + 1))}
    record["funds"] = [
        fund_entry("all", "total", **whole),
        *(
            fund_entry("all", name, adjusted_budget=str(part))
            for name, part in zip(("fiscal", "other"), parts, strict=True)
        ),
    ]
    for _ in range(3):
        weight = chance.randrange(1, 3)
        row = {"weight": str(weight), "score": str(chance.choice((weight, weight, chance.randrange(0, weight + 1))))}
        record["indicators"].append(row)
    rows = [record["funds"][0], *record["indicators"]]
    record["total"] = {key: str(sum(int(row[key]) for row in rows)) for key in ("weight", "score")}
    return record


def only_values(record: dict[str, Any], lost: list[str]) -> frozenset[str]:
    """Try all values and return the paths that come out the same in every solution."""
    sums, bounds = list(equations(record)), list(at_most_zero(record))
    paths = {path for terms in (*sums, *bounds) for path in terms}
    known = {path: int(leaf_at(record, path)) for path in paths}
    solutions = []
    for values in product(range(HIGHEST + 1), repeat=len(lost)):
        tried = {**known, **dict(zip(lost, values, strict=True))}
        totals = (sum(factor * tried[path] for path, factor in terms.items()) for terms in sums)
        limits = (sum(factor * tried[path] for path, factor in terms.items()) for terms in bounds)
        if all(total == 0 for total in totals) and all(limit <= 0 for limit in limits):
            solutions.append(values)
    return frozenset(path for place, path in enumerate(lost) if len({values[place] for values in solutions}) == 1)


@pytest.mark.parametrize("seed", range(60))
def test_inferred_means_one_value_is_left(seed: int) -> None:
    chance = Random(seed)
    record = small_form(chance)
    paths = [f"indicators[{row}].{key}" for row in range(3) for key in ("weight", "score")]
    paths += ["total.weight", "total.score", "funds[0].score", "funds[0].adjusted_budget", "funds[1].adjusted_budget"]
    lost = sorted(chance.sample(paths, chance.randrange(1, 5)))
    assert forced(record, lost) == only_values(record, lost)


def test_full_marks_are_forced_when_the_total_leaves_no_other_possibility() -> None:
    record = blank_record("project_national")
    record["indicators"] = [{"weight": "5", "score": "5"}, {"weight": "3", "score": "3"}]
    record["total"] = {"weight": "8", "score": "8"}
    assert forced(record, ["indicators[0].score", "indicators[1].score"]) == {
        "indicators[0].score",
        "indicators[1].score",
    }


def test_two_lost_marks_that_may_be_shared_out_otherwise_are_gone() -> None:
    record = blank_record("project_national")
    record["indicators"] = [{"weight": "5", "score": "4"}, {"weight": "3", "score": "3"}]
    record["total"] = {"weight": "8", "score": "7"}
    assert forced(record, ["indicators[0].score", "indicators[1].score"]) == frozenset()
