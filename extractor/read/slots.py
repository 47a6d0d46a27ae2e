"""Fixed rows of a form, found again in a strip: money rows and the rows of a score card.

Comes in: the lines of one strip and the family, which lists the rows that it prints.
Goes out: the same lines, each with the row (``slot``) that it is a part of, without
those that the page printed twice. A strip shows only a half of each label, so halves
count, also with one character misread. Never reads a figure.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from extractor.family import Family
from extractor.notation.confusion import as_digits
from extractor.notation.text import label_key
from extractor.read.line import NUMERIC, Line

_START = {"funds": -1.9, "scorecard": -6.0}  # an alignment must at least be this good
_SKIP_LINE = 1.2  # a line among the rows that is none of them
_SKIP_COPY = 0.2
_SKIP_PLACE = {"funds": 0.3, "scorecard": 0.7}
_IMPOSSIBLE = 9.0


@dataclass(frozen=True, slots=True)
class Place:
    """One row that the family prints: its own label in all wordings, and the labels that may stand before it."""

    block: str
    index: int
    labels: tuple[str, ...]
    heads: tuple[str, ...]
    first: bool  # the first row below its head
    kind: str  # fund, section, item or total


def places_of(family: Family) -> list[Place]:
    """The fixed rows of the family, money first, in printed order; empty where it fixes none."""
    out: list[Place] = []
    for index, (stage, source) in enumerate(family.fund_rows if family.staged_funds else ()):
        stages = _keys(family.stages.get(stage, ()))
        own = stages if source == "total" else _keys(family.sources.get(source, ()))
        first = index == 0 or family.fund_rows[index - 1][0] != stage
        out.append(Place("funds", index, own, () if source == "total" else stages, first, "fund"))
    count = 0
    section = ""
    for name, group, items in family.card:
        if name != section:
            out.append(Place("scorecard", count, (name,), (), True, "section"))
            section, count = name, count + 1
        for number, item in enumerate(items):
            out.append(Place("scorecard", count, (label_key(item),), (group,), number == 0, "item"))
            count += 1
    if family.card:
        out.append(Place("scorecard", count, _keys(family.stubs.get("total", ())), (), True, "total"))
    return out


def _keys(labels: Sequence[str]) -> tuple[str, ...]:
    return tuple(label_key(label) for label in labels)


def with_slots(lines: Sequence[Line], places: Sequence[Place], *, first: bool) -> list[Line]:
    """The lines with their rows; ``first`` says that this is the leftmost strip, which has the beginnings of labels."""
    out = list(lines)
    for block in dict.fromkeys(place.block for place in places):
        rows = [place for place in places if place.block == block]
        found, doubled = _aligned(out, rows, first)
        out = [
            replace(line, slot=(block, found[n]), zone=block) if n in found else line
            for n, line in enumerate(out)
            if n not in doubled
        ]
    return out


def _aligned(lines: Sequence[Line], places: Sequence[Place], first: bool) -> tuple[dict[int, int], set[int]]:
    """For each line that is one of the rows which one, and the lines that repeat their neighbour."""
    block = places[0].block
    seen = [_Seen.of(line) for line in lines]
    height, width = len(lines), len(places)
    gap = _SKIP_PLACE[block]
    best = [[0.0] * (width + 1) for _ in range(height + 1)]  # cost from here on; to stop is free
    move = [[3] * (width + 1) for _ in range(height + 1)]
    for n in range(height - 1, -1, -1):
        skip = _SKIP_COPY if _is_double(lines, n) else _SKIP_LINE
        for p in range(width - 1, -1, -1):
            fit = fit_of(seen[n], places[p], first)
            options = [(0.0, 3), (best[n][p + 1] + gap, 1), (best[n + 1][p] + skip, 2)]
            if fit < _IMPOSSIBLE:
                options.append((best[n + 1][p + 1] + fit, 0))
            best[n][p], move[n][p] = min(options)
    low, n, p = min((best[n][p], n, p) for n in range(height + 1) for p in range(width + 1))
    found: dict[int, int] = {}
    doubled: set[int] = set()
    if low > _START[block]:
        return found, doubled
    while n < height and p < width and move[n][p] != 3:
        step = move[n][p]
        if step == 0:
            found[n] = places[p].index
        elif step == 2 and _is_double(lines, n):
            doubled.add(n)
        n, p = n + (step != 1), p + (step != 2)
    while n < height and found and n - 1 in found.keys() | doubled and _same(lines[n], lines[n - 1]) and n not in found:
        doubled.add(n)
        n += 1
    return found, doubled


def _same(a: Line, b: Line) -> bool:
    return [atom.norm for atom in a.cells] == [atom.norm for atom in b.cells]


def _is_double(lines: Sequence[Line], n: int) -> bool:
    return any(0 <= near < len(lines) and _same(lines[n], lines[near]) for near in (n - 1, n + 1))


@dataclass(frozen=True, slots=True)
class _Seen:
    """What a line prints, as the rows are told by it: its pieces of labels and its figures."""

    words: tuple[str, ...]
    figures: tuple[float, ...]
    usable: bool

    @classmethod
    def of(cls, line: Line) -> _Seen:
        words: list[str] = []
        figures: list[float] = []
        for atom in line.cells:
            if NUMERIC.fullmatch(atom.norm) or atom.norm.endswith(".") and atom.norm[:-1].isdecimal():
                figures.append(float(as_digits(atom.norm).replace(",", "").rstrip("%.万亿元") or 0))
            elif not any(
                label.role == "stub" and label.block in ("funds", "scorecard") for label in atom.roles
            ) or _is_row(line, atom):
                words.append(label_key(atom.norm))
        usable = len(words) <= 2 and len(figures) <= 2 and all(len(word) <= 20 for word in words)
        return cls(tuple(words), tuple(figures), usable)


def _is_row(line: Line, atom: object) -> bool:
    """True for a stub's word that is alone on its line: then it may be a row's own label."""
    return len(line.cells) == 1 and line.cells[0] is atom


def fit_of(seen: _Seen, place: Place, first: bool) -> float:
    """Cost of a line being the row ``place``; negative where something speaks for it."""
    if not seen.usable:
        return _IMPOSSIBLE
    if not seen.words:
        return _figure_fit(seen, place, first)
    cost = 0.0
    words = list(seen.words)
    if words[0] in place.heads:
        cost -= 1.5 if place.first else -1.0
        words.pop(0)
    elif len(words) == 2:
        return _IMPOSSIBLE
    if not words:
        return cost if first else cost + 1.0
    return cost + _label_fit(words[0], place, first)


def _label_fit(word: str, place: Place, first: bool) -> float:
    """How well a piece fits the row's own label: whole, as its beginning or end, or so but for one character."""
    cost = 1.5 if len(word) <= 2 and place.kind in ("fund", "item") else _IMPOSSIBLE
    for label in place.labels:
        if word == label:
            return -2.0
        if place.kind in ("total", "section"):
            continue
        bonus = 0.8 + 0.25 * min(len(word), 4)
        if len(word) < len(label):
            half = label[: len(word)] if first else label[-len(word) :]
            if half == word:
                cost = min(cost, -bonus)
            elif len(word) >= 3 and sum(a != b for a, b in zip(half, word, strict=True)) == 1:
                cost = min(cost, 0.5 - bonus)
        if not first and len(word) >= 4 and word[1:] == label[-len(word) + 1 :]:
            cost = min(cost, 0.5 - bonus)
    return cost


def _figure_fit(seen: _Seen, place: Place, first: bool) -> float:
    """A line of figures: a section's own row, the total, or an item whose label stands wholly in the strip before."""
    if first or not seen.figures or len(seen.figures) > 2:
        return _IMPOSSIBLE
    value = seen.figures[0]
    if place.kind == "fund":
        return 0.2 if len(seen.figures) == 1 else _IMPOSSIBLE
    if place.kind == "total":
        return -1.0 if value == 100 else 0.6
    if place.kind == "section":
        return -0.8 if 15 <= value <= 60 else 0.4
    return -0.1 if value <= 15 else 1.2
