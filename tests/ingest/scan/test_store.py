"""Sheets that were read are kept, and read again only by another version of the reader."""

from __future__ import annotations

from pathlib import Path

import pytest

pytest.importorskip("PIL", reason="the extra [ocr] is not installed")
import numpy as np

from extractor.ingest.printed import Cell, Line, Table, Word
from extractor.ingest.scan import store as keeping
from extractor.ingest.scan.reader import ReadPage
from extractor.ingest.scan.store import SheetStore

WORD = Word("136.5", (1.0, 2.0, 3.0, 4.0), 0.7, ("186.5", "1365"), True)
PAGE = ReadPage(
    (Line((WORD,)), Table((Cell(0, 1, (Line((WORD,)),), 2, 3, (0.0, 0.0, 9.0, 9.0)), Cell(1, 0)))),
    np.full((30, 40, 3), 255, np.uint8),
    40.0,
    30.0,
    ("skew 1.20", "seal"),
)


def test_a_sheet_comes_back_as_it_was(tmp_path: Path) -> None:
    store = SheetStore(tmp_path / "new")
    store.put("ab" * 32, 3, (PAGE, PAGE))
    got = store.get("ab" * 32, 3)
    assert got is not None and len(got) == 2
    assert (got[0].blocks, got[0].notes, got[0].width) == (PAGE.blocks, PAGE.notes, 40.0)
    assert got[0].image.shape == (30, 40, 3)


def test_another_sheet_and_another_version_are_not_known(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = SheetStore(tmp_path)
    store.put("ab" * 32, 1, (PAGE,))
    assert store.get("ab" * 32, 2) is None
    monkeypatch.setattr(keeping, "VERSION", "another")
    assert store.get("ab" * 32, 1) is None


def test_a_damaged_file_is_read_anew(tmp_path: Path) -> None:
    store = SheetStore(tmp_path)
    store.put("ab" * 32, 1, (PAGE,))
    for place in tmp_path.glob("*.json"):
        place.write_text("[{", encoding="utf-8")
    assert store.get("ab" * 32, 1) is None


def test_a_folder_that_cannot_be_made_stops_nothing(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    SheetStore(tmp_path / "file" / "folder").put("ab" * 32, 1, (PAGE,))
