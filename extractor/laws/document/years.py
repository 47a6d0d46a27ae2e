"""The law of money between two years of one project: what is carried over is what was left.

Comes in: the forms of a document. Goes out: sayings, attached to the later year's form. Only
years that are printed, one after the other, in forms of one unit are compared.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from extractor.laws.catalogue.money import stage_amounts
from extractor.laws.catalogue.tables import fund_row
from extractor.laws.document.bundle import Bundle, in_unit, own_amount, yuan
from extractor.laws.document.law import Told, between
from extractor.laws.document.twins import equal_to_the_print
from extractor.laws.form import Form
from extractor.laws.law import Said, holds, plain
from extractor.notation import Printed

_CARRIED = (
    ("all", "adjusted_budget"),
    ("all", "initial_budget"),
    ("budget", "initial_budget"),
    ("allocated", "allocated"),
)


@between("warning", "上年结转与上年结余相符", "what is carried over is what last year left")
def carry_over_is_last_years_rest(bundle: Bundle) -> Iterator[Told]:
    """carry_over_is_last_years_rest: money carried over into a year is at most last year's budget less spending.

    Less than that is a note: what is left over may have been taken back.
    Okay: forms[0].project_name=村级水站改造补助; forms[0].fiscal_year=2021; forms[0].funds[0].source=total;
        forms[0].funds[0].adjusted_budget=50; forms[0].funds[0].executed=42;
        forms[1].project_name=村级水站改造补助; forms[1].fiscal_year=2022; forms[1].funds[0].source=total;
        forms[1].funds[0].adjusted_budget=60; forms[1].funds[1].source=carry_over;
        forms[1].funds[1].adjusted_budget=8.00
    Broken: forms[0].project_name=村级水站改造补助; forms[0].fiscal_year=2021; forms[0].funds[0].source=total;
        forms[0].funds[0].adjusted_budget=50; forms[0].funds[0].executed=42;
        forms[1].project_name=村级水站改造补助; forms[1].fiscal_year=2022; forms[1].funds[0].source=total;
        forms[1].funds[0].adjusted_budget=60; forms[1].funds[1].source=carry_over;
        forms[1].funds[1].adjusted_budget=10
    """
    for before, after in bundle.following_years():
        last, this = bundle.forms[before], bundle.forms[after]
        carried, rests = _carried(this), _rests(last)
        if carried is None or not rests:
            continue
        path, amount = carried
        if any(equal_to_the_print(rest, amount).verdict == "holds" for rest, _ in rests):
            yield after, holds(path)
            continue
        rest, sum_of = max(rests, key=lambda item: item[0].value)
        left, gap = (plain(in_unit(value, this, path)) for value in (rest.value, abs(amount.value - rest.value)))
        more = amount.value > rest.value
        yield (
            after,
            Said(
                "broken",
                (path,),
                f"{last.year} 年（第 {before + 1} 张表）结余 {sum_of} = {left}，{this.year} 年上年结转 {amount.text}，"
                f"{'多' if more else '少'} {gap}",
                f"{last.year} (form no. {before + 1}) left {sum_of} = {left}, {this.year} carries over {amount.text}: "
                f"{gap} {'more' if more else 'less'}",
                left,
                amount.text,
                gap,
                "warning" if more else "note",
            ),
        )


def _carried(form: Form) -> tuple[str, Printed] | None:
    """Cell and amount of what the form's own row says is carried over."""
    for stage, column in _CARRIED:
        row = fund_row(form, stage, "carry_over")
        seen = yuan(form, f"{row}.{column}") if row else None
        if seen is not None:
            return f"{row}.{column}", seen
    return None


def _rests(form: Form) -> list[tuple[Printed, str]]:
    """What a year may have left: of the budget, of the money that arrived, of fiscal money; with the sum."""
    found: list[tuple[Printed, str]] = []
    spent = own_amount(form, "executed")
    bases = [own_amount(form, column) for column in ("adjusted_budget", "initial_budget", "allocated")]
    if bases[0] is not None and stage_amounts(form).get("budget"):
        bases[1] = None
    pairs = [(base, spent) for base in bases]
    row = fund_row(form, "all", "fiscal")
    if row:
        budget, done = yuan(form, f"{row}.adjusted_budget"), yuan(form, f"{row}.executed")
        pairs.append(((row, budget) if budget else None, (row, done) if done else None))
    for base, done_of in pairs:
        if base is None or done_of is None:
            continue
        rest = max(base[1].value - done_of[1].value, Decimal(0))
        places = min(base[1].decimals, done_of[1].decimals)
        found.append((Printed(rest, places, ""), f"{base[1].text} - {done_of[1].text}"))
    return found
