"""Answers with their pointers followed: what the model pointed at, by place, and what was wrong with it.

Comes in: the answer to some topics or single cells, and the page it is about. Goes out: ``Answers``.
Never takes text from the model: names of fields choose, pointers point, all else is a fault.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field, replace

from extractor.family import FieldSpec
from extractor.notation.text import label_key
from extractor.read.llm.pointer import Pointed, PointerFault, Resolver
from extractor.read.llm.shape import Answer
from extractor.read.llm.topic import Topic, label_of

_MOST_ROWS = 2000


@dataclass(frozen=True, slots=True)
class Fault:
    """Why a cell is asked again: the place of the cell, and the reason as the model is told it."""

    place: str
    why: str


@dataclass(slots=True)
class Answers:
    """What was pointed at: fields by path, tables by name as rows of cells by column."""

    fields: dict[str, Pointed] = field(default_factory=dict)
    tables: dict[str, list[dict[str, Pointed]]] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    said_nothing: set[str] = field(default_factory=set)  # places that the model called blank

    def places(self) -> Iterable[tuple[str, Pointed]]:
        """Every place with what it was pointed at: ``project_name``, ``indicators[2].target``."""
        yield from self.fields.items()
        for table, rows in self.tables.items():
            for index, row in enumerate(rows):
                for key, pointed in row.items():
                    yield f"{table}[{index}].{key}", pointed

    def at(self, place: str) -> Pointed | None:
        """What stands at a place."""
        return dict(self.places()).get(place)

    def put(self, place: str, pointed: Pointed | None) -> None:
        """Replace what stands at a place, or take it away."""
        table, bracket, rest = place.partition("[")
        if not bracket:
            _set(self.fields, place, pointed)
            return
        number, _, key = rest.partition("].")
        rows = self.tables.get(table, [])
        if int(number) < len(rows):
            _set(rows[int(number)], key, pointed)

    def without(self, places: Collection[str]) -> Answers:
        """The answers without what stands at some places; rows keep their numbers."""
        return Answers(
            {path: pointed for path, pointed in self.fields.items() if path not in places},
            {
                table: [
                    {key: pointed for key, pointed in row.items() if f"{table}[{n}].{key}" not in places}
                    for n, row in enumerate(rows)
                ]
                for table, rows in self.tables.items()
            },
        )

    def add(self, more: Answers) -> None:
        """Add the answer to another part of the same form: its rows go behind those that are there."""
        shift = {table: len(rows) for table, rows in self.tables.items()}
        for path, pointed in more.fields.items():
            self.fields.setdefault(path, pointed)
        for table, rows in more.tables.items():
            self.tables.setdefault(table, []).extend(rows)
        self.faults.extend(replace(fault, place=_shifted(fault.place, shift)) for fault in more.faults)


def _set(cells: dict[str, Pointed], key: str, pointed: Pointed | None) -> None:
    if pointed is None:
        cells.pop(key, None)
    else:
        cells[key] = pointed


def _shifted(place: str, shift: dict[str, int]) -> str:
    table, bracket, rest = place.partition("[")
    number, _, key = rest.partition("]")
    return f"{table}[{int(number) + shift.get(table, 0)}]{key}" if bracket else place


def follow(answer: Answer, topics: Sequence[Topic], resolver: Resolver) -> Answers:
    """The pointers of an answer to some topics, followed in the order in which they were given."""
    out = Answers()
    specs = {spec.path: spec for topic in topics for spec in topic.fields}
    for item in getattr(answer, "fields", ())[:_MOST_ROWS]:
        name, mark, pointer = item.partition("=")
        spec = _spec_named(name, specs.values())
        if mark and spec is not None and spec.path not in out.fields:
            _follow_one(spec.path, pointer, resolver, None, out, out.fields, spec.path)
    for topic in topics:
        if topic.columns:
            rows = [_row(item) for item in getattr(answer, topic.table, ())[:_MOST_ROWS]]
            for number, cells in rows:
                _follow_row(topic, number, cells, resolver, out)
    return out


def _spec_named(name: str, specs: Iterable[FieldSpec]) -> FieldSpec | None:
    key = _bare(name)
    known = list(specs)
    return next((spec for spec in known if _bare(label_of(spec)) == key), None) or next(
        (spec for spec in known if key and any(_bare(label) == key for label in spec.labels)), None
    )


def _bare(label: str) -> str:
    """A label without what stands in brackets behind it."""
    return label_key(label).split("(")[0]


def _row(item: str) -> tuple[int | None, list[str]]:
    """The row number a table row begins with, and its cells."""
    first, *cells = item.replace("｜", "|").split("|")
    number = first.strip()
    return (int(number) if number.isdecimal() and len(number) < 6 else None), cells


def _follow_row(topic: Topic, number: int | None, cells: list[str], resolver: Resolver, out: Answers) -> None:
    rows = out.tables.setdefault(topic.table, [])
    width = len(topic.columns)
    while len(cells) > width and not cells[-1].strip():
        cells = cells[:-1]
    if not any(cell.strip() for cell in cells):
        return
    row: dict[str, Pointed] = {}
    rows.append(row)
    place = f"{topic.table}[{len(rows) - 1}]"
    if len(cells) > width:
        out.faults.extend(Fault(f"{place}.{key}", f"该行写了{len(cells)}格，应为{width}格") for key in topic.columns)
        return
    for key, pointer in zip(topic.columns, cells, strict=False):
        _follow_one(f"{place}.{key}", pointer, resolver, number, out, row, key)


def _follow_one(
    place: str, pointer: str, resolver: Resolver, number: int | None, out: Answers, into: dict[str, Pointed], key: str
) -> None:
    try:
        pointed = resolver.follow(pointer, number)
    except PointerFault as fault:
        out.faults.append(Fault(place, f"你答 {pointer.strip()[:30]}，{fault}"))
        return
    if pointed is None:
        out.said_nothing.add(place)
    else:
        into[key] = pointed


def follow_cells(answer: Answer, places: Sequence[str], resolver: Resolver) -> Answers:
    """The pointers of an answer about single cells, numbered from 1 as ``places`` are."""
    out = Answers()
    for item in getattr(answer, "cells", ())[:_MOST_ROWS]:
        number, mark, pointer = item.partition("=")
        if not mark or not number.strip().isdecimal() or not 1 <= int(number) <= len(places):
            continue
        place = places[int(number) - 1]
        if place not in out.fields and place not in out.said_nothing:
            _follow_one(place, pointer, resolver, None, out, out.fields, place)
    return out
