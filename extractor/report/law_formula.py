"""The laws as spreadsheet formulas: what a relation says, recalculated whenever a cell changes.

Comes in: a relation of ``extractor.laws`` and the lines of the sheet ``workings`` on which its cells stand as
numbers. Goes out: the formulas of expected value, printed value, difference and verdict. Tolerances are those of
``judge``, from the printed decimals. Never takes a missing cell for zero, and writes nothing into a formula but
addresses and numbers.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import singledispatch

from extractor.laws.proportions import Product, Ratio, Stepped
from extractor.laws.relations import AtMost, Balance, Equal, Fixed
from extractor.report.number_formula import DECIMALS, LOST, VALUE

UNTESTABLE, HOLDS, SLIGHT, BROKEN = 0, 1, 2, 3
"""What the formula of a verdict says: cannot be tested, holds, holds but for cut digits, broken."""

EXPECTED, FOUND, DIFFERENCE, CODE = "D", "E", "F", "G"
"""The columns of ``workings`` in which a rule's line has its results."""

_FINE = 9  # places to which a comparison of unlike numbers is free of what binary fractions leave behind
_FINER = 12  # the same for rates, whose slack is smaller


@dataclass(frozen=True, slots=True)
class Formulas:
    """The four formulas of one rule."""

    expected: str
    found: str
    difference: str
    code: str


@dataclass(frozen=True, slots=True)
class Lines:
    """Where the numbers of a form stand in ``workings``: the line (from 1) of each path.

    A path without a line has no cell on the sheet: ``blank`` names those that are empty by design.
    """

    rows: Mapping[str, int]
    blank: Collection[str] = ()

    def value(self, path: str) -> str:
        """The address of a number."""
        return f"${VALUE}${self.rows[path]}"

    def decimals(self, path: str) -> str:
        """The address of a number's printed places."""
        return f"${DECIMALS}${self.rows[path]}"

    def values(self, paths: Iterable[str]) -> list[str]:
        """The addresses of several numbers, those on lines below each other as one range."""
        return [_range(VALUE, first, last) for first, last in _runs(self.rows[path] for path in paths)]

    def all_decimals(self, paths: Iterable[str]) -> list[str]:
        """The addresses of the places of several numbers, as ranges."""
        return [_range(DECIMALS, first, last) for first, last in _runs(self.rows[path] for path in paths)]


def _runs(rows: Iterable[int]) -> list[tuple[int, int]]:
    found: list[tuple[int, int]] = []
    for row in sorted(rows):
        if found and row == found[-1][1] + 1:
            found[-1] = (found[-1][0], row)
        else:
            found.append((row, row))
    return found


def _range(column: str, first: int, last: int) -> str:
    return f"${column}${first}" + (f":${column}${last}" if last > first else "")


def formulas(relation: object, lines: Lines, row: int) -> Formulas:
    """The formulas of a relation on its own line of ``workings`` (``row`` counts from 1).

    Raises ``TypeError`` for a kind of relation that has no translation.
    """
    result = result_of(relation)
    if not all(path in lines.rows for path in _needed(relation, lines)):
        return Formulas('=""', '=""', '=""', f"={UNTESTABLE}")
    expected, code = _translated(relation, lines, row)
    gap = f"{FOUND}{row}-{EXPECTED}{row}"
    gap = f"MAX(0,{gap})" if isinstance(relation, AtMost) else gap
    return Formulas(
        f"={expected}",
        f'=IF({CODE}{row}={UNTESTABLE},"",{lines.value(result)})',
        f'=IF(COUNT({EXPECTED}{row},{FOUND}{row})=2,ROUND({gap},{_FINE}),"")',
        f"={code}",
    )


def result_of(relation: object) -> str:
    """The cell that a relation speaks of: the total of a sum, the rate of a quotient, the score."""
    match relation:
        case Balance() | Ratio():
            return relation.result
        case Product() | Stepped():
            return relation.score
        case AtMost() | Equal() | Fixed():
            return relation.a
    raise TypeError(f"no formula for a relation of the kind {type(relation).__name__}")


def _needed(relation: object, lines: Lines) -> tuple[str, ...]:
    """The cells that have to be on the sheet; what is blank by design has no part in a sum."""
    if isinstance(relation, Balance):
        terms = [path for path, _ in relation.terms]
        return (*(path for path in terms if path not in lines.blank or path in lines.rows), relation.result)
    return tuple(getattr(relation, "cells", ()))


@singledispatch
def _translated(relation: object, lines: Lines, row: int) -> tuple[str, str]:
    """The expected value and the verdict of a relation, as formulas."""
    raise TypeError(f"no formula for a relation of the kind {type(relation).__name__}")


@_translated.register
def _(relation: Balance, lines: Lines, row: int) -> tuple[str, str]:
    terms = [path for path, _ in relation.terms if path in lines.rows]
    sums = []
    for sign in (1, -1):
        side = [path for path, own in relation.terms if own == sign and path in lines.rows]
        sums.append(f"SUM({','.join(lines.values(side))})" if side else "")
    total = sums[0] + (f"-{sums[1]}" if sums[1] else "")
    ranges = lines.values(terms)
    lost = "+".join(f'COUNTIF({one},"{LOST}")' for one in ranges)
    if not ranges:
        return '""', str(UNTESTABLE)
    count = f"COUNT({','.join(ranges)})"
    whole = lines.value(relation.result)
    expected = f'IF(AND(COUNT({whole})=1,{count}>0,{lost}=0),ROUND({total},{_FINE}),"")'
    return expected, f"IF(ISNUMBER({EXPECTED}{row}),{_sum_test(relation, lines, row, count)},{UNTESTABLE})"


def _sum_test(relation: Balance, lines: Lines, row: int, count: str) -> str:
    """As ``Balance.judge``: a coarser total, cut digits, and terms that are roundings themselves."""
    own = lines.decimals(relation.result)
    terms = [path for path, _ in relation.terms if path in lines.rows]
    places = f"MAX({','.join(lines.all_decimals({*terms, relation.result}))})"
    coarse = "0" if relation.exact else f"IF({places}>{own},10^-{own}/2,0)"
    tolerance = coarse if relation.rounded else f"IF({own}>0,{coarse},0)"
    slack = f"({count}+1)*10^-{places}/2" if relation.rounded else "0.01"
    slack = f"MAX(IF({places}>0,{slack},0),2*{coarse})"
    return _test(_distance(lines.value(relation.result), row), tolerance, slack, f"{places}+1")


def _distance(found: str, row: int) -> str:
    return f"ABS({found}-{EXPECTED}{row})"


def _test(distance: str, tolerance: str, slack: str, places: str) -> str:
    """The verdict on a distance; rounding takes away what binary fractions leave of equal decimals.

    Sums and their tolerances are multiples of half a last place, so that one place more tells all of them apart.
    """
    slight = f"IF(ROUND({distance}-{slack},{places})<=0,{SLIGHT},{BROKEN})" if slack else str(BROKEN)
    return f"IF(ROUND({distance}-{tolerance},{places})<=0,{HOLDS},{slight})"


@_translated.register
def _(relation: Ratio, lines: Lines, row: int) -> tuple[str, str]:
    top, bottom, rate = (lines.value(path) for path in relation.cells)
    known = f"COUNT({top},{bottom},{rate})=3"
    places = f"MAX({lines.decimals(relation.numerator)},{lines.decimals(relation.denominator)})"
    error = f"IF({places}>0,10^-{places}/2*(ABS({bottom})+ABS({top}))/({bottom}*{bottom}),0)"
    ulp = f"10^-{lines.decimals(relation.result)}"
    test = _test(_distance(rate, row), f"({ulp}/2+{error})", f"{ulp}*1.5", str(_FINER))
    # Nought divided by nought is printed in several ways; spending without a budget has no rate.
    without = f"IF({known},IF(AND({bottom}=0,{top}<>0),{BROKEN},{UNTESTABLE}),{UNTESTABLE})"
    return f'IF({known},IF({bottom}=0,"",{top}/{bottom}),"")', f"IF(ISNUMBER({EXPECTED}{row}),{test},{without})"


def _quotient(relation: Product | Stepped, lines: Lines) -> tuple[str, str]:
    """The rate of a product, and the condition that there is one."""
    weight, rate, score = (lines.value(path) for path in (relation.weight, relation.rate, relation.score))
    if not relation.base:
        return rate, f"COUNT({weight},{rate},{score})=3"
    base = lines.value(relation.base)
    # The count alone would not keep a quotient by nought from being looked at.
    return f"{rate}/{base}", f"IF(COUNT({weight},{rate},{base},{score})=4,{base}>0,FALSE)"


@_translated.register
def _(relation: Product, lines: Lines, row: int) -> tuple[str, str]:
    rate, known = _quotient(relation, lines)
    weight, score = lines.value(relation.weight), lines.value(relation.score)
    ulp = f"10^-{lines.decimals(relation.score)}"
    test = _test(_distance(score, row), f"{ulp}/2", f"{ulp}*1.5", str(_FINE))
    if not relation.base:
        # A printed rate is as wide as its last digit, rounded or cut; 100 % is exactly full.
        step = f"10^-{lines.decimals(relation.rate)}"
        low = _capped(f"{rate}-IF({rate}<0,{step},{step}/2)", relation)
        high = _capped(f"{rate}+IF({rate}<0,{step}/2,{step})", relation)
        least = f"ROUND({weight}*{low}-{ulp}/2-{score},{_FINE})<=0"
        most = f"ROUND({score}-{weight}*{high}-{ulp}/2,{_FINE})<=0"
        test = f"IF(IF({rate}=1,FALSE,AND({least},{most})),{HOLDS},{test})"
    expected = f'IF({known},{weight}*{_capped(rate, relation)},"")'
    return expected, f"IF(ISNUMBER({EXPECTED}{row}),{test},{UNTESTABLE})"


def _capped(rate: str, relation: Product) -> str:
    return f"MIN(1,{rate})" if relation.capped else f"({rate})"


@_translated.register
def _(relation: Stepped, lines: Lines, row: int) -> tuple[str, str]:
    rate, known = _quotient(relation, lines)
    share = "0"
    for floor, part in reversed(relation.steps):
        share = f"IF(ROUND({rate},{_FINER})>={_plain(floor)},{_plain(part)},{share})"
    test = _test(_distance(lines.value(relation.score), row), "0", "", str(_FINE))
    expected = f'IF({known},{lines.value(relation.weight)}*{share},"")'
    return expected, f"IF(ISNUMBER({EXPECTED}{row}),{test},{UNTESTABLE})"


@_translated.register
def _(relation: AtMost, lines: Lines, row: int) -> tuple[str, str]:
    a, b = lines.value(relation.a), lines.value(relation.b)
    test = f"IF(ROUND({a}-{EXPECTED}{row},{_FINE})<=0,{HOLDS},{BROKEN})"
    expected = f'IF(COUNT({a},{b})=2,{b}{_times(relation.factor)},"")'
    return expected, f"IF(ISNUMBER({EXPECTED}{row}),{test},{UNTESTABLE})"


@_translated.register
def _(relation: Equal, lines: Lines, row: int) -> tuple[str, str]:
    a, b = lines.value(relation.a), lines.value(relation.b)
    distance = _distance(a, row)
    test = same = _test(distance, "0", "", str(_FINE))
    if not relation.exact:
        ulps = f"10^-{lines.decimals(relation.a)}", f"10^-{lines.decimals(relation.b)}{_times(relation.factor)}"
        coarser = f"MAX({ulps[0]},{ulps[1]})"
        wide = _test(distance, f"{coarser}/2", coarser, str(_FINE))
        test = f"IF(ABS({ulps[0]}-{ulps[1]})<10^-{_FINER},{same},{wide})"
    expected = f'IF(COUNT({a},{b})=2,{b}{_times(relation.factor)},"")'
    return expected, f"IF(ISNUMBER({EXPECTED}{row}),{test},{UNTESTABLE})"


@_translated.register
def _(relation: Fixed, lines: Lines, row: int) -> tuple[str, str]:
    a = lines.value(relation.a)
    test = _test(_distance(a, row), "0", "0.01", str(_FINE))
    expected = f'IF(COUNT({a})=1,{_plain(relation.value)},"")'
    return expected, f"IF(ISNUMBER({EXPECTED}{row}),{test},{UNTESTABLE})"


def _plain(number: Decimal) -> str:
    return f"{number:f}"


def _times(factor: Decimal) -> str:
    return "" if factor == 1 else f"*{_plain(factor)}"
