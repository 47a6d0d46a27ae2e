"""A page of strips parted into zones, its tables put together each by itself.

Comes in: the lines of every strip as atoms. Goes out: parts of the page in order: tables
put together, and runs of lines that stand outside tables, strip by strip, for the reader
of labels and prose. Never pairs lines outside tables.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from extractor.family import Family
from extractor.lexicon import Lexicon
from extractor.read.atoms import Atom, stitched
from extractor.read.line import Line
from extractor.read.page.tables import Surroundings, table_of
from extractor.zones import descent

_TABLES = ("funds", "objective", "indicators")
_FEW_MORE = 3  # lines of money that a strip may have beyond those of the first: wrapped and doubled ones
_TOO_MANY = 0.6
Rows = Sequence[Sequence[Atom]]


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the page: a table put together, or (``block``) the lines of each strip."""

    block: str
    table: tuple[Line, ...] = ()
    strips: tuple[tuple[tuple[Atom, ...], ...], ...] = ()


def parts_of(strips: Sequence[Rows], family: Family, lexicon: Lexicon) -> list[Part]:
    """The parts of a page from top to bottom."""
    zoned: list[dict[tuple[str, bool], list[Sequence[Atom]]]] = []
    for rows in strips:
        most = len(zoned[0].get(("funds", False), ())) + _FEW_MORE if zoned else len(rows)
        zoned.append(_zoned(rows, family, lexicon, most))
    out: list[Part] = []
    page = Surroundings.of(strips)
    late: list[list[tuple[Atom, ...]]] = [[] for _ in strips]
    for block in family.blocks:
        if block == "total" and "indicators" in family.blocks:
            continue
        bodies = [zone.get((block, False), []) for zone in zoned]
        headers = [zone.get((block, True), []) for zone in zoned]
        if block == "indicators":
            bodies = [
                _with_whole_total([*body, *zone.get(("total", False), [])], lexicon)
                for body, zone in zip(bodies, zoned, strict=True)
            ]
        table = table_of(block, headers, bodies, family, lexicon, page) if block in _TABLES else None
        if table is not None:
            page = replace(page, own={**page.own, **table.own})
            out.append(Part(block, table.lines))
            late = [[*map(tuple, lines)] for lines in table.behind]
            continue
        runs = tuple(
            tuple(map(tuple, [*before, *head, *body])) for before, head, body in zip(late, headers, bodies, strict=True)
        )
        late = [[] for _ in strips]
        if any(runs):
            out.append(Part(block, (), runs))
    if any(late):
        out.append(Part("tail", (), tuple(map(tuple, late))))
    return out


def _with_whole_total(rows: Rows, lexicon: Lexicon) -> list[Sequence[Atom]]:
    """The lines with the label of the total row put together where it was wrapped."""
    out: list[Sequence[Atom]] = []
    for row in rows:
        above = out[-1][0] if out and len(out[-1]) == 1 else None
        if above is not None and len(row) == 1 and not above.roles and lexicon.is_total(above.norm + row[0].norm):
            out[-1] = [stitched(above, row[0], lexicon)]
        else:
            out.append(row)
    return out


def _zoned(rows: Rows, family: Family, lexicon: Lexicon, most: int) -> dict[tuple[str, bool], list[Sequence[Atom]]]:
    """The lines of a strip by block, those of headers apart, without header lines printed twice.

    ``most`` lines are money: a strip that seems to have more shows points of indicators there.
    """
    texts = [[atom.norm for atom in row] for row in rows]
    way = descent(texts, family, lexicon)
    money = sum(zone.block == "funds" and not zone.header for zone in way.zones)
    if money > most:
        other = descent(texts, family, lexicon, without=frozenset(("funds",)))
        way = min(way, other, key=lambda w: w.cost + (_TOO_MANY * (money - most) if w is way else 0.0))
    out: dict[tuple[str, bool], list[Sequence[Atom]]] = {}
    for row, zone in zip(rows, way.zones, strict=True):
        lines = out.setdefault((zone.block, zone.header), [])
        again = zone.header and bool(lines) and [a.norm for a in lines[-1]] == [a.norm for a in row]
        if not again:
            lines.append(row)
    return out
