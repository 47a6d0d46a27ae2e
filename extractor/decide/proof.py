"""Proofs: the laws that force a value, with their numbers, in one line that a person can follow.

Comes in: a bound law, the unknown cell, and what is known of the others. Goes out: Chinese such as
``评分卡各部分得分之和等于总分：投入 20 + 过程 ? + 产出 30 = 70``. ``wording`` has the English twin.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from extractor.decide.state import State
from extractor.laws import BoundLaw
from extractor.laws.outcome import Seen
from extractor.laws.proportions import Product, Ratio
from extractor.laws.relations import AtMost, Balance
from extractor.notation import Interval, format_number

Bounds = Mapping[str, Seen]
Shown = Callable[[str], str]


def spelled(state: State, law: BoundLaw, unknown: str, bounds: Bounds) -> str:
    """The law by its title, and its relation with the numbers put in; the unknown is ``?``."""

    def shown(cell: str) -> str:
        return _shown(state, cell, unknown, bounds)

    return f"{law.law.title[0]}：{_relation(law, shown)}"


def concluded(state: State, path: str, text: str) -> str:
    """What follows: the value, behind the name of the section if the cell is a section's."""
    name = _section(state, path)
    return f"{name} = {text}" if name else text


def _relation(law: BoundLaw, shown: Shown) -> str:
    relation = law.relation
    if isinstance(relation, Balance):
        first, *others = relation.terms
        text = ("- " if first[1] < 0 else "") + shown(first[0])
        text += "".join(f" {'+' if sign > 0 else '-'} {shown(cell)}" for cell, sign in others)
        return f"{text} = {shown(relation.result)}"
    if isinstance(relation, AtMost):
        return f"{shown(relation.a)} ≤ {shown(relation.b)}"
    if isinstance(relation, Ratio):
        return f"{shown(relation.numerator)} ÷ {shown(relation.denominator)} = {shown(relation.result)}"
    if isinstance(relation, Product):
        return f"{shown(relation.weight)} × {shown(relation.rate)} = {shown(relation.score)}"
    return " = ".join(shown(cell) for cell in law.cells)


def _shown(state: State, cell: str, unknown: str, bounds: Bounds) -> str:
    """A cell in a proof: what is printed, ? for the unknown, bounds for another lost one; a section by its name."""
    found = bounds.get(cell)
    candidate = state.chosen.get(cell)
    if cell == unknown:
        text = "?"
    elif candidate is not None and candidate.value:
        text = candidate.value
    elif isinstance(found, Interval) and found.low == found.high:
        text = format_number(found.low)
    else:
        text = f"[≤{format_number(found.high)}]" if isinstance(found, Interval) else "0"
    name = _section(state, cell)
    return f"{name} {text}" if name else text


def _section(state: State, cell: str) -> str:
    """The name of the section whose total a cell is; empty for any other cell."""
    row = cell.rpartition(".")[0]
    section, item = state.chosen.get(f"{row}.section"), state.chosen.get(f"{row}.item")
    is_total = section is not None and section.value and (item is None or not item.value)
    return section.value or "" if is_total and section is not None else ""
