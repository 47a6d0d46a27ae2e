"""A law in the notation of a sheet: ``H12:H20 + F9 = H21``, ``E7 ÷ D7 = G7``; and its cells by name.

Comes in: a relation and the places of its cells. Goes out: text for a person to read, no formula. Never
says whether the law holds.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from extractor.labels import path_label
from extractor.laws.proportions import Product, Ratio, Stepped
from extractor.laws.relations import AtMost, Balance, Equal, Fixed
from extractor.report.number_formula import spot

Place = tuple[int, int]
"""Row and column on the form's sheet, from 0."""
Find = Callable[[str], Place | None]
"""The place of a path, None where it has none."""

_NOWHERE = "（无）"


def notation(relation: object, find: Find) -> str:
    """The law in addresses; empty for a kind of relation that has no arithmetic."""

    def at(path: str) -> str:
        place = find(path)
        return spot(*place) if place else _NOWHERE

    match relation:
        case Balance():
            return f"{_terms(relation, find)} = {at(relation.result)}"
        case Ratio():
            return f"{at(relation.numerator)} ÷ {at(relation.denominator)} = {at(relation.result)}"
        case Product():
            base = f" ÷ {at(relation.base)}" if relation.base else ""
            return f"{at(relation.weight)} × {at(relation.rate)}{base} = {at(relation.score)}"
        case Stepped():
            base = f" ÷ {at(relation.base)}" if relation.base else ""
            return f"{at(relation.weight)} × 分档（{at(relation.rate)}{base}） = {at(relation.score)}"
        case AtMost() | Equal():
            sign = "≤" if isinstance(relation, AtMost) else "="
            factor = "" if relation.factor == 1 else f" × {relation.factor:f}"
            return f"{at(relation.a)} {sign} {at(relation.b)}{factor}"
        case Fixed():
            return f"{at(relation.a)} = {relation.value:f}"
    return ""


def _terms(relation: Balance, find: Find) -> str:
    """The terms of a sum with their signs; cells of one column below each other are one range."""
    found: list[str] = []
    for sign in (1, -1):
        places = [find(path) for path, own in relation.terms if own == sign]
        found += [f"{'+' if sign > 0 else '−'} {one}" for one in _ranges(place for place in places if place)]
    return " ".join(found).removeprefix("+ ") or _NOWHERE


def _ranges(places: Iterable[Place]) -> list[str]:
    runs: list[tuple[Place, Place]] = []
    for row, column in places:
        if runs and runs[-1][1] == (row - 1, column):
            runs[-1] = (runs[-1][0], (row, column))
        else:
            runs.append(((row, column), (row, column)))
    return [spot(*first) if first == last else f"{spot(*first)}:{spot(*last)}" for first, last in runs]


def cell_names(paths: Iterable[str], find: Find, form_type: str) -> str:
    """The cells of a law by name and address; rows of one column below each other are told once."""
    runs: list[list[str]] = []
    for path in dict.fromkeys(path for path in paths if find(path)):
        if runs and _follows(runs[-1][-1], path):
            runs[-1].append(path)
        else:
            runs.append([path])
    told = []
    for run in runs:
        first, last = path_label(run[0], form_type).zh, path_label(run[-1], form_type).zh
        where = _ranges(place for path in run if (place := find(path)))
        told.append(f"{first if len(run) == 1 else f'{first} 至 {last}'}（{'、'.join(where)}）")
    return "；".join(told)


def _follows(path: str, other: str) -> bool:
    """Whether the second path is the same column one row below."""
    one, two = (re.fullmatch(r"(.+)\[(\d+)\](.+)", each) for each in (path, other))
    return bool(one and two and one[1] == two[1] and one[3] == two[3] and int(one[2]) + 1 == int(two[2]))
