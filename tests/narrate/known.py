"""The amounts and numbers that a narrative of some forms may hold: cells, and what follows from them.

Comes in: figures of forms. Goes out: sets of decimals. Uses nothing of the narrating stage.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import ROUND_HALF_UP, Decimal

from tests.narrate.figures import NUMBER, Figures, narrow, number_of, whole_amounts

UNITS = {"元": 1, "万元": 10_000, "亿元": 10**8, "yuan": 1, "million yuan": 10**6, "billion yuan": 10**9, "千元": 1000}


def leaves_of(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for one in value.values():
            yield from leaves_of(one)
    elif isinstance(value, list):
        for one in value:
            yield from leaves_of(one)


def amounts_known(figures: Sequence[Figures]) -> set[Decimal]:
    known: set[Decimal] = set()
    wholes = []
    for one in figures:
        known |= set(one.money.values())
        whole = whole_amounts(one)
        known |= set(whole.values())
        budget, initial, executed = (
            whole.get("budget") or whole.get("initial"),
            whole.get("initial"),
            whole.get("executed"),
        )
        known |= {abs(a - b) for a, b in ((budget, executed), (budget, initial)) if a is not None and b is not None}
        wholes.append((one, budget, executed))
        # Targets and results in money stand in the text with their unit; an indicator may also set one.
        for line in one.lines:
            for text in (line.target or "", line.actual or ""):
                for hit in re.finditer(rf"({NUMBER}) ?(亿元|万元|元)", text):
                    known.add(Decimal(hit[1].replace(",", "")) * UNITS[hit[2]])
            if line.gap is not None and re.search("元", f"{line.target}{line.actual}"):
                known |= {line.gap, line.gap * 10_000, line.gap * 10**8}
    return known | _sums(wholes)


def _sums(wholes: Sequence[tuple[Figures, Decimal | None, Decimal | None]]) -> set[Decimal]:
    """Sums over all forms, over those of a year and of a unit, and what is left of them."""
    known: set[Decimal] = set()
    keys = {(unit, year) for one, _, _ in wholes for unit in _unit(one) for year in ("", _year(one))}
    for unit, year in keys:
        pairs = [(budget, spent) for one, budget, spent in wholes
                 if budget is not None and spent is not None and unit in _unit(one) and year in ("", _year(one))
                 and not _is_department(one)]  # fmt: skip
        budgets, spent = sum((b for b, _ in pairs), Decimal(0)), sum((s for _, s in pairs), Decimal(0))
        known |= {budgets, spent, abs(budgets - spent)}
    last: dict[str, Decimal] = {}
    for one, budget, _ in sorted(wholes, key=lambda entry: _year(entry[0])):
        name = re.sub(r"\W|(?:19|20)\d{2}年?度?", "", str(one.values.get("project_name")))
        if budget is not None:
            known |= {abs(budget - last[name])} if name in last else set()
            last[name] = budget
    return known


def _unit(one: Figures) -> tuple[str, ...]:
    return (max(((len(key), unit) for key, unit in one.form.units.items() if "funds".startswith(key)),
                default=(0, ""))[1],)  # fmt: skip


def _year(one: Figures) -> str:
    return str(one.values.get("fiscal_year") or "")


def _is_department(one: Figures) -> bool:
    title = str(one.values.get("title") or "") + str(one.values.get("project_name") or "")
    return one.form.form_type.startswith("department") or "部门整体" in title or "整体支出" in title


def numbers_known(figures: Sequence[Figures]) -> set[Decimal]:
    """Plain numbers that a narrative may hold: cells, numbers inside targets and results, sums and losses."""
    known: set[Decimal] = set()
    for one in figures:
        known |= {number for text in leaves_of(one.values) if (number := number_of(text)) is not None}
        known |= {number * 100 for number in known if 0 < number <= Decimal("1.5")}
        for line in one.lines:
            for text in (line.target or "", line.actual or "", line.name):
                known |= {Decimal(found.replace(",", "")) for found in re.findall(NUMBER, narrow(text))}
            known |= {Decimal(gap) for gap in (line.gap, line.lost, line.days) if gap is not None}
        for finding in one.form.findings:
            known |= {number for text in (finding.expected, finding.found) if (number := number_of(text)) is not None}
        known |= {line.lost for line in one.scored if line.lost is not None}
        known |= set(_group_sums(one)) | {abs(amount) for amount in one.money.values()}
        whole = whole_amounts(one)
        known |= set(_rates(whole)) | {amount / factor for amount in whole.values() for factor in (1, 10_000)}
    return {abs(number) for number in known} | set(_over_all(figures))


def _rates(whole: dict[str, Decimal]) -> Iterator[Decimal]:
    budget, executed = whole.get("budget") or whole.get("initial"), whole.get("executed")
    if budget and executed is not None:
        yield (executed / budget * 100).quantize(Decimal("0.1"), rounding=ROUND_HALF_UP)


def _group_sums(one: Figures) -> Iterator[Decimal]:
    rows = one.values.get("indicators") or []
    for label in {row.get("level1") for row in rows}:
        inside = [row for row in rows if row.get("level1") == label]
        for key in ("weight", "score"):
            numbers = [number_of(row.get(key)) for row in inside]
            yield sum((number for number in numbers if number is not None), Decimal(0))


def _over_all(figures: Sequence[Figures]) -> Iterator[Decimal]:
    """Means, bands and rates over several forms."""
    for year in {"", *map(_year, figures)}:
        inside = [one for one in figures if year == "" or (year == _year(one) and not _is_department(one))]
        scores = [score for one in inside if (score := one.point("total.score")) is not None]
        if scores:
            yield (sum(scores, Decimal(0)) / len(scores)).quantize(Decimal("0.01"), rounding=ROUND_HALF_UP)
            yield Decimal(len(scores))
        wholes = [(one, whole_amounts(one)) for one in inside if not _is_department(one)]
        pairs = [(one, whole.get("budget") or whole.get("initial"), whole.get("executed")) for one, whole in wholes]
        for unit in {unit for one in inside for unit in _unit(one)}:
            told = [(b, s) for one, b, s in pairs if b is not None and s is not None and unit in _unit(one)]
            budget, spent = sum((b for b, _ in told), Decimal(0)), sum((s for _, s in told), Decimal(0))
            if budget:
                yield (spent / budget * 100).quantize(Decimal("0.1"), rounding=ROUND_HALF_UP)
                yield from (amount / factor for amount in (budget, spent) for factor in (1, 10_000))
    yield from map(Decimal, (90, 80, 60, *range(len(figures) + 1)))
    yield from (abs(a - b) for a, b in _score_steps(figures))


def _score_steps(figures: Sequence[Figures]) -> Iterator[tuple[Decimal, Decimal]]:
    last: dict[str, Decimal] = {}
    for one in sorted(figures, key=_year):
        name = re.sub(r"\W|(?:19|20)\d{2}年?度?", "", str(one.values.get("project_name")))
        score = one.point("total.score")
        if score is not None:
            if name in last:
                yield score, last[name]
            last[name] = score
