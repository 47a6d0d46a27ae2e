"""A record against its source: what stands in the text, and what became of it.

Comes in: a record, and the file it was made from. Goes out: one ``SourceCell`` for each cell
of the audit trail. Never reads the form anew: it follows the spans of the evidence.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, TextIO

from extractor.errors import RecordError, told
from extractor.values import Cell, Record


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


def print_cells(cells: tuple[SourceCell, ...], file: TextIO, *, chinese: bool, show_all: bool) -> None:
    """Print the cells that are not simply printed so (or all), and how many there are of each kind."""
    from collections import Counter

    from extractor.cli.tables import print_line, print_table

    shown = [cell for cell in cells if show_all or cell.verdict != "same" or cell.needs_review]
    if shown:
        head = ("表", "单元格", "原文", "识别值", "关系", "待核") if chinese else HEAD_EN
        print_table(head, [_row(cell) for cell in shown], file)
    count = Counter(cell.verdict for cell in cells)
    print_line(", ".join(f"{verdict}: {number}" for verdict, number in count.most_common()), file=file)


HEAD_EN = ("form", "cell", "printed", "value", "verdict", "review")


def _row(cell: SourceCell) -> tuple[str, ...]:
    """One line of the table; long prose is cut, since the page shows it better."""
    cut = [text if len(text) <= 40 else f"{text[:39]}…" for text in (cell.printed, cell.value or "—")]
    return (str(cell.form), cell.path, *cut, cell.verdict, "!" if cell.needs_review else "")
