"""Which lost numbers the sums and bounds of a form force, and which are gone for good.

Comes in: a record with its true values and the paths of the numbers that nobody can read. Goes out: the
paths that have one possible value only. Uses nothing but: item weights and execution weight make the
total weight, the same for scores; card items make their section, sections the total; funds by source
make the total in each column; the department's balance; a score lies between 0 and its weight.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Any

from scipy.optimize import linprog

from eval_set.generator.sheet import MONEY, leaf_at

_SCALE = 10000
_WHOLE = 1e-3


def forced(record: dict[str, Any], unknown: Iterable[str]) -> frozenset[str]:
    """Return the unknown paths whose value follows from what is left."""
    lost = sorted(set(unknown))
    if not lost:
        return frozenset()
    sums = [_known(record, terms, lost) for terms in equations(record)]
    bounds = [_known(record, terms, lost) for terms in at_most_zero(record)]
    known = {path for path in lost if _is_forced(path, lost, sums, bounds)}
    return frozenset(known)


def equations(record: dict[str, Any]) -> Iterator[dict[str, int]]:
    """Yield every sum of the form as coefficients by path that add up to zero."""
    yield from _totals(record)
    yield from _card(record)
    yield from _fund_sums(record)
    department = record["department"]
    if department:
        came = ("carry_over_in", "initial_budget", "budget_adjustment", "other_adjustment")
        went = ("executed", "year_end_balance")
        yield {f"department.{key}": 1 for key in came} | {f"department.{key}": -1 for key in went}


def at_most_zero(record: dict[str, Any]) -> Iterator[dict[str, int]]:
    """Yield score minus weight for every row that prints both, as coefficients that are at most zero."""
    for name in ("funds", "indicators", "scorecard"):
        for number, row in enumerate(record[name]):
            if _stated(row.get("score")) and _stated(row.get("weight")):
                yield {f"{name}[{number}].score": 1, f"{name}[{number}].weight": -1}
    if _stated(record["total"]["score"]) and _stated(record["total"]["weight"]):
        yield {"total.score": 1, "total.weight": -1}


def _stated(leaf: Any) -> bool:
    return isinstance(leaf, str) and leaf != ""


def _totals(record: dict[str, Any]) -> Iterator[dict[str, int]]:
    if record["scorecard"]:
        return
    for key in ("weight", "score"):
        parts = {
            f"{name}[{number}].{key}": 1
            for name in ("funds", "indicators")
            for number, row in enumerate(record[name])
            if _stated(row[key])
        }
        if _stated(record["total"][key]) and any(path.startswith("indicators") for path in parts):
            yield parts | {f"total.{key}": -1}


def _card(record: dict[str, Any]) -> Iterator[dict[str, int]]:
    for key in ("reference_weight", "weight", "score"):
        items: dict[str, dict[str, int]] = defaultdict(dict)
        heads: dict[str, str] = {}
        for number, row in enumerate(record["scorecard"]):
            path = f"scorecard[{number}].{key}"
            if not _stated(row[key]):
                continue
            if row["item"] is None:
                heads[row["section"]] = path
            else:
                items[row["section"]][path] = 1
        for section, parts in items.items():
            if section in heads:
                yield parts | {heads[section]: -1}
        if heads and _stated(record["total"].get(key)):
            yield dict.fromkeys(heads.values(), 1) | {f"total.{key}": -1}


def _fund_sums(record: dict[str, Any]) -> Iterator[dict[str, int]]:
    """Every column of a table with a row of totals, where each row is filled or wholly blank."""
    rows = record["funds"]
    totals = [number for number, row in enumerate(rows) if row["source"] == "total" and row["stage"] == "all"]
    if not totals or len(rows) < 2:
        return
    for key in sorted(MONEY):
        if not _stated(rows[totals[0]][key]):
            continue
        others = [number for number in range(len(rows)) if number != totals[0]]
        blank = [n for n in others if not _stated(rows[n][key]) and any(_stated(rows[n][k]) for k in MONEY)]
        parts = {f"funds[{number}].{key}": 1 for number in others if _stated(rows[number][key])}
        if not blank and parts:
            yield parts | {f"funds[{totals[0]}].{key}": -1}


def _known(record: dict[str, Any], terms: dict[str, int], lost: list[str]) -> tuple[dict[str, int], int]:
    """Split a relation into its unknown part and the sum of the rest, in ten-thousandths."""
    rest = sum(
        (Decimal(_digits(leaf_at(record, path))) * factor for path, factor in terms.items() if path not in lost),
        Decimal(0),
    )
    return {path: factor for path, factor in terms.items() if path in lost}, int(rest * _SCALE)


def _digits(leaf: Any) -> str:
    return str(leaf).replace(",", "").rstrip("%")


Relation = tuple[dict[str, int], int]


def _is_forced(path: str, lost: list[str], sums: list[Relation], bounds: list[Relation]) -> bool:
    """Compare the least and the greatest value the relations leave; money of a balance may be negative."""
    ends = []
    place = {name: index for index, name in enumerate(lost)}
    for direction in (1, -1):
        goal = [direction if name == path else 0 for name in lost]
        found = linprog(goal, *_matrix(bounds, place), *_matrix(sums, place), bounds=[_range(name) for name in lost])
        if found.status != 0:
            return False
        ends.append(direction * found.fun)
    return bool(abs(ends[1] - ends[0]) < _WHOLE * _SCALE)


def _matrix(relations: list[Relation], place: dict[str, int]) -> tuple[Any, Any]:
    rows = [([terms.get(name, 0) for name in place], -rest) for terms, rest in relations if terms]
    if not rows:
        return None, None
    return [row for row, _ in rows], [rest for _, rest in rows]


def _range(path: str) -> tuple[float | None, float | None]:
    return (None, None) if path.startswith("department.") else (0, None)
