"""Pairs that are known before lines are compared: columns of figures that stand alone in their strip.

Comes in: the rows put together so far and the lines of the next strip. Goes out: the
row of each line that is settled (scores by the sums of the card, amounts by their
count), and the rows for which the sums leave it open.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from extractor.notation.confusion import LETTERS, as_digits
from extractor.read.cardsums import CardRow, hundredths, placed
from extractor.read.line import Line, is_rest_of_amount
from extractor.read.slotrows import Places

_L = re.escape(LETTERS)
_FIGURE = re.compile(rf"[\d{_L}]*\.?[\d{_L}]+|[\d{_L}]+\.")
_NONE = -1  # a line that is of no row: printed twice, or a stray
_CARD = 6  # so many scores at least are a column of a card


def known_pairs(rows: Sequence[Line], lines: Sequence[Line], places: Places) -> tuple[Mapping[int, int], set[int]]:
    """For lines that are settled their row (-1 for one that is of none), and the rows that stay open."""
    runs = _runs(lines)
    known: dict[int, int] = {}
    unsure: set[int] = set()
    card = [
        i for i, row in enumerate(rows) if row.zone == "scorecard" and not row.header_of and (row.slot or row.figures)
    ]
    card += [i for i, row in enumerate(rows) if row.zone != "scorecard" and _is_total(row)][:1]
    card.sort()
    scores = max(runs, key=len, default=[])
    if len(scores) >= _CARD <= len(card):
        found, unsure_rows = placed(
            [_card_row(rows[i], places) for i in card], [_digits(lines[j].cells[0].norm) for j in scores]
        )
        known.update({j: card[found[n]] if n in found else _NONE for n, j in enumerate(scores)})
        unsure = {card[n] for n in unsure_rows}
    money = [i for i, row in enumerate(rows) if row.slot is not None and row.slot[0] == "funds" and not row.blank]
    amounts = next((run for run in runs if run is not scores and len(run) == len(money) > 1), None)
    if amounts is not None and (not scores or amounts[0] < scores[0]) and _make_amounts(rows, lines, money, amounts):
        known.update(zip(amounts, money, strict=True))
    return known, unsure


def _make_amounts(rows: Sequence[Line], lines: Sequence[Line], money: Sequence[int], amounts: Sequence[int]) -> bool:
    """True if every row that has begun an amount makes one with the figure that would be its rest."""
    ends = [(rows[i].cells[-1].norm, lines[j].cells[0].norm) for i, j in zip(money, amounts, strict=True)]
    return all(is_rest_of_amount(left, right) for left, right in ends if _FIGURE.fullmatch(left))


def _runs(lines: Sequence[Line]) -> list[list[int]]:
    """Lines one after the other that print one figure each."""
    runs: list[list[int]] = []
    for n, line in enumerate(lines):
        if len(line.cells) == 1 and not line.tail and _FIGURE.fullmatch(line.cells[0].norm):
            if runs and runs[-1][-1] == n - 1:
                runs[-1].append(n)
            else:
                runs.append([n])
    return runs


def _digits(text: str) -> str:
    """A figure with the letters that a scan makes of digits taken as these, only to find its row."""
    return as_digits(text)


def _is_total(row: Line) -> bool:
    return any(label.role == "total" for atom in row.cells[:1] for label in atom.roles)


def _card_row(row: Line, places: Places) -> CardRow:
    """The row as the sums see it."""
    roles = {label.role for atom in row.cells for label in atom.roles}
    place = places.get(row.slot) if row.slot is not None else None
    kind = (
        place.kind
        if place is not None
        else "total"
        if "total" in roles
        else "section"
        if "section" in roles
        else "item"
    )
    figures = [_digits(atom.norm) for atom in row.cells if _FIGURE.fullmatch(atom.norm)]
    return CardRow(kind, hundredths(figures[0]) if figures else None, figures[1] if len(figures) > 1 else "")
