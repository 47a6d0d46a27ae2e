"""Laws of goals and results between two years of one project: targets lowered, results copied.

Comes in: the forms of a document. Goes out: notes, attached to the later year's form. Text that
repeats last year's is fine, and so is a target that stays as it was.
"""

from __future__ import annotations

from collections.abc import Iterator

from extractor.laws.catalogue.fulfilment import is_direction_unclear, lower_is_better, spans
from extractor.laws.document.bundle import Bundle, own_amount
from extractor.laws.document.law import Told, between
from extractor.laws.document.twins import named_indicators, quantities_agree
from extractor.laws.form import Form
from extractor.laws.law import Said, holds
from extractor.laws.settings import LawSettings
from extractor.notation import Quantity
from extractor.notation.text import fold

_FAR_BELOW = LawSettings().over_fulfilment
_FEWEST_RESULTS = 3
_NOT_COUNTED = ("money", "hours", "months")


@between("note", "指标值不低于上年实绩", "a target is not below last year's result")
def target_reaches_last_years_result(bundle: Bundle) -> Iterator[Told]:
    """target_reaches_last_years_result: a floor is not set below what was reached the year before.

    Told where the target was lowered, or lies far below (1.3 times, as for over-fulfilment); of counts only where
    the budget is no smaller. One note a form lists all of them.
    Okay: forms[0].project_name=村级水站改造补助; forms[0].fiscal_year=2021; forms[0].indicators[0].level3=供水保证率;
        forms[0].indicators[0].target=≥95%; forms[0].indicators[0].actual=97%;
        forms[1].project_name=村级水站改造补助; forms[1].fiscal_year=2022; forms[1].indicators[0].level3=供水保证率;
        forms[1].indicators[0].target=≥95%
    Broken: forms[0].project_name=村级水站改造补助; forms[0].fiscal_year=2021; forms[0].indicators[0].level3=供水保证率;
        forms[0].indicators[0].target=≥95%; forms[0].indicators[0].actual=97%;
        forms[1].project_name=村级水站改造补助; forms[1].fiscal_year=2022; forms[1].indicators[0].level3=供水保证率;
        forms[1].indicators[0].target=≥90%
    """
    for before, after in bundle.following_years():
        last, this = bundle.forms[before], bundle.forms[after]
        rows, poorer = named_indicators(last), _is_poorer(last, this)
        low: list[tuple[str, str, str]] = []
        for key, row in named_indicators(this).items():
            earlier = rows.get(key)
            if earlier and _is_below(last, earlier, this, row, poorer):
                name = this.text(f"{row}.level3") or ""
                low.append((f"{row}.target", name, f"{this.text(f'{row}.target')} < {last.text(f'{earlier}.actual')}"))
        if low:
            zh = "；".join(f"「{name}」{numbers}" for _, name, numbers in low)
            en = "; ".join(f"“{name}” {numbers}" for _, name, numbers in low)
            yield (
                after,
                Said(
                    "broken",
                    tuple(path for path, _, _ in low),
                    f"{this.year} 年指标值低于 {last.year} 年实际完成值（第 {before + 1} 张表）：{zh}",
                    f"targets of {this.year} below the results of {last.year} (form no. {before + 1}): {en}",
                ),
            )


def _is_below(last: Form, before: str, this: Form, row: str, poorer: bool) -> bool:
    target, earlier, result = (
        this.quantity(f"{row}.target"),
        last.quantity(f"{before}.target"),
        last.quantity(f"{before}.actual"),
    )
    if target is None or result is None or not _is_floor(this, row, target):
        return False
    both = spans(target, result)
    if both is None or both[0].high >= both[1].low or (poorer and target.dimension != "share"):
        return False
    lowered = None if earlier is None else spans(target, earlier)
    return (lowered is not None and lowered[0].high < lowered[1].low) or both[0].high * _FAR_BELOW <= both[1].low


def _is_floor(form: Form, row: str, target: Quantity) -> bool:
    if target.comparator:
        return target.comparator in ("≥", ">") and target.dimension not in _NOT_COUNTED
    unclear = is_direction_unclear(form, row) or lower_is_better(form, row)
    return not unclear and target.dimension not in _NOT_COUNTED and target.kind == "number"


def _is_poorer(last: Form, this: Form) -> bool:
    """Say whether this year's budget is smaller than last year's, or not known to be as large."""
    for column in ("adjusted_budget", "initial_budget"):
        a, b = own_amount(last, column), own_amount(this, column)
        if a and b:
            return b[1].value < a[1].value
    return True


@between("note", "各指标完成值不照抄上年", "results are not copied from the year before")
def results_are_of_their_year(bundle: Bundle) -> Iterator[Told]:
    """results_are_of_their_year: results that all repeat last year's may have been copied.

    Told of three results at least, one of them a measured number: neither 100 % nor the target itself.
    Okay: forms[0].project_name=村级水站改造补助; forms[0].fiscal_year=2021;
        forms[0].indicators[0].level3=改造水站数量; forms[0].indicators[0].actual=12座;
        forms[0].indicators[1].level3=供水保证率; forms[0].indicators[1].actual=97.3%;
        forms[0].indicators[2].level3=群众满意度; forms[0].indicators[2].actual=96%;
        forms[1].project_name=村级水站改造补助; forms[1].fiscal_year=2022;
        forms[1].indicators[0].level3=改造水站数量; forms[1].indicators[0].actual=12座;
        forms[1].indicators[1].level3=供水保证率; forms[1].indicators[1].actual=97.8%;
        forms[1].indicators[2].level3=群众满意度; forms[1].indicators[2].actual=96%
    Broken: forms[0].project_name=村级水站改造补助; forms[0].fiscal_year=2021;
        forms[0].indicators[0].level3=改造水站数量; forms[0].indicators[0].actual=12座;
        forms[0].indicators[1].level3=供水保证率; forms[0].indicators[1].actual=97.3%;
        forms[0].indicators[2].level3=群众满意度; forms[0].indicators[2].actual=96%;
        forms[1].project_name=村级水站改造补助; forms[1].fiscal_year=2022;
        forms[1].indicators[0].level3=改造水站数量; forms[1].indicators[0].actual=12座;
        forms[1].indicators[1].level3=供水保证率; forms[1].indicators[1].actual=97.3%;
        forms[1].indicators[2].level3=群众满意度; forms[1].indicators[2].actual=96%
    """
    for before, after in bundle.following_years():
        last, this = bundle.forms[before], bundle.forms[after]
        rows = named_indicators(last)
        given = {key: row for key, row in named_indicators(this).items() if this.has(f"{row}.actual")}
        cells = tuple(f"{row}.actual" for row in given.values())
        if len(given) < _FEWEST_RESULTS or not all(last.has(f"{rows[key]}.actual") for key in given if key in rows):
            continue
        same = all(
            key in rows and fold(this.text(f"{row}.actual") or "") == fold(last.text(f"{rows[key]}.actual") or "")
            for key, row in given.items()
        )
        if not same:
            yield after, holds(*cells)
        elif any(_is_measured(this, row) for row in given.values()):
            told = f"{last.year} 年（第 {before + 1} 张表）"
            zh = f"{this.year} 年 {len(given)} 项指标的完成值与{told}完全相同，疑为照抄上年"
            en = f"all {len(given)} results of {this.year} are those of {last.year} (form no. {before + 1}): copied?"
            yield after, Said("broken", cells, zh, en)


def _is_measured(form: Form, row: str) -> bool:
    result, target = form.quantity(f"{row}.actual"), form.quantity(f"{row}.target")
    if result is None or result.value is None or result.value.value in (0, 1, 100):
        return False
    return target is None or quantities_agree(target, result) is not True
