"""Zones: which part of a form each printed line of a page, or of one vertical strip, stands in.

Comes in: the cells of the lines, as comparison texts, and the family. Goes out: a zone for
every line and what the best way down the form costs. A form runs downwards once: head,
money, objective, indicators, tail, each table with its header first. Labels say most, also
halves of labels (strips cut them), then what kind of texts a line prints. Segmenting and
reading share it; it never looks at sums.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from extractor.family import Family
from extractor.lexicon import Label, Lexicon

_FIGURE = re.compile(r"-{1,3}|/|[+-]?[\d,]*\.?\d+\.?(?:万元|亿元|元|分)?|\d[\d,]*\.")
_RATE = re.compile(r"[\d.]*[%‰]")
_BOUND = re.compile(r"(?:>=|<=|[≥≤≧≦⩾⩽><=]).*")
_YEAR = re.compile(r"[(\[]?(?:19|20)\d\d年?度?[)\]]?")
_TITLE = re.compile(r".*(?:自评表|自评价表|评价表)")
_PHONE = re.compile(r"(?:\d{3,4}-)\d{6,8}|1\d{10}|\d{7,8}")
_PROSE, _CLAUSE = 12, 5
_STOP = re.compile("[,。;！？]")
_FAR = 1e9
_TABLES = ("funds", "objective", "indicators", "scorecard", "evaluators")
_FIELDS = ("head", "narratives", "narratives_after", "tail")


class Zone(NamedTuple):
    """A part of the form: its block, and whether the line is of the header of a table."""

    block: str
    header: bool


@dataclass(frozen=True, slots=True)
class Descent:
    """The best way down the form: a zone for each line, and its cost."""

    zones: tuple[Zone, ...]
    cost: float


# What a text without a label costs in the body of a block: figure, rate, bound, prose, other words.
_BODY: Mapping[str, Mapping[str, float]] = {
    "head": {"figure": 0.7, "rate": 1.0, "bound": 1.0, "prose": 0.3, "words": 0.1},
    "funds": {"figure": -0.1, "rate": 0.0, "bound": 1.0, "prose": 1.2, "words": 0.6},
    "objective": {"figure": 0.8, "rate": 0.8, "bound": 1.0, "prose": -0.5, "words": 0.25},
    "indicators": {"figure": 0.0, "rate": -0.1, "bound": -0.6, "prose": 0.5, "words": 0.0},
    "total": {"figure": 0.0, "rate": 1.5, "bound": 1.5, "prose": 2.0, "words": 1.0},
    "narratives": {"figure": 0.8, "rate": 0.8, "bound": 1.0, "prose": -0.5, "words": 0.2},
    "scorecard": {"figure": -0.1, "rate": 0.6, "bound": 1.0, "prose": 0.9, "words": 0.3},
    "evaluators": {"figure": 0.5, "rate": 1.0, "bound": 1.0, "prose": 1.2, "words": 0.0, "phone": -0.3},
    "tail": {"figure": 0.6, "rate": 0.8, "bound": 1.0, "prose": 0.2, "words": 0.1},
}
_PHONES = {"tail": 0.0, "head": 0.5}
_HEADER = {"phone": 1.5, "figure": 1.5, "rate": 1.5, "bound": 1.5, "prose": 3.0, "words": 0.45}
_OUT_OF_PLACE = 1.0
_HEADER_BELOW = 2.8  # a header line below rows of its own table
_SKIPPED_HEADER = 0.2
_PRINTED_AGAIN = 0.3  # the line stands higher up as well: a copy may be anywhere
_STRANGE = 0.4
_WRAPPED = -1.0  # the second line of a header
_LOW_START = 0.05  # a strip that begins so many zones below the top


def descent(
    lines: Sequence[Sequence[str]], family: Family, lexicon: Lexicon, *, without: frozenset[str] = frozenset()
) -> Descent:
    """Zones of the lines, top to bottom, at least cost; an empty page has none.

    ``without`` names blocks of which the lines show nothing.
    """
    states = tuple(zone for zone in zones_of_family(family) if zone.block not in without)
    best = [_LOW_START * number for number in range(len(states))]
    back: list[list[int]] = []
    seen: set[tuple[str, ...]] = set()
    above: tuple[str, ...] = ()
    higher: tuple[str, ...] = ()
    for line in map(tuple, lines):
        costs = _line_costs(line, states, lexicon)
        costs = _with_wraps(costs, line, (*above, *higher), states, lexicon)
        if line in seen and (len(line) == 1 or line == above):
            costs = tuple(min(cost, _PRINTED_AGAIN) for cost in costs)
        seen.add(line)
        above, higher = line, above
        after: list[float] = []
        origins: list[int] = []
        skipped = 0.0
        low, origin = _FAR, 0
        for number, state in enumerate(states):
            low += skipped  # every header between is passed by
            skipped = _SKIPPED_HEADER if state.header else 0.0
            if best[number] <= low:
                low, origin = best[number], number
            after.append(low + costs[number])
            origins.append(origin)
        best = after
        back.append(origins)
    number = min(range(len(states)), key=best.__getitem__)
    cost, path = best[number], []
    for origins in reversed(back):
        path.append(states[number])
        number = origins[number]
    return Descent(tuple(reversed(path)), cost)


def zones_of_family(family: Family) -> tuple[Zone, ...]:
    """The zones of a family's form from top to bottom."""
    out: list[Zone] = []
    for block in family.blocks:
        if block in _TABLES and not (block == "funds" and family.staged_funds):
            out.append(Zone(block, True))
        out.append(Zone(block, False))
    return tuple(out)


def _with_wraps(
    costs: tuple[float, ...], line: tuple[str, ...], above: tuple[str, ...], states: tuple[Zone, ...], lexicon: Lexicon
) -> tuple[float, ...]:
    """The costs, less in a header whose labels the line above begins and this one ends."""
    if not above or any(len(text) > _PROSE for text in line):
        return costs
    found = {
        label.block
        for text in line
        for begun in above
        if text[:1] not in "0123456789("
        for label in lexicon.roles(begun + _unclosed(text))
        if label.role in ("column", "stub") and not lexicon.roles(text)
    }
    if not found:
        return costs
    return tuple(
        min(cost, _WRAPPED) if state.header and state.block in found else cost
        for cost, state in zip(costs, states, strict=True)
    )


def _unclosed(text: str) -> str:
    """The text without a bracket that the line opens and does not close."""
    return text.partition("(")[0] if "(" in text and ")" not in text else text


@lru_cache(maxsize=8192)
def _line_costs(line: tuple[str, ...], states: tuple[Zone, ...], lexicon: Lexicon) -> tuple[float, ...]:
    """Cost of a line in every zone."""
    cells = [_looks(text, number, len(line), lexicon) for number, text in enumerate(line) if text]
    if not cells:
        return (0.0,) * len(states)
    out: list[float] = []
    for state in states:
        cost = sum(cell.cost(state) for cell in cells)
        heads = not state.header and all(
            any(label.block == state.block and label.role == "column" for label in cell.roles) for cell in cells
        )
        out.append(min(6.0, max(cost, _HEADER_BELOW) if heads else cost))
    return tuple(out)


@dataclass(frozen=True, slots=True)
class _Look:
    """What one cell could be: a label, half a label, or a text of some kind."""

    kind: str
    roles: tuple[Label, ...]
    halves: tuple[Label, ...]
    length: int
    strange: frozenset[Label]  # columns that the family does not usually have in that table

    def cost(self, state: Zone) -> float:
        """Cost of the cell in a zone; negative where a label says that it stands there."""
        if self.kind in ("title", "year"):
            return -1.2 if state.block == "head" else 1.2
        plain = _HEADER[self.kind] if state.header else _body(_like(state.block), self.kind)
        half = min((self._label_cost(label, state) for label in self.halves), default=0.0)
        half = min(plain, half * min(0.8, 0.2 * self.length)) if half < 0 else plain
        if self.roles:
            whole = min(self._label_cost(label, state) for label in self.roles)
            return min(whole, half) if half < 0 else whole
        return half

    def _label_cost(self, label: Label, state: Zone) -> float:
        return _label_cost(label, state) + (_STRANGE if label in self.strange and label.block == state.block else 0.0)


def _body(block: str, kind: str) -> float:
    found = _BODY[block].get(kind)
    return found if found is not None else _PHONES.get(block, _BODY[block]["figure"] + 0.2)


def _like(block: str) -> str:
    return "narratives" if block == "narratives_after" else block if block in _BODY else "tail"


def _looks(text: str, number: int, count: int, lexicon: Lexicon) -> _Look:
    kind = (
        "figure" if _FIGURE.fullmatch(text) and not _PHONE.fullmatch(text)
        else "rate" if _RATE.fullmatch(text)
        else "bound" if _BOUND.fullmatch(text)
        else "year" if _YEAR.fullmatch(text) and not text.isdecimal()
        else "phone" if _PHONE.fullmatch(text)
        else "title" if _TITLE.fullmatch(text) and len(text) < 50
        else "prose" if len(text) >= _PROSE or (len(text) >= _CLAUSE and _STOP.search(text))
        else "words"
    )  # fmt: skip
    roles = lexicon.roles(text)
    halves: list[Label] = []
    colon = text.find(":")
    if 0 < colon < _PROSE and not roles:  # 系电话:1990 goes on with a label and has its value
        roles, text, kind = lexicon.roles(text[:colon]), text[:colon], "words"
    if kind == "words" and len(text) >= 2:
        if not roles:
            for found in lexicon.starting(text).values():
                halves.extend(found)
        if number == 0:
            for found in lexicon.ending(text).values():
                halves.extend(found)
    return _Look(kind, roles, tuple(dict.fromkeys(halves)), len(text), _strange(roles, lexicon))


def _strange(roles: Sequence[Label], lexicon: Lexicon) -> frozenset[Label]:
    """Columns among the roles that the family's own form does not print in that table."""
    usual = lexicon.family.columns
    return frozenset(
        label
        for label in roles
        if label.role == "column" and label.key not in {spec.key for spec in usual.get(label.block, ())}
    )


_SIGNED = frozenset(
    ("responsible", "handler", "sign_phone", "filled_on", "finance_head", "unit_signature", "grade", "remarks")
)


def _label_cost(label: Label, state: Zone) -> float:
    """Cost of a label in a zone."""
    if label.role == "field":
        if state.block not in _FIELDS:
            return _OUT_OF_PLACE
        return -0.8 if (label.key in _SIGNED) == (state.block == "tail") else -0.2
    if label.role == "total":
        return -1.2 if state.block in ("total", label.block) and not state.header else _OUT_OF_PLACE
    if label.block != state.block:
        return _OUT_OF_PLACE
    if label.role == "column":
        return -1.0 if state.header else 0.8
    if label.role == "stub":
        return -0.7 if state.header else -0.5
    return 0.3 if state.header else -1.0
