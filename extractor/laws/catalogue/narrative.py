"""Laws between prose and cells: amounts, parts, totals, goals reached.

Comes in: a form and the settings. Goes out: sayings. An amount in prose counts only where
words say what it is; one that equals any money cell of the form is taken to name that cell.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from extractor.laws.catalogue.fulfilment import row_is_missed
from extractor.laws.catalogue.money import COLUMNS, stage_amounts
from extractor.laws.catalogue.tables import card_item, has_full_marks
from extractor.laws.catalogue.times import NARRATIVES
from extractor.laws.form import Form
from extractor.laws.law import Said, holds, plain, saying
from extractor.laws.settings import LawSettings
from extractor.notation import Amount, Printed, find_amounts, fold, parse_number

_TAIL = r"(?:共计|合计|为)?$"
_SPENT = re.compile(
    r"(?:实际支出|总支出|共支出|共计支出|累计支出|全年支出|支出合计|共支付|支出)(?:资金|总额|金额|额)?" + _TAIL
)
_BUDGET = re.compile(
    r"(?:安排|下达|批复|预算|项目|资金总)(?:资金|总额|金额|安排|数|额)?" + _TAIL + r"|(?<=[,。;、])资金$"
)
_PARTS = re.compile(r"其中|主要用于|分别为|分别用于|包括")
_DEPARTMENT = (
    "carry_over_in", "initial_budget", "executed", "year_end_balance", "income_total", "expenditure_total",
)  # fmt: skip


def prose_cells(form: Form) -> Iterator[tuple[str, str]]:
    """Yield path and folded text of every prose cell that holds something."""
    yield from form.once("prose", lambda: tuple(_prose_cells(form)))


def _prose_cells(form: Form) -> Iterator[tuple[str, str]]:
    for path in (*(f"narratives.{key}" for key in NARRATIVES), "objective.expected", "objective.actual"):
        text = form.text(path)
        if text:
            yield path, fold(text)


def _money_cells(form: Form) -> dict[str, tuple[Decimal, Decimal]]:
    """Amount and last-digit step, in 元, of every money cell of the form."""
    paths = [f"funds[{row}].{column}" for row in range(form.rows("funds")) for column in COLUMNS]
    paths += [f"department.{key}" for key in _DEPARTMENT]
    found = {}
    for path in paths:
        seen = form.look(path)
        if isinstance(seen, Printed) and seen.value:
            factor = form.unit_factor(path)
            found[path] = (seen.value * factor, seen.ulp * factor)
    for index in range(form.rows("indicators")):
        for key in ("target", "actual"):
            path = f"indicators[{index}].{key}"
            quantity = form.quantity(path)
            if quantity is not None and quantity.value is not None and quantity.dimension == "money":
                found[path] = (quantity.span.high, quantity.value.ulp * quantity.scale)
    return found


def _equal(amount: Amount, cell: tuple[Decimal, Decimal]) -> bool:
    return abs(amount.yuan - cell[0]) < max(amount.step, cell[1])


@saying("error", "文字中的金额与表内金额一致", "an amount in prose is the amount in its cell")
def narrative_amount_is_cell(form: Form, settings: LawSettings) -> Iterator[Said]:
    """narrative_amount_is_cell: total spending or budget named in prose equals the cell, to the coarser print.

    Reported only where it is close to the cell but not it, or the cell in the wrong unit: a sum that
    is far off may be a part.
    Okay: narratives.fund_use=实际支出9.5万元; funds[0].source=total; funds[0].executed=9.50
    Broken: narratives.fund_use=实际支出9.6万元; funds[0].source=total; funds[0].executed=9.50
    """
    amounts, cells = stage_amounts(form), _money_cells(form)
    if form.number("department.executed"):
        amounts["spent"] = ("department.executed", form.number("department.executed") or Decimal(0))
    for path, text in prose_cells(form):
        for amount in find_amounts(text):
            before = text[max(0, amount.start - 14) : amount.start].strip()
            name = "spent" if _SPENT.search(before) else "budget" if _BUDGET.search(before) else None
            if name is None or name not in amounts or not amounts[name][1]:
                continue
            cell, value = amounts[name]
            yuan = value * form.unit_factor(cell)
            equals = [other for other, seen in cells.items() if _equal(amount, seen)]
            if equals or _equal(amount, (yuan, Decimal(100))):
                yield holds(path, equals[0] if equals else cell)
                continue
            slip = amount.yuan / yuan
            if abs(slip - 1) <= settings.near or slip in (Decimal(10_000), Decimal("0.0001")):
                yield _other_amount(path, cell, text[amount.start : amount.end], plain(value))


def _other_amount(path: str, cell: str, told: str, value: str | None) -> Said:
    return Said(
        "broken",
        (path, cell),
        f"文字写 {told}，表内为 {value}",
        f"the prose says {told}, the cell {value}",
        value,
        told,
    )


@saying("warning", "文字中的分项之和等于其总额", "parts named in prose add up to their total")
def narrative_parts_add_up(form: Form, settings: LawSettings) -> Iterator[Said]:
    """narrative_parts_add_up: amounts listed behind 其中 or 主要用于 add up to the amount before it.

    Unit prices may stand among them, so all amounts, those behind 共, and the last of each clause are tried.
    Okay: narratives.fund_use=共支付92.5万元。其中:甲4户共60.5万元;乙32万元
    Broken: narratives.fund_use=共支付92.5万元。其中:甲4户共60.5万元;乙30万元
    """
    for path, text in prose_cells(form):
        for cue in _PARTS.finditer(text):
            before = list(find_amounts(text[max(0, cue.start() - 20) : cue.start()]))
            stop = text.find("。", cue.end())
            tail = text[cue.end() : stop if stop >= 0 else None]
            parts = list(find_amounts(tail))
            if not before or len(parts) < 2:
                continue
            total = before[-1]
            step = max(total.step, *(part.step for part in parts))
            sums = [sum((part.yuan for part in group), Decimal(0)) for group in _groups(tail, parts) if len(group) > 1]
            if any(abs(total.yuan - value) <= step * len(parts) / 2 for value in sums):
                yield holds(path)
            elif sums and total.yuan:
                yield from _unequal_parts(path, sums, total.yuan)


def _unequal_parts(path: str, sums: list[Decimal], total: Decimal) -> Iterator[Said]:
    parts = min(sums, key=lambda value: abs(value - total))
    # Sums that are far off list something else than the parts of that total.
    if abs(parts / total - 1) > Decimal("0.1"):
        return
    gap = plain(abs(parts - total))
    yield Said(
        "broken",
        (path,),
        f"文字列出的分项合计 {plain(parts)} 元，与其总额 {plain(total)} 元相差 {gap} 元",
        f"the parts in prose add up to {plain(parts)} 元, their total is {plain(total)} 元",
        plain(total),
        plain(parts),
        plain(parts - total),
    )


def _groups(text: str, parts: list[Amount]) -> tuple[list[Amount], ...]:
    summed = [part for part in parts if re.search(r"[共计]计?$", text[max(0, part.start - 3) : part.start])]
    last = {len(re.findall(r"[;；]", text[: part.start])): part for part in parts}
    return parts, summed, list(last.values())


@saying("error", "文字中的总分与表内总分一致", "the total told in prose is the total of the form")
def narrative_total_is_score(form: Form, settings: LawSettings) -> Iterator[Said]:
    """narrative_total_is_score: a self-evaluation total named in prose is the form's total score.

    Okay: narratives.performance=自评得分95.5分; total.score=95.50
    Broken: narratives.performance=自评得分98分; total.score=95.50
    """
    score = form.number("total.score")
    if score is None:
        return
    for path, text in prose_cells(form):
        for hit in re.finditer(r"(?:自评|综合|评价)(?:总)?(?:得分|分数|总分)(?:为|是|:)?([0-9]+(?:\.[0-9]+)?)分", text):
            told = parse_number(hit.group(1))
            if told is None:
                continue
            if abs(told.value - score) <= Decimal("0.01"):
                yield holds(path, "total.score")
            else:
                zh = f"文字写得分 {told.text}，总分为 {plain(score)}"
                en = f"the prose says {told.text} points, the total is {plain(score)}"
                yield Said("broken", (path, "total.score"), zh, en, plain(score), told.text)


_GOALS = re.compile(r"共(?:计|有)?([0-9]+)[项个].{0,60}?(?:实现|完成|达到)(?:绩效)?目标(?:的)?(?:共|有)?([0-9]+)[项个]")


@saying("warning", "绩效目标未全部实现时不应得满分", "goals missed cost marks")
def goals_reached_fit_marks(form: Form, settings: LawSettings) -> Iterator[Said]:
    """goals_reached_fit_marks: prose that counts fewer goals reached than set does not go with a full total.

    Okay: narratives.performance=共8个项目,实现绩效目标8个; total.weight=100; total.score=100
    Broken: narratives.performance=共8个项目,实现绩效目标5个; total.weight=100; total.score=100
    """
    for path, text in prose_cells(form):
        hit = _GOALS.search(text)
        if hit is None:
            continue
        count, reached = int(hit.group(1)), int(hit.group(2))
        full = [row for row in (card_item(form, "完成实绩情况"), card_item(form, "重点工作完成")) if row]
        full = [row for row in ("total", *full) if has_full_marks(form, row)]
        cells = (path, *(f"{row}.score" for row in full))
        if reached >= count or not full:
            yield holds(*cells)
            continue
        marks = "、".join(f"{form.text(f'{row}.score')}/{form.text(f'{row}.weight')}" for row in full)
        yield Said(
            "broken",
            cells,
            f"文字写 {count} 项中只有 {reached} 项实现绩效目标，得分却为满分（{marks}）",
            f"the prose says {reached} of {count} reached their goal, yet full marks ({marks})",
            str(count),
            str(reached),
        )


_ALL_DONE = re.compile(r"(?:全部|均已|均|全面|圆满)(?:按[^,。;]{0,8})?完成|未偏离|无偏差|未发生偏差")
_EXCEPT = re.compile(r"除|基本|未能|尚未|外[,，]|其余")


@saying("warning", "称全部完成时不应有未达标指标", "prose that says all is done fits the indicators")
def all_done_fits_marks(form: Form, settings: LawSettings) -> Iterator[Said]:
    """all_done_fits_marks: a sentence that all was done does not stand beside a target that was missed.

    Okay: objective.actual=各项任务全部完成。; indicators[0].target=≥9次; indicators[0].actual=9次
    Broken: objective.actual=各项任务全部完成。; indicators[0].target=≥9次; indicators[0].actual=7次
    """
    missed = []
    for index in range(form.rows("indicators")):
        row = f"indicators[{index}]"
        target, actual = form.quantity(f"{row}.target"), form.quantity(f"{row}.actual")
        if target is not None and actual is not None and row_is_missed(form, row, target, actual):
            missed.append(f"{row}.actual")
    for path in ("objective.actual", "narratives.performance"):
        sentences = re.split(r"[。;；]", fold(form.text(path) or ""))
        claims = [text for text in sentences if _ALL_DONE.search(text) and not _EXCEPT.search(text)]
        if not claims:
            continue
        if not missed:
            yield holds(path)
        else:
            yield Said(
                "broken",
                (path, *missed),
                f"文字称全部完成，却有 {len(missed)} 项指标未达标",
                f"the prose says all was done, but {len(missed)} target(s) were missed",
                "0",
                str(len(missed)),
            )
