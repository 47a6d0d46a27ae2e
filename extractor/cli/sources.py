"""A record against its source: what stands in the text, and what became of it.

Comes in: a record, and the file it was made from. Goes out: one ``SourceCell`` for each cell
of the audit trail. Never reads the form anew: it follows the spans of the evidence.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

from extractor.errors import RecordError, UsageError, told
from extractor.labels import ORIGINS
from extractor.values import Cell, Record

if TYPE_CHECKING:
    from extractor.report.difference_filter import Only


@dataclass(frozen=True, slots=True)
class SourceCell:
    """One cell beside the text it comes from.

    ``verdict`` is ``same`` (printed so), ``normalised`` (printed so but for white space, a unit,
    a prefix …), ``moved`` (the text is not where the evidence says), else the cell's origin.
    """

    form: int
    path: str
    printed: str
    value: str | None
    verdict: str
    needs_review: bool


def compare_with_source(record: Record, source: Path) -> tuple[SourceCell, ...]:
    """Follow every evidence into the source; raises ``RecordError`` when it is not the text of this record."""
    from extractor.ingest import ingest

    text = ingest(source).text
    if text != record.text:
        raise told(
            RecordError,
            f"{source}：不是该记录的来源文本（来源为 {record.source.name}）；"
            "请给出来源文件，或先对本文件运行 recover。",
            f"{source}: is not the text that this record was made from ({record.source.name}); "
            "give that file, or recover this one first.",
        )
    return tuple(_cells(record, text))


def _cells(record: Record, text: str) -> Iterator[SourceCell]:
    """All cells of all forms in the order of the record."""
    for number, form in enumerate(record.forms, 1):
        for path, cell in form.cells.items():
            printed = "".join(text[piece.start : piece.end] for piece in cell.evidence)
            yield SourceCell(number, path, printed, cell.value, _verdict(cell, printed), cell.needs_review)


def _verdict(cell: Cell, printed: str) -> str:
    """How the value relates to the printed text."""
    if printed != "".join(piece.text for piece in cell.evidence):
        return "moved"
    if cell.origin not in ("read", "stitched"):
        return cell.origin
    return "same" if cell.value == printed else "normalised"


def as_data(cells: tuple[SourceCell, ...]) -> dict[str, Any]:
    """The comparison as plain data."""
    return {"against": "source", "cells": [asdict(cell) for cell in cells]}


@dataclass(frozen=True, slots=True)
class Chosen:
    """The cells that are asked for: those to show, and all of their fields, to be counted."""

    shown: tuple[SourceCell, ...]
    counted: tuple[SourceCell, ...]


def choose_cells(cells: tuple[SourceCell, ...], only: Only | None, fields: tuple[str, ...], *, whole: bool) -> Chosen:
    """The cells that ``--only`` and ``--fields`` ask for; ``whole`` shows all where ``only`` says nothing.

    Raises ``UsageError`` for a side alone: every cell of a record against its source is on both.
    """
    from extractor.report.difference_filter import select

    if only in ("only-left", "only-right"):
        raise told(
            UsageError,
            f"--only {only}：与来源对照时没有只在一边的单元格；请用 changed、same 或 all。",
            f"--only {only}: against the source no cell is on one side only; use changed, same or all.",
        )
    selection = select(None, fields, [cell.path for cell in cells])
    covered = tuple(cell for cell in cells if selection.covers(cell.path))
    if only == "all" or (only is None and whole):
        return Chosen(covered, covered)
    if only is None:
        return Chosen(tuple(cell for cell in covered if cell.verdict != "same" or cell.needs_review), covered)
    return Chosen(tuple(cell for cell in covered if (cell.verdict == "same") == (only == "same")), covered)


def print_cells(cells: Chosen, file: TextIO, *, chinese: bool) -> None:
    """Print the cells that are asked for, and how many there are of each kind."""
    from collections import Counter

    from extractor.cli.tables import print_line, print_table

    if cells.shown:
        head = ("表", "单元格", "原文", "识别值", "关系", "待核") if chinese else HEAD_EN
        print_table(head, [_row(cell, chinese) for cell in cells.shown], file)
    count = Counter(cell.verdict for cell in cells.counted)
    words = [(_said(verdict, chinese), number) for verdict, number in count.most_common()]
    print_line(("，" if chinese else ", ").join(f"{word}: {number}" for word, number in words), file=file)


HEAD_EN = ("form", "cell", "printed", "value", "verdict", "review")


def _row(cell: SourceCell, chinese: bool) -> tuple[str, ...]:
    """One line of the table; long prose is cut, since the page shows it better."""
    cut = [text if len(text) <= 40 else f"{text[:39]}…" for text in (cell.printed, cell.value or "—")]
    return (str(cell.form), cell.path, *cut, _said(cell.verdict, chinese), "!" if cell.needs_review else "")


def _said(verdict: str, chinese: bool) -> str:
    """A verdict in the language of the table."""
    own = {"same": "照印", "normalised": "规整", "moved": "位置不符"}
    return (own.get(verdict) or ORIGINS[verdict].zh) if chinese else verdict
