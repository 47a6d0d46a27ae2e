"""Score cards, evaluators and signatures of the city's forms.

Comes in: scored items, people. Goes out: rows; the record is filled on the way.
"""

from __future__ import annotations

from decimal import Decimal
from itertools import groupby
from typing import Any

from eval_set.generator.city_scores import Item
from eval_set.generator.dice import Dice
from eval_set.generator.facts import Person, Project
from eval_set.generator.numerals import short
from eval_set.generator.sheet import BLANK, UNDER, Row, label, value

BANDS = ((90, "优"), (80, "良"), (60, "中"), (0, "差"))
"""The lowest total of each grade."""


def grade_of(total: Decimal) -> str:
    """Return the grade of a total, half-open from below."""
    return next(word for floor, word in BANDS if total >= floor)


def entry(item: Item | None, section: str, **cells: str | None) -> dict[str, Any]:
    """Return one entry of ``scorecard``: of an item, or of a section as a whole."""
    keys = dict.fromkeys(("reference_weight", "weight", "analysis", "score"))
    group, name = (item.group, item.name) if item else (None, None)
    return {"section": section, "group": group, "item": name, **keys, **cells}


def card_rows(items: list[Item], record: dict[str, Any]) -> list[Row]:
    """Print the project form's card: sections, groups, items, total, grade."""
    heads = ("评分表", "二级指标", "三级指标", "指标分值", "评价得分")
    rows = [Row("card_header", (*map(label, heads[:4]), label(heads[4], 2)))]
    for section, group in groupby(items, key=lambda item: item.section):
        own = list(group)
        sums = {key: sum((getattr(item, key) for item in own), Decimal(0)) for key in ("weight", "score")}
        rows.append(_section(section, sums, record))
        shown = ""
        for item in own:
            rows.append(_item(item, item.group != shown, record))
            shown = item.group
    total = sum((item.score for item in items), Decimal(0))
    weight = sum((item.weight for item in items), Decimal(0))
    record["total"] = {"weight": short(weight), "score": f"{total:.2f}"}
    record["grade"] = grade_of(total)
    sums_row = (value(record["total"]["weight"], "total.weight"), value(f"{total:.2f}", "total.score", span=2))
    rows.append(Row("total", (UNDER, label("综合得分:", 2), *sums_row)))
    rows.append(Row("grade", (UNDER, label("评价结果等次:", 2), value(record["grade"], "grade", role="text", span=3))))
    return rows


def _section(section: str, sums: dict[str, Decimal], record: dict[str, Any]) -> Row:
    path = f"scorecard[{len(record['scorecard'])}]"
    texts = {"weight": short(sums["weight"]), "score": f"{sums['score']:.2f}"}
    record["scorecard"].append(entry(None, section, **texts))
    name = value(f"{section}:", f"{path}.section", role="level")
    numbers = value(texts["weight"], f"{path}.weight"), value(texts["score"], f"{path}.score", span=2)
    return Row("card", (UNDER, name, BLANK, *numbers))


def _item(item: Item, first: bool, record: dict[str, Any]) -> Row:
    path = f"scorecard[{len(record['scorecard'])}]"
    texts = {"weight": short(item.weight), "score": f"{item.score:.2f}"}
    record["scorecard"].append(entry(item, item.section, **texts))
    group = value(item.group, f"{path}.group", role="level") if first else UNDER
    name = value(item.name, f"{path}.item", role="text")
    return Row(
        "card",
        (UNDER, group, name, value(texts["weight"], f"{path}.weight"), value(texts["score"], f"{path}.score", span=2)),
    )


def people_rows(project: Project, record: dict[str, Any], dice: Dice) -> list[Row]:
    """Print the evaluators, who signed, and the line for the seal."""
    evaluators = project.people[: dice.randrange(1, len(project.people) + 1)]
    rows = [Row("people_header", tuple(map(label, ("评价人员", "姓名", "职称/职务", "科室", "联系电话"))))]
    for person in evaluators:
        rows.append(_evaluator(person, record))
    responsible, handler = project.people[0], project.people[1]
    filled = f"{project.year + 1}-{dice.randrange(1, 7):02d}-{dice.randrange(1, 29):02d}"
    signed = {"responsible": responsible.name, "handler": handler.name, "phone": responsible.phone, "filled_on": filled}
    record["sign_off"] = signed
    colon = dice.pick((":", "："))
    names = dict(zip(signed, ("负责人", "经办人", "联系电话", "填报日期"), strict=True))
    cells = [value(f"{names[k]}{colon}{text}", f"sign_off.{k}", role="signed") for k, text in signed.items()]
    rows.append(Row("signed", (*cells[:2], *cells[2:])))
    rows.append(Row("tail", (label("单位负责人(签章):", 2), label("年 月 日", 4))))
    return rows


def _evaluator(person: Person, record: dict[str, Any]) -> Row:
    path = f"evaluators[{len(record['evaluators'])}]"
    texts = {"name": person.name, "title": person.title, "department": person.office, "phone": person.phone}
    record["evaluators"].append(texts)
    return Row("people", (UNDER, *(value(text, f"{path}.{key}", role="text") for key, text in texts.items())))
