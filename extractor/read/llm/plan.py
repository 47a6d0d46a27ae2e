"""Which rows go into which request.

Comes in: the page of a form and the topics to be read. Goes out: ``Portion`` values, each one
request: topics and the numbers of their rows. Small sections are asked together; a form that is too
long for one request is parted at its tables, a table that is too long between its rows, with its
header repeated. Never asks anything.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain

from extractor.family import Family
from extractor.read.atoms import Atom
from extractor.read.blocks import zones_of
from extractor.read.llm.page import Page
from extractor.read.llm.topic import Topic

LONGEST = 6000  # characters of rows in one request
_TABLES = ("indicators", "scorecard")
_LEAST_ROWS = 6
_HEADER_ROWS = 3


@dataclass(frozen=True, slots=True)
class Portion:
    """One request: what is asked, and the rows that are shown."""

    topics: tuple[Topic, ...]
    rows: tuple[int, ...]


def portions_of(page: Page, topics: Sequence[Topic], family: Family, hidden: Collection[int]) -> list[Portion]:
    """The requests that read these topics; ``hidden`` rows are never shown."""
    rows = [row.number for row in page.rows if row.number not in hidden]
    if not topics or not rows:
        return []
    if page.strips > 1:  # what belongs together stands apart: every request needs the whole page
        prose = [topic for topic in topics if topic.name == "prose"]
        rest = [topic for topic in topics if topic.name != "prose"]
        return [Portion(tuple(group), tuple(rows)) for group in (rest, prose) if group]
    zones = zone_of_rows(page, family)
    wanted = _rows_of(page, topics, zones, rows)
    if _size(page, wanted) <= LONGEST:
        return [Portion(tuple(topics), tuple(wanted))]
    return [portion for portion in _by_table(page, topics, zones, rows) if portion.rows]


def halves(page: Page, portion: Portion, family: Family) -> list[Portion]:
    """A portion whose answer was cut off, in two: by topic, else by row; empty if it cannot be parted."""
    if len(portion.topics) > 1:
        middle = len(portion.topics) // 2
        zones = zone_of_rows(page, family)
        out = []
        for topics in (portion.topics[:middle], portion.topics[middle:]):
            rows = portion.rows if page.strips > 1 else tuple(_rows_of(page, topics, zones, portion.rows))
            out.append(Portion(topics, rows or portion.rows))
        return out
    if len(portion.rows) < 2 * _LEAST_ROWS or page.strips > 1 or not portion.topics[0].columns:
        return []
    middle = len(portion.rows) // 2
    header = [n for n in portion.rows[:_HEADER_ROWS] if any(atom.roles for atom in page.rows[n - 1].cells)]
    return [
        Portion(portion.topics, portion.rows[:middle]),
        Portion(portion.topics, (*header, *portion.rows[middle:])),
    ]


def zone_of_rows(page: Page, family: Family) -> dict[int, str]:
    """The block of the form that each row belongs to, by the labels of the page."""
    atoms: list[Atom] = [atom for row in page.rows for atom in row.cells]
    zones = iter(zones_of(atoms, family))
    out: dict[int, str] = {}
    for row in page.rows:
        names = [next(zones) for _ in row.cells]
        out[row.number] = next((name for name, atom in zip(names, row.cells, strict=True) if not atom.empty), names[0])
    return out


def _rows_of(page: Page, topics: Sequence[Topic], zones: dict[int, str], rows: Sequence[int]) -> list[int]:
    """The rows that some topics need: those of their tables; for fields all rows that are in no long table."""
    tables = {topic.table for topic in topics if topic.columns}
    wants_fields = any(topic.fields for topic in topics)
    wants_total = any(spec.path.startswith("total.") for topic in topics for spec in topic.fields)
    out = []
    for number in rows:
        zone = zones[number]
        in_table = zone in _TABLES
        total = any(label.role == "total" for atom in page.rows[number - 1].cells for label in atom.roles)
        if zone in tables or (wants_fields and not in_table) or (wants_total and total):
            out.append(number)
    return out


def _by_table(page: Page, topics: Sequence[Topic], zones: dict[int, str], rows: Sequence[int]) -> Iterator[Portion]:
    plain = tuple(topic for topic in topics if topic.table not in _TABLES)
    if plain:
        yield from _chunks(page, plain, _rows_of(page, plain, zones, rows), LONGEST)
    for topic in topics:
        if topic.table in _TABLES:
            yield from _chunks(page, (topic,), [n for n in rows if zones[n] == topic.table], LONGEST)


def _chunks(page: Page, topics: tuple[Topic, ...], rows: Sequence[int], size: int) -> Iterator[Portion]:
    """Runs of rows of at most ``size`` characters; behind the first, the rows of the header go before."""
    header = [n for n in rows[:_HEADER_ROWS] if any(atom.roles for atom in page.rows[n - 1].cells)]
    run: list[int] = []
    length = 0
    first = True
    for number in rows:
        cost = len(page.line(number)) + 1
        if run and length + cost > size and len(run) >= _LEAST_ROWS:
            yield Portion(topics, tuple(chain([] if first else header, run)))
            run, length, first = [], 0, False
        run.append(number)
        length += cost
    if run:
        yield Portion(topics, tuple(chain([] if first else [n for n in header if n not in run], run)))


def _size(page: Page, rows: Sequence[int]) -> int:
    return sum(len(page.line(number)) + 1 for number in rows)
