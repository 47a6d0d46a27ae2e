"""Rows of a printed grid whose neighbouring cells ran together, parted again.

Comes in: the atoms of a table whose page parts its cells, and the columns. Goes out: the same atoms, a cell
such as ``≥90%98%`` in a row that lacks cells parted into those that its columns lack. The cheapest way to
fill the columns of the row decides, whole cells and parted ones alike. A run of bare figures (``44.00``)
stays one atom, marked as loose: how it is cut stays a choice for the laws.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from extractor.lexicon import Lexicon
from extractor.read.alignment import Column, figure_runs, plain_fit
from extractor.read.atoms import Atom, part
from extractor.read.costs import printed_lines
from extractor.read.cuts import cuts
from extractor.read.inside import folded_with_places
from extractor.read.joints import is_run, joints, oddity, part_cost, relation_cost, said_against
from extractor.values import Boundary

_JOINT = 0.5  # what two cells printed as one cost
_BEHIND_LEVEL = 0.1
_CHANCE = 0.6  # two or three digits that are not the same figure twice
_BARE_RATE = re.compile(r"(?:1?\d{1,2}|200)(?:\.\d+)?")
_JOINT_IN_RUN = 0.15  # beyond what a cut of a run costs
_DROPPED, _GONE_EMPTY, _BROKEN_OFF = 2.6, 0.12, 3.0
_KEPT = 6  # ways kept for each column filled last
_WAYS_OF_RUN = 4
_CANNOT = 4.0
_LONGEST = 80
_FAR_APART = 120  # characters of markup or blanks between two cells of a row
_RIVAL = 1.0  # another cut of a run that is this much dearer is none to think of
_LEAST_CELLS, _ROW = 2, 4
_PRINTED_EMPTY = 0.3  # a cell that forms fill, printed empty
_FILLED = 0.6  # what leaving such a cell blank costs at least
_OFF_PLACE, _OFF_WIDTH = 0.4, 0.6
_UNMARKED_RATE = 0.9
_IN_PER_CENT = frozenset(("rate", "quantity", "progress"))


@dataclass(frozen=True, slots=True)
class _Piece:
    """A part of a cell: from where to where, and the columns it fills (several: a run of figures)."""

    start: int
    end: int
    places: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class _Way:
    """The row so far: its cost, the texts by column, and for each cell its pieces (none: the cell is whole)."""

    cost: float
    texts: tuple[tuple[str, str], ...] = ()
    cells: tuple[tuple[_Piece, ...], ...] = ()

    @property
    def fused(self) -> int:
        """How many cells the row prints fewer than it has."""
        return sum(pieces[-1].places[-1] - pieces[0].places[0] for pieces in self.cells if pieces)


_Ways = dict[int, list[_Way]]  # by how many columns are filled or passed


def part_fused(atoms: Sequence[Atom], columns: Sequence[Column], lexicon: Lexicon) -> list[Atom]:
    """The atoms of a table with the fused cells of its printed rows parted; strips part theirs by their lines."""
    if any(atom.more or atom.doubt or atom.whole for atom in atoms):
        return list(atoms)
    lines = printed_lines(atoms)
    width = width_of(lines)
    return [
        atom
        for line in lines
        for atom in (part_row(line, columns, lexicon, width) if len(line) >= _LEAST_CELLS else line)
    ]


def width_of(lines: Sequence[Sequence[Atom]]) -> int:
    """How many cells every row of a page prints, where it prints the empty ones at the end of a row too; else 0."""
    return max((len(line) for line in lines if line[-1].empty and len(line) >= _ROW), default=0)


def part_row(line: Sequence[Atom], columns: Sequence[Column], lexicon: Lexicon, width: int = 0) -> list[Atom]:
    """The atoms of one printed row with its fused cells parted; a row that lacks no cell stays as it is.

    ``width`` is how many cells the rows of the page print; 0 if that is not known.
    """
    filled = [atom for atom in line if not atom.empty]
    if not columns or not filled or filled[0].loose or not all(map(_goes_on, line, line[1:])):
        return list(line)
    found = {id(atom): joints(atom.norm, lexicon) for atom in filled if not atom.roles and len(atom.norm) <= _LONGEST}
    if not any(_may_part(atom, found.get(id(atom), [])) for atom in filled):
        return list(line)
    search = _Search(columns, lexicon, found, width)
    if not search.lacks(line):
        return list(line)
    best = search.best(line)
    return list(_parted(line, best, columns, lexicon)) if any(best.cells) else list(line)


def _goes_on(before: Atom, atom: Atom) -> bool:
    """True for a cell that the page parts from the one before it in the same printed row; strips print them apart."""
    near = 0 <= atom.start - before.end <= _FAR_APART
    return near and atom.before in (Boundary.GAP, Boundary.CELL) and not atom.loose and not atom.more


def _may_part(atom: Atom, places: Sequence[int]) -> bool:
    """True for a cell with a place to part it, or one of figures that could be several."""
    return bool(places) or (sum(char.isdecimal() for char in atom.norm) > 1 and not atom.roles)


@dataclass(slots=True)
class _Search:
    """The search for the cheapest way to fill the columns of one row."""

    columns: Sequence[Column]
    lexicon: Lexicon
    found: dict[int, list[int]]
    width: int = 0  # how many cells every row of the page prints, empty ones included; 0: not known

    def lacks(self, line: Sequence[Atom]) -> bool:
        """True for a row whose cells, taken whole, leave a column blank that rows fill, or read like several.

        What the figures of a full row say against each other is its author's, or a misreading.
        """
        way = self.best(line, whole=True)
        texts = dict(way.texts)
        several = any(oddity(c, texts[c.key], self.lexicon) > 0 for c in self.columns if c.key in texts)
        if self._is_complete(line):
            return several and not self.width
        return (
            several
            or said_against(texts)
            or len(way.texts) < sum(not atom.empty for atom in line)
            or any(c.key not in texts and c.blank >= _FILLED and not c.weak for c in self.columns)
        )

    def _is_complete(self, line: Sequence[Atom]) -> bool:
        """True for a row that prints as many cells as every row of the page, or one for every column."""
        return len(line) >= (self.width or len(self.columns))

    def best(self, line: Sequence[Atom], *, whole: bool = False) -> _Way:
        """The cheapest way of the row; ``whole``: among those that part no cell."""
        ways: _Ways = {0: [_Way(0.0)]}
        for atom in line:
            after: _Ways = {}
            for state, kept in ways.items():
                for way in kept:
                    for end, longer in self._whole(state, way, atom):
                        after.setdefault(end, []).append(longer)
            if id(atom) in self.found and not whole:
                for end, longer in self._in_parts(ways, atom):
                    after.setdefault(end, []).append(longer)
            ways = {state: [min(kept, key=_cost)] if whole else _cheapest(kept) for state, kept in after.items()}
        return min((self._ended(state, way) for state, kept in ways.items() for way in kept), key=_cost)

    def _ended(self, state: int, way: _Way) -> _Way:
        cost = way.cost + min(self._blank(state, len(self.columns)), _BROKEN_OFF) + relation_cost(dict(way.texts))
        cost += _OFF_WIDTH * abs(self.width - len(way.cells) - way.fused) if self.width else 0.0
        return replace(way, cost=cost)

    def _blank(self, start: int, end: int) -> float:
        """What leaving these columns blank costs."""
        return sum(column.blank for column in self.columns[start:end])

    def _whole(self, state: int, way: _Way, atom: Atom) -> Iterator[tuple[int, _Way]]:
        """The cell fills one column as it is, or none."""
        gone = _GONE_EMPTY if atom.empty else _DROPPED
        yield state, _Way(way.cost + gone, way.texts, (*way.cells, ()))
        for place in range(state, len(self.columns)):
            column = self.columns[place]
            fitting = self._fit(column, atom) + self._off_place(column, atom, way)
            if fitting < _CANNOT:
                texts = way.texts if atom.empty else (*way.texts, (column.key, atom.norm))
                cost = way.cost + self._blank(state, place) + fitting
                yield place + 1, _Way(cost, texts, (*way.cells, ()))

    def _fit(self, column: Column, atom: Atom) -> float:
        """Cost of a whole cell in a column, by its text."""
        if atom.empty:
            return _PRINTED_EMPTY if column.blank >= _FILLED else 0.0
        odd = 0.0 if atom.roles or id(atom) not in self.found else oddity(column, atom.norm, self.lexicon)
        return plain_fit(column, atom) + column.weak + odd

    def _off_place(self, column: Column, atom: Atom, way: _Way) -> float:
        """Cost of a cell that does not stand below its column's header, the cells fused before it counted in."""
        if column.place is None or atom.column is None:
            return 0.0
        return 0.0 if column.place == atom.column + way.fused else _OFF_PLACE

    def _in_parts(self, ways: _Ways, atom: Atom) -> Iterator[tuple[int, _Way]]:
        """The cell fills several columns, part by part."""
        borders = [0, *self.found[id(atom)], len(atom.norm)]
        open_ways: dict[int, _Ways] = {
            0: {s: [replace(w, cells=(*w.cells, ())) for w in kept] for s, kept in ways.items()}
        }
        for start in borders[:-1]:
            for state, kept in open_ways.pop(start, {}).items():
                for end in borders[borders.index(start) + 1 :]:
                    parts = list(self._parts(atom.norm[start:end], start, state, whole=end - start == len(atom.norm)))
                    for way in _cheapest(kept):
                        for cost, texts, piece in parts:
                            joint = self._joint(way.cells[-1])
                            pieces = (*way.cells[-1], piece)
                            longer = _Way(way.cost + cost + joint, (*way.texts, *texts), (*way.cells[:-1], pieces))
                            open_ways.setdefault(end, {}).setdefault(piece.places[-1] + 1, []).append(longer)
        for state, kept in open_ways.get(len(atom.norm), {}).items():
            for way in _cheapest(kept):
                yield state, way

    def _joint(self, before: Sequence[_Piece]) -> float:
        """Cost of a part behind these parts of a cell; a level's label tells its end by itself."""
        if not before:
            return 0.0
        return _BEHIND_LEVEL if self.columns[before[-1].places[-1]].type in ("level1", "level2") else _JOINT

    def _parts(
        self, text: str, start: int, state: int, *, whole: bool
    ) -> Iterator[tuple[float, tuple[tuple[str, str], ...], _Piece]]:
        """The ways to use a part: as the value of one column, or as a run of figures over several."""
        end = start + len(text)
        for place in range(state, len(self.columns) if not whole else state):
            column = self.columns[place]
            cost = part_cost(column, text, self.lexicon) + column.weak
            if cost < _CANNOT:
                yield cost + self._blank(state, place), ((column.key, text),), _Piece(start, end, (place,))
        digits = sum(char.isdecimal() for char in text)
        if digits < _LEAST_CELLS or not is_run(text):
            return
        for places in figure_runs(tuple((column.key, column.type) for column in self.columns), digits):
            last = self.columns[places[-1]].type
            measured = not (text[-1].isdecimal() or text[-1] in "%‰")
            odd = (last == "rate" and measured) or (text[-1] == "%" and last not in _IN_PER_CENT)
            if odd or places[0] < state:
                continue
            unmarked = _UNMARKED_RATE if last == "rate" and text[-1].isdecimal() else 0.0
            keys = tuple(self.columns[place].key for place in places)
            passed = self._blank(state, places[-1] + 1) - sum(self.columns[place].blank for place in places)
            weak = sum(self.columns[place].weak for place in places)
            for cut in cuts(text, keys)[:_WAYS_OF_RUN]:
                if unmarked and not _BARE_RATE.fullmatch(cut.parts[-1]):
                    continue
                chance = _CHANCE if text.isdecimal() and len(set(cut.parts)) > 1 and len(text) < _ROW else 0.0
                cost = cut.cost + chance + passed + weak + unmarked + _JOINT_IN_RUN * (len(places) - 1)
                yield cost, tuple(zip(keys, cut.parts, strict=True)), _Piece(start, end, places)


def _cost(way: _Way) -> float:
    return way.cost


def _cheapest(ways: Sequence[_Way]) -> list[_Way]:
    return sorted(ways, key=_cost)[:_KEPT]


def _parted(line: Sequence[Atom], best: _Way, columns: Sequence[Column], lexicon: Lexicon) -> Iterator[Atom]:
    """The atoms of the row with the fused cells in their parts; those behind one no longer know their grid column."""
    moved = False
    for atom, pieces in zip(line, best.cells, strict=True):
        if not pieces:
            yield replace(atom, column=None) if moved else atom
            continue
        offsets = [*folded_with_places(atom.text)[1], len(atom.text)]
        parts = [single for piece in pieces for single in _cut_for_sure(atom, piece, best, columns)]
        for number, piece in enumerate(parts):
            run = len(piece.places) > 1
            before = Boundary.CELL if number else atom.before
            made = part(atom, offsets[piece.start], offsets[piece.end - 1] + 1, lexicon, before=before, loose=run)
            place = columns[piece.places[0]].place
            yield replace(made, column=place, row=atom.row, heads=atom.heads and not number, fused=run)
        moved = True


def _cut_for_sure(atom: Atom, piece: _Piece, best: _Way, columns: Sequence[Column]) -> Iterator[_Piece]:
    """A run of figures in its parts, where the row leaves no other way to cut it nearly as good; else the run."""
    keys = tuple(columns[place].key for place in piece.places)
    text = atom.norm[piece.start : piece.end]
    parts = tuple(dict(best.texts)[key] for key in keys)
    costs = [
        (cut.cost + relation_cost(dict(best.texts) | dict(zip(keys, cut.parts, strict=True))), cut.parts)
        for cut in (cuts(text, keys) if len(keys) > 1 else ())
    ]
    own = next((cost for cost, found in costs if found == parts), None)
    rivals = [cost for cost, found in costs if found != parts]
    if own is None or "".join(parts) != text or (rivals and min(rivals) < own + _RIVAL):
        yield piece
        return
    start = piece.start
    for place, found in zip(piece.places, parts, strict=True):
        yield _Piece(start, start + len(found), (place,))
        start += len(found)
