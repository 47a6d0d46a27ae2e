"""The city's project form: money by stage, narratives, indicators without weights, score card, people.

Comes in: facts and dice. Goes out: a ``Sheet``. Every narrative names the amounts of the cells.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from eval_set.generator.city_card import card_rows, people_rows
from eval_set.generator.city_scores import CityMoney, city_money, item_scores
from eval_set.generator.dice import Dice
from eval_set.generator.facts import Facts, Indicator
from eval_set.generator.numerals import rounded, short
from eval_set.generator.sheet import BLANK, UNDER, Cell, Row, Sheet, blank_record, fund_entry, label, value
from eval_set.generator.words import labels

WIDTHS = (14, 16, 26, 16, 16, 12)
_NARRATIVES = {
    "overview": ("项目概况", "项目基本情况"),
    "fund_use": ("项目资金使用情况", "资金使用情况"),
    "implementation": ("项目组织实施情况", "项目实施情况"),
    "performance": ("项目绩效情况", "项目绩效情况"),
    "other_issues": ("其他需说明的问题", "其他需要说明的问题"),
}


def city_project(facts: Facts, dice: Dice) -> Sheet:
    """Lay a city project form out."""
    record = blank_record("project_jinzhong")
    money = city_money(facts, dice)
    rows = _head(facts, record, dice)
    rows += _funds(facts, money, record, dice)
    rows += _told(facts, record, dice, "overview", "fund_use", "implementation")
    rows += _indicators(facts, record, dice)
    rows += _told(facts, record, dice, "performance", "other_issues")
    rows += card_rows(item_scores(facts, money, dice), record)
    rows += people_rows(facts.project, record, dice)
    return Sheet(tuple(rows), record, WIDTHS)


def _head(facts: Facts, record: dict[str, Any], dice: Dice) -> list[Row]:
    project = facts.project
    title = labels("city_project", "titles")[0].format(city=project.place)
    period, printed = _period(project.year, dice)
    record.update(title=title, fiscal_year=str(project.year), project_name=project.name)
    record.update(implementing_unit=project.owner, project_attribute=project.attribute, project_period=period)
    coded = dice.chance(0.2)
    department = f"{dice.randrange(101, 420)}" if coded else project.department
    record["department_code" if coded else "supervising_department"] = department
    code_path = "department_code" if coded else "supervising_department"
    paths = ("project_period.start", "project_period.end")
    second = label(dice.usual(("预算单位", "实施单位")))
    return [
        Row("title", (value(title, "title", role="title", span=6),)),
        Row("title", (value(f"({project.year} 年度)", "fiscal_year", role="year", span=6),)),
        Row("head", (label("填报单位（公章）：", 6),)),
        Row("head", (label("项目名称"), value(project.name, "project_name", role="text", span=5))),
        Row(
            "head",
            (
                label("主管部门及代码"),
                value(department, code_path, role="text", span=2),
                second,
                value(project.owner, "implementing_unit", role="text", span=2),
            ),
        ),
        Row(
            "head",
            (
                label("项目属性"),
                value(project.attribute, "project_attribute", role="text", span=2),
                label("项目期"),
                value(printed, *paths, role="period", span=2),
            ),
        ),
    ]


def _period(year: int, dice: Dice) -> tuple[dict[str, str], str]:
    first, last = dice.pick(((1, 12), (1, 12), (3, 12), (4, 11))), dice.pick((0, 0, 0, 1, 2))
    start, end = (year, first[0]), (year + last, first[1])
    if dice.chance(0.2):
        printed = f"{start[0]}{start[1]:02d}至{end[0]}{end[1]:02d}"
        return {"start": f"{start[0]}-{start[1]:02d}", "end": f"{end[0]}-{end[1]:02d}"}, printed
    days = {11: 30, 12: 31}
    period = {"start": f"{start[0]}-{start[1]:02d}-01", "end": f"{end[0]}-{end[1]:02d}-{days[end[1]]}"}
    return period, f"{period['start']}至{period['end']}"


def _funds(facts: Facts, money: CityMoney, record: dict[str, Any], dice: Dice) -> list[Row]:
    lines: list[tuple[str, str, str, str, Decimal | None]] = [
        ("预算资金", "市级预算资金", "budget", "city", money.budget_city),
        ("", "其他", "budget", "other", money.budget_other),
        ("预算下达资金", "", "allocated", "total", money.allocated),
        ("实际支出资金", "市级预算资金", "spent", "city", money.spent_city),
        ("", "上年结转资金", "spent", "carry_over", Decimal(0)),
        ("", "上级财政资金", "spent", "superior", Decimal(0)),
        ("", "其他", "spent", "other", money.spent_other),
    ]
    keys = {"budget": "initial_budget", "allocated": "allocated", "spent": "executed"}
    rows = []
    for place, (first, second, stage, source, amount) in enumerate(lines):
        cell = BLANK
        if amount is not None:
            path = f"funds[{len(record['funds'])}].{keys[stage]}"
            record["funds"].append(fund_entry(stage, source, **{keys[stage]: facts.print.money.plain(amount)}))
            cell = value(facts.print.money.printed(amount), path, span=3)
        stub = label("项目资金情况(万元)") if place == 0 else UNDER
        stages = label(first) if first else UNDER
        names = (label(first, 2),) if not second else (stages, label(second))
        rows.append(Row("funds", (stub, *names, cell)))
    return rows


def _told(facts: Facts, record: dict[str, Any], dice: Dice, *names: str) -> list[Row]:
    rows = []
    for name in names:
        text = facts.prose[name]
        record["narratives"][name] = text
        cells = (label(dice.usual(_NARRATIVES[name])), value(text, f"narratives.{name}", role="prose", span=5))
        rows.append(Row("narrative", cells))
    return rows


def _indicators(facts: Facts, record: dict[str, Any], dice: Dice) -> list[Row]:
    heads = ("绩效目标实现情况", "绩效指标(二级)", "绩效指标(三级)", "目标值", "实际完成指标值", "完成进度")
    rows = [Row("indicators_header", tuple(map(label, heads)))]
    percent, numbered = dice.chance(0.35), dice.chance(0.2)
    shown: tuple[str, str] | None = None
    place = 0
    for number, row in enumerate(facts.indicators):
        progress = _progress(row, percent)
        path = f"indicators[{number}]"
        record["indicators"].append(_entry(row, progress))
        new = (row.level1, row.level2)
        place = place + 1 if new == shown else 1
        name = f"指标{place}：{row.name}" if numbered else row.name
        first = _level(facts, number, "level1") if shown is None or shown[0] != row.level1 else UNDER
        second = _level(facts, number, "level2") if new != shown else UNDER
        cells = (
            value(name, f"{path}.level3", role="text"),
            value(row.result.target, f"{path}.target"),
            value(row.result.actual, f"{path}.actual"),
            value(progress, f"{path}.progress"),
        )
        rows.append(Row("indicators", (first, second, *cells)))
        shown = new
    return rows


def _level(facts: Facts, number: int, key: str) -> Cell:
    def words(row: Indicator) -> tuple[str, ...]:
        return (row.level1,) if key == "level1" else (row.level1, row.level2)

    paths = []
    for index in range(number, len(facts.indicators)):
        if words(facts.indicators[index]) != words(facts.indicators[number]):
            break
        paths.append(f"indicators[{index}].{key}")
    return Cell(words(facts.indicators[number])[-1], tuple(paths), "level")


def _progress(row: Indicator, percent: bool) -> str:
    if not percent:
        return "已完成" if row.met else "未完成"
    return f"{short(rounded(row.result.reached * 100, 2))}%"


def _entry(row: Indicator, progress: str) -> dict[str, Any]:
    return {
        "level1": row.level1,
        "level2": row.level2,
        "level3": row.name,
        "target": row.result.target,
        "actual": row.result.actual,
        "progress": progress,
        "weight": None,
        "score": None,
        "deviation_note": None,
    }
