"""The city's department form: balance of the year, staff, a table inside prose, a card with two weights.

Comes in: a project for names, dice. Goes out: a ``Sheet`` whose balance, staff and income table add up.
"""

from __future__ import annotations

from decimal import Decimal
from itertools import groupby
from typing import Any

from eval_set.generator.city_card import entry, grade_of
from eval_set.generator.city_scores import Item
from eval_set.generator.dice import Dice
from eval_set.generator.facts import Project
from eval_set.generator.numerals import Money, rounded, short
from eval_set.generator.sheet import BLANK, UNDER, Row, Sheet, blank_record, label, value
from eval_set.generator.words import labels, words

WIDTHS = (16, 20, 12, 12, 20, 12)
Balance = dict[str, Decimal]


def city_department(project: Project, money: Money, dice: Dice) -> Sheet:
    """Lay a department form out."""
    record = blank_record("department_jinzhong")
    balance = _balance(dice)
    record["department"] = _department(project, balance, money, dice)
    rows = _head(project, balance, money, record)
    rows += _narratives(project, balance, record, dice)
    rows += _card(_items(balance, dice), record)
    rows += _people(project, record)
    return Sheet(tuple(rows), record, WIDTHS)


def _balance(dice: Dice) -> Balance:
    """Draw a year's money in 万元: what came in less what was spent is what is left."""
    initial = dice.amount(Decimal(160), Decimal(28000), 2)
    carry = dice.weighted((dice.amount(Decimal(2), initial / 10, 2), 3), (Decimal(0), 1))
    adjustment = rounded(initial * Decimal(repr(dice.uniform(-0.2, 0.2))), 2) if dice.chance(0.8) else Decimal(0)
    other = dice.weighted((Decimal(0), 2), (dice.amount(Decimal(1), Decimal(60), 2), 1))
    came = carry + initial + adjustment + other
    executed = rounded(came * Decimal(repr(dice.uniform(0.88, 0.999))), 2) if dice.chance(0.85) else came
    return {
        "carry_over_in": carry,
        "initial_budget": initial,
        "budget_adjustment": adjustment,
        "other_adjustment": other,
        "executed": executed,
        "year_end_balance": came - executed,
    }


def _department(project: Project, balance: Balance, money: Money, dice: Dice) -> dict[str, Any]:
    amounts = {key: money.plain(amount) for key, amount in balance.items()}
    active, cadres, retired = dice.randrange(12, 160), dice.randrange(0, 5), dice.randrange(4, 190)
    lines = _income(balance, dice)
    return {
        "head": project.people[0].name,
        "phone": project.people[0].phone,
        **amounts,
        "staff": {
            "total": str(active + cadres + retired),
            "active": str(active),
            "retired_cadres": str(cadres),
            "retired": str(retired),
        },
        "income_by_function": lines,
        "income_total": _sum_of(lines, "income"),
        "expenditure_total": _sum_of(lines, "expenditure"),
    }


def _income(balance: Balance, dice: Dice) -> list[dict[str, Any]]:
    """Split the year's income and expenditure (元) over functions."""
    functions = labels("functions")
    codes = sorted(dice.sample(list(functions), dice.randrange(3, 7)))
    income = (balance["initial_budget"] + balance["budget_adjustment"]) * 10000
    spent = min(balance["executed"] * 10000, income)
    lines: list[dict[str, Any]] = []
    left, unspent = income, income - spent
    for place, code in enumerate(codes):
        last = place == len(codes) - 1
        share = left if last else rounded(left * Decimal(repr(dice.uniform(0.2, 0.6))), 2)
        kept = unspent if place == 0 and unspent <= share else Decimal(0)
        if last and place and lines and unspent > Decimal(lines[0]["income"]):
            kept = min(unspent, share)
        left -= share
        lines.append(
            {"code": code, "name": functions[code], "income": short(share), "expenditure": short(share - kept)}
        )
    return lines


def _sum_of(lines: list[dict[str, Any]], key: str) -> str:
    return short(sum((Decimal(line[key]) for line in lines), Decimal(0)))


def _head(project: Project, balance: Balance, money: Money, record: dict[str, Any]) -> list[Row]:
    title = labels("city_department", "titles")[0].format(city=project.place)
    record.update(title=title, fiscal_year=str(project.year))
    names = {
        "carry_over_in": "上年结转金额 (万元)",
        "initial_budget": "年初预算金额 (万元)",
        "budget_adjustment": "预算调整金额 (万元)",
        "other_adjustment": "其他调整资金 (万元)",
        "executed": "预算执行金额 (万元)",
        "year_end_balance": "年末结余金额 (万元)",
    }
    cells = [(label(text, 2), value(money.printed(balance[key]), f"department.{key}")) for key, text in names.items()]
    heads = (
        label("单位负责人", 2),
        value(project.people[0].name, "department.head", role="text"),
        label("单位联系电话", 2),
        value(project.people[0].phone, "department.phone", role="text"),
    )
    return [
        Row("title", (value(title, "title", role="title", span=6),)),
        Row("title", (value(f"({project.year} 年度)", "fiscal_year", role="year", span=6),)),
        Row("head", (label("填报单位(公章):", 6),)),
        Row("head", heads),
        *(Row("head", (*cells[place], *cells[place + 1])) for place in (0, 2, 4)),
    ]


def _narratives(project: Project, balance: Balance, record: dict[str, Any], dice: Dice) -> list[Row]:
    department = record["department"]
    count = dice.randrange(1, 7)
    duty = dice.pick(words("prose", "duties")).format(
        owner=project.department, work=project.kind["work"], n=dice.randrange(3, 12)
    )
    amount = short(rounded(balance["executed"] * Decimal("0.3"), 2))
    told = {
        "overview": ("单位职能概况", duty),
        "staffing": ("单位人员情况", _staffing(project, department["staff"])),
        "budget_execution": ("预算执行情况", _income_prose(department)),
        "performance": (
            "部门整体支出绩效评价分",
            f"{project.year}年纳入自评的项目共{count}个，项目总金额{amount}万元，按期完成年度绩效目标。",
        ),
        "other_issues": ("其他", "无"),
    }
    tagged = dice.chance(0.3)
    rows = []
    for name, (text, prose) in told.items():
        record["narratives"][name] = prose
        printed = f"<p>{prose}</p>" if tagged else prose
        rows.append(Row("narrative", (label(text), value(printed, f"narratives.{name}", role="prose", span=5))))
    return rows


def _staffing(project: Project, staff: dict[str, str]) -> str:
    return (
        f"{project.year}年末实有{staff['total']}人，其中在职人员{staff['active']}人，"
        f"离休人员{staff['retired_cadres']}人，退休人员{staff['retired']}人。"
    )


def _income_prose(department: dict[str, Any]) -> str:
    totals = department["income_total"], department["expenditure_total"]
    lines = (" ".join(line.values()) for line in department["income_by_function"])
    table = f"类款代码 名称 本年收入 本年支出 {' '.join(lines)} 合计 {totals[0]} {totals[1]}"
    return f"全年财政拨款收入合计{totals[0]}元，支出合计{totals[1]}元。{table}"


def _items(balance: Balance, dice: Dice) -> list[Item]:
    """Score the card: rates follow from the balance, and cost marks where they are poor."""
    came = balance["executed"] + balance["year_end_balance"]
    rates = {
        "completion": balance["executed"] / came,
        "adjustment": abs(balance["budget_adjustment"]) / balance["initial_budget"],
        "carry": balance["year_end_balance"] / balance["executed"],
    }
    poor = {"completion": rates["completion"] < Decimal("0.95"), "adjustment": rates["adjustment"] > Decimal("0.1")}
    items = []
    for key, lines in labels("card", "department").items():
        section, group = key.split("|")
        for name, points, told in lines:
            weight = Decimal(points)
            lost = Decimal(1) if poor.get(told) else dice.weighted((Decimal(0), 14), (Decimal("0.5"), 1))
            items.append(Item(section, group, name, weight, weight - lost, _analysis(told, rates, dice)))
    return items


def _analysis(told: str, rates: dict[str, Decimal], dice: Dice) -> str:
    if told in rates:
        return f"{short(rounded(rates[told] * 100, 2))}%"
    if told.endswith("率"):
        return f"{dice.randrange(88, 101)}%"
    return f"较上年下降{dice.randrange(1, 9)}%" if told == "较上年下降" else told


def _card(items: list[Item], record: dict[str, Any]) -> list[Row]:
    heads = ("二级指标", "三级指标", "指标分值", "", "计算分析情况", "评价得分")
    rows = [
        Row("card_header", tuple(label(text) if text else BLANK for text in heads)),
        Row("card_header", (UNDER, UNDER, label("参考分值"), label("设定分值"), UNDER, UNDER)),
    ]
    for section, group in groupby(items, key=lambda item: item.section):
        own = list(group)
        sums = {key: sum((getattr(item, key) for item in own), Decimal(0)) for key in ("weight", "score")}
        rows.append(_line(None, section, short(sums["weight"]), short(sums["weight"]), sums["score"], record, section))
        shown = ""
        for item in own:
            first = item.group if item.group != shown else ""
            rows.append(_line(item, section, short(item.weight), f"{item.weight:.2f}", item.score, record, first))
            shown = item.group
    total = sum((item.score for item in items), Decimal(0))
    record["total"] = {"weight": short(sum((item.weight for item in items), Decimal(0))), "score": f"{total:.2f}"}
    record["grade"] = grade_of(total)
    numbers = value(record["total"]["weight"], "total.weight"), BLANK, value(f"{total:.2f}", "total.score", span=2)
    rows.append(Row("total", (label("综合得分"), BLANK, *numbers)))
    grade = value(record["grade"], "grade", role="text", span=3)
    rows.append(Row("grade", (label("评价结果等次:"), BLANK, BLANK, grade)))
    return rows


def _line(
    item: Item | None, section: str, reference: str, weight: str, score: Decimal, record: dict[str, Any], first: str
) -> Row:
    path = f"scorecard[{len(record['scorecard'])}]"
    analysis = item.analysis if item else None
    texts = {"reference_weight": reference, "weight": weight, "analysis": analysis, "score": f"{score:.2f}"}
    record["scorecard"].append(entry(item, section, **texts))
    name = f"{path}.group" if item else f"{path}.section"
    cells = [
        value(first, name, role="level") if first else UNDER,
        value(item.name, f"{path}.item", role="text") if item else BLANK,
        value(reference, f"{path}.reference_weight"),
        value(weight, f"{path}.weight"),
        value(analysis, f"{path}.analysis", role="text") if item else label("——"),
        value(texts["score"], f"{path}.score"),
    ]
    return Row("card", tuple(cells))


def _people(project: Project, record: dict[str, Any]) -> list[Row]:
    heads = ("评价人员", "姓名", "", "职称/职务", "科室", "联系电话")
    rows = [Row("people_header", tuple(label(text) if text else BLANK for text in heads))]
    for place, person in enumerate(project.people):
        texts = {"name": person.name, "title": person.title, "department": person.office, "phone": person.phone}
        record["evaluators"].append(texts)
        cells = [value(text, f"evaluators[{place}].{key}", role="text") for key, text in texts.items()]
        rows.append(Row("people", (UNDER, cells[0], BLANK, *cells[1:])))
    rows.append(Row("tail", (label("单位负责人(签章):", 4), label("年 月 日", 2))))
    return rows
