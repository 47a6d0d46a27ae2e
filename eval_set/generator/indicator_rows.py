"""The indicator table of the table forms: header, merged labels, targets in one column or in three.

Comes in: facts, the template, the record to fill. Goes out: rows. Never changes a fact.
"""

from __future__ import annotations

from typing import Any

from eval_set.generator.facts import Facts, Indicator
from eval_set.generator.numerals import short
from eval_set.generator.sheet import BLANK, UNDER, Cell, Row, label, value
from eval_set.generator.template import Template
from eval_set.generator.words import labels

LEVELS = {"level1": "一级指标", "level2": "二级指标", "level3": "三级指标"}


def indicator_rows(facts: Facts, style: Template, record: dict[str, Any]) -> list[Row]:
    """Lay the indicators out and enter them into the record."""
    keys = labels(facts.family, "indicator_columns")
    heads = [LEVELS.get(key) or style.columns[key] for key in keys]
    rows = [Row("indicators_header", (label(style.names["indicator_stub"]), *map(label, heads)))]
    weights = _level_weights(facts)
    before: Indicator | None = None
    for number, row in enumerate(facts.indicators):
        record["indicators"].append(_entry(row, facts))
        cells = _cells(row, before, number, facts, style)
        if not before or before.level1 != row.level1:
            cells["level1"] = _level_cell(facts, number, "level1", _dressed(row.level1, weights, style))
        if not before or (before.level1, before.level2) != (row.level1, row.level2):
            cells["level2"] = _level_cell(facts, number, "level2", row.level2)
        rows.append(Row("indicators", (UNDER, *(cells[key] for key in keys))))
        before = row
    return rows


def _level_weights(facts: Facts) -> dict[str, str]:
    sums: dict[str, Any] = {}
    for row in facts.indicators:
        if row.weight is not None:
            sums[row.level1] = sums.get(row.level1, 0) + row.weight
    return {name: short(weight) for name, weight in sums.items()}


def _dressed(level1: str, weights: dict[str, str], style: Template) -> str:
    return f"{level1}({weights[level1]}分)" if style.weighed_labels and level1 in weights else level1


def _level_cell(facts: Facts, number: int, key: str, text: str) -> Cell:
    """A merged label shows the leaves of all rows it is carried down over."""
    same = [facts.indicators[number].level1] + ([facts.indicators[number].level2] if key == "level2" else [])
    last = number
    for row in facts.indicators[number:]:
        if [row.level1, row.level2][: len(same)] != same:
            break
        last += 1
    return Cell(text, tuple(f"indicators[{index}].{key}" for index in range(number, last)), "level")


def _cells(row: Indicator, before: Indicator | None, number: int, facts: Facts, style: Template) -> dict[str, Cell]:
    path, points = f"indicators[{number}]", facts.print.points
    target, result = row.result.target, row.result
    cells = {"level1": UNDER, "level2": UNDER}
    cells["level3"] = value(
        f"指标{_place(number, facts)}：{row.name}" if style.numbered else row.name, f"{path}.level3"
    )
    cells["level3"] = Cell(cells["level3"].text, cells["level3"].paths, "text")
    cells["actual"] = value(result.actual, f"{path}.actual")
    if "comparator" in labels(facts.family, "indicator_columns") and result.unit:
        bare = target.removeprefix(result.comparator).removesuffix(result.unit)
        cells["comparator"] = value(result.comparator or "＝", f"{path}.target", role="comparator")
        cells["target"] = value(bare, f"{path}.target")
        cells["measure"] = value(result.unit, f"{path}.target", role="unit")
    else:
        cells["target"] = value(target, f"{path}.target")
        cells["comparator"] = cells["measure"] = BLANK
    cells["weight"] = value(None if row.weight is None else points.weight(row.weight), f"{path}.weight")
    cells["score"] = value(None if row.score is None else points.score(row.score), f"{path}.score")
    cells["deviation_note"] = value(row.note, f"{path}.deviation_note", role="text")
    return cells


def _place(number: int, facts: Facts) -> int:
    """The number of an indicator among those of its level 2."""
    own = facts.indicators[number]
    return sum((row.level1, row.level2) == (own.level1, own.level2) for row in facts.indicators[: number + 1])


def _entry(row: Indicator, facts: Facts) -> dict[str, Any]:
    points, keys = facts.print.points, labels(facts.family, "indicator_columns")
    target = row.result.target
    if "comparator" in keys and row.result.unit and not row.result.comparator:
        target = f"＝{target}"
    return {
        "level1": row.level1,
        "level2": row.level2,
        "level3": row.name,
        "target": target,
        "actual": row.result.actual,
        "progress": None,
        "weight": None if row.weight is None else points.weight(row.weight),
        "score": None if row.score is None else points.score(row.score),
        "deviation_note": row.note if row.note and "deviation_note" in keys else None,
    }
