"""The plain record of a form with every key in place and nothing in it.

Comes in: the number of rows of each list. Goes out: nested dicts and lists as the
record format wants them, and ways to set and list their leaves by path.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

TABLES: Mapping[str, tuple[str, ...]] = {
    "funds": (
        "stage", "source", "initial_budget", "adjusted_budget", "allocated", "executed", "weight", "execution_rate",
        "score",
    ),
    "indicators": ("level1", "level2", "level3", "target", "actual", "progress", "weight", "score", "deviation_note"),
    "scorecard": ("section", "group", "item", "reference_weight", "weight", "analysis", "score"),
    "evaluators": ("name", "title", "department", "phone"),
    "department.income_by_function": ("code", "name", "income", "expenditure"),
}  # fmt: skip
"""The tables of a form and their columns."""
_HEAD = (
    "title fiscal_year project_name supervising_department department_code implementing_unit reporting_unit "
    "project_attribute"
)
_NARRATIVES = "overview fund_use implementation performance other_issues staffing budget_execution"
_DEPARTMENT = "head phone carry_over_in initial_budget budget_adjustment other_adjustment executed year_end_balance"
STAFF = ("total", "active", "retired_cadres", "retired")
_STEP = re.compile(r"([a-z_0-9]+)|\[(\d+)\]")


def skeleton(form_type: str, rows: Mapping[str, int], paths: set[str]) -> dict[str, Any]:
    """An empty record; objects that a form does not have (period, objective, department) are None."""
    lists = {key: [dict.fromkeys(keys) for _ in range(rows.get(key, 0))] for key, keys in TABLES.items()}
    has = {key: any(path.startswith(key) for path in paths) for key in ("project_period", "objective", "department")}
    return {
        "form_type": form_type,
        **_empty(_HEAD),
        "project_period": empty_part("project_period") if has["project_period"] else None,
        "funds": lists["funds"],
        "department": empty_part("department", lists["department.income_by_function"]) if has["department"] else None,
        "objective": empty_part("objective") if has["objective"] else None,
        "narratives": _empty(_NARRATIVES),
        "indicators": lists["indicators"],
        "scorecard": lists["scorecard"],
        "total": _empty("weight score"),
        "grade": None,
        "evaluators": lists["evaluators"],
        "sign_off": _empty("responsible handler phone filled_on"),
    }


def empty_part(name: str, income: list[Any] | None = None) -> dict[str, Any]:
    """A part that a form may lack as a whole (period, objective, department), with nothing in it.

    ``income`` are the rows of a department's income table. Raises ``KeyError`` for another name.
    """
    if name != "department":
        return _empty({"project_period": "start end", "objective": "expected actual"}[name])
    return {
        **_empty(_DEPARTMENT),
        "staff": dict.fromkeys(STAFF),
        "income_by_function": [] if income is None else income,
        **_empty("income_total expenditure_total"),
    }


def _empty(keys: str) -> dict[str, Any]:
    return dict.fromkeys(keys.split())


def put(values: dict[str, Any], path: str, value: str | None) -> bool:
    """Set the leaf at ``path``; False if the record has no such place."""
    node: Any = values
    steps = [name or int(index) for name, index in _STEP.findall(path)]
    for step in steps[:-1]:
        try:
            node = node[step]
        except (KeyError, IndexError, TypeError):
            return False
    last = steps[-1]
    if not isinstance(node, dict) or last not in node:
        return False
    node[last] = value
    return True


def leaves(values: Any, path: str = "") -> Iterator[tuple[str, str | None]]:
    """All leaves of a plain record as (path, value), in the order of the record."""
    # Plain dicts and strings are asked first: ``Mapping`` is slow to ask, and a page asks for thousands of leaves.
    if values is None or isinstance(values, str):
        yield path, values
    elif isinstance(values, dict) or isinstance(values, Mapping):
        for key, value in values.items():
            yield from leaves(value, f"{path}.{key}" if path else str(key))
    elif isinstance(values, (list, tuple)):
        for at, value in enumerate(values):
            yield from leaves(value, f"{path}[{at}]")
    else:
        yield path, values
