"""Image files become documents, with the real engine."""

from __future__ import annotations

import io
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("cv2", reason="the extra [ocr] is not installed")
pytest.importorskip("onnxruntime", reason="the extra [ocr] is not installed")
pytest.importorskip("rapidocr", reason="the extra [ocr] is not installed")
import numpy as np
from PIL import Image

from extractor.errors import UnreadableInputError
from extractor.ingest.paging import Paging, parse_pages
from extractor.ingest.printed import Line, Table
from extractor.ingest.scan import engine as engines
from extractor.ingest.scan.ingester import ImageIngester
from extractor.ingest.scan.lacking import OcrLackingError
from extractor.ingest.scan.reader import ReadPage, ScanReader
from extractor.values import Document
from tests.ingest.scan.damaging import moderate
from tests.ingest.scan.drawing import Pixels, form, printed, sheet

ROWS = [
    ["项目资金", "全年预算数", "全年执行数", "分值", "得分"],
    ["年度资金总额", "136.5", "128.31", "10", "9.4"],
    ["当年财政拨款", "116.50", "108.31", "—", ""],
    ["指标值", "≥95%", "97.2%", "8", "8"],
]


def texts(page: ReadPage) -> list[list[str]]:
    """The rows of the first table."""
    table = next(block for block in page.blocks if isinstance(block, Table))
    rows = 1 + max(cell.row for cell in table.cells)
    return [[cell.text for cell in table.cells if cell.row == row] for row in range(rows)]


def saved(*pages: Pixels, **how: Any) -> bytes:
    out = io.BytesIO()
    first, *rest = map(Image.fromarray, pages)
    first.save(out, "TIFF", save_all=True, append_images=rest, compression="tiff_deflate", **how)
    return out.getvalue()


@pytest.fixture(scope="module")
def reader() -> ScanReader:
    return ScanReader()


def test_every_cell_of_a_clean_page_is_read(reader: ScanReader) -> None:
    (page,) = reader.read(form(ROWS), 200)
    assert texts(page) == ROWS


@pytest.mark.parametrize("quarters", [1, 2, 3])
def test_a_page_that_lies_the_wrong_way_is_turned(reader: ScanReader, quarters: int) -> None:
    (page,) = reader.read(np.rot90(form(ROWS), quarters).copy(), 200)
    assert texts(page)[1] == ROWS[1]
    assert f"turned {90 * quarters}" in page.notes


def test_a_sealed_skewed_page_of_few_dots_is_read(reader: ScanReader) -> None:
    (page,) = reader.read(moderate(form(ROWS * 2, left=200, top=250)), 150)
    assert sum(got == want for got, want in zip(texts(page), ROWS * 2, strict=True)) >= 7
    assert {"seal", "skew 2.00"} <= {note[:6] if "seal" in note else note for note in page.notes}


def test_two_pages_on_a_sheet_come_left_then_right(reader: ScanReader) -> None:
    left, right = form(ROWS * 2, left=80), form([row[::-1] for row in ROWS] * 2, left=80)
    pages = reader.read(np.hstack([left, right]), 200)
    assert [texts(page)[1][0] for page in pages] == ["年度资金总额", "9.4"]


def test_an_empty_sheet_has_no_blocks(reader: ScanReader) -> None:
    (page,) = reader.read(sheet(), 200)
    assert page.blocks == ()


def test_lines_outside_of_tables_are_lines(reader: ScanReader) -> None:
    page = np.vstack([printed(sheet(1390, 200), "项目支出绩效自评表", 700, 100, 44), form(ROWS)])
    first = reader.read(page, 200)[0].blocks[0]
    assert isinstance(first, Line) and first.text == "项目支出绩效自评表"
    assert first.words[0].box is not None and first.words[0].score > 0.8


def test_a_fax_of_two_pages_is_one_document_with_one_table(tmp_path: Path) -> None:
    data, told, shown = saved(form(ROWS), form(ROWS[1:]), dpi=(200, 200)), [], []
    paging = Paging(
        on_page=lambda *at: told.append(at),
        on_picture=lambda number, pixels: shown.append((number, pixels.shape[2])),
        kept=tmp_path,
    )
    document = ImageIngester().ingest_pages(data, "fax.tif", paging)
    assert (document.kind, document.pages) == ("image", 2)
    assert told == [(1, 2), (2, 2)] and shown == [(1, 3), (2, 3)]
    assert [f.text for f in document.fragments if f.page == 2 and f.row == 4] == ROWS[1]
    assert same(ImageIngester().ingest_pages(data, "fax.tif", paging), document), "what was kept reads as what was read"


def same(one: Document, other: Document) -> bool:
    return (one.text, one.fragments) == (other.text, other.fragments)


def test_what_was_read_is_not_read_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    data = saved(form(ROWS), dpi=(200, 200))
    ImageIngester().ingest_pages(data, "scan.tif", Paging(kept=tmp_path))
    monkeypatch.setattr(ScanReader, "read", lambda *_: pytest.fail("read again"))
    assert "128.31" in ImageIngester().ingest_pages(data, "scan.tif", Paging(kept=tmp_path)).text


def test_an_interrupted_file_goes_on_where_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    data, read = saved(form(ROWS), form(ROWS[1:]), form(ROWS[2:]), dpi=(200, 200)), []

    def interrupted(number: int, _total: int) -> None:
        if number == 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        ImageIngester().ingest_pages(data, "scan.tif", Paging(on_page=interrupted, kept=tmp_path))
    real = ScanReader.read
    monkeypatch.setattr(ScanReader, "read", lambda self, *picture: read.append(1) or real(self, *picture))  # type: ignore[func-returns-value]

    document = ImageIngester().ingest_pages(data, "scan.tif", Paging(kept=tmp_path))

    assert (document.pages, len(read)) == (3, 1)


def test_a_damaged_page_costs_itself_only(capfd: pytest.CaptureFixture[str]) -> None:
    notes: list[str] = []
    data = bytearray(saved(form(ROWS), form(ROWS), form(ROWS[1:]), dpi=(200, 200)))
    with Image.open(io.BytesIO(data)) as image:
        image.seek(1)
        start = image.tag_v2[273][0]  # where the strips of the second page begin
    data[start : start + 60] = bytes(60)

    document = ImageIngester().ingest_pages(bytes(data), "fax.tif", Paging(on_note=lambda zh, _en: notes.append(zh)))

    assert document.unread == (2,)
    assert {fragment.page for fragment in document.fragments} == {1, 3}
    assert notes == ["fax.tif：第 2 页图像已损坏，没有读；请重新扫描这几页。"]
    assert capfd.readouterr().err == ""


def test_pages_that_are_not_there_are_told() -> None:
    with pytest.raises(UnreadableInputError, match="共 1 页"):
        ImageIngester().ingest_pages(saved(form(ROWS)), "scan.tif", Paging(parse_pages("7")))


def test_without_the_engine_one_sentence_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    engines.load_engine.cache_clear()
    monkeypatch.setattr(engines, "find_spec", lambda name: None)
    with pytest.raises(OcrLackingError):
        engines.load_engine()
    with pytest.raises(UnreadableInputError, match=r"jixiao\[ocr\]"):
        ImageIngester().ingest(saved(form(ROWS)), "scan.tif")


def test_nothing_is_loaded_before_a_page_is_read() -> None:
    code = (
        "import sys, extractor.ingest.scan.ingester as i; i.ImageIngester().accepts(b'', '');"
        "print([m for m in ('cv2', 'numpy', 'onnxruntime', 'rapidocr', 'PIL') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
