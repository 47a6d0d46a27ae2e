"""What is still open when the offline reader is done.

Comes in: the form as decided from the offline reading, and the topics of its family. Goes out: which
topics are to be read anew as a whole, and which cells are to be asked by themselves. Never says what
the offline reader thought: the second reading has to be independent.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from extractor.doubts import STRIPS_DO_NOT_TALLY
from extractor.family import FieldSpec
from extractor.read.llm.page import plain_line
from extractor.read.llm.privacy import PERSONAL_PATHS
from extractor.read.llm.topic import Topic, label_of
from extractor.values import Cell, FormRecord

_MANY = 4
_MUCH = 0.25
_ROW = re.compile(r"(\w+)\[(\d+)\]\.(\w+)")
_DIGIT = re.compile(r"\d")
_SECOND = ("level3", "target", "actual")
# Laws that say how a target or result is written, not what it is: they would not notice another row's.
_FORMAL = frozenset(
    (
        "actual_is_measured",
        "numeric_target_has_numeric_actual",
        "units_agree",
        "share_at_most_hundred",
        "direction_is_stated",
        "indicator_listed_once",
    )
)
_CODES = frozenset(("stage", "source"))


@dataclass(frozen=True, slots=True)
class Openings:
    """Topics to be read as a whole, and single cells with what they are called."""

    topics: tuple[Topic, ...]
    cells: Mapping[str, str]


def openings_of(
    first: FormRecord, topics: Sequence[Topic], *, strips: int, second_reading: bool, personal: bool
) -> Openings:
    """What a model is to be asked about a form that the offline reader has read."""
    open_cells = [path for path, cell in first.cells.items() if _is_open(path, cell, personal)]
    whole: list[Topic] = []
    single: dict[str, str] = {}
    for topic in topics:
        paths = [path for path in open_cells if _belongs(path, topic)]
        if _in_doubt(topic, paths, first, strips):
            whole.append(topic)
        else:
            single.update((_asked_as(path, topics), what_of(path, first, topics)) for path in paths)
    if second_reading:
        whole.extend(_second(first, topics, whole))
    return Openings(tuple(whole), {path: what for path, what in single.items() if what})


def _is_open(path: str, cell: Cell, personal: bool) -> bool:
    if not cell.needs_review or path.rpartition(".")[2] in _CODES or path == "form_type":
        return False
    return personal or not PERSONAL_PATHS.fullmatch(path)


def _belongs(path: str, topic: Topic) -> bool:
    row = _ROW.fullmatch(path)
    if row is not None:
        return row[1] == topic.table and bool(topic.columns)
    return any(path == spec.path or path.startswith(f"{spec.path}.") for spec in topic.fields)


def _in_doubt(topic: Topic, paths: Sequence[str], first: FormRecord, strips: int) -> bool:
    """True where the rows themselves are in doubt, or so many cells that the section is better read anew."""
    if topic.name == "prose":
        return bool(paths) and strips > 1
    if any(STRIPS_DO_NOT_TALLY in first.cells[path].reasons for path in paths):
        return True
    cells = [path for path in first.cells if _belongs(path, topic)]
    return bool(topic.columns) and len(paths) >= _MANY and len(paths) >= _MUCH * len(cells)


def _second(first: FormRecord, topics: Sequence[Topic], whole: Sequence[Topic]) -> list[Topic]:
    """The indicator table's targets and results, where one of them is a number that no law watches over."""
    uncovered = any(
        cell.value and _DIGIT.search(cell.value) and not {*cell.laws_hold, *cell.laws_broken} - _FORMAL
        for path, cell in first.cells.items()
        if path.endswith((".target", ".actual")) and path.startswith("indicators[")
    )
    table = next((topic for topic in topics if topic.table == "indicators" and topic.columns), None)
    if not uncovered or table is None or table in whole:
        return []
    columns = tuple(key for key in table.columns if key in (*_SECOND, "comparator", "measure"))
    return [replace(table, name="second", columns=columns)]


def what_of(path: str, first: FormRecord, topics: Sequence[Topic]) -> str:
    """What a cell is called in a request: ``项目名称``, ``指标“受训人数”的完成值``; empty for one that is not asked."""
    row = _ROW.fullmatch(path)
    if row is None:
        spec = spec_at(path, topics)
        return label_of(spec) if spec is not None else ""
    topic = next((topic for topic in topics if topic.table == row[1] and topic.columns), None)
    if topic is None:
        return ""
    names = dict(zip(topic.columns, topic.column_names, strict=True))
    key = row[3] if row[3] in names else "amount" if "amount" in names else ""
    if not key:
        return ""
    return f"{_row_name(row[1], int(row[2]), first)}的{names[key]}"


def _asked_as(path: str, topics: Sequence[Topic]) -> str:
    """The path under which a cell is asked: a field's own, also for the ends of a period."""
    spec = spec_at(path, topics)
    return spec.path if spec is not None else path


def spec_at(path: str, topics: Sequence[Topic]) -> FieldSpec | None:
    """The field that a path belongs to (both ends of a period belong to one)."""
    for topic in topics:
        for spec in topic.fields:
            if path == spec.path or path.startswith(f"{spec.path}."):
                return spec
    return None


_ROW_WORDS = {"funds": "资金", "indicators": "指标", "scorecard": "评分项", "evaluators": "人员"}


def _row_name(table: str, index: int, first: FormRecord) -> str:
    """A row by what it is named after, else by its number."""
    rows = first.values.get(table)
    row = rows[index] if isinstance(rows, list) and index < len(rows) else {}
    named = row.get("level3") or row.get("item") or row.get("section") or ""
    if table == "funds":
        label = first.cells.get(f"funds[{index}].source")
        named = label.raw if label is not None else ""
    word = _ROW_WORDS.get(table, table)
    return f"{word}“{plain_line(str(named))[:24]}”" if named else f"第{index + 1}个{word}"
