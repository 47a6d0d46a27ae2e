"""Two forms of one project compared cell by cell.

Comes in: two forms. Goes out: ``Compared`` values, one for each thing that both state as a
number. What cannot be compared (words, other units, a cell that one form lacks) gives none.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from extractor.laws.catalogue.fulfilment import spans
from extractor.laws.catalogue.tables import UNKNOWN_STAGE, fund_rows
from extractor.laws.document.bundle import in_unit, name_key, own_amount, printed_amount, yuan
from extractor.laws.form import Form
from extractor.laws.law import Words
from extractor.laws.names import cell_words
from extractor.laws.outcome import Look, Outcome
from extractor.laws.relations import Equal
from extractor.notation import Printed, Quantity

_BUDGETS = ("initial_budget", "adjusted_budget")
_DONE = ("allocated", "executed")
_CEILINGS, _FLOORS = ("≤", "<"), ("≥", ">")


@dataclass(frozen=True, slots=True)
class Compared:
    """One thing that two forms state: the later form's cell, both prints, how far apart, in which unit."""

    path: str
    agree: bool
    words: Words
    one: str
    other: str
    gap: Decimal | None = None
    unit: str = ""
    slip: Words = ("", "")


def compared_amounts(one: Form, other: Form, results: bool) -> Iterator[Compared]:
    """Budgets, and with ``results`` what was allocated and spent: row by row where both forms have the same rows."""
    rows, others = _rows(one), _rows(other)
    shared = [key for key in others if key in rows]
    if not shared:
        yield from _totals(one, other, results)
    for key in shared:
        yield from _budgets(one, other, rows[key], others[key])
        for column in _DONE if results else ():
            yield from _amount(one, other, f"{rows[key]}.{column}", f"{others[key]}.{column}")


def _rows(form: Form) -> Mapping[tuple[str, str], str]:
    """The fund rows that stage and source name uniquely."""
    found: dict[tuple[str, str], list[str]] = {}
    for row in fund_rows(form):
        source = form.text(f"{row}.source")
        if source:
            found.setdefault((form.text(f"{row}.stage") or "all", source), []).append(row)
    if fund_rows(form, UNKNOWN_STAGE):
        return {}
    return {key: rows[0] for key, rows in found.items() if len(rows) == 1}


def _budgets(one: Form, other: Form, row: str, row_other: str) -> Iterator[Compared]:
    """Column by column where both print the same columns, else any budget figure with any."""
    mine = [column for column in _BUDGETS if yuan(one, f"{row}.{column}") is not None]
    theirs = [column for column in _BUDGETS if yuan(other, f"{row_other}.{column}") is not None]
    if mine == theirs:
        for column in mine:
            yield from _amount(one, other, f"{row}.{column}", f"{row_other}.{column}")
        return
    tried = [pair for a in mine for b in theirs for pair in _amount(one, other, f"{row}.{a}", f"{row_other}.{b}")]
    yield from sorted(tried, key=lambda item: not item.agree)[:1]


def _totals(one: Form, other: Form, results: bool) -> Iterator[Compared]:
    """Forms of two layouts: what each states in all."""
    pairs = [(a, b) for a in _BUDGETS for b in _BUDGETS]
    tried = [item for a, b in pairs for item in _owned(one, other, a, b)]
    yield from sorted(tried, key=lambda item: not item.agree)[:1]
    for column in _DONE if results else ():
        yield from _owned(one, other, column, column)


def _owned(one: Form, other: Form, column: str, column_other: str) -> Iterator[Compared]:
    a, b = own_amount(one, column), own_amount(other, column_other)
    if a and b:
        yield _equal_amounts(one, other, a, b)


def _amount(one: Form, other: Form, path: str, path_other: str) -> Iterator[Compared]:
    a, b = yuan(one, path), yuan(other, path_other)
    # Nothing beside nothing says nothing about the two forms.
    if a is not None and b is not None and (a.value or b.value):
        yield _equal_amounts(one, other, (path, a), (path_other, b))


def _equal_amounts(one: Form, other: Form, a: tuple[str, Printed], b: tuple[str, Printed]) -> Compared:
    outcome = equal_to_the_print(a[1], b[1])
    unit = printed_amount(other, b[0]).removeprefix(other.text(b[0]) or "")
    gap = in_unit(abs(outcome.difference or Decimal(0)), other, b[0])
    prints = (f"{a[1].text}{printed_amount(one, a[0]).removeprefix(one.text(a[0]) or '')}", f"{b[1].text}{unit}")
    return Compared(
        b[0], outcome.verdict == "holds", cell_words(b[0], other), *prints, gap, f" {unit}".rstrip(), _slip(outcome)
    )


def equal_to_the_print(a: Printed, b: Printed) -> Outcome:
    """Compare two numbers in one unit to the coarser print; ``b`` is the one found."""
    if a.value == b.value:  # also beyond the precision of the arithmetic
        return Outcome("holds", a.value, b.value, Decimal(0))
    look: Look = {"a": a, "b": b}.get
    return Equal("b", "a").judge(look)


def _slip(outcome: Outcome) -> Words:
    if not outcome.note.startswith("x10^"):
        return "", ""
    power = outcome.note.removeprefix("x10^")
    return (
        f"；相差约 10 的 {power} 次方倍，疑为单位或小数点错位",
        f"; off by about 10^{power}: unit or point slipped",
    )


def compared_totals(one: Form, other: Form, results: bool) -> Iterator[Compared]:
    """Total weight, and with ``results`` total score and grade."""
    for path in ("total.weight", *(("total.score",) if results else ())):
        yield from _number(one, other, path, path)
    grade, grade_other = (name_key(form.text("grade") or "") for form in (one, other))
    if results and grade and grade_other:
        words = ("评价等次", "the grade")
        yield Compared("grade", grade[0] == grade_other[0], words, one.text("grade") or "", other.text("grade") or "")


def compared_indicators(one: Form, other: Form, results: bool) -> Iterator[Compared]:
    """Target and weight of the indicators that both forms name, and with ``results`` result and score."""
    rows, others = named_indicators(one), named_indicators(other)
    for key, row_other in others.items():
        row = rows.get(key)
        if row is None:
            continue
        for column in ("target", *(("actual",) if results else ())):
            yield from _quantity(one, other, f"{row}.{column}", f"{row_other}.{column}")
        for column in ("weight", *(("score",) if results else ())):
            yield from _number(one, other, f"{row}.{column}", f"{row_other}.{column}")


def named_indicators(form: Form) -> Mapping[str, str]:
    """Rows of the indicators by name, of those that stand once."""
    found: dict[str, list[str]] = {}
    for index in range(form.rows("indicators")):
        key = name_key(form.text(f"indicators[{index}].level3") or "")
        if key:
            found.setdefault(key, []).append(f"indicators[{index}]")
    return {key: rows[0] for key, rows in found.items() if len(rows) == 1}


def _number(one: Form, other: Form, path: str, path_other: str) -> Iterator[Compared]:
    a, b = one.look(path), other.look(path_other)
    if isinstance(a, Printed) and isinstance(b, Printed):
        outcome = equal_to_the_print(a, b)
        gap = abs(outcome.difference or Decimal(0))
        yield Compared(
            path_other, outcome.verdict == "holds", cell_words(path_other, other), a.text, b.text, gap, "",
            _slip(outcome),
        )  # fmt: skip


def _quantity(one: Form, other: Form, path: str, path_other: str) -> Iterator[Compared]:
    a, b = one.quantity(path), other.quantity(path_other)
    agree = None if a is None or b is None else quantities_agree(a, b)
    if agree is not None:
        words = cell_words(path_other, other)
        yield Compared(path_other, agree, words, one.text(path) or "", other.text(path_other) or "")


def quantities_agree(a: Quantity, b: Quantity) -> bool | None:
    """Say whether two targets or results are the same; None for words, or units that cannot be compared."""
    if a.date is not None and b.date is not None:
        return a.date.earliest <= b.date.latest and b.date.earliest <= a.date.latest
    both = spans(a, b)
    if both is None or a.value is None or b.value is None:
        return None
    opposed = a.comparator in _CEILINGS and b.comparator in _FLOORS
    if opposed or a.comparator in _FLOORS and b.comparator in _CEILINGS:
        return False
    # To the coarser print: 1.2万元 may be 12040元, but 12座 is never 13.
    steps = (a.value.ulp * a.scale, b.value.ulp * b.scale)
    slack = max(steps) / 2 if steps[0] != steps[1] and a.unit and b.unit else Decimal(0)
    (low, high), (low_b, high_b) = ((span.low, span.high) for span in both)
    return abs(low - low_b) <= slack and abs(high - high_b) <= slack
