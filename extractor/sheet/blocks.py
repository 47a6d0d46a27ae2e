"""The blocks of each part of a form, in the order in which forms print them.

Comes in: a ``FormView``. Goes out: the ``Block`` values of the whole form. Knows the parts that
the record format has; never knows a family by name, so that a new family needs no line here.
"""

from __future__ import annotations

from extractor.labels import Label, field_label, unit_of
from extractor.sheet.layout import (
    WIDTHS,
    Block,
    Row,
    Slot,
    known_columns,
    label_slot,
    leftovers,
    merged_slot,
    pairs,
    prose,
    row_count,
    runs,
    value_slot,
)
from extractor.sheet.view import FormView

_MONEY = ("initial_budget", "adjusted_budget", "allocated", "executed")
_FUND_COLUMNS = (*_MONEY, "weight", "execution_rate", "score")
_INDICATOR_COLUMNS = (
    "level1", "level2", "level3", "target", "actual", "progress", "weight", "score", "deviation_note",
)  # fmt: skip
_SIDE = 2


def blocks(view: FormView) -> tuple[Block, ...]:
    """All blocks of a form, top to bottom; every cell of the form stands in exactly one of them."""
    drawn = [
        _title(view),
        _head(view),
        _period(view),
        pairs(view, "department", _DEPARTMENT),
        _funds(view),
        _objective(view),
        prose(view, "before", ("overview", "staffing", "budget_execution", "fund_use", "implementation")),
        _income(view),
        _indicators(view),
        prose(view, "after", ("performance", "other_issues")),
        _scorecard(view),
        _total(view),
        _evaluators(view),
        pairs(view, "sign_off", _SIGN_OFF),
    ]
    found = [block for block in drawn if block is not None]
    placed = {path for block in found for row in block.rows for slot in row for path in slot.paths}
    rest = leftovers(view, placed)
    return tuple([*found, rest] if rest else found)


_SIGN_OFF = (("sign_off.responsible", "sign_off.handler"), ("sign_off.phone", "sign_off.filled_on"))
_HEAD = ("supervising_department", "implementing_unit", "department_code", "project_attribute")
_DEPARTMENT = (
    ("department.head", "department.phone"),
    ("department.carry_over_in", "department.initial_budget"),
    ("department.budget_adjustment", "department.other_adjustment"),
    ("department.executed", "department.year_end_balance"),
    ("department.staff.total", "department.staff.active"),
    ("department.staff.retired_cadres", "department.staff.retired"),
)


def _title(view: FormView) -> Block:
    # The code of the form's kind stands for the printed title: it has no place of its own.
    rows: list[Row] = [(Slot("title", None, ("title", "form_type"), 4),)]
    if view.known("fiscal_year"):
        rows.append((Slot("year", None, ("fiscal_year",), 4),))
    if view.known("reporting_unit"):
        rows.append((label_slot(field_label("reporting_unit")), value_slot("reporting_unit", columns=3)))
    return Block("title", (7, 17, 7, 17), tuple(rows))


def _head(view: FormView) -> Block | None:
    """The project over the whole width, then the fields that the form has, two to a line."""
    known = [path for path in _HEAD if view.known(path)]
    lines = [known[at : at + 2] for at in range(0, len(known), 2)]
    return pairs(view, "head", (["project_name"], *lines))


def _period(view: FormView) -> Block | None:
    if not (view.known("project_period.start") or view.known("project_period.end")):
        return None
    row = (
        label_slot(field_label("project_period")),
        value_slot("project_period.start"),
        label_slot(Label("至", "to")),
        value_slot("project_period.end"),
    )
    return Block("period", (7, 17, 7, 17), (row,))


def unit_label(view: FormView, table: str) -> Label:
    """The unit of money of a table, in brackets: ``（万元）``; empty when the form does not say."""
    unit = unit_of(view.form.units, table)
    return Label(f"（{unit}）", f" ({_UNIT_EN.get(unit, unit)})") if unit else Label("", "")


_UNIT_EN = {"万元": "10,000 yuan", "元": "yuan"}


def _with_unit(view: FormView, label: Label, table: str) -> Label:
    unit = unit_label(view, table)
    return Label(label.zh + unit.zh, label.en + unit.en)


def _funds(view: FormView) -> Block | None:
    size = row_count(view, "funds")
    if not size:
        return None
    keys = known_columns(view, "funds", _FUND_COLUMNS)
    stages = [view.value(f"funds[{row}].stage") for row in range(size)]
    staged = any(stage not in (None, "all") for stage in stages)
    side = _with_unit(view, Label("项目资金", "Funds"), "funds")
    amounts = [[key for key in keys if view.known(f"funds[{row}].{key}")] for row in range(size)]
    if staged and all(len(found) <= 1 for found in amounts):
        return _staged_funds(side, view, amounts)
    heads = [label_slot(Label("资金来源", "source"), "head")]
    heads += [label_slot(field_label(f"funds.{key}"), "head") for key in keys]
    lead = [label_slot(side, "side", rows=size + 1)]
    rows: list[Row] = [(*lead, *([label_slot(Label("环节", "stage"), "head")] if staged else []), *heads)]
    merged = runs(view, "funds", "stage") if staged else []
    for row in range(size):
        slots = [merged_slot("funds", "stage", row, merged[row])] if staged and merged[row] else []
        # In forms without stages the stage has no printed place: it goes with the source, which names the row.
        more = () if staged else (f"funds[{row}].stage",)
        slots.append(value_slot(f"funds[{row}].source", *more))
        slots += [value_slot(f"funds[{row}].{key}") for key in keys]
        rows.append(tuple(slots))
    widths = [_SIDE, *([WIDTHS["stage"]] if staged else []), WIDTHS["source"], *(WIDTHS[key] for key in keys)]
    return Block("funds", tuple(widths), tuple(rows))


def _staged_funds(side: Label, view: FormView, amounts: list[list[str]]) -> Block:
    """The money of a form that prints one amount a row: stage, source, amount."""
    merged = runs(view, "funds", "stage")
    rows: list[Row] = []
    for row, found in enumerate(amounts):
        slots = [label_slot(side, "side", rows=len(amounts))] if row == 0 else []
        if merged[row]:
            slots.append(merged_slot("funds", "stage", row, merged[row]))
        slots.append(value_slot(f"funds[{row}].source"))
        slots.append(value_slot(f"funds[{row}].{found[0]}") if found else Slot("blank"))
        rows.append(tuple(slots))
    return Block("funds", (_SIDE, 14, 14, 18), tuple(rows))


def _objective(view: FormView) -> Block | None:
    paths = ("objective.expected", "objective.actual")
    if not any(view.known(path) for path in paths):
        return None
    side = label_slot(Label("年度总体目标", "Annual objective"), "side", rows=2)
    heads: Row = (side, *(label_slot(field_label(path), "head") for path in paths))
    return Block("objective", (_SIDE, 23, 23), (heads, tuple(value_slot(path, prose=True) for path in paths)))


def _income(view: FormView) -> Block | None:
    table = "department.income_by_function"
    size = row_count(view, table)
    totals = ("department.income_total", "department.expenditure_total")
    if not size and not any(view.known(path) for path in totals):
        return None
    keys = ("code", "name", "income", "expenditure")
    side = _with_unit(view, Label("收支情况", "Income and expenditure"), table)
    rows: list[Row] = [
        (
            label_slot(side, "side", rows=size + 2),
            *(label_slot(field_label(f"income_by_function.{key}"), "head") for key in keys),
        )
    ]
    rows += [tuple(value_slot(f"{table}[{row}].{key}") for key in keys) for row in range(size)]
    rows.append((label_slot(field_label("total"), "head", columns=2), *(value_slot(path) for path in totals)))
    return Block("income", (_SIDE, *(WIDTHS[key] for key in keys)), tuple(rows))


def _indicators(view: FormView) -> Block | None:
    size = row_count(view, "indicators")
    if not size:
        return None
    keys = known_columns(view, "indicators", _INDICATOR_COLUMNS)
    scored = not row_count(view, "scorecard") and bool({"weight", "score"} & set(keys))
    closes = scored and any(view.known(f"total.{key}") for key in ("weight", "score"))
    side = label_slot(Label("绩效指标", "Indicators"), "side", rows=size + 1)
    rows: list[Row] = [(side, *(label_slot(field_label(f"indicators.{key}"), "head") for key in keys))]
    spans = {"level1": runs(view, "indicators", "level1"), "level2": runs(view, "indicators", "level2", "level1")}
    for row in range(size):
        slots = []
        for key in keys:
            span = spans[key][row] if key in spans else 1
            if span:
                slots.append(merged_slot("indicators", key, row, span))
        rows.append(tuple(slots))
    if closes:
        rows.append(_total_row(keys))
    return Block("indicators", (_SIDE, *(WIDTHS[key] for key in keys)), tuple(rows))


def _total_row(keys: list[str]) -> Row:
    """The last line of the indicators: the total under the weights and the scores."""
    first = min(keys.index(key) for key in ("weight", "score") if key in keys)
    slots = [label_slot(Label("总分", "Total"), "head", columns=first + 1)]
    slots += [value_slot(f"total.{key}") for key in ("weight", "score") if key in keys]
    rest = len(keys) - first - (len(slots) - 1)
    return (*slots, Slot("blank", columns=rest)) if rest else tuple(slots)


def _scorecard(view: FormView) -> Block | None:
    size = row_count(view, "scorecard")
    if not size:
        return None
    keys = known_columns(view, "scorecard", ("reference_weight", "weight", "analysis", "score"))
    heads = ("group", "item", *keys)
    body = _card_rows(view, size, keys)
    side = label_slot(Label("评分表", "Score card"), "side", rows=len(body) + 1)
    rows: list[Row] = [(side, *(label_slot(field_label(f"scorecard.{key}"), "head") for key in heads)), *body]
    return Block("scorecard", (_SIDE, *(WIDTHS[key] for key in heads)), tuple(rows))


def _card_rows(view: FormView, size: int, keys: list[str]) -> list[Row]:
    groups = runs(view, "scorecard", "group", "section")
    body: list[Row] = []
    current: str | None = None
    for row in range(size):
        at = f"scorecard[{row}]"
        section = view.value(f"{at}.section")
        total = not view.known(f"{at}.group") and not view.known(f"{at}.item")
        if total or section != current or row == 0:
            slots = [Slot("section", None, _section_paths(view, row, size), columns=2)]
            slots += [value_slot(f"{at}.{key}") if total else Slot("blank") for key in keys]
            body.append(tuple(slots))
            current = section
        if not total:
            lead = [merged_slot("scorecard", "group", row, groups[row])] if groups[row] else []
            body.append((*lead, value_slot(f"{at}.item"), *(value_slot(f"{at}.{key}") for key in keys)))
    return body


def _section_paths(view: FormView, row: int, size: int) -> tuple[str, ...]:
    """The section cells that one section line stands for: its own and those of the items below."""
    paths = [f"scorecard[{row}].section"]
    wanted = view.value(paths[0])
    for at in range(row + 1, size):
        is_total = not view.known(f"scorecard[{at}].group") and not view.known(f"scorecard[{at}].item")
        if is_total or view.value(f"scorecard[{at}].section") != wanted:
            break
        paths.append(f"scorecard[{at}].section")
    return tuple(paths)


def _total(view: FormView) -> Block | None:
    """The total line below a score card, or of a form whose indicators have no scores; and the grade."""
    keys = set(known_columns(view, "indicators", ("weight", "score")))
    inside = keys if not row_count(view, "scorecard") and row_count(view, "indicators") else set()
    paths = [f"total.{key}" for key in ("weight", "score") if key not in inside]
    if inside and not any(view.known(f"total.{key}") for key in inside):
        paths = ["total.weight", "total.score"]
    return pairs(view, "total", (paths, ("grade",)))


def _evaluators(view: FormView) -> Block | None:
    size = row_count(view, "evaluators")
    if not size:
        return None
    keys = ("name", "title", "department", "phone")
    side = label_slot(Label("评价人员", "Evaluators"), "side", rows=size + 1)
    rows: list[Row] = [(side, *(label_slot(field_label(f"evaluators.{key}"), "head") for key in keys))]
    rows += [tuple(value_slot(f"evaluators[{row}].{key}") for key in keys) for row in range(size)]
    return Block("evaluators", (_SIDE, 10, 10, 14, 12), tuple(rows))
