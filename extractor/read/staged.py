"""Money by stage: one amount a row (预算资金, 下达资金, 支出资金, each by source).

Comes in: the entries of the money table of a family that prints stages. Goes out: one
row per printed amount, aligned in order with the rows that the family prints. A row
whose label was lost takes the family's, flagged.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from extractor.family import Family
from extractor.read.atoms import Atom
from extractor.read.cells import candidate, only
from extractor.read.sources import Entry, is_amount, source_of, stage_of
from extractor.values import Candidate, Choice, Origin, Span

ROW_BY_ORDER = "金额与行次按表式次序对应，行标签缺失或不符"
ROW_BY_FAMILY = "行次按表式规则推定"
_AMOUNT_KEY = {"budget": "initial_budget", "allocated": "allocated", "spent": "executed"}


def read_staged(
    entries: Sequence[Entry], family: Family, text: str, stray: list[Atom]
) -> tuple[list[Choice], int, list[Atom]]:
    """Choices of the rows with an amount, how many there are, and the atoms that fit nowhere."""
    filled = [entry for entry in entries if any(is_amount(value) for value in entry.values)]
    unplaced = [*stray, *(value for entry in entries if entry not in filled for value in entry.values)]
    out: list[Choice] = []
    for index, (entry, row, cost) in enumerate(zip(filled, *_match(filled, family), strict=True)):
        values = [value for value in entry.values if is_amount(value)]
        unplaced.extend(value for value in entry.values if not is_amount(value))
        unplaced.extend(values[1:])
        out.extend(_row(f"funds[{index}]", entry, row, values[:1], cost, text))
    return out, len(filled), unplaced


def _row(
    path: str, entry: Entry, row: tuple[str, str], values: Sequence[Atom], cost: float, text: str
) -> Iterator[Choice]:
    """Stage, source and amount of one entry; codes point at the labels that they stand for."""
    stage, source = row
    spans = tuple(Span(atom.start, atom.end) for atom in entry.labels)
    raw = "".join(atom.text for atom in entry.labels)
    origin: Origin = "read" if spans else "inferred"
    by_family = () if spans else (ROW_BY_FAMILY,)
    yield only(Candidate(f"{path}.stage", stage, raw, spans, origin, 0.0, by_family))
    yield only(Candidate(f"{path}.source", source, raw, spans, origin, 0.0, by_family))
    doubtful = cost >= 1.0
    key = _AMOUNT_KEY.get(stage, "initial_budget")
    reasons = (ROW_BY_ORDER,) if doubtful else ()
    yield only(candidate(f"{path}.{key}", values, "money", text, cost=1.0 if doubtful else 0.0, reasons=reasons))


def _match(entries: Sequence[Entry], family: Family) -> tuple[list[tuple[str, str]], list[float]]:
    """Row (stage, source) of each entry at minimum cost, in the family's order; other rows are let in."""
    rows = family.fund_rows
    count, width = len(entries), len(rows)
    best = [[(0.0, 0)] * (width + 1) for _ in range(count + 1)]
    for i in range(count - 1, -1, -1):
        for j in range(width, -1, -1):
            options = [(_foreign(entries[i]) + best[i + 1][j][0], 2)]
            if j < width:
                options.append((_mismatch(entries[i], rows[j]) + best[i + 1][j + 1][0], 0))
                options.append((0.3 + best[i][j + 1][0], 1))
            best[i][j] = min(options)
    out: list[tuple[str, str]] = []
    costs: list[float] = []
    i = j = 0
    while i < count:
        move = best[i][j][1]
        if move == 1:
            j += 1
            continue
        stage = rows[j][0] if move == 0 else stage_of(entries[i]) or (rows[j - 1][0] if j else rows[0][0])
        out.append(rows[j] if move == 0 else (stage, source_of(entries[i].labels)[0] or "total"))
        costs.append(_mismatch(entries[i], rows[j]) if move == 0 else 0.2)
        i, j = i + 1, j + (move == 0)
    return out, costs


def _mismatch(entry: Entry, row: tuple[str, str]) -> float:
    """How badly the printed labels fit a row of the family."""
    stage, source = row
    named, printed = source_of(entry.labels)[0], stage_of(entry)
    if source == "total":  # the stage label alone names this row
        return (0.0 if printed == stage else 1.1 if printed is None else 2.5) + (2.0 if named else 0.0)
    cost = 0.0 if named == source else 1.1 if named is None else 3.0
    return cost + (0.0 if printed in (stage, None) else 0.8)


def _foreign(entry: Entry) -> float:
    """Cost of taking an entry as a row that the family does not list: its label must at least name a source."""
    return 0.9 if source_of(entry.labels)[0] else 2.4
