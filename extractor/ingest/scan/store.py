"""Sheets that were read before are not read again.

Comes in: the checksum of a file, the number of a sheet, and what was read there. Goes out: what was read there the last
time, unless another version of the reader did it. Never fails because of its folder: what cannot be kept or understood
is read anew.
"""

from __future__ import annotations

import io
import json
import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from extractor.ingest.printed import Cell, Line, Table, Word
from extractor.ingest.scan.reader import VERSION, ReadPage

MOST_SHEETS = 400
"""Kept at most, each with its picture (some 300 kB); the oldest go first."""

_QUALITY = 85


@dataclass(frozen=True, slots=True)
class SheetStore:
    """A folder of read sheets and their pictures."""

    folder: Path

    def get(self, sha256: str, sheet: int) -> tuple[ReadPage, ...] | None:
        """The pages of a sheet as this version of the reader read them; None where it did not."""
        place = self._place(sha256, sheet)
        try:
            told = json.loads(place.read_text("utf-8"))
            return tuple(_page(data, place.with_suffix(f".{index}.jpg")) for index, data in enumerate(told))
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            return None

    def put(self, sha256: str, sheet: int, pages: Sequence[ReadPage]) -> None:
        """Keep the pages of a sheet."""
        place = self._place(sha256, sheet)
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            for index, page in enumerate(pages):
                place.with_suffix(f".{index}.jpg").write_bytes(_jpeg(page))
            draft = place.with_suffix(f".{os.getpid()}.part")
            draft.write_text(json.dumps(list(map(_page_data, pages)), ensure_ascii=False), "utf-8")
            draft.replace(place)  # last: a run that is interrupted leaves no half sheet
            self._forget_oldest()
        except OSError:
            return

    def _place(self, sha256: str, sheet: int) -> Path:
        return self.folder / f"{sha256}-{sheet}-v{VERSION}.json"

    def _forget_oldest(self) -> None:
        kept = list(self.folder.glob("*.json"))
        if len(kept) > MOST_SHEETS:
            kept.sort(key=lambda path: path.stat().st_mtime)
            for path in kept[: len(kept) - MOST_SHEETS]:
                for file in self.folder.glob(f"{path.stem}.*"):
                    file.unlink(missing_ok=True)


def _jpeg(page: ReadPage) -> bytes:
    from PIL import Image

    out = io.BytesIO()
    Image.fromarray(page.image).save(out, "JPEG", quality=_QUALITY)
    return out.getvalue()


def _page_data(page: ReadPage) -> dict[str, Any]:
    blocks = [
        {"table": [_cell_data(cell) for cell in block.cells], "guessed": block.guessed}
        if isinstance(block, Table)
        else {"line": _line_data(block)}
        for block in page.blocks
    ]
    return {"width": page.width, "height": page.height, "notes": page.notes, "blocks": blocks}


def _cell_data(cell: Cell) -> list[Any]:
    return [cell.row, cell.column, cell.rows, cell.columns, cell.box, list(map(_line_data, cell.lines))]


def _line_data(line: Line) -> list[list[Any]]:
    return [[word.text, word.box, word.score, word.others, word.spaced] for word in line.words]


def _page(data: Mapping[str, Any], picture: Path) -> ReadPage:
    import numpy as np
    from PIL import Image

    blocks = tuple(
        Table(tuple(map(_cell, block["table"])), guessed=block["guessed"]) if "table" in block else _line(block["line"])
        for block in data["blocks"]
    )
    with Image.open(picture) as image:
        pixels = np.array(image.convert("RGB"))
    return ReadPage(blocks, pixels, float(data["width"]), float(data["height"]), tuple(data["notes"]))


def _cell(data: Sequence[Any]) -> Cell:
    row, column, rows, columns, box, lines = data
    return Cell(row, column, tuple(map(_line, lines)), rows, columns, tuple(box) if box else None)


def _line(data: Iterable[Any]) -> Line:
    return Line(
        tuple(
            Word(str(text), tuple(box) if box else None, float(score), tuple(others), bool(spaced))
            for text, box, score, others, spaced in data
        )
    )
