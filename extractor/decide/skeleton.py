"""The plain record of a form with every key in place and nothing in it.

Comes in: the number of rows of each list. Goes out: nested dicts and lists as the
record format wants them, and ways to set and list their leaves by path.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

_KEYS = {
    "funds": "stage source initial_budget adjusted_budget allocated executed weight execution_rate score",
    "indicators": "level1 level2 level3 target actual progress weight score deviation_note",
    "scorecard": "section group item reference_weight weight analysis score",
    "evaluators": "name title department phone",
    "department.income_by_function": "code name income expenditure",
}
_HEAD = (
    "title fiscal_year project_name supervising_department department_code implementing_unit reporting_unit "
    "project_attribute"
)
_NARRATIVES = "overview fund_use implementation performance other_issues staffing budget_execution"
_DEPARTMENT = "head phone carry_over_in initial_budget budget_adjustment other_adjustment executed year_end_balance"
_STEP = re.compile(r"([a-z_0-9]+)|\[(\d+)\]")


def skeleton(form_type: str, rows: Mapping[str, int], paths: set[str]) -> dict[str, Any]:
    """An empty record; objects that a form does not have (period, objective, department) are None."""
    lists = {key: [_empty(keys) for _ in range(rows.get(key, 0))] for key, keys in _KEYS.items()}
    department = {
        **_empty(_DEPARTMENT),
        "staff": _empty("total active retired_cadres retired"),
        "income_by_function": lists["department.income_by_function"],
        **_empty("income_total expenditure_total"),
    }
    has = {key: any(path.startswith(key) for path in paths) for key in ("project_period", "objective", "department")}
    return {
        "form_type": form_type,
        **_empty(_HEAD),
        "project_period": _empty("start end") if has["project_period"] else None,
        "funds": lists["funds"],
        "department": department if has["department"] else None,
        "objective": _empty("expected actual") if has["objective"] else None,
        "narratives": _empty(_NARRATIVES),
        "indicators": lists["indicators"],
        "scorecard": lists["scorecard"],
        "total": _empty("weight score"),
        "grade": None,
        "evaluators": lists["evaluators"],
        "sign_off": _empty("responsible handler phone filled_on"),
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


def leaves(node: Any, path: str = "") -> Iterator[tuple[str, str | None]]:
    """All leaves of a plain record as (path, value)."""
    if isinstance(node, dict):
        for key, value in node.items():
            yield from leaves(value, f"{path}.{key}" if path else key)
    elif isinstance(node, list):
        for index, value in enumerate(node):
            yield from leaves(value, f"{path}[{index}]")
    else:
        yield path, node
