"""The columns that each strip of a page shows of a table, and which one the cut went through.

Comes in: the header lines of a table in every strip, wrapped and cut as they are. Goes
out: for every strip its slots from left to right, and the header's cells put together.
Pieces go to the labels that they complete; what no label explains takes the place that
the family's order leaves. Never looks at data.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from extractor.family import ColumnSpec, Family
from extractor.lexicon import Lexicon
from extractor.read.atoms import Atom, stitched

WHOLE, LEFT, RIGHT = "whole", "left", "right"
_NAMED, _JOINED, _STUB, _HALF, _UNKNOWN = 2.0, 4.5, 1.5, 0.8, -0.3
_LEFT_OUT = 0.4  # a piece that is of no header cell
_MOST_WAYS = 400
_Pieces = tuple[tuple[int, Atom], ...]  # the pieces of one header cell, each with the number of its line


@dataclass(frozen=True, slots=True)
class Slot:
    """A column as one strip shows it: whole, or the left or right part of one that was cut."""

    key: str
    type: str
    part: str = WHOLE


@dataclass(frozen=True, slots=True)
class Heads:
    """The header of a table: what each strip shows of it, its columns from left to right, and its printed cells."""

    slots: tuple[tuple[Slot, ...], ...]
    columns: tuple[Slot, ...]
    cells: tuple[Atom, ...]


def heads_of(strips: Sequence[Sequence[Sequence[Atom]]], block: str, family: Family, lexicon: Lexicon) -> Heads | None:
    """What the header lines of all strips say; None where they name no column at all."""
    ways = [list(_ways(lines)) for lines in strips]
    chosen, joined = _best(ways, block, lexicon)
    specs = {spec.key: spec for spec in family.header_columns.get(block, ())}
    cells: list[tuple[int, int, Atom]] = []  # first strip, last strip, the cell
    for number, way in enumerate(chosen):
        for place, pieces in enumerate(way):
            if place == 0 and number and joined[number - 1]:
                continue
            cut = place == len(way) - 1 and number < len(chosen) - 1 and joined[number]
            behind = chosen[number + 1][0] if cut else ()
            cells.append((number, number + cut, _woven(pieces, behind, lexicon)))
    named = _named(cells, block, specs, family, lexicon)
    if not named:
        return None
    slots: list[list[Slot]] = [[] for _ in strips]
    for first, last, slot, _ in named:
        if first == last:
            slots[first].append(slot)
        else:
            slots[first].append(replace(slot, part=LEFT))
            slots[last].append(replace(slot, part=RIGHT))
    return Heads(
        tuple(tuple(row) for row in slots),
        tuple(slot for _, _, slot, _ in named),
        tuple(atom for _, _, _, atom in named),
    )


def _ways(lines: Sequence[Sequence[Atom]]) -> Iterator[tuple[_Pieces, ...]]:
    """Ways to put the pieces of wrapped header cells to the cells of the first line, in order."""
    if not lines:
        yield ()
        return
    first = max(range(min(2, len(lines))), key=lambda n: len(lines[n]))
    base = lines[first]
    rests = [(n, line) for n, line in enumerate(lines) if n != first]
    # A line may also be of no cell: a scrap of the rows above.
    choices = [[*itertools.combinations(range(len(base)), min(len(line), len(base))), ()] for _, line in rests]
    for way in itertools.islice(itertools.product(*choices), _MOST_WAYS):
        cells: list[list[tuple[int, Atom]]] = [[(first, atom)] for atom in base]
        for (n, line), places in zip(rests, way, strict=True):
            for place, atom in zip(places, line, strict=False):
                cells[place].append((n, atom))
        yield tuple(tuple(sorted(cell, key=lambda piece: piece[0])) for cell in cells)


def _best(
    ways: Sequence[Sequence[tuple[_Pieces, ...]]], block: str, lexicon: Lexicon
) -> tuple[list[tuple[_Pieces, ...]], list[bool]]:
    """The way of every strip, and for every border whether a column was cut there, so that most labels come out."""
    known: dict[str, float] = {}

    def worth(pieces: _Pieces, behind: _Pieces = ()) -> float:
        text = _text(pieces, behind)
        if text not in known:
            known[text] = _worth(text, block, lexicon)
        return known[text]

    # What is open at the border (empty: nothing) -> the best chain that ends so.
    best: dict[str, _Chain] = {"": _Chain(0.0, [], [])}
    for number, options in enumerate(ways):
        most = max((sum(len(cell) for cell in way) for way in options), default=0)
        after: dict[str, _Chain] = {}
        for way in options:
            lost = _LEFT_OUT * (most - sum(len(cell) for cell in way))
            inner = sum(worth(cell) for cell in way[1:-1]) - lost
            for open_, chain in best.items():
                if open_ and not way:
                    continue
                first = 0.0 if not way else _seam(chain.ways[-1][-1], way[0], worth) if open_ else worth(way[0])
                last = worth(way[-1]) if len(way) > 1 else 0.0
                _offer(after, "", chain.longer(first + inner + last, way, False))
                if len(way) > 1 or (way and not open_):
                    alone = first if len(way) > 1 else 0.0
                    if number + 1 < len(ways):
                        _offer(after, _text(way[-1], ()) or "?", chain.longer(alone + inner, way, True))
        best = after
    chosen = best[""]
    return chosen.ways, chosen.joins


@dataclass(frozen=True, slots=True)
class _Chain:
    """Ways of the strips so far, and for each border whether a column was cut there."""

    value: float
    ways: list[tuple[_Pieces, ...]]
    joins: list[bool]

    def longer(self, value: float, way: tuple[_Pieces, ...], joined: bool) -> _Chain:
        """The chain with the way of one more strip."""
        return _Chain(self.value + value, [*self.ways, way], [*self.joins, joined])


def _offer(best: dict[str, _Chain], state: str, chain: _Chain) -> None:
    if state not in best or chain.value > best[state].value:
        best[state] = chain


def _seam(left: _Pieces, right: _Pieces, worth: object) -> float:
    """Worth of two halves making one cell, against two cells of their own."""
    assert callable(worth)
    if worth(left) >= _NAMED <= worth(right):
        return _UNKNOWN  # two labels: 全年执行数(B) and 分值 are not 全年执行数(分值B)
    found = float(worth(left, right))
    return _JOINED if found >= _NAMED else found - 1.0


def _text(pieces: _Pieces, behind: _Pieces) -> str:
    return "".join(atom.norm for _, atom in sorted((*pieces, *behind), key=lambda piece: piece[0]))


def _worth(text: str, block: str, lexicon: Lexicon) -> float:
    roles = lexicon.roles(text)
    if any(label.block == block and label.role == "column" for label in roles):
        return _NAMED + 0.01 * len(text)
    if any(label.block == block and label.role == "stub" for label in roles):
        return _STUB
    return _HALF if _half_key(text, block, lexicon) else _UNKNOWN


def _half_key(text: str, block: str, lexicon: Lexicon) -> str:
    """The column of which a text is the beginning, the end, or the label but for one character; empty if of several."""
    roles = lexicon.near(text)
    keys = {label.key for label in roles if label.block == block and label.role == "column"}
    if not keys and len(text) >= 2:
        for found in (*lexicon.starting(text).values(), *lexicon.ending(text).values()):
            keys |= {label.key for label in found if label.block == block and label.role == "column"}
    return keys.pop() if len(keys) == 1 else ""


def _woven(pieces: _Pieces, behind: _Pieces, lexicon: Lexicon) -> Atom:
    parts = [atom for _, atom in sorted((*pieces, *behind), key=lambda piece: piece[0])]
    whole = parts[0]
    for part in parts[1:]:
        whole = stitched(whole, part, lexicon)
    return whole


def _named(
    cells: Sequence[tuple[int, int, Atom]],
    block: str,
    specs: Mapping[str, ColumnSpec],
    family: Family,
    lexicon: Lexicon,
) -> list[tuple[int, int, Slot, Atom]]:
    """The header cells that are columns, each with its key; one that no label names is what the family has there."""
    keys: list[str] = []
    for _, _, atom in cells:
        key = next((r.key for r in atom.roles if r.block == block and r.role == "column" and r.key not in keys), "")
        stub = not key and any(r.block == block and r.role == "stub" for r in atom.roles)
        keys.append("-" if stub else key)
    if keys[:2] == ["achieved", "expected"]:
        keys[0] = "-"  # 年度目标完成情况 | 年度目标: what names the whole block may read like its second column
    for number, (_, _, atom) in enumerate(cells):
        half = _half_key(atom.norm, block, lexicon) if not keys[number] else ""
        if half and half not in keys:
            keys[number] = half
    usual = [spec.key for spec in family.columns.get(block, ())]
    for number, key in enumerate(keys):
        if key:
            continue
        before = max((usual.index(k) for k in keys[:number] if k in usual), default=-1)
        behind = min((usual.index(k) for k in keys[number + 1 :] if k in usual), default=len(usual))
        free = [k for k in usual[before + 1 : behind] if k not in keys]
        keys[number] = free[0] if number and len(free) >= 1 else "-"
    out: list[tuple[int, int, Slot, Atom]] = []
    for key, (first, last, atom) in zip(keys, cells, strict=True):
        if key in specs:
            named = any(r.block == block and r.role == "column" and r.key == key for r in atom.roles)
            whole = atom if named else _relabelled(atom, specs[key], lexicon)
            out.append((first, last, Slot(key, specs[key].type), whole))
    return out


def _relabelled(atom: Atom, spec: ColumnSpec, lexicon: Lexicon) -> Atom:
    """A header cell under the label that the family has for its column."""
    return replace(atom, norm=spec.labels[0], roles=lexicon.roles(spec.labels[0]))
