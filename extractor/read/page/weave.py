"""The lines of all strips of a table aligned jointly, row by row.

Comes in: the sheets of the strips, the ties between them, and the sums of the table.
Goes out: rows, each with its line of every strip and the second lines of its cells, the
total row, what belongs to no row, and which rows could at nearly the same cost have
another line. A search down all strips at once: every step takes one line of several
strips as a row, or of one strip as a second line, a copy, a stray. What the search keeps
is bounded; what it passed is kept to tell how sure each row is.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from extractor.read.page.ledgers import Sums
from extractor.read.page.pieces import FAR, Sheet
from extractor.read.page.steps import Heads, Key, Node, Place, Step, Woven, moved, subsets
from extractor.read.page.ties import Tie, best_of

_WINDOW = 4.5  # ways this much dearer than the best, sums apart, are not followed
_MOST_NODES = 6000
_SKEW = 7  # lines by which strips may be ahead of each other, by their share of the table
_COPY, _LEFT_OVER, _AHEAD, _LIKE_ROW = 0.35, 0.3, 0.4, 2.5
_STRAY = (1.1, 1.6, 3.0, 7.0)  # a scrap, one cell, two, more: what strays is short
_TORN = 0.5  # a line whose left neighbour was lost begins with a right part
_CLOSE = 0.6  # another way this little dearer leaves a row in doubt
_CLOSER, _MOST_ODD = (
    0.12,
    10,
)  # the more so for each line that was lost, doubled or stray: such a page hides others
_DEAR = 9.0
_NO_TOTAL = 0.4
_LABEL_AGAIN, _NAME_AGAIN = 2.5, 1.2
_MANY_CELLS = 3
_NAME = re.compile("[\u4e00-\u9fff]{3}")
_AS_TOTAL = 1.0  # figures behind the rows are the total's
_MAY_BE_TOTAL = 0.5
_STRAY_COPY = 0.5
_FIGURE = re.compile(r"[\d.,]{1,9}分?")

_OPEN_ONLY = frozenset(("row", "total", "ahead", "rest"))


@dataclass(slots=True)
class Weave:
    """A search for the rows of one table."""

    sheets: Sequence[Sheet]
    ties: Sequence[Tie]
    sums: Sums
    figures: Callable[[Heads], dict[str, str]]
    missing: Callable[[int, Heads], float]  # what it costs a row to have no line in a strip
    label: Callable[[int, Heads], float]  # what it costs a row to stand below the label printed last in the first strip
    totals: bool  # the table ends with a total row
    known: dict[tuple[int, Heads], float] = field(default_factory=dict)
    alone: dict[tuple[int, int], list[tuple[Step, float]]] = field(default_factory=dict)
    again: dict[tuple[int, int], float] = field(default_factory=dict)
    parts: dict[tuple[int, int], tuple[float, list[str]]] = field(default_factory=dict)
    steps: dict[Place, list[tuple[Step, Place, float]]] = field(default_factory=dict)

    def woven(self) -> Woven:
        """The cheapest rows, and which of them are in doubt."""
        ends = tuple(len(sheet.lines) for sheet in self.sheets)
        ahead = self._ahead(ends)
        levels: list[dict[Key, Node]] = [{} for _ in range(sum(ends) + 1)]
        start = Key((0,) * len(ends), False, self.sums.start)
        levels[0][start] = Node(0.0)
        limit = ahead[False][start.place] + _WINDOW
        for level in range(sum(ends)):
            ranked = sorted(levels[level].items(), key=lambda item: item[1].cost + ahead[item[0].closed][item[0].place])
            for key, node in ranked[: max(20, _MOST_NODES // (sum(ends) + 1))]:
                for step, place, cost in self.steps[key.place]:
                    if key.closed and step.kind in _OPEN_ONLY:
                        continue
                    if not key.closed and step.kind == "behind":
                        cost += _NO_TOTAL
                    after = self._after(key, step, place)
                    if node.cost + cost + ahead[after.closed][place] > limit:
                        continue
                    found = levels[sum(place)].setdefault(after, Node(FAR))
                    found.arcs.append((key, cost, step))
                    found.cost = min(found.cost, node.cost + cost)
        return self._traced(levels)

    def _after(self, key: Key, step: Step, place: Place) -> Key:
        if step.kind == "row":
            return Key(place, False, self.sums.row(key.sums, self.figures(step.heads)))
        if step.kind == "behind":
            return Key(place, True, key.sums)
        if step.kind == "total":
            return Key(place, True, self.sums.total(key.sums, self._total_cost(step.heads)[1]))
        return Key(place, key.closed, key.sums)

    def _ahead(self, ends: Place) -> dict[bool, dict[Place, float]]:
        """The least cost from every place to the end, sums apart; before the total row, and behind it."""
        places = [place for place in itertools.product(*(range(end + 1) for end in ends)) if _is_near(place, ends)]
        opened: dict[Place, float] = {ends: _NO_TOTAL if self.totals else 0.0}
        closed: dict[Place, float] = {ends: 0.0}
        self.steps[ends] = []
        for place in reversed(places[:-1]):
            steps = self.steps[place] = list(self._steps(place, ends, opened))
            opened[place] = min(
                (
                    cost
                    + (_NO_TOTAL if step.kind == "behind" else 0.0)
                    + (closed if step.kind in ("total", "behind") else opened)[after]
                    for step, after, cost in steps
                ),
                default=FAR,
            )
            closed[place] = min(
                (cost + closed[after] for step, after, cost in steps if step.kind not in _OPEN_ONLY), default=FAR
            )
        return {False: opened, True: closed}

    def _steps(self, place: Place, ends: Place, ahead: dict[Place, float]) -> Iterator[tuple[Step, Place, float]]:
        """Every step from here, where it leads, and its cost."""
        free = [s for s in range(len(ends)) if place[s] < ends[s]]
        for chosen in subsets(tuple(free)):
            heads = tuple(place[s] if s in chosen else None for s in range(len(ends)))
            after = moved(place, heads)
            if after not in ahead:
                continue
            if len(chosen) == 1:
                for step, cost in self._alone(chosen[0], place[chosen[0]], heads):
                    yield step, after, cost
            cost = self._row_cost(place[0], heads)
            if cost < _DEAR:
                yield Step("row", heads), after, cost
            if self.totals:
                cost = self._total_cost(heads)[0]
                if cost < _DEAR:
                    yield Step("total", heads), after, cost

    def _alone(self, strip: int, line: int, heads: Heads) -> list[tuple[Step, float]]:
        """What a line can be by itself: rest of the line above, copy of it, stray, ahead of or behind the table."""
        found = self.alone.get((strip, line))
        if found is None:
            found = self.alone[strip, line] = [(Step(kind, heads), cost) for kind, cost in self._kinds(strip, line)]
        return found

    def _kinds(self, strip: int, line: int) -> Iterator[tuple[str, float]]:
        sheet = self.sheets[strip]
        rest = sheet.tail_cost(line, line - 1)
        if line > 1:
            rest = min(rest, sheet.tail_cost(line, line - 2) + 0.1)
        if line and sheet.same(line, line - 1):
            rest += _COPY
            yield "copy", _COPY
        if rest < _DEAR:
            yield "rest", rest
        cells = sheet.lines[line]
        scrap = len(cells) == 1 and len(cells[0].norm) <= 3
        total = _MAY_BE_TOTAL if self.totals and self._total_part(strip, line)[0] < FAR else 0.0
        stray = _STRAY_COPY if sheet.strays(line) else _STRAY[0 if scrap else min(len(cells), 3)]
        yield "stray", stray + total
        if line <= 1 and scrap and not cells[0].norm[:1].isdecimal():
            yield "ahead", _AHEAD
        if self.totals:
            figures = _AS_TOTAL if self._total_part(strip, line)[0] < FAR else 0.0
            yield "behind", _LEFT_OVER + figures + max(0.0, _LIKE_ROW - best_of(sheet, line).cost)

    def _row_cost(self, last: int, heads: Heads) -> float:
        """Cost of these lines being one row; ``last`` lines of the first strip stand above it."""
        under = last if heads[0] is None else -1
        found = self.known.get((under, heads))
        if found is None:
            found = self._reckoned(heads) + (self.label(last - 1, heads) if heads[0] is None and last else 0.0)
            self.known[under, heads] = found
        return found

    def _reckoned(self, heads: Heads) -> float:
        cost = 0.0
        for s, line in enumerate(heads):
            if line is None:
                cost += self.missing(s, heads)
                continue
            cost += self._again(s, line)
            before = heads[s - 1] if s else None
            if before is not None:
                cost += self.ties[s - 1].cost(before, line)[0]
            else:
                cost += min(way.cost + (_TORN if n else 0.0) for n, way in enumerate(self.sheets[s].laid[line]))
        return cost

    def _again(self, strip: int, line: int) -> float:
        """What it costs that a row prints what the line above it does: figures often do, names and labels hardly."""
        found = self.again.get((strip, line))
        if found is None:
            sheet = self.sheets[strip]
            found = 0.0
            if line and sheet.same(line, line - 1):
                cells = sheet.lines[line]
                labelled = any(label.role in ("level1", "level2", "row") for atom in cells for label in atom.roles)
                named = len(cells) >= _MANY_CELLS or any(_NAME.search(atom.norm) for atom in cells)
                found = _LABEL_AGAIN if labelled else _NAME_AGAIN if named else 0.0
            self.again[strip, line] = found
        return found

    def _total_cost(self, heads: Heads) -> tuple[float, list[str]]:
        """Cost of these lines being the total row, and its figures."""
        cost = 0.0
        texts: list[str] = []
        for s, line in enumerate(heads):
            if line is not None:
                part, figures = self._total_part(s, line)
                cost += part
                texts += figures
        return (cost if len(texts) <= 2 else FAR), texts

    def _total_part(self, strip: int, line: int) -> tuple[float, list[str]]:
        """Cost of a line being a part of the total row, and its figures."""
        found = self.parts.get((strip, line))
        if found is None:
            cells = self.sheets[strip].lines[line]
            labels = [any(label.role == "total" for label in atom.roles) for atom in cells]
            plain = [bool(_FIGURE.fullmatch(atom.norm)) for atom in cells]
            fits = len(cells) <= 3 and all(a or b for a, b in zip(labels, plain, strict=True))
            figures = [atom.norm for atom, figure in zip(cells, plain, strict=True) if figure]
            found = self.parts[strip, line] = (-1.5 if any(labels) else 0.3, figures) if fits else (FAR, [])
        return found

    def _traced(self, levels: list[dict[Key, Node]]) -> Woven:
        """The best way down, and the rows that other ways nearly as good have otherwise."""
        last = levels[-1]
        for key, node in last.items():
            node.ahead = self.sums.cost(key.sums) + (_NO_TOTAL if self.totals and not key.closed else 0.0)
        if not last:
            return Woven((), (), FAR)
        for level in range(len(levels) - 1, 0, -1):
            for node in levels[level].values():
                if node.ahead < FAR:
                    for key, cost, _ in node.arcs:
                        before = levels[sum(key.place)][key]
                        before.ahead = min(before.ahead, node.ahead + cost)
        key = min(last, key=lambda k: last[k].cost + last[k].ahead)
        total = last[key].cost + last[key].ahead
        steps: list[Step] = []
        while any(key.place):
            arcs = levels[sum(key.place)][key].arcs
            key, _, step = min(arcs, key=lambda arc: levels[sum(arc[0].place)][arc[0]].cost + arc[1])
            steps.append(step)
        steps.reverse()
        odd = sum(step.kind in ("copy", "stray") or step.kind == "row" and None in step.heads for step in steps)
        rivals = self._rivals(levels, total + _CLOSE + _CLOSER * min(odd, _MOST_ODD))
        return Woven(tuple(steps), tuple(self._doubts(step, rivals) for step in steps), total)

    def _rivals(self, levels: list[dict[Key, Node]], limit: float) -> set[Step]:
        """Every step of every way that costs at most so much."""
        found: set[Step] = set()
        for level in levels:
            for node in level.values():
                if node.ahead < FAR:
                    for key, cost, step in node.arcs:
                        before = levels[sum(key.place)][key]
                        if step not in found and before.cost + cost + node.ahead <= limit:
                            found.add(step)
        return found

    def _doubts(self, step: Step, rivals: set[Step]) -> frozenset[tuple[int, str]]:
        """Strips and columns that print something else in a way nearly as good."""
        if step.kind not in ("row", "total"):
            return frozenset()
        out: set[tuple[int, str]] = set()
        for rival in rivals:
            if rival == step or rival.kind not in ("row", "total"):
                continue
            if any(line is not None and rival.heads[s] == line for s, line in enumerate(step.heads)):
                for s, line in enumerate(step.heads):
                    out |= {(s, key) for key in self._differing(s, line, rival.heads[s])}
        return frozenset(out)

    def _differing(self, strip: int, line: int | None, other: int | None) -> set[str]:
        """Columns in which two lines of a strip print different texts."""
        if line == other:
            return set()
        sheet = self.sheets[strip]
        texts = [
            {sheet.slots[n].key: atom.norm for n, atom in best_of(sheet, n_line).cells} if n_line is not None else {}
            for n_line in (line, other)
        ]
        return {key for key in texts[0].keys() | texts[1].keys() if texts[0].get(key) != texts[1].get(key)}


def _is_near(place: Place, ends: Place) -> bool:
    """True for strips that are used to about the same share."""
    for a, b in itertools.combinations(range(len(ends)), 2):
        if ends[a] and ends[b]:
            skew = abs(place[a] / ends[a] - place[b] / ends[b]) * min(ends[a], ends[b])
            if skew > _SKEW:
                return False
    return True


__all__ = ["Heads", "Step", "Weave", "Woven", "best_of"]
