"""The words that a reader sees for paths, codes and states, in Chinese and in English.

Comes in: a path such as ``indicators[3].score``, or a code such as ``carry_over``. Goes out: its
name in both languages. Never looks at a document: a label printed on a form is a cell, not a name.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Literal, NamedTuple

Language = Literal["zh", "en"]


class Label(NamedTuple):
    """One name in both languages."""

    zh: str
    en: str

    def say(self, language: Language) -> str:
        """The name in one language."""
        return self.en if language == "en" else self.zh


FIELDS: dict[str, Label] = {
    "form_type": Label("表类", "kind of form"),
    "title": Label("标题", "title"),
    "fiscal_year": Label("年度", "fiscal year"),
    "project_name": Label("项目名称", "project"),
    "supervising_department": Label("主管部门", "supervising department"),
    "department_code": Label("部门编码", "department code"),
    "implementing_unit": Label("实施单位", "implementing unit"),
    "reporting_unit": Label("填报单位", "reporting unit"),
    "project_attribute": Label("项目属性", "project attribute"),
    "project_period": Label("项目期", "project period"),
    "start": Label("项目期起", "period start"),
    "end": Label("项目期止", "period end"),
    "grade": Label("评价等次", "grade"),
    "stage": Label("资金环节", "stage"),
    "source": Label("资金来源", "source"),
    "initial_budget": Label("年初预算数", "initial budget"),
    "adjusted_budget": Label("全年预算数", "adjusted budget"),
    "allocated": Label("下达数", "allocated"),
    "executed": Label("全年执行数", "executed"),
    "execution_rate": Label("执行率", "execution rate"),
    "weight": Label("分值", "weight"),
    "score": Label("得分", "score"),
    "level1": Label("一级指标", "level 1"),
    "level2": Label("二级指标", "level 2"),
    "level3": Label("三级指标", "level 3"),
    "target": Label("年度指标值", "target"),
    "actual": Label("实际完成值", "actual"),
    "progress": Label("完成进度", "progress"),
    "deviation_note": Label("偏差原因分析及改进措施", "deviation and remedy"),
    "section": Label("评分部分", "section"),
    "group": Label("二级指标", "group"),
    "item": Label("三级指标", "item"),
    "reference_weight": Label("参考分值", "reference weight"),
    "analysis": Label("计算分析情况", "analysis"),
    "expected": Label("预期目标", "objective"),
    "name": Label("姓名", "name"),
    "phone": Label("联系电话", "phone"),
    "department": Label("科室", "office"),
    "head": Label("单位负责人", "head"),
    "carry_over_in": Label("上年结转金额", "carried over"),
    "budget_adjustment": Label("预算调整金额", "budget adjustment"),
    "other_adjustment": Label("其他调整资金", "other adjustment"),
    "year_end_balance": Label("年末结余金额", "year-end balance"),
    "total": Label("合计", "total"),
    "active": Label("在职人员", "active staff"),
    "retired_cadres": Label("离休人员", "retired cadres"),
    "retired": Label("退休人员", "retired staff"),
    "code": Label("类款代码", "code"),
    "income": Label("本年收入", "income"),
    "expenditure": Label("本年支出", "expenditure"),
    "income_total": Label("收入合计", "total income"),
    "expenditure_total": Label("支出合计", "total expenditure"),
    "overview": Label("项目概况", "overview"),
    "fund_use": Label("项目资金使用情况", "use of funds"),
    "implementation": Label("项目组织实施情况", "implementation"),
    "performance": Label("项目绩效情况", "performance"),
    "other_issues": Label("其他需说明的问题", "other issues"),
    "staffing": Label("单位人员情况", "staffing"),
    "budget_execution": Label("预算执行情况", "budget execution"),
    "responsible": Label("负责人", "responsible"),
    "handler": Label("经办人", "handled by"),
    "filled_on": Label("填报日期", "filled in on"),
}

# Where the last step of a path does not say enough, the last two steps do.
_PAIRS: dict[str, Label] = {
    "objective.actual": Label("实际完成情况", "achievement"),
    "evaluators.title": Label("职称/职务", "position"),
    "department.phone": Label("单位联系电话", "phone"),
    "department.executed": Label("预算执行金额", "executed"),
    "department.initial_budget": Label("年初预算金额", "initial budget"),
    "staff.total": Label("年末实有人数", "staff in all"),
    "total.weight": Label("分值合计", "total weight"),
    "total.score": Label("总分", "total score"),
    "scorecard.weight": Label("设定分值", "weight"),
    "scorecard.score": Label("评价得分", "score"),
    "income_by_function.name": Label("科目名称", "name"),
}

# The department form calls the same cells by other names.
_DEPARTMENT: dict[str, Label] = {
    "narratives.overview": Label("单位职能概况", "functions"),
    "narratives.performance": Label("部门整体支出绩效", "overall performance"),
    "narratives.other_issues": Label("其他", "other issues"),
    "scorecard.reference_weight": Label("参考分值", "reference weight"),
}

_LISTS: dict[str, Label] = {
    "funds": Label("资金", "funds"),
    "indicators": Label("指标", "indicator"),
    "scorecard": Label("评分项", "score line"),
    "evaluators": Label("评价人员", "evaluator"),
    "income_by_function": Label("科目", "function"),
}

SOURCES: dict[str, Label] = {
    "total": Label("资金总额", "total"),
    "fiscal": Label("财政拨款", "fiscal"),
    "carry_over": Label("上年结转资金", "carried over"),
    "central": Label("中央补助", "central"),
    "superior": Label("上级补助", "superior levels"),
    "city": Label("市级", "city"),
    "county": Label("县级", "county"),
    "local": Label("地方资金", "local"),
    "special_account": Label("财政专户", "special account"),
    "unit": Label("单位资金", "own funds"),
    "other": Label("其他资金", "other"),
    "general_budget": Label("一般公共预算", "general budget"),
    "government_fund": Label("政府性基金", "government fund"),
    "basic": Label("基本支出", "basic expenditure"),
    "project": Label("项目支出", "project expenditure"),
}

STAGES: dict[str, Label] = {
    "all": Label("项目资金", "funds"),
    "budget": Label("预算资金", "budgeted"),
    "allocated": Label("预算下达资金", "allocated"),
    "spent": Label("实际支出资金", "spent"),
    "by_income": Label("收入预算", "income"),
    "by_expenditure": Label("支出预算", "expenditure"),
}

FORM_TYPES: dict[str, Label] = {
    "project_national": Label("项目支出绩效自评表", "national project form"),
    "project_jinzhong": Label("财政支出项目绩效自评表（评分表）", "project form with score card"),
    "department_jinzhong": Label("部门整体支出绩效自评表", "department form"),
    "transfer": Label("转移支付绩效目标自评表", "transfer payment form"),
    "other": Label("其他自评表", "other form"),
}

ORIGINS: dict[str, Label] = {
    "read": Label("识读", "read"),
    "stitched": Label("拼接", "stitched"),
    "repaired": Label("修复", "repaired"),
    "inferred": Label("推定", "inferred"),
    "blank": Label("空白", "blank"),
    "missing": Label("缺失", "missing"),
    "reviewed": Label("已核", "reviewed"),
}

PROPOSERS: dict[str, Label] = {
    "laws": Label("勾稽", "laws"),
    "offline": Label("离线识读", "offline reader"),
    "model": Label("模型", "model"),
}

STATES: dict[str, Label] = {
    "review": Label("待核", "to review"),
    "broken": Label("勾稽不符", "law broken"),
    "questioned": Label("需说明", "questioned"),
    "involved": Label("参与勾稽", "involved"),
    "missing": Label("缺失", "missing"),
    "repaired": Label("修复", "repaired"),
    "inferred": Label("推定", "inferred"),
    "stitched": Label("拼接", "stitched"),
    "reviewed": Label("已核", "reviewed"),
    "edited": Label("已改", "edited"),
}

SEVERITIES: dict[str, Label] = {
    "error": Label("错误", "error"),
    "warning": Label("提醒", "warning"),
    "note": Label("备注", "note"),
}

VERDICTS: dict[str, Label] = {
    "holds": Label("相符", "holds"),
    "broken": Label("不符", "broken"),
    "not_testable": Label("无法核对", "not testable"),
}


def field_label(path: str, form_type: str = "") -> Label:
    """The name of the field of a path, without its row: ``得分`` for ``indicators[3].score``."""
    steps = [step for step in re.split(r"[.\[\]]+", path) if step and not step.isdigit()]
    pair = ".".join(steps[-2:])
    if form_type.startswith("department") and pair in _DEPARTMENT:
        return _DEPARTMENT[pair]
    last = steps[-1] if steps else path
    return _PAIRS.get(pair) or FIELDS.get(last) or _LISTS.get(last) or Label(last, last)


def path_label(path: str, form_type: str = "") -> Label:
    """The name of one cell with its row counted from 1: ``指标4·得分``, ``indicator 4, score``."""
    row = re.search(r"(\w+)\[(\d+)\]", path)
    if row is None:
        return field_label(path, form_type)
    number = int(row.group(2)) + 1
    kind = _LISTS.get(row.group(1), Label(row.group(1), row.group(1)))
    if path.endswith("]"):
        return Label(f"{kind.zh}{number}", f"{kind.en} {number}")
    field = field_label(path, form_type)
    return Label(f"{kind.zh}{number}·{field.zh}", f"{kind.en} {number}, {field.en}")


def only_indicator(paths: Iterable[str]) -> str | None:
    """The one indicator that cells speak of, as ``indicators[3]``; None for none, several, or one beside prose."""
    listed = tuple(paths)
    rows = {found[0] for path in listed if (found := re.match(r"indicators\[\d+\]", path))}
    told = any(path.startswith(("narratives.", "objective.")) for path in listed)
    return rows.pop() if len(rows) == 1 and not told else None


def code_label(path: str, value: str) -> Label | None:
    """The words for a code cell (stage or source of a funds row), None for every other cell."""
    if not path.startswith("funds["):
        return None
    if path.endswith(".stage"):
        return STAGES.get(value)
    return SOURCES.get(value) if path.endswith(".source") else None


def choices_of(path: str) -> dict[str, Label] | None:
    """The codes that a cell may hold, with their words; None for a cell that holds what is printed."""
    last = path.rpartition(".")[2]
    if path == "form_type":
        return FORM_TYPES
    return {"stage": STAGES, "source": SOURCES}.get(last) if path.startswith("funds[") else None


def unit_of(units: Mapping[str, str], path: str) -> str:
    """The unit of money at a path: that of the longest prefix with a unit of its own, empty when none is said."""
    fitting = [prefix for prefix in units if path.startswith(prefix)]
    return units[max(fitting, key=len)] if fitting else ""
