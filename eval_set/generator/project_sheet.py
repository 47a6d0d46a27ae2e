"""The table forms (national, poverty, transfer, hubei, sichuan) laid out as a grid with its record.

Comes in: facts and dice for the choices of the template. Goes out: a ``Sheet``. Never changes a fact.
"""

from __future__ import annotations

from typing import Any

from eval_set.generator.dice import Dice
from eval_set.generator.facts import Facts, FundLine
from eval_set.generator.indicator_rows import indicator_rows
from eval_set.generator.page import fitted
from eval_set.generator.sheet import BLANK, UNDER, Cell, Row, Sheet, blank_record, fund_entry, label, value
from eval_set.generator.template import WIDTHS, Template, columns_of, template
from eval_set.generator.words import labels, words


def project_sheet(facts: Facts, dice: Dice) -> Sheet:
    """Lay a table form out."""
    family = facts.family
    style = template(dice, family)
    record = blank_record(labels(family, "form_type"))
    rows = _head(facts, style, record, dice)
    rows += _funds(facts, style, record)
    if "expected" in style.columns:
        rows += _objective(facts, style, record)
    rows += indicator_rows(facts, style, record)
    if "total" in style.names:
        rows.append(_total(facts, style, record))
    rows += _tail(facts, record, dice)
    return Sheet(tuple(rows), record, fitted(rows, WIDTHS[family]))


def _head(facts: Facts, style: Template, record: dict[str, Any], dice: Dice) -> list[Row]:
    project, names, wide = facts.project, style.names, columns_of(facts.family)
    title = names["titles"].format(year=project.year, name=project.name).replace("项目项目", "项目")
    year = dice.pick((f"（{project.year}年度）", f"({project.year}年度)", f"（{project.year} 年度）"))
    record.update(title=title, fiscal_year=str(project.year), project_name=project.name)
    record.update(supervising_department=project.department, implementing_unit=project.owner)
    rows = [
        Row("title", (value(title, "title", role="title", span=wide),)),
        Row("title", (value(year, "fiscal_year", role="year", span=wide),)),
    ]
    if "reporting_unit" in names:
        record["reporting_unit"] = project.owner
        rows.append(_pair(names["reporting_unit"], project.owner, wide, "reporting_unit"))
    rows.append(_pair(names["project_name"], project.name, wide, "project_name"))
    if "central_department" in names and dice.chance(0.5):
        rows.append(_pair(names["central_department"], "国家有关事务部门", wide))
    rows.append(
        Row(
            "head",
            (
                label(names["supervising_department"]),
                value(project.department, "supervising_department", role="text", span=(wide - 2) // 2),
                label(names["implementing_unit"]),
                value(project.owner, "implementing_unit", role="text", span=wide - 2 - (wide - 2) // 2),
            ),
        )
    )
    if facts.family == "hubei":
        record["project_attribute"] = {"skip": True}
        rows += _ticks(dice, wide)
    return rows


def _pair(name: str, text: str, wide: int, *paths: str) -> Row:
    return Row("head", (label(name), value(text, *paths, role="text", span=wide - 1)))


def _ticks(dice: Dice, wide: int) -> list[Row]:
    choices = {
        "项目类别": ("部门预算项目", "区直专项", "区对下转移支付项目"),
        "项目属性": ("持续性项目", "新增性项目"),
        "项目类型": ("常年性项目", "延续性项目", "一次性项目"),
    }
    rows = []
    for name, boxes in choices.items():
        ticked = dice.randrange(len(boxes))
        marks = [f"{n + 1}、{box}{'☑' if n == ticked else '□'}" for n, box in enumerate(boxes)]
        rows.append(Row("head", (label(name), value(" ".join(marks), role="ticks", span=wide - 1))))
    return rows


def _funds(facts: Facts, style: Template, record: dict[str, Any]) -> list[Row]:
    keys = labels(facts.family, "fund_columns")
    unit = f"（{facts.print.money.unit}）"
    stub = style.names["funds_stub"] if "20分" in style.names["funds_stub"] else style.names["funds_stub"] + unit
    stub = stub.replace("（万元）", unit)
    sign = "" if facts.print.rates.sign else "（%）"
    heads = [style.columns[key] + (sign if key == "execution_rate" else "") for key in keys]
    if facts.family == "hubei":
        heads[-1] = "得分（20分*执行率）"
    span = columns_of(facts.family) - 1 - len(keys)
    rows = [Row("funds_header", (label(stub), Cell(span=span), *map(label, heads)))]
    for line in facts.funds:
        rows.append(_fund_row(facts, line, style, record, keys))
    return rows


def _fund_row(facts: Facts, line: FundLine, style: Template, record: dict[str, Any], keys: list[str]) -> Row:
    money, rates, whole = facts.print.money, facts.print.rates, line.source == "total"
    amounts = {"initial_budget": line.initial, "adjusted_budget": line.adjusted, "executed": line.executed}
    texts = {key: money.printed(amount) for key, amount in amounts.items() if amount is not None}
    plain = {key: money.plain(amount) for key, amount in amounts.items() if amount is not None and key in keys}
    others: dict[str, str] = {}
    if line.adjusted and line.executed is not None and (whole or style.rates_by_source):
        others["execution_rate"] = rates.printed(rates.rate(line.executed, line.adjusted))
    if whole and facts.execution_weight:
        others["score"] = facts.print.points.score(facts.execution_score)
        if "weight" in keys:
            others["weight"] = facts.print.points.weight(facts.execution_weight)
    entry = fund_entry("all", line.source, **plain, **others)
    if facts.family == "hubei":
        entry["weight"] = {"skip": True}  # type: ignore[assignment]
    number = len(record["funds"])
    record["funds"].append(entry)
    texts.update(others)
    cells = [_fund_cell(key, texts.get(key), f"funds[{number}].{key}", line, style) for key in keys]
    span = columns_of(facts.family) - 1 - len(keys)
    name = value(style.rows[line.source], f"funds[{number}].source", role="label", span=span)
    return Row("funds", (UNDER, name, *cells))


def _fund_cell(key: str, text: str | None, path: str, line: FundLine, style: Template) -> Cell:
    if text is not None:
        return value(text, path)
    dashed = style.dash and line.source != "total" and key in ("weight", "score")
    return Cell(style.dash if dashed else "", (), "dash" if dashed else "blank")


def _objective(facts: Facts, style: Template, record: dict[str, Any]) -> list[Row]:
    record["objective"] = {"expected": facts.prose["expected"], "actual": facts.prose["actual"]}
    half = (columns_of(facts.family) - 1) // 2
    spans = {"expected": half, "actual": columns_of(facts.family) - 1 - half}
    heads = (label(style.columns["expected"], half), label(style.columns["achieved"], spans["actual"]))
    texts = record["objective"]
    cells = [value(texts[key], f"objective.{key}", role="prose", span=spans[key]) for key in texts]
    stub = label(style.names["objective_stub"])
    return [Row("objective_header", (stub, *heads)), Row("objective", (UNDER, *cells))]


def _total(facts: Facts, style: Template, record: dict[str, Any]) -> Row:
    keys, points = labels(facts.family, "indicator_columns"), facts.print.points
    texts = {"score": points.score(facts.total_score)}
    if facts.family != "hubei":
        texts["weight"] = points.weight(facts.execution_weight + sum(row.weight or 0 for row in facts.indicators))
    record["total"].update(texts)
    cells = [value(texts.get(key), f"total.{key}") if key in texts else BLANK for key in keys]
    return Row("total", (label(style.names["total"]), *cells))


def _tail(facts: Facts, record: dict[str, Any], dice: Dice) -> list[Row]:
    people, family = facts.project.people, facts.family
    if family == "transfer" and dice.chance(0.5):
        return [
            Row(
                "tail",
                (
                    label("说明"),
                    value(dice.pick(words("prose", "remarks")), role="remark", span=columns_of(family) - 1),
                ),
            )
        ]
    if family == "hubei":
        reason = next((row.note for row in facts.indicators if not row.met), "无")
        plans = "完善管理措施，将自评结果用于下年预算安排。"
        pairs = (("偏差大或目标未完成原因分析", reason), ("改进措施及结果应用方案", plans))
        return [
            Row("tail", (label(name), value(text, role="remark", span=columns_of(family) - 1))) for name, text in pairs
        ]
    if family in ("national", "sichuan") and dice.chance(0.2):
        record["sign_off"].update(responsible=people[0].name, handler=people[1].name, phone=people[1].phone)
        texts = {"负责人": people[0].name, "经办人": people[1].name, "联系电话": people[1].phone}
        paths = ("sign_off.responsible", "sign_off.handler", "sign_off.phone")
        cells = [value(f"{n}：{t}", p, role="text", span=3) for (n, t), p in zip(texts.items(), paths, strict=True)]
        return [Row("tail", tuple(cells))]
    return []
