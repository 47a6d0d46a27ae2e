"""A line of a strip laid into the columns that the strip shows.

Comes in: the lines of a strip within one table, and its slots. Goes out: for each line
the cheapest ways to lay its cells into the slots, with and without a piece of the
column that the cut went through; how broad each column is printed; and what it costs
that a line goes on with the cells of the line above. Never looks at another strip.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field

from extractor.lexicon import Lexicon
from extractor.notation.text import label_key
from extractor.read.alignment import Column, plain_fit
from extractor.read.atoms import Atom
from extractor.read.fit import fit, is_words
from extractor.read.page.columns import LEFT, RIGHT, WHOLE, Slot

FAR = 1e6
# What it costs a line to print nothing in a column.
_BLANK = {
    "level1": 0.05, "level2": 0.05, "level3": 1.2, "target": 0.9, "actual": 0.9, "weight": 0.9, "score": 0.9,
    "deviation_note": 0.05, "progress": 0.8, "comparator": 0.3, "measure": 0.3, "adjusted_target": 0.3,
    "coefficient": 0.5, "core": 0.4, "source": 0.8, "initial_budget": 0.4, "adjusted_budget": 0.5, "allocated": 0.4,
    "executed": 0.5, "execution_rate": 0.3, "expected": 0.25, "achieved": 0.25,
}  # fmt: skip
_BLANK_MONEY = {"weight": 0.15, "score": 0.15, "execution_rate": 0.2}  # most rows of money print none
_SPECK = re.compile(r"[·、.,。;:'`]")  # dirt on the page
_SPARE = 2.6  # a cell for which there is no column
_FIGURES = frozenset(("points", "money", "rate"))
_DIGITS = re.compile(r"[\d.,%\-]+(?:万?元|分)?")
_CJK = re.compile(r"[\u4e00-\u9fff]")
_LEVELS = ("level1", "level2")
_OF_INDICATORS = frozenset(("level3", "target", "actual", "deviation_note"))
_FULL = 0.15
_NOT_FULL = 1.6
_COMPLETES, _INCOMPLETE = -1.5, 0.5  # a label that its second line makes whole; one that lacks it
_BOUND = re.compile(r"[≥≤≧≦⩾⩽><=]")
_THREE_DECIMALS = re.compile(r"\.\d{3}")
_COPIED = 1.2  # the line stands elsewhere, too
_CUT_AND_WRAPPED = 0.8  # a cell of two lines in a column that was cut shows both of them right of the cut as well
_UNIT_ENDS = re.compile(r"[年月日前底万亿元人次户个项米亩批件套里公平方吨册场期家位张/]{1,4}|[高善强升进成全定]{1,3}")
_MIDDLE = re.compile(r"[,.]|0\d")  # how no figure begins
_ONE_CHARACTER = 1.5  # is hardly a name
_SHORT_LABEL = 3  # a longer label is no rest of another text
_POINTS = re.compile(r"\(\d{1,3}(?:\.\d)?分?\)?|\(?\d{0,3}分\)|分\)|\)")
_POINTS_OF_ALL = re.compile(r"100(?:\.0+)?|[89]\d(?:\.\d+)?")
_ALL_POINTS = 2.0  # so many points are the form's, not a row's
_TOTAL = 5.0  # the label of the total row begins no other
_LONG_FIGURE = 4  # shorter figures are not wrapped
_OPEN = re.compile(r"[\d.,\-年月/至]$")  # how a text ends that goes on with a digit


@dataclass(frozen=True, slots=True)
class Laid:
    """One way to lay a line into the slots: the cell in each slot (by slot number), what it costs."""

    cells: tuple[tuple[int, Atom], ...]
    cost: float
    spare: tuple[Atom, ...] = ()

    def at(self, slot: int) -> Atom | None:
        """The cell in a slot; None if the line prints none there."""
        return next((atom for number, atom in self.cells if number == slot), None)


@dataclass(slots=True)
class Sheet:
    """The lines of one strip within a table, laid into its slots."""

    slots: Sequence[Slot]
    lines: Sequence[Sequence[Atom]]
    lexicon: Lexicon
    runs_on: bool = False  # the last column goes on in the next strip
    elsewhere: frozenset[str] = frozenset()  # texts that have a line of their own in other parts of the strip
    laid: list[tuple[Laid, ...]] = field(default_factory=list)  # per line: without, then with, a right part
    breadths: list[int] = field(default_factory=list)  # per slot: how far its pieces reach

    @classmethod
    def of(
        cls, slots: Sequence[Slot], lines: Sequence[Sequence[Atom]], lexicon: Lexicon, elsewhere: frozenset[str]
    ) -> Sheet:
        """Lines laid into slots; ``elsewhere`` are texts that have a line in other parts of the strip."""
        sheet = cls(slots, lines, lexicon, elsewhere=elsewhere)
        for line in lines:
            ways = [lay(line, slots, lexicon, right=False)]
            if slots and slots[0].part == RIGHT:
                ways.append(lay(line, slots, lexicon, right=True))
            sheet.laid.append(tuple(ways))
        edges: list[list[int]] = [[0, 0] for _ in slots]
        for laid in sheet.laid:
            best = min(laid, key=lambda way: way.cost)
            for slot, atom in best.cells:
                edges[slot].append(_edge(atom.text))
        # The broadest may be a line that is laid wrongly: the next one is as good a measure.
        sheet.breadths = [sorted(found)[-2] for found in edges]
        return sheet

    def is_full(self, slot: int, atom: Atom) -> bool:
        """True if a piece reaches as far right as any in its column does, so that it may go on."""
        return breadth(atom.text) >= self.breadths[slot]

    def tail_cost(self, line: int, above: int) -> float:
        """Cost of a line being the second lines of cells of the line ``above``."""
        if above < 0:
            return FAR
        begun = min(self.laid[above], key=lambda way: way.cost)
        cells = self.lines[line]
        if len(cells) > len(begun.cells):
            return FAR
        copied = _COPIED if self.strays(line) else 0.0
        return _tail_ways(begun.cells, cells, self)[0] + copied

    def tail_places(self, line: int, begun: Laid) -> list[tuple[int, Atom]]:
        """The slots that the cells of a second line go to."""
        return _tail_ways(begun.cells, self.lines[line], self)[1]

    def strays(self, line: int) -> bool:
        """True for words alone on their line that stand so elsewhere in the strip: they may have been copied here."""
        cells = self.lines[line]
        return len(cells) == 1 and cells[0].norm in self.elsewhere and bool(_CJK.search(cells[0].norm))

    def same(self, line: int, other: int) -> bool:
        """True for two lines that print the same."""
        return [a.norm for a in self.lines[line]] == [a.norm for a in self.lines[other]]


def _tail_ways(
    begun: Sequence[tuple[int, Atom]], cells: Sequence[Atom], sheet: Sheet
) -> tuple[float, list[tuple[int, Atom]]]:
    """Cheapest way to put the cells of a second line, in order, to cells of the line above."""
    count = len(cells)
    best: list[tuple[float, list[tuple[int, Atom]]]] = [(0.0, []), *((FAR, []) for _ in range(count))]
    for slot, atom in begun:
        after = list(best)
        for n in range(count):
            cost, placed = best[n]
            if cost < FAR:
                way = cost + _rest_cost(slot, atom, cells[n], sheet)
                if way < after[n + 1][0]:
                    after[n + 1] = (way, [*placed, (slot, cells[n])])
        best = after
    return best[count]


def _rest_cost(slot: int, atom: Atom, rest: Atom, sheet: Sheet) -> float:
    """Cost of a text being the second line of a cell: only a full cell goes on, and both make one thing of its kind."""
    kind = sheet.slots[slot].type
    if kind == "prose":
        return FAR  # each of its lines is a row of its own
    if kind in _LEVELS or kind == "source":
        return _label_rest_cost(atom, rest, sheet.lexicon) + (0.0 if sheet.is_full(slot, atom) else 0.4)
    if rest.roles and len(rest.norm) > _SHORT_LABEL:
        return FAR
    cost = _FULL if sheet.is_full(slot, atom) else _NOT_FULL
    if kind in _FIGURES:
        open_ended = sheet.slots[slot].part == LEFT and bool(_DIGITS.fullmatch(rest.norm))
        if not open_ended and not _goes_on(atom.norm, rest.norm, kind):
            return cost + 3.0
        return cost if atom.norm.endswith((".", ",")) else cost + 0.1 + 0.01 * len(atom.norm)
    if kind in ("comparator", "flag"):
        return cost + 3.0
    if kind == "measure":
        return cost + (0.4 if len(rest.norm) <= _SHORT_LABEL else 2.0)
    if _BOUND.match(rest.norm) or ":" in rest.norm:
        return cost + 3.0
    if kind == "quantity" and (is_words(rest.norm) or rest.norm[:1].isdecimal() and not _OPEN.search(atom.norm)):
        return cost + 2.5
    if kind == "name":
        cut = sheet.runs_on and slot == len(sheet.slots) - 1
        long_ = len(rest.norm) > _SHORT_LABEL
        return cost + (2.0 if not _CJK.search(rest.norm) else _CUT_AND_WRAPPED if cut and long_ else 0.2 * long_)
    if kind == "quantity" and _CJK.match(rest.norm) and not _UNIT_ENDS.fullmatch(rest.norm):
        return cost + 1.2
    if kind == "note" and not _CJK.search(rest.norm[:4]):
        return cost + (2.5 if rest.norm[:1].isdecimal() else 1.0)
    return cost


def _label_rest_cost(atom: Atom, rest: Atom, lexicon: Lexicon) -> float:
    """Cost of a text being the second line of a label: what the two make must be one, or begin one."""
    if _POINTS.fullmatch(rest.norm):
        return _COMPLETES  # 产出指标 and (50分)
    roles = {label.role for label in lexicon.roles(atom.norm + rest.norm)}
    if roles & {*_LEVELS, "row"}:
        return _COMPLETES / 2 if atom.roles else _COMPLETES
    if any(label.role in _LEVELS for found in lexicon.starting(atom.norm + rest.norm).values() for label in found):
        return _COMPLETES / 2
    return _NOT_FULL + (1.0 if atom.roles else 0.0)


def _goes_on(left: str, rest: str, kind: str) -> bool:
    """True for two lines of one figure: 950,00 and 0.00, 21834. and 2, 100.0 and 0%."""
    if rest in ("元", "万元", "%"):
        return left[-1:].isdecimal()
    open_ = left.endswith((".", ",")) or len(left) >= _LONG_FIGURE and left[-1:].isdecimal()
    whole = left + rest
    return open_ and bool(_DIGITS.fullmatch(rest)) and fit(kind, whole) == 0.0 and not _THREE_DECIMALS.search(whole)


def lay(line: Sequence[Atom], slots: Sequence[Slot], lexicon: Lexicon, *, right: bool) -> Laid:
    """The cheapest way to lay a line's cells into the slots, in order.

    ``right`` says that the line begins with the right part of the column that the cut went through.
    """
    start = 1 if slots and slots[0].part == RIGHT else 0
    cells: list[tuple[int, Atom]] = []
    rest = list(line)
    cost = 0.0
    if right and rest:
        cells.append((0, rest[0]))
        cost += part_cost(slots[0], rest.pop(0), lexicon)
    elif right:
        cost = FAR
    width = len(slots) - start
    money = any(slot.type == "money" for slot in slots)
    costs = {**_BLANK, **_BLANK_MONEY} if money or not any(slot.key in _OF_INDICATORS for slot in slots) else _BLANK
    # best[k]: cheapest way with the first k cells used, over the slots so far
    best: list[tuple[float, tuple[tuple[int, Atom], ...], tuple[Atom, ...]]] = [(0.0, (), ())]
    for k, atom in enumerate(rest):
        best.append((best[k][0] + _SPARE, (), (*best[k][2], atom)))
    for offset in range(width):
        slot = slots[start + offset]
        blank = costs.get(slot.key, 0.5)
        after = [(best[k][0] + blank, best[k][1], best[k][2]) for k in range(len(rest) + 1)]
        for k, atom in enumerate(rest):
            way = best[k][0] + part_cost(slot, atom, lexicon)
            if way < after[k + 1][0]:
                after[k + 1] = (way, (*best[k][1], (start + offset, atom)), best[k][2])
            spare = after[k][0] + _SPARE
            if spare < after[k + 1][0]:
                after[k + 1] = (spare, after[k][1], (*after[k][2], atom))
        best = after
    low, placed, spare_cells = best[len(rest)]
    if any(label.role == "total" for label in line[0].roles) and not any(slot.key == "source" for slot in slots):
        low += _TOTAL
    return Laid((*cells, *placed), cost + low, spare_cells)


def part_cost(slot: Slot, atom: Atom, lexicon: Lexicon) -> float:
    """Cost of a text in a slot, whole or cut."""
    if _SPECK.fullmatch(atom.norm):
        return 1.6
    if slot.type in _LEVELS or slot.type == "source":
        return _label_cost(slot, atom, lexicon)
    if slot.part == WHOLE:
        if slot.type in _FIGURES and _MIDDLE.match(atom.norm):
            return 2.5
        if slot.type in _FIGURES and _DIGITS.fullmatch(atom.norm) and atom.norm[-1] in ",.":
            return 0.4  # the figure goes on in the next line
        if slot.type == "prose":
            return 0.1
        whole = slot.type == "points" and _POINTS_OF_ALL.fullmatch(atom.norm) is not None
        single = slot.type == "name" and len(atom.norm) == 1
        odd = (_ALL_POINTS if whole else 0.0) + (_ONE_CHARACTER if single else 0.0)
        return plain_fit(Column(slot.key, slot.type, 0.0), atom) + odd
    if slot.type in _FIGURES:
        return 0.1 if _DIGITS.fullmatch(atom.norm) or atom.norm in ("%", "元", "万元", "分") else 3.0
    words = bool(_CJK.search(atom.norm))
    if slot.type == "name":
        return (0.1 if words else 1.5) + (1.2 if slot.part == RIGHT and atom.norm[:1].isdecimal() else 0.0)
    if slot.type == "prose":
        return 0.1
    if slot.type == "note":
        return 0.3 if words else 1.5
    if slot.type == "quantity":
        return 0.15 if not words or len(atom.norm) <= 4 or is_words(atom.norm) else 0.4
    return 0.4


def _label_cost(slot: Slot, atom: Atom, lexicon: Lexicon) -> float:
    """Cost of a text as a level label or a source of money: whole, the beginning of one, or a piece of one."""
    role = "row" if slot.type == "source" else slot.type
    roles = {label.role for label in atom.roles}
    if role in roles:
        # 成本指标 is a level-1 and a level-2 label: alone on its line it is usually the latter.
        return (0.2 if slot.part == RIGHT else -0.8) + (0.3 if role == "level1" and "level2" in roles else 0.0)
    halves = lexicon.ending(atom.norm) if slot.part == RIGHT else lexicon.starting(atom.norm)
    if any(label.role == role for found in halves.values() for label in found):
        return _INCOMPLETE if slot.part == WHOLE else -0.4
    if not _CJK.search(atom.norm):
        return 4.0
    if len(label_key(atom.norm)) < 2 and slot.part != WHOLE:
        return 0.3
    return 0.8 if slot.type == "source" else 2.0


def breadth(text: str) -> int:
    """Width of a text on paper, in half-width characters."""
    return sum(2 if unicodedata.east_asian_width(char) in "WFA" else 1 for char in text)


def _edge(text: str) -> int:
    """How far a column surely reaches: up to the left edge of the last character, which may lie across its border."""
    return breadth(text[:-1]) + 1
