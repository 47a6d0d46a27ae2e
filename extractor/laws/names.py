"""What a cell is called in a message, in Chinese and in English.

Comes in: a path and the form it belongs to. Goes out: words such as 「年度资金总额·执行数」.
Never returns a bare path for a cell of the contract's record.
"""

from __future__ import annotations

import re

from extractor.laws.form import Form
from extractor.laws.law import Words

_KEYS: dict[str, Words] = {
    "weight": ("分值", "weight"),
    "reference_weight": ("参考分值", "reference weight"),
    "score": ("得分", "score"),
    "execution_rate": ("执行率", "execution rate"),
    "initial_budget": ("年初预算数", "initial budget"),
    "adjusted_budget": ("全年预算数", "adjusted budget"),
    "allocated": ("到位数", "allocated"),
    "executed": ("执行数", "executed"),
    "target": ("指标值", "target"),
    "actual": ("完成值", "actual"),
    "progress": ("完成进度", "progress"),
    "income": ("收入", "income"),
    "expenditure": ("支出", "expenditure"),
    "department.carry_over_in": ("上年结转", "carry-over"),
    "department.initial_budget": ("年初预算", "initial budget"),
    "department.budget_adjustment": ("预算调整", "budget adjustment"),
    "department.other_adjustment": ("其他调整", "other adjustment"),
    "department.executed": ("预算执行", "executed"),
    "department.year_end_balance": ("年末结余", "year-end balance"),
    "department.income_total": ("收入合计", "total income"),
    "department.expenditure_total": ("支出合计", "total expenditure"),
    "department.staff.total": ("总人数", "total staff"),
    "department.staff.active": ("在职", "active"),
    "department.staff.retired_cadres": ("离休", "retired cadres"),
    "department.staff.retired": ("退休", "retired"),
    "total.weight": ("总分值", "total weight"),
    "total.score": ("总分", "total score"),
}
SOURCES: dict[str, Words] = {
    "total": ("资金总额", "total"),
    "fiscal": ("财政拨款", "fiscal"),
    "carry_over": ("上年结转", "carry-over"),
    "central": ("中央资金", "central"),
    "superior": ("上级资金", "superior"),
    "city": ("市级资金", "city"),
    "county": ("县级资金", "county"),
    "local": ("地方资金", "local"),
    "special_account": ("财政专户", "special account"),
    "unit": ("单位资金", "unit funds"),
    "other": ("其他资金", "other funds"),
    "general_budget": ("一般公共预算", "general budget"),
    "government_fund": ("政府性基金", "government fund"),
    "basic": ("基本支出", "basic expenditure"),
    "project": ("项目支出", "project expenditure"),
}
_ROW = re.compile(r"(?:department\.)?(\w+)\[(\d+)\]\.(\w+)")


def cell_words(path: str, form: Form) -> Words:
    """Name a cell: its row, where it is in a table, and its column."""
    if path in _KEYS:
        return _KEYS[path]
    hit = _ROW.fullmatch(path)
    if hit is None:
        return path, path
    table, row, key = hit.groups()
    column = _KEYS.get(key, (key, key))
    name = _row_words(table, path[: path.rindex(".")], int(row), form)
    return f"{name[0]}·{column[0]}", f"{name[1]}, {column[1]}"


def _row_words(table: str, prefix: str, row: int, form: Form) -> Words:
    if table == "funds":
        return SOURCES.get(form.text(f"{prefix}.source") or "", (f"资金第{row + 1}行", f"fund row {row + 1}"))
    keys = {"indicators": ("level3",), "scorecard": ("item", "section")}.get(table, ("name",))
    for key in keys:
        text = form.text(f"{prefix}.{key}")
        if text:
            return f"「{text}」", f"“{text}”"
    return f"第{row + 1}行", f"row {row + 1}"
