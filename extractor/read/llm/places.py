"""Places of a model's answers: which rows show them, and what they are called when they are asked again.

Comes in: the page, the topics and the answers of a conversation. Goes out: numbers of rows, places and
names. Never asks anything.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

from extractor.read.llm.answers import Answers
from extractor.read.llm.page import Page
from extractor.read.llm.topic import Topic

_MERGED = (".level1", ".level2", ".section", ".group")
_ROW_NAMES = ("level3", "item", "label", "stage_label", "name")
_FAR = 60  # rows between a row and the header of its table
_NAMES = 3  # labels of columns that make a row a header


def rows_near(page: Page, offsets: Collection[int], spread: int = 1) -> tuple[int, ...]:
    """The rows in which some characters of the text stand, with their neighbours and the header above."""
    found = {place[0] for offset in offsets if (place := page.place(offset)) is not None}
    near = {row for number in found for row in range(number - spread, number + spread + 1)}
    near |= {header for number in found if (header := _header_of(page, number)) is not None}
    return tuple(sorted(row for row in near if 1 <= row <= len(page.rows)))


def _header_of(page: Page, number: int) -> int | None:
    """The nearest row above that names columns."""
    for row in range(number - 1, max(0, number - _FAR), -1):
        cells = page.rows[row - 1].cells
        if sum(any(label.role == "column" for label in atom.roles) for atom in cells) >= _NAMES:
            return row
    return None


def rows_of_place(page: Page, answers: Answers, place: str) -> tuple[int, ...]:
    """The rows to show when a place is asked again: those of its answer, and of its row's other cells."""
    pointed = answers.at(place)
    offsets = [pointed.atom.start, *(span.start for span in pointed.atom.more)] if pointed is not None else []
    row, dot, _ = place.rpartition(".")
    if dot and "[" in row:
        offsets += [
            other.atom.start for at, other in answers.places() if at.startswith(f"{row}.") and not at.endswith(_MERGED)
        ]
    return rows_near(page, offsets)


def place_of_column(place: str, topics: Sequence[Topic]) -> str:
    """A place by the column that was asked: money by stage has one amount, codes stand for their label."""
    row, _, key = place.rpartition(".")
    topic = _topic_of(row, topics)
    if topic is None or key in topic.columns:
        return place
    if key in ("stage", "source"):
        return f"{row}.{'stage_label' if 'stage_label' in topic.columns else 'label'}"
    return f"{row}.amount" if "amount" in topic.columns else place


def what_of_place(page: Page, answers: Answers, place: str, topics: Sequence[Topic]) -> str:
    """What a cell of the model's own rows is called: by the name that it pointed at, else by its number."""
    row, _, key = place.rpartition(".")
    topic = _topic_of(row, topics)
    if topic is None or key not in topic.columns:
        return ""
    names = dict(zip(topic.columns, topic.column_names, strict=True))
    named = next((p for name in _ROW_NAMES if (p := answers.at(f"{row}.{name}")) is not None), None)
    number = int(row.partition("[")[2].rstrip("]")) + 1
    called = f"“{page.quoted(named.atom)[:24]}”" if named is not None else f"第{number}行"
    return f"{called}的{names[key]}"


def _topic_of(row: str, topics: Sequence[Topic]) -> Topic | None:
    table = row.partition("[")[0]
    return next((topic for topic in topics if topic.table == table and topic.columns), None)
