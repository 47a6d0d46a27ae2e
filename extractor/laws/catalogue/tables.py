"""Which rows of a form's tables play which part in the laws.

Comes in: a form. Goes out: paths: the fund row that carries the execution weight, the
sections of a score card, a card item by its label. Never judges.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from extractor.laws.form import Form, plain_label

UNKNOWN_STAGE = "?"


@dataclass(frozen=True, slots=True)
class Section:
    """A section of a score card: its name, its total row (if printed) and its item rows."""

    name: str
    total: str | None
    items: tuple[str, ...]


def fund_rows(form: Form, stage: str | None = None) -> tuple[str, ...]:
    """Return the paths of the fund rows, of one stage if given (rows without a stage are ``all``)."""
    by_stage: dict[str | None, tuple[str, ...]] = form.once("fund_rows", lambda: _fund_rows(form))
    return by_stage.get(stage, ())


def _fund_rows(form: Form) -> dict[str | None, tuple[str, ...]]:
    rows = tuple(f"funds[{row}]" for row in range(form.rows("funds")))
    stages = [form.text(f"{row}.stage") for row in rows]
    found: dict[str | None, tuple[str, ...]] = {None: rows}
    # A row that lost its stage in a form with stages belongs to one of them, nobody knows which.
    unnamed = "all" if not any(stages) or "all" in stages else UNKNOWN_STAGE
    for row, stage in zip(rows, stages, strict=True):
        found[stage or unnamed] = (*found.get(stage or unnamed, ()), row)
    return found


def fund_row(form: Form, stage: str, source: str) -> str | None:
    """Return the first row of that stage and source, or None."""
    return next((row for row in fund_rows(form, stage) if form.text(f"{row}.source") == source), None)


def weighted_fund_rows(form: Form, key: str = "weight") -> tuple[str, ...]:
    """Return the fund rows that print a weight (or score): the total's row first."""
    rows = [row for row in fund_rows(form, "all") if form.has(f"{row}.{key}")]
    return tuple(sorted(rows, key=lambda row: form.text(f"{row}.source") != "total"))


def execution_rows(form: Form, key: str) -> tuple[str, ...]:
    """Return the fund rows whose weight or score counts towards the form's total.

    The total's row alone when it prints one, or nothing is printed yet (it is where the
    cell belongs); otherwise every row that prints one. Execution that is scored on a scale
    of its own (weight 100 beside indicators of 100) does not count at all.
    """
    if has_own_scale(form):
        return ()
    printed = weighted_fund_rows(form, key)
    total = fund_row(form, "all", "total")
    if total is not None and (total in printed or not printed):
        return (total,)
    # The first row is the total's, should its label be lost.
    return printed or fund_rows(form, "all")[:1]


def has_own_scale(form: Form) -> bool:
    """Say whether execution weighs as much as the whole form, so that it cannot be a part of it."""
    whole = form.number("total.weight")
    own = [form.number(f"{row}.weight") for row in weighted_fund_rows(form, "weight")]
    return whole is not None and whole > 0 and bool(own) and own[0] == whole and bool(scored_indicators(form))


def sections(form: Form) -> Iterator[Section]:
    """Yield the sections of the score card in order."""
    yield from form.once("sections", lambda: tuple(_sections(form)))


def _sections(form: Form) -> Iterator[Section]:
    found: dict[str, list[str]] = {}
    for row in range(form.rows("scorecard")):
        name = form.text(f"scorecard[{row}].section")
        if name is None:
            return  # a row that lost its section may belong to either neighbour: no sum can be told
        found.setdefault(name, []).append(f"scorecard[{row}]")
    for name, rows in found.items():
        totals = [row for row in rows if not form.has(f"{row}.item") and not form.has(f"{row}.group")]
        items = tuple(_without_subtotals(form, [row for row in rows if row not in totals]))
        if len(totals) > 1:
            continue  # one of them is an item that lost its labels
        yield Section(name, totals[0] if totals and totals[0] in (rows[0], rows[-1]) else None, items)


def whole_card(form: Form) -> tuple[str, ...]:
    """Return the total rows of all sections, or none if a section of the card shows no total row."""
    found = tuple(sections(form))
    names = {form.text(f"scorecard[{row}].section") for row in range(form.rows("scorecard"))}
    totals = tuple(section.total for section in found if section.total is not None)
    return totals if len(totals) == len(names) else ()


def _without_subtotals(form: Form, rows: list[str]) -> Iterator[str]:
    """Leave out the rows that only repeat the sum of a group whose items are listed too.

    A row that merely lost its item label does not print that sum, and stays.
    """
    for row in rows:
        group = form.text(f"{row}.group")
        items = [other for other in rows if form.text(f"{other}.group") == group and form.has(f"{other}.item")]
        weights = [form.number(f"{item}.weight") or Decimal(0) for item in items]
        if form.has(f"{row}.item") or len(items) < 2 or form.number(f"{row}.weight") != sum(weights, Decimal(0)):
            yield row


def card_item(form: Form, *labels: str) -> str | None:
    """Return the card row whose label starts with, or is the clipped start of, one of ``labels``.

    Labels on cards are often clipped; four characters are the least that tells items apart.
    """
    items: tuple[tuple[str, str], ...] = form.once("card_items", lambda: tuple(_card_items(form)))
    for text, path in items:
        if any(text.startswith(label) or label.startswith(text) for label in labels):
            return path
    return None


def _card_items(form: Form) -> Iterator[tuple[str, str]]:
    for row in range(form.rows("scorecard")):
        path = f"scorecard[{row}]"
        text = plain_label(form.text(f"{path}.item") or "")
        if len(text) >= 4:
            yield text, path


def has_full_marks(form: Form, row: str) -> bool | None:
    """Say whether a row's score is its weight; None if either is missing or the weight is 0."""
    weight, score = form.number(f"{row}.weight"), form.number(f"{row}.score")
    if weight is None or score is None or weight <= 0:
        return None
    return score >= weight


def scored_indicators(form: Form) -> tuple[str, ...]:
    """Return the indicator rows of a form that scores its indicators; none for a form that does not."""
    found: tuple[str, ...] = form.once("scored_indicators", lambda: _scored_indicators(form))
    return found


def _scored_indicators(form: Form) -> tuple[str, ...]:
    rows = tuple(f"indicators[{row}]" for row in range(form.rows("indicators")))
    scored = any(form.has(f"{row}.weight") or form.has(f"{row}.score") for row in rows)
    return rows if scored else ()
