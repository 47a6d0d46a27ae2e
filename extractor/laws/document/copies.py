"""Laws between two forms of one project and one year: a goal form and a self-evaluation, or two copies.

Comes in: the forms of a document. Goes out: sayings, attached to the later form, naming both
forms and both values. Two forms that disagree more than they agree are two projects of one
name (a second batch of money, another county), and nothing is said about them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from extractor.laws.document.bundle import Bundle
from extractor.laws.document.law import Told, between
from extractor.laws.document.twins import Compared, compared_amounts, compared_indicators, compared_totals
from extractor.laws.law import Said, holds, plain
from extractor.notation.text import fold
from extractor.values import Severity

Kind = Literal["self", "goal", "monitor", "review"]
_KINDS: tuple[tuple[Kind, re.Pattern[str]], ...] = (
    ("monitor", re.compile("监控|监测|中期|半年|季度|跟踪")),
    ("review", re.compile("复核|复评|再评价|抽查|重点评价|财政评价|部门评价|评审|核查")),
    ("self", re.compile("自评|评价")),
    ("goal", re.compile("目标|申报")),
)


@dataclass(frozen=True, slots=True)
class Pair:
    """Two forms of one project and year; ``certain`` where year and unit are printed alike, both self-evaluations."""

    first: int
    second: int
    certain: bool
    amounts: tuple[Compared, ...]
    totals: tuple[Compared, ...]
    indicators: tuple[Compared, ...]


@between("error", "同一项目两张表的金额一致", "two forms of one project agree on its amounts")
def same_project_same_amounts(bundle: Bundle) -> Iterator[Told]:
    """same_project_same_amounts: budgets, allocations and spending agree, units converted, to the coarser print.

    A goal form has no spending to compare; one budget figure may be the initial or the adjusted budget.
    Okay: forms[0].project_name=村级水站改造补助; forms[0].funds[0].source=total;
        forms[0].funds[0].adjusted_budget=50; forms[0].funds[0].executed=48.0; forms[0].total.weight=100;
        forms[1].project_name=村级水站改造补助; forms[1].funds[0].source=total;
        forms[1].funds[0].adjusted_budget=50.00; forms[1].funds[0].executed=48; forms[1].total.weight=100
    Broken: forms[0].project_name=村级水站改造补助; forms[0].funds[0].source=total;
        forms[0].funds[0].adjusted_budget=50; forms[0].funds[0].executed=48.0; forms[0].total.weight=100;
        forms[1].project_name=村级水站改造补助; forms[1].funds[0].source=total;
        forms[1].funds[0].adjusted_budget=50.00; forms[1].funds[0].executed=46; forms[1].total.weight=100
    """
    for pair in pairs(bundle):
        yield from _said(bundle, pair, pair.amounts)


@between("error", "同一项目两张表的总分一致", "two forms of one project agree on total and grade")
def same_project_same_total(bundle: Bundle) -> Iterator[Told]:
    """same_project_same_total: total weight, and of two self-evaluations total score and grade, agree.

    Okay: forms[0].project_name=村级水站改造补助; forms[0].total.weight=100; forms[0].total.score=96.5;
        forms[0].grade=优; forms[1].project_name=村级水站改造补助; forms[1].total.weight=100;
        forms[1].total.score=96.50; forms[1].grade=优
    Broken: forms[0].project_name=村级水站改造补助; forms[0].total.weight=100; forms[0].total.score=96.5;
        forms[0].grade=优; forms[1].project_name=村级水站改造补助; forms[1].total.weight=100;
        forms[1].total.score=98.5; forms[1].grade=优
    """
    for pair in pairs(bundle):
        yield from _said(bundle, pair, pair.totals)


@between("error", "同一项目两张表的同名指标一致", "two forms of one project agree on an indicator of the same name")
def same_project_same_indicators(bundle: Bundle) -> Iterator[Told]:
    """same_project_same_indicators: target and weight agree, and of two self-evaluations result and score.

    Words are not compared, nor numbers in different units; a lost comparator is no difference.
    Okay: forms[0].project_name=村级水站改造补助; forms[0].indicators[0].level3=改造水站数量;
        forms[0].indicators[0].target=≥12座; forms[0].indicators[0].weight=20; forms[0].total.weight=100;
        forms[1].project_name=村级水站改造补助; forms[1].indicators[0].level3=改造水站数量;
        forms[1].indicators[0].target=12座; forms[1].indicators[0].weight=20; forms[1].total.weight=100
    Broken: forms[0].project_name=村级水站改造补助; forms[0].indicators[0].level3=改造水站数量;
        forms[0].indicators[0].target=≥12座; forms[0].indicators[0].weight=20; forms[0].total.weight=100;
        forms[1].project_name=村级水站改造补助; forms[1].indicators[0].level3=改造水站数量;
        forms[1].indicators[0].target=≥10座; forms[1].indicators[0].weight=20; forms[1].total.weight=100
    """
    for pair in pairs(bundle):
        yield from _said(bundle, pair, pair.indicators)


def pairs(bundle: Bundle) -> Iterator[Pair]:
    """Two forms each of one project, one year and one unit: every later form with the first one it belongs to."""
    for group in bundle.same_name():
        for place, second in enumerate(group):
            found = (_pair(bundle, first, second) for first in group[:place])
            pair = next((item for item in found if item is not None), None)
            if pair is not None:
                yield pair


def _pair(bundle: Bundle, first: int, second: int) -> Pair | None:
    one, other = bundle.forms[first], bundle.forms[second]
    shared = bundle.share_units(first, second)
    # A year that one form lost may be any year.
    if one.year != other.year or shared is False:
        return None
    kinds = (_kind(one.text("title")), _kind(other.text("title")))
    results = kinds == ("self", "self")
    amounts = tuple(compared_amounts(one, other, results))
    totals = tuple(compared_totals(one, other, results))
    indicators = tuple(compared_indicators(one, other, results))
    if not _is_one_project(amounts, (*amounts, *totals, *indicators)):
        return None
    certain = results and one.year is not None and shared is True
    return Pair(first, second, certain, amounts, totals, indicators)


def _is_one_project(amounts: tuple[Compared, ...], compared: tuple[Compared, ...]) -> bool:
    """Say whether two forms agree on more than they differ on, and not on other money throughout.

    Weights, full marks and 100 % are alike in many forms: a second batch of money shows in its amounts. One slip of
    the unit goes through all amounts, and is no other money.
    """
    alike = sum(item.agree for item in compared)
    other_money = len(amounts) > 1 and not any(item.agree or item.slip[0] for item in amounts)
    return 2 * alike > len(compared) and not other_money


def _kind(title: str | None) -> Kind:
    """What a form is by its title; a self-evaluation where it has none."""
    printed = fold(title or "")
    return next((kind for kind, pattern in _KINDS if pattern.search(printed)), "self")


def _said(bundle: Bundle, pair: Pair, compared: tuple[Compared, ...]) -> Iterator[Told]:
    agreed = [item.path for item in compared if item.agree]
    if agreed:
        yield pair.second, holds(*agreed)
    # Without a year the two may be of two years: worth a look, no more.
    known = bundle.forms[pair.first].year is not None
    severity: Severity = "error" if pair.certain else "warning" if known else "note"
    name = bundle.name(pair.second)
    for item in compared:
        if item.agree:
            continue
        gap = "" if item.gap is None else f"，相差 {plain(item.gap)}{item.unit}"
        gap_en = "" if item.gap is None else f": {plain(item.gap)}{item.unit} apart"
        zh = f"「{name}」在第 {pair.first + 1} 张表与第 {pair.second + 1} 张表中{item.words[0]}不同："
        en = f"forms no. {pair.first + 1} and {pair.second + 1} of “{name}” differ on {item.words[1]}: "
        yield (
            pair.second,
            Said(
                "broken",
                (item.path,),
                f"{zh}{item.one} 与 {item.other}{gap}{item.slip[0]}",
                f"{en}{item.one} and {item.other}{gap_en}{item.slip[1]}",
                item.one,
                item.other,
                plain(item.gap),
                severity,
            ),
        )
